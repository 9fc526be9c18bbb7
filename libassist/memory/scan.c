/* SPDX-License-Identifier: MIT
 *
 * The scan that makes sort records.  It runs over all words once for every partition, and few words match, so the
 * loop is in two steps over windows of 64: first the places whose word lies in the wanted range, then what is to be done
 * at those.
 *
 *   kind         word looked for   must stand      second          position
 *   PAIR         first char        char after      that one        here
 *   CHAR_TOKEN   first char        token after     that one        here
 *   TOKEN_CHAR   first char        token before    that one        one before
 *   TOKEN        token (as first)                  0               here
 *   BREAK        break                             0               here
 *
 * Borders before, between and after documents make neighbours safe to look at. */
#include "memory/scan.h"

#include <string.h>

/* What a word must be to match: ((word & mask) - least) < span. */
typedef struct probe {
  uint32_t mask, least, span;
} probe;

static probe probe_of(uint8_t kind, uint32_t first, uint32_t end) {
  if (kind == AS_TERM_BREAK) return (probe){UINT32_MAX, AS_WORD_BREAK, 1};
  if (kind == AS_TERM_TOKEN) return (probe){UINT32_MAX, AS_WORD_TOKEN | first, end - first};
  return (probe){AS_WORD_TOKEN | AS_WORD_CODE, first, end - first};
}

/* Four words at once; compilers turn this into the vector unit of the machine, whatever it is. */
typedef uint32_t four_words __attribute__((vector_size(16)));

/* Which of 32 words match, as bits.  Word 4 k + j is lane j of the k-th four, so its bit is 1 << j, shifted by 4 k: the lanes'
 * bits come out in order by or-ing the lanes. */
static inline uint32_t find_half_window(const uint32_t *words, probe wanted) {
  const four_words mask = {wanted.mask, wanted.mask, wanted.mask, wanted.mask};
  const four_words least = {wanted.least, wanted.least, wanted.least, wanted.least};
  const four_words span = {wanted.span, wanted.span, wanted.span, wanted.span};
  four_words bits = {1, 2, 4, 8}, found = {0, 0, 0, 0};
  for (unsigned i = 0; i < AS_SCAN_WINDOW / 2; i += 4) {
    four_words four;
    memcpy(&four, words + i, sizeof four);
    found |= (four_words)(((four & mask) - least) < span) & bits;
    bits <<= 4;
  }
  return found[0] | found[1] | found[2] | found[3];
}

static uint64_t find_places(const uint32_t *words, size_t left, probe wanted) {
  if (left >= AS_SCAN_WINDOW) {
    return (uint64_t)find_half_window(words + AS_SCAN_WINDOW / 2, wanted) << 32 |
           find_half_window(words, wanted);
  }
  uint64_t bits = 0;
  for (size_t i = 0; i < left; i++)
    bits |= (uint64_t)(((words[i] & wanted.mask) - wanted.least) < wanted.span) << i;
  return bits;
}

/* Where a scan stands among the entries. */
typedef struct entry_cursor {
  const uint32_t *starts;
  size_t count, entry;
  uint32_t start, next; /* first word of the entry, of the next one */
} entry_cursor;

static void cursor_to(entry_cursor *cursor, size_t entry) {
  cursor->entry = entry;
  cursor->start = cursor->starts[entry];
  cursor->next = entry + 1 < cursor->count ? cursor->starts[entry + 1] : UINT32_MAX;
}

static entry_cursor cursor_at(const as_ranked *ranked, size_t word) {
  entry_cursor cursor = {.starts = ranked->lane->starts.items, .count = ranked->lane->starts.count};
  if (cursor.count > 0) cursor_to(&cursor, as_ranked_entry(ranked, 0, (uint32_t)word));
  return cursor;
}

static inline void cursor_pass(entry_cursor *cursor, size_t word) {
  while (word >= cursor->next) cursor_to(cursor, cursor->entry + 1);
}

/* The record at WORD, whose place is PLACE, and whether there is one. */
static inline bool record_at(const uint32_t *word, uint64_t place, uint8_t kind, uint32_t chars,
                             const as_scan_range *range, uint64_t *out) {
  uint32_t first = *word & AS_WORD_CODE, second = 0;
  bool good = true;
  switch (kind) {
  case AS_TERM_PAIR:
    second = (word[1] & AS_WORD_CODE) + (word[1] & AS_WORD_SPACED ? chars : 0);
    good = as_word_is_char(word[1]);
    break;
  case AS_TERM_CHAR_TOKEN:
    second = word[1] & ~AS_WORD_TOKEN;
    good = as_word_is_token(word[1]);
    break;
  case AS_TERM_TOKEN_CHAR:
    second = word[-1] & ~AS_WORD_TOKEN;
    good = as_word_is_token(word[-1]);
    place--; /* the token stands in the same entry */
    break;
  case AS_TERM_TOKEN: first = *word & ~AS_WORD_TOKEN; break;
  default: first = 0; break;
  }
  good = good && second - range->second < range->second_end - range->second;
  *out = ((uint64_t)(first - range->first) << range->second_bits | second) << range->key_at | place;
  return good;
}

/* What a scan over words needs at hand, and how far it is. */
typedef struct scan {
  const as_ranked *ranked;
  as_scan_range range; /* a copy: the compiler then knows that writing records does not change it */
  probe wanted;
  entry_cursor cursor;
} scan;

static scan scan_of(const as_ranked *ranked, const as_scan_range *range, size_t at) {
  return (scan){ranked, *range, probe_of(range->kind, range->first, range->end), cursor_at(ranked, at)};
}

/* The record of the word with this index, and whether there is one. */
static inline bool record_of(scan *state, uint8_t kind, size_t index, uint64_t *out) {
  const as_ranked *ranked = state->ranked;
  uint64_t place = index;
  if (ranked->place_bits != AS_PLACE_WORD) {
    cursor_pass(&state->cursor, index);
    place = (uint64_t)state->cursor.entry << ranked->place_bits | (place - state->cursor.start);
  }
  return record_at(ranked->lane->words + index, place, kind, ranked->chars, &state->range, out);
}

/* Inlined with KIND a constant, so that each kind has a loop of its own. */
static inline size_t scan_kind(const as_ranked *ranked, const as_scan_range *range, uint8_t kind, size_t *at,
                               uint64_t *out, size_t limit) {
  const as_lane *lane = ranked->lane;
  scan state = scan_of(ranked, range, *at);
  size_t count = 0, window = *at;
  for (; window < lane->count && count < limit; window += AS_SCAN_WINDOW) {
    uint64_t found = find_places(lane->words + window, lane->count - window, state.wanted);
    for (; found != 0; found &= found - 1) {
      count += record_of(&state, kind, window + (unsigned)__builtin_ctzll(found), &out[count]);
    }
  }
  *at = window < lane->count ? window : lane->count;
  return count;
}

static inline void scatter_kind(const as_ranked *ranked, const as_scan_range *range, uint8_t kind,
                                uint32_t *places, uint64_t *out) {
  const as_lane *lane = ranked->lane;
  scan state = scan_of(ranked, range, 0);
  const unsigned first_at = range->key_at + range->second_bits;
  for (size_t window = 0; window < lane->count; window += AS_SCAN_WINDOW) {
    uint64_t found = find_places(lane->words + window, lane->count - window, state.wanted);
    for (; found != 0; found &= found - 1) {
      uint64_t record;
      if (!record_of(&state, kind, window + (unsigned)__builtin_ctzll(found), &record)) continue;
      out[places[record >> first_at]++] = record;
    }
  }
}

void as_scan_scatter(const as_ranked *ranked, const as_scan_range *range, uint32_t *places, uint64_t *out) {
  switch (range->kind) {
  case AS_TERM_PAIR: scatter_kind(ranked, range, AS_TERM_PAIR, places, out); break;
  case AS_TERM_CHAR_TOKEN: scatter_kind(ranked, range, AS_TERM_CHAR_TOKEN, places, out); break;
  default: scatter_kind(ranked, range, AS_TERM_TOKEN_CHAR, places, out); break;
  }
}

size_t as_scan_records(const as_ranked *ranked, const as_scan_range *range, size_t *at, uint64_t *out,
                       size_t limit) {
  switch (range->kind) {
  case AS_TERM_PAIR: return scan_kind(ranked, range, AS_TERM_PAIR, at, out, limit);
  case AS_TERM_CHAR_TOKEN: return scan_kind(ranked, range, AS_TERM_CHAR_TOKEN, at, out, limit);
  case AS_TERM_TOKEN_CHAR: return scan_kind(ranked, range, AS_TERM_TOKEN_CHAR, at, out, limit);
  case AS_TERM_TOKEN: return scan_kind(ranked, range, AS_TERM_TOKEN, at, out, limit);
  default: return scan_kind(ranked, range, AS_TERM_BREAK, at, out, limit);
  }
}

void as_scan_seconds(const as_ranked *ranked, uint8_t kind, uint32_t first, uint32_t *counts) {
  const as_scan_range range = {kind, first, first + 1, 0, UINT32_MAX, 32, 32};
  uint64_t records[2 * AS_SCAN_WINDOW];
  for (size_t at = 0; at < ranked->lane->count;) {
    size_t count = as_scan_records(ranked, &range, &at, records, AS_SCAN_WINDOW);
    for (size_t i = 0; i < count; i++)
      counts[records[i] >> 32]++; /* the key is all of it: of places nothing is left */
  }
}

void as_scan_documents(const as_ranked *ranked, uint32_t first, uint32_t end, uint32_t *places,
                       uint32_t *out) {
  const as_lane *lane = ranked->lane;
  const probe wanted = probe_of(AS_TERM_CHAR, first, end);
  entry_cursor cursor = cursor_at(ranked, 0);
  for (uint32_t i = first; i < end; i++) ranked->scratch[i] = UINT32_MAX; /* the last entry it was seen in */
  for (size_t window = 0; window < lane->count; window += AS_SCAN_WINDOW) {
    uint64_t found = find_places(lane->words + window, lane->count - window, wanted);
    for (; found != 0; found &= found - 1) {
      size_t word = window + (unsigned)__builtin_ctzll(found);
      uint32_t character = lane->words[word] & AS_WORD_CODE;
      cursor_pass(&cursor, word);
      if (ranked->scratch[character] == cursor.entry) continue;
      ranked->scratch[character] = (uint32_t)cursor.entry;
      out[places[character - first]++] = (uint32_t)cursor.entry;
    }
  }
}

size_t as_scan_document_list(const as_ranked *ranked, uint32_t character, size_t *at, uint32_t *out,
                             size_t limit) {
  const as_lane *lane = ranked->lane;
  size_t count = 0, place = *at;
  while (place < lane->count && count < limit) {
    if ((lane->words[place] & (AS_WORD_TOKEN | AS_WORD_CODE)) != character) {
      place++;
      continue;
    }
    uint32_t entry = as_ranked_entry(ranked, 0, (uint32_t)place);
    out[count++] = entry;
    place = entry + 1 < lane->starts.count ? lane->starts.items[entry + 1] : lane->count;
  }
  *at = place;
  return count;
}
