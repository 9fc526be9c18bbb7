/* SPDX-License-Identifier: MIT
 *
 * A request: bind, run strictly, and when nothing at all matches, run by sound if it may be one, else relaxed.  A memory note: iterators of all segments stay open
 * until the search ends; they are a few kilobytes a term. */
#include "search/request.h"

#include <string.h>

#include "base/error.h"
#include "port/clock.h"
#include "search/collect.h"
#include "search/fallback.h"
#include "search/rerank.h"
#include "search/union.h"

static as_plan **bind_filters(as_search_context *context, const as_search_request *request) {
  as_plan **filters = as_search_alloc(context, request->filter_count * sizeof *filters);
  if (filters == NULL) return NULL;
  for (size_t i = 0; i < request->filter_count; i++) {
    filters[i] = as_plan_bind(context, request->filters[i]);
    if (filters[i] == NULL) return NULL;
  }
  return filters;
}

static bool has_second_stage(const as_search_request *request, const as_search_outcome *outcome) {
  bool ranked = !outcome->sorted && (request->flags & ASSIST_SEARCH_UNRANKED) == 0;
  return outcome->relaxed && ranked && !request->first_stage;
}

/* What goes through the second stage as a whole is put in order there. */
static bool take_found(as_collector *collector, const as_search_request *request,
                       as_search_outcome *outcome) {
  if (!has_second_stage(request, outcome) || collector->top.count > AS_SECOND_STAGE)
    as_topk_sort(&collector->top);
  outcome->count = collector->top.count;
  outcome->total = collector->total;
  outcome->partial = collector->context->stopped;
  outcome->total_is_exact = !outcome->partial && !collector->passed;
  outcome->found = as_arena_alloc(&collector->context->arena, outcome->count * sizeof *outcome->found);
  if (outcome->found == NULL) return as_search_fail(collector->context, ASSIST_NOMEM, NULL);
  for (size_t i = 0; i < outcome->count; i++) {
    const as_topk_item *item = &collector->top.items[i];
    outcome->found[i] =
        (as_found){item->score, item->number, (uint32_t)(item->payload >> 32), (uint32_t)item->payload, 0};
    if (!outcome->sorted) continue;
    outcome->found[i].score = 0;
    outcome->found[i].number = as_sorter_number(item);
  }
  return true;
}

static bool take_facets(const as_collector *collector, const as_search_request *request,
                        as_search_outcome *outcome) {
  outcome->facet_count = request->facet_count;
  if (collector->facets != NULL) outcome->facets = as_facets_end(collector->facets);
  return collector->facets == NULL || outcome->facets != NULL;
}

/* What the matches are given to, beside the best so many. */
static bool prepare(as_collector *collector, const as_search_request *request, as_search_outcome *outcome) {
  as_search_context *context = collector->context;
  as_search_limit(context, request->time_limit);
  if (request->sort_field != NULL) {
    collector->sorter = as_sorter_new(context, request->sort_field, request->descending);
    if (collector->sorter == NULL) return false;
  }
  if (request->facet_count > 0) {
    collector->facets = as_facets_new(context, request->facets, request->facet_count);
    if (collector->facets == NULL) return false;
  }
  return as_search_note_ranges(context, request->root, &outcome->notes);
}

static bool run_strict(as_collector *collector, const as_search_request *request, as_search_outcome *outcome,
                       as_plan *const *filters) {
  outcome->plan = as_plan_bind(collector->context, request->root);
  if (outcome->plan == NULL) return false;
  return as_collect_plan(collector, outcome->plan, filters, request->filter_count);
}

/* The words may be pinyin; if nothing sounds so either, it is as if this had not been tried. */
static bool run_fallback(as_collector *collector, const as_search_request *request,
                         as_search_outcome *outcome, as_plan *const *filters) {
  as_search_context *context = collector->context;
  bool limited = context->limited;
  if ((request->flags & ASSIST_SEARCH_STRICT) != 0 || collector->total > 0) return true;
  assist_query *query = as_fallback_query(context, outcome->plan);
  if (query == NULL) return context->status == ASSIST_OK;
  as_plan *plan = as_plan_bind(context, query->root);
  bool good = plan != NULL && as_collect_plan(collector, plan, filters, request->filter_count);
  if (good && collector->total > 0) {
    outcome->fallback = query;
    outcome->plan = plan;
  } else {
    as_query_free(query);
    context->limited = limited;
  }
  return good;
}

/* A document is a hit if any of the terms is in it. */
static bool collect_relaxed(as_collector *collector, const as_relaxation *relaxation, as_plan *const *filters,
                            size_t filter_count) {
  as_union_part *parts = as_search_alloc(collector->context, relaxation->count * sizeof *parts);
  if (parts == NULL) return false;
  for (size_t i = 0; i < relaxation->count; i++) {
    const as_relaxed_term *term = &relaxation->terms[i];
    parts[i] = (as_union_part){&term->piece, term->weight, relaxation->saturation, relaxation->numbers};
  }
  return as_collect_union(collector, parts, relaxation->count, relaxation->held, relaxation->held_count,
                          filters, filter_count);
}

static bool run_relaxed(as_collector *collector, const as_search_request *request, as_search_outcome *outcome,
                        as_plan *const *filters) {
  if ((request->flags & ASSIST_SEARCH_STRICT) != 0 || collector->total > 0) return true;
  if (collector->context->stopped) return true;
  /* The second stage needs its candidates whatever the page. */
  if (collector->ranked && request->limit > 0 && request->limit < AS_SECOND_STAGE && !request->first_stage)
    collector->top.limit = AS_SECOND_STAGE;
  for (int depth = AS_RELAX_RUNS; depth <= AS_RELAX_PROSE && collector->total == 0; depth++) {
    as_relaxation *relaxation =
        as_relax(collector->context, request->root, outcome->plan, (enum as_relax_depth)depth);
    if (collector->context->status != ASSIST_OK) return false;
    if (relaxation == NULL) continue;
    if (!collect_relaxed(collector, relaxation, filters, request->filter_count)) return false;
    outcome->relaxation = relaxation;
    outcome->relaxed = collector->total > 0;
  }
  return true;
}

/* What is not looked at scores no more than this; they may be in no order. */
static uint64_t bottom_of(const as_found *found, size_t looked) {
  uint64_t least = looked < AS_SECOND_STAGE ? 0 : UINT64_MAX;
  for (size_t i = 0; i < looked; i++)
    if (found[i].score < least) least = found[i].score;
  return least;
}

/* The best by the first stage, as many as the second looks at, are scored again; then the page is cut. */
static bool run_second_stage(const as_search_request *request, as_search_outcome *outcome,
                             as_search_context *context) {
  if (has_second_stage(request, outcome)) {
    size_t looked = outcome->count < AS_SECOND_STAGE ? outcome->count : AS_SECOND_STAGE;
    outcome->bottom = bottom_of(outcome->found, looked);
    if (!as_rerank(context, outcome->relaxation, outcome->found, looked, request->limit, outcome->bottom))
      return false;
    outcome->reranked = looked;
  }
  if (outcome->count > request->limit) outcome->count = request->limit;
  return true;
}

assist_status as_search_run(as_search_context *context, const as_search_request *request,
                            as_search_outcome *out_outcome, assist_error *error) {
  as_collector collector;
  as_search_outcome outcome = {0};
  bool ranked = (request->flags & ASSIST_SEARCH_UNRANKED) == 0 && request->sort_field == NULL;
  context->questions = request->questions;
  bool good = context->status == ASSIST_OK && as_collector_init(&collector, context, request->limit, ranked);
  if (good) {
    good = prepare(&collector, request, &outcome);
    outcome.sorted = collector.sorter != NULL;
    collector.every = collector.sorter != NULL;
    collector.bounded = ranked && !collector.every && collector.facets == NULL &&
                        (request->flags & ASSIST_SEARCH_EXACT_TOTAL) == 0;
    as_plan **filters = good ? bind_filters(context, request) : NULL;
    good = filters != NULL && run_strict(&collector, request, &outcome, filters) &&
           run_fallback(&collector, request, &outcome, filters) &&
           run_relaxed(&collector, request, &outcome, filters);
    /* When the time is over in the middle of an expansion, what has been found stands as well. */
    good = (good || (context->stopped && context->status == ASSIST_OK)) &&
           take_found(&collector, request, &outcome) && take_facets(&collector, request, &outcome) &&
           run_second_stage(request, &outcome, context);
    as_facets_free(collector.facets);
    as_topk_clear(&collector.top);
  }
  if (!good) {
    if (error != NULL) *error = context->error;
    as_search_outcome_clear(&outcome);
    return context->status;
  }
  outcome.limited = context->limited;
  *out_outcome = outcome;
  return ASSIST_OK;
}

void as_search_outcome_clear(as_search_outcome *outcome) {
  as_query_free(outcome->fallback);
  memset(outcome, 0, sizeof *outcome);
}
