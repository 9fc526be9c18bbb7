/* SPDX-License-Identifier: MIT
 * One segment, open for reading: immutable, shared by threads.  Opening checks headers and bounds only;
 * each 16 KiB page of a file is verified against its CRC32C when it is first touched.  Bounds hold even
 * behind a good checksum: any bytes give a right answer or CORRUPT. */
#ifndef AS_SEGREAD_SEGMENT_H
#define AS_SEGREAD_SEGMENT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/sketch.h"
#include "base/slice.h"
#include "base/term.h"
#include "format/length.h" /* as_length_of_code, for whoever scores by the codes */
#include "format/marks.h"
#include "format/segment_record.h"
#include "port/file.h"

typedef struct as_segment as_segment;

/* NOTFOUND when a file is gone: the manifest is to be read again. */
assist_status as_segment_open(as_folder *folder, const as_segment_record *record, bool map,
                              as_segment **out_segment, assist_error *error);
void as_segment_close(as_segment *segment);

uint32_t as_segment_documents(const as_segment *segment); /* deleted ones included */
/* Places of documents in order of insertion, 0 for the first, and back.  Both NULL where documents stand in that order. */
const uint32_t *as_segment_ranks(const as_segment *segment);
const uint32_t *as_segment_places(const as_segment *segment);
uint8_t as_segment_field_count(const as_segment *segment);
uint64_t as_segment_length_sum(const as_segment *segment, uint8_t field);
/* Average length of a field, as the bounds of its lists were made by (format/saturation.h). */
uint64_t as_segment_average(const as_segment *segment, uint8_t field);
/* Length codes of FIELD, one byte a document (format/length.h turns a code into a length).  NULL and ERROR
 * on failure; verified as a whole on the first call. */
const uint8_t *as_segment_length_codes(as_segment *segment, uint8_t field, assist_error *error);

typedef struct as_segment_counts {
  uint64_t terms, postings, positions, text_bytes;
  uint64_t bytes[4]; /* enum as_segment_file */
} as_segment_counts;
void as_segment_counts_of(const as_segment *segment, as_segment_counts *out_counts);

/* Documents.  Slices are copied into OUT (reset first by the caller if wished). */
assist_status as_segment_key(as_segment *segment, uint32_t document, as_buf *out_key, assist_error *error);
/* The bytes of a document and its neighbours: on their way when they are found, so that who wants several documents finds them all
 * first. */
typedef struct as_document_block {
  as_segment *segment;
  uint32_t document;
  const uint8_t *bytes;
  size_t size;
  uint64_t offset;
  unsigned count; /* of its documents */
} as_document_block;
assist_status as_segment_find_block(as_segment *segment, uint32_t document, as_document_block *out_block,
                                    assist_error *error);
/* What the document that BLOCK was found for is called: its key is a copy in MEMORY, a NUL behind it. */
typedef struct as_document_name {
  as_slice key;
  uint64_t insertion;
} as_document_name;
assist_status as_segment_name(const as_document_block *block, as_arena *memory, as_document_name *out_name,
                              assist_error *error);
assist_status as_segment_stamp(as_segment *segment, uint32_t document, as_buf *out_stamp,
                               assist_error *error);
assist_status as_segment_insertion(as_segment *segment, uint32_t document, uint64_t *out_insertion,
                                   assist_error *error);
assist_status as_segment_title(as_segment *segment, uint32_t document, uint32_t *out_begin, uint32_t *out_end,
                               assist_error *error);
/* The same of the documents around DOCUMENT, from its number rounded down to a multiple of AS_TITLES on. */
#define AS_TITLES 32u
typedef struct as_titles {
  unsigned count;
  uint32_t begins[AS_TITLES], ends[AS_TITLES];
} as_titles;
assist_status as_segment_titles(as_segment *segment, uint32_t document, as_titles *out_titles,
                                assist_error *error);
assist_status as_segment_text_bytes(as_segment *segment, uint32_t document, uint64_t *out_bytes,
                                    assist_error *error);
assist_status as_segment_lengths(as_segment *segment, uint32_t document, uint32_t *out_lengths,
                                 assist_error *error); /* upper bounds by code: field_count of them */
assist_status as_segment_sketch(as_segment *segment, uint32_t document, uint8_t out_sketch[AS_SKETCH_BYTES],
                                assist_error *error);
/* In how many documents a line with HASH was counted; 0: it is none of those that are known to repeat. */
assist_status as_segment_line_documents(as_segment *segment, uint64_t hash, uint32_t *out_documents,
                                        assist_error *error);
/* The lines that are known to repeat have numbers, below this. */
uint32_t as_segment_lines(const as_segment *segment);
assist_status as_segment_line(as_segment *segment, uint32_t line, uint64_t *out_hash, uint32_t *out_documents,
                              assist_error *error);
/* In how many documents the line is that most have; there are marks. */
assist_status as_segment_most_line(as_segment *segment, uint32_t *out_documents, assist_error *error);
/* Where such lines stand in a document, by position in text field 0.  A segment without stored text knows of none. */
bool as_segment_has_marks(const as_segment *segment); /* of any document */
assist_status as_segment_is_marked(as_segment *segment, uint32_t document, bool *out_is, assist_error *error);
assist_status as_segment_marks(as_segment *segment, uint32_t document, as_mark_list *out_marks,
                               assist_error *error);
bool as_segment_is_ordered(const as_segment *segment); /* keys ascend with documents */
bool as_segment_has_store(const as_segment *segment);
assist_status as_segment_stored(as_segment *segment, uint32_t document, as_buf *out_stored,
                                assist_error *error);
/* All documents whose key is KEY, deleted or not: at most one is live.  CALL is made for each. */
assist_status as_segment_find_key(as_segment *segment, as_slice key, uint64_t key_hash,
                                  void (*call)(void *context, uint32_t document), void *context,
                                  assist_error *error);
/* Values of COLUMN in one document, appended to OUT as 8-byte little-endian words (base/ordered.h).  For many documents
 * segread/column.h is faster. */
assist_status as_segment_column(as_segment *segment, uint8_t column, uint32_t document, as_buf *out_values,
                                assist_error *error);
/* The same of a text field's whole values: their ordinals. */
assist_status as_segment_ordinals(as_segment *segment, uint8_t field, uint32_t document, as_buf *out_ordinals,
                                  assist_error *error);
uint32_t as_segment_distinct(const as_segment *segment, uint8_t field); /* 0 for a field that is not there */
/* There is no column of them, then. */
bool as_segment_has_too_many_values(const as_segment *segment, uint8_t field);
/* Value ORDINAL; borrowed from the segment's pages. */
assist_status as_segment_value(as_segment *segment, uint8_t field, uint64_t ordinal, as_slice *out_value,
                               assist_error *error);

/* Gives back the memory of what was read of the segment, if that is more than MOST bytes and twice the length codes;
 * it is read and verified again when it is next needed.  For a thread that has the segment to itself and goes through all of it: between
 * two documents or two terms, while no postings are open and no length codes are held.  Scans may be. */
void as_segment_forget(as_segment *segment, uint64_t most);

/* Verify every byte: whole-file hashes, page checksums, structure, order, bounds, sums.  EACH gets
 * findings; returns the first as CORRUPT. */
assist_status as_segment_check(as_segment *segment, void (*each)(void *context, const char *line),
                               assist_progress_function progress, void *context, assist_error *error);

#endif
