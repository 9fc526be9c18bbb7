/* SPDX-License-Identifier: MIT
 *
 * Every document of a segment, and none: the ends of the lattice.  Neither scores. */
#include "base/bitset.h"
#include "search/iter.h"

#define TICK_DOCUMENTS 8192u

typedef struct all_iter {
  as_iter base;
  uint32_t documents;
} all_iter;

static uint32_t all_advance(as_iter *iter, uint32_t target) {
  const all_iter *all = (const all_iter *)iter;
  return iter->document = target < all->documents ? target : AS_DOC_END;
}

static bool all_matches(as_iter *iter) { return iter->document != AS_DOC_END; }

static uint64_t all_score(as_iter *iter) {
  (void)iter;
  return 0;
}

static const as_iter_class all_class = {
    .advance = all_advance, .matches = all_matches, .score = all_score, .silent = true};

as_iter *as_iter_everything(as_search_context *context, uint32_t documents) {
  all_iter *all = as_search_alloc(context, sizeof *all);
  if (all == NULL) return NULL;
  all->documents = documents;
  all->base = (as_iter){&all_class, context, documents > 0 ? 0 : AS_DOC_END, documents};
  return &all->base;
}

bool as_iter_is_everything(const as_iter *iter) { return iter->class == &all_class && iter->document == 0; }

as_iter *as_iter_nothing(as_search_context *context) { return as_iter_everything(context, 0); }

const uint64_t *as_iter_documents(as_iter *iter, uint32_t documents) {
  as_bitset set = {as_search_alloc(iter->context, (documents / 64 + 1) * sizeof(uint64_t)), documents};
  uint32_t since_tick = 0;
  if (set.words == NULL) return NULL;
  for (uint32_t d = iter->document; d != AS_DOC_END; d = as_iter_advance(iter, d + 1)) {
    as_bitset_add(&set, d);
    if (++since_tick % TICK_DOCUMENTS == 0 && !as_search_tick(iter->context, iter->context->documents)) break;
  }
  return iter->context->status == ASSIST_OK ? set.words : NULL;
}
