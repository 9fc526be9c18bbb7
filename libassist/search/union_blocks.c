/* SPDX-License-Identifier: MIT
 *
 * The best documents of a single list, of which all are hits and nothing is to be counted.  Blocks are read in order of what they
 * promise, until the next one cannot reach what the page needs by then.  Of equal scores the one inserted first is better,
 * so that a block that can only be as good may have to be read as well.
 *
 * What a block promises is a byte, its strength, so that what a page needs is a byte too, and blocks are compared 64 at a time.  The
 * few best are picked out and read; then those are put in order that are still as strong as the floor:
 *
 *   strengths   131 140 120 138 | 122 119 135 ...       floor: 134
 *   may enter         1       2             3
 *
 * Of a block that is read, only those documents are scored that may enter by their length and frequency.  Where W is the weight, and
 * N(l) what as_saturation makes of length l,
 *
 *   W f (k1 + 1) / (f + N(l)) >= needed       as long as       N(l) <= f (W (k1 + 1) / needed - 1)
 *
 * and the factor of f is the same for all documents.  It is taken a little too large, so that roundings do not matter: what passes is
 * scored exactly.  N(0) is 0.18, so that often a document that has the term once need not be looked at.  Whether a document
 * passes is a matter of chance; its place is written down in any case, and counted if it does.
 *
 * Before a page is full anything enters, and most of it leaves again.  So of the block that fills it, documents are counted by what
 * they score, roughly, and those are taken that are not below the rank at which there are enough. */
#include "search/union_scan.h"

#include <string.h>

#define TICK_STEPS 1024u
#define STEP AS_STRIDE_BYTES /* blocks */
#define SEEDS 4u             /* blocks that are read first */
#define PART 64u             /* documents of a block between two looks at what is needed */
#define RARER_MOST 64u
#define RANK_BITS 6u /* a saturation is below 2, so that there are two ranks to each of these parts of it */

typedef struct one_list {
  as_union_scan *scan;
  as_union_list *list;
  uint64_t blocks;
  uint8_t *strengths; /* of the blocks, up to a whole STEP; 0 behind the last */
  uint64_t needed;    /* what the next four are for */
  uint64_t least;     /* saturation that it takes, or somewhat less */
  unsigned floor;     /* what is weaker cannot enter */
  uint64_t factor;
  uint32_t rarer; /* a document that has the term no more often cannot enter, whatever its length */
  as_posting_place seeds[SEEDS];
  size_t seed_count;
} one_list;

/* ---- what may enter ---- */

static uint64_t most_of(const one_list *one, unsigned strength) {
  return as_union_most(one->list, (as_impact){.strength = (uint8_t)strength});
}

/* The least strength that reaches what is needed; it never falls. */
static void raise_floor(one_list *one) {
  const bool same = one->list->bound.scale == UINT64_C(1)
                                                  << AS_BOUND_SCALE_BITS; /* else a strength is worth more */
  const uint64_t from = same ? one->least >> AS_STRENGTH_BITS : 0;
  if (from > one->floor) one->floor = from < UINT8_MAX ? (unsigned)from : UINT8_MAX;
  while (one->floor <= UINT8_MAX && most_of(one, one->floor) < one->needed) one->floor++;
}

#define ONE (UINT64_C(1) << AS_SATURATION_BITS)
#define FACTOR_MOST                                                                                          \
  (UINT64_C(1) << 32) /* no length is too large then; times any frequency it is a number of 64 bits */

static void set_factor(one_list *one) {
  const uint64_t weight = one->list->part->weight;
  one->factor = FACTOR_MOST;
  one->least = one->rarer = 0;
  if (one->needed >= AS_WEIGHT_CEILING * 2 || weight == 0) return;
  one->least = (one->needed << AS_SATURATION_BITS) / weight;
  const uint64_t limit = (ONE << AS_SATURATION_BITS) / 100u * (100u + AS_BM25_K1);
  if (one->least == 0 || limit / one->least >= FACTOR_MOST) return;
  const uint64_t times = limit / one->least + 2;
  one->factor = times > ONE ? times - ONE : 0;
  while (one->rarer < RARER_MOST && one->factor * (one->rarer + 1) < AS_NORM_LEAST) one->rarer++;
}

/* Looks at the page again; false as long as it is not full. */
static bool look(one_list *one) {
  const as_topk *top = &one->scan->collector->top;
  if (top->count < top->limit) return false;
  if (top->items[0].score == one->needed) return true;
  one->needed = top->items[0].score;
  set_factor(one);
  return true;
}

/* Whether a document of strength FLOOR or more that is not before FIRST may enter: one that is but as good must have been inserted
 * before. */
static bool may_enter(const one_list *one, unsigned strength, uint32_t first) {
  const as_collector *collector = one->scan->collector;
  const as_topk *top = &collector->top;
  if (top->count < top->limit || most_of(one, strength) != top->items[0].score) return true;
  return one->scan->leaf->ranks != NULL ||
         as_place_number(&collector->context->places[one->scan->place], first) < top->items[0].number;
}

/* ---- documents ---- */

/* The documents from I to I + PART that are not too rare, a bit each. */
static uint64_t frequent_ones(const one_list *one, uint32_t i) {
  const as_postings *postings = one->list->scored;
  const uint32_t left = postings->count - i;
  uint64_t frequent = 0;
  for (uint32_t part = 0; part < PART; part += AS_STRIDE)
    frequent |= (uint64_t)as_stride_above(postings->frequencies + i + part, one->rarer) << part;
  return left < PART ? frequent & ((UINT64_C(1) << left) - 1) : frequent;
}

/* The places from I to I + PART of documents that may enter; returns how many. */
static uint32_t pick(const one_list *one, uint32_t i, uint8_t picked[PART]) {
  const as_postings *postings = one->list->scored;
  const _Atomic uint32_t *norms = one->list->part->saturation->norm;
  const uint8_t *codes = one->list->codes;
  const uint64_t factor = one->factor;
  uint32_t count = 0;
  for (uint64_t left = frequent_ones(one, i); left != 0; left &= left - 1) {
    const uint32_t at = i + (uint32_t)__builtin_ctzll(left);
    uint32_t norm = atomic_load_explicit(&norms[codes[postings->documents[at]]], memory_order_relaxed);
    picked[count] = (uint8_t)at;
    count += norm <= factor * postings->frequencies[at];
  }
  return count;
}

static bool offer(one_list *one, const uint8_t *picked, uint32_t count) {
  const as_postings *postings = one->list->scored;
  as_search_context *context = one->scan->collector->context;
  as_topk *top = &one->scan->collector->top;
  const as_place *at = &context->places[one->scan->place];
  const uint64_t place = (uint64_t)one->scan->place << 32;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t document = postings->documents[picked[i]], frequency = postings->frequencies[picked[i]];
    const uint64_t share = as_union_share(one->list->part, frequency, one->list->codes[document]);
    if (top->count == top->limit && share < top->items[0].score) continue;
    as_topk_item item = {share, as_place_number(at, document), place | document};
    if (!as_topk_offer(top, item)) return as_search_fail(context, ASSIST_NOMEM, NULL);
  }
  return true;
}

/* The best of a block, as many as a page has, and those that may be as good; returns how many. */
static uint32_t pick_best(const one_list *one, uint8_t picked[AS_POSTINGS_BLOCK]) {
  const as_postings *postings = one->list->scored;
  const as_union_part part = *one->list->part;
  const uint64_t scale = part.weight == 0 ? 0 : (UINT64_C(1) << (RANK_BITS - 1 + 32)) / part.weight;
  uint8_t ranks[AS_POSTINGS_BLOCK], counts[1u << RANK_BITS] = {0};
  unsigned least = 0;
  for (uint32_t i = 0; i < postings->count; i++) {
    uint8_t code = one->list->codes[postings->documents[i]];
    ranks[i] = (uint8_t)(as_union_share(&part, postings->frequencies[i], code) * scale >> 32);
    counts[ranks[i]]++;
    if (ranks[i] > least) least = ranks[i];
  }
  for (size_t sum = counts[least]; sum < one->scan->collector->top.limit; sum += counts[least]) least--;
  uint32_t count = 0;
  for (uint32_t i = 0; i < postings->count; i++) {
    picked[count] = (uint8_t)i;
    count += ranks[i] >= least;
  }
  return count;
}

static bool fill(one_list *one) {
  uint8_t picked[AS_POSTINGS_BLOCK];
  return offer(one, picked, pick_best(one, picked));
}

static bool read_block(one_list *one, const as_posting_place *place) {
  as_postings *postings = one->list->scored;
  uint8_t picked[PART];
  if (!as_postings_load_at(postings, place))
    return !as_search_list_fails(one->scan->collector->context, postings);
  if (!look(one) && postings->count / 2 >= one->scan->collector->top.limit) return fill(one);
  for (uint32_t i = 0; i < postings->count; i += PART) {
    (void)look(one);
    if (!offer(one, picked, pick(one, i, picked))) return false;
  }
  return true;
}

/* ---- blocks ---- */

static bool read_strengths(one_list *one) {
  const uint64_t room = (one->blocks + STEP - 1) / STEP * STEP;
  one->strengths = as_search_alloc(one->scan->collector->context, (size_t)room);
  if (one->strengths == NULL) return false;
  as_postings_strengths(one->list->scored, one->strengths);
  return true;
}

/* The strongest, the first of those that are equal; they are on their way then. */
static void choose_seeds(one_list *one) {
  uint64_t seeds[SEEDS];
  size_t count = 0;
  for (uint64_t block = 0; block < one->blocks; block++) {
    const uint8_t strength = one->strengths[block];
    if (count == SEEDS && one->strengths[seeds[SEEDS - 1]] >= strength) continue;
    size_t at = count < SEEDS ? count++ : SEEDS - 1;
    for (; at > 0 && one->strengths[seeds[at - 1]] < strength; at--) seeds[at] = seeds[at - 1];
    seeds[at] = block;
  }
  for (size_t i = 0; i < count; i++) one->seeds[i] = as_postings_find(one->list->scored, seeds[i]);
  one->seed_count = count;
}

static bool read_seeds(one_list *one) {
  for (size_t i = 0; i < one->seed_count; i++) {
    const as_posting_place *seed = &one->seeds[i];
    if (look(one) && most_of(one, one->strengths[seed->block]) < one->needed) break;
    if (!may_enter(one, one->strengths[seed->block], 0)) continue;
    if (!read_block(one, seed)) return false;
  }
  for (size_t i = 0; i < one->seed_count; i++) one->strengths[one->seeds[i].block] = 0;
  return true;
}

/* Which of the STEP blocks from BLOCK on reach the floor. */
static uint64_t strong_ones(const one_list *one, uint64_t block) {
  return one->floor > UINT8_MAX ? 0 : as_stride_reach(one->strengths + block, (uint8_t)one->floor);
}

static size_t count_strong(const one_list *one, uint32_t *counts) {
  size_t count = 0;
  for (uint64_t block = 0; block < one->blocks; block += STEP) {
    for (uint64_t left = strong_ones(one, block); left != 0; left &= left - 1, count++)
      counts[one->strengths[block + (unsigned)__builtin_ctzll(left)]]++;
  }
  return count;
}

/* The blocks that reach the floor, in order of strength, and of place where that is equal.  NULL: no memory. */
static const uint32_t *order_strong(const one_list *one, size_t *out_count) {
  uint32_t counts[UINT8_MAX + 1] = {0}, before = 0;
  *out_count = count_strong(one, counts);
  uint32_t *order = as_search_alloc(one->scan->collector->context, *out_count * sizeof *order);
  if (order == NULL) return NULL;
  for (unsigned strength = UINT8_MAX + 1; strength-- > one->floor;) {
    const uint32_t count = counts[strength];
    counts[strength] = before;
    before += count;
  }
  for (uint64_t block = 0; block < one->blocks; block += STEP) {
    for (uint64_t left = strong_ones(one, block); left != 0; left &= left - 1) {
      const uint64_t strong = block + (unsigned)__builtin_ctzll(left);
      order[counts[one->strengths[strong]]++] = (uint32_t)strong;
    }
  }
  return order;
}

/* The next one is on its way while one is read. */
static bool read_strong(one_list *one, const uint32_t *order, size_t count) {
  as_search_context *context = one->scan->collector->context;
  const uint64_t base = context->places[one->scan->place].base;
  as_posting_place next = {0};
  if (count > 0) next = as_postings_find(one->list->scored, order[0]);
  for (size_t i = 0; i < count; i++) {
    const as_posting_place place = next;
    const uint8_t strength = one->strengths[place.block];
    if (strength < one->floor || (i % TICK_STEPS == TICK_STEPS - 1 && !as_search_tick(context, base + i)))
      break;
    if (i + 1 < count) next = as_postings_find(one->list->scored, order[i + 1]);
    if (!may_enter(one, strength, place.before + 1)) continue;
    if (!read_block(one, &place)) return false;
    if (look(one)) raise_floor(one);
  }
  return context->status == ASSIST_OK;
}

static bool read_others(one_list *one) {
  size_t count;
  one->floor = 1;
  if (look(one)) raise_floor(one);
  const uint32_t *order = order_strong(one, &count);
  return order != NULL && read_strong(one, order, count);
}

bool as_union_walk_one(as_union_scan *scan) {
  one_list one = {.scan = scan, .list = &scan->lists[0], .factor = FACTOR_MOST};
  one.blocks = as_postings_blocks(one.list->scored);
  if (one.blocks == 1) {
    const as_posting_place whole = as_postings_find(one.list->scored, 0);
    return read_block(&one, &whole);
  }
  if (!read_strengths(&one)) return false;
  choose_seeds(&one);
  return read_seeds(&one) && (one.blocks == one.seed_count || read_others(&one));
}
