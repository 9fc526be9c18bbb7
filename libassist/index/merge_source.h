/* SPDX-License-Identifier: MIT
 * Some parts without their deleted documents, as the source one new segment is written from. */
#ifndef AS_INDEX_MERGE_SOURCE_H
#define AS_INDEX_MERGE_SOURCE_H

#include "base/vec.h"
#include "index/merge_order.h"
#include "index/part.h"
#include "index/posting_sorter.h"
#include "index/term_join.h"
#include "index/ticker.h"
#include "segread/postings.h"
#include "segwrite/source.h"

typedef struct as_merge_input {
  const as_part *part;
  uint32_t base;           /* new number of its first live document */
  const uint32_t *numbers; /* old number -> new, or DROPPED; NULL: nothing is deleted */
  uint32_t *own_numbers;   /* the same, when they are not of an order */
  as_bitset *alive_tokens; /* by field, where something is deleted */
  as_postings postings;
  bool open; /* postings are those of the current term, and stand at a document to give */
} as_merge_input;

typedef struct as_merge {
  as_merge_input *inputs;
  size_t count;
  as_term_join join;
  size_t giving; /* the input whose postings are given now */
  as_term term;
  as_ticker *ticker;
  uint64_t share; /* bytes that each part may keep of its files in memory */
  AS_VEC(uint32_t) positions;
  const as_merge_order *order; /* of documents; NULL: that of the parts, one after another */
  as_posting_sorter sorter;    /* of the current term, where there is an order */
  uint64_t most_sorted;        /* positions it may hold, or so */
  uint32_t span, sorted_to;    /* documents sorted at a time; those below are done */
} as_merge;

/* ORDER: NULL when documents come part after part. */
assist_status as_merge_open(as_merge *merge, const as_part *parts, size_t count, const as_merge_order *order,
                            uint64_t share, as_ticker *ticker, assist_error *error);
void as_merge_close(as_merge *merge);
as_term_source as_merge_source(as_merge *merge);

#endif
