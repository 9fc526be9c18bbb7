/* SPDX-License-Identifier: MIT
 *
 * Hashes, all XXH3.  The code is compiled in from the library's header: its streaming state is then ours to
 * place, so that its memory comes from port/mem.h like all other (the shared library would call malloc itself),
 * and no two versions of its layout can meet.
 *
 * The values are the published ones and part of the file format; the seeded ones never leave memory. */
#define XXH_INLINE_ALL
#include "base/hash.h"

#include <xxhash.h>

#include "port/mem.h"

/* The state wants 64-byte alignment, more than an allocation promises; `memory` is where it really begins. */
struct as_hasher {
  XXH3_state_t state;
  void *memory;
};

uint64_t as_hash64(const void *bytes, size_t size) { return XXH3_64bits(bytes, size); }

uint64_t as_hash64_seeded(const void *bytes, size_t size, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes, size, seed);
}

static as_hash128 hash128(XXH128_hash_t hash) { return (as_hash128){.high = hash.high64, .low = hash.low64}; }

as_hash128 as_hash_wide(const void *bytes, size_t size) { return hash128(XXH3_128bits(bytes, size)); }

as_hasher *as_hasher_new(void) {
  const size_t alignment = _Alignof(as_hasher);
  uint8_t *memory = as_mem_alloc(sizeof(as_hasher) + alignment);
  if (memory == NULL) return NULL;
  as_hasher *hasher = (void *)(memory + (alignment - (uintptr_t)memory % alignment));
  XXH3_INITSTATE(&hasher->state);
  hasher->memory = memory;
  as_hasher_reset(hasher);
  return hasher;
}

void as_hasher_free(as_hasher *hasher) {
  if (hasher != NULL) as_mem_free(hasher->memory);
}

void as_hasher_reset(as_hasher *hasher) { (void)XXH3_128bits_reset(&hasher->state); }

void as_hasher_add(as_hasher *hasher, const void *bytes, size_t size) {
  if (size != 0) (void)XXH3_128bits_update(&hasher->state, bytes, size);
}

as_hash128 as_hasher_end(const as_hasher *hasher) { return hash128(XXH3_128bits_digest(&hasher->state)); }

void as_hash128_text(as_hash128 hash, char out_text[33]) {
  static const char digits[] = "0123456789abcdef";
  for (unsigned i = 0; i < 16; i++) {
    out_text[i] = digits[(hash.high >> (60 - 4 * i)) & 15];
    out_text[16 + i] = digits[(hash.low >> (60 - 4 * i)) & 15];
  }
  out_text[32] = '\0';
}
