/* SPDX-License-Identifier: MIT
 * Words of a shape: wor*, w?rd, and words a few letters away, as leaves with folded text. */
#ifndef AS_QUERY_SHAPE_H
#define AS_QUERY_SHAPE_H

#include "query/bind.h"

/* TEXT is a PREFIX without its star, a WILDCARD with * and ? (also full width for *), or the word of a FUZZY.
 * *out_leaf is NULL where no word can look so: what stands between the operators must be one word's letters and digits, not
 * over AS_TOKEN_BYTES folded.  False: no memory. */
bool as_shape_make(const as_binder *binder, enum as_pattern_kind kind, unsigned edits, const char *field,
                   as_slice text, as_node **out_leaf);
/* A word as typed with * and ?: a PREFIX where its only operator is a * at the end. */
bool as_shape_typed(const as_binder *binder, const char *field, as_slice text, as_node **out_leaf);

#endif
