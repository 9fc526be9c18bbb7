/* SPDX-License-Identifier: MIT
 * Forward-only iterators over one term's documents, frequencies and positions.
 *
 *   as_postings p; as_postings_init(&p);
 *   status = as_postings_open(&p, segment, &info, error);
 *   for (uint32_t d = as_postings_next(&p); d != AS_DOC_END; d = as_postings_next(&p)) ...
 *   status = p.status; as_postings_clear(&p);
 *
 * A failure is sticky: next and advance then give AS_DOC_END, and p.status tells (details in p.error). 
 * The struct is large (some kilobytes): one a term of a query, reused.  Threads: one thread at a time. */
#ifndef AS_SEGREAD_POSTINGS_H
#define AS_SEGREAD_POSTINGS_H

#include "segread/terms.h"

#define AS_POSTINGS_BLOCK 128u

typedef struct as_postings {
  as_segment *segment;
  as_term_info info;
  assist_status status;
  assist_error error;
  /* The block decoded now: documents ascending, documents[count] == AS_DOC_END. */
  uint32_t documents[AS_POSTINGS_BLOCK + 1];
  uint32_t frequencies[AS_POSTINGS_BLOCK]; /* decoded when first asked; CHAR terms: all 1 */
  uint32_t count;
  uint32_t at;                     /* index of the current document in the block */
  struct as_postings_state *state; /* the reader's own: owned */
} as_postings;

void as_postings_init(as_postings *postings);
void as_postings_clear(as_postings *postings); /* frees; may be opened again */
assist_status as_postings_open(as_postings *postings, as_segment *segment, const as_term_info *info,
                               assist_error *error);

/* Before the first call the iterator stands before the first document. */
uint32_t as_postings_next_slow(as_postings *postings);
static inline uint32_t as_postings_next(as_postings *postings) {
  if (postings->at + 1 < postings->count) return postings->documents[++postings->at];
  return as_postings_next_slow(postings);
}
static inline uint32_t as_postings_document(const as_postings *postings) {
  return postings->documents[postings->at];
}
/* The first document >= TARGET, which must not be before the current one (then the current one is given). */
uint32_t as_postings_advance(as_postings *postings, uint32_t target);
/* Of the current document. */
uint32_t as_postings_frequency(as_postings *postings);
/* Its positions, ascending; *out_count is its frequency.  Borrowed until the iterator moves.  NULL:
 * failed, or a CHAR term. */
const uint32_t *as_postings_positions(as_postings *postings, uint32_t *out_count);

/* Bounds for pruning.  Of the whole list: the largest frequency and the smallest length code of its
 * documents (true bounds, not always reached). */
typedef struct as_impact {
  uint32_t most_frequency;
  uint8_t least_length_code;
} as_impact;
as_impact as_postings_impact(as_postings *postings);
/* Of the block that would hold TARGET (>= the current document), without decoding it; *out_last is the
 * last document of that block (AS_DOC_END beyond the list). */
as_impact as_postings_block_impact(as_postings *postings, uint32_t target, uint32_t *out_last);

#endif
