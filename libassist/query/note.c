/* SPDX-License-Identifier: MIT
 * Diagnostics as a list.  Codes are for programs and stable (doc/query-syntax.md lists them); messages
 * are one line for people.  Offsets come in as those of the clean text and are kept as those of the text
 * as typed. */
#include "query/note.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Room doubles whenever the number is a power of two. */
static bool push(as_notes *notes, struct as_query_note note) {
  size_t count = notes->count, size = count * sizeof note;
  if ((count & (count - 1)) == 0) {
    size_t wanted = count == 0 ? sizeof note : 2 * size;
    struct as_query_note *items = as_arena_resize(notes->memory, notes->items, size, wanted);
    if (items == NULL) return false;
    notes->items = items;
  }
  notes->items[notes->count++] = note;
  return true;
}

void as_notes_add(as_notes *notes, size_t start, size_t end, const char *code, const char *format, ...) {
  if (notes->failed || notes->count >= AS_NOTES_MAX) return;
  char message[256];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  if (length < 0) message[0] = '\0';
  struct as_query_note note = {start, end, code, as_arena_copy(notes->memory, message, strlen(message))};
  if (notes->clean != NULL) {
    note.start = as_clean_origin(notes->clean, start, false);
    note.end = as_clean_origin(notes->clean, end, true);
    if (note.end < note.start) note.end = note.start;
  }
  if (note.message == NULL || !push(notes, note)) notes->failed = true;
}

void as_notes_forget(as_notes *notes, const char *code) {
  size_t kept = 0;
  for (size_t i = 0; i < notes->count; i++)
    if (strcmp(notes->items[i].code, code) != 0) notes->items[kept++] = notes->items[i];
  notes->count = kept;
}

void as_notes_sort(as_notes *notes) {
  struct as_query_note *list = notes->items;
  for (size_t i = 1; i < notes->count; i++) {
    struct as_query_note note = list[i];
    size_t at = i;
    for (; at > 0 && list[at - 1].start > note.start; at--) list[at] = list[at - 1];
    list[at] = note;
  }
}
