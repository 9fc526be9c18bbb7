/* SPDX-License-Identifier: MIT
 *
 * Filling one text field of a batch, and dealing out a document to the streams: see lane.h. */
#include "memory/lane.h"

#include <string.h>

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
  as_mem_free(lane);
}

void as_lane_reset(as_lane *lane) {
  lane->words.count = 1;
  lane->owners.count = 0;
  lane->entries = lane->longest = 0;
  lane->positions = 0;
  as_bytemap_reset(lane->tokens);
  lane->chars = lane->after = lane->before = (as_char_streams){0};
  lane->tokens_at = lane->breaks = (as_stream){0};
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
  (*page)[code % AS_CHAR_PAGE] = streams->count;
  return stream;
}

static inline as_stream *find_stream(const as_char_streams *streams, uint32_t code) {
  const uint32_t *page = streams->pages[code / AS_CHAR_PAGE];
  uint32_t number = page == NULL ? 0 : page[code % AS_CHAR_PAGE];
  return number == 0 ? NULL : &streams->streams[number - 1];
}

static inline bool put(as_char_streams *streams, as_pool *pool, uint32_t code, uint32_t key, uint32_t entry,
                       uint32_t position) {
  as_stream *stream = find_stream(streams, code);
  if (stream == NULL && (stream = add_stream(streams, pool, code)) == NULL) return false;
  return as_stream_put(stream, pool, key, entry, position);
}

/* The token beside the character at WORD, if there is one. */
static bool deal_beside(as_lane *lane, const uint32_t *word, uint32_t entry, uint32_t position) {
  uint32_t code = word[0] & AS_WORD_CODE, next = word[1], before = word[-1];
  if (as_word_is_token(next) && !put(&lane->after, lane->pool, code, next & ~AS_WORD_TOKEN, entry, position))
    return false;
  return !as_word_is_token(before) ||
         put(&lane->before, lane->pool, code, before & ~AS_WORD_TOKEN, entry, position - 1);
}

/* What is no character. */
static bool deal_other(as_lane *lane, uint32_t word, uint32_t entry, uint32_t position) {
  if (word == AS_WORD_BREAK) return as_stream_put(&lane->breaks, lane->pool, 0, entry, position);
  return as_stream_put(&lane->tokens_at, lane->pool, word & ~AS_WORD_TOKEN, entry, position);
}

bool as_lane_end(as_lane *lane) {
  const uint32_t length = (uint32_t)as_lane_length(lane), entry = lane->entries - 1;
  if (!as_vec_push(&lane->words, AS_WORD_BORDER)) return false;
  const uint32_t *words = lane->words.items + 1;
  for (uint32_t at = 0; at < length; at++) {
    const uint32_t word = words[at], next = words[at + 1];
    bool good;
    if (as_word_is_char(word)) {
      uint32_t key = as_word_is_char(next) ? next : AS_KEY_NONE;
      good = put(&lane->chars, lane->pool, word & AS_WORD_CODE, key, entry, at);
      if (as_word_is_token(next) | as_word_is_token(words[(ptrdiff_t)at - 1]))
        good = good && deal_beside(lane, words + at, entry, at);
    } else {
      good = deal_other(lane, word, entry, at);
    }
    if (!good) return false;
  }
  lane->positions += length;
  if (length > lane->longest) lane->longest = length;
  lane->words.count = 1;
  return true;
}

/* Sealing adds about 40 bytes a token while it sorts them. */
size_t as_lane_memory(const as_lane *lane) {
  return sizeof *lane + (lane->words.capacity + lane->owners.capacity) * 4 + as_bytemap_memory(lane->tokens) +
         (size_t)as_bytemap_count(lane->tokens) * 40;
}

const as_stream *as_char_streams_next(const as_char_streams *streams, uint32_t code, uint32_t *out_code) {
  for (; code <= AS_WORD_CODE; code++) {
    const uint32_t *page = streams->pages[code / AS_CHAR_PAGE];
    if (page == NULL) {
      code |= AS_CHAR_PAGE - 1;
    } else if (page[code % AS_CHAR_PAGE] != 0) {
      *out_code = code;
      return &streams->streams[page[code % AS_CHAR_PAGE] - 1];
    }
  }
  return NULL;
}
