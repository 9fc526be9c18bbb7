/* SPDX-License-Identifier: MIT
 *
 * include/assist/search.h: check the arguments, call the engine, hand its results out. */
#include <assist/search.h>

#include "base/error.h"
#include "engine/account.h"
#include "engine/like.h"
#include "engine/results.h"

#define FLAGS                                                                                                \
  (ASSIST_SEARCH_STRICT | ASSIST_SEARCH_EXACT_TOTAL | ASSIST_SEARCH_UNRANKED | ASSIST_SEARCH_GROUP)

/* What is behind version 1's last member is not looked at in version 1. */
static assist_status check_options(const assist_search_options *options, assist_error *error) {
  if (options->version == 0 || options->version > 3)
    return as_fail(error, ASSIST_INVALID, "unknown version of search options");
  if ((options->flags & ~FLAGS) != 0)
    return as_fail(error, ASSIST_INVALID, "unknown flags of search options");
  if (options->version == 1) return ASSIST_OK;
  if (options->sort_order != ASSIST_ASCENDING && options->sort_order != ASSIST_DESCENDING)
    return as_fail(error, ASSIST_INVALID, "%d is no order to sort in", options->sort_order);
  if (options->facet_count > 0 && options->facets == NULL)
    return as_fail(error, ASSIST_INVALID, "the facets are missing");
  if (options->facet_count > ASSIST_FIELDS_MAX)
    return as_fail(error, ASSIST_LIMIT, "at most %u facets are counted", ASSIST_FIELDS_MAX);
  for (size_t i = 0; i < options->facet_count; i++) {
    const assist_facet_request *facet = &options->facets[i];
    if (facet->field == NULL || facet->interval < ASSIST_FACET_VALUE || facet->interval > ASSIST_FACET_DAY)
      return as_fail(error, ASSIST_INVALID, "a facet without a field, or of an unknown interval");
  }
  return ASSIST_OK;
}

/* Room for the trees of filters, where there are some.  False: no memory. */
static bool make_filters(const assist_search_options *options, const as_node ***out_filters) {
  if (options->filter_count > 0) *out_filters = as_mem_array(options->filter_count, sizeof(as_node *));
  return options->filter_count == 0 || *out_filters != NULL;
}

static assist_status make_request(const assist_snapshot *const *snapshots, size_t count,
                                  const assist_query *query, const assist_search_options *options,
                                  const as_node **filters, as_search_request *out_request,
                                  assist_error *error) {
  assist_status status = check_options(options, error);
  if (status != ASSIST_OK) return status;
  for (size_t i = 0; i < options->filter_count; i++) {
    if (options->filters[i] == NULL) return as_fail(error, ASSIST_INVALID, "a filter is missing");
    filters[i] = options->filters[i]->root;
  }
  *out_request = (as_search_request){
      .snapshots = snapshots,
      .snapshot_count = count,
      .root = query->root,
      .filters = filters,
      .filter_count = options->filter_count,
      .flags = query->all_copies ? options->flags & ~ASSIST_SEARCH_GROUP : options->flags,
      .limit = options->limit,
      .progress = options->progress,
      .progress_context = options->progress_context,
  };
  if (options->version < 2) return ASSIST_OK;
  out_request->sort_field = options->sort_field;
  out_request->descending = options->sort_order == ASSIST_DESCENDING;
  out_request->facets = options->facets;
  out_request->facet_count = options->facet_count;
  out_request->time_limit = options->time_limit_micros;
  if (options->version >= 3) out_request->questions = options->questions;
  return ASSIST_OK;
}

assist_status assist_search_many(const assist_snapshot *const *snapshots, size_t count,
                                 const assist_query *query, const assist_search_options *options,
                                 assist_results **out_results, assist_error *error) {
  const assist_search_options defaults = ASSIST_SEARCH_OPTIONS_INIT;
  if (snapshots == NULL || count == 0 || query == NULL || out_results == NULL)
    return as_fail(error, ASSIST_INVALID, "a snapshot, a query or a place for the results is missing");
  for (size_t i = 0; i < count; i++)
    if (snapshots[i] == NULL) return as_fail(error, ASSIST_INVALID, "a snapshot is missing");
  if (options == NULL) options = &defaults;
  const as_node **filters = NULL;
  if (!make_filters(options, &filters)) return as_fail_nomem(error);
  as_search_request request;
  assist_status status = make_request(snapshots, count, query, options, filters, &request, error);
  if (status == ASSIST_OK) status = as_engine_search(&request, options->offset, out_results, error);
  if (status == ASSIST_OK) {
    assist_query *fallback = (*out_results)->outcome.fallback;
    (*out_results)->query = fallback != NULL ? fallback : query;
  }
  as_mem_free(filters);
  return status;
}

assist_status assist_search(const assist_snapshot *snapshot, const assist_query *query,
                            const assist_search_options *options, assist_results **out_results,
                            assist_error *error) {
  return assist_search_many(&snapshot, 1, query, options, out_results, error);
}

assist_status assist_explain_document(const assist_snapshot *snapshot, const assist_query *query,
                                      const assist_search_options *options, const char *key, size_t key_size,
                                      assist_account **out_account, assist_error *error) {
  const assist_search_options defaults = ASSIST_SEARCH_OPTIONS_INIT;
  if (snapshot == NULL || query == NULL || key == NULL || out_account == NULL)
    return as_fail(error, ASSIST_INVALID, "a snapshot, a query, a key or a place for the account is missing");
  if (options == NULL) options = &defaults;
  const as_node **filters = NULL;
  if (!make_filters(options, &filters)) return as_fail_nomem(error);
  as_search_request request;
  assist_status status = make_request(&snapshot, 1, query, options, filters, &request, error);
  if (status == ASSIST_OK) status = as_account_make(&request, as_slice_of(key, key_size), out_account, error);
  as_mem_free(filters);
  return status;
}

void assist_account_free(assist_account *account) { as_account_free(account); }

int assist_account_matches(const assist_account *account) { return account != NULL && account->matches; }

const char *assist_account_text(const assist_account *account) {
  return account == NULL ? "" : (const char *)account->text.bytes;
}

assist_status assist_query_like(const assist_snapshot *snapshot, const assist_document *document,
                                const assist_like_options *options, assist_query **out_query,
                                assist_error *error) {
  const assist_like_options defaults = ASSIST_LIKE_OPTIONS_INIT;
  if (options == NULL) options = &defaults;
  if (snapshot == NULL || document == NULL || out_query == NULL)
    return as_fail(error, ASSIST_INVALID, "a snapshot, a document or a place for the query is missing");
  if (options->version == 0 || options->version > 2 || options->terms > AS_LIKE_TERMS_MAX)
    return as_fail(error, ASSIST_INVALID, "unknown version of options, or more than %u terms",
                   AS_LIKE_TERMS_MAX);
  as_like_request request = {.terms = options->terms == 0 ? AS_LIKE_TERMS : options->terms};
  if (options->version >= 2) {
    request.progress = options->progress;
    request.progress_context = options->progress_context;
    request.time_limit = options->time_limit_micros;
  }
  return as_query_like(snapshot, document, &request, out_query, error);
}

void assist_results_free(assist_results *results) { as_engine_results_free(results); }

uint64_t assist_results_total(const assist_results *results) {
  return results == NULL ? 0 : results->outcome.total;
}

int assist_results_total_is_exact(const assist_results *results) {
  return results != NULL && results->outcome.total_is_exact;
}

int assist_results_relaxed(const assist_results *results) {
  return results != NULL && results->outcome.relaxed;
}

int assist_results_partial(const assist_results *results) {
  return results != NULL && results->outcome.partial;
}

int assist_results_limited(const assist_results *results) {
  return results != NULL && results->outcome.limited;
}

int assist_results_fallback(const assist_results *results) {
  return results != NULL && results->outcome.fallback != NULL ? ASSIST_FALLBACK_PINYIN : ASSIST_FALLBACK_NONE;
}

const assist_query *assist_results_query(const assist_results *results) {
  return results == NULL ? NULL : results->query;
}

size_t assist_results_count(const assist_results *results) { return results == NULL ? 0 : results->count; }

assist_status assist_results_hit(const assist_results *results, size_t at, assist_hit *out_hit,
                                 assist_error *error) {
  if (results == NULL || out_hit == NULL)
    return as_fail(error, ASSIST_INVALID, "a place for the hit is missing");
  if (at >= results->count)
    return as_fail(error, ASSIST_INVALID, "no hit %zu on a page of %zu", at, results->count);
  const as_found *found = &results->outcome.found[results->first + at];
  const as_place *place = &results->context.places[found->place];
  const as_document_name *name = &results->names[at];
  *out_hit = (assist_hit){
      .rank = results->first + at + 1,
      .snapshot = place->snapshot_number,
      .document = as_leaf_number(place->leaf, found->document),
      .insertion = name->insertion,
      .score = found->score,
      .key = (const char *)name->key.bytes,
      .key_size = name->key.size,
  };
  return ASSIST_OK;
}

uint64_t assist_results_copies(const assist_results *results, size_t at) {
  return at < assist_results_count(results) ? results->outcome.found[results->first + at].copies : 0;
}

assist_status assist_results_document(assist_results *results, size_t at,
                                      const assist_document **out_document, assist_error *error) {
  assist_hit hit = {0};
  if (out_document == NULL) return as_fail(error, ASSIST_INVALID, "a place for the document is missing");
  assist_status status = assist_results_hit(results, at, &hit, error);
  if (status != ASSIST_OK) return status;
  assist_document *document;
  status = as_snapshot_read(results->snapshots[hit.snapshot], hit.document, &document, error);
  if (status != ASSIST_OK) return status;
  assist_document_free(results->document);
  *out_document = results->document = document;
  return ASSIST_OK;
}

assist_status assist_results_explain(assist_results *results, size_t at, const char **out_text,
                                     assist_error *error) {
  if (results == NULL || out_text == NULL)
    return as_fail(error, ASSIST_INVALID, "a place for the text is missing");
  if (at >= results->count)
    return as_fail(error, ASSIST_INVALID, "no hit %zu on a page of %zu", at, results->count);
  if (!as_explain_hit(results, at)) {
    if (error != NULL) *error = results->context.error;
    return results->context.status;
  }
  *out_text = (const char *)results->explanation.bytes;
  return ASSIST_OK;
}
