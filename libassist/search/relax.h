/* SPDX-License-Identifier: MIT
 * The relaxed pass: documents ranked by the pairs, words and lone characters of the query's bare runs (doc/ranking.md, stage 1).
 * What the query holds fast (quotes, fields, - and +, filters) stays a condition. */
#ifndef AS_SEARCH_RELAX_H
#define AS_SEARCH_RELAX_H

#include "search/plan.h"

/* A relaxed query takes its first so many distinct terms: a page pasted as a query stays bounded. */
#define AS_RELAXED_TERMS_MAX 1024u

#define AS_NO_TERM UINT32_MAX

/* One distinct term of the bare runs. */
typedef struct as_relaxed_term {
  as_piece piece;
  as_phrase_unit a, b; /* its units; b unset for one */
  uint32_t query_frequency;
  uint32_t grade;     /* g of the formula, in hundredths */
  uint64_t boost;     /* sum over its occurrences in the query, thousandths */
  uint64_t weight;    /* boost * g * idf, millionths */
  uint32_t inside[2]; /* its characters, as indexes of `characters`; AS_NO_TERM: none that scores */
  uint64_t least;     /* what any window weighs that holds it; 0: it has no position */
} as_relaxed_term;

/* One unit of the bare runs, as they follow each other in the query. */
typedef struct as_run_unit {
  uint32_t alone; /* its own term, of a token (or of a run of one character); AS_NO_TERM: none */
  uint32_t pair;  /* the term it makes with the unit behind it; AS_NO_TERM: none */
  bool joins;     /* the unit behind it in the query follows it without a break */
} as_run_unit;

typedef struct as_relaxation {
  as_relaxed_term *terms; /* those that score, then the others: of weight 0, or in no document */
  size_t count;           /* of those that score */
  size_t term_count;      /* of all */
  as_run_unit *units;     /* of all bare runs, one after another; terms are indexes of `terms` */
  size_t unit_count;
  as_plan **held; /* conditions */
  size_t held_count;
  as_relaxed_term *characters; /* distinct characters of the same runs, the heaviest first: stage 2 */
  size_t character_count;
  uint8_t *numbers; /* text field 0 everywhere */
  as_saturation *saturation;
} as_relaxation;

/* How far to relax: bare runs alone, or also the quotes within prose (query/tree.h). */
enum as_relax_depth { AS_RELAX_RUNS, AS_RELAX_PROSE };

/* PLAN is what ROOT was bound to in the same context; NULL: it was not.  NULL when there is nothing to relax (no bare run outside NOT;
 * for PROSE, no such quote) or after a failure (sticky tells). */
as_relaxation *as_relax(as_search_context *context, const as_node *root, as_plan *plan,
                        enum as_relax_depth depth);

#endif
