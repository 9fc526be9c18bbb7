/* SPDX-License-Identifier: MIT
 * Counts by 64-bit word, of any number of different words: a tally while they are few, then words dealt out to parts that are
 * counted one after the other, each in a table that the caches hold.
 *
 *   fed     as_census_add, as_census_add_all
 *   read    as_census_walk, once, at the end */
#ifndef AS_BASE_CENSUS_H
#define AS_BASE_CENSUS_H

#include "base/tally.h"

typedef struct as_census_parts as_census_parts;

typedef struct as_census {
  as_tally early;         /* all there is, as long as PARTS is NULL; then it grows no more */
  as_census_parts *parts; /* what came since */
} as_census;

/* What is known of the rows of a tally: no count is larger, no word less. */
typedef struct as_census_bounds {
  uint64_t most, low;
} as_census_bounds;

/* Takes the rows of one of several tallies; each word is in one of them.  False: stop. */
typedef bool (*as_census_taker)(void *taker, const as_tally *tally, as_census_bounds bounds);

void as_census_init(as_census *census);
void as_census_clear(as_census *census);
/* False: no memory. */
bool as_census_add(as_census *census, uint64_t word, uint64_t amount); /* an amount of 0 adds nothing */
/* 1 to each of COUNT words, some hundred at a time: they need not differ. */
bool as_census_add_all(as_census *census, const uint64_t *words, size_t count);
/* Gives all rows to TAKE.  False: no memory, or TAKE said so.  Nothing may be added afterwards. */
bool as_census_walk(as_census *census, as_census_taker take, void *taker);

#endif
