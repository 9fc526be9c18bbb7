/* SPDX-License-Identifier: MIT
 * Which terms of a relaxed query a document has, how close they stand to each other, and whether the query holds its title: the
 * parts of the second stage that pairs and tokens tell (doc/ranking.md). */
#ifndef AS_SEARCH_CLOSENESS_H
#define AS_SEARCH_CLOSENESS_H

#include "search/term_lists.h"

/* Positions of a window. */
#define AS_WINDOW 32u

/* What is known of a document before its positions are read. */
typedef struct as_presence {
  uint64_t *terms;      /* a bit for each scoring term that is there */
  uint64_t *characters; /* for each character that one of those holds */
  uint64_t weight;      /* of these terms */
  uint64_t covered;     /* of these characters */
  bool titled;          /* its title may stand in the query */
} as_presence;

typedef struct as_closeness {
  as_search_context *context;
  as_relaxation *relaxation;
  as_term_lists lists; /* of all terms */
  size_t longest;      /* run of the query, in units */
  uint32_t *counts;    /* of each term in the window, then of each character; all 0 between documents */
  bool *taken;         /* of the title; all false between documents */
  AS_VEC(uint64_t) events, spare; /* position and term, 32 bits each */
  AS_VEC(size_t) ends;            /* of each term's events */
} as_closeness;

/* Clear it in every case. */
bool as_closeness_init(as_closeness *closeness, as_search_context *context, as_relaxation *relaxation);
void as_closeness_clear(as_closeness *closeness);
/* Documents are asked for place by place, ascending from one begin to the next. */
void as_closeness_begin(as_closeness *closeness, size_t place);

/* Which terms are in each of COUNT ascending documents of the place; bits are the context's memory.  False after a failure. */
bool as_closeness_presence(as_closeness *closeness, const uint32_t *documents, size_t count,
                           as_presence *out);
/* Of a document with PRESENCE: the most weight within a window; and, when all of the title stands in one run of the query, the
 * weight of its terms.  False after a failure. */
bool as_closeness_measure(as_closeness *closeness, uint32_t document, const as_presence *presence,
                          uint64_t *out_window, uint64_t *out_title);

#endif
