/* SPDX-License-Identifier: MIT
 * The shape of tokens that a PATTERN asks for: a beginning, a wildcard, a word with up to two mistakes, or the words of one stem.
 * Search walks a sorted list of tokens with it, a snippet asks it about the tokens of a text. */
#ifndef AS_QUERY_LIKENESS_H
#define AS_QUERY_LIKENESS_H

#include "base/buf.h"
#include "query/tree.h"
#include "text/stem.h"

typedef struct as_likeness {
  enum as_pattern_kind kind;
  unsigned edits;
  uint32_t *codes; /* of the pattern; AS_LIKENESS_ONE and AS_LIKENESS_ANY among them */
  size_t count;
  as_buf prefix; /* bytes that every match begins with */
  bool never;    /* longer than any token may be */
  bool failed;   /* STEM: for want of memory it is not known what matches */
  size_t
      dead; /* after a mismatch: no token that begins with so many bytes of it matches; 0: nothing is known */
  /* FUZZY: what was worked out for the token asked last, to be used for the next one as far as they begin alike. */
  uint8_t *rows;         /* of COUNT + 1 distances each, one a code point of the token, from none on */
  uint32_t *token_codes; /* by row, from 1 */
  size_t *ends;          /* by row: bytes of the token */
  size_t depth;          /* the last row worked out */
  as_buf last;           /* the token, as far as it was looked at; STEM: the stem */
  as_stemmer *stemmer;   /* STEM */
} as_likeness;

#define AS_LIKENESS_ONE UINT32_C(0x110000) /* any one */
#define AS_LIKENESS_ANY UINT32_C(0x110001) /* any number */

#define AS_LIKENESS_EDITS 2u

/* Of a PATTERN node.  False: no memory.  Clear in every case. */
bool as_likeness_init(as_likeness *shape, const as_node *pattern);
void as_likeness_clear(as_likeness *shape);
/* *out_edits: mistakes, 0 but for FUZZY. */
bool as_likeness_matches(as_likeness *shape, as_slice token, unsigned *out_edits);

#endif
