/* SPDX-License-Identifier: MIT
 *
 * A file of records is many documents.  What is malformed is reported and skipped; the others are added.  The
 * file's own stamp is an attribute of the index, so that an unchanged file is skipped next time; a file with
 * records that could not be read is marked as partial, and is read (and complained about) again. */
#include "records.h"

#include <inttypes.h>
#include <stdio.h>

#include "signals.h"
#include "utf8.h"

void at_records_begin(at_records *records, at_add *add, const at_source *source) {
  *records = (at_records){.add = add, .source = source};
  if (add->record == NULL) add->record = at_record_new(&add->options.map);
  at_stamp_record(&records->stamp, source->key, source->key_size, &source->stamp);
}

void at_records_problem(at_records *records, uint64_t line, const char *what) {
  records->partial = true;
  at_add_problem(records->add, records->source->file->path, line, what);
}

/* The first broken record of a file is told. */
static void look_for_broken(at_records *records, const char *bytes, size_t size, uint64_t line) {
  char what[96];
  if (records->broken) return;
  size_t at = at_utf8_check(bytes, size, 0);
  if (at == size) return;
  records->broken = true;
  snprintf(what, sizeof what, "contains broken UTF-8 at byte %zu; kept as it is", at);
  at_add_warn(records->source->file->path, line, what);
}

static assist_status name_record(at_records *records, uint64_t line, assist_error *error) {
  const at_source *source = records->source;
  if (at_record_has_key(records->add->record)) return ASSIST_OK;
  at_text_reset(&records->key);
  at_text_add(&records->key, source->key, source->key_size);
  at_text_print(&records->key, ":%" PRIu64, line);
  return assist_document_set_key(records->add->document, records->key.bytes, records->key.size, error);
}

void at_records_put(at_records *records, const char *bytes, size_t size, uint64_t line) {
  at_add *add = records->add;
  assist_error error = {0};
  look_for_broken(records, bytes, size, line);
  assist_status status = name_record(records, line, &error);
  if (status == ASSIST_OK && records->stamp.size > 0)
    status = assist_document_set_stamp(add->document, records->stamp.bytes, records->stamp.size, &error);
  if (status != ASSIST_OK)
    at_records_problem(records, line, error.message);
  else if (!at_add_put(add, records->source->file->path, line))
    records->partial = true;
}

static void remember(const at_records *records) {
  const at_source *source = records->source;
  at_stamp stamp = source->stamp;
  at_text name = {0};
  if (stamp.size == 0) return;
  if (records->partial)
    stamp.bytes[1] = AT_STAMP_PARTIAL;
  else
    at_hash_set_add(&records->add->changed, at_stamp_hash(source->key, source->key_size));
  at_text_add_string(&name, "file:");
  at_text_add(&name, source->key, source->key_size);
  at_add_attribute(records->add, name.bytes, stamp.bytes, stamp.size);
  at_text_clear(&name);
}

void at_records_end(at_records *records) {
  if (!records->add->fatal && !at_signals_caught()) remember(records);
  at_text_clear(&records->key);
}
