/* SPDX-License-Identifier: MIT
 *
 * Most documents are plain JSON: {"id":…,"title":…,"body":…,"date":…,"price":…}.  Some hold what JSON or the
 * rules for reading it cannot say: broken UTF-8, a text named like a key, values of two fields interleaved, a
 * date without its text, a name twice. Instead of listing these cases the plain line is read back by the reader of `add`;
 * where the result is not the document, the line is written in the long form (record_exact.c).  So a dump is
 * exact by construction.
 *
 * Stamps are not part of it: what is added from a dump comes from the dump. */
#include "dump_line.h"

#include <stdlib.h>

#include "json_out.h"
#include "record.h"
#include "tool.h"
#include "utf8.h"

struct at_dump {
  at_member_map map;
  at_record *record;
  assist_document *again;
  at_text line;
};

at_dump *at_dump_new(void) {
  at_dump *dump = at_alloc(sizeof *dump);
  at_member_map_init(&dump->map);
  dump->record = at_record_new(&dump->map);
  if (assist_document_new(&dump->again, NULL) != ASSIST_OK) at_die("out of memory");
  return dump;
}

void at_dump_free(at_dump *dump) {
  assist_document_free(dump->again);
  at_record_free(dump->record);
  at_member_map_clear(&dump->map);
  at_text_clear(&dump->line);
  free(dump);
}

static assist_value value_at(const assist_document *document, size_t at) {
  assist_value value = {0};
  if (assist_document_value_at(document, at, &value, NULL) != ASSIST_OK)
    at_die("a value cannot be read back");
  return value;
}

static bool same_value(const assist_value *a, const assist_value *b) {
  if (a->kind != b->kind || strcmp(a->field, b->field) != 0) return false;
  if (a->kind == ASSIST_VALUE_NUMBER) return memcmp(&a->number, &b->number, sizeof a->number) == 0;
  if (a->kind == ASSIST_VALUE_DATE) return a->microseconds == b->microseconds;
  return a->size == b->size && (a->size == 0 || memcmp(a->text, b->text, a->size) == 0);
}

static bool same_document(const assist_document *a, const assist_document *b) {
  size_t a_size, b_size, a_title[2] = {0}, b_title[2] = {0};
  const char *a_key = assist_document_key(a, &a_size), *b_key = assist_document_key(b, &b_size);
  if (a_size != b_size || memcmp(a_key, b_key, a_size) != 0) return false;
  int a_in = assist_document_title_in_body(a, &a_title[0], &a_title[1]);
  int b_in = assist_document_title_in_body(b, &b_title[0], &b_title[1]);
  if (a_in != b_in || memcmp(a_title, b_title, sizeof a_title) != 0) return false;
  size_t count = assist_document_value_count(a);
  if (count != assist_document_value_count(b)) return false;
  for (size_t i = 0; i < count; i++) {
    assist_value left = value_at(a, i), right = value_at(b, i);
    if (!same_value(&left, &right)) return false;
  }
  return true;
}

static void add_key(at_text *out, const assist_document *document) {
  size_t size;
  const char *key = assist_document_key(document, &size);
  at_json_member(out, "id");
  at_json_string(out, key, size);
  if (at_utf8_check(key, size, 0) == size) return;
  at_json_member(out, "key_bytes");
  at_json_base64(out, key, size);
}

static void add_title_in_body(at_text *out, const assist_document *document) {
  size_t offset, size, title_size;
  if (assist_document_title_in_body(document, &offset, &size) != 1) return;
  at_json_member(out, "_assist");
  at_text_print(out, "{\"title_in_body\":[%zu,%zu]}", offset, size);
  const char *title = assist_document_text(document, "title", &title_size);
  at_json_member(out, "title");
  at_json_string(out, title, title_size);
}

static void add_plain(at_text *out, const assist_value *value) {
  char date[40];
  if (value->kind == ASSIST_VALUE_NUMBER) {
    at_json_number(out, value->number);
  } else if (value->kind == ASSIST_VALUE_DATE) {
    assist_date_print(value->microseconds, date);
    at_json_string(out, date, strlen(date));
  } else {
    at_json_string(out, value->text, value->size);
  }
}

/* Whether the value AT repeats what its field's text says: the date column beside a text. */
static bool is_beside_text(const assist_document *document, size_t at) {
  assist_value value = value_at(document, at);
  if (value.kind != ASSIST_VALUE_DATE || at == 0) return false;
  assist_value before = value_at(document, at - 1);
  return before.kind == ASSIST_VALUE_TEXT && strcmp(before.field, value.field) == 0;
}

/* The values of one field from FIRST on: one, or an array.  Values of a field stand side by side in a plain
 * line. */
static size_t add_field(at_text *out, const assist_document *document, size_t first, size_t count) {
  assist_value value = value_at(document, first);
  size_t end = first, shown = 0;
  for (; end < count; end++) {
    assist_value next = value_at(document, end);
    if (strcmp(next.field, value.field) != 0) break;
    shown += !is_beside_text(document, end);
  }
  at_json_member(out, value.field);
  if (shown != 1) at_text_add_byte(out, '[');
  for (size_t at = first; at < end; at++) {
    if (is_beside_text(document, at)) continue;
    value = value_at(document, at);
    at_json_comma(out);
    add_plain(out, &value);
  }
  if (shown != 1) at_text_add_byte(out, ']');
  return end;
}

static void write_plain(at_text *out, const assist_document *document) {
  size_t count = assist_document_value_count(document);
  at_text_reset(out);
  at_text_add_byte(out, '{');
  add_key(out, document);
  add_title_in_body(out, document);
  for (size_t at = 0; at < count;) at = add_field(out, document, at, count);
  at_text_add_string(out, "}\n");
}

static void add_exact_text(at_text *out, const assist_value *value) {
  bool good = at_utf8_check(value->text, value->size, 0) == value->size;
  at_json_member(out, good ? "text" : "bytes");
  if (good)
    at_json_string(out, value->text, value->size);
  else
    at_json_base64(out, value->text, value->size);
}

static void add_exact(at_text *out, const assist_value *value) {
  static const char *const kinds[] = {"", "text", "number", "date", "stored"};
  at_json_comma(out);
  at_text_add_byte(out, '{');
  at_json_member(out, "field");
  at_json_string(out, value->field, strlen(value->field));
  at_json_member(out, "kind");
  at_json_string(out, kinds[value->kind], strlen(kinds[value->kind]));
  if (value->kind == ASSIST_VALUE_NUMBER) {
    at_json_member(out, "number");
    at_json_number(out, value->number);
  } else if (value->kind == ASSIST_VALUE_DATE) {
    at_json_member(out, "microseconds");
    at_text_print(out, "%lld", (long long)value->microseconds);
  } else {
    add_exact_text(out, value);
  }
  at_text_add_byte(out, '}');
}

static void write_exact(at_text *out, const assist_document *document) {
  size_t offset, size;
  at_text_reset(out);
  at_text_add_byte(out, '{');
  add_key(out, document);
  at_json_member(out, "_assist");
  at_text_add_byte(out, '{');
  if (assist_document_title_in_body(document, &offset, &size) == 1)
    at_text_print(out, "\"title_in_body\":[%zu,%zu]", offset, size);
  at_json_member(out, "values");
  at_text_add_byte(out, '[');
  for (size_t at = 0; at < assist_document_value_count(document); at++) {
    assist_value value = value_at(document, at);
    add_exact(out, &value);
  }
  at_text_add_string(out, "]}}\n");
}

static bool comes_again(const assist_document *document, size_t from, const char *field) {
  for (size_t at = from; at < assist_document_value_count(document); at++)
    if (strcmp(value_at(document, at).field, field) == 0) return true;
  return false;
}

/* Would the plain line have a name twice?  The reader of `add` takes both; others keep one. */
static bool names_twice(const assist_document *document) {
  size_t count = assist_document_value_count(document);
  for (size_t at = 0; at < count; at++) {
    const char *field = value_at(document, at).field;
    if (strcmp(field, "id") == 0) return true;
    if (at + 1 < count && strcmp(value_at(document, at + 1).field, field) != 0 &&
        comes_again(document, at + 2, field))
      return true;
  }
  return false;
}

const at_text *at_dump_line(at_dump *dump, const assist_document *document) {
  write_plain(&dump->line, document);
  if (names_twice(document) ||
      at_record_parse(dump->record, dump->line.bytes, dump->line.size, dump->again) != AT_RECORD_OK ||
      !same_document(document, dump->again))
    write_exact(&dump->line, document);
  return &dump->line;
}
