/* SPDX-License-Identifier: MIT
 *
 * Marks.  A block goes to the file when it is full, as a chunk of a column does; in memory stay 16 bytes a block written. */
#include "segwrite/marks.h"

#include "base/bits.h"
#include "base/error.h"

void as_mark_writer_init(as_mark_writer *writer) {
  *writer = (as_mark_writer){.places = NULL};
  as_buf_init(&writer->rows);
  as_buf_init(&writer->bytes);
}

void as_mark_writer_clear(as_mark_writer *writer) {
  as_vec_free(&writer->block.marks);
  as_buf_clear(&writer->rows);
  as_buf_clear(&writer->bytes);
  as_mem_free(writer->places);
  writer->places = writer->numbers = NULL;
}

bool as_mark_writer_begin(as_mark_writer *writer, const as_buf *table) {
  writer->lines = (uint32_t)(table->size / AS_FURNITURE_ROW);
  as_mem_free(writer->places);
  writer->places = as_mem_array(2 * (size_t)writer->lines + 1, sizeof *writer->places);
  if (writer->places == NULL) return false;
  writer->numbers = writer->places + writer->lines;
  if (!as_mark_order(table->bytes, writer->lines, writer->places)) return false;
  for (uint32_t i = 0; i < writer->lines; i++) writer->numbers[writer->places[i]] = i;
  return true;
}

void as_mark_writer_end(as_mark_writer *writer, as_sealed *file) {
  as_mark_block *block = &writer->block;
  if (block->count == 0) return;
  as_buf_reset(&writer->bytes);
  as_mark_block_put(&writer->bytes, block);
  as_buf_add_u32(&writer->rows, block->documents[0]);
  as_buf_add_u32(&writer->rows, (uint32_t)writer->bytes.size);
  as_buf_add_u64(&writer->rows, as_sealed_at(file));
  as_sealed_add_buf(file, &writer->bytes);
  block->count = 0;
  block->marks.count = 0;
}

static bool is_good(const as_mark_writer *writer, const as_mark_list *marks) {
  uint32_t before = 0;
  for (size_t i = 0; i < marks->list.count; i++) {
    const as_line_mark *mark = &marks->list.items[i];
    if (mark->line >= writer->lines || mark->begin < before || mark->end <= mark->begin) return false;
    before = mark->end;
  }
  return true;
}

assist_status as_mark_writer_add(as_mark_writer *writer, as_sealed *file, uint32_t document,
                                 const as_mark_list *marks, assist_error *error) {
  as_mark_block *block = &writer->block;
  if (marks->list.count == 0) return ASSIST_OK;
  if (!is_good(writer, marks) || (block->count > 0 && block->documents[block->count - 1] >= document))
    return as_fail(error, ASSIST_INVALID, "marks out of order, or of no line");
  if (block->count == AS_MARK_DOCUMENTS || block->marks.count >= AS_MARK_ENOUGH)
    as_mark_writer_end(writer, file);
  if (!as_vec_reserve(&block->marks, block->marks.count + marks->list.count)) return as_fail_nomem(error);
  block->documents[block->count] = document;
  block->counts[block->count] = (uint32_t)marks->list.count;
  block->whole[block->count++] = marks->whole;
  for (size_t i = 0; i < marks->list.count; i++) {
    as_line_mark mark = marks->list.items[i];
    mark.line = writer->numbers[mark.line];
    block->marks.items[block->marks.count++] = mark;
  }
  return ASSIST_OK;
}

/* Nothing where there are no marks. */
void as_mark_writer_put_tables(as_mark_writer *writer, as_sealed *file, as_docs_directory *directory) {
  as_bit_writer bits;
  directory->mark_count = (uint32_t)(writer->rows.size / AS_MARK_ROW);
  if (directory->mark_count == 0) return;
  directory->marks = as_sealed_at(file);
  as_sealed_add_buf(file, &writer->rows);
  as_buf_reset(&writer->bytes);
  as_bit_writer_init(&bits, &writer->bytes);
  for (uint32_t i = 0; i < writer->lines; i++)
    as_bits_put(&bits, writer->places[i], as_line_bits(writer->lines));
  as_bits_flush(&bits);
  directory->lines = as_sealed_at(file);
  as_sealed_add_buf(file, &writer->bytes);
}

size_t as_mark_writer_memory(const as_mark_writer *writer) {
  return writer->rows.capacity + writer->bytes.capacity +
         writer->block.marks.capacity * sizeof(as_line_mark) +
         2 * (size_t)writer->lines * sizeof *writer->places;
}
