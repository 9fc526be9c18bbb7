/* SPDX-License-Identifier: MIT
 *
 * A whole request: search, cut the page, order equal scores by spelling, read the keys.  Stored text is touched for nothing but the
 * spelling of ties and what the query itself asks of it. */
#include "engine/results.h"

#include <string.h>

#include "base/error.h"
#include "port/clock.h"

#define NAMES_AT_ONCE 10u /* a page of the usual size */

static size_t add_saturated(size_t a, size_t b) { return a > SIZE_MAX - b ? SIZE_MAX : a + b; }

static assist_status hold_snapshots(assist_results *results, const as_search_request *request,
                                    assist_error *error) {
  if (request->snapshot_count > 1)
    results->snapshots = as_mem_array(request->snapshot_count, sizeof *results->snapshots);
  if (results->snapshots == NULL) return as_fail_nomem(error);
  for (size_t i = 0; i < request->snapshot_count; i++) {
    /* The count in it is the only thing a reference changes, and that is atomic. */
    results->snapshots[i] = as_snapshot_take((as_snapshot *)(uintptr_t)request->snapshots[i]);
    results->snapshot_count = i + 1;
  }
  return ASSIST_OK;
}

static as_segment *segment_of(const as_search_context *context, const as_found *found) {
  return context->places[found->place].leaf->segment;
}

/* Of COUNT hits, a few: their bytes are looked for together, since they lie far apart. */
static assist_status read_some_names(as_search_context *context, const as_found *found, size_t count,
                                     as_document_name *names, assist_error *error) {
  as_document_block blocks[NAMES_AT_ONCE];
  assist_status status = ASSIST_OK;
  for (size_t i = 0; i < count && status == ASSIST_OK; i++)
    status = as_segment_find_block(segment_of(context, &found[i]), found[i].document, &blocks[i], error);
  for (size_t i = 0; i < count && status == ASSIST_OK; i++)
    status = as_segment_name(&blocks[i], &context->arena, &names[i], error);
  return status;
}

static assist_status read_names(assist_results *results, assist_error *error) {
  as_search_context *context = &results->context;
  as_document_name *names = as_arena_alloc(&context->arena, results->count * sizeof *names);
  const as_found *found = results->outcome.found + results->first;
  assist_status status = names == NULL ? as_fail_nomem(error) : ASSIST_OK;
  for (size_t i = 0; i < results->count && status == ASSIST_OK; i += NAMES_AT_ONCE) {
    const size_t left = results->count - i;
    status =
        read_some_names(context, found + i, left < NAMES_AT_ONCE ? left : NAMES_AT_ONCE, names + i, error);
  }
  results->names = names;
  return status;
}

static assist_status sticky(const assist_results *results, assist_error *error) {
  if (error != NULL) *error = results->context.error;
  return results->context.status;
}

/* Before another search of REQUEST: what is left of the time; false: nothing. */
static bool has_time(const as_search_context *context, as_search_request *request) {
  if (request->time_limit == 0) return true;
  int64_t left = context->deadline - as_clock_now();
  if (left > 0) request->time_limit = (uint64_t)left;
  return left > 0;
}

/* So many hits for WANTED groups, when LIMIT of them made GROUPS. */
static size_t more_candidates(size_t limit, size_t wanted, size_t groups) {
  size_t needed = groups > 0 && wanted < AS_GROUP_MOST ? 2 * limit / groups * wanted : AS_GROUP_MOST;
  if (needed > AS_GROUP_MOST) needed = AS_GROUP_MOST;
  return needed > 4 * limit ? needed : 4 * limit;
}

/* OUTCOME becomes MORE, a search for more of the same hits, which need not have counted anything. */
static void replace(as_search_outcome *outcome, as_search_outcome *more) {
  more->total = outcome->total;
  more->total_is_exact = outcome->total_is_exact;
  more->facets = outcome->facets;
  more->facet_count = outcome->facet_count;
  as_search_outcome_clear(outcome);
  *outcome = *more;
}

/* The best WANTED groups: more hits are looked at as long as copies take too many places.  When the time is over before that
 * is done, the groups of the search before stand, fewer than were wanted.  What the first search counted is not counted again, so
 * those after it may pass over all that does not reach their page. */
static assist_status find_groups(assist_results *results, const as_search_request *request, size_t wanted,
                                 assist_error *error) {
  as_search_request whole = *request;
  as_search_outcome more, *outcome = &results->outcome;
  whole.limit = as_group_candidates(wanted);
  assist_status status = as_search_run(&results->context, &whole, outcome, error);
  while (status == ASSIST_OK) {
    bool all = outcome->partial || outcome->count < whole.limit || whole.limit >= AS_GROUP_MOST;
    if (!as_group_copies(results)) return sticky(results, error);
    if (all || outcome->count >= wanted) break;
    whole.limit = more_candidates(whole.limit, wanted, outcome->count);
    whole.facet_count = 0;
    whole.flags &= ~(uint32_t)ASSIST_SEARCH_EXACT_TOTAL;
    outcome->partial = !has_time(&results->context, &whole);
    if (outcome->partial) break;
    status = as_search_run(&results->context, &whole, &more, error);
    if (status != ASSIST_OK) break;
    outcome->partial = more.partial;
    if (outcome->partial) {
      as_search_outcome_clear(&more);
      break;
    }
    replace(outcome, &more);
  }
  if (outcome->count > wanted) outcome->count = wanted;
  return status;
}

static assist_status run(assist_results *results, const as_search_request *request, size_t offset,
                         assist_error *error) {
  assist_status status = hold_snapshots(results, request, error);
  if (status != ASSIST_OK) return status;
  bool ranked = (request->flags & ASSIST_SEARCH_UNRANKED) == 0;
  as_search_request whole = *request;
  whole.limit = request->limit == 0 ? 0 : add_saturated(request->limit, offset);
  results->grouped = ranked && whole.limit > 0 && (request->flags & ASSIST_SEARCH_GROUP) != 0;
  status = results->grouped ? find_groups(results, request, whole.limit, error)
                            : as_search_run(&results->context, &whole, &results->outcome, error);
  if (status != ASSIST_OK) return status;
  results->first = offset < results->outcome.count ? offset : results->outcome.count;
  results->count = results->outcome.count - results->first;
  if (ranked && !results->outcome.sorted && !as_order_spelled_first(results)) return sticky(results, error);
  return read_names(results, error);
}

/* On a desk of the first snapshot, whose rest is for the search.  The context is to be initialised. */
static assist_results *new_results(const as_snapshot *snapshot) {
  assist_results *results = as_snapshot_take_desk(snapshot);
  if (results == NULL) return NULL;
  results->outcome = (as_search_outcome){0};
  results->query = NULL;
  results->desk_of = snapshot;
  results->snapshots = &results->only;
  results->snapshot_count = results->first = results->count = 0;
  results->grouped = false;
  results->names = NULL;
  results->document = NULL;
  as_buf_init(&results->explanation);
  return results;
}

assist_status as_engine_search(const as_search_request *request, size_t offset, assist_results **out_results,
                               assist_error *error) {
  assist_results *results = new_results(request->snapshots[0]);
  if (results == NULL) return as_fail_nomem(error);
  as_arena arena;
  as_arena_init_in(&arena, results + 1, AS_SNAPSHOT_DESK - sizeof *results);
  assist_status status =
      as_search_context_init_in(&results->context, arena, request->snapshots, request->snapshot_count,
                                request->progress, request->progress_context);
  if (status != ASSIST_OK) {
    as_fail_nomem(error);
  } else {
    status = run(results, request, offset, error);
  }
  if (status != ASSIST_OK) {
    as_engine_results_free(results);
    return status;
  }
  *out_results = results;
  return ASSIST_OK;
}

void as_engine_results_free(assist_results *results) {
  if (results == NULL) return;
  as_search_outcome_clear(&results->outcome);
  as_search_context_clear(&results->context);
  assist_document_free(results->document);
  as_buf_clear(&results->explanation);
  as_snapshot *only = results->only,
              **held = results->snapshots == &results->only ? &only : results->snapshots;
  const size_t count = results->snapshot_count;
  as_snapshot_give_desk(results->desk_of, results); /* while the snapshot is held */
  for (size_t i = 0; i < count; i++) as_snapshot_drop(held[i]);
  if (held != &only) as_mem_free(held);
}
