/* SPDX-License-Identifier: MIT
 *
 * Finding documents by key: the bucket of the key's hash, the entries in it with the same 16 bits, and the
 * key itself of each of those.  One document in 65536 is looked at in vain.
 *
 * Keys that ascend with the documents need no table: a binary search over the first keys of blocks of 32 documents, then that
 * block. */
#include "base/bits.h"
#include "base/error.h"
#include "base/fixed.h"
#include "format/docblock.h"
#include "segread/opened.h"

static assist_status need(as_segment *segment, uint64_t offset, uint64_t size, const uint8_t **out_bytes,
                          assist_error *error) {
  return as_pages_need(as_segment_file(segment, AS_FILE_DOCUMENTS), offset, size, out_bytes, error);
}

static assist_status compare(as_segment *segment, uint32_t document, as_slice key, as_buf *buffer,
                             bool *out_equal, assist_error *error) {
  as_buf_reset(buffer);
  assist_status status = as_segment_key(segment, document, buffer, error);
  if (status == ASSIST_OK) *out_equal = as_slice_equal(as_slice_of(buffer->bytes, buffer->size), key);
  return status;
}

/* Entries [begin, end) of the table, all in one bucket. */
static assist_status look(as_segment *segment, uint32_t begin, uint32_t end, uint64_t part, as_slice key,
                          void (*call)(void *context, uint32_t document), void *context,
                          assist_error *error) {
  unsigned width = as_hash_entry_bits(segment->record.documents);
  uint64_t first = (uint64_t)begin * width / 8;
  uint64_t size = ((uint64_t)end * width + 7) / 8 + 8 - first; /* the table has 8 bytes more */
  const uint8_t *bytes;
  as_buf buffer;
  assist_status status = need(segment, segment->docs.entries + first, size, &bytes, error);
  if (status != ASSIST_OK) return status;
  as_bit_reader reader;
  as_bit_reader_init(&reader, bytes, (size_t)size);
  reader.at = (uint64_t)begin * width % 8;
  as_buf_init(&buffer);
  for (uint32_t i = begin; i < end && status == ASSIST_OK; i++) {
    bool equal = false;
    uint64_t entry = as_bits_get(&reader, width);
    uint32_t document = (uint32_t)(entry >> AS_HASH_PART);
    if ((entry & as_bits_mask(AS_HASH_PART)) != part) continue;
    if (document >= segment->record.documents) {
      status = as_pages_corrupt(as_segment_file(segment, AS_FILE_DOCUMENTS), segment->docs.entries,
                                "impossible table of keys", error);
      break;
    }
    status = compare(segment, document, key, &buffer, &equal, error);
    if (status == ASSIST_OK && equal) call(context, document);
  }
  as_buf_clear(&buffer);
  return status;
}

/* How the key of DOCUMENT stands to KEY. */
static assist_status compare_with(as_segment *segment, uint32_t document, as_slice key, as_buf *buffer,
                                  int *out_order, assist_error *error) {
  as_buf_reset(buffer);
  assist_status status = as_segment_key(segment, document, buffer, error);
  if (status == ASSIST_OK) *out_order = as_slice_compare(as_slice_of(buffer->bytes, buffer->size), key);
  return status;
}

/* The block that KEY is in if it is anywhere: the last one whose first key is not behind it; COUNT: none. */
static assist_status find_block(as_segment *segment, as_slice key, uint32_t count, as_buf *buffer,
                                uint32_t *out_block, assist_error *error) {
  uint32_t low = 0;
  uint32_t high = count;
  *out_block = count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    int order;
    assist_status status = compare_with(segment, middle * AS_DOCBLOCK, key, buffer, &order, error);
    if (status != ASSIST_OK) return status;
    if (order <= 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low != 0) *out_block = low - 1;
  return ASSIST_OK;
}

/* Without a table, since keys ascend. */
static assist_status find_in_order(as_segment *segment, as_slice key,
                                   void (*call)(void *context, uint32_t document), void *context,
                                   assist_error *error) {
  const uint32_t documents = segment->record.documents;
  const uint32_t count = documents / AS_DOCBLOCK + (documents % AS_DOCBLOCK != 0);
  uint32_t block = count;
  uint32_t document = documents;
  int last = 0;
  as_buf buffer;
  if (documents == 0) return ASSIST_OK;
  as_buf_init(&buffer);
  assist_status status = compare_with(segment, documents - 1, key, &buffer, &last, error);
  if (status == ASSIST_OK && last >= 0) /* else it is a new one, of those that are counted up */
    status = find_block(segment, key, count, &buffer, &block, error);
  if (status == ASSIST_OK && block != count)
    status = as_segment_find_in_block(segment, block, key, &buffer, &document, error);
  as_buf_clear(&buffer);
  if (status == ASSIST_OK && document < documents) call(context, document);
  return status;
}

assist_status as_segment_find_key(as_segment *segment, as_slice key, uint64_t key_hash,
                                  void (*call)(void *context, uint32_t document), void *context,
                                  assist_error *error) {
  const as_docs_directory *docs = &segment->docs;
  unsigned bits = docs->bucket_bits;
  uint64_t bucket = bits == 0 ? 0 : key_hash >> (64 - bits);
  uint64_t part = key_hash >> (64 - bits - AS_HASH_PART) & as_bits_mask(AS_HASH_PART);
  const uint8_t *row;
  if (docs->ordered) return find_in_order(segment, key, call, context, error);
  assist_status status = need(segment, docs->buckets + bucket * 4, 8, &row, error);
  if (status != ASSIST_OK) return status;
  uint32_t begin = as_load_u32(row);
  uint32_t end = as_load_u32(row + 4);
  if (begin > end || end > segment->record.documents) {
    return as_pages_corrupt(as_segment_file(segment, AS_FILE_DOCUMENTS), docs->buckets,
                            "impossible table of keys", error);
  }
  return begin == end ? ASSIST_OK : look(segment, begin, end, part, key, call, context, error);
}
