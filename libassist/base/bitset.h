/* SPDX-License-Identifier: MIT
 * A fixed number of bits. */
#ifndef AS_BASE_BITSET_H
#define AS_BASE_BITSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct as_bitset {
  uint64_t *words;
  size_t count; /* bits */
} as_bitset;

bool as_bitset_init(as_bitset *set, size_t count);          /* all clear; false: no memory */
void as_bitset_clear(as_bitset *set);                       /* frees */
bool as_bitset_copy(as_bitset *set, const as_bitset *from); /* SET as before init; false: no memory */
/* Ones of a word, without a call where the processor has no instruction that every build may use. */
static inline unsigned as_bitset_ones(uint64_t word) {
  word -= word >> 1 & UINT64_C(0x5555555555555555);
  word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
  word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
  return (unsigned)(word * UINT64_C(0x0101010101010101) >> 56);
}
size_t as_bitset_population(const as_bitset *set);
static inline bool as_bitset_has(const as_bitset *set, size_t i) {
  return (set->words[i >> 6] >> (i & 63)) & 1;
}
static inline void as_bitset_add(as_bitset *set, size_t i) { set->words[i >> 6] |= UINT64_C(1) << (i & 63); }
size_t as_bitset_next(const as_bitset *set, size_t from); /* first set bit at or after FROM; count if none */

#endif
