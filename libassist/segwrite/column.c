/* SPDX-License-Identifier: MIT
 *
 * Columns.  A chunk goes to the file when it is full, so that memory holds one chunk and 32 bytes a chunk written.  Different
 * values of a text field stay in memory until the end; there are at most 2^20, and of more than that none is kept: a field like
 * that holds addresses or names of files, which nobody counts. */
#include "segwrite/column.h"

#include "base/error.h"

void as_column_writer_init(as_column_writer *column) {
  *column = (as_column_writer){0};
  as_buf_init(&column->rows);
}

void as_column_writer_clear(as_column_writer *column) {
  as_vec_free(&column->values);
  as_buf_clear(&column->rows);
}

void as_column_writer_end(as_column_writer *column, as_sealed *file) {
  if (column->count == 0) return;
  const as_chunk_input input = {.count = column->count,
                                .documents = column->documents,
                                .counts = column->counts,
                                .values = column->values.items,
                                .value_count = column->values.count};
  uint64_t least, most;
  as_buf bytes;
  as_buf_init(&bytes);
  as_column_chunk_put(&bytes, &input);
  as_column_chunk_bounds(&input, &least, &most);
  as_buf_add_u32(&column->rows, column->documents[0]);
  as_buf_add_u32(&column->rows, (uint32_t)bytes.size);
  as_buf_add_u64(&column->rows, as_sealed_at(file));
  as_buf_add_u64(&column->rows, least);
  as_buf_add_u64(&column->rows, most);
  as_sealed_add_buf(file, &bytes);
  as_buf_clear(&bytes);
  column->count = 0;
  column->values.count = 0;
}

assist_status as_column_writer_add(as_column_writer *column, as_sealed *file, uint32_t document,
                                   uint64_t word, assist_error *error) {
  if (column->count == 0 || column->documents[column->count - 1] != document) {
    if (column->count == AS_CHUNK_DOCUMENTS || column->values.count >= AS_CHUNK_VALUES)
      as_column_writer_end(column, file);
    column->documents[column->count] = document;
    column->counts[column->count++] = 0;
  }
  if (++column->counts[column->count - 1] > AS_VALUES_MOST)
    return as_fail(error, ASSIST_LIMIT, "more than %u values of one field", AS_VALUES_MOST);
  return as_vec_push(&column->values, word) ? ASSIST_OK : as_fail_nomem(error);
}

void as_column_writer_put_rows(as_column_writer *column, as_sealed *file, as_docs_column *out_column) {
  out_column->chunks = as_sealed_at(file);
  out_column->count = (uint32_t)(column->rows.size / AS_CHUNK_ROW);
  as_sealed_add_buf(file, &column->rows);
}

size_t as_column_writer_memory(const as_column_writer *column) {
  return sizeof *column + column->rows.capacity + column->values.capacity * sizeof(uint64_t);
}

/* ---- whole values ---- */

void as_value_writer_init(as_value_writer *values) {
  *values = (as_value_writer){0};
  as_column_writer_init(&values->ordinals);
}

void as_value_writer_clear(as_value_writer *values) {
  as_column_writer_clear(&values->ordinals);
  as_bytemap_free(values->distinct);
  values->distinct = NULL;
}

void as_value_writer_give_up(as_value_writer *values) {
  as_value_writer_clear(values);
  as_value_writer_init(values);
  values->too_many = true;
}

assist_status as_value_writer_add(as_value_writer *values, as_sealed *file, uint32_t document, as_slice value,
                                  assist_error *error) {
  if (values->too_many || value.size == 0 || value.size > AS_VALUE_BYTES_MOST) return ASSIST_OK;
  if (values->distinct == NULL && (values->distinct = as_bytemap_new()) == NULL) return as_fail_nomem(error);
  uint32_t ordinal = as_bytemap_add(values->distinct, value, NULL);
  if (ordinal == UINT32_MAX) return as_fail_nomem(error);
  if (ordinal >= AS_DISTINCT_MOST) {
    as_value_writer_give_up(values);
    return ASSIST_OK;
  }
  return as_column_writer_add(&values->ordinals, file, document, ordinal, error);
}

void as_value_writer_put(as_value_writer *values, as_sealed *file, as_docs_values *out_values) {
  *out_values = (as_docs_values){.distinct = values->too_many ? AS_DISTINCT_TOO_MANY : 0};
  if (values->distinct == NULL) return;
  as_column_writer_put_rows(&values->ordinals, file, &out_values->column);
  out_values->distinct = as_bytemap_count(values->distinct);
  out_values->bytes = as_sealed_at(file);
  for (uint32_t i = 0; i < out_values->distinct; i++) {
    as_slice value = as_bytemap_key(values->distinct, i);
    as_sealed_add(file, value.bytes, value.size);
  }
  out_values->size = (uint32_t)(as_sealed_at(file) - out_values->bytes);
  out_values->ends = as_sealed_at(file);
  as_buf ends;
  as_buf_init(&ends);
  uint32_t end = 0;
  for (uint32_t i = 0; i < out_values->distinct; i++) {
    end += (uint32_t)as_bytemap_key(values->distinct, i).size;
    as_buf_add_u32(&ends, end);
  }
  as_sealed_add_buf(file, &ends);
  as_buf_clear(&ends);
}

size_t as_value_writer_memory(const as_value_writer *values) {
  if (values->distinct == NULL) return 0;
  return as_column_writer_memory(&values->ordinals) + as_bytemap_memory(values->distinct);
}
