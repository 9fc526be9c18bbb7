/* SPDX-License-Identifier: MIT
 * Writes one immutable segment: first its documents in order (0, 1, 2...), then its terms from a source,
 * then finish.  The same documents and the same source give the same bytes.  Files get temporary names;
 * finish syncs them and gives them names made from their contents (the hash), so that equal contents have
 * equal names; a failure or abandon leaves nothing behind. */
#ifndef AS_SEGWRITE_SEGMENT_H
#define AS_SEGWRITE_SEGMENT_H

#include "base/buf.h"
#include "format/marks.h"
#include "format/segment_record.h"
#include "port/file.h"
#include "segwrite/source.h"

/* A column's value in one document. */
typedef struct as_column_value {
  uint8_t column; /* number of the column in the schema */
  uint64_t word;  /* base/ordered.h */
} as_column_value;

/* A whole value of a text field. */
typedef struct as_text_value {
  uint8_t field; /* text field number, not 0 */
  as_slice text;
} as_text_value;

typedef struct as_segment_document {
  as_slice key;
  as_slice stamp;          /* may be empty */
  uint64_t insertion;      /* ascending from document to document, or from rank to rank */
  uint64_t text_bytes;     /* analysed text, for statistics */
  const uint32_t *lengths; /* positions of each text field: FIELD_COUNT of them (0: the field is empty) */
  uint32_t title_begin, title_end; /* positions of the title in field 0: [begin, end) */
  const as_column_value *values;   /* by column, then in order of the document */
  size_t value_count;
  const as_text_value *texts; /* those too long to be counted may be among them */
  size_t text_count;
  const uint8_t *sketch; /* AS_SKETCH_BYTES; NULL: none */
  as_slice stored;       /* model/document's encoding; ignored without stored text */
} as_segment_document;

typedef struct as_segment_writer_options {
  uint8_t field_count; /* text fields of the schema, at least 1 */
  uint8_t column_count;
  bool store;      /* keep stored text */
  int store_level; /* zstd level */
  bool apart;      /* stored text is packed in a thread of its own; the bytes are the same */
  bool ordered;    /* keys will ascend: nothing is kept in memory for a table of them */
  /* Documents come in another order than that of insertion: the place of each in that.  NULL: they come in order.  Borrowed
   * until the segment is finished. */
  const uint32_t *ranks;
  uint32_t rank_count; /* documents to come */
} as_segment_writer_options;

typedef struct as_segment_writer as_segment_writer;
assist_status as_segment_writer_open(as_folder *folder, const char *temporary_stem,
                                     const as_segment_writer_options *options, as_segment_writer **out_writer,
                                     assist_error *error);
assist_status as_segment_writer_add(as_segment_writer *writer, const as_segment_document *document,
                                    assist_error *error);
/* Documents added or still to be added had too many values of text field FIELD: there will be no column of them. */
void as_segment_writer_give_up_values(as_segment_writer *writer, uint8_t field);
/* Lines that documents have in common: rows as in doc/format.md, section 6.  Before finish, at
 * most once. */
assist_status as_segment_writer_furniture(as_segment_writer *writer, const as_buf *rows, assist_error *error);
/* Where those lines stand in DOCUMENT: of documents added, ascending; one without marks may be left out. */
assist_status as_segment_writer_marks(as_segment_writer *writer, uint32_t document, const as_mark_list *marks,
                                      assist_error *error);
/* All terms, once, after the last document. */
assist_status as_segment_writer_terms(as_segment_writer *writer, const as_term_source *source,
                                      assist_error *error);
/* The same terms by several threads: the bytes are the same. */
assist_status as_segment_writer_slices(as_segment_writer *writer, const as_term_slices *slices,
                                       assist_error *error);
/* Sync and rename the files (not the folder: the commit does).  Closes WRITER in every case. */
assist_status as_segment_writer_finish(as_segment_writer *writer, as_segment_record *out_record,
                                       assist_error *error);
void as_segment_writer_abandon(as_segment_writer *writer);        /* removes its files; NULL is fine */
size_t as_segment_writer_memory(const as_segment_writer *writer); /* bytes held now */

#endif
