/* SPDX-License-Identifier: MIT
 *
 * What is logged of a document, all of it varints, some five bytes a mark:
 *
 *   document = number less that before   lines   marks   (name   begin less the end before   end less begin) ...
 *
 * A line's first place is not logged when it is met, for most lines are never met again; it comes late, and is sorted in. */
#include "index/mark_log.h"

#include <stdlib.h>

#include "base/cursor.h"
#include "base/error.h"

void as_mark_log_clear(as_mark_log *log) {
  as_buf_clear(&log->bytes);
  as_vec_free(&log->hashes);
  as_vec_free(&log->late);
  as_vec_free(&log->marks);
}

void as_mark_log_reset(as_mark_log *log) {
  as_buf_reset(&log->bytes);
  log->before = 0;
  log->hashes.count = log->late.count = log->marks.count = 0;
}

size_t as_mark_log_memory(const as_mark_log *log) {
  return log->bytes.capacity + log->hashes.capacity * sizeof *log->hashes.items +
         log->late.capacity * sizeof *log->late.items + log->marks.capacity * sizeof *log->marks.items;
}

bool as_mark_log_name(as_mark_log *log, uint64_t hash, uint32_t *out_name) {
  *out_name = (uint32_t)log->hashes.count;
  return as_vec_push(&log->hashes, hash);
}

bool as_mark_log_late(as_mark_log *log, uint32_t document, as_line_mark mark) {
  const as_late_mark late = {document, mark};
  return as_vec_push(&log->late, late);
}

bool as_mark_log_add(as_mark_log *log, as_line_mark mark) { return as_vec_push(&log->marks, mark); }

bool as_mark_log_end(as_mark_log *log, uint32_t document, uint32_t lines) {
  uint32_t before = 0;
  as_buf_add_varint(&log->bytes, document - log->before);
  as_buf_add_varint(&log->bytes, lines);
  as_buf_add_varint(&log->bytes, log->marks.count);
  for (size_t i = 0; i < log->marks.count; before = log->marks.items[i++].end) {
    const as_line_mark *mark = &log->marks.items[i];
    as_buf_add_varint(&log->bytes, mark->line);
    as_buf_add_varint(&log->bytes, mark->begin - before);
    as_buf_add_varint(&log->bytes, mark->end - mark->begin);
  }
  log->before = document + 1;
  log->marks.count = 0;
  return !as_buf_failed(&log->bytes);
}

/* ---- reading ---- */

static int by_place(const void *a, const void *b) {
  const as_late_mark *x = a, *y = b;
  if (x->document != y->document) return x->document < y->document ? -1 : 1;
  return x->mark.begin < y->mark.begin ? -1 : x->mark.begin > y->mark.begin;
}

typedef struct log_reader {
  as_cursor cursor;
  const as_late_mark *late, *late_end;
  const uint32_t *lines; /* by name */
  as_mark_list marks;
} log_reader;

static bool keep(log_reader *from, as_line_mark mark) {
  mark.line = from->lines[mark.line];
  return mark.line == AS_LINE_NONE || as_vec_push(&from->marks.list, mark);
}

static bool keep_late(log_reader *from, uint32_t document, uint32_t before) {
  for (; from->late < from->late_end && from->late->document == document; from->late++) {
    if (from->late->mark.begin >= before) return true;
    if (!keep(from, from->late->mark)) return false;
  }
  return true;
}

static bool read_document(log_reader *from, uint32_t *document) {
  *document += (uint32_t)as_cursor_varint(&from->cursor);
  const uint64_t lines = as_cursor_varint(&from->cursor);
  uint32_t end = 0;
  from->marks.list.count = 0;
  for (uint64_t left = as_cursor_varint(&from->cursor); left > 0; left--) {
    as_line_mark mark = {.line = (uint32_t)as_cursor_varint(&from->cursor)};
    mark.begin = end + (uint32_t)as_cursor_varint(&from->cursor);
    mark.end = end = mark.begin + (uint32_t)as_cursor_varint(&from->cursor);
    if (!keep_late(from, *document, mark.begin) || !keep(from, mark)) return false;
  }
  if (!keep_late(from, *document, UINT32_MAX)) return false;
  from->marks.whole = from->marks.list.count == lines;
  return true;
}

/* Which lines of the table the names stand for. */
static uint32_t *find_lines(const as_mark_log *log, const as_line_table *table) {
  uint32_t *lines = as_mem_array(log->hashes.count + 1, sizeof *lines);
  for (size_t i = 0; lines != NULL && i < log->hashes.count; i++)
    lines[i] = as_line_table_find(table, log->hashes.items[i]);
  return lines;
}

assist_status as_mark_log_read(as_mark_log *log, const as_line_table *table,
                               assist_status (*each)(void *context, uint32_t document,
                                                     const as_mark_list *marks, assist_error *error),
                               void *context, assist_error *error) {
  uint32_t document = 0;
  uint32_t *lines = find_lines(log, table);
  if (lines == NULL) return as_fail_nomem(error);
  if (log->late.count > 1) qsort(log->late.items, log->late.count, sizeof *log->late.items, by_place);
  log_reader from = {.late = log->late.items, .late_end = log->late.items + log->late.count, .lines = lines};
  assist_status status = ASSIST_OK;
  as_cursor_init(&from.cursor, log->bytes.bytes, log->bytes.size);
  for (; status == ASSIST_OK && as_cursor_left(&from.cursor) > 0; document++) {
    status = read_document(&from, &document) ? ASSIST_OK : as_fail_nomem(error);
    if (status == ASSIST_OK && from.marks.list.count > 0)
      status = each(context, document, &from.marks, error);
  }
  as_vec_free(&from.marks.list);
  as_mem_free(lines);
  return status;
}
