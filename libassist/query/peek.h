/* SPDX-License-Identifier: MIT
 * Looking at a query without taking anything: each call says what stands at an offset, and where it ends. */
#ifndef AS_QUERY_PEEK_H
#define AS_QUERY_PEEK_H

#include "base/slice.h"
#include "query/mark.h"
#include "text/utf8.h"

/* The code point at AT (below the size); *out_end is the offset after it. */
static inline uint32_t as_peek(as_slice text, size_t at, size_t *out_end) {
  uint32_t code_point;
  *out_end = at + as_utf8_next(text.bytes + at, text.size - at, &code_point);
  return code_point;
}
/* AS_MARK_SPACE at the end. */
static inline enum as_mark as_peek_mark(as_slice text, size_t at) {
  size_t end;
  return at >= text.size ? AS_MARK_SPACE : as_mark_of(as_peek(text, at, &end));
}
size_t as_peek_spaces(as_slice text, size_t at); /* the offset after the spaces at AT */
/* May a word end at AT?  The end, space, brackets, a bar, an opening quote. */
bool as_peek_boundary(as_slice text, size_t at);
/* What may stand after a piece: ^N, ~N, or both. */
typedef struct as_suffixes {
  bool boosted, tilde;
  bool inexact;         /* the number after ~ has a fraction */
  uint64_t boost;       /* thousandths; what is finer is cut */
  uint64_t number;      /* after ~ */
  size_t tilde_at, end; /* where ~ stands; where all ends */
} as_suffixes;
/* False: there are none, or no operator may end there (only before space, a closing bracket, a bar or the end). */
bool as_peek_suffixes(as_slice text, size_t at, as_suffixes *out_suffixes);
/* The end of an upper-case operator at AT, one of AND, OR, NOT, NEAR/n, ADJ/n; 0: none. */
typedef struct as_keyword {
  char letter;     /* A, O, N; for NEAR and ADJ / and the number */
  bool ordered;    /* ADJ */
  uint64_t number; /* at most some 2^63 */
} as_keyword;
size_t as_peek_keyword(as_slice text, size_t at, as_keyword *out_keyword);
/* The size of a field's name at AT and *out_end after its colon (full width too); 0: none. */
size_t as_peek_name(as_slice text, size_t at, size_t *out_end);
/* The end of a single Han character that stands alone at AT; 0: none. */
size_t as_peek_single(as_slice text, size_t at);

#endif
