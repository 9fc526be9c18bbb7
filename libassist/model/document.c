/* SPDX-License-Identifier: MIT
 *
 * A document in memory: one buffer of bytes and a list of values that point into it by offset, so that growing
 * it moves nothing that matters, and clearing it for the next document frees nothing.
 *
 *   bytes   name NUL text NUL name NUL text NUL ...
 *   values  { kind, where the name is, where the text is, number or date }
 *
 * The stored form, the bytes a segment keeps for a document (LEB128 varints; doc/format.md):
 *
 *   stored  := title:varint [offset:varint size:varint] count:varint value{count}
 *              -- title: 1 when the title is a range of the first body text, else 0
 *   value   := field:u8 kind:u8 content    -- field: number in the schema
 *   content := block                       -- TEXT, STORED: varint size, bytes
 *            | u64                         -- NUMBER: bits of the double; DATE: microseconds
 *
 * What it does not do: check the caller's arguments (api/document.c does) or decide what is indexed (schema.c). */
#include "model/document.h"

#include <string.h>

#include "base/error.h"
#include "base/vec.h"

typedef struct entry {
  int kind;
  size_t field; /* offsets into bytes */
  size_t text;
  size_t size;
  double number;
  int64_t microseconds;
} entry;

struct assist_document {
  as_buf key;
  as_buf stamp;
  as_buf bytes;
  AS_VEC(entry) values;
  bool title_in_body;
  size_t title_offset, title_size;
};

assist_document *as_document_new(void) { return as_mem_calloc(1, sizeof(assist_document)); }

void as_document_free(assist_document *document) {
  if (document == NULL) return;
  as_buf_clear(&document->key);
  as_buf_clear(&document->stamp);
  as_buf_clear(&document->bytes);
  as_vec_free(&document->values);
  as_mem_free(document);
}

static void clear_values(assist_document *document) {
  as_buf_reset(&document->bytes);
  document->values.count = 0;
  document->title_in_body = false;
  document->title_offset = document->title_size = 0;
}

void as_document_clear(assist_document *document) {
  as_buf_reset(&document->key);
  as_buf_reset(&document->stamp);
  clear_values(document);
}

/* Replace what BUF holds; a NUL follows the bytes.  Old bytes stay when there is no memory. */
static bool replace(as_buf *buf, as_slice bytes) {
  as_buf fresh;
  as_buf_init(&fresh);
  as_buf_add(&fresh, bytes.bytes, bytes.size);
  as_buf_add_u8(&fresh, 0);
  if (as_buf_failed(&fresh)) {
    as_buf_clear(&fresh);
    return false;
  }
  as_buf_clear(buf);
  *buf = fresh;
  return true;
}

bool as_document_set_key(assist_document *document, as_slice key) { return replace(&document->key, key); }

bool as_document_set_stamp(assist_document *document, as_slice stamp) {
  return replace(&document->stamp, stamp);
}

static bool is_text(int kind) { return kind == ASSIST_VALUE_TEXT || kind == ASSIST_VALUE_STORED; }

bool as_document_add(assist_document *document, const assist_value *value) {
  as_buf *bytes = &document->bytes;
  size_t before = bytes->size;
  entry added = {value->kind, before, 0, 0, value->number, value->microseconds};
  as_buf_add(bytes, value->field, strlen(value->field) + 1);
  if (is_text(value->kind)) {
    added.text = bytes->size;
    added.size = value->size;
    as_buf_add(bytes, value->text, value->size);
    as_buf_add_u8(bytes, 0);
  }
  if (!as_buf_failed(bytes) && as_vec_push(&document->values, added)) return true;
  bytes->size = before;
  bytes->failed = false;
  return false;
}

void as_document_set_title_in_body(assist_document *document, size_t offset, size_t size) {
  document->title_in_body = true;
  document->title_offset = offset;
  document->title_size = size;
}

static as_slice without_nul(const as_buf *buf) {
  return buf->size == 0 ? as_slice_of("", 0) : as_slice_of(buf->bytes, buf->size - 1);
}

as_slice as_document_key(const assist_document *document) { return without_nul(&document->key); }

as_slice as_document_stamp(const assist_document *document) { return without_nul(&document->stamp); }

size_t as_document_value_count(const assist_document *document) { return document->values.count; }

assist_value as_document_value(const assist_document *document, size_t at) {
  const entry *from = &document->values.items[at];
  const char *bytes = (const char *)document->bytes.bytes;
  bool text = is_text(from->kind);
  return (assist_value){from->kind, bytes + from->field, text ? bytes + from->text : NULL,
                        from->size, from->number,        from->microseconds};
}

bool as_document_title_in_body(const assist_document *document, size_t *out_offset, size_t *out_size) {
  *out_offset = document->title_offset;
  *out_size = document->title_size;
  return document->title_in_body;
}

bool as_document_find_text(const assist_document *document, const char *field, as_slice *out_text) {
  for (size_t i = 0; i < document->values.count; i++) {
    assist_value value = as_document_value(document, i);
    if (value.text == NULL || strcmp(value.field, field) != 0) continue;
    *out_text = as_slice_of(value.text, value.size);
    return true;
  }
  return false;
}

size_t as_document_bytes(const assist_document *document) { return document->bytes.size; }

assist_status as_document_validate(const assist_document *document, assist_error *error) {
  as_slice body;
  if (as_document_key(document).size == 0) return as_fail(error, ASSIST_INVALID, "document has no key");
  if (!document->title_in_body) return ASSIST_OK;
  for (size_t i = 0; i < document->values.count; i++) {
    assist_value value = as_document_value(document, i);
    if (strcmp(value.field, "title") == 0 && value.text != NULL) {
      return as_fail(error, ASSIST_INVALID, "title is said to be in the body, and stands by itself too");
    }
  }
  if (!as_document_find_text(document, "body", &body) || document->title_offset > body.size ||
      document->title_size > body.size - document->title_offset) {
    return as_fail_at(error, ASSIST_INVALID, document->title_offset, "title is not a range of the body");
  }
  return ASSIST_OK;
}

static void encode_value(const assist_value *value, const as_schema *schema, as_buf *out) {
  const as_schema_field *field = as_schema_find(schema, value->field);
  uint64_t bits = (uint64_t)value->microseconds;
  if (value->kind == ASSIST_VALUE_NUMBER) memcpy(&bits, &value->number, sizeof bits);
  as_buf_add_u8(out, (uint8_t)(field - schema->fields));
  as_buf_add_u8(out, (uint8_t)value->kind);
  if (is_text(value->kind)) {
    as_buf_add_block(out, value->text, value->size);
  } else {
    as_buf_add_u64(out, bits);
  }
}

void as_document_encode(const assist_document *document, const as_schema *schema, as_buf *out) {
  as_buf_add_varint(out, document->title_in_body);
  if (document->title_in_body) {
    as_buf_add_varint(out, document->title_offset);
    as_buf_add_varint(out, document->title_size);
  }
  as_buf_add_varint(out, document->values.count);
  for (size_t i = 0; i < document->values.count; i++) {
    assist_value value = as_document_value(document, i);
    encode_value(&value, schema, out);
  }
}

/* One value; false: bytes are not a value (the cursor tells) or no memory. */
static bool decode_value(assist_document *document, const as_schema *schema, as_cursor *cursor) {
  assist_value value = {0};
  size_t number = as_cursor_u8(cursor);
  value.kind = as_cursor_u8(cursor);
  if (number >= schema->count || value.kind < ASSIST_VALUE_TEXT || value.kind > ASSIST_VALUE_STORED) {
    as_cursor_fail(cursor);
    return false;
  }
  value.field = schema->fields[number].name;
  if (is_text(value.kind)) {
    as_slice text = as_cursor_block(cursor);
    value.text = (const char *)text.bytes;
    value.size = text.size;
  } else {
    uint64_t bits = as_cursor_u64(cursor);
    if (value.kind == ASSIST_VALUE_NUMBER) memcpy(&value.number, &bits, sizeof bits);
    if (value.kind == ASSIST_VALUE_DATE) value.microseconds = (int64_t)bits;
  }
  return !cursor->corrupt && as_document_add(document, &value);
}

assist_status as_document_decode(assist_document *document, const as_schema *schema, as_slice stored,
                                 assist_error *error) {
  as_cursor cursor;
  as_cursor_init(&cursor, stored.bytes, stored.size);
  clear_values(document);
  if (as_cursor_varint_most(&cursor, 1) != 0) {
    document->title_offset = (size_t)as_cursor_varint_most(&cursor, stored.size);
    document->title_size = (size_t)as_cursor_varint_most(&cursor, stored.size);
    document->title_in_body = true;
  }
  uint64_t count = as_cursor_varint_most(&cursor, ASSIST_VALUES_MAX);
  for (uint64_t i = 0; i < count; i++) {
    if (decode_value(document, schema, &cursor)) continue;
    if (cursor.corrupt) break;
    return as_fail_nomem(error);
  }
  as_slice body;
  bool title_bad = document->title_in_body &&
                   (!as_document_find_text(document, "body", &body) || document->title_offset > body.size ||
                    document->title_size > body.size - document->title_offset);
  if (cursor.corrupt || as_cursor_left(&cursor) != 0 || title_bad) {
    return as_fail(error, ASSIST_CORRUPT, "stored document is damaged");
  }
  return ASSIST_OK;
}
