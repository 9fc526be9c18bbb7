/* SPDX-License-Identifier: MIT
 *
 * Pages.  The body of a file is one range of memory, so that all decoders work on plain pointers; a bit
 * for each page tells whether what is there may be believed.
 *
 *   read    memory as large as the body, which the system gives as it is touched; a page is read into a
 *           buffer of its own,
 *           verified there, and copied in under a lock: no thread ever sees a byte that is not verified,
 *           and two that
 *           come at once do the same work twice at worst
 *   map     the file itself; a page is verified where it lies, as often as threads happen to come at once
 *
 * The bit is set after the bytes are there (release) and looked at before they are used (acquire).
 *
 * Pages stay until the file is closed, unless whoever has it alone (a merge, a check) lets it forget them.
 *
 * Opening verifies the frame: the checksums and the footer have the hash that is the file's name. */
#include "segread/pages.h"

#include <string.h>

#include "base/error.h"
#include "base/fixed.h"
#include "port/mem.h"

assist_status as_pages_corrupt(const as_pages *pages, uint64_t offset, const char *what,
                               assist_error *error) {
  return as_fail_at(error, ASSIST_CORRUPT, offset, "%s: byte %llu: %s", as_file_name(pages->file),
                    (unsigned long long)offset, what);
}

static size_t page_size(const as_pages *pages, uint64_t page) {
  uint64_t left = pages->footer.size - page * AS_PAGE_SIZE;
  return left < AS_PAGE_SIZE ? (size_t)left : AS_PAGE_SIZE;
}

static assist_status verify(const as_pages *pages, uint64_t page, const uint8_t *bytes, assist_error *error) {
  uint32_t wanted = as_load_u32(pages->tail + page * 4);
  if (as_crc32c(0, bytes, page_size(pages, page)) == wanted) return ASSIST_OK;
  return as_pages_corrupt(pages, page * AS_PAGE_SIZE, "wrong checksum of a page", error);
}

static void set_ready(as_pages *pages, uint64_t page) {
  atomic_fetch_or_explicit(&pages->ready[page / 64], UINT64_C(1) << (page % 64), memory_order_release);
}

static assist_status read_page(as_pages *pages, uint64_t page, assist_error *error) {
  uint8_t buffer[AS_PAGE_SIZE];
  size_t size = page_size(pages, page);
  assist_status status = as_file_read(pages->file, page * AS_PAGE_SIZE, buffer, size, error);
  if (status == ASSIST_OK) status = verify(pages, page, buffer, error);
  if (status != ASSIST_OK) return status;
  as_mutex_lock(pages->mutex);
  if (!as_pages_is_ready(pages, page)) {
    memcpy(pages->memory + page * AS_PAGE_SIZE, buffer, size);
    set_ready(pages, page);
    atomic_fetch_add_explicit(&pages->loaded, size, memory_order_relaxed);
  }
  as_mutex_unlock(pages->mutex);
  return ASSIST_OK;
}

static assist_status map_page(as_pages *pages, uint64_t page, assist_error *error) {
  assist_status status = verify(pages, page, pages->bytes + page * AS_PAGE_SIZE, error);
  if (status == ASSIST_OK) set_ready(pages, page);
  return status;
}

assist_status as_pages_load(as_pages *pages, uint64_t offset, uint64_t size, assist_error *error) {
  if (offset > pages->footer.size || size > pages->footer.size - offset) {
    return as_pages_corrupt(pages, offset, "points beyond the end", error);
  }
  if (size == 0) return ASSIST_OK;
  uint64_t last = (offset + size - 1) / AS_PAGE_SIZE;
  for (uint64_t page = offset / AS_PAGE_SIZE; page <= last; page++) {
    if (as_pages_is_ready(pages, page)) continue;
    assist_status status =
        pages->memory == NULL ? map_page(pages, page, error) : read_page(pages, page, error);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

void as_pages_forget(as_pages *pages) {
  if (pages->memory == NULL || atomic_load_explicit(&pages->loaded, memory_order_relaxed) == 0) return;
  for (uint64_t i = 0; i < as_frame_pages(pages->footer.size) / 64 + 1; i++) {
    atomic_store_explicit(&pages->ready[i], 0, memory_order_relaxed);
  }
  as_mem_forget(pages->memory, (size_t)pages->footer.size);
  atomic_store_explicit(&pages->loaded, 0, memory_order_relaxed);
}

/* ---- opening ---- */

static assist_status read_tail(as_pages *pages, const as_file_record *record, assist_error *error) {
  uint64_t file_size = as_file_size(pages->file);
  uint8_t footer[AS_FOOTER_SIZE];
  if (file_size != record->size || file_size < AS_FOOTER_SIZE) {
    return as_fail(error, ASSIST_CORRUPT, "%s: not of the size that was written", as_file_name(pages->file));
  }
  assist_status status = as_file_read(pages->file, file_size - AS_FOOTER_SIZE, footer, sizeof footer, error);
  if (status != ASSIST_OK) return status;
  if (!as_frame_footer_get(footer, file_size, &pages->footer)) {
    pages->footer = (as_frame_footer){0};
    return as_pages_corrupt(pages, file_size - AS_FOOTER_SIZE, "impossible footer", error);
  }
  if (file_size > SIZE_MAX / 2) return as_fail_nomem(error);
  size_t size = (size_t)(file_size - pages->footer.size);
  pages->tail = as_mem_alloc(size);
  if (pages->tail == NULL) return as_fail_nomem(error);
  status = as_file_read(pages->file, pages->footer.size, pages->tail, size, error);
  if (status != ASSIST_OK) return status;
  as_hash128 hash = as_hash_wide(pages->tail, size);
  bool good = as_crc32c(0, pages->tail, size - 4) == as_load_u32(pages->tail + size - 4) &&
              hash.high == record->hash.high && hash.low == record->hash.low;
  return good ? ASSIST_OK
              : as_pages_corrupt(pages, pages->footer.size, "checksums that are not of this file", error);
}

static assist_status reserve(as_pages *pages, bool map, assist_error *error) {
  uint64_t count = as_frame_pages(pages->footer.size);
  pages->ready = as_mem_calloc((size_t)(count / 64) + 1, sizeof *pages->ready);
  pages->mutex = as_mutex_new();
  if (pages->ready == NULL || pages->mutex == NULL) return as_fail_nomem(error);
  if (map) return as_file_map(pages->file, &pages->bytes, error);
  pages->memory = as_mem_alloc((size_t)pages->footer.size);
  pages->bytes = pages->memory;
  if (pages->memory == NULL) return as_fail_nomem(error);
  as_mem_forget(pages->memory,
                (size_t)pages->footer.size); /* it may be what something else has used before */
  return ASSIST_OK;
}

static assist_status check_header(as_pages *pages, enum as_segment_file kind, assist_error *error) {
  const uint8_t *bytes;
  as_frame_header header;
  assist_status status = as_pages_need(pages, 0, AS_HEADER_SIZE, &bytes, error);
  if (status != ASSIST_OK) return status;
  if (!as_frame_header_get(bytes, &header))
    return as_pages_corrupt(pages, 0, "not a file of an index", error);
  if (header.version != 0 && header.version != AS_FORMAT_VERSION) {
    return as_fail(error, ASSIST_VERSION, "%s: written in format %u, and this library reads %u",
                   as_file_name(pages->file), header.version, AS_FORMAT_VERSION);
  }
  bool good = header.version != 0 && header.kind == as_frame_kind(kind);
  return good ? ASSIST_OK : as_pages_corrupt(pages, 6, "a file of another kind", error);
}

assist_status as_pages_open(as_pages *pages, as_folder *folder, const as_file_record *record,
                            enum as_segment_file kind, bool map, assist_error *error) {
  char name[AS_FILE_NAME_SIZE];
  *pages = (as_pages){0};
  as_segment_file_name(record, kind, name);
  assist_status status = as_file_open(folder, name, &pages->file, error);
  if (status == ASSIST_OK) status = read_tail(pages, record, error);
  if (status == ASSIST_OK) status = reserve(pages, map, error);
  if (status == ASSIST_OK) status = check_header(pages, kind, error);
  return status;
}

void as_pages_close(as_pages *pages) {
  as_file_close(pages->file);
  as_mem_free(pages->memory);
  as_mem_free(pages->tail);
  as_mem_free(pages->ready);
  as_mutex_free(pages->mutex);
  *pages = (as_pages){0};
}
