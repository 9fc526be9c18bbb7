/* SPDX-License-Identifier: MIT
 *
 * The loop of the strict pass: segment by segment, document by document; the dead are passed over, what matches is counted, and what
 * may enter the page is scored.  Single terms and unions of them go another way: search/union.c. */
#include "search/collect.h"

#include <string.h>

#include "base/bitset.h"
#include "search/joint.h"
#include "search/union.h"

#define WINDOW 4096u /* documents */
#define WORDS (WINDOW / 64)
#define TICK_DOCUMENTS 1024u /* a millisecond of work, or some when the stored text is asked */

bool as_collector_init(as_collector *collector, as_search_context *context, size_t limit, bool ranked) {
  memset(collector, 0, sizeof *collector);
  collector->context = context;
  collector->ranked = ranked;
  const size_t room = limit < AS_TOPK_FEW ? limit : AS_TOPK_FEW;
  as_topk_item *items = as_arena_alloc(&context->arena, room * sizeof *items);
  if (items == NULL) return as_search_fail(context, ASSIST_NOMEM, NULL);
  as_topk_init_in(&collector->top, limit, items);
  return true;
}

uint64_t as_collector_needed(const as_collector *collector, size_t place) {
  const as_place *at = &collector->context->places[place];
  const as_topk_item *worst = &collector->top.items[0];
  return worst->score + (at->leaf->ranks == NULL || worst->number < at->base);
}

bool as_collect(as_collector *collector, size_t place, uint32_t document, uint64_t score) {
  collector->total++;
  as_topk_item item = {score, as_place_number(&collector->context->places[place], document),
                       (uint64_t)place << 32 | document};
  if (collector->facets != NULL && !as_facets_add(collector->facets, place, document)) return false;
  if (collector->sorter != NULL && collector->top.limit > 0 &&
      !as_sorter_key(collector->sorter, place, document, &item))
    return false;
  if (collector->top.limit == 0 || as_topk_offer(&collector->top, item)) return true;
  return as_search_fail(collector->context, ASSIST_NOMEM, NULL);
}

bool as_collect_counts(as_collector *collector, size_t place, uint32_t first, const uint64_t *hits,
                       size_t words) {
  for (size_t i = 0; i < words; i++)
    if (hits[i] != 0) collector->total += as_bitset_ones(hits[i]);
  return collector->facets == NULL || as_facets_add_set(collector->facets, place, first, hits, words);
}

static as_iter *open_filtered(as_search_context *context, const as_plan *plan, as_plan *const *filters,
                              size_t filter_count, size_t place) {
  as_iter *query = as_plan_open(context, plan, place);
  if (query == NULL || filter_count == 0) return query;
  as_iter **children = as_search_alloc(context, (filter_count + 1) * sizeof *children);
  bool *scored = as_search_alloc(context, filter_count + 1);
  if (children == NULL || scored == NULL) return NULL;
  children[0] = query;
  scored[0] = true;
  for (size_t i = 0; i < filter_count; i++) {
    children[i + 1] = as_plan_open(context, filters[i], place);
    if (children[i + 1] == NULL) return NULL;
  }
  return as_iter_and(context, children, scored, filter_count + 1, NULL, 0);
}

bool as_collector_has_enough(const as_collector *collector) {
  const as_topk *top = &collector->top;
  return collector->bounded && collector->total >= AS_TOTAL_ENOUGH && top->limit != 0 &&
         top->count == top->limit;
}

/* Then what cannot enter need not be found. */
static void raise_needed(as_collector *collector, as_iter *iter, size_t place) {
  if (!as_collector_has_enough(collector)) return;
  if (as_iter_raise(iter, as_collector_needed(collector, place), AS_DOC_END)) collector->passed = true;
}

/* The live documents among the WINDOW from FIRST on. */
static void live_window(const as_leaf *leaf, uint32_t first, uint64_t hits[WORDS]) {
  for (uint32_t i = 0; i < WORDS; i++) {
    uint64_t from = (uint64_t)first + i * 64, left = from < leaf->documents ? leaf->documents - from : 0;
    hits[i] = left >= 64 ? UINT64_MAX : (UINT64_C(1) << left) - 1;
    if (left > 0 && leaf->dead.count != 0) hits[i] &= ~leaf->dead.words[from / 64];
  }
}

bool as_collect_first(as_collector *collector, size_t place, uint32_t first, const uint64_t *hits,
                      size_t words) {
  const as_place *at = &collector->context->places[place];
  as_topk *top = &collector->top;
  const size_t most = at->leaf->ranks == NULL || top->limit == 0 ? top->limit : SIZE_MAX;
  for (uint32_t i = 0; i < words && top->count < most; i++) {
    for (uint64_t left = hits[i]; left != 0 && top->count < most; left &= left - 1) {
      uint32_t document = first + i * 64 + (uint32_t)__builtin_ctzll(left);
      as_topk_item item = {0, as_place_number(at, document), (uint64_t)place << 32 | document};
      if (!as_topk_offer(top, item)) return as_search_fail(collector->context, ASSIST_NOMEM, NULL);
    }
  }
  return true;
}

/* Where all match, bits are counted by words. */
static bool collect_all(as_collector *collector, size_t place) {
  as_search_context *context = collector->context;
  const as_leaf *leaf = context->places[place].leaf;
  uint64_t hits[WORDS];
  for (uint64_t first = 0; first < leaf->documents; first += WINDOW) {
    if (!as_search_tick(context, context->places[place].base + first)) break;
    live_window(leaf, (uint32_t)first, hits);
    if (!as_collect_counts(collector, place, (uint32_t)first, hits, WORDS) ||
        !as_collect_first(collector, place, (uint32_t)first, hits, WORDS))
      return false;
  }
  return context->status == ASSIST_OK;
}

static bool collect_place(as_collector *collector, as_iter *iter, size_t place) {
  as_search_context *context = collector->context;
  const as_leaf *leaf = context->places[place].leaf;
  uint32_t since_tick = 0;
  if (!collector->every && as_iter_is_everything(iter)) return collect_all(collector, place);
  raise_needed(collector, iter, place);
  for (uint32_t document = iter->document; document != AS_DOC_END;
       document = as_iter_advance(iter, document + 1)) {
    if (++since_tick == TICK_DOCUMENTS) {
      since_tick = 0;
      if (!as_search_tick(context, context->places[place].base + document)) break;
    }
    if (as_leaf_is_dead(leaf, document) || !as_iter_matches(iter)) continue;
    uint64_t score = collector->ranked && collector->top.limit > 0 ? as_iter_score(iter) : 0;
    if (!as_collect(collector, place, document, score)) return false;
    raise_needed(collector, iter, place);
  }
  return context->status == ASSIST_OK;
}

bool as_conditions_open(as_search_context *context, as_plan *const *conditions, size_t count, size_t place,
                        as_iter **out_conditions) {
  *out_conditions = NULL;
  if (count == 0) return true;
  as_plan root = {.node = &(const as_node){.kind = AS_NODE_AND, .boost = AS_BOOST_ONE}, .count = count};
  root.children = as_search_alloc(context, count * sizeof *root.children);
  if (root.children == NULL) return false;
  for (size_t i = 0; i < count; i++) root.children[i] = conditions[i];
  *out_conditions = as_plan_open(context, &root, place);
  return *out_conditions != NULL;
}

bool as_collect_plan(as_collector *collector, const as_plan *plan, as_plan *const *filters,
                     size_t filter_count) {
  as_search_context *context = collector->context;
  size_t part_count = 0;
  const as_union_part *parts = as_union_parts(context, plan, &part_count);
  if (parts == NULL) return false;
  if (part_count > 0) return as_collect_union(collector, parts, part_count, NULL, 0, filters, filter_count);
  parts = as_joint_parts(collector, plan, &part_count);
  if (parts == NULL) return false;
  if (part_count > 0) return as_collect_joint(collector, parts, part_count, filters, filter_count);
  for (size_t place = 0; place < context->place_count; place++) {
    if (!as_search_tick(context, context->places[place].base)) break;
    as_iter *iter = open_filtered(context, plan, filters, filter_count, place);
    if (iter == NULL || !collect_place(collector, iter, place)) return false;
  }
  return context->status == ASSIST_OK;
}
