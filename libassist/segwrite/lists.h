/* SPDX-License-Identifier: MIT
 * Writes the lists of terms, one after another, into a segment's postings file. */
#ifndef AS_SEGWRITE_LISTS_H
#define AS_SEGWRITE_LISTS_H

#include "base/vec.h"
#include "format/bundle.h"
#include "format/entries.h"
#include "format/saturation.h"
#include "format/skips.h"
#include "segwrite/sealed.h"
#include "segwrite/source.h"

typedef struct as_list_writer {
  as_sealed *file;    /* NULL: lists stay in `bytes`, and terms that occur once are left to the caller */
  uint32_t documents; /* of the segment */
  const uint8_t *length_codes; /* of the field written now; NULL: no document has it */
  as_saturation *saturation;   /* in it, among the segment's documents */
  as_buf bytes, scratch;
  AS_VEC(as_skip) skips;
  as_bundle bundle;               /* of the dictionary block written now */
  as_posting_block block;         /* the first one of the list that is to be put */
  uint8_t codes[AS_SOURCE_BLOCK]; /* of the lengths of its documents */
} as_list_writer;

void as_list_writer_init(as_list_writer *writer, as_sealed *file, uint32_t documents);
void as_list_writer_clear(as_list_writer *writer);
/* Takes the first postings of the next list from SOURCE; *out_any false: there are none. */
assist_status as_list_writer_begin(as_list_writer *writer, const as_term_source *source, bool *out_any,
                                   assist_error *error);
/* The list of TERM that was begun; fills the counts and size of ENTRY.  INVALID when what the source gives breaks its contract: not
 * ascending, or out of bounds. */
assist_status as_list_writer_put(as_list_writer *writer, const as_term_source *source, as_term term,
                                 as_entry *out_entry, assist_error *error);
/* Of the term put last, when it occurs once: it stands in block.documents[0], here. */
uint32_t as_list_writer_position(const as_list_writer *writer, as_term term);
/* What another writer made of a term: of one that occurs once, where it stands; of others, the list. */
void as_list_writer_put_single(as_list_writer *writer, as_term term, uint32_t document, uint32_t position);
assist_status as_list_writer_put_done(as_list_writer *writer, as_slice list, assist_error *error);
/* A block of the dictionary is over: the bundle of its terms that occur once; returns its bytes. */
uint64_t as_list_writer_end_block(as_list_writer *writer);
/* What was gathered goes to the file: after the last list. */
assist_status as_list_writer_flush(as_list_writer *writer, assist_error *error);

#endif
