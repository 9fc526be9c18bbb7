/* SPDX-License-Identifier: MIT
 *
 * Repeated lines, and where they stand: lines ascend, marks are of documents that there are and within them, and numbers of lines
 * go by how many documents have them. */
#include "base/bits.h"
#include "base/error.h"
#include "base/fixed.h"
#include "format/length.h"
#include "segread/check.h"
#include "segread/opened.h"

typedef struct mark_check {
  as_segment_checker *check;
  const uint8_t *codes; /* of lengths */
  as_mark_list marks;
  uint32_t next; /* the first document that may have marks */
} mark_check;

/* Ascending, and in no more documents than there are. */
static assist_status check_lines(as_segment_checker *check) {
  const as_docs_directory *docs = &check->segment->docs;
  uint64_t before = 0;
  for (uint32_t i = 0; i < docs->furniture_count; i++) {
    uint64_t hash = 0;
    uint32_t documents = 0;
    assist_status status = as_segment_line(check->segment, i, &hash, &documents, check->error);
    if (status != ASSIST_OK) return status;
    if (hash <= before || documents < AS_FURNITURE_LEAST || documents > check->segment->record.documents) {
      return as_check_corrupt(check, AS_FILE_DOCUMENTS, docs->furniture + (uint64_t)i * AS_FURNITURE_ROW,
                              "impossible repeated line");
    }
    before = hash;
  }
  return ASSIST_OK;
}

static assist_status bad_marks(const mark_check *state, uint64_t offset) {
  return as_check_corrupt(state->check, AS_FILE_DOCUMENTS, offset, "impossible marks of lines");
}

static assist_status check_document(mark_check *state, uint32_t document, uint64_t offset) {
  as_segment *segment = state->check->segment;
  if (document < state->next || document >= segment->record.documents) return bad_marks(state, offset);
  state->next = document + 1;
  assist_status status = as_segment_marks(segment, document, &state->marks, state->check->error);
  if (status != ASSIST_OK) return status;
  const uint32_t length = as_length_of_code(state->codes[document]);
  if (state->marks.list.count == 0 || !as_marks_are_many(&state->marks, length))
    return bad_marks(state, offset);
  for (size_t i = 0; i < state->marks.list.count; i++) {
    const as_line_mark *mark = &state->marks.list.items[i];
    if (mark->end > length) return bad_marks(state, offset);
  }
  return ASSIST_OK;
}

static assist_status check_block(mark_check *state, uint32_t at) {
  uint32_t documents[AS_MARK_DOCUMENTS];
  as_mark_row row = {0};
  const uint8_t *bytes = NULL;
  as_segment *segment = state->check->segment;
  assist_status status = as_mark_row_at(segment, at, &row, state->check->error);
  if (status == ASSIST_OK)
    status = as_pages_need(as_segment_file(segment, AS_FILE_DOCUMENTS), row.offset, row.size, &bytes,
                           state->check->error);
  if (status != ASSIST_OK) return status;
  const unsigned count = as_mark_block_documents(bytes, row.size, row.first, documents);
  if (count == 0) return bad_marks(state, row.offset);
  for (unsigned i = 0; status == ASSIST_OK && i < count; i++)
    status = check_document(state, documents[i], row.offset);
  return status;
}

/* A number less has more documents, or as many and a place before: then each place is there once. */
static assist_status check_numbers(const mark_check *state) {
  as_segment *segment = state->check->segment;
  const uint32_t count = segment->docs.furniture_count;
  const uint64_t size = as_line_table_size(count);
  const uint8_t *bytes;
  as_bit_reader bits;
  uint64_t before = 0;
  assist_status status = as_pages_need(as_segment_file(segment, AS_FILE_DOCUMENTS), segment->docs.lines, size,
                                       &bytes, state->check->error);
  if (status != ASSIST_OK) return status;
  as_bit_reader_init(&bits, bytes, (size_t)size);
  for (uint32_t i = 0; i < count; i++) {
    uint64_t hash;
    uint32_t documents = 0;
    const uint32_t line = (uint32_t)as_bits_get(&bits, as_line_bits(count));
    if (line >= count) return bad_marks(state, segment->docs.lines);
    status = as_segment_line(segment, line, &hash, &documents, state->check->error);
    if (status != ASSIST_OK) return status;
    const uint64_t key = (uint64_t)(UINT32_MAX - documents) << 32 | line;
    if (i > 0 && key <= before) return bad_marks(state, segment->docs.lines);
    before = key;
  }
  return ASSIST_OK;
}

static assist_status check_all(mark_check *state) {
  as_segment_checker *check = state->check;
  assist_error inner;
  assist_status status = ASSIST_OK;
  for (uint32_t i = 0; status == ASSIST_OK && i < check->segment->docs.mark_count; i++) {
    /* every time, since a step lets the segment forget them */
    state->codes = as_segment_length_codes(check->segment, 0, &inner);
    if (state->codes == NULL) {
      if (check->error != NULL) *check->error = inner;
      return inner.code;
    }
    status = check_block(state, i);
    if (status == ASSIST_OK) status = as_check_step(check, 0);
  }
  return status == ASSIST_OK ? check_numbers(state) : status;
}

assist_status as_check_marks(as_segment_checker *check) {
  mark_check state = {.check = check};
  assist_status status = check_lines(check);
  if (status == ASSIST_OK && check->segment->docs.mark_count > 0) status = check_all(&state);
  as_vec_free(&state.marks.list);
  return status;
}
