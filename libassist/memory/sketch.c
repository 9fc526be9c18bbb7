/* SPDX-License-Identifier: MIT
 *
 * A sketch by one permutation: every pair of adjacent units is hashed once; the hash says which of 64 bins the pair
 * belongs to and how it ranks there; two bits of each bin's lowest hash are kept.  Two documents agree in a bin about as
 * often as they have pairs in common, whatever their lengths, and by chance in a quarter of the rest.
 *
 *   pair   (second + 2) << 32 + first  times an odd number:  [63..58] bin   [57..0] rank in it, of which [56..25] is shown
 *   unit   a character's code, a break, or the hash of a token's bytes: what a batch calls the token has no say
 *
 * A break counts as a unit: it is what most stretches of characters end with, and looking out for it would cost more than
 * hashing it.  The 2 puts breaks among the characters, so that the sign of a pair tells whether its second is a token.
 *
 * Bins without a pair (there are some in documents of less than some two hundred units) show the bits of the next one that
 * has any.  A document of fewer than 64 units, or with pairs in fewer than
 * 8 bins, gets no sketch. */
#include "memory/sketch.h"

#include <string.h>

#include "base/fixed.h"
#include "base/hash.h"
#include "memory/lane.h"

#define BIN_SHIFT 58u
#define RANK_SHIFT 25u
#define EMPTY UINT64_MAX
#define FEWEST_BINS 8u
#define BINS_A_WORD 32u

static inline uint64_t pair_of(uint32_t first, uint32_t second) {
  return ((uint64_t)second << 32 | first) + (UINT64_C(2) << 32);
}

/* The pair at WORDS, neither of them a token: one load where words stand in memory as they do in a pair. */
static inline uint64_t pair_at(const uint32_t *words) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t both;
  memcpy(&both, words, sizeof both);
  return both + (UINT64_C(2) << 32);
#else
  return pair_of(words[0], words[1]);
#endif
}

static inline void add_pair(uint64_t *lowest, uint64_t pair) {
  uint64_t hash = pair * UINT64_C(0x9E3779B97F4A7C15);
  size_t bin = hash >> BIN_SHIFT;
  uint64_t low = lowest[bin];
  lowest[bin] = hash < low ? hash : low; /* no branch: in a short document it would be a toss */
}

static inline bool is_token_second(uint64_t pair) { return pair >> 63 != 0; }

/* Pairs from AT on as far as no token is in them; AT[-1] is none.  Returns where the token is, or END. */
static const uint32_t *add_plain(uint64_t *lowest, const uint32_t *at, const uint32_t *end) {
  for (; end - at >= 4; at += 4) {
    uint64_t a = pair_at(at - 1), b = pair_at(at), c = pair_at(at + 1), d = pair_at(at + 2);
    if (is_token_second(a | b | c | d)) break;
    add_pair(lowest, a);
    add_pair(lowest, b);
    add_pair(lowest, c);
    add_pair(lowest, d);
  }
  for (; at < end; at++) {
    uint64_t pair = pair_at(at - 1);
    if (is_token_second(pair)) break;
    add_pair(lowest, pair);
  }
  return at;
}

uint32_t as_sketch_token(as_slice token) {
  return (uint32_t)(as_hash64(token.bytes, token.size) >> 32) | AS_WORD_TOKEN;
}

static uint32_t unit_of(uint32_t word, const uint32_t *tokens) {
  return as_word_is_token(word) ? tokens[word & ~AS_WORD_TOKEN] : word;
}

static void add_pairs(uint64_t *lowest, const uint32_t *words, size_t count, const uint32_t *tokens) {
  const uint32_t *end = words + count;
  uint32_t before = unit_of(words[0], tokens);
  for (const uint32_t *at = words + 1; at < end;) {
    uint32_t unit = unit_of(*at, tokens);
    add_pair(lowest, pair_of(before, unit));
    before = unit;
    if (as_word_is_token(*at++)) continue;
    at = add_plain(lowest, at, end);
    before = at[-1];
  }
}

static uint64_t bits_of(uint64_t lowest) {
  return (uint32_t)(lowest >> RANK_SHIFT) * UINT32_C(0x9E3779B1) >> 30;
}

void as_sketch_of(const uint32_t *words, size_t count, const uint32_t *tokens,
                  uint8_t out_sketch[AS_SKETCH_BYTES]) {
  uint64_t lowest[AS_SKETCH_BINS];
  unsigned filled = 0, first = 0;
  memset(lowest, 0xFF, sizeof lowest);
  memset(out_sketch, 0, AS_SKETCH_BYTES);
  if (count >= AS_SKETCH_UNITS_LEAST) add_pairs(lowest, words, count, tokens);
  for (unsigned bin = 0; bin < AS_SKETCH_BINS && filled < FEWEST_BINS; bin++) filled += lowest[bin] != EMPTY;
  if (filled < FEWEST_BINS) return;
  while (lowest[first] == EMPTY) first++;
  uint64_t shown =
      lowest[first]; /* what an empty bin shows: the next one with a pair, bin 0 after the last */
  for (unsigned at = AS_SKETCH_BINS; at > 0; at -= BINS_A_WORD) {
    uint64_t word = 0;
    for (unsigned bin = at; bin-- > at - BINS_A_WORD;) {
      shown = lowest[bin] != EMPTY ? lowest[bin] : shown;
      word = word << 2 | bits_of(shown);
    }
    as_store_u64(out_sketch + (at - BINS_A_WORD) / 4, word);
  }
}
