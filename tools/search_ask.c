/* SPDX-License-Identifier: MIT
 *
 * One query: parse, ask all indexes as one, print in the format wanted, and say on standard error what the
 * user should know (that the results are relaxed, what the parser noticed, how long it took). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "search.h"
#include "tool.h"
#include "visible.h"

typedef bool output_function(const at_search *search, const at_answer *answer);

uint64_t at_now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* -F: each word a phrase, all of them required. */
static assist_status parse_literal(const at_search *search, const at_answer *answer, assist_query **out,
                                   assist_error *error) {
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  const at_strings *words = &search->options->words;
  options.literal = 1;
  if (words->count <= 1) return assist_query_parse(answer->text, answer->size, &options, out, error);
  assist_query **parts = at_alloc(words->count * sizeof *parts);
  assist_status status = ASSIST_OK;
  size_t count = 0;
  for (; count < words->count && status == ASSIST_OK; count++)
    status = assist_query_parse(words->at[count], strlen(words->at[count]), &options, &parts[count], error);
  if (status == ASSIST_OK) {
    status = assist_query_and(parts, count, out, error); /* takes the parts */
  } else {
    for (size_t i = 0; i < count; i++) assist_query_free(parts[i]);
  }
  free(parts);
  return status;
}

/* --like: the query that the document makes, of the first index that has it. */
static assist_status make_like(const at_search *search, at_answer *answer, assist_error *error) {
  const char *key = search->options->like;
  assist_status status = ASSIST_NOTFOUND;
  uint64_t number;
  assist_document *document = NULL;
  for (size_t i = 0; i < search->count && status == ASSIST_NOTFOUND; i++) {
    status = assist_snapshot_find(search->snapshots[i], key, strlen(key), &number, error);
    if (status != ASSIST_OK) continue;
    status = assist_snapshot_document(search->snapshots[i], number, &document, error);
    if (status != ASSIST_OK) return status;
    status = assist_query_like(search->snapshots[i], document, NULL, &answer->query, error);
    assist_document_free(document);
    return status;
  }
  return status;
}

static assist_status parse(const at_search *search, at_answer *answer, assist_error *error) {
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  if (search->options->literal) return parse_literal(search, answer, &answer->query, error);
  options.fields = search->fields;
  options.kinds = search->kinds;
  return assist_query_parse(answer->text, answer->size, &options, &answer->query, error);
}

assist_status at_search_parse(const at_search *search, at_answer *answer, assist_error *error) {
  if (search->options->like != NULL) return make_like(search, answer, error);
  assist_status status = parse(search, answer, error);
  if (status == ASSIST_OK && search->synonyms != NULL) {
    assist_query *query = answer->query;
    answer->query = NULL; /* it is taken */
    status = assist_query_expand(query, search->synonyms, &answer->query, error);
  }
  return status == ASSIST_OK ? at_stem(search->options, &answer->query, error) : status;
}

/* For people, near-copies are one hit that tells how many; programs get every one, unless they ask for groups. */
static bool groups(const at_search *search) {
  const at_search_options *o = search->options;
  bool list = o->format == AT_OUT_TREC || o->format == AT_OUT_KEYS || o->limit == ASSIST_LIMIT_ALL;
  bool wanted = o->group_copies || (search->terminal && o->format == AT_OUT_TEXT);
  return wanted && !o->all_copies && !list && !o->count;
}

static assist_status ask(const at_search *search, at_answer *answer, assist_error *error) {
  const at_search_options *o = search->options;
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.limit = o->count ? 0 : o->limit;
  options.offset = o->offset;
  options.filters = (const assist_query *const *)search->filters;
  options.filter_count = o->filters.count;
  if (o->strict || o->count) options.flags |= ASSIST_SEARCH_STRICT;
  if (groups(search)) options.flags |= ASSIST_SEARCH_GROUP;
  if (options.limit == 0) options.flags |= ASSIST_SEARCH_EXACT_TOTAL;
  if (o->format == AT_OUT_KEYS && options.limit == ASSIST_LIMIT_ALL) options.flags |= ASSIST_SEARCH_UNRANKED;
  options.sort_field = search->sort_field;
  options.sort_order = o->descending ? ASSIST_DESCENDING : ASSIST_ASCENDING;
  options.facets = search->facets;
  options.facet_count = o->facet_count;
  options.time_limit_micros = o->time_limit;
  options.questions = search->questions;
  return assist_search_many((const assist_snapshot *const *)search->snapshots, search->count, answer->query,
                            &options, &answer->results, error);
}

/* IDs of queries are text of a file, and so UTF-8. */
static void say_about(const at_answer *answer, const char *text) {
  at_text id = {0};
  if (answer->id != NULL) at_visible_text(&id, answer->id, strlen(answer->id));
  at_say_text(answer->id != NULL ? at_text_string(&id) : NULL, text);
  at_text_clear(&id);
}

int at_fail_about(const at_answer *answer, const assist_error *error) {
  say_about(answer, error->message[0] != '\0' ? error->message : assist_status_name(error->code));
  return AT_ERROR;
}

static void say_copies(const at_answer *answer) {
  char line[128];
  uint64_t copies = 0;
  for (size_t at = 0; at < assist_results_count(answer->results); at++)
    copies += assist_results_copies(answer->results, at);
  if (copies == 0) return;
  snprintf(line, sizeof line, "%" PRIu64 " near-%s of these hits left out; --all-copies shows %s", copies,
           copies == 1 ? "copy" : "copies", copies == 1 ? "it" : "them");
  say_about(answer, line);
}

static void say_notes(const at_search *search, const at_answer *answer) {
  at_output_format format = search->options->format;
  assist_diagnostic diagnostic;
  if (assist_results_relaxed(answer->results))
    say_about(answer, "nothing matches the whole query; these results are relaxed");
  if (assist_results_partial(answer->results))
    say_about(answer, "the time is over; these results are partial");
  if (assist_results_fallback(answer->results) == ASSIST_FALLBACK_PINYIN)
    say_about(answer, "no document has these words; these results are for them as pinyin");
  if (assist_results_limited(answer->results))
    say_about(answer, "the query stands for more words than are looked for; documents may be missing");
  if (format == AT_OUT_JSON) return;
  say_copies(answer);
  for (size_t i = 0; i < assist_query_diagnostic_count(answer->query); i++)
    if (assist_query_diagnostic_at(answer->query, i, &diagnostic, NULL) == ASSIST_OK)
      say_about(answer, diagnostic.message);
  for (size_t i = 0; i < assist_results_diagnostic_count(answer->results); i++)
    if (assist_results_diagnostic_at(answer->results, i, &diagnostic, NULL) == ASSIST_OK)
      say_about(answer, diagnostic.message);
}

static bool print_count(const at_search *search, const at_answer *answer) {
  at_text lines = {0};
  if (answer->id != NULL) {
    at_visible_text(&lines, answer->id, strlen(answer->id));
    at_text_add_byte(&lines, '\t');
  }
  at_text_print(&lines, "%" PRIu64 "\n", assist_results_total(answer->results));
  at_add_facet_lines(search, answer, &lines);
  if (lines.size > 0) fwrite(lines.bytes, 1, lines.size, stdout);
  at_text_clear(&lines);
  return true;
}

static bool print(const at_search *search, const at_answer *answer) {
  static output_function *const writers[] = {at_output_text, at_output_json, at_output_jsonl, at_output_trec,
                                             at_output_keys};
  const at_search_options *o = search->options;
  bool numbers_only = o->count || (o->limit == 0 && o->format == AT_OUT_TEXT && !search->terminal);
  if (numbers_only && o->format != AT_OUT_JSON) return print_count(search, answer);
  return writers[o->format](search, answer);
}

static void say_time(const at_answer *answer, uint64_t output_us) {
  char line[128];
  snprintf(line, sizeof line, "parse %" PRIu64 " us, search %" PRIu64 " us, output %" PRIu64 " us",
           answer->parse_us, answer->search_us, output_us);
  say_about(answer, line);
}

int at_search_ask(const at_search *search, const char *id, const char *text, size_t size) {
  at_answer answer = {.id = id, .text = text, .size = size};
  assist_error error;
  uint64_t start = at_now_us();
  assist_status status = at_search_parse(search, &answer, &error);
  answer.parse_us = at_now_us() - start;
  if (status == ASSIST_OK && search->options->suggest) {
    int suggested = at_search_suggest(search, &answer);
    assist_query_free(answer.query);
    return suggested;
  }
  if (status == ASSIST_OK) status = ask(search, &answer, &error);
  answer.search_us = at_now_us() - start - answer.parse_us;
  int result = AT_ERROR;
  if (status != ASSIST_OK) {
    at_fail_about(&answer, &error);
    if (status == ASSIST_NOTFOUND) result = AT_NOTHING; /* the key of --like */
  } else {
    say_notes(search, &answer);
    start = at_now_us();
    bool good = print(search, &answer);
    if (good) at_say_meant(search, &answer);
    if (search->options->time) say_time(&answer, at_now_us() - start);
    result = !good ? AT_ERROR : assist_results_total(answer.results) > 0 ? AT_DONE : AT_NOTHING;
  }
  assist_results_free(answer.results);
  assist_query_free(answer.query);
  return result;
}
