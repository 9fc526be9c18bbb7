/* SPDX-License-Identifier: MIT
 * A segment's contents in plain arrays, made from a seed: what tests write, and compare with what they
 * read. */
#ifndef AS_TESTS_SEGMENT_MODEL_H
#define AS_TESTS_SEGMENT_MODEL_H

#include "base/term.h"
#include "segread/segment.h"
#include "segwrite/segment.h"

typedef struct model_term {
  as_term term;
  uint32_t documents; /* count */
  uint64_t positions_count;
  uint32_t *document;
  uint32_t *frequency;
  uint32_t *position; /* all of them; NULL for characters */
} model_term;

typedef struct model_document {
  char key[32], stamp[32];
  uint64_t insertion, text;
  uint32_t lengths[2];
  uint32_t title_begin, title_end;
  as_column_value values[4];
  size_t value_count;
  char author[2][32]; /* whole values of field 1 */
  as_text_value texts[2];
  size_t text_count;
  size_t stored_size;
  char *stored;
} model_document;

typedef struct segment_model {
  uint32_t documents;
  model_document *document;
  size_t terms, term_room;
  model_term *term;
  size_t tokens; /* of field 0 */
  char (*token)[24];
  /* Where the source stands. */
  size_t next_token, next_term;
  uint32_t next_posting;
  uint64_t next_position;
  bool apart;      /* written with stored text packed in a thread of its own; false at first */
  uint32_t *ranks; /* of documents in order of insertion; NULL: they stand in it */
} segment_model;

uint32_t model_random(uint64_t *seed, uint32_t below);
/* DOCUMENTS documents and about TERMS terms of every kind, from one document to all, sparse to dense. */
segment_model *model_new(uint32_t documents, size_t terms, uint64_t seed);
/* Documents stand in another order than that of insertion from now on. */
void model_reorder(segment_model *model);
void model_free(segment_model *model);
as_term_source model_source(segment_model *model);
/* Marks of a document: of MODEL_LINES lines, where there are as many documents. */
#define MODEL_LINES 6u
void model_marks(const segment_model *model, uint32_t number, as_mark_list *out);
/* Writes the whole of it. */
assist_status model_write(segment_model *model, as_folder *folder, bool store, as_segment_record *out_record,
                          assist_error *error);

/* A model without stored text, written into a folder of its own under /tmp, and open. */
typedef struct opened_model {
  char path[64];
  as_folder *folder;
  segment_model *model;
  as_segment *segment;
} opened_model;
assist_status model_open(opened_model *opened, uint32_t documents, size_t terms, uint64_t seed,
                         assist_error *error);
void model_close(opened_model *opened); /* and the folder is gone */

#endif
