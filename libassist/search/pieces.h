/* SPDX-License-Identifier: MIT
 * A phrase bound to the segments asked: the terms ("pieces") that cover its units, with counts in every segment and over all.
 *
 *   units   领 导 2021 年 3 月     pieces  领导  导+2021  2021+年  年+3  3+月, and the tokens 2021, 3
 *
 * A unit that no piece covers is a character with a break on both sides within the phrase ("一、二"): its place is not in the
 * list, but in those of all pairs it is in (search/character.h). */
#ifndef AS_SEARCH_PIECES_H
#define AS_SEARCH_PIECES_H

#include "query/tree.h"
#include "search/context.h"

typedef struct as_piece {
  uint8_t kind;        /* enum as_term_kind */
  bool weighs;         /* adds to the phrase's weight */
  bool must;           /* a pair of two Hangul: their spacing is known by the pair alone */
  uint32_t unit;       /* first unit covered */
  uint32_t width;      /* units covered: 1 or 2 */
  uint32_t offset;     /* the term's position less the phrase's first position */
  uint64_t documents;  /* over all segments */
  uint64_t idf;        /* millionths of a nat */
  as_term_info *infos; /* one a place; documents 0 where it does not occur */
} as_piece;

/* Which part of which text a leaf asks. */
typedef struct as_scope {
  const char *field; /* as in the query; NULL: title and body */
  enum as_scope_part { AS_SCOPE_ALL, AS_SCOPE_TITLE, AS_SCOPE_BODY } part; /* of text field 0 */
} as_scope;

typedef struct as_bound_phrase {
  const as_phrase *phrase;
  const as_node *leaf;
  as_scope scope;
  uint8_t *numbers; /* text field number, one a place; AS_NO_NUMBER: the segment's index has no such text */
  as_piece *pieces; /* in order of their first unit */
  size_t piece_count;
  uint32_t *first_piece; /* by unit: the first piece that begins there; one more entry for the end */
  as_piece *breaks;      /* the BREAK term, when the phrase holds one */
  uint32_t length;       /* positions from the first unit to the last, both counted */
  bool verify;           /* the pieces' own positions do not decide */
  bool exact;            /* in this spelling */
  uint32_t slop;         /* more positions than LENGTH for all its units; then pieces are single units */
  uint64_t weight;       /* sum of the pieces' idf: of a phrase as a whole */
  as_saturation *saturation;
} as_bound_phrase;

as_scope as_scope_of(const char *field);
/* NULL after a failure (sticky in CONTEXT). */
as_bound_phrase *as_bind_phrase(as_search_context *context, const as_node *leaf, const as_phrase *phrase);
/* A piece with its units; B is A, or unset, for one, and both are unset for breaks. */
typedef struct as_sought_piece {
  as_piece *piece;
  const as_phrase_unit *a, *b;
} as_sought_piece;
/* Look pieces up in every place.  NUMBERS as above.  False after a failure. */
bool as_pieces_find(as_search_context *context, const as_sought_piece *sought, size_t count,
                    const uint8_t *numbers);
/* The kind of the pair of two units side by side, one of them a character. */
uint8_t as_pair_kind(const as_phrase_unit *a, const as_phrase_unit *b);
/* Text field number in each place. */
uint8_t *as_scope_numbers(as_search_context *context, const as_scope *scope);
/* Norms by length code for the scope's field. */
as_saturation *as_scope_saturation(as_search_context *context, const as_scope *scope);

#endif
