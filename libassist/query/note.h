/* SPDX-License-Identifier: MIT
 * What the parser wants to say about a query, with the bytes concerned.  At most AS_NOTES_MAX: a query of
 * a million mistakes needs no million messages. */
#ifndef AS_QUERY_NOTE_H
#define AS_QUERY_NOTE_H

#include <stdbool.h>
#include <stddef.h>

#include "query/clean.h"
#include "query/tree.h"

#define AS_NOTES_MAX 64u

typedef struct as_notes {
  as_arena *memory;
  struct as_query_note *items;
  size_t count;
  const as_clean *clean; /* NULL: offsets are those of the text as typed */
  bool failed;           /* no memory, sticky */
} as_notes;

/* [START, END) in the clean text; CODE lives for ever. */
void as_notes_add(as_notes *notes, size_t start, size_t end, const char *code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void as_notes_forget(as_notes *notes, const char *code); /* takes back the notes of this code */
void as_notes_sort(as_notes *notes);                     /* by where they start */

#endif
