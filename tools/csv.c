/* SPDX-License-Identifier: MIT
 *
 * RFC 4180: commas part cells, a cell may stand in quotes, in these a quote is written twice, and commas and newlines are
 * text.
 *
 *   row  = cell *("," cell) [CR] LF        cell = *TEXT | DQUOTE *(TEXT | "," | CR | LF | DQUOTE DQUOTE) DQUOTE
 *
 * A quote within a cell that does not begin with one is text (5" disk). */
#include "csv.h"

#include <stdlib.h>

#include "tool.h"

void at_csv_clear(at_csv *csv) {
  at_text_clear(&csv->text);
  free(csv->cells);
  *csv = (at_csv){0};
}

void at_csv_begin(at_csv *csv) {
  at_text_reset(&csv->text);
  csv->count = 0;
  csv->state = AT_CSV_START;
  csv->is_bad = false;
}

static void end_cell(at_csv *csv, size_t *start) {
  if (csv->count == csv->capacity) {
    csv->capacity = csv->capacity == 0 ? 16 : csv->capacity * 2;
    csv->cells = at_realloc(csv->cells, csv->capacity * sizeof *csv->cells);
  }
  csv->cells[csv->count++] = (at_csv_cell){*start, csv->text.size - *start};
  *start = csv->text.size;
  csv->state = AT_CSV_START;
}

static void take_byte(at_csv *csv, char byte, size_t *start) {
  bool is_open = csv->state == AT_CSV_QUOTED;
  if (byte == '"' && csv->state == AT_CSV_START) {
    csv->state = AT_CSV_QUOTED;
  } else if (byte == '"' && is_open) {
    csv->state = AT_CSV_QUOTE;
  } else if (byte == '"' && csv->state == AT_CSV_QUOTE) {
    at_text_add_byte(&csv->text, '"');
    csv->state = AT_CSV_QUOTED;
  } else if (byte == ',' && !is_open) {
    end_cell(csv, start);
  } else {
    csv->is_bad = csv->is_bad || csv->state == AT_CSV_QUOTE;
    at_text_add_byte(&csv->text, byte);
    if (!is_open) csv->state = AT_CSV_PLAIN;
  }
}

bool at_csv_feed(at_csv *csv, const char *line, size_t size) {
  size_t start = csv->count == 0 ? 0 : csv->cells[csv->count - 1].start + csv->cells[csv->count - 1].size;
  size_t end = size > 0 && line[size - 1] == '\n' ? size - 1 : size;
  size_t last = end > 0 && line[end - 1] == '\r' ? end - 1 : end;
  for (size_t i = 0; i < last; i++) take_byte(csv, line[i], &start);
  if (csv->state == AT_CSV_QUOTED) {
    at_text_add(&csv->text, line + last, size - last);
    return false;
  }
  end_cell(csv, &start);
  return true;
}

bool at_csv_is_blank(const at_csv *csv) { return csv->count == 1 && csv->text.size == 0; }
