/* SPDX-License-Identifier: MIT
 *
 * A JSONL file is a document a line. */
#include "add.h"
#include "lines.h"
#include "records.h"
#include "signals.h"

static void add_line(at_records *records, const char *line, size_t size, uint64_t number) {
  at_add *add = records->add;
  switch (at_record_parse(add->record, line, size, add->document)) {
  case AT_RECORD_BLANK: break;
  case AT_RECORD_BAD: at_records_problem(records, number, at_record_problem(add->record)); break;
  case AT_RECORD_OK: at_records_put(records, line, size, number); break;
  }
}

void at_add_jsonl(at_add *add, at_source *source) {
  at_records records;
  at_lines lines;
  char *line;
  size_t size;
  uint64_t before = add->read_bytes;
  at_records_begin(&records, add, source);
  at_lines_open(&lines, source->input);
  while (!add->fatal && !at_signals_caught() && at_lines_next(&lines, &line, &size)) {
    add->read_bytes = before + at_input_taken(source->input);
    add_line(&records, line, size, lines.number);
  }
  add->read_bytes = before;
  if (lines.too_long)
    at_records_problem(&records, lines.number + 1, "the line is longer than 1 GiB; reading ends here");
  if (at_input_failure(source->input) != NULL)
    at_records_problem(&records, 0, at_input_failure(source->input));
  at_lines_close(&lines);
  at_records_end(&records);
}
