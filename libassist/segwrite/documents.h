/* SPDX-License-Identifier: MIT
 * Writes a segment's documents file: keys, stamps, insertion numbers, titles, lengths, columns
 * (doc/format.md, section 6). */
#ifndef AS_SEGWRITE_DOCUMENTS_H
#define AS_SEGWRITE_DOCUMENTS_H

#include "base/vec.h"
#include "format/docblock.h"
#include "format/docs_directory.h"
#include "segwrite/column.h"
#include "segwrite/marks.h"
#include "segwrite/sealed.h"
#include "segwrite/segment.h"

typedef struct as_document_writer {
  as_sealed *file;
  as_docs_directory directory; /* `documents` counts */
  uint8_t **codes;             /* of each field, NULL while no document has it */
  size_t code_room;            /* bytes of each */
  AS_VEC(uint64_t) hashes;     /* 33 bits of a key's hash, 31 of its document */
  uint64_t insertion;          /* of the document before */
  const uint32_t *ranks;       /* of insertion, borrowed; NULL: documents come in that order */
  uint32_t rank_count;
  uint64_t *insertions; /* by rank, where there are ranks; UINT64_MAX: not here yet */
  as_column_writer *columns;
  as_value_writer *values;         /* of each field */
  as_buf keys, stamps, key, stamp; /* of the block; the strings before */
  bool ordered;                    /* the caller says that keys will ascend, and hashes stay empty */
  bool any_stamp, shuffled;        /* shuffled: some key does not come behind the one before */
  as_extent extents[AS_DOCBLOCK];
  uint8_t sketches[AS_DOCBLOCK][AS_SKETCH_BYTES];
  as_buf blocks, runs, furniture, bytes; /* rows; scratch */
  as_mark_writer marks;
} as_document_writer;

assist_status as_document_writer_init(as_document_writer *writer, as_sealed *file, uint8_t fields,
                                      uint8_t columns, assist_error *error);
/* COUNT documents come, in another order than that of insertion: RANKS tells the place of each in it.  Before the first. */
assist_status as_document_writer_reorder(as_document_writer *writer, const uint32_t *ranks, uint32_t count,
                                         assist_error *error);
/* The whole values of text field FIELD are not to be kept. */
void as_document_writer_give_up_values(as_document_writer *writer, uint8_t field);
void as_document_writer_clear(as_document_writer *writer);
assist_status as_document_writer_add(as_document_writer *writer, const as_segment_document *document,
                                     assist_error *error);
/* ROWS of repeated lines, ascending; INVALID otherwise.  At most once. */
assist_status as_document_writer_furniture(as_document_writer *writer, const as_buf *rows,
                                           assist_error *error);
/* Where such lines stand in DOCUMENT, which ascends; INVALID otherwise.  Behind the rows.  Kept when they are many (format/marks.h). */
assist_status as_document_writer_marks(as_document_writer *writer, uint32_t document,
                                       const as_mark_list *marks, assist_error *error);
/* Ends what is begun; the tables are written and the directory is in OUT. */
assist_status as_document_writer_end(as_document_writer *writer, as_buf *out_directory, assist_error *error);
size_t as_document_writer_memory(const as_document_writer *writer);

#endif
