/* SPDX-License-Identifier: MIT
 * Writes stored documents: blocks of 64 KiB, compressed (doc/format.md, section 7). */
#ifndef AS_SEGWRITE_STORE_H
#define AS_SEGWRITE_STORE_H

#include "base/conveyor.h"
#include "base/slice.h"
#include "segwrite/sealed.h"

typedef struct as_store_writer {
  int level;
  uint32_t first, documents; /* of the block; so far */
  as_buf sizes, content;     /* of the block */
  as_conveyor *conveyor;     /* NULL: blocks are packed where they come */
  as_load load;              /* without a conveyor: the block */
  size_t largest;            /* block so far, packed or not */
  uint64_t given;            /* bytes of all blocks */
  /* What packs owns these: a thread, while there is a conveyor. */
  as_sealed *file;
  struct ZSTD_CCtx_s *zstd;
  uint32_t block_count;
  as_buf packed, rows;
} as_store_writer;

/* APART: blocks are packed in a thread of their own; the bytes are the same.  WRITER stays where it is, and nobody else touches FILE
 * until the end. */
assist_status as_store_writer_init(as_store_writer *writer, as_sealed *file, int level, bool apart,
                                   assist_error *error);
void as_store_writer_clear(as_store_writer *writer);
/* The next document. */
assist_status as_store_writer_add(as_store_writer *writer, as_slice stored, assist_error *error);
/* The directory is in OUT. */
assist_status as_store_writer_end(as_store_writer *writer, as_buf *out_directory, assist_error *error);
size_t as_store_writer_memory(const as_store_writer *writer);

#endif
