/* SPDX-License-Identifier: MIT
 *
 *   score(d) = first stage(d) + the weights of the query's distinct characters in d
 *            + 0.4 * the most weight of terms, and of characters in them, within a window
 *            + 0.5 * the weight of d's title, if the query holds all of it
 *
 * What is wanted is a page; of the other candidates it is enough to know that they stay behind it.  Documents are gone through in
 * their order, so that lists move forward, three times:
 *
 *   all                 which terms are there, from their lists alone.  That tells the most a document can come to: a
 *                       term's characters are there too, and no window holds more than all terms
 *   a page of the best  by that measure: scored.  The worst of them is what is needed from now on
 *   the others          as long as they can reach it: the characters that no term holds, the heaviest first; then positions
 *
 * One that is given up keeps a score that is too low, and so stays behind the page, where it belongs. */
#include "search/rerank.h"

#include <stdlib.h>

#include "base/topk.h"
#include "search/closeness.h"

typedef struct candidate {
  as_found *found;
  const as_presence *presence;
  uint64_t left; /* weight of the characters that no term holds */
  bool first;    /* of the page that is scored before the others */
} candidate;

typedef struct second_stage {
  as_search_context *context;
  const as_relaxation *relaxation;
  as_closeness closeness;
  as_term_lists characters;
  candidate *candidates; /* by document */
  size_t count;
  as_topk best;
} second_stage;

uint64_t as_window_share(uint64_t weight) { return weight * 2 / 5; }
uint64_t as_title_share(uint64_t weight) { return weight / 2; }

/* As the lists of their places have them. */
static int by_document(const void *a, const void *b) {
  const as_found *x = a, *y = b;
  if (x->place != y->place) return x->place < y->place ? -1 : 1;
  return x->document < y->document ? -1 : x->document > y->document;
}

static int by_score(const void *a, const void *b) {
  const as_found *x = a, *y = b;
  if (x->score != y->score) return x->score > y->score ? -1 : 1;
  return x->number < y->number ? -1 : x->number > y->number;
}

static bool no_memory(second_stage *stage) { return as_search_fail(stage->context, ASSIST_NOMEM, NULL); }

static void begin_place(second_stage *stage, size_t i) {
  size_t place = stage->candidates[i].found->place;
  if (i > 0 && stage->candidates[i - 1].found->place == place) return;
  as_term_lists_begin(&stage->characters, place);
  as_closeness_begin(&stage->closeness, place);
}

/* The most that a candidate can come to. */
static uint64_t most_of(const candidate *one) {
  uint64_t terms = one->presence->weight, covered = one->presence->covered;
  return one->found->score + one->left + as_window_share(terms + covered) +
         (one->presence->titled ? as_title_share(terms) : 0);
}

/* The candidates from FIRST to END, all of one place. */
static bool look_in_place(second_stage *stage, size_t first, size_t end, uint64_t all) {
  size_t count = end - first;
  uint32_t *documents = as_search_alloc(stage->context, count * sizeof *documents);
  as_presence *presences = as_search_alloc(stage->context, count * sizeof *presences);
  if (documents == NULL || presences == NULL) return false;
  for (size_t i = 0; i < count; i++) documents[i] = stage->candidates[first + i].found->document;
  as_closeness_begin(&stage->closeness, stage->candidates[first].found->place);
  if (!as_closeness_presence(&stage->closeness, documents, count, presences)) return false;
  for (size_t i = 0; i < count; i++) {
    candidate *one = &stage->candidates[first + i];
    one->presence = &presences[i];
    one->left = all - presences[i].covered;
    one->found->score += presences[i].covered;
  }
  return true;
}

static bool look(second_stage *stage, as_found *found) {
  uint64_t all = 0;
  for (size_t i = 0; i < stage->relaxation->character_count; i++)
    all += stage->relaxation->characters[i].weight;
  for (size_t i = 0; i < stage->count; i++) stage->candidates[i].found = &found[i];
  for (size_t first = 0, end; first < stage->count; first = end) {
    for (end = first + 1; end < stage->count && found[end].place == found[first].place;) end++;
    if (!look_in_place(stage, first, end, all)) return false;
  }
  return true;
}

/* Adds the characters that no term holds, as long as NEEDED can be reached. */
static void add_characters(second_stage *stage, candidate *one, uint64_t needed) {
  for (size_t i = 0; i < stage->characters.count && one->left > 0 && most_of(one) >= needed; i++) {
    uint64_t weight = stage->relaxation->characters[i].weight;
    if (one->presence->characters[i / 64] >> i % 64 & 1) continue;
    one->left -= weight;
    if (as_term_lists_at(&stage->characters, i, one->found->document) != NULL) one->found->score += weight;
  }
}

static bool score(second_stage *stage, candidate *one) {
  uint64_t needed = stage->best.count == stage->best.limit ? stage->best.items[0].score : 0;
  uint64_t window, title;
  add_characters(stage, one, needed);
  if (most_of(one) < needed) return true;
  if (!as_closeness_measure(&stage->closeness, one->found->document, one->presence, &window, &title))
    return false;
  one->found->score += as_window_share(window) + as_title_share(title);
  as_topk_item item = {one->found->score, one->found->number, 0};
  return as_topk_offer(&stage->best, item) || no_memory(stage);
}

/* The page of those that can come to the most; then the others. */
static bool score_all(second_stage *stage) {
  as_topk first;
  bool good = as_topk_init(&first, stage->best.limit);
  for (size_t i = 0; good && i < stage->count; i++)
    good = as_topk_offer(&first,
                         (as_topk_item){most_of(&stage->candidates[i]) - stage->candidates[i].left, i, i});
  if (!good) no_memory(stage);
  for (size_t i = 0; good && i < first.count; i++) stage->candidates[first.items[i].payload].first = true;
  as_topk_clear(&first);
  for (int others = 0; good && others < 2; others++) {
    for (size_t i = 0; good && i < stage->count; i++) {
      begin_place(stage, i);
      if (stage->candidates[i].first != (others == 1)) good = score(stage, &stage->candidates[i]);
    }
  }
  return good;
}

bool as_rerank(as_search_context *context, as_relaxation *relaxation, as_found *found, size_t count,
               size_t wanted) {
  second_stage stage = {.context = context, .relaxation = relaxation, .count = count};
  size_t page = wanted < count ? wanted : count;
  if (page == 0) return true;
  qsort(found, count, sizeof *found, by_document);
  stage.candidates = as_search_alloc(context, count * sizeof *stage.candidates);
  bool good =
      stage.candidates != NULL && (as_topk_init(&stage.best, page) || no_memory(&stage)) &&
      as_term_lists_init(&stage.characters, context, relaxation->characters, relaxation->character_count) &&
      as_closeness_init(&stage.closeness, context, relaxation) && look(&stage, found) && score_all(&stage);
  as_closeness_clear(&stage.closeness);
  as_topk_clear(&stage.best);
  if (good) qsort(found, count, sizeof *found, by_score);
  return good && context->status == ASSIST_OK;
}
