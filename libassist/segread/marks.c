/* SPDX-License-Identifier: MIT
 *
 * Where in a document the lines stand that repeat.  A row leads to the block that may have the document, by a binary search; most
 * segments have a row for 128 documents, and those whose lines do not repeat have none. */
#include "base/bits.h"
#include "base/error.h"
#include "base/fixed.h"
#include "segread/opened.h"

static assist_status need(as_segment *segment, uint64_t offset, uint64_t size, const uint8_t **out_bytes,
                          assist_error *error) {
  return as_pages_need(as_segment_file(segment, AS_FILE_DOCUMENTS), offset, size, out_bytes, error);
}

static assist_status corrupt(as_segment *segment, uint64_t offset, assist_error *error) {
  return as_pages_corrupt(as_segment_file(segment, AS_FILE_DOCUMENTS), offset, "impossible marks of lines",
                          error);
}

assist_status as_mark_row_at(as_segment *segment, uint32_t at, as_mark_row *out_row, assist_error *error) {
  const uint8_t *row;
  assist_status status =
      need(segment, segment->docs.marks + (uint64_t)at * AS_MARK_ROW, AS_MARK_ROW, &row, error);
  if (status != ASSIST_OK) return status;
  *out_row = (as_mark_row){as_load_u32(row), as_load_u32(row + 4), as_load_u64(row + 8)};
  return ASSIST_OK;
}

/* The last row that begins with a document not behind DOCUMENT, and its block; *OUT_BYTES is NULL when there is none. */
static assist_status find_block(as_segment *segment, uint32_t document, as_mark_row *out_row,
                                const uint8_t **out_bytes, assist_error *error) {
  uint32_t low = 0, high = segment->docs.mark_count;
  *out_bytes = NULL;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    assist_status status = as_mark_row_at(segment, middle, out_row, error);
    if (status != ASSIST_OK) return status;
    if (out_row->first <= document) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return ASSIST_OK;
  assist_status status = as_mark_row_at(segment, low - 1, out_row, error);
  if (status != ASSIST_OK) return status;
  return need(segment, out_row->offset, out_row->size, out_bytes, error);
}

/* Numbers become places in the table of lines. */
static assist_status place_lines(as_segment *segment, as_mark_list *list, assist_error *error) {
  const uint32_t count = segment->docs.furniture_count;
  const uint64_t size = as_line_table_size(count);
  const uint8_t *bytes;
  as_bit_reader bits;
  assist_status status = need(segment, segment->docs.lines, size, &bytes, error);
  if (status != ASSIST_OK) return status;
  as_bit_reader_init(&bits, bytes, (size_t)size);
  for (size_t i = 0; i < list->list.count; i++) {
    as_line_mark *mark = &list->list.items[i];
    bits.at = (uint64_t)mark->line * as_line_bits(count);
    mark->line = (uint32_t)as_bits_get(&bits, as_line_bits(count));
    if (mark->line >= count) return corrupt(segment, segment->docs.lines, error);
  }
  return ASSIST_OK;
}

bool as_segment_has_marks(const as_segment *segment) { return segment->docs.mark_count > 0; }

assist_status as_segment_is_marked(as_segment *segment, uint32_t document, bool *out_is,
                                   assist_error *error) {
  as_mark_row row;
  const uint8_t *bytes;
  assist_status status = find_block(segment, document, &row, &bytes, error);
  if (status != ASSIST_OK) return status;
  *out_is = bytes != NULL && as_mark_block_has(bytes, row.size, row.first, document);
  return ASSIST_OK;
}

assist_status as_segment_marks(as_segment *segment, uint32_t document, as_mark_list *out_marks,
                               assist_error *error) {
  as_mark_row row;
  const uint8_t *bytes;
  out_marks->list.count = 0;
  out_marks->whole = false;
  assist_status status = find_block(segment, document, &row, &bytes, error);
  if (status != ASSIST_OK || bytes == NULL) return status;
  status = as_mark_block_get(bytes, row.size, row.first, document, segment->docs.furniture_count, out_marks);
  if (status == ASSIST_NOMEM) return as_fail_nomem(error);
  if (status != ASSIST_OK) return corrupt(segment, row.offset, error);
  return place_lines(segment, out_marks, error);
}

uint32_t as_segment_lines(const as_segment *segment) { return segment->docs.furniture_count; }

assist_status as_segment_line(as_segment *segment, uint32_t line, uint64_t *out_hash, uint32_t *out_documents,
                              assist_error *error) {
  const uint8_t *row;
  assist_status status = need(segment, segment->docs.furniture + (uint64_t)line * AS_FURNITURE_ROW,
                              AS_FURNITURE_ROW, &row, error);
  if (status != ASSIST_OK) return status;
  *out_hash = as_load_u64(row);
  *out_documents = as_load_u32(row + 8);
  return ASSIST_OK;
}

assist_status as_segment_most_line(as_segment *segment, uint32_t *out_documents, assist_error *error) {
  as_line_mark first = {.line = 0};
  as_mark_list list = {.list = {&first, 1, 1}};
  uint64_t hash;
  assist_status status = place_lines(segment, &list, error);
  if (status != ASSIST_OK) return status;
  return as_segment_line(segment, first.line, &hash, out_documents, error);
}
