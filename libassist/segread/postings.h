/* SPDX-License-Identifier: MIT
 * Forward-only iterators over one term's documents, frequencies and positions.
 *
 *   as_postings p; as_postings_init(&p);
 *   status = as_postings_open(&p, segment, &info, error);
 *   for (uint32_t d = as_postings_next(&p); d != AS_DOC_END; d = as_postings_next(&p)) ...
 *   status = p.status; as_postings_clear(&p);
 *
 * A failure is sticky: next and advance then give AS_DOC_END, and p.status tells (details in p.error). 
 * The struct is large (1.7 kilobytes): one a term of a query, reused.  Threads: one thread at a time. */
#ifndef AS_SEGREAD_POSTINGS_H
#define AS_SEGREAD_POSTINGS_H

#include "base/stride.h"
#include "format/posting_block.h"
#include "format/skips.h"
#include "segread/terms.h"

#define AS_POSTINGS_BLOCK AS_BLOCK_DOCUMENTS
#define AS_POSITIONS_FEW 16u

/* Bounds of some documents of a list: the largest frequency, and of long lists what the saturation does not pass in the segment
 * by itself (format/saturation.h); of short lists, whose STRENGTH is 0, the smallest length code. */
typedef struct as_impact {
  uint32_t most_frequency;
  uint8_t strength;
  uint8_t least_length_code;
} as_impact;

/* The reader's own. */
typedef struct as_postings_state {
  uint64_t blocks;         /* of a long list; 0: a short one */
  uint64_t area;           /* bytes of its blocks */
  uint64_t next;           /* block to be decoded next */
  uint32_t before;         /* last document of the block before that one */
  uint64_t begin;          /* where that one begins */
  uint64_t peeked;         /* block of which bounds were asked last */
  uint32_t loaded_most;    /* a bound of the frequencies of the block that is decoded */
  uint8_t loaded_strength; /* and of its saturations; 0: a short list */
  as_skips skips;
  as_bit_reader bits;   /* of the block or list, behind what has been decoded */
  uint64_t limit;       /* where its bits end: `bits` may go on with what is behind */
  const uint8_t *codes; /* length codes of the field; NULL: not asked for yet */
  bool counted;         /* frequencies are decoded */
  bool grouped;         /* `groups` is known */
  bool bounded;         /* impact is known (short lists) */
  as_impact impact;
  uint64_t groups[AS_BLOCK_GROUPS];
  uint32_t passed; /* documents of the block whose positions are behind `bits` */
  uint32_t held;   /* document of the block whose positions are in `positions`; AS_DOC_END: none */
} as_postings_state;

typedef struct as_postings {
  as_segment *segment;
  as_term_info info;
  assist_status status;
  uint32_t count;
  uint32_t at; /* index of the current document in the block */
  as_postings_state state;
  /* Kept from list to list. */
  struct as_bundled *bundled; /* owned; NULL: no term that occurs once was read */
  uint32_t *positions;        /* owned; NULL: there were never more than a few */
  size_t room;
  /* The block decoded now: documents ascending, and a stride of AS_DOC_END from documents[count] on. */
  uint32_t documents[AS_POSTINGS_BLOCK + AS_STRIDE];
  uint32_t frequencies[AS_POSTINGS_BLOCK]; /* decoded when first asked; CHAR terms: all 1 */
  uint32_t few[AS_POSITIONS_FEW];
  assist_error error; /* of STATUS */
} as_postings;

void as_postings_init(as_postings *postings);
/* Of one that is opened next: costs less. */
static inline void as_postings_begin(as_postings *postings) {
  postings->bundled = NULL;
  postings->positions = NULL;
  postings->room = 0;
}
void as_postings_clear(as_postings *postings); /* frees; may be opened again */
/* The same, of one that is of no use afterwards. */
void as_postings_free(as_postings *postings);
static inline void as_postings_end(as_postings *postings) {
  if (postings->positions != NULL || postings->bundled != NULL) as_postings_free(postings);
}
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
/* Where in the block, from AT on, the stride begins that has the first document >= TARGET; there is one.  Nothing branches on
 * where: that could not be predicted. */
static inline uint32_t as_postings_stride(const as_postings *postings, uint32_t at, uint32_t target) {
  for (uint32_t half = AS_POSTINGS_BLOCK / 2; half >= AS_STRIDE; half /= 2) {
    const uint32_t end = at + half < postings->count ? at + half : postings->count;
    at += postings->documents[end - 1] < target ? half : 0;
  }
  return at;
}
/* The first document >= TARGET, which must not be before the current one (then the current one is given). */
uint32_t as_postings_advance_slow(as_postings *postings, uint32_t target);
static inline uint32_t as_postings_advance(as_postings *postings, uint32_t target) {
  const uint32_t *documents = postings->documents;
  uint32_t at = postings->at;
  if (postings->count == 0 || documents[postings->count - 1] < target)
    return as_postings_advance_slow(postings, target);
  at += at + 1 == 0; /* before the first */
  if (documents[at + (AS_STRIDE - 1)] < target) at = as_postings_stride(postings, at + AS_STRIDE, target);
  postings->at = at += as_stride_below(documents + at, target);
  return documents[at];
}
/* Of the current document and those behind it, none that is not before FROM is before this one; nothing is decoded for it. */
static inline uint32_t as_postings_least(const as_postings *postings, uint32_t from) {
  if (postings->at < postings->count && postings->documents[postings->at] >= from)
    return postings->documents[postings->at];
  if (postings->at + 1 < postings->count) return postings->documents[postings->at + 1];
  if (postings->state.next >= postings->state.blocks) return AS_DOC_END;
  return postings->state.next == 0 ? 0 : postings->state.before + 1;
}
/* Of the current document. */
uint32_t as_postings_frequency(as_postings *postings);
/* Its positions, ascending; *out_count is its frequency.  Borrowed until the iterator moves.  NULL:
 * failed, or a CHAR term. */
const uint32_t *as_postings_positions(as_postings *postings, uint32_t *out_count);

/* Bounds for pruning.  Of the whole list. */
as_impact as_postings_impact(as_postings *postings);
/* Of the block that would hold TARGET (>= the current document), without decoding it; *out_last is the
 * last document of that block (AS_DOC_END beyond the list). */
as_impact as_postings_block_impact(as_postings *postings, uint32_t target, uint32_t *out_last);

/* At least the largest frequency in the block of the current document, known without decoding. */
static inline uint32_t as_postings_loaded_most(const as_postings *postings) {
  return postings->state.loaded_most;
}

/* Bounds of that block as a whole. */
static inline as_impact as_postings_loaded_impact(const as_postings *postings) {
  return (as_impact){postings->state.loaded_most, postings->state.loaded_strength, 0};
}

/* Blocks in any order, for who does not need their documents in order; a short list is one block. */
typedef struct as_posting_place {
  uint64_t block, begin;
  uint32_t before; /* last document before it */
  as_skip row;
} as_posting_place;

uint64_t as_postings_blocks(const as_postings *postings);
/* Of a long list: the strength of each block, without decoding any. */
void as_postings_strengths(const as_postings *postings, uint8_t *out_strengths);
/* Where block BLOCK is; its bytes are on their way then. */
as_posting_place as_postings_find(const as_postings *postings, uint64_t block);
/* Its documents and frequencies are those decoded then, the first of them the current one.  False: failed. */
bool as_postings_load_at(as_postings *postings, const as_posting_place *place);

#endif
