/* SPDX-License-Identifier: MIT
 *
 * Disjunction, for the few clauses a person writes: the least document of the children is found by looking at all of them.  The
 * relaxed pass, with its dozens of terms, does not come here (search/relax.c).  The score is the sum over the children that
 * match.
 *
 * Where the caller needs a score, a child that stands alone must come to it by itself: up to the next document of any other.  So a
 * child is told what is needed each time it moves. */
#include "search/iter.h"

typedef struct or_iter {
  as_iter base;
  as_iter **children;
  bool *matched; /* of the document stood on */
  size_t count;
  uint64_t needed; /* before `until`; 0: nothing */
  uint32_t until;
} or_iter;

#define RAISED_MOST 16u /* children; with more, few stand alone for long */

static uint32_t or_least(or_iter * or) {
  uint32_t least = AS_DOC_END;
  for (size_t i = 0; i < or->count; i++)
    if (or->children[i]->document < least) least = or->children[i]->document;
  return or->base.document = least;
}

/* The first document that another child than I stands on, or may: one that has still to move can be anywhere. */
static uint32_t alone_until(const or_iter * or, size_t i) {
  uint32_t until = or->until;
  for (size_t other = 0; other < or->count; other++)
    if (other != i && or->children[other]->document < until) until = or->children[other]->document;
  return until;
}

static uint32_t or_advance(as_iter *iter, uint32_t target) {
  or_iter * or = (or_iter *)iter;
  for (size_t i = 0; i < or->count; i++) {
    as_iter *child = or->children[i];
    if (child->document >= target) continue;
    if (or->needed != 0) as_iter_raise(child, or->needed, alone_until(or, i));
    as_iter_advance(child, target);
  }
  return or_least(or);
}

static bool or_raise(as_iter *iter, uint64_t needed, uint32_t until) {
  or_iter * or = (or_iter *)iter;
  bool any = false;
  if (or->count > RAISED_MOST) return false;
  for (size_t i = 0; i < or->count; i++) any |= as_iter_raise(or->children[i], needed, 0);
  or->needed = any ? needed : 0;
  or->until = until;
  return any;
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

static const as_iter_class or_class = {
    .advance = or_advance, .matches = or_matches, .score = or_score, .raise = or_raise};

as_iter *as_iter_or(as_search_context *context, as_iter **children, size_t count) {
  or_iter * or = as_search_alloc(context, sizeof * or);
  if (or == NULL) return NULL;
  or->children = as_search_alloc(context, count * sizeof * or->children);
  or->matched = as_search_alloc(context, count * sizeof * or->matched);
  if (context->status != ASSIST_OK) return NULL;
  uint64_t cost = 0;
  for (size_t i = 0; i < count; i++) { /* by cost: the last one to move knows where the others stand */
    size_t at = i;
    for (; at > 0 && or->children[at - 1]->cost > children[i]->cost; at--)
      or->children[at] = or->children[at - 1];
    or->children[at] = children[i];
    cost += children[i]->cost;
  }
  or->count = count;
  or->base = (as_iter){&or_class, context, 0, cost};
  or_least(or);
  return & or->base;
}
