/* SPDX-License-Identifier: MIT
 * Words read from a file: paths of --files-from, keys of --keys-from. */
#ifndef ASSIST_TOOLS_PATH_LIST_H
#define ASSIST_TOOLS_PATH_LIST_H

#include <stdbool.h>
#include <stddef.h>

typedef struct at_word {
  char *bytes; /* owned; a NUL follows */
  size_t size;
} at_word;

typedef struct at_word_list {
  at_word *at;
  size_t count, capacity;
} at_word_list;

void at_word_list_add(at_word_list *list, const char *bytes, size_t size);
/* Append the words of PATH (-: standard input), ended by newline, or by NUL.  Empty ones are left out. 
 * False: said. */
bool at_word_list_read(at_word_list *list, const char *path, bool nul);
void at_word_list_clear(at_word_list *list);

#endif
