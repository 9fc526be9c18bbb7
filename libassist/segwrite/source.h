/* SPDX-License-Identifier: MIT
 * What a segment is written from: terms in order, each with postings in order.  The inverter of a batch
 * and the merge of old segments are presented as this by adapters in index/.  Pull interface; calls that
 * fail return a status, which the writer passes up. */
#ifndef AS_SEGWRITE_SOURCE_H
#define AS_SEGWRITE_SOURCE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <assist/status.h>

#include "base/slice.h"
#include "base/term.h"

#define AS_SOURCE_BLOCK 128u

/* Up to 128 postings of the current term.  FREQUENCIES and POSITIONS are unused for CHAR terms.  Positions
 * of all its documents one after another, ascending within a document; their number is the sum of the
 * frequencies. */
typedef struct as_posting_block {
  uint32_t count;
  uint32_t documents[AS_SOURCE_BLOCK];
  uint32_t frequencies[AS_SOURCE_BLOCK];
  const uint32_t *positions; /* borrowed until the next call */
} as_posting_block;

typedef struct as_term_source {
  void *context;
  /* Tokens of FIELD in byte order (memcmp): their order of delivery is their ordinal.  *out_more false at
   * the end. */
  assist_status (*next_token)(void *context, uint8_t field, as_slice *out_token, bool *out_more,
                              assist_error *error);
  /* The next term in (field, kind, first, second) order. */
  assist_status (*next_term)(void *context, as_term *out_term, bool *out_more, assist_error *error);
  /* The next postings of the current term: full blocks of 128 but the last; count 0 at the end. */
  assist_status (*next_block)(void *context, as_posting_block *out_block, assist_error *error);
} as_term_source;

/* The same terms in slices, which several threads may read at a time.  Slices one after another are all the terms in order; each may
 * be read once. */
typedef struct as_term_slices {
  as_term_source tokens; /* gives the tokens, and nothing else */
  size_t count;
  unsigned readers; /* so many slices may be read at a time, at least 1 */
  size_t memory;    /* that slices may take which are done before their turn, about */
  void *context;
  /* *out_source is that of SLICE until READER begins another.  Reader 0 is the caller's thread; what others are given fails
   * soon once *STOP is set. */
  void (*begin)(void *context, unsigned reader, size_t slice, const atomic_bool *stop,
                as_term_source *out_source);
  /* The caller's thread has nothing to do; what is not OK ends the whole. */
  assist_status (*idle)(void *context, assist_error *error);
} as_term_slices;

#endif
