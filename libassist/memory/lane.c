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
  as_vec_free(&lane->starts);
  as_vec_free(&lane->owners);
  as_bytemap_free(lane->tokens);
  as_mem_free(lane);
}

void as_lane_reset(as_lane *lane) {
  lane->words.count = 1;
  lane->starts.count = lane->owners.count = 0;
  lane->places = 0;
  as_bytemap_reset(lane->tokens);
  lane->chars = lane->after = lane->before = (as_char_streams){0};
  lane->tokens_at = lane->breaks = (as_stream){0};
}

bool as_lane_begin(as_lane *lane, uint32_t document) {
  if (!as_vec_push(&lane->starts, lane->places)) return false;
  if (lane->every || as_vec_push(&lane->owners, document)) return true;
  lane->starts.count--;
  return false;
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
  size_t entries = lane->starts.count;
  return entries > 0 && (lane->every ? entries - 1 : lane->owners.items[entries - 1]) == document;
}

void as_lane_cancel(as_lane *lane, uint32_t document) {
  if (!as_lane_has(lane, document)) return;
  lane->words.count = 1;
  lane->starts.count--;
  if (!lane->every) lane->owners.count--;
}

static as_stream *add_page(as_pool *pool, as_stream **page) {
  as_stream *streams = as_pool_take(pool, AS_CHAR_PAGE * sizeof *streams);
  if (streams != NULL) memset(streams, 0, AS_CHAR_PAGE * sizeof *streams);
  return *page = streams;
}

static inline bool put(as_char_streams *streams, as_pool *pool, uint32_t code, uint32_t key, uint32_t place) {
  as_stream *page = streams->pages[code / AS_CHAR_PAGE];
  if (page == NULL && (page = add_page(pool, &streams->pages[code / AS_CHAR_PAGE])) == NULL) return false;
  return as_stream_put(&page[code % AS_CHAR_PAGE], pool, key, place);
}

/* The pairs and the document of the character at WORD. */
static inline bool deal_char(as_lane *lane, const uint32_t *word, uint32_t place) {
  uint32_t code = word[0] & AS_WORD_CODE, next = word[1], before = word[-1];
  bool paired = as_word_is_char(next);
  if (!put(&lane->chars, lane->pool, code, paired ? next : AS_KEY_NONE, place)) return false;
  if (!paired && as_word_is_token(next) && !put(&lane->after, lane->pool, code, next & ~AS_WORD_TOKEN, place))
    return false;
  return !as_word_is_token(before) ||
         put(&lane->before, lane->pool, code, before & ~AS_WORD_TOKEN, place - 1);
}

bool as_lane_end(as_lane *lane) {
  const uint32_t length = (uint32_t)as_lane_length(lane);
  if (!as_vec_push(&lane->words, AS_WORD_BORDER)) return false;
  uint32_t place = lane->places;
  for (const uint32_t *word = lane->words.items + 1; *word != AS_WORD_BORDER; word++, place++) {
    bool good;
    if (as_word_is_char(*word)) {
      good = deal_char(lane, word, place);
    } else if (*word == AS_WORD_BREAK) {
      good = as_stream_put(&lane->breaks, lane->pool, 0, place);
    } else {
      good = as_stream_put(&lane->tokens_at, lane->pool, *word & ~AS_WORD_TOKEN, place);
    }
    if (!good) return false;
  }
  lane->places += length + 1;
  lane->words.count = 1;
  return true;
}

/* Sealing adds about 40 bytes a token while it sorts them. */
size_t as_lane_memory(const as_lane *lane) {
  return sizeof *lane + (lane->words.capacity + lane->starts.capacity + lane->owners.capacity) * 4 +
         as_bytemap_memory(lane->tokens) + (size_t)as_bytemap_count(lane->tokens) * 40;
}

const as_stream *as_char_streams_next(const as_char_streams *streams, uint32_t code, uint32_t *out_code) {
  for (; code <= AS_WORD_CODE; code++) {
    const as_stream *page = streams->pages[code / AS_CHAR_PAGE];
    if (page == NULL) {
      code |= AS_CHAR_PAGE - 1;
    } else if (page[code % AS_CHAR_PAGE].head != NULL) {
      *out_code = code;
      return &page[code % AS_CHAR_PAGE];
    }
  }
  return NULL;
}
