/* SPDX-License-Identifier: MIT
 *
 * assist-index check: verify every byte.  Each finding is one line on standard error with file and offset;
 * exit status 0 means that there is none.  Needs no lock: it may run beside a writer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "progress.h"
#include "signals.h"
#include "tool.h"
#include "visible.h"

/* The library gives one context to both of its calls back. */
static int on_progress(void *context, uint64_t done, uint64_t total) {
  static char work[] = "checking";
  (void)context;
  return at_progress_library(work, done, total);
}

static void report(void *context, const char *line) {
  unsigned *findings = context;
  at_progress_clear();
  at_say_text(NULL, line);
  ++*findings;
}

static void say_ok(const char *path) {
  at_text line = {0};
  at_visible_bytes(&line, path, strlen(path));
  printf("%s: ok\n", at_text_string(&line));
  at_text_clear(&line);
}

static int check(const char *path, const at_common *common) {
  assist_error error;
  unsigned findings = 0;
  at_signals_start();
  at_progress_start(!common->quiet);
  assist_status status = assist_index_check(path, report, on_progress, &findings, &error);
  at_progress_clear();
  if (status == ASSIST_OK) {
    if (!common->quiet) say_ok(path);
    return AT_DONE;
  }
  if (status == ASSIST_CANCELLED && at_signals_caught()) return AT_ERROR;
  return findings > 0 ? AT_ERROR : at_fail(path, &error);
}

int at_command_check(int argc, char **argv, at_common *common) {
  static const struct option options[] = {AT_COMMON_LONG};
  int option;
  while ((option = at_next_option(argc, argv, ":" AT_COMMON_SHORT, options)) != -1)
    if (!at_common_option(common, option)) return AT_ERROR;
  if (!at_no_words(argc, argv)) return AT_ERROR;
  char *path = at_index_path(common);
  if (path == NULL) return AT_ERROR;
  int status = check(path, common);
  free(path);
  return status;
}
