/* SPDX-License-Identifier: MIT
 *
 * Disjunction, for the few clauses a person writes: the least document of the children is found by looking at all of them.  The
 * relaxed pass, with its dozens of terms, does not come here (search/relax.c).  The score is the sum over the children that
 * match. */
#include "search/iter.h"

typedef struct or_iter {
  as_iter base;
  as_iter **children;
  bool *matched; /* of the document stood on */
  size_t count;
} or_iter;

static uint32_t or_least(or_iter * or) {
  uint32_t least = AS_DOC_END;
  for (size_t i = 0; i < or->count; i++)
    if (or->children[i]->document < least) least = or->children[i]->document;
  return or->base.document = least;
}

static uint32_t or_advance(as_iter *iter, uint32_t target) {
  or_iter * or = (or_iter *)iter;
  for (size_t i = 0; i < or->count; i++) as_iter_advance(or->children[i], target);
  return or_least(or);
}

static bool or_matches(as_iter *iter) {
  or_iter * or = (or_iter *)iter;
  bool any = false;
  for (size_t i = 0; i < or->count; i++) {
    or->matched[i] = or->children[i]->document == iter->document && as_iter_matches(or->children[i]);
    any |= or->matched[i];
  }
  return any;
}

static uint64_t or_score(as_iter *iter) {
  or_iter * or = (or_iter *)iter;
  uint64_t score = 0;
  for (size_t i = 0; i < or->count; i++)
    if (or->matched[i]) score += as_iter_score(or->children[i]);
  return score;
}

static const as_iter_class or_class = {or_advance, or_matches, or_score, NULL};

as_iter *as_iter_or(as_search_context *context, as_iter **children, size_t count) {
  or_iter * or = as_search_alloc(context, sizeof * or);
  if (or == NULL) return NULL;
  or->children = as_search_alloc(context, count * sizeof * or->children);
  or->matched = as_search_alloc(context, count * sizeof * or->matched);
  if (context->status != ASSIST_OK) return NULL;
  uint64_t cost = 0;
  for (size_t i = 0; i < count; i++) {
    or->children[i] = children[i];
    cost += children[i]->cost;
  }
  or->count = count;
  or->base = (as_iter){&or_class, context, 0, cost};
  or_least(or);
  return & or->base;
}
