/* SPDX-License-Identifier: MIT
 * A long text in pieces, and the caller's say on whether to go on. */
#ifndef AS_SNIPPET_STRETCH_H
#define AS_SNIPPET_STRETCH_H

#include <assist/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "query/tree.h"

#define AS_STRETCH_BYTES ((size_t)4 << 20)

/* [FROM, TO) of a text.  Matches count that lie in [LOW, HIGH]: at a border inside the text a word may be cut; what is left out
 * there lies well inside the neighbour. */
typedef struct as_stretch {
  size_t from, to;
  size_t low, high;
} as_stretch;

/* The one that begins at FROM (0, or what the one before gave as *out_next).  *out_next is SIZE behind the last. */
as_stretch as_stretch_at(const uint8_t *text, size_t size, size_t from, size_t *out_next);
/* Must a text be looked at as a whole for ROOT?  Where parts may stand far from each other, or are long themselves. */
bool as_stretch_is_too_short(const as_node *root);

/* The caller, who is asked now and then. */
typedef struct as_watch {
  assist_progress_function progress; /* NULL: nobody */
  void *context;
  uint64_t done, total; /* bytes; DONE: before what is looked at now */
} as_watch;

#define AS_WATCH_STEPS 4096u /* of a loop, a unit or a line each, between two askings */

/* Does the caller say stop?  MORE bytes are done.  WATCH may be NULL. */
bool as_watch_stops(const as_watch *watch, uint64_t more);
assist_status as_watch_stopped(assist_error *error); /* CANCELLED */

#endif
