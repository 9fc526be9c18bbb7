/* SPDX-License-Identifier: MIT
 *
 *   score(d) = first stage(d) + the weights of the query's distinct characters in d
 *            + 0.4 * the most weight of terms, and of characters in them, within a window
 *            + 0.5 * the weight of d's title, if the query holds all of it
 *
 * What is wanted is a page; of the other candidates it is enough to know that they stay behind it:
 *
 *   the best of the first stage   a page and half of one: scored.  The worst of the page they make is what is needed from now on
 *   the others                    as long as they can reach it, by their score so far; then by the terms that are there, which bound
 *                                 window and title, since a term's characters are there too, and no window holds more than
 *                                 all terms; then by the characters that no term holds, the heaviest first; then
 *                                 positions, of a few of those that can come to the most at a time
 *
 * Each step goes through the lists one after another, and each list forwards through the documents. */
#include "search/rerank.h"

#include <stdlib.h>
#include <string.h>

#include "base/topk.h"
#include "search/closeness.h"

#define BATCH 16u /* candidates whose positions are held at a time */
#define ROUND 8u  /* after so many more are scored, what is needed is looked at again */

typedef struct second_stage {
  as_search_context *context;
  const as_relaxation *relaxation;
  as_found *found;
  as_lookup lookup;
  as_closeness closeness;
  as_candidate *candidates; /* by place and document */
  size_t count;
  as_candidate **chosen; /* those not given up so far */
  size_t chosen_count;
  uint64_t terms, characters; /* weights of all */
  as_topk best;
} second_stage;

uint64_t as_window_share(uint64_t weight) { return weight * 2 / 5; }
uint64_t as_title_share(uint64_t weight) { return weight / 2; }

static bool no_memory(second_stage *stage) { return as_search_fail(stage->context, ASSIST_NOMEM, NULL); }

/* ---- candidates ---- */

/* Where a candidate is, and its rank by the first stage. */
typedef struct ranked {
  uint64_t at; /* place and document, 32 bits each */
  uint32_t rank;
} ranked;

static int by_document(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  return x->at < y->at ? -1 : x->at > y->at;
}

static ranked *order_by_document(second_stage *stage) {
  ranked *order = as_search_alloc(stage->context, stage->count * sizeof *order);
  if (order == NULL) return NULL;
  for (size_t i = 0; i < stage->count; i++)
    order[i] = (ranked){(uint64_t)stage->found[i].place << 32 | stage->found[i].document, (uint32_t)i};
  qsort(order, stage->count, sizeof *order, by_document);
  return order;
}

static bool make_candidates(second_stage *stage) {
  const as_relaxation *relaxation = stage->relaxation;
  for (size_t i = 0; i < relaxation->count; i++) stage->terms += relaxation->terms[i].weight;
  for (size_t i = 0; i < relaxation->character_count; i++)
    stage->characters += relaxation->characters[i].weight;
  const ranked *order = order_by_document(stage);
  stage->candidates = as_search_alloc(stage->context, stage->count * sizeof *stage->candidates);
  stage->chosen = as_search_alloc(stage->context, stage->count * sizeof *stage->chosen);
  if (order == NULL || stage->candidates == NULL || stage->chosen == NULL) return false;
  for (size_t i = 0; i < stage->count; i++) {
    const as_found *from = &stage->found[order[i].rank];
    as_candidate *to = &stage->candidates[i];
    *to = (as_candidate){.place = from->place, .document = from->document, .rank = order[i].rank};
    to->score = from->score;
  }
  return as_candidates_init(stage->candidates, stage->count, stage->context, relaxation);
}

/* All its terms are known. */
static void settle(second_stage *stage, as_candidate *one) {
  one->score += one->covered;
  one->left = stage->characters - one->covered;
  one->title = one->weight;
}

/* ---- what is needed ---- */

/* The most that a candidate can come to, but for its title. */
static uint64_t most_of(const as_candidate *one) {
  return one->score + one->left + as_window_share(one->weight + one->covered);
}

static bool is_enough(const second_stage *stage, const as_candidate *one, uint64_t score) {
  return as_topk_would_enter(&stage->best, score, stage->found[one->rank].number);
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
  return one->title > 0 && is_enough(stage, one, most_of(one) + as_title_share(one->title));
}

/* What bounds the title is found out as far as it matters. */
static bool reaches_by_title(second_stage *stage, as_candidate *one) {
  if (!is_enough_by_title(stage, one)) return false;
  if (!one->bounded) as_candidate_bound_title(one, stage->relaxation);
  if (one->sized || !is_enough_by_title(stage, one)) return is_enough_by_title(stage, one);
  return size_title(stage, one) && one->title > 0;
}

static bool reaches(second_stage *stage, as_candidate *one) {
  return is_enough(stage, one, most_of(one)) || reaches_by_title(stage, one);
}

/* ---- what a candidate comes to ---- */

/* The characters that no term holds, of those that reach what is needed; who does not is given up.  How many are left. */
static size_t add_characters(second_stage *stage, as_candidate **some, size_t count) {
  for (size_t i = 0; i < stage->relaxation->character_count; i++) {
    const as_relaxed_term *character = &stage->relaxation->characters[i];
    size_t kept = 0;
    as_lookup_begin(&stage->lookup, &character->piece);
    for (size_t k = 0; k < count; k++) {
      as_candidate *one = some[k];
      if (!reaches(stage, one)) continue;
      some[kept++] = one;
      if (as_candidate_covers(one, i)) continue;
      one->left -= character->weight;
      if (as_lookup_has(&stage->lookup, one->place, one->document)) one->score += character->weight;
    }
    count = kept;
  }
  return count;
}

static bool score(second_stage *stage, as_candidate *one) {
  uint64_t window, title;
  if (!one->bounded) as_candidate_bound_title(one, stage->relaxation);
  if (!as_closeness_measure(&stage->closeness, one, &window, &title)) return false;
  one->score += as_window_share(window) + as_title_share(title);
  as_topk_item item = {one->score, stage->found[one->rank].number, one->rank};
  return as_topk_offer(&stage->best, item) || no_memory(stage);
}

static bool score_those_reaching(second_stage *stage, as_candidate *const *some, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (reaches(stage, some[i]) && !score(stage, some[i])) return false;
  return true;
}

/* ---- the best of the first stage ---- */

static bool score_batch(second_stage *stage, as_candidate **batch, size_t count) {
  if (!as_closeness_read(&stage->closeness, batch, count)) return false;
  for (size_t i = 0; i < count; i++) settle(stage, batch[i]);
  return score_those_reaching(stage, batch, add_characters(stage, batch, count));
}

/* Those of the first MOST ranks. */
static bool score_likely(second_stage *stage, size_t most) {
  as_candidate *batch[BATCH];
  size_t count = 0;
  for (size_t i = 0; i < stage->count; i++) {
    if (stage->candidates[i].rank >= most) continue;
    batch[count++] = &stage->candidates[i];
    if (count < BATCH) continue;
    if (!score_batch(stage, batch, count)) return false;
    count = 0;
  }
  return count == 0 || score_batch(stage, batch, count);
}

/* ---- the others ---- */

static int by_most(const void *a, const void *b) {
  const as_candidate *x = *(as_candidate *const *)a, *y = *(as_candidate *const *)b;
  uint64_t most_x = most_of(x), most_y = most_of(y);
  if (most_x != most_y) return most_x > most_y ? -1 : 1;
  return x->rank < y->rank ? -1 : x->rank > y->rank;
}

/* At most ROUND pointers, in the order of what they point to. */
static void order_round(as_candidate **round, size_t count) {
  for (size_t i = 1; i < count; i++) {
    as_candidate *one = round[i];
    size_t at = i;
    for (; at > 0 && round[at - 1] > one; at--) round[at] = round[at - 1];
    round[at] = one;
  }
}

static bool score_round(second_stage *stage, as_candidate **round, size_t count) {
  order_round(round, count);
  return as_closeness_read(&stage->closeness, round, count) && score_those_reaching(stage, round, count);
}

/* Those chosen, the ones first that can come to the most. */
static bool score_rounds(second_stage *stage) {
  as_candidate *round[ROUND];
  if (stage->chosen_count > 1) qsort(stage->chosen, stage->chosen_count, sizeof *stage->chosen, by_most);
  for (size_t i = 0; i < stage->chosen_count;) {
    size_t count = 0;
    for (; i < stage->chosen_count && count < ROUND; i++)
      if (reaches(stage, stage->chosen[i])) round[count++] = stage->chosen[i];
    if (count > 0 && !score_round(stage, round, count)) return false;
  }
  return true;
}

/* The most that the terms of a candidate can weigh, by its score so far: what one adds is at least its weight times the saturation of
 * a single occurrence, cut to an integer. */
static uint64_t weight_by_score(second_stage *stage, const as_candidate *one) {
  assist_error error = {0};
  uint8_t number = stage->relaxation->numbers[one->place];
  as_segment *segment = stage->context->places[one->place].leaf->segment;
  const uint8_t *codes = as_segment_length_codes(segment, number, &error);
  if (codes == NULL) (void)as_search_fail(stage->context, error.code, &error);
  uint64_t once = codes == NULL ? 0 : as_saturate(stage->relaxation->saturation, 1, codes[one->document]);
  uint64_t score = one->score + stage->relaxation->count;
  if (once == 0 || score >> (64 - AS_SATURATION_BITS) != 0) return stage->terms;
  uint64_t weight = (score << AS_SATURATION_BITS) / once;
  return weight < stage->terms ? weight : stage->terms;
}

/* Before anything is known of it but its score. */
static bool may_reach(second_stage *stage, const as_candidate *one) {
  uint64_t weight = weight_by_score(stage, one);
  uint64_t window = as_window_share(weight + stage->characters);
  return is_enough(stage, one, one->score + stage->characters + window + as_title_share(weight));
}

static bool score_others(second_stage *stage, size_t first) {
  for (size_t i = 0; i < stage->count; i++) {
    as_candidate *one = &stage->candidates[i];
    if (one->rank >= first && may_reach(stage, one)) stage->chosen[stage->chosen_count++] = one;
  }
  if (!as_candidates_find(stage->chosen, stage->chosen_count, stage->relaxation, &stage->lookup))
    return false;
  for (size_t i = 0; i < stage->chosen_count; i++) settle(stage, stage->chosen[i]);
  stage->chosen_count = add_characters(stage, stage->chosen, stage->chosen_count);
  return score_rounds(stage);
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
               size_t wanted) {
  second_stage stage = {.context = context, .relaxation = relaxation, .found = found, .count = count};
  size_t page = wanted < count ? wanted : count;
  if (page == 0) return true;
  size_t likely = page + page / 2 + 1 < count ? page + page / 2 + 1 : count;
  as_lookup_init(&stage.lookup, context);
  bool good = make_candidates(&stage) && (as_topk_init(&stage.best, page) || no_memory(&stage)) &&
              as_closeness_init(&stage.closeness, context, relaxation, &stage.lookup) &&
              score_likely(&stage, likely) && score_others(&stage, likely) && put_page(&stage);
  as_closeness_clear(&stage.closeness);
  as_topk_clear(&stage.best);
  return good && context->status == ASSIST_OK;
}
