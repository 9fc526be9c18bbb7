/* SPDX-License-Identifier: MIT
 * An open segment as the files of segread/ see it; not for other rooms. */
#ifndef AS_SEGREAD_OPENED_H
#define AS_SEGREAD_OPENED_H

#include "format/docs_directory.h"
#include "format/terms_directory.h"
#include "segread/pages.h"
#include "segread/segment.h"

struct as_segment {
  as_segment_record record;
  bool has_store;
  as_pages files[AS_SEGMENT_FILES];
  as_terms_directory terms;
  as_docs_directory docs;
  as_store_directory store;
  const uint8_t *_Atomic *codes; /* of each field; NULL: not verified yet */
  uint32_t *ranks;   /* place of each document in order of insertion; NULL: the same as its number */
  uint32_t *places;  /* and back; of the same memory */
  uint8_t *no_codes; /* zeros for fields that no document has; made under the mutex */
  as_mutex *mutex;
  struct as_stored_block *stored; /* unpacked last; under the mutex */
  struct ZSTD_DCtx_s *unpacker;   /* unpacked it: fresh ones are dear; under the mutex */
  struct as_known *_Atomic known; /* NULL: no term has been looked up */
  struct as_dense *_Atomic dense; /* NULL: no list has been looked into */
};

static inline as_pages *as_segment_file(as_segment *segment, enum as_segment_file kind) {
  return &segment->files[kind];
}

/* The document of BLOCK (32 of them) with KEY, where keys ascend; UINT32_MAX: none.  SCRATCH is overwritten. */
assist_status as_segment_find_in_block(as_segment *segment, uint32_t block, as_slice key, as_buf *scratch,
                                       uint32_t *out_document, assist_error *error);
/* A block of marks (marks.c); AT below their number. */
typedef struct as_mark_row {
  uint32_t first, size;
  uint64_t offset;
} as_mark_row;
assist_status as_mark_row_at(as_segment *segment, uint32_t at, as_mark_row *out_row, assist_error *error);
void as_stored_block_free(struct as_stored_block *block);
void as_unpacker_free(struct ZSTD_DCtx_s *unpacker);

#endif
