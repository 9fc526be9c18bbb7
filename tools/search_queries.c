/* SPDX-License-Identifier: MIT
 *
 * --queries: lines of ID<TAB>QUERY, UTF-8, a BOM and CR dropped, answered one after the other in their order.
 * From a pipe or a terminal each answer is written out at once, so that a program may hold a conversation.
 * */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "search.h"
#include "tool.h"

typedef struct batch {
  const at_search *search;
  const char *path;
  uint64_t line;
  bool found, failed;
} batch;

static void ask_line(batch *b, char *line, size_t size) {
  if (b->line == 1 && size >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) {
    line += 3;
    size -= 3;
  }
  while (size > 0 && (line[size - 1] == '\n' || line[size - 1] == '\r')) size--;
  if (size == 0) return;
  char *tab = memchr(line, '\t', size);
  if (tab == NULL || tab == line) {
    at_say("%s:%" PRIu64 ": not of the form ID<TAB>QUERY", b->path, b->line);
    b->failed = true;
    return;
  }
  *tab = '\0';
  int status = at_search_ask(b->search, line, tab + 1, size - (size_t)(tab + 1 - line));
  b->found = b->found || status == AT_DONE;
  b->failed = b->failed || status == AT_ERROR;
}

int at_search_queries(const at_search *search, const char *path) {
  batch b = {.search = search, .path = path};
  bool is_standard = strcmp(path, "-") == 0;
  FILE *file = is_standard ? stdin : fopen(path, "re");
  struct stat status;
  char *line = NULL;
  size_t capacity = 0;
  ssize_t got;
  if (file == NULL) {
    at_say("%s: %s", path, strerror(errno));
    return AT_ERROR;
  }
  bool talks = fstat(fileno(file), &status) == 0 && !S_ISREG(status.st_mode);
  while (!at_output_broken() && (got = getline(&line, &capacity, file)) > 0) {
    b.line++;
    ask_line(&b, line, (size_t)got);
    if (talks) fflush(stdout);
  }
  if (ferror(file)) {
    at_say("%s: %s", path, strerror(errno));
    b.failed = true;
  }
  free(line);
  if (!is_standard) fclose(file);
  return b.failed ? AT_ERROR : b.found ? AT_DONE : AT_NOTHING;
}
