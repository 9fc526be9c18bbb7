/* SPDX-License-Identifier: MIT
 * The best K of a stream under a total order: higher score first, then lower number (the insertion number).  A
 * bounded heap; the order of offering never shows in the result. */
#ifndef AS_BASE_TOPK_H
#define AS_BASE_TOPK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct as_topk_item {
  uint64_t score;
  uint64_t number;  /* breaks ties: lower is better */
  uint64_t payload; /* not compared */
} as_topk_item;

typedef struct as_topk {
  as_topk_item *items; /* heap, worst first */
  size_t count;
  size_t capacity;
  size_t limit;
  bool lent; /* ITEMS is the caller's */
} as_topk;

#define AS_TOPK_FEW 16u

bool as_topk_init(as_topk *top,
                  size_t limit); /* false: no memory; grows lazily, so a huge limit costs nothing */
/* Begins with room for AS_TOPK_FEW items, or LIMIT if that is less, which is the caller's and outlives it. */
void as_topk_init_in(as_topk *top, size_t limit, as_topk_item *room);
void as_topk_clear(as_topk *top);
bool as_topk_offer(as_topk *top, as_topk_item item); /* false: no memory */
/* True when an item with this score and number could still enter. */
bool as_topk_would_enter(const as_topk *top, uint64_t score, uint64_t number);
void as_topk_sort(as_topk *top); /* best first; the heap is over */

#endif
