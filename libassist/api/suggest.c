/* SPDX-License-Identifier: MIT
 *
 * include/assist/suggest.h: check the arguments, ask search/suggest.h, copy what it found out of the search's memory. */
#include <assist/suggest.h>

#include "base/error.h"
#include "search/suggest.h"

struct assist_suggestions {
  as_arena memory;
  as_suggestion_list list;
};

typedef struct suggest_request {
  const assist_snapshot *const *snapshots;
  size_t count;
  const assist_query *query; /* NULL: complete */
  as_slice text;
  const assist_suggest_options *options;
} suggest_request;

static assist_status check(const suggest_request *request, assist_error *error) {
  if (request->snapshots == NULL || request->count == 0)
    return as_fail(error, ASSIST_INVALID, "a snapshot is missing");
  for (size_t i = 0; i < request->count; i++)
    if (request->snapshots[i] == NULL) return as_fail(error, ASSIST_INVALID, "a snapshot is missing");
  if (request->options->version != 1)
    return as_fail(error, ASSIST_INVALID, "unknown version of suggest options");
  if (request->text.bytes == NULL && request->text.size > 0)
    return as_fail(error, ASSIST_INVALID, "the text is missing");
  return ASSIST_OK;
}

static bool keep(as_search_context *context, const as_suggestion_list *found, assist_suggestions *out) {
  out->list.items = as_arena_alloc(&out->memory, (found->count + 1) * sizeof *out->list.items);
  for (size_t i = 0; i < found->count && out->list.items != NULL; i++) {
    as_slice text = found->items[i].text;
    char *copy = as_arena_copy(&out->memory, text.bytes, text.size);
    if (copy == NULL) return as_search_fail(context, ASSIST_NOMEM, NULL);
    out->list.items[out->list.count++] =
        (as_suggestion){as_slice_of(copy, text.size), found->items[i].documents};
  }
  return out->list.items != NULL || as_search_fail(context, ASSIST_NOMEM, NULL);
}

static assist_status run(const suggest_request *request, assist_suggestions *out, assist_error *error) {
  as_search_context context;
  as_suggestion_list found;
  size_t limit = request->options->limit;
  if (limit > ASSIST_SUGGESTIONS_MAX) limit = ASSIST_SUGGESTIONS_MAX;
  as_slice text = request->text.bytes == NULL ? as_slice_of("", 0) : request->text;
  if (text.size > ASSIST_QUERY_BYTES_MAX) text.size = ASSIST_QUERY_BYTES_MAX;
  assist_status status =
      as_search_context_init(&context, request->snapshots, request->count, request->options->progress,
                             request->options->progress_context);
  bool good = status == ASSIST_OK;
  if (good && request->query == NULL) good = as_suggest_complete(&context, text, limit, &found);
  if (good && request->query != NULL)
    good = as_suggest_correct(&context, request->query->root, text, limit, &found);
  good = good && keep(&context, &found, out);
  if (!good) {
    status = context.status;
    if (error != NULL) *error = context.error;
  }
  as_search_context_clear(&context);
  return status;
}

static assist_status suggest(const suggest_request *request, assist_suggestions **out_suggestions,
                             assist_error *error) {
  if (out_suggestions == NULL)
    return as_fail(error, ASSIST_INVALID, "a place for the suggestions is missing");
  assist_status status = check(request, error);
  if (status != ASSIST_OK) return status;
  assist_suggestions *made = as_mem_calloc(1, sizeof *made);
  if (made == NULL) return as_fail_nomem(error);
  as_arena_init(&made->memory);
  status = run(request, made, error);
  if (status == ASSIST_OK)
    *out_suggestions = made;
  else
    assist_suggestions_free(made);
  return status;
}

static const assist_suggest_options defaults = ASSIST_SUGGEST_OPTIONS_INIT;

assist_status assist_suggest_complete(const assist_snapshot *const *snapshots, size_t count, const char *text,
                                      size_t size, const assist_suggest_options *options,
                                      assist_suggestions **out_suggestions, assist_error *error) {
  suggest_request request = {snapshots, count, NULL, as_slice_of(text, size),
                             options != NULL ? options : &defaults};
  return suggest(&request, out_suggestions, error);
}

assist_status assist_suggest_correct(const assist_snapshot *const *snapshots, size_t count,
                                     const assist_query *query, const char *text, size_t size,
                                     const assist_suggest_options *options,
                                     assist_suggestions **out_suggestions, assist_error *error) {
  suggest_request request = {snapshots, count, query, as_slice_of(text, size),
                             options != NULL ? options : &defaults};
  if (query == NULL) return as_fail(error, ASSIST_INVALID, "the query is missing");
  return suggest(&request, out_suggestions, error);
}

void assist_suggestions_free(assist_suggestions *suggestions) {
  if (suggestions == NULL) return;
  as_arena_clear(&suggestions->memory);
  as_mem_free(suggestions);
}

size_t assist_suggestions_count(const assist_suggestions *suggestions) {
  return suggestions == NULL ? 0 : suggestions->list.count;
}

assist_status assist_suggestions_at(const assist_suggestions *suggestions, size_t at,
                                    assist_suggestion *out_suggestion, assist_error *error) {
  if (at >= assist_suggestions_count(suggestions) || out_suggestion == NULL)
    return as_fail(error, ASSIST_INVALID, "there is no suggestion %zu", at);
  const as_suggestion *found = &suggestions->list.items[at];
  *out_suggestion = (assist_suggestion){(const char *)found->text.bytes, found->text.size, found->documents};
  return ASSIST_OK;
}
