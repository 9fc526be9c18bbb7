/* SPDX-License-Identifier: MIT
 *
 * Keys by hash: buckets by the upper bits, and in each bucket 16 more bits of the hash and the document,
 * packed.
 *
 *   hash  bbbb pppppppppppppppp ...         b: bucket (as many as give 64 to 128 documents each), p: kept
 *                                           in the entry
 *
 * A key that is not there is told from those that are by 16 bits; the others are compared as a whole. */
#include "segwrite/key_table.h"

#include "base/bits.h"
#include "segwrite/key_order.h"

#define DOCUMENT_BITS 31u
#define CHUNK 4096u

static uint32_t bucket_of(uint64_t word, unsigned bits) {
  return bits == 0 ? 0 : (uint32_t)(word >> (64 - bits));
}

static void put_buckets(as_sealed *file, unsigned bits, const uint64_t *words, uint32_t count) {
  as_buf rows;
  as_buf_init(&rows);
  uint32_t at = 0;
  for (uint32_t bucket = 0; bucket <= UINT32_C(1) << bits; bucket++) {
    while (at < count && bucket_of(words[at], bits) < bucket) at++;
    as_buf_add_u32(&rows, at);
  }
  as_sealed_add_buf(file, &rows);
  as_buf_clear(&rows);
}

void as_key_table_put(as_sealed *file, as_docs_directory *directory, uint64_t *words) {
  uint32_t count = directory->documents;
  unsigned bits = as_bucket_bits(count);
  unsigned width = as_hash_entry_bits(count) - AS_HASH_PART;
  as_key_order(words, count);
  directory->bucket_bits = (uint8_t)bits;
  directory->buckets = as_sealed_at(file);
  put_buckets(file, bits, words, count);
  directory->entries = as_sealed_at(file);
  as_buf bytes;
  as_buf_init(&bytes);
  as_bit_writer writer;
  as_bit_writer_init(&writer, &bytes);
  for (uint32_t i = 0; i < count; i++) {
    as_bits_put(&writer, words[i] >> (64 - bits - AS_HASH_PART), AS_HASH_PART);
    as_bits_put(&writer, words[i] & ((UINT64_C(1) << DOCUMENT_BITS) - 1), width);
    if (bytes.size < CHUNK) continue;
    as_sealed_add_buf(file, &bytes);
    as_buf_reset(&bytes);
  }
  as_bits_flush(&writer);
  as_buf_add_zeros(&bytes, 8);
  as_sealed_add_buf(file, &bytes);
  as_buf_clear(&bytes);
}
