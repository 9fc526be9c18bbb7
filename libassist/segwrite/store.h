/* SPDX-License-Identifier: MIT
 * Writes stored documents: blocks of 64 KiB, compressed (doc/format.md, section 7). */
#ifndef AS_SEGWRITE_STORE_H
#define AS_SEGWRITE_STORE_H

#include "base/slice.h"
#include "segwrite/sealed.h"

typedef struct as_store_writer {
  as_sealed *file;
  struct ZSTD_CCtx_s *zstd;
  uint32_t first, documents; /* of the block; so far */
  uint32_t block_count;
  as_buf sizes, content; /* of the block */
  as_buf raw, packed;    /* scratch */
  as_buf rows;
} as_store_writer;

assist_status as_store_writer_init(as_store_writer *writer, as_sealed *file, int level, assist_error *error);
void as_store_writer_clear(as_store_writer *writer);
/* The next document. */
assist_status as_store_writer_add(as_store_writer *writer, as_slice stored, assist_error *error);
/* The directory is in OUT. */
assist_status as_store_writer_end(as_store_writer *writer, as_buf *out_directory, assist_error *error);
size_t as_store_writer_memory(const as_store_writer *writer);

#endif
