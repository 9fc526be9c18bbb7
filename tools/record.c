/* SPDX-License-Identifier: MIT
 *
 * JSONL, one object a line, read with an event parser: no tree is built, strings without escapes are
 * taken from the line as they stand, and values go straight into the document.  Plain lines are read by json_line.c; where it gives
 * up, yajl reads the line from its beginning, and says what is wrong.  Objects inside the object
 * flatten to `a.b`, arrays are several values of one name:
 *
 *   {"id":"7","title":"…","a":{"b":[1,2]},"x":null}   key 7, title, a.b = 1, a.b = 2
 *
 * One parser serves all lines (it may read several values one after the other); after a malformed line it is
 * made anew. Strings are not checked for UTF-8 here: a document may hold any bytes. */
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "json_line.h"
#include "record_state.h"
#include "tool.h"

#define EXACT "_assist"
#define DIGITS_KEPT 15 /* decimal digits that a double gives back */

static int on_null(void *context) {
  at_record *record = context;
  return record->depth > 0 ? 1 : at_record_bad(record, "not an object");
}
static int on_boolean(void *context, int value) { return at_record_boolean(context, value); }
static int on_number(void *context, const char *text, size_t size) {
  return at_record_number(context, text, size);
}
static int on_string(void *context, const unsigned char *text, size_t size) {
  return at_record_string(context, (const char *)text, size);
}

static int on_key(void *context, const unsigned char *name, size_t size) {
  at_record *record = context;
  record->name.size = record->prefix[record->depth];
  at_text_add(&record->name, name, size);
  return 1;
}

static int go_down(at_record *record, bool array) {
  if (record->depth == AT_RECORD_DEPTH) return at_record_bad(record, "nested too deeply");
  record->depth++;
  record->array[record->depth] = array;
  return 1;
}

static int on_start_object(void *context) {
  at_record *record = context;
  if (record->ended) return at_record_bad(record, "more than one object in the line");
  if (!go_down(record, false)) return 0;
  if (record->depth == 2 && record->name.size == sizeof EXACT - 1 &&
      memcmp(record->name.bytes, EXACT, sizeof EXACT - 1) == 0)
    record->in_exact = true;
  if (record->depth > 1) at_text_add_byte(&record->name, '.');
  record->prefix[record->depth] = record->name.size;
  return 1;
}

/* The name that was there before the object: an array may go on with it. */
static void restore_name(at_record *record, size_t prefix) {
  record->name.size = prefix == 0 ? 0 : prefix - 1;
  if (record->name.bytes != NULL) record->name.bytes[record->name.size] = '\0';
}

static int on_end_object(void *context) {
  at_record *record = context;
  int result = record->in_exact ? at_exact_end_object(record) : 1;
  restore_name(record, record->prefix[record->depth]);
  record->depth--;
  if (record->depth == 1) record->in_exact = false;
  record->ended = record->depth == 0;
  return result;
}

static int on_start_array(void *context) {
  at_record *record = context;
  if (record->depth == 0) return at_record_bad(record, "not an object");
  return go_down(record, true);
}

static int on_end_array(void *context) {
  at_record *record = context;
  record->depth--;
  return 1;
}

static const yajl_callbacks callbacks = {.yajl_null = on_null,
                                         .yajl_boolean = on_boolean,
                                         .yajl_number = on_number,
                                         .yajl_string = on_string,
                                         .yajl_start_map = on_start_object,
                                         .yajl_map_key = on_key,
                                         .yajl_end_map = on_end_object,
                                         .yajl_start_array = on_start_array,
                                         .yajl_end_array = on_end_array};

static void make_parser(at_record *record) {
  if (record->parser != NULL) yajl_free(record->parser);
  record->parser = yajl_alloc(&callbacks, NULL, record);
  if (record->parser == NULL) at_die("out of memory");
  yajl_config(record->parser, yajl_allow_multiple_values, 1);
  yajl_config(record->parser, yajl_dont_validate_strings, 1);
}

at_record *at_record_new(const at_member_map *map) {
  at_record *record = at_alloc(sizeof *record);
  record->map = map;
  make_parser(record);
  return record;
}

void at_record_free(at_record *record) {
  if (record == NULL) return;
  yajl_free(record->parser);
  at_text_clear(&record->name);
  at_text_clear(&record->decoded);
  at_text_clear(&record->key);
  at_text_clear(&record->misfit);
  at_text_clear(&record->problem);
  at_text_clear(&record->exact.field);
  at_text_clear(&record->exact.kind);
  at_text_clear(&record->exact.value);
  free(record);
}

static void begin(at_record *record, assist_document *document) {
  record->document = document;
  record->ended = record->has_key = record->has_title = record->in_exact = false;
  record->depth = 0;
  record->misfits = 0;
  record->exact.numbers = 0;
  record->exact.has_value = false;
  at_text_reset(&record->name);
  at_text_reset(&record->problem);
  assist_document_clear(document);
}

static void explain(at_record *record, const char *line, size_t size) {
  unsigned char *text = yajl_get_error(record->parser, 0, (const unsigned char *)line, size);
  if (text == NULL) at_die("out of memory");
  text[strcspn((char *)text, "\n")] = '\0';
  at_text_add_string(&record->problem, "not JSON: ");
  at_text_add_string(&record->problem, (char *)text);
  yajl_free_error(record->parser, text);
}

static bool is_blank(const char *line, size_t size) {
  size_t at = 0;
  while (at < size && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r' || line[at] == '\n')) at++;
  return at == size;
}

static int set_key(at_record *record) {
  assist_error error;
  if (!record->has_key) return 1;
  return at_record_added(
      record,
      assist_document_set_key(record->document, at_text_string(&record->key), record->key.size, &error),
      &error);
}

at_record_result at_record_parse(at_record *record, const char *line, size_t size,
                                 assist_document *document) {
  if (is_blank(line, size)) return AT_RECORD_BLANK;
  begin(record, document);
  if (at_json_line(line, size, &callbacks, record, &record->decoded))
    return at_exact_finish(record) && set_key(record) ? AT_RECORD_OK : AT_RECORD_BAD;
  begin(record, document);
  yajl_status status = yajl_parse(record->parser, (const unsigned char *)line, size);
  /* A number or a word at the very end is known to be whole only with something behind it. */
  if (status == yajl_status_ok) status = yajl_parse(record->parser, (const unsigned char *)"\n", 1);
  if (status == yajl_status_error && record->problem.size == 0) explain(record, line, size);
  if (status == yajl_status_ok && !record->ended) {
    at_record_bad(record, record->depth > 0 ? "not JSON: the object is cut short" : "not an object");
    status = yajl_status_error;
  }
  if (status == yajl_status_ok && at_exact_finish(record) && set_key(record)) return AT_RECORD_OK;
  make_parser(record);
  return AT_RECORD_BAD;
}

void at_record_begin(at_record *record, assist_document *document) {
  begin(record, document);
  record->depth = 1;
  record->array[1] = false;
}

/* As JSON writes numbers, so that 007 stays text, and with no more digits than a number keeps. */
static bool is_number(const char *text, size_t size) {
  size_t at = size > 0 && text[0] == '-', digits = 0, start = at;
  while (at < size && text[at] >= '0' && text[at] <= '9') at++;
  digits = at - start;
  if (digits == 0 || (digits > 1 && text[start] == '0')) return false;
  if (at < size && text[at] == '.') {
    size_t point = at++;
    while (at < size && text[at] >= '0' && text[at] <= '9') at++;
    if (at == point + 1) return false;
    digits += at - point - 1;
  }
  return at == size && digits <= DIGITS_KEPT;
}

bool at_record_cell(at_record *record, const char *name, size_t name_size, const char *text, size_t size) {
  at_text_reset(&record->name);
  at_text_add(&record->name, name, name_size);
  return (is_number(text, size) ? at_record_number(record, text, size)
                                : at_record_string(record, text, size)) != 0;
}

bool at_record_end(at_record *record) { return at_exact_finish(record) && set_key(record); }

bool at_record_has_key(const at_record *record) { return record->has_key; }
const char *at_record_problem(const at_record *record) { return at_text_string(&record->problem); }

size_t at_record_misfits(const at_record *record, const char **out_first) {
  *out_first = at_text_string(&record->misfit);
  return record->misfits;
}
