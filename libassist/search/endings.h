/* SPDX-License-Identifier: MIT
 * Where a text ends in all documents that have it, so that each way it may go on costs a look at one list. */
#ifndef AS_SEARCH_ENDINGS_H
#define AS_SEARCH_ENDINGS_H

#include "search/expand.h"
#include "search/suggest.h"

typedef struct as_endings {
  AS_VEC(uint32_t) documents; /* live, ascending in each place */
  AS_VEC(uint32_t) firsts;    /* of each document's positions, and one more */
  AS_VEC(uint32_t) positions; /* of the last unit */
  size_t *begins;             /* of each place's documents, and one more */
  AS_VEC(uint64_t) words;     /* where documents are many: a bit each, place after place */
  AS_VEC(uint32_t) ranks;     /* how many of the place stand before each word */
  size_t *sets;               /* of each place: its first word, or NO_SET */
  bool many;                  /* more than are held: nothing is known */
} as_endings;

/* Of TEXT, a run.  False after a failure (sticky).  as_endings_clear in every case. */
bool as_endings_find(as_search_context *context, as_slice text, as_endings *out_endings);
void as_endings_clear(as_endings *endings);
/* In how many of the documents PAIR, which begins with the last unit, stands there; fewer than LEAST may be told as none.  LIST is the
 * caller's, for one question after another.  False after a failure (sticky). */
bool as_endings_count(as_search_context *context, const as_endings *endings, const as_variant *pair,
                      uint64_t least, struct as_postings *list, as_counted *out_counted);

/* The endings of the text with PAIR's second behind it.  As as_endings_find; ENDINGS are known. */
bool as_endings_follow(as_search_context *context, const as_endings *endings, const as_variant *pair,
                       struct as_postings *list, as_endings *out_endings);

#endif
