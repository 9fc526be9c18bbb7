/* SPDX-License-Identifier: MIT
 *
 * A union of which nothing is counted any more.  The rows behind the lists part the documents into intervals in which each list
 * stays within one of its blocks, so that what it can add at most is one number:
 *
 *   list a   |    3.1     |   1.2    |      4.0       |
 *   list b   |  2.0 |     0.9      |   2.2  |   1.1   |
 *   sum        5.1   4.0   2.1   3.4    6.2    5.1          needed: 5.0, so that three of six are read
 *
 * Within an interval it goes as in a window (search/union.c): lists that cannot reach what is needed together are left out, and
 * asked about the documents that the others leave in question.
 *
 * Of a single list the blocks that promise most come first: what they give rules out most of the others, which are then gone
 * through in order.  Of equal scores the one inserted first is better, so that such a block may have to be read as well. */
#include "search/union_scan.h"

#define TICK_STEPS 1024u
#define SEEDS 4u /* blocks that are read first */

/* ---- several lists ---- */

/* What LIST can add from FIRST on is looked up when it is in another block than before. */
static void bound_list(const as_union_list *list, uint32_t first, uint64_t *out_most, uint32_t *out_last) {
  as_impact impact = as_postings_block_impact(list->scored, first, out_last);
  *out_most = *out_last == AS_DOC_END ? 0 : as_union_most(list, impact);
}

/* The interval that begins at FIRST: returns its end, and the most that a document in it may have. */
static uint32_t bound_interval(as_union_scan *scan, uint32_t first, uint64_t *out_sum) {
  uint32_t left = scan->leaf->documents - first;
  uint32_t last = first + (left < AS_UNION_WINDOW ? left : AS_UNION_WINDOW) - 1;
  uint64_t sum = 0;
  for (size_t i = 0; i < scan->count; i++) {
    as_union_list *list = &scan->lists[i];
    if (list->last < first) bound_list(list, first, &list->most, &list->last);
    if (list->last < last) last = list->last;
    sum += list->most;
  }
  *out_sum = sum;
  return last + 1;
}

/* The lists in front that do not reach what is needed together; returns the most that they add. */
static uint64_t leave_out(as_union_scan *scan) {
  uint64_t sum = 0;
  for (scan->left_out = 0; scan->left_out < scan->count; scan->left_out++) {
    as_union_list *list = &scan->lists[scan->left_out];
    if (sum + list->most < scan->needed) {
      list->before = sum;
      sum += list->most;
    } else {
      break;
    }
  }
  return sum;
}

static bool enters(as_union_scan *scan, uint32_t document, uint64_t score) {
  return score >= scan->needed &&
         (!scan->checks || as_conditions_hold(scan->leaf, scan->conditions, document));
}

/* The documents of the one list that is not left out, which stands in its block; the others add REST at most. */
static bool walk_last_list(as_union_scan *scan, const as_union_list *list, uint32_t end, uint64_t rest) {
  as_postings *postings = list->scored;
  const uint32_t *documents = postings->documents;
  if (documents[postings->at] >= end) return true;
  if (as_postings_frequency(postings) == 0) return !as_search_list_fails(scan->collector->context, postings);
  uint32_t i = postings->at;
  for (; documents[i] < end; i++) {
    uint64_t share = as_union_share(list->part, postings->frequencies[i], list->codes[documents[i]]);
    if (share + rest < scan->needed) continue;
    uint64_t score = as_union_complete(scan, documents[i], share);
    if (enters(scan, documents[i], score) && !as_union_offer(scan, documents[i], score)) return false;
  }
  postings->at = i - 1;
  return true;
}

static bool sweep(as_union_scan *scan, uint32_t first, uint32_t end) {
  for (uint32_t word = 0; word * 64 < end - first; word++) {
    uint64_t left = scan->found[word];
    scan->found[word] = 0;
    for (; left != 0; left &= left - 1) {
      uint32_t place = word * 64 + (uint32_t)__builtin_ctzll(left);
      uint64_t score = as_union_complete(scan, first + place, scan->shares[place]);
      scan->shares[place] = 0;
      if (enters(scan, first + place, score) && !as_union_offer(scan, first + place, score)) return false;
    }
  }
  return true;
}

/* Brings LIST into the interval; false: it has nothing there. */
static bool stands_before(as_union_list *list, uint32_t first, uint32_t end) {
  return list->most != 0 && as_postings_advance(list->scored, first) < end;
}

static bool walk_interval(as_union_scan *scan, uint32_t first, uint32_t end) {
  uint64_t rest = leave_out(scan);
  bool one = scan->left_out + 1 == scan->count;
  for (size_t i = scan->left_out; i < scan->count; i++) {
    as_union_list *list = &scan->lists[i];
    if (!stands_before(list, first, end)) continue;
    bool good = one ? walk_last_list(scan, list, end, rest) : as_union_add_block(scan, list, first, end);
    if (!good) return false;
  }
  if (!one && !sweep(scan, first, end)) return false;
  for (size_t i = 0; i < scan->count; i++)
    if (as_search_list_fails(scan->collector->context, scan->lists[i].scored)) return false;
  return scan->collector->context->status == ASSIST_OK;
}

bool as_union_walk(as_union_scan *scan, uint32_t first) {
  as_search_context *context = scan->collector->context;
  const uint64_t base = context->places[scan->place].base;
  uint32_t steps = 0;
  for (size_t i = 0; i < scan->count; i++)
    bound_list(&scan->lists[i], first, &scan->lists[i].most, &scan->lists[i].last);
  while (first < scan->leaf->documents && scan->all >= scan->needed) {
    if (++steps % TICK_STEPS == 0 && !as_search_tick(context, base + first)) break;
    uint64_t sum;
    uint32_t end = bound_interval(scan, first, &sum);
    if (sum >= scan->needed && !walk_interval(scan, first, end)) return false;
    first = end;
  }
  return context->status == ASSIST_OK;
}

/* ---- one list ---- */

typedef struct one_list {
  as_union_scan *scan;
  as_union_list *list;
  uint64_t blocks;
  uint64_t seeds[SEEDS]; /* blocks, the most promising first */
  uint64_t bounds[SEEDS];
  size_t seed_count;
} one_list;

/* Whether a document that is no better than BOUND, and not before FIRST, may still enter. */
static bool may_enter(const one_list *one, uint64_t bound, uint32_t first) {
  const as_collector *collector = one->scan->collector;
  const as_topk *top = &collector->top;
  if (top->count < top->limit) return true;
  const as_topk_item *worst = &top->items[0];
  if (bound != worst->score) return bound > worst->score;
  return one->scan->leaf->ranks != NULL ||
         as_place_number(&collector->context->places[one->scan->place], first) < worst->number;
}

static uint64_t bound_block(const one_list *one, uint64_t block, uint32_t *out_last) {
  return as_union_most(one->list, as_postings_bound_at(one->list->scored, block, out_last));
}

static void choose_seeds(one_list *one) {
  for (uint64_t block = 0; block < one->blocks; block++) {
    uint32_t last;
    uint64_t bound = bound_block(one, block, &last);
    size_t at = one->seed_count < SEEDS ? one->seed_count++ : SEEDS - 1;
    if (at == SEEDS - 1 && block >= SEEDS && one->bounds[at] >= bound) continue;
    for (; at > 0 && one->bounds[at - 1] < bound; at--) {
      one->bounds[at] = one->bounds[at - 1];
      one->seeds[at] = one->seeds[at - 1];
    }
    one->bounds[at] = bound;
    one->seeds[at] = block;
  }
}

static bool is_seed(const one_list *one, uint64_t block) {
  for (size_t i = 0; i < one->seed_count; i++)
    if (one->seeds[i] == block) return true;
  return false;
}

/* Documents of the block that is loaded. */
static bool offer_block(one_list *one) {
  const as_postings *postings = one->list->scored;
  as_search_context *context = one->scan->collector->context;
  as_topk *top = &one->scan->collector->top;
  const as_place *at = &context->places[one->scan->place];
  const uint64_t place = (uint64_t)one->scan->place << 32;
  const as_union_part part = *one->list->part;
  const uint8_t *codes = one->list->codes;
  for (uint32_t i = 0; i < postings->count; i++) {
    uint32_t document = postings->documents[i];
    uint64_t share = as_union_share(&part, postings->frequencies[i], codes[document]);
    if (top->count == top->limit && share < top->items[0].score) continue;
    as_topk_item item = {share, as_place_number(at, document), place | document};
    if (!as_topk_offer(top, item)) return as_search_fail(context, ASSIST_NOMEM, NULL);
  }
  return true;
}

static bool read_block(one_list *one, uint64_t block) {
  if (as_postings_load_at(one->list->scored, block)) return offer_block(one);
  return !as_search_list_fails(one->scan->collector->context, one->list->scored);
}

static bool read_others(one_list *one) {
  as_search_context *context = one->scan->collector->context;
  const uint64_t base = context->places[one->scan->place].base;
  uint32_t last = 0, first = 0;
  for (uint64_t block = 0; block < one->blocks; block++, first = last + 1) {
    uint64_t bound = bound_block(one, block, &last);
    if (block % TICK_STEPS == TICK_STEPS - 1 && !as_search_tick(context, base + first)) break;
    if (!may_enter(one, bound, first) || is_seed(one, block)) continue;
    if (!read_block(one, block)) return false;
  }
  return context->status == ASSIST_OK;
}

bool as_union_walk_one(as_union_scan *scan) {
  one_list one = {.scan = scan, .list = &scan->lists[0]};
  one.blocks = as_postings_blocks(one.list->scored);
  if (one.blocks == 1) return read_block(&one, 0);
  choose_seeds(&one);
  for (size_t i = 0; i < one.seed_count; i++)
    if (may_enter(&one, one.bounds[i], 0) && !read_block(&one, one.seeds[i])) return false;
  return read_others(&one);
}
