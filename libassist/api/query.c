/* SPDX-License-Identifier: MIT
 * assist_query_...: arguments checked, query/ asked, its answers handed on.  What builds queries by hand
 * is in api/query_build.c. */
#include <assist/query.h>

#include "base/error.h"
#include "query/parser.h"

assist_status assist_query_parse(const char *text, size_t size, const assist_parse_options *options,
                                 assist_query **out_query, assist_error *error) {
  if (out_query == NULL) return as_fail(error, ASSIST_INVALID, "a place for the query is missing");
  if (options != NULL && options->version != 1 && options->version != 2)
    return as_fail(error, ASSIST_INVALID, "unknown version of parse options");
  return as_query_parse(text != NULL ? text : "", text != NULL ? size : 0, options, out_query, error);
}

void assist_query_free(assist_query *query) { as_query_free(query); }

size_t assist_query_diagnostic_count(const assist_query *query) {
  return query == NULL ? 0 : query->note_count;
}

assist_status assist_query_diagnostic_at(const assist_query *query, size_t at,
                                         assist_diagnostic *out_diagnostic, assist_error *error) {
  if (query == NULL || out_diagnostic == NULL)
    return as_fail(error, ASSIST_INVALID, "a place for the diagnostic is missing");
  if (at >= query->note_count) return as_fail(error, ASSIST_INVALID, "there is no diagnostic %zu", at);
  const struct as_query_note *note = &query->notes[at];
  *out_diagnostic = (assist_diagnostic){note->start, note->end, note->code, note->message};
  return ASSIST_OK;
}

int assist_query_is_empty(const assist_query *query) {
  return query == NULL || query->root->kind == AS_NODE_NOTHING;
}

const char *assist_query_print(const assist_query *query) {
  return query == NULL ? "" : as_query_printed(query);
}
