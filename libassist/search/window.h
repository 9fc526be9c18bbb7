/* SPDX-License-Identifier: MIT
 * The most weight of different terms, and of the characters in them, within a window of a document (doc/ranking.md, W). */
#ifndef AS_SEARCH_WINDOW_H
#define AS_SEARCH_WINDOW_H

#include "search/relax.h"

/* Positions of a window. */
#define AS_WINDOW 32u

/* Where a term stands in the document. */
typedef struct as_window_list {
  const uint32_t *positions; /* ascending; borrowed */
  uint32_t count, term;
  size_t at;     /* positions before it are behind */
  uint64_t rest; /* the weight of this list's term and those of the lists behind it */
} as_window_list;

typedef struct as_window {
  as_search_context *context;
  const as_relaxation *relaxation;
  uint32_t *terms;                /* how often each is in the window; all 0 between documents */
  uint32_t *characters;           /* how many terms in the window hold each; likewise */
  AS_VEC(uint64_t) events, spare; /* position and term, 32 bits each */
  AS_VEC(size_t) ends;            /* of each term's events */
} as_window;

/* Clear it in every case. */
bool as_window_init(as_window *window, as_search_context *context, const as_relaxation *relaxation);
void as_window_clear(as_window *window);
/* LISTS, of different terms, come out in another order.  False: no memory. */
bool as_window_best(as_window *window, as_window_list *lists, size_t count, uint64_t *out_weight);

#endif
