/* SPDX-License-Identifier: MIT
 *
 * The table is at most half full, and a word's place is the upper bits of its product with an odd number: dates and small numbers,
 * which come in steps, spread well by that. */
#include "base/tally.h"

#include "port/mem.h"

#define AHEAD 32u

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

/* A table that is larger than the caches is waited for once in a while, not once a word. */
bool as_tally_add_all(as_tally *tally, const uint64_t *words, size_t count) {
  for (size_t from = 0; from < count; from += AHEAD) {
    size_t end = count - from < AHEAD ? count : from + AHEAD;
    for (size_t i = from; i < end && tally->capacity > 0; i++)
      __builtin_prefetch(&tally->rows[as_tally_place(tally, words[i])], 1);
    for (size_t i = from; i < end; i++)
      if (!as_tally_add(tally, words[i], 1)) return false;
  }
  return true;
}
