/* SPDX-License-Identifier: MIT
 * Up to 128 documents' values of one column (doc/format.md, section 6). */
#ifndef AS_FORMAT_COLUMN_CHUNK_H
#define AS_FORMAT_COLUMN_CHUNK_H

#include <stdbool.h>

#include <assist/status.h>

#include "base/buf.h"

#define AS_CHUNK_DOCUMENTS 128u
#define AS_CHUNK_VALUES 65536u    /* a chunk with so many is closed */
#define AS_VALUES_MOST (1u << 20) /* values of one document in one column */
#define AS_CHUNK_VALUES_MOST (AS_CHUNK_VALUES + AS_VALUES_MOST)

typedef struct as_chunk_input {
  unsigned count; /* of documents */
  const uint32_t *documents;
  const uint32_t *counts; /* of values, each at least 1 */
  const uint64_t *values; /* one after another */
  uint64_t value_count;
} as_chunk_input;

void as_column_chunk_put(as_buf *out, const as_chunk_input *input);

/* The least and the largest of the values. */
void as_column_chunk_bounds(const as_chunk_input *input, uint64_t *out_least, uint64_t *out_most);

/* A chunk unpacked. */
typedef struct as_chunk {
  unsigned count;
  uint32_t documents[AS_CHUNK_DOCUMENTS];
  uint32_t starts[AS_CHUNK_DOCUMENTS + 1]; /* of each document's values; the last is their number */
  uint64_t *values;
  size_t capacity;
} as_chunk;
/* Documents ascend from FIRST and are below LIMIT, or it is CORRUPT; NOMEM.  Freed by as_chunk_clear in every case. */
assist_status as_column_chunk_read(const uint8_t *bytes, size_t size, uint32_t first, uint32_t limit,
                                   as_chunk *chunk);
void as_chunk_clear(as_chunk *chunk);

/* Which documents of a full chunk, of one value each, have it from LOW to HIGH (LOW <= HIGH): bit i is that of the i-th. */
#define AS_CHUNK_WORDS (AS_CHUNK_DOCUMENTS / 64)
typedef struct as_chunk_match {
  uint32_t documents[AS_CHUNK_DOCUMENTS];
  uint64_t bits[AS_CHUNK_WORDS];
} as_chunk_match;
/* False: not such a chunk, or damaged; as_column_chunk_read tells. */
bool as_column_chunk_match(const uint8_t *bytes, size_t size, uint32_t first, uint32_t limit, uint64_t low,
                           uint64_t high, as_chunk_match *out_match);

/* Calls nothing, allocates nothing but in OUT: appends the values of DOCUMENT (8 bytes each,
 * little-endian) if it is in the chunk, whose first document is FIRST.  False: damaged bytes. */
bool as_column_chunk_get(const uint8_t *bytes, size_t size, uint32_t first, uint32_t document, as_buf *out);

#endif
