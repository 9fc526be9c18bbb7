/* SPDX-License-Identifier: MIT
 * An order of documents in which those with the same terms stand near each other: recursive graph bisection.  Plain numbers in,
 * an order out; sees no file. */
#ifndef AS_INDEX_BISECT_H
#define AS_INDEX_BISECT_H

#include "index/ticker.h"

/* The terms of document d: terms[starts[d]] to terms[starts[d + 1] - 1], each once.  They are used up. */
typedef struct as_bisect_graph {
  uint32_t documents;
  uint32_t term_count; /* terms are below it */
  uint64_t *starts;    /* DOCUMENTS + 1 of them */
  uint32_t *terms;
} as_bisect_graph;

/* Documents 0 to DOCUMENTS - 1 into OUT_ORDER, in their new order.  A function of the graph alone: the same with one thread and with
 * more, on every machine.  ASIDE: half of the work may be done by a thread of its own. */
assist_status as_bisect(const as_bisect_graph *graph, bool aside, as_ticker *ticker, uint32_t *out_order,
                        assist_error *error);

#endif
