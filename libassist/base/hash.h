/* SPDX-License-Identifier: MIT
 * Hashes and checksums, from well-kept libraries: XXH3 for names and keys, CRC32C for blocks (hardware where
 * there is SSE4.2 or ARMv8 CRC, table otherwise; equal results). */
#ifndef AS_BASE_HASH_H
#define AS_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t as_hash64(const void *bytes, size_t size);
uint64_t as_hash64_seeded(const void *bytes, size_t size, uint64_t seed); /* in memory only */
typedef struct as_hash128 {
  uint64_t high, low;
} as_hash128;
as_hash128 as_hash_wide(const void *bytes, size_t size);

/* Streaming 128-bit hash of a file as it is written. */
typedef struct as_hasher as_hasher;
as_hasher *as_hasher_new(void);
void as_hasher_free(as_hasher *hasher);
void as_hasher_reset(as_hasher *hasher);
void as_hasher_add(as_hasher *hasher, const void *bytes, size_t size);
as_hash128 as_hasher_end(const as_hasher *hasher);
void as_hash128_text(as_hash128 hash, char out_text[33]); /* 32 lower-case hex digits and a NUL */

uint32_t as_crc32c(uint32_t before, const void *bytes, size_t size);          /* start with 0 */
uint32_t as_crc32c_by_table(uint32_t before, const void *bytes, size_t size); /* the same, by the table */

#endif
