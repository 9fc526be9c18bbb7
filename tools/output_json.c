/* SPDX-License-Identifier: MIT
 *
 * For programs: json (one object an answer) and jsonl (one object a hit), as doc/json-output.md lays down; a
 * change here is a change there.  Always valid UTF-8: a snippet is cleaned first, and its highlights are
 * those of the cleaned text. */
#include <assist/analyzer.h>
#include <stdio.h>
#include <stdlib.h>

#include "json_out.h"
#include "search.h"
#include "tool.h"
#include "utf8.h"

static void member_bool(at_text *out, const char *name, int value) {
  at_json_member(out, name);
  at_text_add_string(out, value ? "true" : "false");
}

static void member_unsigned(at_text *out, const char *name, uint64_t value) {
  at_json_member(out, name);
  at_json_unsigned(out, value);
}

static void member_string(at_text *out, const char *name, const char *text, size_t size) {
  at_json_member(out, name);
  at_json_string(out, text == NULL ? "" : text, text == NULL ? 0 : size);
}

static const char *unit_name(int unit) {
  return unit == ASSIST_OFFSET_UTF16 ? "utf16" : unit == ASSIST_OFFSET_CODEPOINT ? "codepoint" : "byte";
}

/* Broken sequences become U+FFFD; OFFSETS (ascending) move along. */
static void clean(const char *text, size_t size, at_text *out, size_t *offsets, size_t count) {
  size_t next = 0;
  for (size_t at = 0, length; at < size; at += length) {
    for (; next < count && offsets[next] <= at; next++) offsets[next] = out->size;
    if (at_utf8_decode(text + at, size - at, &length) == AT_BROKEN)
      at_text_add(out, "\xEF\xBF\xBD", 3);
    else
      at_text_add(out, text + at, length);
  }
  for (; next < count; next++) offsets[next] = out->size;
}

static void convert(const char *text, size_t size, int unit, size_t *offsets, size_t count) {
  if (unit == ASSIST_OFFSET_BYTE || count == 0) return;
  if (assist_offsets_convert(text, size, unit, offsets, count, NULL) != ASSIST_OK)
    at_die("offsets cannot be converted");
}

static void add_highlights(at_text *out, const size_t *offsets, size_t count) {
  at_json_member(out, "highlights");
  at_text_add_byte(out, '[');
  for (size_t i = 0; i < count; i++) {
    at_json_comma(out);
    at_text_print(out, "[%zu,%zu]", offsets[2 * i], offsets[2 * i + 1]);
  }
  at_text_add_byte(out, ']');
}

/* Where the slice starts in the text of its field. */
static size_t start_of(const at_view *view, const char *field, int unit) {
  size_t size, start = assist_snippet_start(view->snippet);
  const char *text = assist_document_text(view->document, field, &size);
  if (text != NULL && start <= size) convert(text, size, unit, &start, 1);
  return start;
}

static void add_snippet(at_text *out, const at_view *view, int unit) {
  size_t size = 0, count = 0, start = 0;
  const char *text = "", *field = "body";
  const assist_range *ranges = NULL;
  at_text cleaned = {0};
  if (view->snippet != NULL) {
    text = assist_snippet_text(view->snippet, &size);
    field = assist_snippet_field(view->snippet);
    start = start_of(view, field, unit);
    ranges = assist_snippet_highlights(view->snippet, &count);
  }
  size_t *offsets = at_alloc((2 * count + 1) * sizeof *offsets);
  for (size_t i = 0; i < count; i++) {
    offsets[2 * i] = ranges[i].start;
    offsets[2 * i + 1] = ranges[i].end;
  }
  clean(text, size, &cleaned, offsets, 2 * count);
  convert(at_text_string(&cleaned), cleaned.size, unit, offsets, 2 * count);
  member_string(out, "snippet", at_text_string(&cleaned), cleaned.size);
  member_string(out, "snippet_field", field, strlen(field));
  member_unsigned(out, "snippet_start", start);
  add_highlights(out, offsets, count);
  free(offsets);
  at_text_clear(&cleaned);
}

static bool is_shown_elsewhere(const char *field) {
  return strcmp(field, "title") == 0 || strcmp(field, "body") == 0;
}

static assist_value value_at(const assist_document *document, size_t at) {
  assist_value value = {0};
  if (assist_document_value_at(document, at, &value, NULL) != ASSIST_OK)
    at_die("a value cannot be read back");
  return value;
}

static void add_value(at_text *out, const assist_value *value) {
  char date[40];
  at_json_comma(out);
  if (value->kind == ASSIST_VALUE_NUMBER) {
    at_json_number(out, value->number);
  } else if (value->kind == ASSIST_VALUE_DATE) {
    assist_date_print(value->microseconds, date);
    at_json_string(out, date, strlen(date));
  } else {
    at_json_string(out, value->text, value->size);
  }
}

/* All values of one field: one, or an array.  A date column beside a text of the same name says nothing new.
 * */
static void add_field(at_text *out, const assist_document *document, const char *field) {
  size_t count = assist_document_value_count(document), dates = 0, all = 0;
  for (size_t i = 0; i < count; i++) {
    assist_value value = value_at(document, i);
    if (strcmp(value.field, field) != 0) continue;
    all++;
    dates += value.kind == ASSIST_VALUE_DATE;
  }
  size_t shown = dates < all ? all - dates : all;
  at_json_member(out, field);
  if (shown > 1) at_text_add_byte(out, '[');
  for (size_t i = 0; i < count; i++) {
    assist_value value = value_at(document, i);
    if (strcmp(value.field, field) == 0 && (dates == all || value.kind != ASSIST_VALUE_DATE))
      add_value(out, &value);
  }
  if (shown > 1) at_text_add_byte(out, ']');
}

static bool is_first(const assist_document *document, size_t at, const char *field) {
  for (size_t i = 0; i < at; i++)
    if (strcmp(value_at(document, i).field, field) == 0) return false;
  return true;
}

static void add_fields(at_text *out, const at_view *view) {
  at_json_member(out, "fields");
  at_text_add_byte(out, '{');
  size_t count = view->document == NULL ? 0 : assist_document_value_count(view->document);
  for (size_t i = 0; i < count; i++) {
    assist_value value = value_at(view->document, i);
    if (!is_shown_elsewhere(value.field) && is_first(view->document, i, value.field))
      add_field(out, view->document, value.field);
  }
  at_text_add_byte(out, '}');
}

static void add_key(at_text *out, const assist_hit *hit) {
  member_string(out, "key", hit->key, hit->key_size);
  if (at_utf8_check(hit->key, hit->key_size, 0) == hit->key_size) return;
  at_json_member(out, "key_bytes");
  at_json_base64(out, hit->key, hit->key_size);
}

/* The members of hit AT, without braces. */
static bool add_hit(const at_search *search, const at_answer *answer, at_text *out, size_t at) {
  at_view view;
  const char *explanation;
  if (!at_view_open(search, answer, at, &view)) return false;
  member_unsigned(out, "rank", view.hit.rank);
  if (search->count > 1) {
    const char *path = search->paths[view.hit.snapshot];
    member_string(out, "index", path, strlen(path));
  }
  add_key(out, &view.hit);
  at_json_member(out, "score");
  at_json_number(out, (double)view.hit.score / 1e6);
  if (view.copies > 0) member_unsigned(out, "copies", view.copies);
  member_string(out, "title", view.title, view.title_size);
  add_snippet(out, &view, search->options->offset_unit);
  add_fields(out, &view);
  if (search->options->explain &&
      assist_results_explain(answer->results, at, &explanation, NULL) == ASSIST_OK)
    member_string(out, "explain", explanation, strlen(explanation));
  at_view_close(&view);
  return true;
}

static void add_diagnostic(at_text *out, const assist_diagnostic *diagnostic) {
  at_json_comma(out);
  at_text_add_byte(out, '{');
  member_string(out, "code", diagnostic->code, strlen(diagnostic->code));
  member_string(out, "message", diagnostic->message, strlen(diagnostic->message));
  member_unsigned(out, "start", diagnostic->start);
  member_unsigned(out, "end", diagnostic->end);
  at_text_add_byte(out, '}');
}

/* The parser's, then those of the indexes. */
static void add_diagnostics(at_text *out, const at_answer *answer) {
  assist_diagnostic diagnostic;
  at_json_member(out, "diagnostics");
  at_text_add_byte(out, '[');
  for (size_t i = 0; i < assist_query_diagnostic_count(answer->query); i++)
    if (assist_query_diagnostic_at(answer->query, i, &diagnostic, NULL) == ASSIST_OK)
      add_diagnostic(out, &diagnostic);
  for (size_t i = 0; i < assist_results_diagnostic_count(answer->results); i++)
    if (assist_results_diagnostic_at(answer->results, i, &diagnostic, NULL) == ASSIST_OK)
      add_diagnostic(out, &diagnostic);
  at_text_add_byte(out, ']');
}

static void add_fallback(at_text *out, const at_answer *answer) {
  if (assist_results_fallback(answer->results) == ASSIST_FALLBACK_PINYIN)
    member_string(out, "fallback", "pinyin", strlen("pinyin"));
}

static void add_head(const at_search *search, const at_answer *answer, at_text *out) {
  if (answer->id != NULL) member_string(out, "query_id", answer->id, strlen(answer->id));
  member_string(out, "query", answer->text, answer->size);
  member_unsigned(out, "total", assist_results_total(answer->results));
  member_bool(out, "total_is_exact", assist_results_total_is_exact(answer->results));
  member_bool(out, "relaxed", assist_results_relaxed(answer->results));
  member_bool(out, "partial", assist_results_partial(answer->results));
  member_bool(out, "limited", assist_results_limited(answer->results));
  add_fallback(out, answer);
  member_unsigned(out, "micros", answer->parse_us + answer->search_us);
  const char *unit = unit_name(search->options->offset_unit);
  member_string(out, "offset_unit", unit, strlen(unit));
  const char *parsed = search->options->explain ? assist_query_print(answer->query) : NULL;
  if (parsed != NULL) member_string(out, "parsed", parsed, strlen(parsed));
}

static void flush(at_text *out) {
  if (out->size > 0) fwrite(out->bytes, 1, out->size, stdout);
  at_text_reset(out);
}

bool at_output_json(const at_search *search, const at_answer *answer) {
  at_text out = {0};
  bool good = true;
  at_text_add_byte(&out, '{');
  add_head(search, answer, &out);
  at_json_member(&out, "hits");
  at_text_add_byte(&out, '[');
  for (size_t at = 0; good && at < assist_results_count(answer->results) && !at_output_broken(); at++) {
    at_text_add_string(&out, at == 0 ? "{" : ",{");
    good = add_hit(search, answer, &out, at);
    at_text_add_byte(&out, '}');
    if (out.size > 65536) flush(&out);
  }
  at_text_add_byte(&out, ']');
  at_add_facet_member(search, answer, &out);
  add_diagnostics(&out, answer);
  at_text_add_string(&out, "}\n");
  flush(&out);
  at_text_clear(&out);
  return good;
}

bool at_output_jsonl(const at_search *search, const at_answer *answer) {
  at_text out = {0};
  bool good = true;
  for (size_t at = 0; good && at < assist_results_count(answer->results) && !at_output_broken(); at++) {
    at_text_add_byte(&out, '{');
    if (answer->id != NULL) member_string(&out, "query_id", answer->id, strlen(answer->id));
    good = add_hit(search, answer, &out, at);
    const char *unit = unit_name(search->options->offset_unit);
    member_string(&out, "offset_unit", unit, strlen(unit));
    member_bool(&out, "relaxed", assist_results_relaxed(answer->results));
    member_bool(&out, "partial", assist_results_partial(answer->results));
    add_fallback(&out, answer);
    at_text_add_string(&out, "}\n");
    if (good) flush(&out);
  }
  at_text_clear(&out);
  return good;
}
