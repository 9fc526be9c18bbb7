/* SPDX-License-Identifier: MIT
 *
 *   score(d) = first stage(d) + the weights of the query's distinct characters in d
 *            + 0.4 * the most weight of terms, and of characters in them, within a window
 *            + 0.5 * the weight of d's title, if the query holds all of it
 *            - 0.75 of what the first stage gave for occurrences in furniture (furnished.h)
 *
 * What is wanted is a page; of the other candidates it is enough to know that they stay behind it.  So each has two bounds that close
 * in on each other:
 *
 *   terms         which are there, of all candidates.  A term's characters are there too; a window weighs as much as the heaviest
 *                 of them, and no more than all of them
 *   characters    that no term holds, of those whose upper bound reaches the page that the lower bounds make; first those whose
 *                 documents are known as bits
 *   positions     of a few at a time, those first that can come to the most: now the score is known
 *
 * What furniture takes is known with the positions.  Those of the first few that may have some are measured before the characters are
 * asked for, since a lower bound that allows for all of it is none.
 *
 * Each step goes through the lists one after another, and each list forwards through the documents. */
#include "search/rerank.h"

#include <string.h>

#include "base/topk.h"
#include "search/closeness.h"

#define ROUND 8u /* candidates whose positions are held at a time */
#define FIRST_ROUND 12u

typedef struct second_stage {
  as_search_context *context;
  const as_relaxation *relaxation;
  as_found *found;
  as_lookup lookup;
  as_closeness closeness;
  as_candidate *candidates; /* by place and document */
  as_candidate **chosen;    /* those not given up so far, in the same order */
  size_t count, chosen_count;
  uint64_t characters; /* weight of all */
  uint64_t bottom;     /* nothing falls behind it for its furniture */
  bool marked;         /* some may have any */
  as_topk least;       /* the page that lower bounds make */
  as_topk best;
  as_topk_item floor; /* what is worse does not reach the page */
} second_stage;

uint64_t as_window_share(uint64_t weight) { return weight * 2 / 5; }
uint64_t as_title_share(uint64_t weight) { return weight / 2; }

static bool no_memory(second_stage *stage) { return as_search_fail(stage->context, ASSIST_NOMEM, NULL); }

/* ---- candidates ---- */

#define RANK_BITS 8u /* enough for AS_SECOND_STAGE */
#define DIGIT_BITS 8u
#define DIGITS (1u << DIGIT_BITS)

/* By their bits from RANK_BITS on, a digit at a time; returns where they came to. */
static uint64_t *order_keys(uint64_t *keys, uint64_t *spare, size_t count) {
  uint64_t all = 0;
  for (size_t i = 0; i < count; i++) all |= keys[i];
  for (unsigned shift = RANK_BITS; shift < 64 && all >> shift != 0; shift += DIGIT_BITS) {
    uint32_t starts[DIGITS + 1] = {0};
    for (size_t i = 0; i < count; i++) starts[(keys[i] >> shift) % DIGITS + 1]++;
    for (unsigned digit = 0; digit < DIGITS; digit++) starts[digit + 1] += starts[digit];
    for (size_t i = 0; i < count; i++) spare[starts[(keys[i] >> shift) % DIGITS]++] = keys[i];
    uint64_t *sorted = spare;
    spare = keys;
    keys = sorted;
  }
  return keys;
}

/* The numbers of what was found, by place and document. */
static const uint64_t *order_by_document(second_stage *stage) {
  uint64_t *keys = as_search_alloc(stage->context, 2 * stage->count * sizeof *keys);
  if (keys == NULL) return NULL;
  for (size_t i = 0; i < stage->count; i++) {
    const as_found *found = &stage->found[i];
    keys[i] = (stage->context->places[found->place].base + found->document) << RANK_BITS | i;
  }
  return order_keys(keys, keys + stage->count, stage->count);
}

static bool make_candidates(second_stage *stage) {
  const as_relaxation *relaxation = stage->relaxation;
  for (size_t i = 0; i < relaxation->character_count; i++)
    stage->characters += relaxation->characters[i].weight;
  const uint64_t *order = order_by_document(stage);
  stage->candidates = as_search_alloc(stage->context, stage->count * sizeof *stage->candidates);
  stage->chosen = as_search_alloc(stage->context, stage->count * sizeof *stage->chosen);
  if (order == NULL || stage->candidates == NULL || stage->chosen == NULL) return false;
  for (size_t i = 0; i < stage->count; i++) {
    const uint32_t rank = order[i] & ((1u << RANK_BITS) - 1);
    const as_found *from = &stage->found[rank];
    as_candidate *to = &stage->candidates[i];
    to->place = from->place;
    to->document = from->document;
    to->rank = rank;
    to->score = from->score;
    to->marked = as_furnished_may(stage->context, to->place, to->document);
    if (to->marked) to->loss = as_furniture_share(to->score, 0);
    stage->marked |= to->marked;
    stage->chosen[stage->chosen_count++] = to;
  }
  return stage->context->status == ASSIST_OK &&
         as_candidates_init(stage->candidates, stage->count, stage->context, relaxation);
}

/* ---- what is needed ---- */

/* What comes of a candidate that has SCORE in all, less what furniture takes, or may take. */
static uint64_t less_furniture(const second_stage *stage, const as_candidate *one, uint64_t score) {
  return one->loss == 0 ? score : as_furniture_leaves(score, one->loss, stage->bottom);
}

/* The most that a candidate can come to, but for its title. */
static uint64_t most_of(const second_stage *stage, const as_candidate *one) {
  if (one->measured) return less_furniture(stage, one, one->score + one->left);
  return one->score + one->left + as_window_share(one->weight + one->covered);
}

/* And the least; of what may have furniture, no window is certain. */
static uint64_t least_of(const second_stage *stage, const as_candidate *one) {
  if (one->marked || one->measured) return less_furniture(stage, one, one->score);
  return one->score + as_window_share(one->least);
}

static bool is_enough(const second_stage *stage, const as_candidate *one, uint64_t score) {
  if (score != stage->floor.score) return score > stage->floor.score;
  return stage->found[one->rank].number <= stage->floor.number;
}

/* PAGE, once it is full, has nothing worse than its worst. */
static void raise_floor(second_stage *stage, const as_topk *page) {
  if (page->count < page->limit) return;
  const as_topk_item *worst = &page->items[0];
  if (worst->score > stage->floor.score ||
      (worst->score == stage->floor.score && worst->number < stage->floor.number))
    stage->floor = *worst;
}

/* By what those chosen have for certain.  A page with one that is below the floor does not raise it. */
static bool raise_by_least(second_stage *stage) {
  uint64_t needed = stage->floor.score;
  stage->least.count = 0;
  for (size_t i = 0; i < stage->chosen_count; i++) {
    const as_candidate *one = stage->chosen[i];
    as_topk_item item = {least_of(stage, one), stage->found[one->rank].number, 0};
    if (item.score < needed) continue;
    if (!as_topk_offer(&stage->least, item)) return no_memory(stage);
    if (stage->least.count == stage->least.limit) needed = stage->least.items[0].score;
  }
  raise_floor(stage, &stage->least);
  return true;
}

/* A title gives something only if it is short enough to stand in the query; to know that takes a look at it. */
static bool size_title(second_stage *stage, as_candidate *one) {
  uint32_t begin, size;
  if (!as_candidate_title(one, stage->context, &begin, &size)) return false;
  one->sized = true;
  if (size < 2 || size > one->stretch) one->title = 0;
  return true;
}

static bool is_enough_by_title(const second_stage *stage, const as_candidate *one) {
  return one->title > 0 && is_enough(stage, one, most_of(stage, one) + as_title_share(one->title));
}

/* What bounds the title is found out as far as it matters. */
static bool may_reach_by_title(second_stage *stage, as_candidate *one) {
  if (!is_enough_by_title(stage, one)) return false;
  if (!one->bounded) as_candidate_bound_title(one, stage->relaxation);
  return is_enough_by_title(stage, one);
}

static bool may_reach(second_stage *stage, as_candidate *one) {
  return is_enough(stage, one, most_of(stage, one)) || may_reach_by_title(stage, one);
}

/* Also by the size of its title. */
static bool reaches(second_stage *stage, as_candidate *one) {
  if (is_enough(stage, one, most_of(stage, one))) return true;
  return may_reach_by_title(stage, one) && (one->sized || size_title(stage, one)) && one->title > 0;
}

/* Who does not reach what is needed is given up. */
static bool give_up(second_stage *stage) {
  size_t kept = 0;
  if (!raise_by_least(stage)) return false;
  for (size_t i = 0; i < stage->chosen_count; i++)
    if (may_reach(stage, stage->chosen[i])) stage->chosen[kept++] = stage->chosen[i];
  stage->chosen_count = kept;
  return true;
}

/* ---- terms and characters ---- */

static bool find_terms(second_stage *stage) {
  if (!as_candidates_find(stage->chosen, stage->chosen_count, stage->relaxation, &stage->lookup))
    return false;
  for (size_t i = 0; i < stage->chosen_count; i++) {
    as_candidate *one = stage->chosen[i];
    one->score += one->covered;
    one->left = stage->characters - one->covered;
    one->title = one->weight;
  }
  return give_up(stage);
}

static void add_character(second_stage *stage, size_t character) {
  const uint64_t weight = stage->relaxation->characters[character].weight;
  for (size_t i = 0; i < stage->chosen_count; i++) {
    as_candidate *one = stage->chosen[i];
    if (as_candidate_covers(one, character)) continue;
    one->left -= weight;
    if (as_lookup_has(&stage->lookup, one->place, one->document)) one->score += weight;
  }
}

/* Those that no term holds; the dear ones are asked about what is left by then. */
static bool add_characters(second_stage *stage) {
  const size_t count = stage->relaxation->character_count;
  bool *added = as_search_alloc(stage->context, count * sizeof *added);
  if (added == NULL) return false;
  for (int dear = 0; dear < 2; dear++) {
    for (size_t i = 0; i < count && stage->chosen_count > 0; i++) {
      if (added[i] || (dear == 1 && !give_up(stage))) continue;
      if (stage->chosen_count == 0) break;
      as_lookup_begin(&stage->lookup, &stage->relaxation->characters[i].piece, stage->chosen_count);
      bool cheap = as_lookup_enter(&stage->lookup, stage->chosen[0]->place);
      if (!cheap && dear == 0) continue;
      add_character(stage, i);
      added[i] = true;
    }
  }
  return stage->context->status == ASSIST_OK && give_up(stage);
}

/* ---- positions ---- */

/* Those that can come to the most first. */
static void order_by_most(second_stage *stage) {
  for (size_t i = 0; i < stage->chosen_count; i++) {
    as_candidate *one = stage->chosen[i];
    size_t at = i;
    one->most = most_of(stage, one);
    for (; at > 0 && stage->chosen[at - 1]->most < one->most; at--) stage->chosen[at] = stage->chosen[at - 1];
    stage->chosen[at] = one;
  }
}

static bool measure(second_stage *stage, as_candidate *one) {
  as_measures measures;
  if (!one->bounded) as_candidate_bound_title(one, stage->relaxation);
  if (!as_closeness_measure(&stage->closeness, one, &measures)) return false;
  one->score += as_window_share(measures.window) + as_title_share(measures.title);
  one->loss = measures.loss;
  one->title = 0; /* what there may be is in the score */
  one->measured = true;
  return true;
}

static bool score(second_stage *stage, as_candidate *one) {
  if (!one->measured && !measure(stage, one)) return false;
  one->score = less_furniture(stage, one, one->score);
  as_topk_item item = {one->score, stage->found[one->rank].number, one->rank};
  if (!as_topk_offer(&stage->best, item)) return no_memory(stage);
  raise_floor(stage, &stage->best);
  return true;
}

/* In the order of what they point to. */
static void order_round(as_candidate **round, size_t count) {
  for (size_t i = 1; i < count; i++) {
    as_candidate *one = round[i];
    size_t at = i;
    for (; at > 0 && round[at - 1] > one; at--) round[at] = round[at - 1];
    round[at] = one;
  }
}

/* Those not measured yet come first; how many they are. */
static size_t part_round(as_candidate **round, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    as_candidate *one = round[i];
    if (one->measured) continue;
    round[i] = round[kept];
    round[kept++] = one;
  }
  return kept;
}

static bool read_round(second_stage *stage, as_candidate **round, size_t count) {
  if (stage->marked) count = part_round(round, count);
  order_round(round, count);
  return count == 0 || as_closeness_read(&stage->closeness, round, count);
}

static bool score_round(second_stage *stage, as_candidate **round, size_t count) {
  if (!read_round(stage, round, count)) return false;
  for (size_t i = 0; i < count; i++)
    if (reaches(stage, round[i]) && !score(stage, round[i])) return false;
  return true;
}

static bool score_rounds(second_stage *stage) {
  as_candidate *round[FIRST_ROUND];
  order_by_most(stage);
  for (size_t i = 0; i < stage->chosen_count;) {
    size_t most = i == 0 ? FIRST_ROUND : ROUND, count = 0;
    for (; i < stage->chosen_count && count < most; i++)
      if (reaches(stage, stage->chosen[i])) round[count++] = stage->chosen[i];
    if (count > 0 && !score_round(stage, round, count)) return false;
  }
  return true;
}

/* Those that can come to the most, the best first; how many. */
static size_t choose_first(second_stage *stage, as_candidate *round[FIRST_ROUND]) {
  size_t count = 0;
  for (size_t i = 0; i < stage->chosen_count; i++) {
    as_candidate *one = stage->chosen[i];
    size_t at = count;
    one->most = most_of(stage, one);
    if (count < FIRST_ROUND) {
      count++;
    } else if (round[--at]->most >= one->most) {
      continue;
    }
    for (; at > 0 && round[at - 1]->most < one->most; at--) round[at] = round[at - 1];
    round[at] = one;
  }
  return count;
}

static size_t keep_marked(as_candidate **round, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++)
    if (round[i]->marked) round[kept++] = round[i];
  return kept;
}

/* Where there may be furniture, lower bounds are poor until it is known what that takes. */
static bool measure_first(second_stage *stage) {
  as_candidate *round[FIRST_ROUND];
  if (!stage->marked) return true;
  const size_t count = keep_marked(round, choose_first(stage, round));
  if (count == 0) return true;
  if (!read_round(stage, round, count)) return false;
  for (size_t i = 0; i < count; i++)
    if (!measure(stage, round[i])) return false;
  return give_up(stage);
}

/* ---- the page ---- */

/* Goes to the front, the best first; the others follow as they stood. */
static bool put_page(second_stage *stage) {
  as_found *ordered = as_search_alloc(stage->context, stage->count * sizeof *ordered);
  bool *put = as_search_alloc(stage->context, stage->count * sizeof *put);
  size_t kept = 0;
  if (ordered == NULL || put == NULL) return false;
  as_topk_sort(&stage->best);
  for (size_t i = 0; i < stage->best.count; i++) {
    const as_topk_item *item = &stage->best.items[i];
    put[item->payload] = true;
    ordered[kept] = stage->found[item->payload];
    ordered[kept++].score = item->score;
  }
  for (size_t i = 0; i < stage->count; i++)
    if (!put[i]) ordered[kept++] = stage->found[i];
  memcpy(stage->found, ordered, stage->count * sizeof *ordered);
  return true;
}

bool as_rerank(as_search_context *context, as_relaxation *relaxation, as_found *found, size_t count,
               size_t wanted, uint64_t bottom) {
  second_stage stage = {
      .context = context, .relaxation = relaxation, .found = found, .count = count, .bottom = bottom};
  size_t page = wanted < count ? wanted : count;
  if (page == 0) return true;
  stage.floor.number = UINT64_MAX;
  as_lookup_init(&stage.lookup, context);
  bool good = make_candidates(&stage) && (as_topk_init(&stage.best, page) || no_memory(&stage)) &&
              (as_topk_init(&stage.least, page) || no_memory(&stage)) &&
              as_closeness_init(&stage.closeness, context, relaxation, &stage.lookup) && find_terms(&stage) &&
              measure_first(&stage) && add_characters(&stage) && score_rounds(&stage) && put_page(&stage);
  as_closeness_clear(&stage.closeness);
  as_topk_clear(&stage.least);
  as_topk_clear(&stage.best);
  return good && context->status == ASSIST_OK;
}
