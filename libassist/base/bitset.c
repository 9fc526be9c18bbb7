/* SPDX-License-Identifier: MIT
 *
 * Bitsets of a fixed size: deleted documents, the matches of a filter.  Bits beyond the count are never set, so
 * that counting and searching can go by whole words. */
#include "base/bitset.h"

#include <string.h>

#include "port/mem.h"

static size_t word_count(size_t count) { return count / 64 + (count % 64 != 0); }

bool as_bitset_init(as_bitset *set, size_t count) {
  uint64_t *words = as_mem_calloc(word_count(count), sizeof *words);
  if (words == NULL) return false;
  *set = (as_bitset){words, count};
  return true;
}

void as_bitset_clear(as_bitset *set) {
  as_mem_free(set->words);
  *set = (as_bitset){0};
}

bool as_bitset_copy(as_bitset *set, const as_bitset *from) {
  size_t words = word_count(from->count);
  uint64_t *copy = as_mem_array(words, sizeof *copy);
  if (copy == NULL) return false;
  if (words != 0) memcpy(copy, from->words, words * sizeof *copy);
  *set = (as_bitset){copy, from->count};
  return true;
}

size_t as_bitset_population(const as_bitset *set) {
  size_t sum = 0;
  for (size_t i = 0; i < word_count(set->count); i++) sum += as_bitset_ones(set->words[i]);
  return sum;
}

size_t as_bitset_next(const as_bitset *set, size_t from) {
  if (from >= set->count) return set->count;
  size_t at = from >> 6;
  uint64_t word = set->words[at] & (UINT64_MAX << (from & 63));
  while (word == 0) {
    if (++at == word_count(set->count)) return set->count;
    word = set->words[at];
  }
  return at * 64 + (size_t)__builtin_ctzll(word);
}
