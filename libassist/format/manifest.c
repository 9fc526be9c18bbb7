/* SPDX-License-Identifier: MIT
 *
 * The manifest, byte for byte (doc/format.md).  Integers are little-endian, varints LEB128, a block is a varint size and
 * that many bytes.
 *
 *   manifest   := "assist\r\n" version:u32 size:u64 body crc:u32
 *                 -- size: of the whole file; crc: CRC32C of all bytes before it
 *   body       := fingerprint:block flags:u8 operations:varint next_insertion:varint schema:block
 *                 count:varint segment{count} count:varint attribute{count}
 *                 -- flags: 1 = text is stored
 *   segment    := documents:varint text_count:u8 column_count:u8 store_level:u8 file{4} dead:varint [file]
 *                 -- files: terms, postings, documents, store; then, unless dead is 0, deletions
 *   file       := hash_high:u64 hash_low:u64 size:varint
 *   attribute  := name:block value:block          -- names ascend
 *
 * No time, no counter of commits, no random number: the same documents in the same order give the same bytes.  Reading
 * checks everything that later code relies on; what it does not do is look at the files named. */
#include "format/manifest.h"

#include <string.h>

#include "base/cursor.h"
#include "base/error.h"
#include "base/fixed.h"
#include "base/hash.h"
#include "base/term.h"
#include "base/vec.h"

#define MAGIC "assist\r\n"
#define MAGIC_SIZE 8u
#define HEAD_SIZE (MAGIC_SIZE + 4u + 8u)
#define LEAST_SEGMENT 16u /* bytes of a segment or attribute at the very least: bounds the counts */
#define LEAST_ATTRIBUTE 2u

static void put_file(as_buf *out, const as_file_record *file) {
  as_buf_add_u64(out, file->hash.high);
  as_buf_add_u64(out, file->hash.low);
  as_buf_add_varint(out, file->size);
}

static void put_segment(as_buf *out, const as_manifest_segment *segment) {
  as_buf_add_varint(out, segment->record.documents);
  as_buf_add_u8(out, segment->text_count);
  as_buf_add_u8(out, segment->column_count);
  as_buf_add_u8(out, segment->store_level);
  for (int i = 0; i < AS_SEGMENT_FILES; i++) put_file(out, &segment->record.files[i]);
  as_buf_add_varint(out, segment->dead_count);
  if (segment->dead_count != 0) put_file(out, &segment->deletions);
}

void as_manifest_put(const as_manifest_parts *parts, as_buf *out) {
  size_t begin = out->size;
  as_buf_add(out, MAGIC, MAGIC_SIZE);
  as_buf_add_u32(out, AS_FORMAT_VERSION);
  as_buf_add_u64(out, 0);
  as_buf_add_block(out, parts->fingerprint, strlen(parts->fingerprint));
  as_buf_add_u8(out, parts->store);
  as_buf_add_varint(out, parts->operations);
  as_buf_add_varint(out, parts->next_insertion);
  as_buf_add_block(out, parts->schema.bytes, parts->schema.size);
  as_buf_add_varint(out, parts->segment_count);
  for (size_t i = 0; i < parts->segment_count; i++) put_segment(out, &parts->segments[i]);
  as_buf_add_varint(out, parts->attribute_count);
  for (size_t i = 0; i < parts->attribute_count; i++) {
    const as_manifest_attribute *attribute = &parts->attributes[i];
    as_buf_add_block(out, attribute->name, strlen(attribute->name));
    as_buf_add_block(out, attribute->bytes, attribute->size);
  }
  if (as_buf_failed(out)) return;
  as_store_u64(out->bytes + begin + MAGIC_SIZE + 4, out->size - begin + 4);
  as_buf_add_u32(out, as_crc32c(0, out->bytes + begin, out->size - begin));
}

bool as_manifest_is(as_slice bytes) {
  return bytes.size >= MAGIC_SIZE && memcmp(bytes.bytes, MAGIC, MAGIC_SIZE) == 0;
}

static as_file_record get_file(as_cursor *cursor) {
  as_file_record file;
  file.hash.high = as_cursor_u64(cursor);
  file.hash.low = as_cursor_u64(cursor);
  file.size = as_cursor_varint_most(cursor, INT64_MAX);
  return file;
}

static void get_segment(as_cursor *cursor, as_manifest_segment *segment) {
  segment->record.documents = (uint32_t)as_cursor_varint_most(cursor, AS_SEGMENT_DOCS_MAX);
  segment->text_count = as_cursor_u8(cursor);
  segment->column_count = as_cursor_u8(cursor);
  segment->store_level = as_cursor_u8(cursor);
  for (int i = 0; i < AS_SEGMENT_FILES; i++) segment->record.files[i] = get_file(cursor);
  segment->dead_count = (uint32_t)as_cursor_varint_most(cursor, segment->record.documents);
  if (segment->dead_count != 0) segment->deletions = get_file(cursor);
  if (segment->record.documents == 0 || segment->text_count == 0) as_cursor_fail(cursor);
  if (segment->dead_count != 0 && segment->deletions.size == 0) as_cursor_fail(cursor);
}

static bool get_segments(as_cursor *cursor, as_manifest_parts *parts) {
  size_t count = (size_t)as_cursor_varint_most(cursor, as_cursor_left(cursor) / LEAST_SEGMENT);
  parts->segments = as_mem_calloc(count, sizeof *parts->segments);
  if (parts->segments == NULL) return false;
  parts->segment_count = count;
  for (size_t i = 0; i < count && !cursor->corrupt; i++) get_segment(cursor, &parts->segments[i]);
  return true;
}

static bool get_attribute(as_cursor *cursor, as_manifest_attribute *attribute) {
  as_slice name = as_cursor_block(cursor);
  as_slice value = as_cursor_block(cursor);
  if (name.size == 0 || memchr(name.bytes, 0, name.size) != NULL) as_cursor_fail(cursor);
  if (cursor->corrupt) return true;
  attribute->name = as_mem_copy_string((const char *)name.bytes, name.size);
  attribute->bytes = as_mem_alloc(value.size);
  attribute->size = value.size;
  if (attribute->name == NULL || attribute->bytes == NULL) return false;
  if (value.size != 0) memcpy(attribute->bytes, value.bytes, value.size);
  return true;
}

static bool get_attributes(as_cursor *cursor, as_manifest_parts *parts) {
  size_t count = (size_t)as_cursor_varint_most(cursor, as_cursor_left(cursor) / LEAST_ATTRIBUTE);
  parts->attributes = as_mem_calloc(count, sizeof *parts->attributes);
  if (parts->attributes == NULL) return false;
  parts->attribute_count = count;
  for (size_t i = 0; i < count && !cursor->corrupt; i++) {
    if (!get_attribute(cursor, &parts->attributes[i])) return false;
    if (cursor->corrupt || i == 0) continue;
    if (strcmp(parts->attributes[i - 1].name, parts->attributes[i].name) >= 0) as_cursor_fail(cursor);
  }
  return true;
}

/* False: no memory.  Damage shows in the cursor. */
static bool get_body(as_cursor *cursor, as_manifest_parts *parts) {
  as_slice fingerprint = as_cursor_block(cursor);
  uint8_t flags = as_cursor_u8(cursor);
  if (fingerprint.size >= AS_FINGERPRINT_SIZE || flags > 1) as_cursor_fail(cursor);
  if (!cursor->corrupt && fingerprint.size != 0)
    memcpy(parts->fingerprint, fingerprint.bytes, fingerprint.size);
  parts->store = flags == 1;
  parts->operations = as_cursor_varint(cursor);
  parts->next_insertion = as_cursor_varint(cursor);
  parts->schema = as_cursor_block(cursor);
  return get_segments(cursor, parts) && get_attributes(cursor, parts);
}

assist_status as_manifest_get(as_slice bytes, as_manifest_parts *out_parts, assist_error *error) {
  as_cursor cursor;
  as_manifest_parts parts = {0};
  if (!as_manifest_is(bytes) || bytes.size < HEAD_SIZE + 4) {
    return as_fail(error, ASSIST_CORRUPT, "manifest is not one: bad beginning");
  }
  uint32_t version = as_load_u32(bytes.bytes + MAGIC_SIZE);
  if (version > AS_FORMAT_VERSION) {
    return as_fail(error, ASSIST_VERSION, "index has format %u, newer than %u, which this library reads",
                   version, AS_FORMAT_VERSION);
  }
  if (version == 0 || as_load_u64(bytes.bytes + MAGIC_SIZE + 4) != bytes.size ||
      as_load_u32(bytes.bytes + bytes.size - 4) != as_crc32c(0, bytes.bytes, bytes.size - 4)) {
    return as_fail(error, ASSIST_CORRUPT, "manifest is damaged: checksum or size is wrong");
  }
  if (version < AS_FORMAT_VERSION) {
    return as_fail(error, ASSIST_VERSION,
                   "index has format %u, older than %u, which this library reads: index the documents again",
                   version, AS_FORMAT_VERSION);
  }
  as_cursor_init(&cursor, bytes.bytes + HEAD_SIZE, bytes.size - HEAD_SIZE - 4);
  bool memory = get_body(&cursor, &parts);
  if (memory && !cursor.corrupt && as_cursor_left(&cursor) == 0) {
    *out_parts = parts;
    return ASSIST_OK;
  }
  as_manifest_parts_clear(&parts);
  return memory ? as_fail(error, ASSIST_CORRUPT, "manifest is damaged: its parts do not fit")
                : as_fail_nomem(error);
}

void as_manifest_parts_clear(as_manifest_parts *parts) {
  for (size_t i = 0; i < parts->attribute_count; i++) {
    as_mem_free(parts->attributes[i].name);
    as_mem_free(parts->attributes[i].bytes);
  }
  as_mem_free(parts->attributes);
  as_mem_free(parts->segments);
  *parts = (as_manifest_parts){0};
}
