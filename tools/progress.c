/* SPDX-License-Identifier: MIT
 *
 * The line shows documents and megabytes a second since the start, and the time left when the sizes of all
 * files are known.  It is wiped before any message, and at the end nothing of it is left. */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "signals.h"

#define INTERVAL_MS 200

static bool shown, drawn;
static uint64_t total_bytes, start_ms, last_ms;

static uint64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void at_progress_start(bool wanted) {
  shown = wanted && isatty(STDERR_FILENO) == 1;
  start_ms = last_ms = now_ms();
}

bool at_progress_shown(void) { return shown; }
void at_progress_total(uint64_t bytes) { total_bytes = bytes; }

void at_progress_clear(void) {
  if (!drawn) return;
  fputs("\r\033[K", stderr);
  drawn = false;
}

static bool is_due(void) {
  if (!shown) return false;
  uint64_t now = now_ms();
  if (now - last_ms < INTERVAL_MS) return false;
  last_ms = now;
  return true;
}

static void draw(const char *line) {
  fprintf(stderr, "\r%s\033[K", line);
  fflush(stderr);
  drawn = true;
}

void at_progress_adding(uint64_t documents, uint64_t bytes) {
  char line[160], left[48] = "";
  if (!is_due()) return;
  double seconds = (double)(last_ms - start_ms) / 1000;
  if (total_bytes > bytes && bytes > 0) {
    double rest = seconds / (double)bytes * (double)(total_bytes - bytes);
    snprintf(left, sizeof left, ", %d:%02d left", (int)(rest / 60), (int)rest % 60);
  }
  snprintf(line, sizeof line, "%llu documents, %.0f/s, %.1f MB/s%s", (unsigned long long)documents,
           (double)documents / seconds, (double)bytes / 1e6 / seconds, left);
  draw(line);
}

int at_progress_library(void *context, uint64_t done, uint64_t total) {
  if (is_due()) {
    char line[96];
    const char *work = context == NULL ? "working" : context;
    snprintf(line, sizeof line, "%s %d%%", work, total == 0 ? 0 : (int)((double)done * 100 / (double)total));
    draw(line);
  }
  return at_signals_caught();
}
