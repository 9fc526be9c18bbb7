/* SPDX-License-Identifier: MIT
 *
 * The directories of .docs and .store.
 *
 *   .docs   fields:u8 columns:u8 b:u8 ordered:u8 runs:u32 text:u64 blocks:u64 runs:u64 buckets:u64 entries:u64
 *           furniture:u64 count:u32 marks:u64 count:u32 lines:u64 ranks:u64
 *           for each field codes:u64 sum:u64 chunks:u64 count:u32 distinct:u32 bytes:u64 size:u32 ends:u64
 *           for each column chunks:u64 count:u32
 *   .store  blocks:u64 count:u32
 *
 * What is read has been checked against the size of the file and the number of documents, so that every
 * row of every table is there. */
#include "format/docs_directory.h"

#include <string.h>

#include "base/bits.h"
#include "base/cursor.h"
#include "format/docblock.h"

unsigned as_bucket_bits(uint32_t documents) {
  unsigned bits = as_bits_width(documents / 64);
  return bits < AS_BUCKET_BITS_MOST ? bits : AS_BUCKET_BITS_MOST;
}

unsigned as_hash_entry_bits(uint32_t documents) {
  return AS_HASH_PART + as_bits_width(documents == 0 ? 0 : documents - 1);
}

uint64_t as_hash_table_size(uint32_t documents) {
  return ((uint64_t)documents * as_hash_entry_bits(documents) + 7) / 8 + 8;
}

unsigned as_rank_bits(uint32_t documents) { return as_bits_width(documents == 0 ? 0 : documents - 1); }

uint64_t as_rank_table_size(uint32_t documents) {
  return ((uint64_t)documents * as_rank_bits(documents) + 7) / 8;
}

unsigned as_line_bits(uint32_t furniture_count) { return as_rank_bits(furniture_count); }

uint64_t as_line_table_size(uint32_t furniture_count) { return as_rank_table_size(furniture_count); }

static void *zeroed(as_arena *memory, size_t size) {
  void *rows = as_arena_alloc(memory, size + 1); /* none at all is no failure */
  if (rows != NULL) memset(rows, 0, size);
  return rows;
}

bool as_docs_directory_init(as_docs_directory *directory, uint8_t fields, uint8_t columns) {
  *directory = (as_docs_directory){.field_count = fields, .column_count = columns};
  as_arena_init(&directory->memory);
  directory->fields = zeroed(&directory->memory, fields * sizeof *directory->fields);
  directory->columns = zeroed(&directory->memory, columns * sizeof *directory->columns);
  if (directory->fields != NULL && directory->columns != NULL) return true;
  as_docs_directory_clear(directory);
  return false;
}

void as_docs_directory_clear(as_docs_directory *directory) {
  as_arena_clear(&directory->memory);
  *directory = (as_docs_directory){0};
}

static void put_values(as_buf *out, const as_docs_values *values) {
  as_buf_add_u64(out, values->column.chunks);
  as_buf_add_u32(out, values->column.count);
  as_buf_add_u32(out, values->distinct);
  as_buf_add_u64(out, values->bytes);
  as_buf_add_u32(out, values->size);
  as_buf_add_u64(out, values->ends);
}

void as_docs_directory_put(as_buf *out, const as_docs_directory *directory) {
  as_buf_add_u8(out, directory->field_count);
  as_buf_add_u8(out, directory->column_count);
  as_buf_add_u8(out, directory->bucket_bits);
  as_buf_add_u8(out, directory->ordered);
  as_buf_add_u32(out, directory->run_count);
  as_buf_add_u64(out, directory->text);
  as_buf_add_u64(out, directory->blocks);
  as_buf_add_u64(out, directory->runs);
  as_buf_add_u64(out, directory->buckets);
  as_buf_add_u64(out, directory->entries);
  as_buf_add_u64(out, directory->furniture);
  as_buf_add_u32(out, directory->furniture_count);
  as_buf_add_u64(out, directory->marks);
  as_buf_add_u32(out, directory->mark_count);
  as_buf_add_u64(out, directory->lines);
  as_buf_add_u64(out, directory->ranks);
  for (unsigned i = 0; i < directory->field_count; i++) {
    as_buf_add_u64(out, directory->fields[i].codes);
    as_buf_add_u64(out, directory->fields[i].sum);
    put_values(out, &directory->fields[i].values);
  }
  for (unsigned i = 0; i < directory->column_count; i++) {
    as_buf_add_u64(out, directory->columns[i].chunks);
    as_buf_add_u32(out, directory->columns[i].count);
  }
}

uint8_t as_docs_directory_counts(const uint8_t *bytes, size_t size, uint8_t *out_columns) {
  if (size < 2) return 0;
  *out_columns = bytes[1];
  return bytes[0];
}

static bool fits(uint64_t offset, uint64_t count, uint64_t row, uint64_t limit) {
  return offset <= limit && count <= (limit - offset) / row;
}

static bool marks_fit(const as_docs_directory *directory, uint64_t limit) {
  if (directory->mark_count == 0) return directory->lines == 0;
  return directory->mark_count <= directory->documents && directory->furniture_count > 0 &&
         fits(directory->marks, directory->mark_count, AS_MARK_ROW, limit) &&
         fits(directory->lines, as_line_table_size(directory->furniture_count), 1, limit);
}

static bool tables_fit(const as_docs_directory *directory, uint64_t limit) {
  uint32_t documents = directory->documents;
  uint64_t blocks = ((uint64_t)documents + AS_DOCBLOCK - 1) / AS_DOCBLOCK;
  if (directory->bucket_bits != (directory->ordered ? 0 : as_bucket_bits(documents))) return false;
  if (directory->run_count > documents || (directory->run_count == 0) != (documents == 0)) return false;
  if (directory->furniture_count > AS_FURNITURE_MOST) return false;
  if (directory->ranks != 0 && !fits(directory->ranks, as_rank_table_size(documents), 1, limit)) return false;
  return marks_fit(directory, limit) &&
         fits(directory->furniture, directory->furniture_count, AS_FURNITURE_ROW, limit) &&
         fits(directory->blocks, blocks, AS_DOCBLOCK_ROW, limit) &&
         fits(directory->runs, directory->run_count, AS_RUN_ROW, limit) &&
         (directory->ordered ||
          (fits(directory->buckets, (UINT64_C(1) << directory->bucket_bits) + 1, 4, limit) &&
           fits(directory->entries, as_hash_table_size(documents), 1, limit)));
}

static bool get_values(as_cursor *cursor, as_docs_values *values, uint64_t limit) {
  values->column.chunks = as_cursor_u64(cursor);
  values->column.count = as_cursor_u32(cursor);
  values->distinct = as_cursor_u32(cursor);
  values->bytes = as_cursor_u64(cursor);
  values->size = as_cursor_u32(cursor);
  values->ends = as_cursor_u64(cursor);
  if (values->distinct == AS_DISTINCT_TOO_MANY) return values->column.count == 0 && values->size == 0;
  return values->distinct <= AS_DISTINCT_MOST &&
         fits(values->column.chunks, values->column.count, AS_CHUNK_ROW, limit) &&
         fits(values->bytes, values->size, 1, limit) && fits(values->ends, values->distinct, 4, limit);
}

bool as_docs_directory_get(as_docs_directory *directory, const uint8_t *bytes, size_t size, uint64_t limit) {
  as_cursor cursor;
  as_cursor_init(&cursor, bytes, size);
  bool good =
      as_cursor_u8(&cursor) == directory->field_count && as_cursor_u8(&cursor) == directory->column_count;
  directory->bucket_bits = as_cursor_u8(&cursor);
  uint8_t ordered = as_cursor_u8(&cursor);
  directory->ordered = ordered == 1;
  good = ordered <= 1 && good;
  directory->run_count = as_cursor_u32(&cursor);
  directory->text = as_cursor_u64(&cursor);
  directory->blocks = as_cursor_u64(&cursor);
  directory->runs = as_cursor_u64(&cursor);
  directory->buckets = as_cursor_u64(&cursor);
  directory->entries = as_cursor_u64(&cursor);
  directory->furniture = as_cursor_u64(&cursor);
  directory->furniture_count = as_cursor_u32(&cursor);
  directory->marks = as_cursor_u64(&cursor);
  directory->mark_count = as_cursor_u32(&cursor);
  directory->lines = as_cursor_u64(&cursor);
  directory->ranks = as_cursor_u64(&cursor);
  good = good && tables_fit(directory, limit);
  for (unsigned i = 0; i < directory->field_count; i++) {
    as_docs_field *field = &directory->fields[i];
    field->codes = as_cursor_u64(&cursor);
    field->sum = as_cursor_u64(&cursor);
    good = good && (field->codes == 0 || fits(field->codes, directory->documents, 1, limit));
    good = get_values(&cursor, &field->values, limit) && good;
  }
  for (unsigned i = 0; i < directory->column_count; i++) {
    as_docs_column *column = &directory->columns[i];
    column->chunks = as_cursor_u64(&cursor);
    column->count = as_cursor_u32(&cursor);
    good = good && fits(column->chunks, column->count, AS_CHUNK_ROW, limit);
  }
  return good && !cursor.corrupt && as_cursor_left(&cursor) == 0;
}

void as_store_directory_put(as_buf *out, const as_store_directory *directory) {
  as_buf_add_u64(out, directory->blocks);
  as_buf_add_u32(out, directory->count);
}

bool as_store_directory_get(as_store_directory *directory, const uint8_t *bytes, size_t size,
                            uint64_t limit) {
  as_cursor cursor;
  as_cursor_init(&cursor, bytes, size);
  directory->blocks = as_cursor_u64(&cursor);
  directory->count = as_cursor_u32(&cursor);
  return !cursor.corrupt && as_cursor_left(&cursor) == 0 &&
         fits(directory->blocks, directory->count, AS_STORE_ROW, limit);
}
