/* SPDX-License-Identifier: MIT
 * Writes a segment's marks: where in its documents the lines stand that repeat (doc/format.md, section 6). */
#ifndef AS_SEGWRITE_MARKS_H
#define AS_SEGWRITE_MARKS_H

#include "format/docs_directory.h"
#include "format/marks.h"
#include "segwrite/sealed.h"

typedef struct as_mark_writer {
  as_mark_block block;
  as_buf rows, bytes;
  uint32_t *places;  /* in the table of repeated lines, by number; NULL: no table yet */
  uint32_t *numbers; /* and back; of the same memory */
  uint32_t lines;
} as_mark_writer;

void as_mark_writer_init(as_mark_writer *writer);
void as_mark_writer_clear(as_mark_writer *writer);
/* TABLE: rows of repeated lines, of which marks name the places.  False: no memory. */
bool as_mark_writer_begin(as_mark_writer *writer, const as_buf *table);
/* Documents ascend; one without marks is none.  INVALID when they do not, or marks do not. */
assist_status as_mark_writer_add(as_mark_writer *writer, as_sealed *file, uint32_t document,
                                 const as_mark_list *marks, assist_error *error);
void as_mark_writer_end(as_mark_writer *writer, as_sealed *file); /* the block begun */
void as_mark_writer_put_tables(as_mark_writer *writer, as_sealed *file, as_docs_directory *directory);
size_t as_mark_writer_memory(const as_mark_writer *writer);

#endif
