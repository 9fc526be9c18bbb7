/* SPDX-License-Identifier: MIT
 *
 * The schema: which fields there are and what their values are indexed as.  It grows with the documents put and never
 * shrinks, so that numbers in old segments stay right; field numbers follow the order of first sight, so that the
 * same documents in the same order make the same schema.
 *
 * What a field's first indexed value is decides for all:
 *
 *   first   TEXT may follow   NUMBER may   DATE may
 *   TEXT    yes               no           yes (a column beside the text)
 *   NUMBER  no                yes          no
 *   DATE    yes (beside)      no           yes
 *
 * A value that may not follow is a misfit: stored, not indexed.  STORED values decide nothing.
 *
 * As bytes (doc/format.md), fields in order, `title` and `body` first:
 *
 *   schema := count:varint field{count}
 *   field  := name:block main_kind:u8 text_number:u8 column_number:u8 column_kind:u8
 *             -- main_kind 0: only stored values so far; a number 255: none */
#include "model/schema.h"

#include <string.h>

#include "base/error.h"
#include "port/mem.h"
#include "text/utf8.h"

static as_schema_field *add_field(as_schema *schema, const char *name, size_t size) {
  as_schema_field *fields = as_mem_resize(schema->fields, schema->count + 1, sizeof *fields);
  if (fields == NULL) return NULL;
  schema->fields = fields;
  char *copy = as_mem_copy_string(name, size);
  if (copy == NULL) return NULL;
  as_schema_field *field = &fields[schema->count++];
  *field = (as_schema_field){copy, 0, AS_NO_NUMBER, AS_NO_NUMBER, 0};
  return field;
}

bool as_schema_init(as_schema *schema) {
  static const char *const names[] = {"title", "body"};
  *schema = (as_schema){NULL, 0, 1, 0};
  for (size_t i = 0; i < 2; i++) {
    as_schema_field *field = add_field(schema, names[i], strlen(names[i]));
    if (field == NULL) {
      as_schema_clear(schema);
      return false;
    }
    field->main_kind = ASSIST_VALUE_TEXT;
    field->text_number = 0;
  }
  return true;
}

void as_schema_clear(as_schema *schema) {
  for (size_t i = 0; i < schema->count; i++) as_mem_free(schema->fields[i].name);
  as_mem_free(schema->fields);
  *schema = (as_schema){NULL, 0, 0, 0};
}

bool as_schema_copy(as_schema *schema, const as_schema *from) {
  *schema = (as_schema){NULL, 0, from->text_count, from->column_count};
  for (size_t i = 0; i < from->count; i++) {
    const as_schema_field *old = &from->fields[i];
    as_schema_field *field = add_field(schema, old->name, strlen(old->name));
    if (field == NULL) {
      as_schema_clear(schema);
      return false;
    }
    char *name = field->name;
    *field = *old;
    field->name = name;
  }
  return true;
}

const as_schema_field *as_schema_find(const as_schema *schema, const char *name) {
  for (size_t i = 0; i < schema->count; i++) {
    if (strcmp(schema->fields[i].name, name) == 0) return &schema->fields[i];
  }
  return NULL;
}

uint8_t as_schema_text_number(const as_schema *schema, const char *name) {
  if (name == NULL) return 0;
  const as_schema_field *field = as_schema_find(schema, name);
  return field == NULL ? AS_NO_NUMBER : field->text_number;
}

/* Whether a value of KIND may be indexed in FIELD, now or after learning it. */
static bool may_follow(const as_schema_field *field, int kind) {
  if (field->main_kind == 0 || field->main_kind == kind) return true;
  return field->main_kind != ASSIST_VALUE_NUMBER && kind != ASSIST_VALUE_NUMBER;
}

static void learn_kind(as_schema *schema, as_schema_field *field, int kind) {
  if (field->main_kind == 0) field->main_kind = (uint8_t)kind;
  if (kind == ASSIST_VALUE_TEXT) {
    if (field->text_number == AS_NO_NUMBER) field->text_number = schema->text_count++;
  } else if (field->column_number == AS_NO_NUMBER) {
    field->column_number = schema->column_count++;
    field->column_kind = (uint8_t)kind;
  }
}

/* Names of DOCUMENT that are not in the schema, each counted once. */
static size_t count_new(const as_schema *schema, const assist_document *document, size_t values) {
  size_t count = 0;
  assist_value value, before;
  for (size_t i = 0; i < values; i++) {
    if (assist_document_value_at(document, i, &value, NULL) != ASSIST_OK) continue;
    if (as_schema_find(schema, value.field) != NULL) continue;
    size_t j = 0;
    while (j < i && assist_document_value_at(document, j, &before, NULL) == ASSIST_OK &&
           strcmp(before.field, value.field) != 0) {
      j++;
    }
    if (j == i && ++count > ASSIST_FIELDS_MAX) break;
  }
  return count;
}

static assist_status learn_value(as_schema *schema, const assist_value *value, bool *out_misfit,
                                 assist_error *error) {
  size_t at = 0;
  while (at < schema->count && strcmp(schema->fields[at].name, value->field) != 0) at++;
  as_schema_field *field =
      at < schema->count ? &schema->fields[at] : add_field(schema, value->field, strlen(value->field));
  if (field == NULL) return as_fail_nomem(error);
  *out_misfit = value->kind != ASSIST_VALUE_STORED && !may_follow(field, value->kind);
  if (value->kind != ASSIST_VALUE_STORED && !*out_misfit) learn_kind(schema, field, value->kind);
  return ASSIST_OK;
}

assist_status as_schema_learn(as_schema *schema, const assist_document *document, size_t *out_misfits,
                              const char **out_first, assist_error *error) {
  size_t values = assist_document_value_count(document);
  *out_misfits = 0;
  *out_first = NULL;
  if (schema->count + count_new(schema, document, values) > ASSIST_FIELDS_MAX) {
    return as_fail(error, ASSIST_LIMIT, "more than %u fields in an index", ASSIST_FIELDS_MAX);
  }
  for (size_t i = 0; i < values; i++) {
    assist_value value;
    bool misfit = false;
    assist_status status = assist_document_value_at(document, i, &value, error);
    if (status == ASSIST_OK) status = learn_value(schema, &value, &misfit, error);
    if (status != ASSIST_OK) return status;
    if (misfit && (*out_misfits)++ == 0) *out_first = value.field;
  }
  return ASSIST_OK;
}

bool as_schema_fits(const as_schema *schema, const assist_value *value) {
  const as_schema_field *field = as_schema_find(schema, value->field);
  if (field == NULL || value->kind == ASSIST_VALUE_STORED) return false;
  if (value->kind == ASSIST_VALUE_TEXT) return field->text_number != AS_NO_NUMBER;
  return field->column_number != AS_NO_NUMBER && field->column_kind == value->kind;
}

void as_schema_encode(const as_schema *schema, as_buf *out) {
  as_buf_add_varint(out, schema->count);
  for (size_t i = 0; i < schema->count; i++) {
    const as_schema_field *field = &schema->fields[i];
    as_buf_add_block(out, field->name, strlen(field->name));
    as_buf_add_u8(out, field->main_kind);
    as_buf_add_u8(out, field->text_number);
    as_buf_add_u8(out, field->column_number);
    as_buf_add_u8(out, field->column_kind);
  }
}

/* The kinds must agree with each other, as learning makes them. */
static bool kinds_agree(const as_schema_field *field) {
  bool text = field->text_number != AS_NO_NUMBER;
  bool column = field->column_number != AS_NO_NUMBER;
  int kind = field->column_kind;
  if (column ? kind != ASSIST_VALUE_NUMBER && kind != ASSIST_VALUE_DATE : kind != 0) return false;
  switch (field->main_kind) {
  case 0: return !text && !column;
  case ASSIST_VALUE_TEXT: return text && kind != ASSIST_VALUE_NUMBER;
  case ASSIST_VALUE_NUMBER: return !text && kind == ASSIST_VALUE_NUMBER;
  case ASSIST_VALUE_DATE: return kind == ASSIST_VALUE_DATE;
  default: return false;
  }
}

/* Every number of a kind is used once, title and body apart: then the numbers are 0 to count - 1. */
static bool numbers_agree(as_schema *schema) {
  bool text_seen[256] = {false}, column_seen[256] = {false};
  size_t texts = 0, columns = 0;
  for (size_t i = 0; i < schema->count; i++) {
    uint8_t text = schema->fields[i].text_number, column = schema->fields[i].column_number;
    if (i < 2 ? text != 0 : text == 0) return false;
    if (text != AS_NO_NUMBER && i != 1) {
      if (text_seen[text]) return false;
      text_seen[text] = true;
      texts++;
    }
    if (column != AS_NO_NUMBER) {
      if (column_seen[column]) return false;
      column_seen[column] = true;
      columns++;
    }
  }
  for (size_t i = 0; i < texts; i++) {
    if (!text_seen[i]) return false;
  }
  for (size_t i = 0; i < columns; i++) {
    if (!column_seen[i]) return false;
  }
  schema->text_count = (uint8_t)texts;
  schema->column_count = (uint8_t)columns;
  return true;
}

static assist_status decode_field(as_schema *schema, as_cursor *cursor) {
  as_slice name = as_cursor_block(cursor);
  as_schema_field read = {NULL, 0, 0, 0, 0};
  read.main_kind = as_cursor_u8(cursor);
  read.text_number = as_cursor_u8(cursor);
  read.column_number = as_cursor_u8(cursor);
  read.column_kind = as_cursor_u8(cursor);
  size_t bad;
  if (cursor->corrupt || name.size == 0 || name.size > ASSIST_FIELD_NAME_MAX ||
      memchr(name.bytes, 0, name.size) != NULL || !as_utf8_valid(name.bytes, name.size, &bad) ||
      !kinds_agree(&read)) {
    return ASSIST_CORRUPT;
  }
  as_schema_field *field = add_field(schema, (const char *)name.bytes, name.size);
  if (field == NULL) return ASSIST_NOMEM;
  read.name = field->name;
  *field = read;
  return as_schema_find(schema, field->name) == field ? ASSIST_OK : ASSIST_CORRUPT;
}

assist_status as_schema_decode(as_schema *schema, as_cursor *cursor) {
  *schema = (as_schema){NULL, 0, 0, 0};
  uint64_t count = as_cursor_varint_most(cursor, ASSIST_FIELDS_MAX);
  assist_status status = cursor->corrupt || count < 2 ? ASSIST_CORRUPT : ASSIST_OK;
  for (uint64_t i = 0; status == ASSIST_OK && i < count; i++) status = decode_field(schema, cursor);
  if (status == ASSIST_OK && (strcmp(schema->fields[0].name, "title") != 0 ||
                              strcmp(schema->fields[1].name, "body") != 0 || !numbers_agree(schema)))
    status = ASSIST_CORRUPT;
  if (status != ASSIST_OK) as_schema_clear(schema);
  return status;
}
