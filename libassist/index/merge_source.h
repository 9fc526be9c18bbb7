/* SPDX-License-Identifier: MIT
 * Some parts without their deleted documents, as the source one new segment is written from. */
#ifndef AS_INDEX_MERGE_SOURCE_H
#define AS_INDEX_MERGE_SOURCE_H

#include "base/vec.h"
#include "index/part.h"
#include "index/term_join.h"
#include "index/ticker.h"
#include "segread/postings.h"
#include "segwrite/source.h"

#define AS_MERGE_DROPPED UINT32_MAX

typedef struct as_merge_input {
  const as_part *part;
  uint32_t base;           /* new number of its first live document */
  uint32_t *numbers;       /* old number -> new, or DROPPED; NULL: nothing is deleted */
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
} as_merge;

assist_status as_merge_open(as_merge *merge, const as_part *parts, size_t count, uint64_t share,
                            as_ticker *ticker, assist_error *error);
void as_merge_close(as_merge *merge);
as_term_source as_merge_source(as_merge *merge);

#endif
