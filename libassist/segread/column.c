/* SPDX-License-Identifier: MIT
 *
 * Columns.  For one document: a binary search to its chunk, a walk in it.  For many: the rows of all chunks are held, and the
 * chunk a document is in stays unpacked until a document of another is asked for.
 *
 *   rows     first size offset least most | first size ...        in the tables
 *   chunks   documents, counts, values                            between the blocks of documents, as they came
 *
 * Whole values of text fields are columns of ordinals; what those stand for lies in a table of its own. */
#include "segread/column.h"

#include "base/error.h"
#include "base/fixed.h"
#include "segread/opened.h"

#define CACHE_LINE 64u
#define AHEAD_MOST 1024u /* bytes of the next chunk: most have fewer */

static as_pages *pages_of(as_segment *segment) { return as_segment_file(segment, AS_FILE_DOCUMENTS); }

static assist_status corrupt(as_segment *segment, uint64_t offset, assist_error *error) {
  return as_pages_corrupt(pages_of(segment), offset, "impossible column", error);
}

static assist_status open_rows(as_column_reader *reader, as_segment *segment, const as_docs_column *column,
                               assist_error *error) {
  *reader = (as_column_reader){.segment = segment};
  if (column == NULL || column->count == 0) return ASSIST_OK;
  assist_status status = as_pages_need(pages_of(segment), column->chunks,
                                       (uint64_t)column->count * AS_CHUNK_ROW, &reader->rows, error);
  if (status != ASSIST_OK) return status;
  reader->count = reader->at = column->count;
  for (uint32_t i = 0; i < reader->count; i++) {
    uint32_t end = as_column_first(reader, i + 1);
    if (as_column_first(reader, i) >= end) return corrupt(segment, column->chunks, error);
  }
  return ASSIST_OK;
}

assist_status as_column_reader_open(as_column_reader *reader, as_segment *segment, uint8_t column,
                                    assist_error *error) {
  bool known = column < segment->docs.column_count;
  return open_rows(reader, segment, known ? &segment->docs.columns[column] : NULL, error);
}

assist_status as_column_reader_open_values(as_column_reader *reader, as_segment *segment, uint8_t field,
                                           assist_error *error) {
  bool known = field < segment->docs.field_count;
  return open_rows(reader, segment, known ? &segment->docs.fields[field].values.column : NULL, error);
}

void as_column_reader_clear(as_column_reader *reader) { as_chunk_clear(&reader->chunk); }

uint32_t as_column_first(const as_column_reader *reader, uint32_t i) {
  if (i >= reader->count) return reader->segment->record.documents;
  return as_load_u32(reader->rows + (size_t)i * AS_CHUNK_ROW);
}

void as_column_bounds(const as_column_reader *reader, uint32_t i, uint64_t *out_least, uint64_t *out_most) {
  const uint8_t *row = reader->rows + (size_t)i * AS_CHUNK_ROW;
  *out_least = as_load_u64(row + 16);
  *out_most = as_load_u64(row + 24);
}

uint32_t as_column_find(const as_column_reader *reader, uint32_t document) {
  uint32_t low = 0, high = reader->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (as_column_first(reader, middle) <= document) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == 0 ? reader->count : low - 1;
}

/* Who reads on will want the chunk behind: its first lines come from memory meanwhile.  (Compilers drop calls of a function that does
 * nothing else.) */
AS_ALWAYS_INLINE void prefetch(const as_column_reader *reader, uint32_t i) {
  if (i >= reader->count) return;
  const as_pages *pages = pages_of(reader->segment);
  const uint8_t *row = reader->rows + (size_t)i * AS_CHUNK_ROW;
  uint32_t size = as_load_u32(row + 4);
  uint64_t offset = as_load_u64(row + 8);
  if (offset > pages->footer.size || size > pages->footer.size - offset) return;
  for (uint32_t at = 0; at < size && at < AHEAD_MOST; at += CACHE_LINE)
    __builtin_prefetch(pages->bytes + offset + at);
}

assist_status as_column_unpack(as_column_reader *reader, uint32_t i, assist_error *error) {
  if (reader->at == i) return ASSIST_OK;
  prefetch(reader, i + 1);
  const uint8_t *row = reader->rows + (size_t)i * AS_CHUNK_ROW, *bytes;
  uint32_t size = as_load_u32(row + 4);
  uint64_t offset = as_load_u64(row + 8);
  reader->at = reader->count;
  assist_status status = as_pages_need(pages_of(reader->segment), offset, size, &bytes, error);
  if (status != ASSIST_OK) return status;
  as_chunk *chunk = &reader->chunk;
  status =
      as_column_chunk_read(bytes, size, as_column_first(reader, i), as_column_first(reader, i + 1), chunk);
  if (status == ASSIST_NOMEM) return as_fail_nomem(error);
  if (status != ASSIST_OK) return corrupt(reader->segment, offset, error);
  reader->at = i;
  reader->next = 0;
  reader->dense = chunk->documents[chunk->count - 1] - chunk->documents[0] + 1 == chunk->count;
  return ASSIST_OK;
}

assist_status as_column_match(as_column_reader *reader, uint32_t i, uint64_t low, uint64_t high,
                              as_chunk_match *out_match, bool *out_known, assist_error *error) {
  const uint8_t *row = reader->rows + (size_t)i * AS_CHUNK_ROW, *bytes;
  uint32_t first = as_load_u32(row), size = as_load_u32(row + 4);
  prefetch(reader, i + 1);
  assist_status status = as_pages_need(pages_of(reader->segment), as_load_u64(row + 8), size, &bytes, error);
  *out_known =
      status == ASSIST_OK &&
      as_column_chunk_match(bytes, size, first, as_column_first(reader, i + 1), low, high, out_match);
  return status;
}

/* Place of DOCUMENT in the chunk, or where it would stand. */
static uint32_t place_in(const as_column_reader *reader, uint32_t document) {
  const as_chunk *chunk = &reader->chunk;
  if (reader->dense) return document - chunk->documents[0];
  uint32_t at = reader->next < chunk->count && chunk->documents[reader->next] <= document ? reader->next : 0;
  while (at < chunk->count && chunk->documents[at] < document) at++;
  return at;
}

assist_status as_column_seek(as_column_reader *reader, uint32_t document, const uint64_t **out_values,
                             uint32_t *out_count, assist_error *error) {
  *out_count = 0;
  uint32_t at = as_column_locate(reader, document);
  if (at == reader->count) return ASSIST_OK;
  assist_status status = as_column_unpack(reader, at, error);
  if (status != ASSIST_OK) return status;
  const as_chunk *chunk = &reader->chunk;
  reader->next = place_in(reader, document);
  if (reader->next >= chunk->count || chunk->documents[reader->next] != document) return ASSIST_OK;
  *out_values = chunk->values + chunk->starts[reader->next];
  *out_count = chunk->starts[reader->next + 1] - chunk->starts[reader->next];
  return ASSIST_OK;
}

/* ---- one document ---- */

static assist_status get_words(as_segment *segment, const as_docs_column *column, uint32_t document,
                               as_buf *out, assist_error *error) {
  as_pages *pages = pages_of(segment);
  uint32_t low = 0, high = column->count;
  const uint8_t *row, *bytes;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    assist_status status =
        as_pages_need(pages, column->chunks + (uint64_t)middle * AS_CHUNK_ROW, AS_CHUNK_ROW, &row, error);
    if (status != ASSIST_OK) return status;
    if (as_load_u32(row) <= document) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return ASSIST_OK;
  assist_status status =
      as_pages_need(pages, column->chunks + (uint64_t)(low - 1) * AS_CHUNK_ROW, AS_CHUNK_ROW, &row, error);
  if (status != ASSIST_OK) return status;
  uint32_t first = as_load_u32(row), size = as_load_u32(row + 4);
  uint64_t offset = as_load_u64(row + 8);
  status = as_pages_need(pages, offset, size, &bytes, error);
  if (status != ASSIST_OK) return status;
  if (!as_column_chunk_get(bytes, size, first, document, out)) return corrupt(segment, offset, error);
  return as_buf_failed(out) ? as_fail_nomem(error) : ASSIST_OK;
}

assist_status as_segment_column(as_segment *segment, uint8_t column, uint32_t document, as_buf *out_values,
                                assist_error *error) {
  if (column >= segment->docs.column_count) return ASSIST_OK;
  return get_words(segment, &segment->docs.columns[column], document, out_values, error);
}

assist_status as_segment_ordinals(as_segment *segment, uint8_t field, uint32_t document, as_buf *out_ordinals,
                                  assist_error *error) {
  if (field >= segment->docs.field_count) return ASSIST_OK;
  return get_words(segment, &segment->docs.fields[field].values.column, document, out_ordinals, error);
}

/* ---- whole values ---- */

bool as_segment_has_too_many_values(const as_segment *segment, uint8_t field) {
  return field < segment->docs.field_count &&
         segment->docs.fields[field].values.distinct == AS_DISTINCT_TOO_MANY;
}

uint32_t as_segment_distinct(const as_segment *segment, uint8_t field) {
  if (field >= segment->docs.field_count || as_segment_has_too_many_values(segment, field)) return 0;
  return segment->docs.fields[field].values.distinct;
}

assist_status as_segment_value(as_segment *segment, uint8_t field, uint64_t ordinal, as_slice *out_value,
                               assist_error *error) {
  const as_docs_values *values = &segment->docs.fields[field].values;
  as_pages *pages = pages_of(segment);
  const uint8_t *ends, *bytes = NULL;
  if (ordinal >= as_segment_distinct(segment, field)) return corrupt(segment, values->ends, error);
  uint64_t from = ordinal == 0 ? 0 : ordinal - 1; /* the end before is the begin */
  assist_status status = as_pages_need(pages, values->ends + 4 * from, ordinal == 0 ? 4 : 8, &ends, error);
  if (status != ASSIST_OK) return status;
  uint32_t begin = ordinal == 0 ? 0 : as_load_u32(ends);
  uint32_t end = as_load_u32(ends + (ordinal == 0 ? 0 : 4));
  if (end <= begin || end > values->size || end - begin > AS_VALUE_BYTES_MOST)
    return corrupt(segment, values->ends, error);
  status = as_pages_need(pages, values->bytes + begin, end - begin, &bytes, error);
  if (status == ASSIST_OK) *out_value = as_slice_of(bytes, end - begin);
  return status;
}

assist_status as_segment_values(as_segment *segment, uint8_t field, as_value_table *out_table,
                                assist_error *error) {
  uint32_t count = as_segment_distinct(segment, field);
  as_value_table table = {NULL, NULL, count, 0};
  if (count > 0) {
    const as_docs_values *values = &segment->docs.fields[field].values;
    table.size = values->size;
    assist_status status =
        as_pages_need(pages_of(segment), values->ends, 4 * (uint64_t)count, &table.ends, error);
    if (status == ASSIST_OK)
      status = as_pages_need(pages_of(segment), values->bytes, values->size, &table.bytes, error);
    if (status != ASSIST_OK) return status;
  }
  *out_table = table;
  return ASSIST_OK;
}
