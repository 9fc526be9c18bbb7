/* SPDX-License-Identifier: MIT
 *
 * The loop of the relaxed pass.  A question has dozens of terms, so documents are scored a window at a time: each term adds to the
 * accumulators of a stretch of 4,096 documents, list after list, and then the window is swept once.  Conditions (what the query holds
 * fast, filters, the dead) are asked of the documents that got a score, in ascending order. */
#include <string.h>

#include "search/collect.h"

#define WINDOW 4096u

typedef struct score_window {
  as_collector *collector;
  const as_relaxation *relaxation;
  size_t place;
  const uint8_t *codes;
  as_postings **lists; /* NULL where a term is not in this segment */
  as_iter *conditions; /* NULL: none */
  uint64_t *scores;    /* WINDOW accumulators, all 0 between windows */
} score_window;

static bool open_lists(score_window *window) {
  as_search_context *context = window->collector->context;
  as_segment *segment = context->places[window->place].leaf->segment;
  for (size_t i = 0; i < window->relaxation->count; i++) {
    const as_term_info *info = &window->relaxation->terms[i].piece.infos[window->place];
    window->lists[i] = NULL;
    if (info->documents == 0) continue;
    as_postings *list = as_search_postings(context, segment, info);
    if (list == NULL) return false;
    if (as_postings_next(list) == AS_DOC_END) return as_search_fail(context, list->status, &list->error);
    window->lists[i] = list;
  }
  return true;
}

static bool open_conditions(score_window *window, as_plan *const *filters, size_t filter_count) {
  as_search_context *context = window->collector->context;
  size_t held = window->relaxation->held_count, count = held + filter_count;
  window->conditions = NULL;
  if (count == 0) return true;
  as_plan root = {.node = &(const as_node){.kind = AS_NODE_AND, .boost = AS_BOOST_ONE}, .count = count};
  root.children = as_search_alloc(context, count * sizeof *root.children);
  if (root.children == NULL) return false;
  for (size_t i = 0; i < count; i++)
    root.children[i] = i < held ? window->relaxation->held[i] : filters[i - held];
  window->conditions = as_plan_open(context, &root, window->place);
  return window->conditions != NULL;
}

/* Add one term's share to the documents of [first, end). */
static bool add_term(score_window *window, size_t term, uint32_t first, uint32_t end) {
  as_postings *list = window->lists[term];
  const as_relaxed_term *relaxed = &window->relaxation->terms[term];
  bool plain = relaxed->piece.kind == AS_TERM_CHAR;
  uint32_t document = as_postings_document(list);
  while (document < end) {
    uint32_t frequency = plain ? 1 : as_postings_frequency(list);
    uint64_t saturation = as_saturate(window->relaxation->saturation, frequency, window->codes[document]);
    window->scores[document - first] += as_weigh(relaxed->weight, saturation);
    document = as_postings_next(list);
  }
  if (list->status != ASSIST_OK)
    return as_search_fail(window->collector->context, list->status, &list->error);
  return true;
}

static bool sweep(score_window *window, uint32_t first, uint32_t end) {
  const as_leaf *leaf = window->collector->context->places[window->place].leaf;
  for (uint32_t document = first; document < end; document++) {
    uint64_t score = window->scores[document - first];
    if (score == 0) continue;
    window->scores[document - first] = 0;
    if (as_leaf_is_dead(leaf, document)) continue;
    as_iter *conditions = window->conditions;
    if (conditions != NULL &&
        (as_iter_advance(conditions, document) != document || !as_iter_matches(conditions)))
      continue;
    if (!as_collect(window->collector, window->place, document, window->collector->ranked ? score : 0))
      return false;
  }
  return window->collector->context->status == ASSIST_OK;
}

/* The first document of any list; AS_DOC_END when all have ended. */
static uint32_t least_document(const score_window *window) {
  uint32_t least = AS_DOC_END;
  for (size_t i = 0; i < window->relaxation->count; i++) {
    if (window->lists[i] == NULL) continue;
    uint32_t document = as_postings_document(window->lists[i]);
    if (document < least) least = document;
  }
  return least;
}

static bool run_place(score_window *window) {
  as_search_context *context = window->collector->context;
  uint32_t documents = context->places[window->place].leaf->documents;
  for (uint32_t first = least_document(window); first < documents; first = least_document(window)) {
    if (!as_search_tick(context, context->places[window->place].base + first)) break;
    uint32_t end = documents - first > WINDOW ? first + WINDOW : documents;
    for (size_t i = 0; i < window->relaxation->count; i++)
      if (window->lists[i] != NULL && !add_term(window, i, first, end)) return false;
    if (!sweep(window, first, end)) return false;
  }
  return context->status == ASSIST_OK;
}

bool as_collect_relaxed(as_collector *collector, const as_relaxation *relaxation, as_plan *const *filters,
                        size_t filter_count) {
  as_search_context *context = collector->context;
  score_window window = {.collector = collector, .relaxation = relaxation};
  window.scores = as_search_alloc(context, WINDOW * sizeof *window.scores);
  window.lists = as_search_alloc(context, relaxation->count * sizeof *window.lists);
  if (window.scores == NULL || window.lists == NULL) return false;
  for (window.place = 0; window.place < context->place_count; window.place++) {
    assist_error error = {0};
    window.codes = as_segment_length_codes(context->places[window.place].leaf->segment, 0, &error);
    if (window.codes == NULL) return as_search_fail(context, error.code, &error);
    if (!open_lists(&window) || !open_conditions(&window, filters, filter_count)) return false;
    if (!run_place(&window)) return false;
    if (context->stopped) break;
  }
  return context->status == ASSIST_OK;
}
