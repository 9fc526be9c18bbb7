/* SPDX-License-Identifier: MIT
 *
 * Documents as they come: 32 of them make a block, 128 with a value of a column a chunk (column.c); both go to
 * the file at once, and only their rows stay, 12 bytes for 32 documents.
 *
 *   what is kept in memory for each document:  a length code for each field that is used, 8 bytes of key hash;
 *   where they come in another order than that of insertion, 8 bytes of insertion number
 *
 * Tables are written at the end (key_table.c has the one of the hashes). */
#include "segwrite/documents.h"

#include <string.h>

#include "base/bits.h"
#include "base/error.h"
#include "base/fixed.h"
#include "format/length.h"
#include "format/strings.h"
#include "segwrite/key_table.h"

assist_status as_document_writer_init(as_document_writer *writer, as_sealed *file, uint8_t fields,
                                      uint8_t columns, assist_error *error) {
  *writer = (as_document_writer){.file = file};
  as_buf *const bufs[] = {&writer->keys,   &writer->stamps, &writer->key,       &writer->stamp,
                          &writer->blocks, &writer->runs,   &writer->furniture, &writer->bytes};
  for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++) as_buf_init(bufs[i]);
  as_mark_writer_init(&writer->marks);
  if (!as_docs_directory_init(&writer->directory, fields, columns)) return as_fail_nomem(error);
  writer->codes = as_mem_calloc(fields, sizeof *writer->codes);
  writer->columns = as_mem_calloc(columns, sizeof *writer->columns);
  writer->values = as_mem_calloc(fields, sizeof *writer->values);
  if (writer->codes == NULL || writer->columns == NULL || writer->values == NULL) return as_fail_nomem(error);
  for (unsigned i = 0; i < columns; i++) as_column_writer_init(&writer->columns[i]);
  for (unsigned i = 0; i < fields; i++) as_value_writer_init(&writer->values[i]);
  return ASSIST_OK;
}

assist_status as_document_writer_reorder(as_document_writer *writer, const uint32_t *ranks, uint32_t count,
                                         assist_error *error) {
  writer->insertions = as_mem_array(count, sizeof *writer->insertions);
  if (writer->insertions == NULL) return as_fail_nomem(error);
  for (uint32_t i = 0; i < count; i++) writer->insertions[i] = UINT64_MAX;
  writer->ranks = ranks;
  writer->rank_count = count;
  return ASSIST_OK;
}

void as_document_writer_clear(as_document_writer *writer) {
  for (unsigned i = 0; writer->codes != NULL && i < writer->directory.field_count; i++)
    as_mem_free(writer->codes[i]);
  for (unsigned i = 0; writer->columns != NULL && i < writer->directory.column_count; i++)
    as_column_writer_clear(&writer->columns[i]);
  for (unsigned i = 0; writer->values != NULL && i < writer->directory.field_count; i++)
    as_value_writer_clear(&writer->values[i]);
  as_mem_free(writer->codes);
  as_mem_free(writer->columns);
  as_mem_free(writer->values);
  as_mem_free(writer->insertions);
  as_vec_free(&writer->hashes);
  as_mark_writer_clear(&writer->marks);
  as_docs_directory_clear(&writer->directory);
  as_buf *const bufs[] = {&writer->keys,   &writer->stamps, &writer->key,       &writer->stamp,
                          &writer->blocks, &writer->runs,   &writer->furniture, &writer->bytes};
  for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++) as_buf_clear(bufs[i]);
}

/* ---- columns ---- */

static assist_status add_values(as_document_writer *writer, const as_segment_document *document,
                                assist_error *error) {
  for (size_t i = 0; i < document->value_count; i++) {
    as_column_value value = document->values[i];
    bool ordered = i == 0 || document->values[i - 1].column <= value.column;
    if (value.column >= writer->directory.column_count || !ordered) {
      return as_fail(error, ASSIST_INVALID, "column values out of order or of no column");
    }
    assist_status status = as_column_writer_add(&writer->columns[value.column], writer->file,
                                                writer->directory.documents, value.word, error);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

static assist_status add_texts(as_document_writer *writer, const as_segment_document *document,
                               assist_error *error) {
  for (size_t i = 0; i < document->text_count; i++) {
    const as_text_value *text = &document->texts[i];
    if (text->field == 0 || text->field >= writer->directory.field_count)
      return as_fail(error, ASSIST_INVALID, "value of no field");
    assist_status status = as_value_writer_add(&writer->values[text->field], writer->file,
                                               writer->directory.documents, text->text, error);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

void as_document_writer_give_up_values(as_document_writer *writer, uint8_t field) {
  as_value_writer_give_up(&writer->values[field]);
}

/* ---- lengths ---- */

/* Room for one more code in every field in use. */
static bool grow_codes(as_document_writer *writer) {
  size_t documents = writer->directory.documents;
  if (documents < writer->code_room) return true;
  size_t room = writer->code_room < 256 ? 256 : writer->code_room * 2;
  for (unsigned i = 0; i < writer->directory.field_count; i++) {
    if (writer->codes[i] == NULL) continue;
    uint8_t *grown = as_mem_resize(writer->codes[i], room, 1);
    if (grown == NULL) return false;
    writer->codes[i] = grown;
  }
  writer->code_room = room;
  return true;
}

static assist_status add_lengths(as_document_writer *writer, const uint32_t *lengths, assist_error *error) {
  size_t documents = writer->directory.documents;
  if (!grow_codes(writer)) return as_fail_nomem(error);
  for (unsigned i = 0; i < writer->directory.field_count; i++) {
    if (lengths[i] > AS_POSITIONS_MAX) return as_fail(error, ASSIST_LIMIT, "document too long");
    uint8_t code = as_length_code(lengths[i]);
    if (writer->codes[i] == NULL && code == 0) continue;
    if (writer->codes[i] == NULL) {
      writer->codes[i] = as_mem_alloc(writer->code_room);
      if (writer->codes[i] == NULL) return as_fail_nomem(error);
      memset(writer->codes[i], 0, documents);
    }
    writer->codes[i][documents] = code;
    writer->directory.fields[i].sum += as_length_of_code(code);
  }
  return ASSIST_OK;
}

/* ---- blocks ---- */

static void end_docblock(as_document_writer *writer) {
  unsigned count = writer->directory.documents % AS_DOCBLOCK;
  if (count == 0) count = AS_DOCBLOCK;
  if (!writer->any_stamp) as_buf_reset(&writer->stamps);
  as_buf_reset(&writer->bytes);
  as_docblock_put(&writer->bytes, &writer->keys, &writer->stamps, writer->extents,
                  (const uint8_t(*)[AS_SKETCH_BYTES])writer->sketches, count);
  as_buf_add_u64(&writer->blocks, as_sealed_at(writer->file));
  as_buf_add_u32(&writer->blocks, (uint32_t)writer->bytes.size);
  as_sealed_add_buf(writer->file, &writer->bytes);
  as_buf_reset(&writer->keys);
  as_buf_reset(&writer->stamps);
  writer->any_stamp = false;
}

static bool add_string(as_buf *strings, as_buf *before, as_slice text, bool first) {
  if (first) as_buf_reset(before);
  as_string_put(strings, as_slice_of(before->bytes, before->size), text);
  as_buf_reset(before);
  as_buf_add(before, text.bytes, text.size);
  return !as_buf_failed(before);
}

static bool add_key(as_document_writer *writer, const as_segment_document *document) {
  uint32_t number = writer->directory.documents;
  bool first = number % AS_DOCBLOCK == 0;
  writer->extents[number % AS_DOCBLOCK] =
      (as_extent){.title_begin = document->title_begin,
                  .title_size = document->title_end - document->title_begin,
                  .text = document->text_bytes};
  uint8_t *sketch = writer->sketches[number % AS_DOCBLOCK];
  if (document->sketch == NULL) {
    memset(sketch, 0, AS_SKETCH_BYTES);
  } else {
    memcpy(sketch, document->sketch, AS_SKETCH_BYTES);
  }
  if (document->stamp.size != 0) writer->any_stamp = true;
  if (number != 0 && as_slice_compare(as_slice_of(writer->key.bytes, writer->key.size), document->key) >= 0)
    writer->shuffled = true;
  if (!add_string(&writer->keys, &writer->key, document->key, first)) return false;
  if (!add_string(&writer->stamps, &writer->stamp, document->stamp, first)) return false;
  if (writer->ordered) return true;
  uint64_t hash = as_hash64(document->key.bytes, document->key.size) >> (64 - AS_HASH_BITS);
  return as_vec_push(&writer->hashes, hash << 31 | number);
}

/* RANK is that of the document inserted next. */
static void add_run(as_document_writer *writer, uint32_t rank, uint64_t insertion) {
  if (rank == 0 || insertion != writer->insertion + 1) {
    as_buf_add_u32(&writer->runs, rank);
    as_buf_add_u64(&writer->runs, insertion);
    writer->directory.run_count++;
  }
  writer->insertion = insertion;
}

/* Ranks are below their number, each is there once, and with them insertion numbers ascend. */
static bool note_insertion(as_document_writer *writer, uint64_t insertion) {
  const uint32_t number = writer->directory.documents;
  if (writer->ranks == NULL) {
    if (number != 0 && insertion <= writer->insertion) return false;
    add_run(writer, number, insertion);
    return true;
  }
  if (number >= writer->rank_count || writer->ranks[number] >= writer->rank_count) return false;
  uint64_t *place = &writer->insertions[writer->ranks[number]];
  if (*place != UINT64_MAX) return false;
  *place = insertion;
  return true;
}

static assist_status check(const as_document_writer *writer, const as_segment_document *document,
                           assist_error *error) {
  uint32_t number = writer->directory.documents;
  if (number == AS_SEGMENT_DOCS_MAX) return as_fail(error, ASSIST_LIMIT, "too many documents in a segment");
  if (document->key.size > AS_KEY_MOST || document->stamp.size > AS_KEY_MOST) {
    return as_fail(error, ASSIST_LIMIT, "key or stamp of more than 1 MiB");
  }
  if (document->text_bytes >> 48 != 0) return as_fail(error, ASSIST_LIMIT, "document too large");
  if (writer->ordered && writer->shuffled) return as_fail(error, ASSIST_INVALID, "keys out of order");
  if (document->title_end < document->title_begin)
    return as_fail(error, ASSIST_INVALID, "document with a title out of order");
  return ASSIST_OK;
}

assist_status as_document_writer_add(as_document_writer *writer, const as_segment_document *document,
                                     assist_error *error) {
  assist_status status = check(writer, document, error);
  if (status == ASSIST_OK) status = add_lengths(writer, document->lengths, error);
  if (status == ASSIST_OK) status = add_values(writer, document, error);
  if (status == ASSIST_OK) status = add_texts(writer, document, error);
  if (status != ASSIST_OK) return status;
  if (!note_insertion(writer, document->insertion))
    return as_fail(error, ASSIST_INVALID, "document with insertion number out of order");
  if (!add_key(writer, document)) return as_fail_nomem(error);
  writer->directory.text += document->text_bytes;
  writer->directory.documents++;
  if (writer->directory.documents % AS_DOCBLOCK == 0) end_docblock(writer);
  return as_sealed_status(writer->file, error);
}

/* ---- the end ---- */

static void put_columns(as_document_writer *writer) {
  as_docs_directory *directory = &writer->directory;
  for (unsigned i = 0; i < directory->column_count; i++)
    as_column_writer_put_rows(&writer->columns[i], writer->file, &directory->columns[i]);
  for (unsigned i = 0; i < directory->field_count; i++)
    as_value_writer_put(&writer->values[i], writer->file, &directory->fields[i].values);
}

static void put_codes(as_document_writer *writer) {
  for (unsigned i = 0; i < writer->directory.field_count; i++) {
    if (writer->codes[i] == NULL) continue;
    writer->directory.fields[i].codes = as_sealed_at(writer->file);
    as_sealed_add(writer->file, writer->codes[i], writer->directory.documents);
  }
}

static bool ascend(const as_buf *rows) {
  for (size_t at = AS_FURNITURE_ROW; at < rows->size; at += AS_FURNITURE_ROW)
    if (as_load_u64(rows->bytes + at) <= as_load_u64(rows->bytes + at - AS_FURNITURE_ROW)) return false;
  return rows->size % AS_FURNITURE_ROW == 0 && rows->size / AS_FURNITURE_ROW <= AS_FURNITURE_MOST;
}

assist_status as_document_writer_furniture(as_document_writer *writer, const as_buf *rows,
                                           assist_error *error) {
  if (as_buf_failed(rows)) return as_fail_nomem(error);
  if (!ascend(rows)) return as_fail(error, ASSIST_INVALID, "rows of repeated lines out of order");
  as_buf_reset(&writer->furniture);
  as_buf_add(&writer->furniture, rows->bytes, rows->size);
  if (as_buf_failed(&writer->furniture) || !as_mark_writer_begin(&writer->marks, rows))
    return as_fail_nomem(error);
  return ASSIST_OK;
}

assist_status as_document_writer_marks(as_document_writer *writer, uint32_t document,
                                       const as_mark_list *marks, assist_error *error) {
  if (document >= writer->directory.documents) return as_fail(error, ASSIST_INVALID, "marks of no document");
  const uint8_t code = writer->codes[0] == NULL ? 0 : writer->codes[0][document];
  if (!as_marks_are_many(marks, as_length_of_code(code))) return ASSIST_OK;
  return as_mark_writer_add(&writer->marks, writer->file, document, marks, error);
}

/* The runs that could not be told before, and the ranks; false when a document is missing, or out of order. */
static bool put_ranks(as_document_writer *writer) {
  as_bit_writer bits;
  const uint32_t count = writer->directory.documents;
  if (writer->ranks == NULL) return true;
  if (count != writer->rank_count) return false;
  for (uint32_t rank = 0; rank < count; rank++) {
    if (rank != 0 && writer->insertions[rank] <= writer->insertions[rank - 1]) return false;
    add_run(writer, rank, writer->insertions[rank]);
  }
  as_buf_reset(&writer->bytes);
  as_bit_writer_init(&bits, &writer->bytes);
  for (uint32_t i = 0; i < count; i++) as_bits_put(&bits, writer->ranks[i], as_rank_bits(count));
  as_bits_flush(&bits);
  writer->directory.ranks = as_sealed_at(writer->file);
  as_sealed_add_buf(writer->file, &writer->bytes);
  return true;
}

assist_status as_document_writer_end(as_document_writer *writer, as_buf *out_directory, assist_error *error) {
  as_docs_directory *directory = &writer->directory;
  if (directory->documents % AS_DOCBLOCK != 0) end_docblock(writer);
  for (unsigned i = 0; i < directory->column_count; i++)
    as_column_writer_end(&writer->columns[i], writer->file);
  for (unsigned i = 0; i < directory->field_count; i++)
    as_column_writer_end(&writer->values[i].ordinals, writer->file);
  as_mark_writer_end(&writer->marks, writer->file);
  directory->blocks = as_sealed_at(writer->file);
  as_sealed_add_buf(writer->file, &writer->blocks);
  put_columns(writer);
  if (!put_ranks(writer)) return as_fail(error, ASSIST_INVALID, "documents with ranks out of order");
  directory->runs = as_sealed_at(writer->file);
  as_sealed_add_buf(writer->file, &writer->runs);
  put_codes(writer);
  directory->furniture = as_sealed_at(writer->file);
  directory->furniture_count = (uint32_t)(writer->furniture.size / AS_FURNITURE_ROW);
  as_sealed_add_buf(writer->file, &writer->furniture);
  as_mark_writer_put_tables(&writer->marks, writer->file, directory);
  if (writer->ordered && writer->shuffled) return as_fail(error, ASSIST_INVALID, "keys out of order");
  directory->ordered = !writer->shuffled;
  if (writer->shuffled) as_key_table_put(writer->file, directory, writer->hashes.items);
  as_docs_directory_put(out_directory, directory);
  return as_sealed_status(writer->file, error);
}

size_t as_document_writer_memory(const as_document_writer *writer) {
  size_t sum = writer->hashes.capacity * sizeof(uint64_t) + writer->blocks.capacity + writer->runs.capacity +
               (size_t)writer->rank_count * sizeof(uint64_t) + as_mark_writer_memory(&writer->marks);
  for (unsigned i = 0; i < writer->directory.field_count; i++)
    sum += writer->codes[i] == NULL ? 0 : writer->code_room;
  for (unsigned i = 0; i < writer->directory.column_count; i++)
    sum += as_column_writer_memory(&writer->columns[i]);
  for (unsigned i = 0; i < writer->directory.field_count; i++)
    sum += as_value_writer_memory(&writer->values[i]);
  return sum;
}
