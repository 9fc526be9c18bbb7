/* SPDX-License-Identifier: MIT
 *
 * The member `_assist`, which `dump` writes where plain JSON cannot say everything about a document, so that
 * dump and add give the same document back:
 *
 *   "_assist":{"title_in_body":[offset,size]}      the title is that range of the body's bytes
 *   "_assist":{"values":[{"field":…,"kind":"text"|"stored"|"number"|"date","text":… | "bytes":base64 |
 * "number":… |
 *              "microseconds":…},…]}               all values in their order; there are no other members then
 *
 * Flattened, these are _assist.title_in_body, _assist.values.field and so on, which is how they arrive here.
 * */
#include <stdlib.h>
#include <string.h>

#include "record_state.h"
#include "tool.h"

static int digit_of(int c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool at_base64_decode(const char *text, size_t size, at_text *out) {
  unsigned long bits = 0;
  unsigned count = 0;
  at_text_reset(out);
  at_text_add(out, "", 0);
  while (size > 0 && text[size - 1] == '=') size--;
  for (size_t i = 0; i < size; i++) {
    int digit = digit_of(text[i]);
    if (digit < 0) return false;
    bits = (bits << 6 | (unsigned long)digit) & 0xFFFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    at_text_add_byte(out, (int)(bits >> count & 0xFF));
  }
  return count < 6;
}

static void keep(at_text *out, const char *text, size_t size) {
  at_text_reset(out);
  at_text_add(out, text, size);
}

static bool is_number(const char *text, size_t size, uint64_t *out) {
  char digits[24];
  if (size >= sizeof digits) return false;
  memcpy(digits, text, size);
  digits[size] = '\0';
  return at_parse_count(digits, out);
}

static bool take_offset(at_exact *exact, const char *text, size_t size) {
  if (exact->numbers == 2 || !is_number(text, size, &exact->title[exact->numbers])) return false;
  exact->numbers++;
  return true;
}

int at_exact_value(at_record *record, const char *text, size_t size) {
  static const char values[] = "_assist.values.";
  at_exact *exact = &record->exact;
  const char *name = record->name.bytes;
  bool good = true;
  if (strcmp(name, "_assist.title_in_body") == 0) {
    good = take_offset(exact, text, size);
  } else if (strncmp(name, values, sizeof values - 1) != 0) {
    good = false;
  } else if (strcmp(name += sizeof values - 1, "field") == 0) {
    keep(&exact->field, text, size);
  } else if (strcmp(name, "kind") == 0) {
    keep(&exact->kind, text, size);
  } else if (strcmp(name, "bytes") == 0) {
    good = at_base64_decode(text, size, &exact->value);
    exact->has_value = true;
  } else {
    keep(&exact->value, text, size);
    exact->has_value = true;
  }
  return good ? 1 : at_record_bad(record, "_assist: not as dump writes it");
}

/* The end of one of the values, or of _assist itself. */
int at_exact_end_object(at_record *record) {
  at_exact *exact = &record->exact;
  assist_document *document = record->document;
  assist_error error = {0};
  assist_status status = ASSIST_OK;
  if (!exact->has_value) return 1;
  const char *kind = at_text_string(&exact->kind), *field = at_text_string(&exact->field);
  const char *value = at_text_string(&exact->value);
  if (strcmp(kind, "text") == 0)
    status = assist_document_add_text(document, field, value, exact->value.size, &error);
  else if (strcmp(kind, "stored") == 0)
    status = assist_document_add_stored(document, field, value, exact->value.size, &error);
  else if (strcmp(kind, "number") == 0)
    status = assist_document_add_number(document, field, strtod(value, NULL), &error);
  else if (strcmp(kind, "date") == 0)
    status = assist_document_add_date(document, field, strtoll(value, NULL, 10), &error);
  else
    return at_record_bad(record, "_assist: unknown kind of value");
  exact->has_value = false;
  at_text_reset(&exact->kind);
  return at_record_added(record, status, &error);
}

int at_exact_finish(at_record *record) {
  at_exact *exact = &record->exact;
  assist_error error;
  if (exact->numbers != 2 || record->has_title) return 1;
  assist_status status = assist_document_set_title_in_body(record->document, (size_t)exact->title[0],
                                                           (size_t)exact->title[1], &error);
  return at_record_added(record, status, &error);
}
