/* SPDX-License-Identifier: MIT
 * Up to 128 documents' values of one column (doc/format.md, section 6). */
#ifndef AS_FORMAT_COLUMN_CHUNK_H
#define AS_FORMAT_COLUMN_CHUNK_H

#include <stdbool.h>

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

/* Calls nothing, allocates nothing but in OUT: appends the values of DOCUMENT (8 bytes each,
 * little-endian) if it is in the chunk, whose first document is FIRST.  False: damaged bytes. */
bool as_column_chunk_get(const uint8_t *bytes, size_t size, uint32_t first, uint32_t document, as_buf *out);
/* Whether the chunk can be read to its end, and its documents ascend and stay below LIMIT. */
bool as_column_chunk_check(const uint8_t *bytes, size_t size, uint32_t first, uint32_t limit);

#endif
