/* SPDX-License-Identifier: MIT
 *
 * <assist/document.h>: arguments are checked here, the rest is model/document.c and model/date.c. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/date.h"
#include "model/document.h"
#include "text/utf8.h"

assist_status assist_document_new(assist_document **out_document, assist_error *error) {
  if (out_document == NULL) return as_fail(error, ASSIST_INVALID, "no place for the document");
  assist_document *document = as_document_new();
  if (document == NULL) return as_fail_nomem(error);
  *out_document = document;
  return ASSIST_OK;
}

void assist_document_free(assist_document *document) { as_document_free(document); }

void assist_document_clear(assist_document *document) {
  if (document != NULL) as_document_clear(document);
}

assist_status assist_document_set_key(assist_document *document, const char *key, size_t size,
                                      assist_error *error) {
  if (document == NULL || key == NULL || size == 0) return as_fail(error, ASSIST_INVALID, "key is empty");
  if (size > ASSIST_KEY_MAX)
    return as_fail(error, ASSIST_LIMIT, "key is longer than %u bytes", ASSIST_KEY_MAX);
  return as_document_set_key(document, as_slice_of(key, size)) ? ASSIST_OK : as_fail_nomem(error);
}

assist_status assist_document_set_stamp(assist_document *document, const void *stamp, size_t size,
                                        assist_error *error) {
  if (document == NULL || (stamp == NULL && size != 0)) return as_fail(error, ASSIST_INVALID, "no stamp");
  if (size > ASSIST_STAMP_MAX)
    return as_fail(error, ASSIST_LIMIT, "stamp is longer than %u bytes", ASSIST_STAMP_MAX);
  return as_document_set_stamp(document, as_slice_of(stamp, size)) ? ASSIST_OK : as_fail_nomem(error);
}

static assist_status check_field(const assist_document *document, const char *field, assist_error *error) {
  size_t bad;
  if (document == NULL || field == NULL || *field == '\0')
    return as_fail(error, ASSIST_INVALID, "field has no name");
  size_t size = strlen(field);
  if (size > ASSIST_FIELD_NAME_MAX) {
    return as_fail(error, ASSIST_LIMIT, "name of a field is longer than %u bytes", ASSIST_FIELD_NAME_MAX);
  }
  if (!as_utf8_valid((const uint8_t *)field, size, &bad)) {
    return as_fail_at(error, ASSIST_INVALID, bad, "name of a field is not UTF-8");
  }
  if (as_document_value_count(document) >= ASSIST_VALUES_MAX) {
    return as_fail(error, ASSIST_LIMIT, "more than %u values in a document", ASSIST_VALUES_MAX);
  }
  return ASSIST_OK;
}

static assist_status add(assist_document *document, const assist_value *value, assist_error *error) {
  assist_status status = check_field(document, value->field, error);
  if (status != ASSIST_OK) return status;
  return as_document_add(document, value) ? ASSIST_OK : as_fail_nomem(error);
}

static assist_status add_bytes(assist_document *document, int kind, const char *field, const char *text,
                               size_t size, assist_error *error) {
  if (text == NULL && size != 0) return as_fail(error, ASSIST_INVALID, "value has no bytes");
  if (size >= UINT32_MAX) return as_fail(error, ASSIST_LIMIT, "text is longer than 4 GiB less one byte");
  const assist_value value = {.kind = kind, .field = field, .text = text, .size = size};
  return add(document, &value, error);
}

assist_status assist_document_add_text(assist_document *document, const char *field, const char *text,
                                       size_t size, assist_error *error) {
  return add_bytes(document, ASSIST_VALUE_TEXT, field, text, size, error);
}

assist_status assist_document_add_stored(assist_document *document, const char *field, const char *text,
                                         size_t size, assist_error *error) {
  return add_bytes(document, ASSIST_VALUE_STORED, field, text, size, error);
}

assist_status assist_document_add_number(assist_document *document, const char *field, double number,
                                         assist_error *error) {
  const assist_value value = {.kind = ASSIST_VALUE_NUMBER, .field = field, .number = number};
  if (isnan(number)) return as_fail(error, ASSIST_INVALID, "number is not a number");
  return add(document, &value, error);
}

assist_status assist_document_add_date(assist_document *document, const char *field, int64_t microseconds,
                                       assist_error *error) {
  const assist_value value = {.kind = ASSIST_VALUE_DATE, .field = field, .microseconds = microseconds};
  return add(document, &value, error);
}

assist_status assist_document_set_title_in_body(assist_document *document, size_t body_offset, size_t size,
                                                assist_error *error) {
  if (document == NULL) return as_fail(error, ASSIST_INVALID, "no document");
  as_document_set_title_in_body(document, body_offset, size); /* put sees whether the body has such a range */
  return ASSIST_OK;
}

static const char *give(as_slice bytes, size_t *out_size) {
  if (out_size != NULL) *out_size = bytes.size;
  return (const char *)bytes.bytes;
}

const char *assist_document_key(const assist_document *document, size_t *out_size) {
  return give(document == NULL ? (as_slice){0} : as_document_key(document), out_size);
}

const char *assist_document_stamp(const assist_document *document, size_t *out_size) {
  return give(document == NULL ? (as_slice){0} : as_document_stamp(document), out_size);
}

size_t assist_document_value_count(const assist_document *document) {
  return document == NULL ? 0 : as_document_value_count(document);
}

assist_status assist_document_value_at(const assist_document *document, size_t at, assist_value *out_value,
                                       assist_error *error) {
  if (document == NULL || out_value == NULL) return as_fail(error, ASSIST_INVALID, "no place for the value");
  if (at >= as_document_value_count(document)) {
    return as_fail(error, ASSIST_INVALID, "document has %zu values", as_document_value_count(document));
  }
  *out_value = as_document_value(document, at);
  return ASSIST_OK;
}

const char *assist_document_text(const assist_document *document, const char *field, size_t *out_size) {
  as_slice text;
  size_t offset, size;
  if (document == NULL || field == NULL) return NULL;
  bool in_body = as_document_title_in_body(document, &offset, &size) && strcmp(field, "title") == 0;
  if (!as_document_find_text(document, in_body ? "body" : field, &text)) return NULL;
  if (in_body && offset <= text.size && size <= text.size - offset)
    text = as_slice_of(text.bytes + offset, size);
  return give(text, out_size);
}

int assist_document_title_in_body(const assist_document *document, size_t *out_body_offset,
                                  size_t *out_size) {
  size_t offset, size;
  bool in_body = document != NULL && as_document_title_in_body(document, &offset, &size);
  if (in_body && out_body_offset != NULL) *out_body_offset = offset;
  if (in_body && out_size != NULL) *out_size = size;
  return in_body;
}

assist_status assist_date_parse(const char *text, size_t size, int64_t *out_microseconds, int64_t *out_span,
                                assist_error *error) {
  int64_t microseconds, span;
  char shown[64];
  if (text == NULL || !as_date_parse(text, size, &microseconds, &span)) {
    return as_fail(error, ASSIST_SYNTAX, "'%s' is not a date",
                   text == NULL ? "" : as_error_escape(shown, sizeof shown, text, size));
  }
  if (out_microseconds != NULL) *out_microseconds = microseconds;
  if (out_span != NULL) *out_span = span;
  return ASSIST_OK;
}

void assist_date_print(int64_t microseconds, char out_text[40]) { as_date_print(microseconds, out_text); }
