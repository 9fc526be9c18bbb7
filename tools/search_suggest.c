/* SPDX-License-Identifier: MIT
 *
 * --suggest, and the line that asks whether something else was meant.  A query that finds nothing is corrected; any other, or one
 * that nothing helps, is completed. */
#include <assist/suggest.h>
#include <inttypes.h>
#include <stdio.h>

#include "json_out.h"
#include "search.h"
#include "tool.h"
#include "visible.h"

static const assist_snapshot *const *snapshots_of(const at_search *search) {
  return (const assist_snapshot *const *)search->snapshots;
}

static assist_status correct(const at_search *search, const at_answer *answer, size_t limit,
                             assist_suggestions **out, assist_error *error) {
  assist_suggest_options options = ASSIST_SUGGEST_OPTIONS_INIT;
  options.limit = limit;
  return assist_suggest_correct(snapshots_of(search), search->count, answer->query, answer->text,
                                answer->size, &options, out, error);
}

void at_say_meant(const at_search *search, const at_answer *answer) {
  assist_suggestions *suggestions = NULL;
  assist_suggestion suggestion;
  bool missed = assist_results_total(answer->results) == 0 || assist_results_relaxed(answer->results);
  if (!missed || !search->terminal || search->options->literal || search->options->like != NULL) return;
  if (correct(search, answer, 1, &suggestions, NULL) != ASSIST_OK) return;
  if (assist_suggestions_count(suggestions) > 0 &&
      assist_suggestions_at(suggestions, 0, &suggestion, NULL) == ASSIST_OK)
    at_say_text("did you mean", suggestion.text);
  assist_suggestions_free(suggestions);
}

static assist_status find(const at_search *search, const at_answer *answer, assist_suggestions **out,
                          assist_error *error) {
  assist_search_options nothing = ASSIST_SEARCH_OPTIONS_INIT;
  assist_suggest_options options = ASSIST_SUGGEST_OPTIONS_INIT;
  assist_results *results;
  nothing.limit = 0;
  nothing.flags = ASSIST_SEARCH_STRICT;
  options.limit = search->options->limit;
  assist_status status =
      assist_search_many(snapshots_of(search), search->count, answer->query, &nothing, &results, error);
  if (status != ASSIST_OK) return status;
  uint64_t total = assist_results_total(results);
  assist_results_free(results);
  if (total == 0) {
    status = correct(search, answer, options.limit, out, error);
    if (status != ASSIST_OK || assist_suggestions_count(*out) > 0) return status;
    assist_suggestions_free(*out);
  }
  return assist_suggest_complete(snapshots_of(search), search->count, answer->text, answer->size, &options,
                                 out, error);
}

static void add_json(const at_answer *answer, const assist_suggestions *suggestions, at_text *out) {
  assist_suggestion suggestion;
  at_text_add_byte(out, '{');
  if (answer->id != NULL) {
    at_json_member(out, "query_id");
    at_json_string(out, answer->id, strlen(answer->id));
  }
  at_json_member(out, "query");
  at_json_string(out, answer->text, answer->size);
  at_json_member(out, "suggestions");
  at_text_add_byte(out, '[');
  for (size_t i = 0; i < assist_suggestions_count(suggestions); i++) {
    if (assist_suggestions_at(suggestions, i, &suggestion, NULL) != ASSIST_OK) continue;
    at_text_add_string(out, i == 0 ? "{" : ",{");
    at_json_member(out, "text");
    at_json_string(out, suggestion.text, suggestion.size);
    at_json_member(out, "documents");
    at_json_unsigned(out, suggestion.documents);
    at_text_add_byte(out, '}');
  }
  at_text_add_string(out, "]}\n");
}

static void add_lines(const at_answer *answer, const assist_suggestions *suggestions, at_text *out) {
  assist_suggestion suggestion;
  for (size_t i = 0; i < assist_suggestions_count(suggestions); i++) {
    if (assist_suggestions_at(suggestions, i, &suggestion, NULL) != ASSIST_OK) continue;
    if (answer->id != NULL) {
      at_visible_text(out, answer->id, strlen(answer->id));
      at_text_add_byte(out, '\t');
    }
    at_visible_text(out, suggestion.text, suggestion.size);
    at_text_add_byte(out, '\n');
  }
}

int at_search_suggest(const at_search *search, const at_answer *answer) {
  assist_suggestions *suggestions = NULL;
  assist_error error;
  at_text out = {0};
  if (find(search, answer, &suggestions, &error) != ASSIST_OK) {
    at_fail_about(answer, &error);
    return AT_ERROR;
  }
  bool json = search->options->format == AT_OUT_JSON || search->options->format == AT_OUT_JSONL;
  if (json)
    add_json(answer, suggestions, &out);
  else
    add_lines(answer, suggestions, &out);
  if (out.size > 0) fwrite(out.bytes, 1, out.size, stdout);
  at_text_clear(&out);
  int result = assist_suggestions_count(suggestions) > 0 ? AT_DONE : AT_NOTHING;
  assist_suggestions_free(suggestions);
  return result;
}
