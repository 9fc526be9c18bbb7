/* SPDX-License-Identifier: MIT
 *
 * Reading and writing manifests.  There is one file `manifest`; a commit is the rename that replaces it:
 *
 *   write manifest.new -> fsync it -> rename to manifest -> fsync the folder
 *
 * Everything the new manifest names is synced before, by the caller.  A reader opens `manifest` and gets one or the
 * other, whole; its checksum tells a torn one, which only a disk that lies about fsync can leave. */
#include "index/manifest.h"

#include <string.h>

#include "base/error.h"
#include "port/mem.h"
#include "text/unit.h"

as_manifest *as_manifest_new(bool store) {
  as_manifest *manifest = as_mem_calloc(1, sizeof *manifest);
  if (manifest == NULL) return NULL;
  if (!as_schema_init(&manifest->schema)) {
    as_mem_free(manifest);
    return NULL;
  }
  const char *fingerprint = as_analysis_fingerprint();
  size_t size = strlen(fingerprint);
  memcpy(manifest->fingerprint, fingerprint, size < AS_FINGERPRINT_SIZE ? size : AS_FINGERPRINT_SIZE - 1);
  manifest->store = store;
  return manifest;
}

/* The lists as parts, which own them while the struct does not. */
static as_manifest_parts parts_of(const as_manifest *manifest) {
  as_manifest_parts parts = {0};
  memcpy(parts.fingerprint, manifest->fingerprint, sizeof parts.fingerprint);
  parts.store = manifest->store;
  parts.operations = manifest->operations;
  parts.next_insertion = manifest->next_insertion;
  parts.segments = manifest->segments;
  parts.segment_count = manifest->segment_count;
  parts.attributes = manifest->attributes;
  parts.attribute_count = manifest->attribute_count;
  return parts;
}

void as_manifest_free(as_manifest *manifest) {
  if (manifest == NULL) return;
  as_manifest_parts parts = parts_of(manifest);
  as_manifest_parts_clear(&parts);
  as_schema_clear(&manifest->schema);
  as_mem_free(manifest);
}

/* Schema and segments must agree. */
static bool agrees(const as_manifest *manifest) {
  for (size_t i = 0; i < manifest->segment_count; i++) {
    const as_manifest_segment *segment = &manifest->segments[i];
    if (segment->text_count > manifest->schema.text_count ||
        segment->column_count > manifest->schema.column_count) {
      return false;
    }
  }
  return true;
}

static assist_status from_bytes(as_slice bytes, as_manifest **out_manifest, assist_error *error) {
  as_manifest_parts parts;
  as_cursor cursor;
  assist_status status = as_manifest_get(bytes, &parts, error);
  if (status != ASSIST_OK) return status;
  as_manifest *manifest = as_mem_calloc(1, sizeof *manifest);
  if (manifest == NULL) {
    as_manifest_parts_clear(&parts);
    return as_fail_nomem(error);
  }
  memcpy(manifest->fingerprint, parts.fingerprint, sizeof parts.fingerprint);
  manifest->store = parts.store;
  manifest->operations = parts.operations;
  manifest->next_insertion = parts.next_insertion;
  manifest->segments = parts.segments;
  manifest->segment_count = parts.segment_count;
  manifest->attributes = parts.attributes;
  manifest->attribute_count = parts.attribute_count;
  manifest->identity = as_hash_wide(bytes.bytes, bytes.size);
  as_cursor_init(&cursor, parts.schema.bytes, parts.schema.size);
  status = as_schema_decode(&manifest->schema, &cursor);
  if (status == ASSIST_OK && as_cursor_left(&cursor) == 0 && agrees(manifest)) {
    *out_manifest = manifest;
    return ASSIST_OK;
  }
  as_manifest_free(manifest);
  if (status == ASSIST_NOMEM) return as_fail_nomem(error);
  return as_fail(error, ASSIST_CORRUPT, "manifest is damaged: bad schema");
}

assist_status as_folder_slurp(as_folder *folder, const char *name, as_buf *out, assist_error *error) {
  as_file *file;
  assist_status status = as_file_open(folder, name, &file, error);
  if (status != ASSIST_OK) return status;
  uint64_t size = as_file_size(file);
  uint8_t *room =
      size <= SIZE_MAX / 2 ? as_buf_room(out, (size_t)size + 1) : NULL; /* + 1: an empty file too */
  status = room == NULL ? as_fail_nomem(error) : as_file_read(file, 0, room, (size_t)size, error);
  if (status == ASSIST_OK) out->size += (size_t)size;
  as_file_close(file);
  return status;
}

assist_status as_manifest_read(as_folder *folder, as_manifest **out_manifest, assist_error *error) {
  as_buf bytes;
  as_buf_init(&bytes);
  assist_status status = as_folder_slurp(folder, AS_MANIFEST_NAME, &bytes, error);
  if (status == ASSIST_OK) status = from_bytes(as_slice_of(bytes.bytes, bytes.size), out_manifest, error);
  as_buf_clear(&bytes);
  return status;
}

assist_status as_manifest_peek(as_folder *folder, as_hash128 *out_identity, assist_error *error) {
  as_buf bytes;
  as_buf_init(&bytes);
  assist_status status = as_folder_slurp(folder, AS_MANIFEST_NAME, &bytes, error);
  if (status == ASSIST_OK) *out_identity = as_hash_wide(bytes.bytes, bytes.size);
  as_buf_clear(&bytes);
  return status;
}

static void to_bytes(const as_manifest *manifest, as_buf *out) {
  as_manifest_parts parts = parts_of(manifest);
  as_buf schema;
  as_buf_init(&schema);
  as_schema_encode(&manifest->schema, &schema);
  parts.schema = as_slice_of(schema.bytes, schema.size);
  if (as_buf_failed(&schema)) {
    out->failed = true;
  } else {
    as_manifest_put(&parts, out);
  }
  as_buf_clear(&schema);
}

static assist_status write_new(as_folder *folder, const as_buf *bytes, assist_error *error) {
  as_output *output;
  assist_status status = as_output_open(folder, AS_MANIFEST_NEW_NAME, &output, error);
  if (status != ASSIST_OK) return status;
  status = as_output_write(output, bytes->bytes, bytes->size, error);
  if (status == ASSIST_OK) status = as_output_sync(output, error);
  as_output_close(output);
  return status;
}

assist_status as_manifest_write(as_folder *folder, as_manifest *manifest, bool *out_unsure,
                                assist_error *error) {
  as_buf bytes;
  as_buf_init(&bytes);
  to_bytes(manifest, &bytes);
  assist_status status = as_buf_failed(&bytes) ? as_fail_nomem(error) : write_new(folder, &bytes, error);
  if (status == ASSIST_OK) {
    *out_unsure = true;
    status = as_folder_rename(folder, AS_MANIFEST_NEW_NAME, AS_MANIFEST_NAME, error);
  }
  if (status == ASSIST_OK) status = as_folder_sync(folder, error);
  if (status == ASSIST_OK) manifest->identity = as_hash_wide(bytes.bytes, bytes.size);
  as_buf_clear(&bytes);
  return status;
}

/* Where NAME stands among the attributes, or would. */
static size_t attribute_place(const as_manifest *manifest, const char *name, bool *out_there) {
  size_t at = 0;
  int order = 1;
  while (at < manifest->attribute_count && (order = strcmp(manifest->attributes[at].name, name)) < 0) at++;
  *out_there = at < manifest->attribute_count && order == 0;
  return at;
}

const as_manifest_attribute *as_manifest_attribute_of(const as_manifest *manifest, const char *name) {
  bool there;
  size_t at = attribute_place(manifest, name, &there);
  return there ? &manifest->attributes[at] : NULL;
}

static void remove_attribute(as_manifest *manifest, size_t at) {
  as_manifest_attribute *list = manifest->attributes;
  as_mem_free(list[at].name);
  as_mem_free(list[at].bytes);
  manifest->attribute_count--;
  memmove(list + at, list + at + 1, (manifest->attribute_count - at) * sizeof *list);
}

bool as_manifest_set_attribute(as_manifest *manifest, const char *name, const void *bytes, size_t size) {
  bool there;
  size_t at = attribute_place(manifest, name, &there);
  if (bytes == NULL) {
    if (there) remove_attribute(manifest, at);
    return true;
  }
  as_manifest_attribute made = {as_mem_copy_string(name, strlen(name)), as_mem_alloc(size), size};
  as_manifest_attribute *list =
      as_mem_resize(manifest->attributes, manifest->attribute_count + 1, sizeof *manifest->attributes);
  if (list != NULL) manifest->attributes = list;
  if (made.name == NULL || made.bytes == NULL || list == NULL) {
    as_mem_free(made.name);
    as_mem_free(made.bytes);
    return false;
  }
  if (size != 0) memcpy(made.bytes, bytes, size);
  if (there) remove_attribute(manifest, at);
  memmove(list + at + 1, list + at, (manifest->attribute_count - at) * sizeof *list);
  list[at] = made;
  manifest->attribute_count++;
  return true;
}
