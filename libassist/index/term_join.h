/* SPDX-License-Identifier: MIT
 * Segments side by side, as if they were one: their tokens in one order, their terms in one order, and for each term the
 * segments that have it.  For merges and dumps. */
#ifndef AS_INDEX_TERM_JOIN_H
#define AS_INDEX_TERM_JOIN_H

#include "base/bitset.h"
#include "segread/terms.h"

typedef struct as_term_join_input {
  as_segment *segment;
  const as_bitset *alive_tokens; /* by field: tokens that count; NULL: all do */
  uint32_t **ordinals;           /* by field: own ordinal -> joint ordinal */
  as_tokens_scan *tokens;        /* of the field whose tokens are being read */
  as_slice token;
  uint32_t own_ordinal;
  bool has_token;
  as_terms_scan *terms;
  as_term_info info; /* the term this input stands at, with its own ordinals */
  uint64_t key;      /* the same with joint ordinals, as one number; UINT64_MAX at the end */
} as_term_join_input;

typedef struct as_term_join {
  as_term_join_input *inputs;
  size_t count;
  uint8_t field; /* whose tokens are being read */
  bool in_tokens, given;
  uint32_t joint_ordinal;
  uint64_t key; /* of the current term */
} as_term_join;

/* SEGMENTS: COUNT of them, in order. */
assist_status as_term_join_open(as_term_join *join, as_segment *const *segments, size_t count,
                                assist_error *error);
void as_term_join_close(as_term_join *join);
/* Tokens of FIELD, each once; all tokens of a field are read before its terms. */
assist_status as_term_join_token(as_term_join *join, uint8_t field, as_slice *out_token, bool *out_more,
                                 assist_error *error);
/* The next term, with joint ordinals; the inputs that have it are those for which as_term_join_has. */
assist_status as_term_join_term(as_term_join *join, as_term *out_term, bool *out_more, assist_error *error);
static inline bool as_term_join_has(const as_term_join *join, size_t input) {
  return join->inputs[input].key == join->key;
}

#endif
