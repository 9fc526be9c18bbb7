/* SPDX-License-Identifier: MIT
 * A file of a segment as memory of which only what is asked for has been read and verified, in pages of 16
 * KiB.
 * Threads: share freely. */
#ifndef AS_SEGREAD_PAGES_H
#define AS_SEGREAD_PAGES_H

#include <stdatomic.h>
#include <stdbool.h>

#include "format/frame.h"
#include "port/file.h"
#include "port/thread.h"

typedef struct as_pages {
  as_file *file;
  const uint8_t *bytes;    /* the body; trusted where a page is ready */
  uint8_t *memory;         /* the same, or NULL when mapped */
  uint8_t *tail;           /* page checksums and footer */
  _Atomic uint64_t *ready; /* a bit a page */
  as_mutex *mutex;         /* held while a page is copied in */
  _Atomic uint64_t loaded; /* bytes copied in */
  as_frame_footer footer;
} as_pages;

/* Opens the file that RECORD names and verifies its frame: NOTFOUND, CORRUPT, VERSION, IO, NOMEM.  PAGES
 * is cleared by as_pages_close in every case. */
assist_status as_pages_open(as_pages *pages, as_folder *folder, const as_file_record *record,
                            enum as_segment_file kind, bool map, assist_error *error);
void as_pages_close(as_pages *pages);

assist_status as_pages_load(as_pages *pages, uint64_t offset, uint64_t size, assist_error *error);
static inline bool as_pages_is_ready(const as_pages *pages, uint64_t page) {
  return atomic_load_explicit(&pages->ready[page / 64], memory_order_acquire) >> (page % 64) & 1;
}
/* SIZE bytes at OFFSET, verified.  CORRUPT when they are not in the body. */
static inline assist_status as_pages_need(as_pages *pages, uint64_t offset, uint64_t size,
                                          const uint8_t **out_bytes, assist_error *error) {
  bool inside = offset <= pages->footer.size && size <= pages->footer.size - offset && size != 0;
  bool one = inside && offset / AS_PAGE_SIZE == (offset + size - 1) / AS_PAGE_SIZE;
  if (!one || !as_pages_is_ready(pages, offset / AS_PAGE_SIZE)) {
    assist_status status = as_pages_load(pages, offset, size, error);
    if (status != ASSIST_OK) return status;
  }
  *out_bytes = pages->bytes + offset;
  return ASSIST_OK;
}

/* Gives back the memory of all pages, which are read and verified again when they are next needed.  Only while
 * one thread uses PAGES, and holds no bytes of theirs. */
void as_pages_forget(as_pages *pages);

/* CORRUPT, with the file's name and an offset in it. */
assist_status as_pages_corrupt(const as_pages *pages, uint64_t offset, const char *what, assist_error *error);

#endif
