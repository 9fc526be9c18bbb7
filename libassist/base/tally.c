/* SPDX-License-Identifier: MIT
 *
 * The table is at most half full, and a word's place is the upper bits of its product with an odd number: dates and small numbers,
 * which come in steps, spread well by that. */
#include "base/tally.h"

#include <string.h>

#include "port/mem.h"

#define AHEAD 32u
#define LEAST 64u /* rows */

void as_tally_init(as_tally *tally) { *tally = (as_tally){0}; }

void as_tally_init_below(as_tally *tally, unsigned bits) { *tally = (as_tally){.below = bits}; }

void as_tally_clear(as_tally *tally) {
  as_mem_free(tally->rows);
  as_tally_init_below(tally, tally->below);
}

static unsigned shift_of(size_t capacity) { return 65 - (unsigned)__builtin_ffsll((long long)capacity); }

static bool make(as_tally *tally, size_t capacity, unsigned below) {
  as_tally_row *rows = as_mem_calloc(capacity, sizeof *rows);
  if (rows == NULL) return false;
  *tally = (as_tally){
      .rows = rows, .capacity = capacity, .room = capacity, .shift = shift_of(capacity), .below = below};
  return true;
}

bool as_tally_restart(as_tally *tally, size_t count) {
  size_t capacity = LEAST;
  while (capacity < 2 * count) capacity *= 2;
  if (tally->room < capacity) {
    as_tally_clear(tally);
    return make(tally, capacity, tally->below);
  }
  memset(tally->rows, 0, capacity * sizeof *tally->rows);
  tally->capacity = capacity;
  tally->shift = shift_of(capacity);
  tally->count = 0;
  return true;
}

bool as_tally_grow(as_tally *tally) {
  as_tally grown;
  if (!make(&grown, tally->capacity == 0 ? LEAST : tally->capacity * 2, tally->below)) return false;
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
