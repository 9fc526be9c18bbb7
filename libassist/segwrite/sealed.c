/* SPDX-License-Identifier: MIT
 *
 * Bytes come in pieces of any size and are gathered into a page of 16 KiB; a full page gets its checksum,
 * goes into the hash of the whole, and to the system.
 *
 *   header contents directory | crc crc crc ... | footer
 *
 * The file has a temporary name until all files of the segment are synced; then its name is the hash of
 * what comes behind the contents, which holds a hash of them. */
#include "segwrite/sealed.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fixed.h"
#include "format/frame.h"
#include "port/mem.h"

#define NAME_MOST 256u

struct as_sealed {
  as_folder *folder;
  as_output *output;
  as_hasher *hasher;
  enum as_segment_file kind;
  assist_status status;
  assist_error error;
  uint64_t written; /* before the page */
  size_t used;      /* of the page */
  as_buf checksums;
  as_file_record record;
  bool renamed;
  char name[NAME_MOST];
  uint8_t page[AS_PAGE_SIZE];
};

static assist_status create(as_sealed *sealed, const char *stem, assist_error *error) {
  static const char *const suffixes[AS_SEGMENT_FILES] = {"terms", "posts", "docs", "store"};
  int length = snprintf(sealed->name, NAME_MOST, "%s.%s", stem, suffixes[sealed->kind]);
  if (length < 0 || (unsigned)length >= NAME_MOST)
    return as_fail(error, ASSIST_INVALID, "file name too long");
  sealed->hasher = as_hasher_new();
  if (sealed->hasher == NULL) return as_fail_nomem(error);
  return as_output_open(sealed->folder, sealed->name, &sealed->output, error);
}

assist_status as_sealed_open(as_folder *folder, const char *stem, enum as_segment_file kind,
                             as_sealed **out_sealed, assist_error *error) {
  as_sealed *sealed = as_mem_calloc(1, sizeof *sealed);
  if (sealed == NULL) return as_fail_nomem(error);
  sealed->folder = folder;
  sealed->kind = kind;
  as_buf_init(&sealed->checksums);
  assist_status status = create(sealed, stem, error);
  if (status != ASSIST_OK) {
    as_sealed_close(sealed);
    return status;
  }
  uint8_t header[AS_HEADER_SIZE];
  as_frame_header_put(&(as_frame_header){.kind = as_frame_kind(kind), .version = AS_FORMAT_VERSION}, header);
  as_sealed_add(sealed, header, sizeof header);
  *out_sealed = sealed;
  return ASSIST_OK;
}

static void flush_page(as_sealed *sealed) {
  if (sealed->used == 0 || sealed->status != ASSIST_OK) return;
  as_buf_add_u32(&sealed->checksums, as_crc32c(0, sealed->page, sealed->used));
  as_hasher_add(sealed->hasher, sealed->page, sealed->used);
  sealed->status = as_output_write(sealed->output, sealed->page, sealed->used, &sealed->error);
  sealed->written += sealed->used;
  sealed->used = 0;
}

void as_sealed_add(as_sealed *sealed, const void *bytes, size_t size) {
  const uint8_t *from = bytes;
  while (size != 0 && sealed->status == ASSIST_OK) {
    size_t part = AS_PAGE_SIZE - sealed->used;
    if (part > size) part = size;
    memcpy(sealed->page + sealed->used, from, part);
    sealed->used += part;
    from += part;
    size -= part;
    if (sealed->used == AS_PAGE_SIZE) flush_page(sealed);
  }
}

void as_sealed_add_buf(as_sealed *sealed, const as_buf *buf) {
  if (sealed->status == ASSIST_OK && as_buf_failed(buf)) sealed->status = as_fail_nomem(&sealed->error);
  as_sealed_add(sealed, buf->bytes, buf->size);
}

uint64_t as_sealed_at(const as_sealed *sealed) { return sealed->written + sealed->used; }

assist_status as_sealed_status(const as_sealed *sealed, assist_error *error) {
  if (sealed->status != ASSIST_OK && error != NULL) *error = sealed->error;
  return sealed->status;
}

size_t as_sealed_memory(const as_sealed *sealed) {
  return sealed == NULL ? 0 : sizeof *sealed + sealed->checksums.capacity + (size_t)256 * 1024;
}

static assist_status put_tail(as_sealed *sealed, uint64_t directory, uint32_t documents,
                              assist_error *error) {
  as_buf *tail = &sealed->checksums;
  uint8_t bytes[AS_FOOTER_SIZE];
  as_frame_footer footer = {.size = sealed->written,
                            .directory = directory,
                            .hash = as_hasher_end(sealed->hasher),
                            .documents = documents};
  as_frame_footer_put(&footer, bytes);
  footer.crc = as_crc32c(as_crc32c(0, tail->bytes, tail->size), bytes, AS_FOOTER_SIZE - 4);
  as_frame_footer_put(&footer, bytes);
  as_buf_add(tail, bytes, sizeof bytes);
  if (as_buf_failed(tail)) return as_fail_nomem(error);
  sealed->record =
      (as_file_record){.hash = as_hash_wide(tail->bytes, tail->size), .size = sealed->written + tail->size};
  assist_status status = as_output_write(sealed->output, tail->bytes, tail->size, error);
  return status == ASSIST_OK ? as_output_sync(sealed->output, error) : status;
}

assist_status as_sealed_finish(as_sealed *sealed, const as_buf *directory, uint32_t documents,
                               as_file_record *out_record, assist_error *error) {
  uint64_t at = as_sealed_at(sealed);
  as_sealed_add_buf(sealed, directory);
  flush_page(sealed);
  assist_status status = as_sealed_status(sealed, error);
  if (status == ASSIST_OK) status = put_tail(sealed, at, documents, error);
  if (status == ASSIST_OK) *out_record = sealed->record;
  return status;
}

assist_status as_sealed_rename(as_sealed *sealed, assist_error *error) {
  char name[AS_FILE_NAME_SIZE];
  as_segment_file_name(&sealed->record, sealed->kind, name);
  assist_status status = as_folder_rename(sealed->folder, sealed->name, name, error);
  sealed->renamed = status == ASSIST_OK;
  return status;
}

void as_sealed_close(as_sealed *sealed) {
  if (sealed == NULL) return;
  bool remove = sealed->output != NULL && !sealed->renamed;
  as_output_close(sealed->output);
  if (remove) (void)as_folder_remove(sealed->folder, sealed->name, NULL);
  as_hasher_free(sealed->hasher);
  as_buf_clear(&sealed->checksums);
  as_mem_free(sealed);
}
