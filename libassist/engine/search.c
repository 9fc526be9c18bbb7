/* SPDX-License-Identifier: MIT
 *
 * A whole request: search, cut the page, order equal scores by spelling, read the keys.  Stored text is touched for nothing but the
 * spelling of ties and what the query itself asks of it. */
#include "engine/results.h"

#include <string.h>

#include "base/error.h"

static size_t add_saturated(size_t a, size_t b) { return a > SIZE_MAX - b ? SIZE_MAX : a + b; }

static assist_status hold_snapshots(assist_results *results, const as_search_request *request,
                                    assist_error *error) {
  results->snapshots = as_mem_array(request->snapshot_count, sizeof *results->snapshots);
  if (results->snapshots == NULL) return as_fail_nomem(error);
  for (size_t i = 0; i < request->snapshot_count; i++) {
    /* The count in it is the only thing a reference changes, and that is atomic. */
    results->snapshots[i] = as_snapshot_take((as_snapshot *)(uintptr_t)request->snapshots[i]);
    results->snapshot_count = i + 1;
  }
  return ASSIST_OK;
}

static assist_status read_keys(assist_results *results, assist_error *error) {
  as_buf key;
  assist_status status = ASSIST_OK;
  results->keys = as_search_alloc(&results->context, results->count * sizeof *results->keys);
  results->insertions = as_search_alloc(&results->context, results->count * sizeof *results->insertions);
  if (results->keys == NULL || results->insertions == NULL) return as_fail_nomem(error);
  as_buf_init(&key);
  for (size_t i = 0; i < results->count && status == ASSIST_OK; i++) {
    const as_found *found = &results->outcome.found[results->first + i];
    as_segment *segment = results->context.places[found->place].leaf->segment;
    as_buf_reset(&key);
    status = as_segment_key(segment, found->document, &key, error);
    if (status == ASSIST_OK)
      status = as_segment_insertion(segment, found->document, &results->insertions[i], error);
    char *copy = status != ASSIST_OK ? NULL : as_arena_copy(&results->context.arena, key.bytes, key.size);
    if (status == ASSIST_OK && copy == NULL) status = as_fail_nomem(error);
    results->keys[i] = as_slice_of(copy, copy == NULL ? 0 : key.size);
  }
  as_buf_clear(&key);
  return status;
}

static assist_status run(assist_results *results, const as_search_request *request, size_t offset,
                         assist_error *error) {
  assist_status status = hold_snapshots(results, request, error);
  if (status != ASSIST_OK) return status;
  as_search_request whole = *request;
  whole.limit = request->limit == 0 ? 0 : add_saturated(request->limit, offset);
  status = as_search_run(&results->context, &whole, &results->outcome, error);
  if (status != ASSIST_OK) return status;
  results->first = offset < results->outcome.count ? offset : results->outcome.count;
  results->count = results->outcome.count - results->first;
  if ((request->flags & ASSIST_SEARCH_UNRANKED) == 0 && !results->outcome.sorted &&
      !as_order_spelled_first(results)) {
    if (error != NULL) *error = results->context.error;
    return results->context.status;
  }
  return read_keys(results, error);
}

assist_status as_engine_search(const as_search_request *request, size_t offset, assist_results **out_results,
                               assist_error *error) {
  assist_results *results = as_mem_calloc(1, sizeof *results);
  if (results == NULL) return as_fail_nomem(error);
  as_buf_init(&results->explanation);
  assist_status status =
      as_search_context_init(&results->context, request->snapshots, request->snapshot_count,
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
  for (size_t i = 0; i < results->snapshot_count; i++) as_snapshot_drop(results->snapshots[i]);
  as_mem_free(results->snapshots);
  assist_document_free(results->document);
  as_buf_clear(&results->explanation);
  as_mem_free(results);
}
