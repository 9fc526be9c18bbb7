/* SPDX-License-Identifier: MIT
 *
 * Paths and keys are bytes: nothing is trimmed or converted, only the newline (or NUL) at the end is taken
 * off. */
#include "path_list.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

void at_word_list_add(at_word_list *list, const char *bytes, size_t size) {
  if (list->count == list->capacity) {
    list->capacity = list->capacity == 0 ? 16 : list->capacity * 2;
    list->at = at_realloc(list->at, list->capacity * sizeof *list->at);
  }
  at_word *word = &list->at[list->count++];
  word->size = size;
  word->bytes = at_realloc(NULL, size + 1);
  memcpy(word->bytes, bytes, size);
  word->bytes[size] = '\0';
}

bool at_word_list_read(at_word_list *list, const char *path, bool nul) {
  bool is_standard = strcmp(path, "-") == 0;
  FILE *file = is_standard ? stdin : fopen(path, "re");
  char *line = NULL;
  size_t capacity = 0;
  ssize_t got;
  int end = nul ? '\0' : '\n';
  if (file == NULL) {
    at_say("%s: %s", path, strerror(errno));
    return false;
  }
  while ((got = getdelim(&line, &capacity, end, file)) > 0) {
    size_t size = (size_t)got;
    if (line[size - 1] == end) size--;
    if (size > 0) at_word_list_add(list, line, size);
  }
  bool good = !ferror(file);
  if (!good) at_say("%s: %s", path, strerror(errno));
  free(line);
  if (!is_standard) fclose(file);
  return good;
}

void at_word_list_clear(at_word_list *list) {
  for (size_t i = 0; i < list->count; i++) free(list->at[i].bytes);
  free(list->at);
  *list = (at_word_list){0};
}
