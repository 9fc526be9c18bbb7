/* SPDX-License-Identifier: MIT
 *
 * From words of codes to words of ranks.  Two passes over the words: which characters occur; then ranks in place of
 * codes, counting records by first unit on the way.
 *
 * Ranks are dense, so that keys made of two of them have few bits and the radix sort few passes.  Characters are ranked by
 * marking them in a table of all 2^18 codes; tokens by a merge sort over their first eight bytes, which decide nearly
 * always.  A second unit's rank with AS_WORD_SPACED stands above all ranks without, as its code does (base/term.h). */
#include "memory/ranked.h"

#include <string.h>

#include "base/bits.h"
#include "port/mem.h"

#define CODES (AS_WORD_CODE + 1)

/* Ranks of the characters that occur; *out_ranks by code.  Fills chars and codes. */
static bool rank_chars(as_ranked *ranked, uint32_t **out_ranks) {
  uint32_t *ranks = as_mem_calloc(CODES, sizeof *ranks);
  if (ranks == NULL) return false;
  *out_ranks = ranks;
  const uint32_t *words = ranked->lane->words;
  for (size_t i = 0; i < ranked->lane->count; i++) {
    if (as_word_is_char(words[i])) ranks[words[i] & AS_WORD_CODE] = 1;
  }
  for (size_t code = 0; code < CODES; code++) ranked->chars += ranks[code];
  ranked->codes = as_mem_array(ranked->chars, sizeof *ranked->codes);
  if (ranked->codes == NULL) return false;
  uint32_t rank = 0;
  for (uint32_t code = 0; code < CODES; code++) {
    if (ranks[code] == 0) continue;
    ranked->codes[rank] = code;
    ranks[code] = rank++;
  }
  return true;
}

typedef struct named {
  uint64_t prefix; /* the first eight bytes, big-endian, zeros after the end */
  uint32_t number;
} named;

static uint64_t prefix_of(as_slice token) {
  uint64_t prefix = 0;
  for (size_t i = 0; i < 8; i++) prefix = prefix << 8 | (i < token.size ? token.bytes[i] : 0u);
  return prefix;
}

static bool not_after(const as_bytemap *map, const named *a, const named *b) {
  if (a->prefix != b->prefix) return a->prefix < b->prefix;
  return as_slice_compare(as_bytemap_key(map, a->number), as_bytemap_key(map, b->number)) <= 0;
}

static void merge_runs(const as_bytemap *map, const named *from, named *to, size_t begin, size_t middle,
                       size_t end) {
  size_t a = begin, b = middle;
  for (size_t at = begin; at < end; at++) {
    bool left = b == end || (a < middle && not_after(map, &from[a], &from[b]));
    to[at] = left ? from[a++] : from[b++];
  }
}

/* Sorts COUNT items with as much spare room behind them; the result is where the return value says. */
static named *merge_sort(const as_bytemap *map, named *items, size_t count) {
  named *spare = items + count;
  for (size_t run = 1; run < count; run *= 2) {
    for (size_t begin = 0; begin < count; begin += run * 2) {
      size_t middle = begin + run < count ? begin + run : count;
      size_t end = middle + run < count ? middle + run : count;
      merge_runs(map, items, spare, begin, middle, end);
    }
    named *sorted = spare;
    spare = items;
    items = sorted;
  }
  return items;
}

/* Ranks of the tokens; *out_ranks by number.  Fills numbers. */
static bool rank_tokens(as_ranked *ranked, uint32_t **out_ranks) {
  const as_bytemap *map = ranked->lane->tokens;
  uint32_t count = ranked->tokens = as_bytemap_count(map);
  named *items = as_mem_array((size_t)count * 2, sizeof *items);
  ranked->numbers = as_mem_array(count, sizeof *ranked->numbers);
  *out_ranks = as_mem_array(count, sizeof **out_ranks);
  if (items == NULL || ranked->numbers == NULL || *out_ranks == NULL) {
    as_mem_free(items);
    return false;
  }
  for (uint32_t i = 0; i < count; i++) items[i] = (named){prefix_of(as_bytemap_key(map, i)), i};
  const named *sorted = merge_sort(map, items, count);
  for (uint32_t rank = 0; rank < count; rank++) {
    ranked->numbers[rank] = sorted[rank].number;
    (*out_ranks)[sorted[rank].number] = rank;
  }
  as_mem_free(items);
  return true;
}

static bool new_counts(as_ranked *ranked) {
  for (int kind = 0; kind < AS_TERM_KINDS; kind++) {
    size_t count = kind == AS_TERM_BREAK ? 1 : kind == AS_TERM_TOKEN ? ranked->tokens : ranked->chars;
    ranked->counts[kind] = as_mem_calloc(count, sizeof(uint32_t));
    if (ranked->counts[kind] == NULL) return false;
  }
  ranked->scratch = as_mem_calloc(ranked->chars, sizeof *ranked->scratch);
  return ranked->scratch != NULL;
}

/* One document's words; ENTRY counts from 1, so that scratch (the last document a character was seen in) may begin as 0. */
static void rewrite(as_ranked *ranked, uint32_t *word, uint32_t entry, const uint32_t *char_ranks,
                    const uint32_t *token_ranks) {
  bool after_token = false;
  for (; *word != AS_WORD_BORDER; word++) {
    uint32_t now = *word, next = word[1];
    if (as_word_is_char(now)) {
      uint32_t rank = char_ranks[now & AS_WORD_CODE];
      *word = rank | (now & AS_WORD_SPACED);
      if (ranked->scratch[rank] != entry) {
        ranked->scratch[rank] = entry;
        ranked->counts[AS_TERM_CHAR][rank]++;
      }
      ranked->counts[AS_TERM_PAIR][rank] += as_word_is_char(next);
      if (as_word_is_token(next)) ranked->counts[AS_TERM_CHAR_TOKEN][rank]++;
      if (after_token) ranked->counts[AS_TERM_TOKEN_CHAR][rank]++;
      after_token = false;
    } else if (now == AS_WORD_BREAK) {
      ranked->counts[AS_TERM_BREAK][0]++;
      after_token = false;
    } else {
      uint32_t rank = token_ranks[now & ~AS_WORD_TOKEN];
      *word = rank | AS_WORD_TOKEN;
      ranked->counts[AS_TERM_TOKEN][rank]++;
      after_token = true;
    }
  }
}

static void choose_place(as_ranked *ranked) {
  const as_lane *lane = ranked->lane;
  const size_t entries = lane->starts.count;
  uint32_t longest = 0;
  for (size_t i = 0; i < entries; i++) {
    size_t end = i + 1 < entries ? lane->starts.items[i + 1] : lane->count;
    if (end - lane->starts.items[i] > longest) longest = (uint32_t)(end - lane->starts.items[i]);
  }
  uint32_t seconds = ranked->chars * 2 > ranked->tokens ? ranked->chars * 2 : ranked->tokens;
  unsigned place_bits = as_bits_width(longest), width = place_bits + as_bits_width(entries);
  bool fits = width + as_bits_width(seconds) <= 64;
  ranked->place_bits = fits ? place_bits : AS_PLACE_WORD;
  ranked->key_at = fits && width > 32 ? width : 32;
}

uint32_t as_ranked_entry(const as_ranked *ranked, uint32_t entry, uint32_t word) {
  const uint32_t *starts = ranked->lane->starts.items;
  const size_t count = ranked->lane->starts.count;
  size_t low = entry, step = 1;
  while (low + step < count && starts[low + step] <= word) {
    low += step;
    step *= 2;
  }
  size_t high = low + step < count ? low + step : count; /* the entry is in [low, high) */
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (starts[middle] <= word) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (uint32_t)low;
}

bool as_ranked_init(as_ranked *ranked, as_lane *lane) {
  uint32_t *char_ranks = NULL, *token_ranks = NULL;
  *ranked = (as_ranked){0};
  ranked->lane = lane;
  bool good = rank_chars(ranked, &char_ranks) && rank_tokens(ranked, &token_ranks) && new_counts(ranked);
  choose_place(ranked);
  for (size_t i = 0; good && i < lane->starts.count; i++) {
    rewrite(ranked, lane->words + lane->starts.items[i], (uint32_t)i + 1, char_ranks, token_ranks);
  }
  as_mem_free(char_ranks);
  as_mem_free(token_ranks);
  if (!good) as_ranked_clear(ranked);
  return good;
}

void as_ranked_clear(as_ranked *ranked) {
  as_mem_free(ranked->codes);
  as_mem_free(ranked->numbers);
  for (int kind = 0; kind < AS_TERM_KINDS; kind++) as_mem_free(ranked->counts[kind]);
  as_mem_free(ranked->scratch);
  *ranked = (as_ranked){0};
}
