/* SPDX-License-Identifier: MIT
 * The documents of some parts with the terms that they have in common: what as_bisect finds an order by. */
#ifndef AS_INDEX_TERM_GRAPH_H
#define AS_INDEX_TERM_GRAPH_H

#include "index/bisect.h"
#include "index/merge_order.h"

/* NUMBERS: of each part, old number -> new number in order of insertion, or AS_MERGE_DROPPED.  DOCUMENTS: how many are new. */
typedef struct as_graph_source {
  const as_part *parts;
  size_t count;
  uint32_t *const *numbers;
  uint32_t documents;
  uint64_t share; /* bytes that each part may keep of its files in memory */
  as_ticker *ticker;
} as_graph_source;

/* How many postings each document has in lists that count: DOCUMENTS numbers into OUT_COUNTS. */
assist_status as_graph_count(const as_graph_source *source, uint32_t *out_counts, assist_error *error);
/* The graph of documents [FIRST, END), counted from FIRST; COUNTS are those of as_graph_count.  as_graph_clear in every case. */
assist_status as_graph_fill(const as_graph_source *source, const uint32_t *counts, uint32_t first,
                            uint32_t end, as_bisect_graph *out_graph, assist_error *error);
void as_graph_clear(as_bisect_graph *graph);

#endif
