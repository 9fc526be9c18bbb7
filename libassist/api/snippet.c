/* SPDX-License-Identifier: MIT
 * assist_snippet_..., assist_highlight: the texts of a document put in the order in which they are to be
 * shown, and snippet/ asked.  The body comes first, then the title, then the other text fields. */
#include <assist/snippet.h>

#include <string.h>

#include "base/error.h"
#include "base/vec.h"
#include "index/snapshot.h"
#include "snippet/snippet.h"

#define RANKS 3u /* body, title, others */

typedef AS_VEC(as_snippet_source) source_list;

static unsigned rank_of(const char *field) {
  if (strcmp(field, "body") == 0) return 0;
  return strcmp(field, "title") == 0 ? 1 : 2;
}

/* The texts of RANK.  A title inside the body is inside the first one. */
static assist_status add_sources(const assist_document *document, unsigned rank, source_list *sources,
                                 assist_error *error) {
  size_t count = assist_document_value_count(document), offset = 0, size = 0;
  bool has_title = rank == 0 && assist_document_title_in_body(document, &offset, &size);
  for (size_t i = 0; i < count; i++) {
    assist_value value;
    assist_status status = assist_document_value_at(document, i, &value, error);
    if (status != ASSIST_OK) return status;
    if (value.kind != ASSIST_VALUE_TEXT || rank_of(value.field) != rank) continue;
    as_snippet_source source = {.field = value.field, .text = value.text, .size = value.size, .rank = rank};
    if (has_title) {
      source.title_start = offset;
      source.title_end = offset + size;
      has_title = false;
    }
    if (!as_vec_push(sources, source)) return as_fail_nomem(error);
  }
  return ASSIST_OK;
}

static assist_status is_furniture(void *context, uint64_t line, bool *out_is, assist_error *error) {
  const as_snapshot *snapshot = context;
  uint64_t documents = 0;
  assist_status status = as_snapshot_line_documents(snapshot, line, &documents, error);
  *out_is = status == ASSIST_OK && as_snapshot_is_furniture(snapshot, documents);
  return status;
}

static uint32_t width_of(size_t width) {
  if (width == 0) return AS_SNIPPET_WIDTH;
  return width < AS_SNIPPET_WIDTH_MAX ? (uint32_t)width : AS_SNIPPET_WIDTH_MAX;
}

static assist_status make(const as_node *root, const source_list *sources,
                          const assist_snippet_options *options, assist_snippet **out_snippet,
                          assist_error *error) {
  const as_snapshot *snapshot = options->version >= 2 ? options->snapshot : NULL;
  const as_furniture furniture = {is_furniture, (void *)(uintptr_t)snapshot};
  as_snippet_wish wish = {.width = width_of(options->width),
                          .relaxed = options->relaxed != 0,
                          .furniture = snapshot != NULL ? &furniture : NULL};
  if (options->version >= 3) {
    wish.progress = options->progress;
    wish.progress_context = options->progress_context;
  }
  return as_snippet_make(root, sources->items, sources->count, &wish, out_snippet, error);
}

assist_status assist_snippet_make(const assist_query *query, const assist_document *document,
                                  const assist_snippet_options *options, assist_snippet **out_snippet,
                                  assist_error *error) {
  if (query == NULL || document == NULL)
    return as_fail(error, ASSIST_INVALID, "the query or the document is missing");
  if (out_snippet == NULL) return as_fail(error, ASSIST_INVALID, "a place for the snippet is missing");
  const assist_snippet_options usual = ASSIST_SNIPPET_OPTIONS_INIT;
  if (options == NULL) options = &usual;
  if (options->version == 0 || options->version > 3)
    return as_fail(error, ASSIST_INVALID, "unknown version of snippet options");
  source_list sources = AS_VEC_INIT;
  assist_status status = ASSIST_OK;
  for (unsigned rank = 0; rank < RANKS && status == ASSIST_OK; rank++)
    status = add_sources(document, rank, &sources, error);
  if (status == ASSIST_OK) status = make(query->root, &sources, options, out_snippet, error);
  as_vec_free(&sources);
  return status;
}

void assist_snippet_free(assist_snippet *snippet) { as_snippet_free(snippet); }

const char *assist_snippet_text(const assist_snippet *snippet, size_t *out_size) {
  if (out_size != NULL) *out_size = snippet == NULL ? 0 : snippet->size;
  return snippet == NULL ? "" : snippet->text;
}

const char *assist_snippet_field(const assist_snippet *snippet) {
  return snippet == NULL ? NULL : snippet->field;
}

size_t assist_snippet_start(const assist_snippet *snippet) { return snippet == NULL ? 0 : snippet->start; }

const assist_range *assist_snippet_highlights(const assist_snippet *snippet, size_t *out_count) {
  if (out_count != NULL) *out_count = snippet == NULL ? 0 : snippet->range_count;
  return snippet == NULL ? NULL : snippet->ranges;
}

assist_status assist_highlight(const assist_query *query, const char *field, const char *text, size_t size,
                               int relaxed, assist_range **out_ranges, size_t *out_count,
                               assist_error *error) {
  if (query == NULL || out_ranges == NULL || out_count == NULL)
    return as_fail(error, ASSIST_INVALID, "the query or a place for the ranges is missing");
  return as_highlight(query->root, field != NULL ? field : "body", text != NULL ? text : "",
                      text != NULL ? size : 0, relaxed != 0, out_ranges, out_count, error);
}

void assist_ranges_free(assist_range *ranges) { as_mem_free(ranges); }
