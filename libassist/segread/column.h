/* SPDX-License-Identifier: MIT
 * Columns read in order of documents, a chunk unpacked at a time: what ranges, sorts and facets go through.  Rows know the bounds
 * of their chunks, so that whole chunks are passed over.  A reader holds bytes of the segment: not for one that forgets. */
#ifndef AS_SEGREAD_COLUMN_H
#define AS_SEGREAD_COLUMN_H

#include "base/fixed.h"
#include "format/column_chunk.h"
#include "format/docs_directory.h"
#include "segread/segment.h"

typedef struct as_column_reader {
  as_segment *segment;
  const uint8_t *rows;
  uint32_t count; /* of chunks; 0: no document has a value */
  uint32_t at;    /* the chunk unpacked; COUNT: none */
  uint32_t next;  /* place in it of the last document found, where the next look begins */
  bool dense;     /* its documents follow each other without a gap */
  as_chunk chunk;
} as_column_reader;

/* Of what a column has, or a text field's ordinals.  A number that the segment does not have is a column without values.
 * as_column_reader_clear in every case. */
assist_status as_column_reader_open(as_column_reader *reader, as_segment *segment, uint8_t column,
                                    assist_error *error);
assist_status as_column_reader_open_values(as_column_reader *reader, as_segment *segment, uint8_t field,
                                           assist_error *error);
void as_column_reader_clear(as_column_reader *reader);

/* First document of chunk I; the segment's number of documents for COUNT. */
uint32_t as_column_first(const as_column_reader *reader, uint32_t i);
void as_column_bounds(const as_column_reader *reader, uint32_t i, uint64_t *out_least, uint64_t *out_most);
/* The chunk that DOCUMENT is in, if it has values; COUNT: before the first. */
uint32_t as_column_find(const as_column_reader *reader, uint32_t document);
/* The same, after a look at the chunk unpacked and the one behind it. */
static inline uint32_t as_column_locate(const as_column_reader *reader, uint32_t document) {
  uint32_t at = reader->at;
  if (at >= reader->count || document < as_column_first(reader, at)) return as_column_find(reader, document);
  if (document < as_column_first(reader, at + 1)) return at;
  if (at + 1 < reader->count && document < as_column_first(reader, at + 2)) return at + 1;
  return as_column_find(reader, document);
}
assist_status as_column_unpack(as_column_reader *reader, uint32_t i, assist_error *error);
/* Which documents of chunk I have a value from LOW to HIGH, where it is full and they have one each.  *out_known: whether it is
 * so; if not, unpack it. */
assist_status as_column_match(as_column_reader *reader, uint32_t i, uint64_t low, uint64_t high,
                              as_chunk_match *out_match, bool *out_known, assist_error *error);
/* The values of DOCUMENT; borrowed until the next call.  *out_count 0: none.  Quickest when documents ascend. */
assist_status as_column_seek(as_column_reader *reader, uint32_t document, const uint64_t **out_values,
                             uint32_t *out_count, assist_error *error);

/* All whole values of a text field, verified together: for who reads most of them.  Those of a field without any are 0. */
typedef struct as_value_table {
  const uint8_t *ends, *bytes;
  uint32_t count, size; /* of values, of BYTES */
} as_value_table;

assist_status as_segment_values(as_segment *segment, uint8_t field, as_value_table *out_table,
                                assist_error *error);
/* False: an impossible one; as_segment_value says so. */
static inline bool as_value_at(const as_value_table *table, size_t ordinal, as_slice *out_value) {
  if (ordinal >= table->count) return false;
  uint32_t begin = ordinal == 0 ? 0 : as_load_u32(table->ends + 4 * (ordinal - 1));
  uint32_t end = as_load_u32(table->ends + 4 * ordinal);
  if (end <= begin || end > table->size || end - begin > AS_VALUE_BYTES_MOST) return false;
  *out_value = as_slice_of(table->bytes + begin, end - begin);
  return true;
}

#endif
