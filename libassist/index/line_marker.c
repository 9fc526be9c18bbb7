/* SPDX-License-Identifier: MIT
 *
 * Scanning a text for positions costs more than looking at its lines, so it is done only where it must be.  Marks that the part has
 * are right, but there may be lines in the new table that its own had not.  So the lines of the new table are counted in the text; when
 * the part's marks are as many, they are those.  Where the lines have so few bytes that their marks would not be kept, there is nothing to be
 * scanned for. */
#include "index/line_marker.h"

#include <string.h>

#include "base/error.h"

assist_status as_line_marker_begin(as_line_marker *marker, const as_line_counter *counter, size_t part_count,
                                   assist_error *error) {
  marker->scanner = as_scanner_new();
  marker->lines = as_mem_calloc(part_count, sizeof *marker->lines);
  marker->part_count = part_count;
  as_line_counter_rows(counter, &marker->rows);
  bool good = marker->scanner != NULL && marker->lines != NULL && !as_buf_failed(&marker->rows) &&
              as_line_table_init(&marker->table, &marker->rows);
  return good ? ASSIST_OK : as_fail_nomem(error);
}

void as_line_marker_clear(as_line_marker *marker) {
  as_buf_clear(&marker->rows);
  as_line_table_clear(&marker->table);
  as_line_places_clear(&marker->places);
  as_scanner_free(marker->scanner);
  for (size_t i = 0; marker->lines != NULL && i < marker->part_count; i++) as_mem_free(marker->lines[i]);
  as_mem_free(marker->lines);
  as_vec_free(&marker->marks.list);
}

bool as_line_marker_has_lines(const as_line_marker *marker) { return marker->rows.size > 0; }

static uint32_t find_line(const as_line_marker *marker, const void *text, const as_line *line) {
  const uint64_t hash = as_line_counted_hash(text, line);
  return hash == 0 ? AS_LINE_NONE : as_line_table_find(&marker->table, hash);
}

/* ---- what the part knows ---- */

static assist_status enter_part(as_line_marker *marker, size_t part, as_segment *segment,
                                assist_error *error) {
  const uint32_t count = as_segment_lines(segment);
  if (marker->lines[part] != NULL) return ASSIST_OK;
  marker->lines[part] = as_mem_array((size_t)count + 1, sizeof **marker->lines);
  if (marker->lines[part] == NULL) return as_fail_nomem(error);
  for (uint32_t i = 0; i < count; i++) {
    uint64_t hash;
    uint32_t documents;
    assist_status status = as_segment_line(segment, i, &hash, &documents, error);
    if (status != ASSIST_OK) return status;
    marker->lines[part][i] = as_line_table_find(&marker->table, hash);
  }
  return ASSIST_OK;
}

/* Of its marks those of lines in the new table. */
static assist_status take_known(as_line_marker *marker, const as_marked_document *of, assist_error *error) {
  as_mark_list *marks = &marker->marks;
  assist_status status = enter_part(marker, of->part, of->segment, error);
  if (status == ASSIST_OK) status = as_segment_marks(of->segment, of->number, marks, error);
  if (status != ASSIST_OK) return status;
  size_t kept = 0;
  for (size_t i = 0; i < marks->list.count; i++) {
    as_line_mark mark = marks->list.items[i];
    mark.line = marker->lines[of->part][mark.line];
    if (mark.line != AS_LINE_NONE) marks->list.items[kept++] = mark;
  }
  if (kept < marks->list.count) marks->whole = false;
  marks->list.count = kept;
  return ASSIST_OK;
}

/* ---- what its text says ---- */

/* Lines of the table. */
typedef struct repeated {
  size_t count;
  uint64_t bytes; /* a position takes one or more */
} repeated;

static void count_lines(const as_line_marker *marker, const void *text, size_t size, repeated *sums) {
  as_line line;
  for (size_t at = 0; as_line_next(text, size, at, &line); at = line.after) {
    if (find_line(marker, text, &line) == AS_LINE_NONE) continue;
    sums->count++;
    sums->bytes += line.end - line.start;
  }
}

static bool is_body(const assist_value *value) {
  return value->kind == ASSIST_VALUE_TEXT && strcmp(value->field, "body") == 0;
}

/* A body of one line has no marks. */
static bool may_have_several(const assist_document *document) {
  size_t bodies = 0;
  for (size_t i = 0; i < as_document_value_count(document); i++) {
    assist_value value = as_document_value(document, i);
    if (!is_body(&value) || value.size == 0) continue;
    if (++bodies > 1 || memchr(value.text, '\n', value.size) != NULL) return true;
  }
  return false;
}

static repeated count_all_lines(const as_line_marker *marker, const assist_document *document) {
  repeated sums = {0};
  for (size_t i = 0; i < as_document_value_count(document); i++) {
    assist_value value = as_document_value(document, i);
    if (is_body(&value)) count_lines(marker, value.text, value.size, &sums);
  }
  return sums;
}

static bool mark_text(as_line_marker *marker, as_placed_lines of, size_t *lines) {
  as_placed_line line;
  while (as_placed_lines_next(&of, &line)) {
    if (line.begin == line.end) continue;
    ++*lines;
    const as_line_mark mark = {find_line(marker, of.text, &line.line), line.begin, line.end};
    if (mark.line != AS_LINE_NONE && !as_vec_push(&marker->marks.list, mark)) return false;
  }
  return true;
}

static assist_status scan_text(as_line_marker *marker, const as_marked_document *of, assist_error *error) {
  size_t lines = 0;
  marker->marks.list.count = 0;
  assist_status status =
      as_line_places_find(&marker->places, marker->scanner, of->document, of->title_end, error);
  if (status != ASSIST_OK || !as_line_places_are_several(&marker->places)) return status;
  for (size_t i = 0; i < marker->places.texts.count; i++)
    if (!mark_text(marker, as_line_places_of(&marker->places, i), &lines)) return as_fail_nomem(error);
  marker->marks.whole = marker->marks.list.count == lines;
  return ASSIST_OK;
}

assist_status as_line_marker_find(as_line_marker *marker, const as_marked_document *of, assist_error *error) {
  marker->marks.list.count = 0;
  if (!may_have_several(of->document)) return ASSIST_OK;
  const repeated sums = count_all_lines(marker, of->document);
  if (sums.count == 0 || sums.bytes * AS_MARK_SHARE < of->length) return ASSIST_OK;
  assist_status status = of->segment == NULL ? ASSIST_OK : take_known(marker, of, error);
  if (status != ASSIST_OK || marker->marks.list.count == sums.count) return status;
  return scan_text(marker, of, error);
}
