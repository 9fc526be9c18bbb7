/* SPDX-License-Identifier: MIT
 * Writes a segment's dictionary: tokens of all fields, then sections of terms. */
#ifndef AS_SEGWRITE_DICTIONARY_H
#define AS_SEGWRITE_DICTIONARY_H

#include "format/entries.h"
#include "format/terms_directory.h"
#include "segwrite/sealed.h"

typedef struct as_dictionary_writer {
  as_sealed *file;
  as_terms_directory directory;
  as_buf groups, blocks, bytes; /* rows of the section written now; scratch */
  as_buf alphabet;              /* characters of the field written now, four bytes each */
  uint32_t *numbers;            /* by code: where it is there, if it is; NULL: to be searched for */
  as_entry entries[AS_ENTRIES_BLOCK];
  unsigned count;       /* of entries */
  as_term last;         /* put last */
  bool any;             /* term so far */
  uint64_t block_posts; /* where the lists of the block begin */
  uint64_t posts;       /* where the next list begins */
} as_dictionary_writer;

assist_status as_dictionary_writer_init(as_dictionary_writer *writer, as_sealed *file, uint8_t fields,
                                        uint64_t posts, assist_error *error);
void as_dictionary_writer_clear(as_dictionary_writer *writer);
/* In order of the fields, each to its end; before the first term. */
assist_status as_dictionary_writer_token(as_dictionary_writer *writer, uint8_t field, as_slice token,
                                         assist_error *error);
assist_status as_dictionary_writer_tokens_end(as_dictionary_writer *writer, uint8_t field,
                                              assist_error *error);
/* Whether the block so far must end before TERM is put. */
bool as_dictionary_writer_is_full(const as_dictionary_writer *writer, as_term term);
/* Ends it; behind its lists lie BUNDLE bytes of terms that occur once. */
void as_dictionary_writer_end_block(as_dictionary_writer *writer, uint64_t bundle);
/* In order of the terms, each of a character or pair behind the lists of its characters; INVALID otherwise.  Of ENTRY the key is found
 * here.  Lists lie one behind the other, bundles behind those of their block. */
assist_status as_dictionary_writer_term(as_dictionary_writer *writer, as_term term, const as_entry *entry,
                                        assist_error *error);
/* Ends the last section; the directory is in OUT. */
assist_status as_dictionary_writer_end(as_dictionary_writer *writer, as_buf *out_directory,
                                       assist_error *error);

#endif
