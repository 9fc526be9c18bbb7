/* SPDX-License-Identifier: MIT
 * Counts by 64-bit word: an open table for some thousand different words and millions of counts. */
#ifndef AS_BASE_TALLY_H
#define AS_BASE_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct as_tally_row {
  uint64_t word;
  uint64_t count; /* 0: free */
} as_tally_row;

typedef struct as_tally {
  as_tally_row *rows;
  size_t capacity; /* a power of two, or 0 */
  size_t room;     /* rows that there is memory for */
  size_t count;
  unsigned shift; /* of hashes */
  unsigned below; /* upper bits of hashes that are the same for all words, and say nothing */
} as_tally;

void as_tally_init(as_tally *tally);
void as_tally_init_below(as_tally *tally, unsigned bits);
/* Empties it; then there is room for COUNT words.  False: no memory. */
bool as_tally_restart(as_tally *tally, size_t count);
void as_tally_clear(as_tally *tally);
bool as_tally_grow(as_tally *tally); /* room for one more word; false: no memory */
/* Adds 1 to each of COUNT words, which need not differ. */
bool as_tally_add_all(as_tally *tally, const uint64_t *words, size_t count);
static inline uint64_t as_tally_hash(uint64_t word) { return word * UINT64_C(0x9E3779B97F4A7C15); }
static inline size_t as_tally_place(const as_tally *tally, uint64_t word) {
  return (size_t)(as_tally_hash(word) << tally->below >> tally->shift);
}
/* The row of WORD, whose count must not stay 0; NULL: no memory. */
static inline as_tally_row *as_tally_row_of(as_tally *tally, uint64_t word) {
  if (2 * tally->count >= tally->capacity && !as_tally_grow(tally)) return NULL;
  size_t at = as_tally_place(tally, word);
  while (tally->rows[at].count != 0 && tally->rows[at].word != word) at = (at + 1) & (tally->capacity - 1);
  if (tally->rows[at].count == 0) {
    tally->rows[at].word = word;
    tally->count++;
  }
  return &tally->rows[at];
}
/* Adds AMOUNT, not 0, to WORD's count. */
static inline bool as_tally_add(as_tally *tally, uint64_t word, uint64_t amount) {
  as_tally_row *row = as_tally_row_of(tally, word);
  if (row == NULL) return false;
  row->count += amount;
  return true;
}

#endif
