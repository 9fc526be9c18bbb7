/* SPDX-License-Identifier: MIT
 * Writes the lists of terms, one after another, into a segment's postings file. */
#ifndef AS_SEGWRITE_LISTS_H
#define AS_SEGWRITE_LISTS_H

#include "base/vec.h"
#include "format/entries.h"
#include "format/skips.h"
#include "segwrite/sealed.h"
#include "segwrite/source.h"

typedef struct as_list_writer {
  as_sealed *file;             /* NULL: what is put stays in `bytes` */
  uint32_t documents;          /* of the segment */
  const uint8_t *length_codes; /* of the field written now; NULL: no document has it */
  as_buf bytes, scratch;
  AS_VEC(as_skip) skips;
} as_list_writer;

void as_list_writer_init(as_list_writer *writer, as_sealed *file, uint32_t documents);
void as_list_writer_clear(as_list_writer *writer);
/* The list of TERM from SOURCE; fills the counts and size of ENTRY (no documents: nothing was written). 
 * INVALID when what the source gives breaks its contract: not ascending, or out of bounds. */
assist_status as_list_writer_put(as_list_writer *writer, const as_term_source *source, as_term term,
                                 as_entry *out_entry, assist_error *error);
/* What was gathered goes to the file: after the last list. */
assist_status as_list_writer_flush(as_list_writer *writer, assist_error *error);

#endif
