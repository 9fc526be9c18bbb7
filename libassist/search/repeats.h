/* SPDX-License-Identifier: MIT
 * Pieces of a cover that are the same term as one before: a long phrase may say one word thousands of times. */
#ifndef AS_SEARCH_REPEATS_H
#define AS_SEARCH_REPEATS_H

#include "search/cover.h"

#define AS_REPEATS_LEAST 16u /* covers of fewer pieces are not looked at: each has its list */

/* Puts the COUNT pieces of COVER in an order in which those of a new term come first, among themselves as they were; returns how many
 * these are.  FIRSTS (room for COUNT) gets for each of the others, from there on, the number of the one that is the same term.
 * Where memory is wanting (sticky in CONTEXT), 0. */
size_t as_repeats_part(as_search_context *context, const as_bound_phrase *bound, size_t place,
                       as_cover_piece *cover, size_t count, uint32_t *firsts);

#endif
