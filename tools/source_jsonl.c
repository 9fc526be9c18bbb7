/* SPDX-License-Identifier: MIT
 *
 * A JSONL file is a document a line.  A malformed line is reported and skipped; the others are added.  The
 * file's own stamp is an attribute of the index, so that an unchanged file is skipped next time; a file with
 * lines that could not be read is marked as partial, and is read (and complained about) again. */
#include <inttypes.h>
#include <stdio.h>

#include "add.h"
#include "lines.h"
#include "signals.h"
#include "utf8.h"

typedef struct reading {
  at_add *add;
  const at_source *source;
  at_stamp stamp; /* of its records */
  at_text key;    /* PATH:LINE */
  bool partial, broken;
} reading;

static void problem(reading *r, uint64_t line, const char *what) {
  r->partial = true;
  at_add_problem(r->add, r->source->file->path, line, what);
}

/* The first broken line of a file is told. */
static void look_for_broken(reading *r, const char *line, size_t size, uint64_t number) {
  char what[96];
  if (r->broken) return;
  size_t at = at_utf8_check(line, size, 0);
  if (at == size) return;
  r->broken = true;
  snprintf(what, sizeof what, "contains broken UTF-8 at byte %zu; kept as it is", at);
  at_add_warn(r->source->file->path, number, what);
}

static void add_line(reading *r, const char *line, size_t size, uint64_t number) {
  at_add *add = r->add;
  assist_error error = {0};
  assist_status status = ASSIST_OK;
  at_record_result result = at_record_parse(add->record, line, size, add->document);
  if (result == AT_RECORD_BLANK) return;
  if (result == AT_RECORD_BAD) {
    problem(r, number, at_record_problem(add->record));
    return;
  }
  look_for_broken(r, line, size, number);
  if (!at_record_has_key(add->record)) {
    at_text_reset(&r->key);
    at_text_add(&r->key, r->source->key, r->source->key_size);
    at_text_print(&r->key, ":%" PRIu64, number);
    status = assist_document_set_key(add->document, r->key.bytes, r->key.size, &error);
  }
  if (status == ASSIST_OK && r->stamp.size > 0)
    status = assist_document_set_stamp(add->document, r->stamp.bytes, r->stamp.size, &error);
  if (status != ASSIST_OK)
    problem(r, number, error.message);
  else if (!at_add_put(add, r->source->file->path, number))
    r->partial = true;
}

static void read_lines(reading *r) {
  at_lines lines;
  char *line;
  size_t size;
  at_add *add = r->add;
  uint64_t before = add->read_bytes;
  at_lines_open(&lines, r->source->input);
  while (!add->fatal && !at_signals_caught() && at_lines_next(&lines, &line, &size)) {
    add->read_bytes = before + at_input_taken(r->source->input);
    add_line(r, line, size, lines.number);
  }
  add->read_bytes = before;
  if (lines.too_long) problem(r, lines.number + 1, "the line is longer than 1 GiB; reading ends here");
  if (at_input_failure(r->source->input) != NULL) problem(r, 0, at_input_failure(r->source->input));
  at_lines_close(&lines);
}

static void remember_source(const reading *r) {
  const at_source *source = r->source;
  at_stamp stamp = source->stamp;
  at_text name = {0};
  if (stamp.size == 0) return;
  if (r->partial)
    stamp.bytes[1] = AT_STAMP_PARTIAL;
  else
    at_hash_set_add(&r->add->changed, at_stamp_hash(source->key, source->key_size));
  at_text_add_string(&name, "file:");
  at_text_add(&name, source->key, source->key_size);
  at_add_attribute(r->add, name.bytes, stamp.bytes, stamp.size);
  at_text_clear(&name);
}

void at_add_jsonl(at_add *add, at_source *source) {
  reading r = {.add = add, .source = source};
  if (add->record == NULL) add->record = at_record_new(&add->options.map);
  at_stamp_record(&r.stamp, source->key, source->key_size, &source->stamp);
  read_lines(&r);
  if (!add->fatal && !at_signals_caught()) remember_source(&r);
  at_text_clear(&r.key);
}
