/* SPDX-License-Identifier: MIT
 *
 * What is shown of a hit: its stored document, its title, and the slice of text that the query matched.  An
 * index may hold no text; then there is a key and nothing else. */
#include "search.h"
#include "tool.h"

bool at_view_open(const at_search *search, const at_answer *answer, size_t at, at_view *out_view) {
  assist_snippet_options options = ASSIST_SNIPPET_OPTIONS_INIT;
  assist_error error;
  *out_view = (at_view){0};
  if (assist_results_hit(answer->results, at, &out_view->hit, &error) != ASSIST_OK) {
    at_fail_about(answer, &error);
    return false;
  }
  out_view->copies = assist_results_copies(answer->results, at);
  assist_status status = assist_results_document(answer->results, at, &out_view->document, &error);
  if (status == ASSIST_UNSUPPORTED) {
    out_view->document = NULL;
    return true;
  }
  options.snapshot = search->snapshots[out_view->hit.snapshot];
  options.relaxed = assist_results_relaxed(answer->results);
  if (status == ASSIST_OK) {
    out_view->title = assist_document_text(out_view->document, "title", &out_view->title_size);
    status = assist_snippet_make(assist_results_query(answer->results), out_view->document, &options,
                                 &out_view->snippet, &error);
  }
  if (status == ASSIST_OK || status == ASSIST_UNSUPPORTED) return true;
  at_fail_about(answer, &error);
  return false;
}

void at_view_close(at_view *view) { assist_snippet_free(view->snippet); }
