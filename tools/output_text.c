/* SPDX-License-Identifier: MIT
 *
 * For people.  On a terminal:
 *
 *   1. TITLE
 *      KEY
 *      snippet with what matched in bold
 *
 *   10 of 123 documents, 0.8 ms
 *
 * where a title of over TITLE_MOST characters is cut.
 *
 * On a pipe KEY<TAB>TITLE<TAB>SNIPPET a line, the query's ID and a tab before it with --queries; tabs and
 * line ends inside are spaces.  Facets come last (output_facets.c).  Nothing of a document reaches the terminal unescaped (visible.c). */
#include <inttypes.h>
#include <stdio.h>

#include "search.h"
#include "tool.h"
#include "utf8.h"
#include "visible.h"

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"
#define TITLE_MOST 100u /* characters */

static void add_style(const at_search *search, at_text *out, const char *style) {
  if (search->color) at_text_add_string(out, style);
}

static void add_marked(const at_search *search, at_text *out, const char *text, size_t size,
                       const assist_range *ranges, size_t count) {
  size_t at = 0;
  for (size_t i = 0; i < count && search->color; i++) {
    at_visible_text(out, text + at, ranges[i].start - at);
    at_text_add_string(out, BOLD);
    at_visible_text(out, text + ranges[i].start, ranges[i].end - ranges[i].start);
    at_text_add_string(out, PLAIN);
    at = ranges[i].end;
  }
  at_visible_text(out, text + at, size - at);
}

/* How much of a title is shown: on a terminal its beginning, since the first line of a text may be all of it. */
static size_t title_shown(const at_search *search, const at_view *view) {
  size_t at = 0, length;
  if (!search->terminal) return view->title_size;
  for (unsigned i = 0; i < TITLE_MOST && at < view->title_size; i++, at += length)
    at_utf8_decode(view->title + at, view->title_size - at, &length);
  return at;
}

static void add_title(const at_search *search, const at_answer *answer, at_text *out, const at_view *view) {
  assist_range *ranges = NULL;
  size_t count = 0;
  if (view->title == NULL) return;
  size_t size = title_shown(search, view);
  if (search->color &&
      assist_highlight(assist_results_query(answer->results), "title", view->title, size,
                       assist_results_relaxed(answer->results), &ranges, &count, NULL) != ASSIST_OK)
    count = 0;
  add_marked(search, out, view->title, size, ranges, count);
  if (size < view->title_size) at_text_add_string(out, "...");
  assist_ranges_free(ranges);
}

static void add_snippet(const at_search *search, at_text *out, const at_view *view) {
  size_t size, count;
  if (view->snippet == NULL) return;
  const char *text = assist_snippet_text(view->snippet, &size);
  const assist_range *ranges = assist_snippet_highlights(view->snippet, &count);
  add_marked(search, out, text, size, ranges, count);
}

static void add_key(const at_search *search, at_text *out, const at_view *view) {
  if (search->count > 1 && search->terminal) {
    at_visible_bytes(out, search->paths[view->hit.snapshot], strlen(search->paths[view->hit.snapshot]));
    at_text_add_byte(out, ' ');
  }
  at_visible_bytes(out, view->hit.key, view->hit.key_size);
}

static void add_copies(at_text *out, const at_view *view) {
  if (view->copies > 0)
    at_text_print(out, " (and %" PRIu64 " near-%s)", view->copies, view->copies == 1 ? "copy" : "copies");
}

static void add_for_terminal(const at_search *search, const at_answer *answer, at_text *out,
                             const at_view *view) {
  at_text_print(out, "%zu. ", view->hit.rank);
  add_title(search, answer, out, view);
  add_copies(out, view);
  at_text_add_string(out, "\n   ");
  add_style(search, out, DIM);
  add_key(search, out, view);
  add_style(search, out, PLAIN);
  at_text_add_string(out, "\n   ");
  add_snippet(search, out, view);
  at_text_add_string(out, "\n\n");
}

static void add_for_pipe(const at_search *search, const at_answer *answer, at_text *out,
                         const at_view *view) {
  if (answer->id != NULL) {
    at_visible_text(out, answer->id, strlen(answer->id));
    at_text_add_byte(out, '\t');
  }
  add_key(search, out, view);
  at_text_add_byte(out, '\t');
  add_title(search, answer, out, view);
  at_text_add_byte(out, '\t');
  add_snippet(search, out, view);
  at_text_add_byte(out, '\n');
}

static void add_explanation(const at_answer *answer, at_text *out, size_t at) {
  const char *text;
  if (assist_results_explain(answer->results, at, &text, NULL) == ASSIST_OK)
    at_visible_lines(out, "# ", text);
}

static void add_summary(const at_answer *answer, at_text *out) {
  uint64_t total = assist_results_total(answer->results);
  const char *bound = assist_results_total_is_exact(answer->results) ? "" : "at least ";
  at_text_print(out, "%zu of %s%" PRIu64 " document%s, %.1f ms\n", assist_results_count(answer->results),
                bound, total, total == 1 ? "" : "s", (double)(answer->parse_us + answer->search_us) / 1000);
}

bool at_output_text(const at_search *search, const at_answer *answer) {
  at_text out = {0};
  at_view view;
  bool good = true;
  if (search->terminal && answer->id != NULL) {
    at_visible_text(&out, answer->id, strlen(answer->id));
    at_text_add_string(&out, ": ");
    at_visible_text(&out, answer->text, answer->size);
    at_text_add_byte(&out, '\n');
  }
  const char *parsed = search->options->explain ? assist_query_print(answer->query) : NULL;
  if (parsed != NULL) at_visible_lines(&out, "# ", parsed);
  for (size_t at = 0; good && at < assist_results_count(answer->results) && !at_output_broken(); at++) {
    good = at_view_open(search, answer, at, &view);
    if (good && search->terminal) add_for_terminal(search, answer, &out, &view);
    if (good && !search->terminal) add_for_pipe(search, answer, &out, &view);
    if (good && search->options->explain) add_explanation(answer, &out, at);
    at_view_close(&view);
    if (out.size > 0) fwrite(out.bytes, 1, out.size, stdout);
    at_text_reset(&out);
  }
  if (search->terminal) add_summary(answer, &out);
  at_add_facet_lines(search, answer, &out);
  if (out.size > 0) fwrite(out.bytes, 1, out.size, stdout);
  at_text_clear(&out);
  return good;
}
