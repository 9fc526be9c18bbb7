/* SPDX-License-Identifier: MIT
 * Diagnostics as a list.  Codes are for programs and stable (doc/query-syntax.md lists them); messages
 * are one line for people.  Offsets come in as those of the clean text and are kept as those of the text
 * as typed. */
#include "query/note.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void as_notes_add(as_notes *notes, size_t start, size_t end, const char *code, const char *format, ...) {
  if (notes->failed || notes->list.count >= AS_NOTES_MAX) return;
  char message[256];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  if (length < 0) message[0] = '\0';
  struct as_query_note note = {start, end, code, as_mem_copy_string(message, strlen(message))};
  if (notes->clean != NULL) {
    note.start = as_clean_origin(notes->clean, start, false);
    note.end = as_clean_origin(notes->clean, end, true);
    if (note.end < note.start) note.end = note.start;
  }
  if (note.message != NULL && as_vec_push(&notes->list, note)) return;
  as_mem_free(note.message);
  notes->failed = true;
}

void as_notes_forget(as_notes *notes, const char *code) {
  size_t kept = 0;
  for (size_t i = 0; i < notes->list.count; i++) {
    if (strcmp(notes->list.items[i].code, code) == 0)
      as_mem_free(notes->list.items[i].message);
    else
      notes->list.items[kept++] = notes->list.items[i];
  }
  notes->list.count = kept;
}

void as_notes_sort(as_notes *notes) {
  struct as_query_note *list = notes->list.items;
  for (size_t i = 1; i < notes->list.count; i++) {
    struct as_query_note note = list[i];
    size_t at = i;
    for (; at > 0 && list[at - 1].start > note.start; at--) list[at] = list[at - 1];
    list[at] = note;
  }
}

void as_notes_free(as_notes *notes) {
  as_note_list_free(notes->list.items, notes->list.count);
  notes->list.items = NULL;
  notes->list.count = 0;
}

void as_note_list_free(struct as_query_note *list, size_t count) {
  for (size_t i = 0; i < count; i++) as_mem_free(list[i].message);
  as_mem_free(list);
}
