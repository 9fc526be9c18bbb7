/* SPDX-License-Identifier: MIT
 * Columns as they are written: chunk after chunk to the file, rows in memory; and whole values of a text field, which are a
 * column of ordinals and the list of what they stand for (doc/format.md, section 6). */
#ifndef AS_SEGWRITE_COLUMN_H
#define AS_SEGWRITE_COLUMN_H

#include "base/bytemap.h"
#include "base/vec.h"
#include "format/column_chunk.h"
#include "format/docs_directory.h"
#include "segwrite/sealed.h"

/* The chunk of a column that is being filled. */
typedef struct as_column_writer {
  unsigned count;
  uint32_t documents[AS_CHUNK_DOCUMENTS];
  uint32_t counts[AS_CHUNK_DOCUMENTS];
  AS_VEC(uint64_t) values;
  as_buf rows;
} as_column_writer;

void as_column_writer_init(as_column_writer *column);
void as_column_writer_clear(as_column_writer *column);
/* WORD is a value of DOCUMENT, which is not below the one before.  NOMEM; LIMIT: too many of one document. */
assist_status as_column_writer_add(as_column_writer *column, as_sealed *file, uint32_t document,
                                   uint64_t word, assist_error *error);
void as_column_writer_end(as_column_writer *column, as_sealed *file); /* the last chunk */
void as_column_writer_put_rows(as_column_writer *column, as_sealed *file, as_docs_column *out_column);
size_t as_column_writer_memory(const as_column_writer *column);

typedef struct as_value_writer {
  as_column_writer ordinals;
  as_bytemap *distinct; /* NULL: no value yet */
  bool too_many;
} as_value_writer;

void as_value_writer_init(as_value_writer *values);
void as_value_writer_clear(as_value_writer *values);
assist_status as_value_writer_add(as_value_writer *values, as_sealed *file, uint32_t document, as_slice value,
                                  assist_error *error);
void as_value_writer_give_up(as_value_writer *values); /* there are too many: forget them all */
void as_value_writer_put(as_value_writer *values, as_sealed *file, as_docs_values *out_values);
size_t as_value_writer_memory(const as_value_writer *values);

#endif
