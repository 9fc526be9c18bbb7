/* SPDX-License-Identifier: MIT
 *
 * --explain --document=KEY: one document, asked of the first index that has it (of the first one, if none does). */
#include <stdio.h>
#include <string.h>

#include "search.h"
#include "tool.h"
#include "visible.h"

static const assist_snapshot *home_of(const at_search *search, const char *key) {
  assist_error error;
  uint64_t number;
  for (size_t i = 0; i < search->count; i++)
    if (assist_snapshot_find(search->snapshots[i], key, strlen(key), &number, &error) == ASSIST_OK)
      return search->snapshots[i];
  return search->snapshots[0];
}

static void print_lines(const char *lines) {
  at_text out = {0};
  at_visible_lines(&out, "", lines);
  if (out.size > 0) fwrite(out.bytes, 1, out.size, stdout);
  at_text_clear(&out);
}

int at_search_document(const at_search *search, const char *text, size_t size) {
  const at_search_options *o = search->options;
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  at_answer answer = {.text = text, .size = size};
  assist_account *account = NULL;
  assist_error error;
  options.filters = (const assist_query *const *)search->filters;
  options.filter_count = o->filters.count;
  options.questions = search->questions;
  if (o->strict) options.flags |= ASSIST_SEARCH_STRICT;
  assist_status status = at_search_parse(search, &answer, &error);
  if (status == ASSIST_OK)
    status = assist_explain_document(home_of(search, o->document), answer.query, &options, o->document,
                                     strlen(o->document), &account, &error);
  int result = AT_ERROR;
  if (status == ASSIST_OK) {
    print_lines(assist_account_text(account));
    result = assist_account_matches(account) ? AT_DONE : AT_NOTHING;
  } else {
    at_fail(NULL, &error);
  }
  assist_account_free(account);
  assist_query_free(answer.query);
  return result;
}
