/* SPDX-License-Identifier: MIT
 *
 * The table is at most half full, and a word's place is the upper bits of its product with an odd number: dates and small numbers,
 * which come in steps, spread well by that. */
#include "base/tally.h"

#include "port/mem.h"

void as_tally_init(as_tally *tally) { *tally = (as_tally){0}; }

void as_tally_clear(as_tally *tally) {
  as_mem_free(tally->rows);
  as_tally_init(tally);
}

bool as_tally_grow(as_tally *tally) {
  size_t capacity = tally->capacity == 0 ? 64 : tally->capacity * 2;
  as_tally grown = {as_mem_calloc(capacity, sizeof *grown.rows), capacity, 0, 0};
  if (grown.rows == NULL) return false;
  grown.shift = 65 - (unsigned)__builtin_ffsll((long long)capacity);
  for (size_t i = 0; i < tally->capacity; i++)
    if (tally->rows[i].count != 0) (void)as_tally_add(&grown, tally->rows[i].word, tally->rows[i].count);
  as_mem_free(tally->rows);
  *tally = grown;
  return true;
}
