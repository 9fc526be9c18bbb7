/* SPDX-License-Identifier: MIT
 *
 * Filling one text field of a batch, and dealing out a document to the streams: see lane.h. */
#include "memory/lane.h"

#include <string.h>

#include "base/wide.h"
#include "memory/sketch.h"
#include "port/mem.h"

as_lane *as_lane_new(bool every, as_pool *pool) {
  as_lane *lane = as_mem_calloc(1, sizeof *lane);
  if (lane == NULL) return NULL;
  lane->every = every;
  lane->pool = pool;
  lane->tokens = as_bytemap_new();
  if (lane->tokens == NULL || !as_vec_push(&lane->words, AS_WORD_BORDER)) {
    as_lane_free(lane);
    return NULL;
  }
  return lane;
}

void as_lane_free(as_lane *lane) {
  if (lane == NULL) return;
  as_vec_free(&lane->words);
  as_vec_free(&lane->owners);
  as_bytemap_free(lane->tokens);
  as_vec_free(&lane->token_units);
  as_mem_free(lane);
}

void as_lane_reset(as_lane *lane) {
  lane->words.count = 1;
  lane->settled = lane->came;
  lane->owners.count = 0;
  lane->entries = lane->longest = 0;
  lane->positions = 0;
  as_bytemap_reset(lane->tokens);
  lane->token_units.count = 0;
  memset(lane->known, 0, sizeof lane->known);
  lane->chars = lane->after = lane->before = (as_char_streams){0};
}

bool as_lane_begin(as_lane *lane, uint32_t document) {
  if (!lane->every && !as_vec_push(&lane->owners, document)) return false;
  lane->entries++;
  return true;
}

bool as_lane_push(as_lane *lane, uint32_t word) { return as_vec_push(&lane->words, word); }

bool as_lane_push_all(as_lane *lane, const uint32_t *words, size_t count) {
  if (lane->words.capacity - lane->words.count < count &&
      !as_vec_reserve(&lane->words, lane->words.count + count))
    return false;
  memcpy(lane->words.items + lane->words.count, words, count * sizeof *words);
  lane->words.count += count;
  return true;
}

#define TOKENS_MOST (AS_WORD_BORDER - AS_WORD_TOKEN)

/* The number of TOKEN in the map; TOKENS_MOST or more: no memory, or no number. */
static uint32_t number_in_map(as_lane *lane, as_slice token) {
  const uint32_t number = as_bytemap_add(lane->tokens, token, NULL);
  if (number >= TOKENS_MOST) return number;
  while (lane->token_units.count <= number) {
    const as_slice next = as_bytemap_key(lane->tokens, (uint32_t)lane->token_units.count);
    if (!as_vec_push(&lane->token_units, as_sketch_token(next))) return UINT32_MAX;
  }
  return number;
}

/* Of a token of less than eight bytes: they, and how many. */
static uint64_t image_of(as_slice token) {
  uint64_t image = (uint64_t)token.size << 56;
  for (size_t i = 0; i < token.size; i++) image |= (uint64_t)token.bytes[i] << (8 * i);
  return image;
}

static as_known_token *known_at(as_lane *lane, uint64_t image) {
  return &lane->known[image * UINT64_C(0x9E3779B97F4A7C15) >> (64 - AS_KNOWN_BITS)];
}

/* The one that has waited for longest. */
static bool settle_one(as_lane *lane) {
  const as_waiting_token *token = &lane->waiting[lane->settled++ % AS_LANE_WAITING];
  const uint32_t number = number_in_map(lane, as_slice_of(token->bytes, token->size));
  if (number >= TOKENS_MOST) return false;
  if (token->image != 0) *known_at(lane, token->image) = (as_known_token){token->image, number};
  lane->words.items[token->at] = AS_WORD_TOKEN | number;
  return true;
}

bool as_lane_settle(as_lane *lane) {
  while (lane->settled != lane->came) {
    if (!settle_one(lane)) return false;
  }
  return true;
}

static bool push_waiting(as_lane *lane, as_slice token, uint64_t image) {
  if (lane->came - lane->settled == AS_LANE_WAITING && !settle_one(lane)) return false;
  if (!as_lane_push(lane, AS_WORD_TOKEN)) return false; /* first, for the one that waits has a word to fill */
  as_waiting_token *waiting = &lane->waiting[lane->came++ % AS_LANE_WAITING];
  waiting->image = image;
  waiting->at = (uint32_t)lane->words.count - 1;
  waiting->size = (uint8_t)token.size;
  memcpy(waiting->bytes, token.bytes, token.size);
  as_bytemap_fetch(lane->tokens, token);
  return true;
}

bool as_lane_push_token(as_lane *lane, as_slice token) {
  uint64_t image = 0;
  if (token.size < 8) {
    image = image_of(token);
    const as_known_token *known = known_at(lane, image);
    if (known->image == image) return as_lane_push(lane, AS_WORD_TOKEN | known->number);
  }
  if (token.size <= AS_WAITING_BYTES) return push_waiting(lane, token, image);
  if (!as_lane_settle(lane)) return false;
  const uint32_t number = number_in_map(lane, token);
  return number < TOKENS_MOST && as_lane_push(lane, AS_WORD_TOKEN | number);
}

bool as_lane_has(const as_lane *lane, uint32_t document) {
  uint32_t entries = lane->entries;
  return entries > 0 && (lane->every ? entries - 1 : lane->owners.items[entries - 1]) == document;
}

void as_lane_cancel(as_lane *lane, uint32_t document) {
  if (!as_lane_has(lane, document)) return;
  lane->words.count = 1;
  lane->entries--;
  if (!lane->every) lane->owners.count--;
}

/* The old streams stay in the pool, unused: less than the new ones take. */
static bool double_streams(as_char_streams *streams, as_pool *pool) {
  uint32_t capacity = streams->capacity == 0 ? 64 : streams->capacity * 2;
  as_stream *grown = as_pool_take(pool, capacity * sizeof *grown);
  if (grown == NULL) return false;
  if (streams->count > 0) memcpy(grown, streams->streams, streams->count * sizeof *grown);
  streams->streams = grown;
  streams->capacity = capacity;
  return true;
}

static as_stream *add_stream(as_char_streams *streams, as_pool *pool, uint32_t code) {
  uint32_t **page = &streams->pages[code / AS_CHAR_PAGE];
  if (*page == NULL) {
    *page = as_pool_take(pool, AS_CHAR_PAGE * sizeof **page);
    if (*page == NULL) return NULL;
    memset(*page, 0, AS_CHAR_PAGE * sizeof **page);
  }
  if (streams->count == streams->capacity && !double_streams(streams, pool)) return NULL;
  as_stream *stream = &streams->streams[streams->count++];
  *stream = (as_stream){0};
  (*page)[code % AS_CHAR_PAGE] = streams->count * (uint32_t)sizeof *stream;
  return stream;
}

static inline uint32_t end_of(const as_char_streams *streams, uint32_t code) {
  const uint32_t *page = streams->pages[code / AS_CHAR_PAGE];
  return page == NULL ? 0 : page[code % AS_CHAR_PAGE];
}

/* What ends END bytes behind the first of STREAMS. */
static inline as_stream *ending_at(as_stream *streams, uint32_t end) {
  return (as_stream *)(void *)((uint8_t *)streams + end) - 1;
}

const as_stream *as_char_streams_find(const as_char_streams *streams, uint32_t code) {
  const uint32_t end = end_of(streams, code);
  return end == 0 ? NULL : ending_at(streams->streams, end);
}

/* Some words in a row on their way to their streams. */
#define HAND (AS_LANE_BEHIND - 1)
_Static_assert(AS_KEY_ALONE + 1 == AS_KEY_NONE && AS_WORD_BORDER + 1 == AS_WORD_BREAK,
               "one bit tells them apart");
typedef struct hand {
  uint32_t codes[HAND], keys[HAND];
  as_stream *streams[HAND];
  uint8_t tokens[HAND]; /* which words are tokens */
} hand;

/* All ones but the lowest bit. */
static inline bool is_edge(uint32_t word) { return (word | 1) == AS_WORD_BREAK; }

/* What a word is cannot be foreseen, so nothing branches on it.  All HAND words are read, and those before and after, whatever
 * they are: a loop of a known length becomes vector code.  The keys' highest bits come back. */
AS_ALWAYS_INLINE uint32_t name_each(const uint32_t *restrict words, uint32_t *restrict codes,
                                    uint32_t *restrict keys) {
  uint32_t all = 0;
  for (uint32_t i = 0; i < HAND; i++) {
    const uint32_t word = words[i], next = words[i + 1];
    const uint32_t other = (uint32_t)((int32_t)word >> 31), none = (uint32_t)((int32_t)next >> 31);
    const uint32_t is_break = word == AS_WORD_BREAK;
    const uint32_t alone = is_edge(words[(int32_t)i - 1]) & is_edge(next);
    const uint32_t after = (next & ~none) | ((AS_KEY_NONE - alone) & none);
    const uint32_t own = (word + is_break) & ~AS_WORD_TOKEN;
    const uint32_t key = (after & ~other) | (own & other);
    codes[i] = (word & AS_WORD_CODE & ~other) | ((AS_CODE_TOKEN - is_break) & other);
    keys[i] = key;
    all |= key + 1;
  }
  return all;
}

AS_ALWAYS_INLINE void mark_each(const uint32_t *restrict codes, uint8_t *restrict tokens) {
  for (uint32_t i = 0; i < HAND; i++) tokens[i] = codes[i] == AS_CODE_TOKEN;
}

static uint32_t name_plain(const uint32_t *words, hand *some) {
  const uint32_t all = name_each(words, some->codes, some->keys);
  mark_each(some->codes, some->tokens);
  return all;
}
AS_WIDE static uint32_t name_wide(const uint32_t *words, hand *some) {
  const uint32_t all = name_each(words, some->codes, some->keys);
  mark_each(some->codes, some->tokens);
  return all;
}

static uint32_t name_words(const uint32_t *words, hand *some) {
  return as_wide_is_here() ? name_wide(words, some) : name_plain(words, some);
}

/* Streams are on their way to the cache when this is done. */
static bool find_streams(as_lane *lane, hand *some, uint32_t count) {
  as_char_streams *streams = &lane->chars;
  as_stream *base;
  do {
    base = streams->streams;
    for (uint32_t i = 0; i < count; i++) {
      const uint32_t code = some->codes[i], end = end_of(streams, code);
      as_stream *stream;
      if (end == 0) {
        if ((stream = add_stream(streams, lane->pool, code)) == NULL) return false;
        if (base != streams->streams) break;
      } else {
        stream = ending_at(base, end);
      }
      __builtin_prefetch(stream, 1);
      __builtin_prefetch(stream->line + AS_LINE_CELLS - 1, 1);
      some->streams[i] = stream;
    }
  } while (base != streams->streams); /* they have moved */
  return true;
}

AS_ALWAYS_INLINE bool deal_words(as_pool *pool, const hand *some, uint32_t count, uint64_t mark, bool near) {
  for (uint32_t i = 0; i < count; i++, mark += AS_MARK_POSITION) {
    if (!as_stream_put(some->streams[i], pool, some->keys[i], mark, near)) return false;
  }
  return true;
}

static bool deal_beside(as_char_streams *streams, as_pool *pool, uint32_t character, uint32_t token,
                        uint64_t mark) {
  const uint32_t code = character & AS_WORD_CODE, end = end_of(streams, code);
  as_stream *stream = end == 0 ? add_stream(streams, pool, code) : ending_at(streams->streams, end);
  return stream != NULL && as_stream_put(stream, pool, token & ~AS_WORD_TOKEN, mark, false);
}

/* The characters beside the token at WORD; MARK: of that. */
static bool deal_token(as_lane *lane, const uint32_t *word, uint64_t mark) {
  if (as_word_is_char(word[-1]) &&
      !deal_beside(&lane->after, lane->pool, word[-1], *word, mark - AS_MARK_POSITION))
    return false;
  return !as_word_is_char(word[1]) || deal_beside(&lane->before, lane->pool, word[1], *word, mark);
}

/* Those of COUNT words that are tokens, looked for eight at a time; MARK: of the first. */
static bool deal_tokens(as_lane *lane, const hand *some, const uint32_t *words, uint32_t count,
                        uint64_t mark) {
  for (uint32_t at = 0; at < count; at += 8) {
    for (uint64_t bits = as_load_u64(some->tokens + at); bits != 0; bits &= bits - 1) {
      const uint32_t i = at + (uint32_t)__builtin_ctzll(bits) / 8;
      if (i < count && !deal_token(lane, words + i, mark + i * AS_MARK_POSITION)) return false;
    }
  }
  return true;
}

static bool deal(as_lane *lane, const uint32_t *words, uint32_t count, uint64_t mark) {
  hand some;
  const bool near_keys = name_words(words, &some) <= AS_CELL_WIDE;
  const bool near = near_keys && as_mark_position(mark) + HAND <= AS_WHERE_POSITIONS;
  if (!find_streams(lane, &some, count)) return false;
  const bool good = near ? deal_words(lane->pool, &some, count, mark, true)
                         : deal_words(lane->pool, &some, count, mark, false);
  return good && deal_tokens(lane, &some, words, count, mark);
}

bool as_lane_end(as_lane *lane) {
  const uint32_t length = (uint32_t)as_lane_length(lane);
  if (!as_vec_reserve(&lane->words, lane->words.count + AS_LANE_BEHIND)) return false;
  for (uint32_t i = 0; i < AS_LANE_BEHIND; i++) /* keys that are not wide */
    lane->words.items[lane->words.count + i] = AS_WORD_BREAK;
  lane->positions += length;
  if (length > lane->longest) lane->longest = length;
  lane->words.count = 1;
  return true;
}

bool as_lane_deal(as_lane *lane, const uint32_t *words, uint32_t length, uint32_t entry) {
  for (uint32_t at = 0; at < length; at += HAND) {
    const uint32_t left = length - at;
    if (!deal(lane, words + at, left < HAND ? left : HAND, as_mark(entry, at))) return false;
  }
  return true;
}

/* Sealing adds about 40 bytes a token while it sorts them. */
size_t as_lane_memory(const as_lane *lane) {
  return sizeof *lane + (lane->words.capacity + lane->owners.capacity + lane->token_units.capacity) * 4 +
         as_bytemap_memory(lane->tokens) + (size_t)as_bytemap_count(lane->tokens) * 40;
}

const as_stream *as_char_streams_next(const as_char_streams *streams, uint32_t code, uint32_t *out_code) {
  for (; code <= AS_WORD_CODE; code++) {
    const uint32_t *page = streams->pages[code / AS_CHAR_PAGE];
    if (page == NULL) {
      code |= AS_CHAR_PAGE - 1;
    } else if (page[code % AS_CHAR_PAGE] != 0) {
      *out_code = code;
      return ending_at(streams->streams, page[code % AS_CHAR_PAGE]);
    }
  }
  return NULL;
}
