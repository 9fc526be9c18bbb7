/* SPDX-License-Identifier: MIT
 *
 * Conjunction.  The child with the fewest documents leads; the others are advanced to its document, and a miss sends the leader
 * on (leapfrog).  What must not match is only looked at when everything else agrees.  The confirming phase runs from the
 * cheapest child to the dearest. */
#include "search/iter.h"

#define STEPS_TICK 65536u /* misses between two looks at the clock */

typedef struct and_iter {
  as_iter base;
  as_iter **children; /* by cost */
  bool *scored;
  size_t count;
  as_iter **excluded;
  size_t excluded_count;
} and_iter;

static uint32_t and_align(and_iter *and, uint32_t document) {
  size_t agreed = 0;
  uint32_t steps = 0;
  while (document != AS_DOC_END && agreed < and->count) {
    uint32_t at = as_iter_advance(and->children[agreed], document);
    if (at == document) {
      agreed++;
    } else {
      document = at == AS_DOC_END ? at : as_iter_advance(and->children[0], at);
      agreed = 0;
      if (++steps % STEPS_TICK == 0 && !as_search_tick(and->base.context, document)) document = AS_DOC_END;
    }
  }
  return and->base.document = document;
}

static uint32_t and_advance(as_iter *iter, uint32_t target) {
  and_iter *and = (and_iter *)iter;
  return and_align(and, as_iter_advance(and->children[0], target));
}

static bool and_matches(as_iter *iter) {
  and_iter *and = (and_iter *)iter;
  for (size_t i = 0; i < and->count; i++)
    if (!as_iter_matches(and->children[i])) return false;
  for (size_t i = 0; i < and->excluded_count; i++) {
    as_iter *excluded = and->excluded[i];
    if (as_iter_advance(excluded, iter->document) == iter->document && as_iter_matches(excluded))
      return false;
  }
  return true;
}

static uint64_t and_score(as_iter *iter) {
  and_iter *and = (and_iter *)iter;
  uint64_t score = 0;
  for (size_t i = 0; i < and->count; i++)
    if (and->scored[i]) score += as_iter_score(and->children[i]);
  return score;
}

/* Where one child alone scores, what is asked of all is asked of it. */
static bool and_raise(as_iter *iter, uint64_t needed, uint32_t until) {
  const and_iter *and = (const and_iter *)iter;
  as_iter *scoring = NULL;
  for (size_t i = 0; i < and->count; i++) {
    if (!and->scored[i] || and->children[i]->class->silent) continue;
    if (scoring != NULL) return false;
    scoring = and->children[i];
  }
  return scoring != NULL && as_iter_raise(scoring, needed, until);
}

static const as_iter_class and_class = {
    .advance = and_advance, .matches = and_matches, .score = and_score, .raise = and_raise};

static void sort_by_cost(and_iter *and) {
  for (size_t i = 1; i < and->count; i++) {
    as_iter *child = and->children[i];
    bool scored = and->scored[i];
    size_t at = i;
    for (; at > 0 && and->children[at - 1]->cost > child->cost; at--) {
      and->children[at] = and->children[at - 1];
      and->scored[at] = and->scored[at - 1];
    }
    and->children[at] = child;
    and->scored[at] = scored;
  }
}

as_iter *as_iter_and(as_search_context *context, as_iter **children, const bool *scored, size_t count,
                     as_iter **excluded, size_t excluded_count) {
  and_iter *and = as_search_alloc(context, sizeof *and);
  if (and == NULL) return NULL;
  and->children = as_search_alloc(context, count * sizeof *and->children);
  and->scored = as_search_alloc(context, count * sizeof *and->scored);
  and->excluded = as_search_alloc(context, excluded_count * sizeof *and->excluded);
  if (context->status != ASSIST_OK) return NULL;
  for (size_t i = 0; i < count; i++) {
    and->children[i] = children[i];
    and->scored[i] = scored == NULL || scored[i];
  }
  for (size_t i = 0; i < excluded_count; i++) and->excluded[i] = excluded[i];
  and->count = count;
  and->excluded_count = excluded_count;
  sort_by_cost(and);
  and->base = (as_iter){&and_class, context, 0, and->children[0]->cost};
  and_align(and, and->children[0]->document);
  return &and->base;
}
