/* SPDX-License-Identifier: MIT
 *
 * What the members of an object mean (at_member_map has the names):
 *
 *   key          a string or number that names the document
 *   title, body  text, whatever the JSON type
 *   date         text and a date column; what does not read as a date stays text and is a misfit
 *   others       strings: text, and a date column beside it when the whole string reads as a date; numbers: a
 * number
 *                column; true and false: that text; null: nothing
 *
 * `key_bytes` is a key that is not UTF-8, in base64, as search and dump write it. */
#include <stdlib.h>
#include <string.h>

#include "record_state.h"
#include "tool.h"
#include "visible.h"

#define DATE_LEAST 4
#define DATE_MOST 128

int at_record_bad(at_record *record, const char *what) {
  at_text_reset(&record->problem);
  at_text_add_string(&record->problem, what);
  return 0;
}

void at_record_misfit(at_record *record, const char *what) {
  if (record->misfits++ > 0) return;
  at_text_reset(&record->misfit);
  at_visible_bytes(&record->misfit, at_text_string(&record->name), record->name.size);
  at_text_add_string(&record->misfit, ": ");
  at_text_add_string(&record->misfit, what);
}

int at_record_added(at_record *record, assist_status status, const assist_error *error) {
  if (status == ASSIST_OK) return 1;
  if (status == ASSIST_NOMEM) at_die("out of memory");
  return at_record_bad(record, error->message);
}

static int add_text(at_record *record, const char *field, const char *text, size_t size) {
  assist_error error;
  return at_record_added(record, assist_document_add_text(record->document, field, text, size, &error),
                         &error);
}

/* The date column beside a text; most strings are refused by their size or first byte: a digit, or a character
 * of three bytes (二〇二一年, ２０２１年, 民國110年). */
static int add_date(at_record *record, const char *field, const char *text, size_t size, bool *out_is_date) {
  int64_t microseconds;
  assist_error error;
  const unsigned char first = size > 0 ? (unsigned char)text[0] : 0;
  *out_is_date = size >= DATE_LEAST && size <= DATE_MOST &&
                 ((first >= '0' && first <= '9') || first >= 0xE3) &&
                 assist_date_parse(text, size, &microseconds, NULL, NULL) == ASSIST_OK;
  if (!*out_is_date) return 1;
  return at_record_added(record, assist_document_add_date(record->document, field, microseconds, &error),
                         &error);
}

static int add_text_and_date(at_record *record, const char *field, const char *text, size_t size) {
  bool is_date;
  return add_text(record, field, text, size) && add_date(record, field, text, size, &is_date);
}

/* The key so far gives way: it becomes an ordinary member. */
static int demote_key(at_record *record) {
  if (!record->has_key || record->key_field == NULL) return 1;
  return add_text_and_date(record, record->key_field, at_text_string(&record->key), record->key.size);
}

static int take_key(at_record *record, const char *field, unsigned rank, const char *text, size_t size) {
  if (record->has_key && record->key_rank <= rank)
    return field == NULL ? 1 : add_text_and_date(record, field, text, size);
  if (size == 0) return at_record_bad(record, "empty key");
  if (!demote_key(record)) return 0;
  at_text_reset(&record->key);
  at_text_add(&record->key, text, size);
  record->has_key = true;
  record->key_rank = rank;
  record->key_field = field;
  return 1;
}

static int take_key_bytes(at_record *record, const char *text, size_t size) {
  at_text *bytes = &record->exact.value;
  if (!at_base64_decode(text, size, bytes) || bytes->size == 0)
    return at_record_bad(record, "key_bytes: not base64");
  /* The key beside it is the same, with its broken bytes replaced. */
  record->has_key = false;
  return take_key(record, NULL, 0, bytes->bytes, bytes->size);
}

static int take_title(at_record *record, const char *text, size_t size) {
  /* The dump of a document whose title is in its body repeats it for readers. */
  if (record->exact.numbers == 2) return 1;
  record->has_title = true;
  return add_text(record, "title", text, size);
}

static int take_date(at_record *record, const char *text, size_t size) {
  bool is_date;
  if (!add_text(record, "date", text, size) || !add_date(record, "date", text, size, &is_date)) return 0;
  if (!is_date && size > 0) at_record_misfit(record, "does not read as a date; kept as text");
  return 1;
}

static bool is_name(const at_record *record, const char *name) {
  return record->name.size == strlen(name) && memcmp(record->name.bytes, name, record->name.size) == 0;
}

/* A field's name must be 1 to 255 bytes without NUL; a value under another name is left out. */
static bool has_bad_name(at_record *record) {
  if (record->name.size > 0 && record->name.size <= ASSIST_FIELD_NAME_MAX &&
      memchr(record->name.bytes, 0, record->name.size) == NULL)
    return false;
  at_record_misfit(record, "not a name for a field; left out");
  return true;
}

static const at_member *member_of(const at_record *record) {
  return at_member_map_find(record->map, at_text_string(&record->name), record->name.size);
}

int at_record_string(at_record *record, const char *text, size_t size) {
  if (record->depth == 0) return at_record_bad(record, "not an object");
  if (record->in_exact) return at_exact_value(record, text, size);
  const at_member *member = member_of(record);
  if (member == NULL) {
    if (is_name(record, "key_bytes")) return take_key_bytes(record, text, size);
    if (has_bad_name(record)) return 1;
    return add_text_and_date(record, record->name.bytes, text, size);
  }
  switch (member->role) {
  case AT_ROLE_KEY:
    if (record->array[record->depth]) return add_text_and_date(record, member->field, text, size);
    return take_key(record, member->field, member->rank, text, size);
  case AT_ROLE_TITLE: return take_title(record, text, size);
  case AT_ROLE_BODY: return add_text(record, "body", text, size);
  case AT_ROLE_DATE: return take_date(record, text, size);
  case AT_ROLE_OTHER: break;
  }
  return add_text_and_date(record, member->field, text, size);
}

static int add_number(at_record *record, const char *field, const char *text, size_t size) {
  char digits[512];
  assist_error error;
  if (size >= sizeof digits) return add_text(record, field, text, size);
  memcpy(digits, text, size);
  digits[size] = '\0';
  double number = strtod(digits, NULL);
  return at_record_added(record, assist_document_add_number(record->document, field, number, &error), &error);
}

int at_record_number(at_record *record, const char *text, size_t size) {
  int64_t microseconds;
  if (record->depth == 0) return at_record_bad(record, "not an object");
  if (record->in_exact) return at_exact_value(record, text, size);
  const at_member *member = member_of(record);
  if (member == NULL) return has_bad_name(record) ? 1 : add_number(record, record->name.bytes, text, size);
  if (member->role == AT_ROLE_OTHER) return add_number(record, member->field, text, size);
  if (member->role == AT_ROLE_KEY && record->array[record->depth])
    return add_number(record, member->field, text, size);
  /* 20240816 is a date; a number of seconds is a number. */
  if (member->role == AT_ROLE_DATE && assist_date_parse(text, size, &microseconds, NULL, NULL) != ASSIST_OK)
    return add_number(record, "date", text, size);
  return at_record_string(record, text, size);
}

int at_record_boolean(at_record *record, int value) {
  const char *text = value ? "true" : "false";
  if (record->depth == 0) return at_record_bad(record, "not an object");
  if (record->in_exact) return at_exact_value(record, text, strlen(text));
  const at_member *member = member_of(record);
  if (member != NULL) return add_text(record, member->field, text, strlen(text));
  return has_bad_name(record) ? 1 : add_text(record, record->name.bytes, text, strlen(text));
}
