/* SPDX-License-Identifier: MIT
 *
 * A clause with a boost: the same documents, the score multiplied by thousandths and cut to an integer. */
#include "search/iter.h"

typedef struct boost_iter {
  as_iter base;
  as_iter *child;
  uint32_t thousandths;
} boost_iter;

static uint32_t boost_advance(as_iter *iter, uint32_t target) {
  return iter->document = as_iter_advance(((boost_iter *)iter)->child, target);
}

static bool boost_matches(as_iter *iter) { return as_iter_matches(((boost_iter *)iter)->child); }

static uint64_t boost_score(as_iter *iter) {
  boost_iter *boost = (boost_iter *)iter;
  return as_boosted(as_iter_score(boost->child), boost->thousandths);
}

/* A boosted score is cut: what comes to NEEDED is at least this much before. */
static bool boost_raise(as_iter *iter, uint64_t needed, uint32_t until) {
  const boost_iter *boost = (const boost_iter *)iter;
  if (boost->thousandths == 0 || needed > AS_SCORE_CEILING) return false;
  return as_iter_raise(boost->child, (needed * 1000 + boost->thousandths - 1) / boost->thousandths, until);
}

static const as_iter_class boost_class = {
    .advance = boost_advance, .matches = boost_matches, .score = boost_score, .raise = boost_raise};

as_iter *as_iter_boost(as_search_context *context, as_iter *child, uint32_t thousandths) {
  boost_iter *boost = as_search_alloc(context, sizeof *boost);
  if (boost == NULL) return NULL;
  boost->base = (as_iter){&boost_class, context, child->document, child->cost};
  boost->child = child;
  boost->thousandths = thousandths;
  return &boost->base;
}
