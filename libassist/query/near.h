/* SPDX-License-Identifier: MIT
 * Nearness, on positions alone: which places of several things stand near each other, and where the units of a phrase with slop
 * do.  The search and the snippets ask the same two questions here. */
#ifndef AS_QUERY_NEAR_H
#define AS_QUERY_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Positions [start, end), not empty. */
typedef struct as_span {
  uint32_t start, end;
} as_span;

/* One part of a NEAR and its places. */
typedef struct as_near_part {
  as_span *spans; /* in any order */
  size_t count;
  uint32_t *ends;    /* room for COUNT numbers */
  uint32_t distance; /* to the part before: at most so many positions between the two; unused in the first */
  bool ordered;      /* and this one after it */
} as_near_part;

/* Puts the places in order, each once. */
void as_near_tidy(as_near_part *part);
/* Leaves in each part the places that take part in a match, in order and each once; gives the least number of them, 0 where
 * there is no match (then the parts hold anything). */
size_t as_near_join(as_near_part *parts, size_t count);

/* The positions of one unit of a phrase, ascending. */
typedef struct as_unit_places {
  const uint32_t *positions;
  size_t count;
} as_unit_places;

/* The windows of at most WIDTH positions that hold the units in order, and no smaller such window: in ascending order into
 * SPANS, which has room for as many as the last unit has positions.  Gives their number. */
size_t as_near_windows(const as_unit_places *units, size_t count, uint32_t width, as_span *spans);

#endif
