/* SPDX-License-Identifier: MIT
 *
 * <assist/writer.h>: arguments are checked here, poison is asked for before a call and told after it; the rest is in
 * index/. */
#include <assist/writer.h>

#include <string.h>

#include "base/error.h"
#include "index/writer.h"

#define NAME_MOST 4096u
#define VALUE_MOST ((size_t)1 << 20)

assist_status assist_writer_open(assist_index *index, const assist_writer_options *options,
                                 assist_writer **out_writer, assist_error *error) {
  static const assist_writer_options defaults = ASSIST_WRITER_OPTIONS_INIT;
  if (options == NULL) options = &defaults;
  if (index == NULL || out_writer == NULL) return as_fail(error, ASSIST_INVALID, "no index");
  const bool known =
      options->version == 1 || (options->version == 2 && (options->flags & ~ASSIST_WRITER_REORDER) == 0);
  if (!known || options->threads < 0) {
    return as_fail(error, ASSIST_INVALID, "options of the writer are not understood");
  }
  if (options->memory != 0 && options->memory < ASSIST_MEMORY_MIN) {
    return as_fail(error, ASSIST_INVALID, "a writer needs at least %llu MiB",
                   (unsigned long long)(ASSIST_MEMORY_MIN >> 20));
  }
  return as_writer_open(index, options, out_writer, error);
}

void assist_writer_close(assist_writer *writer) { as_writer_close(writer); }

assist_status assist_writer_put(assist_writer *writer, const assist_document *document, size_t *out_misfits,
                                assist_error *error) {
  size_t misfits = 0;
  if (writer == NULL || document == NULL) return as_fail(error, ASSIST_INVALID, "no document");
  assist_status status = as_writer_begin(writer, error);
  if (status != ASSIST_OK) return status;
  status = as_writer_put(writer, document, &misfits);
  if (status == ASSIST_OK && out_misfits != NULL) *out_misfits = misfits;
  if (status == ASSIST_OK && misfits > 0 && error != NULL) *error = writer->failure;
  return as_writer_end(writer, status, error);
}

assist_status assist_writer_remove(assist_writer *writer, const char *key, size_t size, assist_error *error) {
  if (writer == NULL || key == NULL || size == 0) return as_fail(error, ASSIST_INVALID, "key is empty");
  assist_status status = as_writer_begin(writer, error);
  if (status != ASSIST_OK) return status;
  return as_writer_end(writer, as_writer_remove(writer, as_slice_of(key, size)), error);
}

int assist_writer_has(assist_writer *writer, const char *key, size_t size, void *out_stamp,
                      size_t *out_stamp_size, assist_error *error) {
  as_buf stamp;
  bool has = false;
  if (writer == NULL || key == NULL || size == 0) {
    (void)as_fail(error, ASSIST_INVALID, "key is empty");
    return 0;
  }
  if (as_writer_begin(writer, error) != ASSIST_OK) return 0;
  as_buf_init(&stamp);
  assist_status status = as_writer_has(writer, as_slice_of(key, size), &has, &stamp);
  if (as_writer_end(writer, status, error) != ASSIST_OK || stamp.size > ASSIST_STAMP_MAX) has = false;
  if (has && out_stamp != NULL && stamp.size != 0) memcpy(out_stamp, stamp.bytes, stamp.size);
  if (has && out_stamp_size != NULL) *out_stamp_size = stamp.size;
  as_buf_clear(&stamp);
  return has;
}

assist_status assist_writer_set_attribute(assist_writer *writer, const char *name, const void *bytes,
                                          size_t size, assist_error *error) {
  if (writer == NULL || name == NULL || *name == '\0' || (bytes == NULL && size != 0)) {
    return as_fail(error, ASSIST_INVALID, "attribute has no name or no bytes");
  }
  if (strlen(name) > NAME_MOST || size > VALUE_MOST) {
    return as_fail(error, ASSIST_LIMIT, "attribute's name is over %u bytes, or its value over 1 MiB",
                   NAME_MOST);
  }
  assist_status status = as_writer_begin(writer, error);
  if (status != ASSIST_OK) return status;
  return as_writer_end(writer, as_writer_set_attribute(writer, name, bytes, size), error);
}

/* A call without arguments. */
static assist_status run(assist_writer *writer, assist_status (*call)(assist_writer *writer),
                         assist_error *error) {
  if (writer == NULL) return as_fail(error, ASSIST_INVALID, "no writer");
  assist_status status = as_writer_begin(writer, error);
  if (status != ASSIST_OK) return status;
  return as_writer_end(writer, call(writer), error);
}

assist_status assist_writer_commit(assist_writer *writer, assist_error *error) {
  return run(writer, as_writer_commit, error);
}

assist_status assist_writer_rollback(assist_writer *writer, assist_error *error) {
  if (writer == NULL) return as_fail(error, ASSIST_INVALID, "no writer");
  assist_status status = as_writer_begin(writer, error);
  if (status != ASSIST_OK && (status == ASSIST_INVALID && writer->poison == ASSIST_OK))
    return status; /* a child's */
  return as_writer_end(writer, as_writer_rollback(writer), error);
}

assist_status assist_writer_merge(assist_writer *writer, assist_error *error) {
  return run(writer, as_writer_merge, error);
}

assist_status assist_writer_rebuild(assist_writer *writer, assist_error *error) {
  return run(writer, as_writer_rebuild, error);
}
