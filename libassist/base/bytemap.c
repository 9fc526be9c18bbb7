/* SPDX-License-Identifier: MIT
 *
 * Byte strings to dense numbers.  Open addressing with linear probing over small slots; the keys lie in an
 * arena, in order of their numbers:
 *
 *   slots  [ image, hash, number ] [ empty ] ...      a power of two, at most three quarters full
 *   keys   number -> slice into the arena
 *
 * The image of a key of up to seven bytes, as nearly all are that are asked for often, is the key itself: then the slot, one line of
 * the cache, is all that is looked at.  That of a longer one is its hash, and the key is compared too.
 *
 * The numbers follow the order of first sight alone.  The hash is seeded with an address, so that a document
 * made to collide cannot be prepared beforehand; nothing that leaves the map depends on it. */
#include "base/bytemap.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/vec.h"

#define NONE UINT32_MAX
#define LEAST_SLOTS ((size_t)64)

typedef struct slot {
  uint64_t image;
  uint32_t hash;
  uint32_t number; /* NONE: empty */
} slot;

/* A key that is looked for. */
typedef struct wanted {
  as_slice key;
  uint64_t image;
  uint32_t hash;
} wanted;

#define IMAGE_BYTES 7u
#define IMAGE_SIZE 56u /* where its size stands: 255 for all that are longer */

struct as_bytemap {
  slot *slots;
  size_t mask; /* slots less one */
  uint64_t seed;
  AS_VEC(as_slice) keys;
  as_arena arena;
};

static slot *slots_new(size_t count) {
  slot *slots = as_mem_array(count, sizeof *slots);
  for (size_t i = 0; slots != NULL && i < count; i++) slots[i] = (slot){0, 0, NONE};
  return slots;
}

as_bytemap *as_bytemap_new(void) {
  as_bytemap *map = as_mem_calloc(1, sizeof *map);
  if (map == NULL) return NULL;
  map->slots = slots_new(LEAST_SLOTS);
  if (map->slots == NULL) {
    as_mem_free(map);
    return NULL;
  }
  map->mask = LEAST_SLOTS - 1;
  map->seed = (uint64_t)(uintptr_t)map->slots;
  as_arena_init(&map->arena);
  return map;
}

void as_bytemap_free(as_bytemap *map) {
  if (map == NULL) return;
  as_arena_clear(&map->arena);
  as_vec_free(&map->keys);
  as_mem_free(map->slots);
  as_mem_free(map);
}

void as_bytemap_reset(as_bytemap *map) {
  as_arena_clear(&map->arena);
  map->keys.count = 0;
  for (size_t i = 0; i <= map->mask; i++) map->slots[i].number = NONE;
}

static bool is_whole(uint64_t image) { return image >> IMAGE_SIZE <= IMAGE_BYTES; }

static wanted wanted_of(const as_bytemap *map, as_slice key) {
  const uint64_t hash = as_hash64_seeded(key.bytes, key.size, map->seed);
  wanted it = {key, hash | UINT64_C(255) << IMAGE_SIZE, (uint32_t)(hash >> 32)};
  if (key.size > IMAGE_BYTES) return it;
  it.image = (uint64_t)key.size << IMAGE_SIZE;
  for (size_t i = 0; i < key.size; i++) it.image |= (uint64_t)key.bytes[i] << (8 * i);
  return it;
}

/* The slot that holds the key, or the empty one where it would go. */
static slot *probe(const as_bytemap *map, const wanted *it) {
  for (size_t at = it->hash & map->mask;; at = (at + 1) & map->mask) {
    slot *here = &map->slots[at];
    if (here->number == NONE) return here;
    if (here->image != it->image) continue;
    if (is_whole(it->image) || as_slice_equal(map->keys.items[here->number], it->key)) return here;
  }
}

static bool grow(as_bytemap *map) {
  size_t mask = map->mask * 2 + 1;
  slot *slots = slots_new(mask + 1);
  if (slots == NULL) return false;
  for (size_t i = 0; i <= map->mask; i++) {
    if (map->slots[i].number == NONE) continue;
    size_t at = map->slots[i].hash & mask;
    while (slots[at].number != NONE) at = (at + 1) & mask;
    slots[at] = map->slots[i];
  }
  as_mem_free(map->slots);
  map->slots = slots;
  map->mask = mask;
  return true;
}

uint32_t as_bytemap_add(as_bytemap *map, as_slice key, bool *out_new) {
  const wanted it = wanted_of(map, key);
  slot *here = probe(map, &it);
  if (out_new != NULL) *out_new = here->number == NONE;
  if (here->number != NONE) return here->number;

  size_t count = map->keys.count;
  if (count >= NONE - 1) return NONE;
  if (count >= (map->mask + 1) / 4 * 3) {
    if (!grow(map)) return NONE;
    here = probe(map, &it);
  }
  if (!as_vec_reserve(&map->keys, count + 1)) return NONE;
  const char *copy = as_arena_copy(&map->arena, key.bytes, key.size);
  if (copy == NULL) return NONE;
  map->keys.items[map->keys.count++] = as_slice_of(copy, key.size);
  *here = (slot){it.image, it.hash, (uint32_t)count};
  return (uint32_t)count;
}

void as_bytemap_fetch(const as_bytemap *map, as_slice key) {
  const uint64_t hash = as_hash64_seeded(key.bytes, key.size, map->seed);
  __builtin_prefetch(&map->slots[(uint32_t)(hash >> 32) & map->mask], 1);
}

uint32_t as_bytemap_find(const as_bytemap *map, as_slice key) {
  const wanted it = wanted_of(map, key);
  return probe(map, &it)->number;
}

uint32_t as_bytemap_count(const as_bytemap *map) { return (uint32_t)map->keys.count; }

as_slice as_bytemap_key(const as_bytemap *map, uint32_t number) { return map->keys.items[number]; }

size_t as_bytemap_memory(const as_bytemap *map) {
  return sizeof *map + (map->mask + 1) * sizeof *map->slots + map->keys.capacity * sizeof *map->keys.items +
         map->arena.total;
}
