/* SPDX-License-Identifier: MIT
 *
 * A CSV file is a document a row, under the names of its first row, by the rules of JSONL.  An empty cell is nothing; a cell that reads
 * as a number in JSON is one.
 *
 * A quote that nothing closes would swallow the rest of the file: at its end the line that opened it is reported, and what was
 * swallowed is read again from the line behind. */
#include <string.h>

#include "add.h"
#include "csv.h"
#include "lines.h"
#include "records.h"
#include "signals.h"
#include "tool.h"

#define ROW_MAX ((size_t)1 << 30)

typedef struct table {
  at_records records;
  at_csv header, row;
  at_text raw;         /* lines of a row that is not complete */
  uint64_t first, now; /* lines: where the row began, and the one being read */
  bool has_header, is_open;
} table;

static void take_header(table *t) {
  at_csv *header = &t->header;
  *header = t->row;
  t->row = (at_csv){0};
  t->has_header = true;
  for (size_t i = 0; i < header->count; i++) {
    at_csv_cell *cell = &header->cells[i];
    const char *text = at_text_string(&header->text) + cell->start;
    while (cell->size > 0 && text[cell->size - 1] == ' ') cell->size--;
    while (cell->size > 0 && *text == ' ') {
      text++;
      cell->start++;
      cell->size--;
    }
  }
}

static bool add_cell(table *t, size_t column) {
  const at_csv_cell *cell = &t->row.cells[column], *name = &t->header.cells[column];
  if (cell->size == 0) return true;
  return at_record_cell(t->records.add->record, t->header.text.bytes + name->start, name->size,
                        t->row.text.bytes + cell->start, cell->size);
}

static void add_row(table *t) {
  at_record *record = t->records.add->record;
  bool good = true;
  for (size_t i = t->header.count; i < t->row.count; i++) good = good && t->row.cells[i].size == 0;
  if (!good) {
    at_records_problem(&t->records, t->first, "more cells than the header has");
    return;
  }
  at_record_begin(record, t->records.add->document);
  for (size_t i = 0; good && i < t->row.count && i < t->header.count; i++) good = add_cell(t, i);
  if (good && at_record_end(record))
    at_records_put(&t->records, at_text_string(&t->row.text), t->row.text.size, t->first);
  else
    at_records_problem(&t->records, t->first, at_record_problem(record));
}

static void take_line(table *t, const char *line, size_t size) {
  t->now++;
  if (!t->is_open) {
    at_csv_begin(&t->row);
    at_text_reset(&t->raw);
    t->first = t->now;
  }
  t->is_open = !at_csv_feed(&t->row, line, size);
  if (t->is_open)
    at_text_add(&t->raw, line, size);
  else if (t->row.is_bad)
    at_records_problem(&t->records, t->first, "not CSV: text behind a closing quote");
  else if (!t->has_header && !at_csv_is_blank(&t->row))
    take_header(t);
  else if (!at_csv_is_blank(&t->row))
    add_row(t);
}

static bool goes_on(const table *t) { return !t->records.add->fatal && !at_signals_caught(); }

/* Behind the newline at or after AT. */
static size_t line_end(const at_text *text, size_t at) {
  const char *newline = memchr(text->bytes + at, '\n', text->size - at);
  return newline == NULL ? text->size : (size_t)(newline - text->bytes) + 1;
}

/* The quote in line FIRST stays open: without that line once more. */
static void read_again(table *t) {
  at_text raw = t->raw;
  t->raw = (at_text){0};
  t->is_open = false;
  t->now = t->first;
  at_records_problem(&t->records, t->first, "not CSV: a quote that nothing closes");
  for (size_t at = line_end(&raw, 0), end; at < raw.size && goes_on(t); at = end) {
    end = line_end(&raw, at);
    take_line(t, raw.bytes + at, end - at);
  }
  at_text_clear(&raw);
}

static void read_rows(table *t) {
  at_add *add = t->records.add;
  at_input *input = t->records.source->input;
  at_lines lines;
  char *line;
  size_t size;
  uint64_t before = add->read_bytes;
  at_lines_open(&lines, input);
  while (goes_on(t) && t->raw.size < ROW_MAX && at_lines_next(&lines, &line, &size)) {
    add->read_bytes = before + at_input_taken(input);
    take_line(t, line, size);
  }
  add->read_bytes = before;
  while (t->is_open && goes_on(t) && t->raw.size < ROW_MAX) read_again(t);
  if (lines.too_long || t->raw.size >= ROW_MAX)
    at_records_problem(&t->records, t->first, "a row longer than 1 GiB; reading ends here");
  if (at_input_failure(input) != NULL) at_records_problem(&t->records, 0, at_input_failure(input));
  at_lines_close(&lines);
}

void at_add_csv(at_add *add, at_source *source) {
  table t = {0};
  at_records_begin(&t.records, add, source);
  read_rows(&t);
  at_records_end(&t.records);
  at_csv_clear(&t.header);
  at_csv_clear(&t.row);
  at_text_clear(&t.raw);
}
