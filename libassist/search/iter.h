/* SPDX-License-Identifier: MIT
 * The one iterator of a search: documents of one segment, ascending, in two phases.
 *
 *   approximate   advance moves to the next document that may match, cheaply
 *   confirm       matches says whether the document stood on does; then score gives its score
 *
 * A new iterator stands on its first possible document.  Failures are sticky in the context: an iterator then ends. */
#ifndef AS_SEARCH_ITER_H
#define AS_SEARCH_ITER_H

#include "search/chain.h"
#include "search/spans.h"

typedef struct as_iter as_iter;
typedef struct as_iter_class {
  /* The first possible document >= TARGET (>= the one stood on); also left in iter->document. */
  uint32_t (*advance)(as_iter *iter, uint32_t target);
  bool (*matches)(as_iter *iter);
  uint64_t (*score)(as_iter *iter); /* only after matches gave true */
  /* Adds where it stands in the document stood on, nothing where it does not match; false after a failure.  NULL: it stands
   * nowhere in particular. */
  bool (*spans)(as_iter *iter, as_span_list *list);
  /* From now on a document before UNTIL that scores below NEEDED is of no use to the caller, and may be left out; NEEDED 0: all are.
   * False: nothing will be.  NULL: it never can. */
  bool (*raise)(as_iter *iter, uint64_t needed, uint32_t until);
  bool silent; /* every score is 0 */
} as_iter_class;

struct as_iter {
  const as_iter_class *class;
  as_search_context *context;
  uint32_t document; /* AS_DOC_END at the end */
  uint64_t cost;     /* about how many documents it stands on in all */
};

static inline uint32_t as_iter_advance(as_iter *iter, uint32_t target) {
  return iter->document >= target ? iter->document : iter->class->advance(iter, target);
}
static inline bool as_iter_matches(as_iter *iter) { return iter->class->matches(iter); }
static inline uint64_t as_iter_score(as_iter *iter) { return iter->class->score(iter); }
static inline bool as_iter_raise(as_iter *iter, uint64_t needed, uint32_t until) {
  return iter->class->raise != NULL && iter->class->raise(iter, needed, until);
}

/* Makers: NULL after a failure; memory is the context's. */
as_iter *as_iter_nothing(as_search_context *context);
as_iter *as_iter_everything(as_search_context *context, uint32_t documents);
/* Whether it is the first of these, with documents, not moved yet. */
bool as_iter_is_everything(const as_iter *iter);
/* The live document called NAME in place PLACE. */
as_iter *as_iter_key(as_search_context *context, as_slice name, size_t place);
/* One phrase in place PLACE. */
as_iter *as_iter_phrase(as_search_context *context, const as_bound_phrase *bound, size_t place);
/* The character that ITER is, if it is one alone, whatever its spelling and scope, and it can be told where it stands; else NULL. */
struct as_character *as_iter_phrase_character(as_iter *iter);
/* Whether it is a phrase with characters whose places are those of pairs. */
bool as_iter_phrase_has_characters(const as_iter *iter);
/* ITER is about to be asked about documents of WANTED alone (search/character.h). */
void as_iter_phrase_want(as_iter *iter, const uint64_t *wanted);
/* The documents that ITER, which is of no use afterwards, may match, as bits in the memory of the search; NULL: no memory. */
const uint64_t *as_iter_documents(as_iter *iter, uint32_t documents);
/* What a pattern or a sound stands for, in place PLACE. */
as_iter *as_iter_chain(as_search_context *context, const as_chain *chain, size_t place);
/* All of CHILDREN and none of EXCLUDED; SCORED[i] tells whether child i adds to the score (NULL: all do).  COUNT > 0. */
as_iter *as_iter_and(as_search_context *context, as_iter **children, const bool *scored, size_t count,
                     as_iter **excluded, size_t excluded_count);
as_iter *as_iter_or(as_search_context *context, as_iter **children, size_t count);

/* A part of a NEAR. */
typedef struct as_near_operand {
  as_iter **leaves;               /* any of these phrases */
  const as_bound_phrase **bounds; /* what they look for */
  size_t count;
  uint64_t weight;
  uint32_t distance; /* to the operand before */
  bool ordered;
} as_near_operand;
/* COUNT parts, each near the one before it.  BOUND, one of the phrases, says which text it is. */
as_iter *as_iter_near(as_search_context *context, const as_near_operand *operands, size_t count,
                      const as_bound_phrase *bound, size_t place);
/* CHILD with its score multiplied. */
as_iter *as_iter_boost(as_search_context *context, as_iter *child, uint32_t thousandths);

/* How often the phrase occurs in the document stood on, after matches; for explanations. */
uint32_t as_iter_phrase_frequency(const as_iter *iter);
uint32_t as_iter_near_frequency(const as_iter *iter);
uint32_t as_iter_chain_frequency(const as_iter *iter);

#endif
