/* SPDX-License-Identifier: MIT
 * Which parts of a text are its own, and not furniture: lines that the text itself repeats, or that many documents have. */
#ifndef AS_SNIPPET_FURNITURE_H
#define AS_SNIPPET_FURNITURE_H

#include <assist/snippet.h>

#include "base/vec.h"
#include "snippet/stretch.h"

/* What is known of other documents; whoever has an index answers. */
typedef struct as_furniture {
  assist_status (*is_furniture)(void *context, uint64_t line, bool *out_is,
                                assist_error *error); /* by hash */
  void *context;
} as_furniture;

typedef struct as_spans {
  AS_VEC(assist_range)
  list; /* ascending, apart; all of the text when all of it would be furniture, or nothing is */
} as_spans;

/* FURNITURE NULL: nothing is known of others; WATCH NULL: nobody is asked.  Errors: NOMEM, CANCELLED, those of FURNITURE. */
assist_status as_spans_find(const void *text, size_t size, const as_furniture *furniture,
                            const as_watch *watch, as_spans *out_spans, assist_error *error);
void as_spans_clear(as_spans *spans);

#endif
