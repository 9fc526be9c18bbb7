/* SPDX-License-Identifier: MIT
 * Inverts one batch of documents in memory: texts in, terms with postings in order out.
 *
 * While adding, each occurrence of a pair goes to the stream of its first unit, four bytes mostly.  When the batch is full, streams are
 * read one after another in term order, and their occurrences put where those of the same second unit are, in cache; what comes out
 * is in order by term, document and position.  Not searchable.  Threads: one thread at a time; what is sealed may be
 * read by several, each with a reader. */
#ifndef AS_MEMORY_INVERTER_H
#define AS_MEMORY_INVERTER_H

#include <stdbool.h>

#include <assist/status.h>

#include "base/sketch.h"
#include "base/slice.h"
#include "base/term.h"
#include "memory/readout.h"

typedef struct as_inverter as_inverter;
struct as_line_starts;

typedef struct as_inverter_options {
  uint64_t memory;  /* bytes it may hold in all, its sorting buffers included */
  unsigned threads; /* above 1: words are dealt in a thread of the inverter's, and so many may read at once */
  assist_status (*look)(void *context,
                        assist_error *error); /* now and then in a long text: may it go on?  NULL: it may */
  void *context;
} as_inverter_options;

assist_status as_inverter_new(const as_inverter_options *options, as_inverter **out_inverter,
                              assist_error *error);
void as_inverter_free(as_inverter *inverter);
void as_inverter_reset(as_inverter *inverter); /* empty, memory kept */

/* One document: begin, then each text field's texts, then end.  Several texts of one field stand one after another with a break
 * between (title, then body, in field 0).  *out_begin and *out_end: the positions the text took, [begin, end). */
assist_status as_inverter_begin(as_inverter *inverter, assist_error *error);
assist_status
as_inverter_text(as_inverter *inverter, uint8_t field, const void *text, size_t size, uint32_t *out_begin,
                 uint32_t *out_end,
                 assist_error *error); /* LIMIT over AS_POSITIONS_MAX, or what look says; call cancel then */
/* From now on the texts' lines are noted in STARTS (text/lines.h); NULL: they are not. */
void as_inverter_note_lines(as_inverter *inverter, struct as_line_starts *starts);
/* Bytes [BEGIN, END) of TEXT as positions: *out_begin is that of the first unit that starts in the range, *out_end
 * one beyond that of the last, where the first position of TEXT is BASE. */
assist_status as_inverter_locate(as_inverter *inverter, const void *text, size_t size, uint32_t base,
                                 size_t begin, size_t end, uint32_t *out_begin, uint32_t *out_end,
                                 assist_error *error);
/* lengths[field] for FIELD_COUNT fields. */
assist_status as_inverter_end(as_inverter *inverter, uint8_t field_count, uint32_t *out_lengths,
                              assist_error *error);
const uint8_t *as_inverter_sketch(const as_inverter *inverter); /* of field 0 of the document just ended */
void as_inverter_cancel(as_inverter *inverter);                 /* forget the document begun */
uint32_t as_inverter_documents(const as_inverter *inverter);
/* True when the next document of about TEXT_BYTES may not fit the budget: flush first (an empty one always takes one document). */
bool as_inverter_full(const as_inverter *inverter, size_t text_bytes);
size_t as_inverter_memory(const as_inverter *inverter);

/* Reading it out, in term order: by one, or in ranges by several, each with a reader of its own. */
#define AS_READERS_MOST 16u
assist_status as_inverter_seal(as_inverter *inverter, assist_error *error);
assist_status as_inverter_next_token(as_inverter *inverter, uint8_t field, as_slice *out_token,
                                     bool *out_more, assist_error *error);
assist_status as_inverter_next_term(as_inverter *inverter, as_term *out_term, bool *out_more,
                                    assist_error *error);
/* Up to 128 postings: arrays of 128; positions borrowed until the next call; returns the count in *out_count, 0 at the end. */
assist_status as_inverter_next_block(as_inverter *inverter, uint32_t *documents, uint32_t *frequencies,
                                     const uint32_t **out_positions, uint32_t *out_count,
                                     assist_error *error);
/* How many readers there are now. */
unsigned as_inverter_readers(const as_inverter *inverter);
as_readout *as_inverter_reader(as_inverter *inverter, unsigned number);
const as_term_ranges *as_inverter_ranges(const as_inverter *inverter); /* none for one reader */

#endif
