/* SPDX-License-Identifier: MIT
 * Nearness where places are bits: as as_near_join, for parts whose places are all of one length, in documents that are not long. */
#ifndef AS_QUERY_NEAR_BITS_H
#define AS_QUERY_NEAR_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct as_near_bits {
  uint64_t *starts;  /* a bit where a place begins; those that take part in no match are lost */
  uint32_t length;   /* of every place; at least 1 */
  uint32_t distance; /* to the part before it, and whether that must come first */
  bool ordered;
} as_near_bits;

/* How often the part takes part that does so the least often.  Each has WORDS words, and there is ROOM for twice as many. */
uint32_t as_near_bits_join(as_near_bits *parts, size_t count, size_t words, uint64_t *room);

#endif
