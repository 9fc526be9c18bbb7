/* SPDX-License-Identifier: MIT
 *
 * Filling one text field of a batch: see lane.h for the words.
 *
 * The words of field 0 are one mapping as large as the budget allows, reserved once: pages that were never touched take
 * no memory, and nothing is copied as the batch grows.  Other fields begin small and double. */
#include "memory/lane.h"

#include <string.h>

#include "port/mem.h"

as_lane *as_lane_new(bool every, size_t capacity) {
  as_lane *lane = as_mem_calloc(1, sizeof *lane);
  if (lane == NULL) return NULL;
  lane->every = every;
  lane->tokens = as_bytemap_new();
  lane->words = as_mem_map(capacity * sizeof *lane->words);
  lane->capacity = capacity;
  if (lane->tokens == NULL || lane->words == NULL) {
    as_lane_free(lane);
    return NULL;
  }
  lane->words[lane->count++] = AS_WORD_BORDER;
  return lane;
}

void as_lane_free(as_lane *lane) {
  if (lane == NULL) return;
  as_mem_unmap(lane->words, lane->capacity * sizeof *lane->words);
  as_vec_free(&lane->starts);
  as_vec_free(&lane->owners);
  as_bytemap_free(lane->tokens);
  as_mem_free(lane);
}

void as_lane_reset(as_lane *lane) {
  lane->count = 1;
  lane->starts.count = lane->owners.count = 0;
  as_bytemap_reset(lane->tokens);
}

bool as_lane_grow(as_lane *lane) {
  size_t capacity = lane->capacity * 2;
  uint32_t *words = as_mem_map(capacity * sizeof *words);
  if (words == NULL) return false;
  memcpy(words, lane->words, lane->count * sizeof *words);
  as_mem_unmap(lane->words, lane->capacity * sizeof *words);
  lane->words = words;
  lane->capacity = capacity;
  return true;
}

bool as_lane_begin(as_lane *lane, uint32_t document) {
  if (!as_vec_push(&lane->starts, (uint32_t)lane->count)) return false;
  if (lane->every || as_vec_push(&lane->owners, document)) return true;
  lane->starts.count--;
  return false;
}

bool as_lane_end(as_lane *lane) { return as_lane_push(lane, AS_WORD_BORDER); }

bool as_lane_has(const as_lane *lane, uint32_t document) {
  size_t entries = lane->starts.count;
  return entries > 0 && (lane->every ? entries - 1 : lane->owners.items[entries - 1]) == document;
}

void as_lane_cancel(as_lane *lane, uint32_t document) {
  if (!as_lane_has(lane, document)) return;
  lane->count = lane->starts.items[--lane->starts.count];
  if (!lane->every) lane->owners.count--;
}

/* Sealing adds a quarter of a byte a position, and about 40 bytes a token while it sorts them. */
size_t as_lane_memory(const as_lane *lane) {
  size_t words = lane->every ? lane->count
                             : lane->capacity + (lane->count > lane->capacity / 2 ? lane->capacity * 2 : 0);
  return words * sizeof *lane->words + lane->count / 4 + (lane->starts.capacity + lane->owners.capacity) * 4 +
         as_bytemap_memory(lane->tokens) + (size_t)as_bytemap_count(lane->tokens) * 40;
}
