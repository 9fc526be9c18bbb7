/* SPDX-License-Identifier: MIT
 * assist_query_...: arguments checked, query/ asked, its answers handed on.  Building by hand keeps what
 * the parser keeps: within the limits, and parts that hold nothing to search for are left out of what
 * they are put into. */
#include <assist/query.h>

#include "base/error.h"
#include "query/parser.h"

assist_status assist_query_parse(const char *text, size_t size, const assist_parse_options *options,
                                 assist_query **out_query, assist_error *error) {
  if (out_query == NULL) return as_fail(error, ASSIST_INVALID, "a place for the query is missing");
  if (options != NULL && options->version != 1)
    return as_fail(error, ASSIST_INVALID, "unknown version of parse options");
  return as_query_parse(text != NULL ? text : "", text != NULL ? size : 0, options, out_query, error);
}

void assist_query_free(assist_query *query) { as_query_free(query); }

size_t assist_query_diagnostic_count(const assist_query *query) { return query->note_count; }

assist_status assist_query_diagnostic_at(const assist_query *query, size_t at,
                                         assist_diagnostic *out_diagnostic, assist_error *error) {
  if (query == NULL || out_diagnostic == NULL)
    return as_fail(error, ASSIST_INVALID, "a place for the diagnostic is missing");
  if (at >= query->note_count) return as_fail(error, ASSIST_INVALID, "there is no diagnostic %zu", at);
  const struct as_query_note *note = &query->notes[at];
  *out_diagnostic = (assist_diagnostic){note->start, note->end, note->code, note->message};
  return ASSIST_OK;
}

int assist_query_is_empty(const assist_query *query) { return query->root->kind == AS_NODE_NOTHING; }

const char *assist_query_print(const assist_query *query) { return query->printed; }

/* ROOT, taken, as a query; too deep or too wide is LIMIT. */
static assist_status give(as_node *root, assist_query **out_query, assist_error *error) {
  if (root == NULL) return as_fail_nomem(error);
  if (out_query == NULL) {
    as_node_free(root);
    return as_fail(error, ASSIST_INVALID, "a place for the query is missing");
  }
  if (as_node_depth(root) > ASSIST_QUERY_DEPTH_MAX || as_node_leaves(root) > ASSIST_QUERY_LEAVES_MAX) {
    as_node_free(root);
    return as_fail(error, ASSIST_LIMIT, "a query has at most %u levels and %u leaves", ASSIST_QUERY_DEPTH_MAX,
                   ASSIST_QUERY_LEAVES_MAX);
  }
  assist_query *query = as_query_new(root);
  if (query == NULL) return as_fail_nomem(error);
  *out_query = query;
  return ASSIST_OK;
}

assist_status assist_query_text(int how, const char *field, const char *text, size_t size,
                                assist_query **out_query, assist_error *error) {
  if (how < ASSIST_RUN || how > ASSIST_EXACT)
    return as_fail(error, ASSIST_INVALID, "%d is no way for a text to stand", how);
  if (text == NULL && size > 0) return as_fail(error, ASSIST_INVALID, "the text is missing");
  if (size > ASSIST_QUERY_BYTES_MAX)
    return as_fail(error, ASSIST_LIMIT, "a query's text has at most %u bytes", ASSIST_QUERY_BYTES_MAX);
  as_node *leaf = as_node_text(how, field, size > 0 ? text : "", size);
  if (leaf != NULL && leaf->phrase_count == 0) {
    as_node_free(leaf);
    leaf = as_node_new(AS_NODE_NOTHING);
  }
  return give(leaf, out_query, error);
}

assist_status assist_query_everything(assist_query **out_query, assist_error *error) {
  return give(as_node_new(AS_NODE_EVERYTHING), out_query, error);
}

/* The tree of a query, which is freed. */
static as_node *take_root(assist_query *query) {
  as_node *root = query->root;
  query->root = NULL;
  as_query_free(query);
  return root;
}

static assist_status combine(enum as_node_kind kind, assist_query **parts, size_t count,
                             assist_query **out_query, assist_error *error) {
  bool whole = parts != NULL && count > 0, good = true;
  for (size_t i = 0; i < count && parts != NULL; i++) whole = whole && parts[i] != NULL;
  as_node *joined = NULL;
  for (size_t i = 0; i < count && parts != NULL; i++) {
    as_node *part = parts[i] != NULL ? take_root(parts[i]) : NULL;
    if (part == NULL || !whole || !good || part->kind == AS_NODE_NOTHING) {
      as_node_free(part);
      continue;
    }
    joined = joined == NULL ? part : as_node_join(kind, joined, part);
    good = joined != NULL;
  }
  if (!whole) return as_fail(error, ASSIST_INVALID, "a part of the query is missing");
  if (joined == NULL && good) joined = as_node_new(AS_NODE_NOTHING);
  return give(joined, out_query, error);
}

assist_status assist_query_and(assist_query **parts, size_t count, assist_query **out_query,
                               assist_error *error) {
  return combine(AS_NODE_AND, parts, count, out_query, error);
}

assist_status assist_query_or(assist_query **parts, size_t count, assist_query **out_query,
                              assist_error *error) {
  return combine(AS_NODE_OR, parts, count, out_query, error);
}

static assist_status wrap(enum as_node_kind kind, assist_query *part, assist_query **out_query,
                          assist_error *error) {
  if (part == NULL) return as_fail(error, ASSIST_INVALID, "a part of the query is missing");
  as_node *root = take_root(part);
  return give(root->kind == AS_NODE_NOTHING ? root : as_node_wrap(kind, root), out_query, error);
}

assist_status assist_query_not(assist_query *part, assist_query **out_query, assist_error *error) {
  return wrap(AS_NODE_NOT, part, out_query, error);
}

assist_status assist_query_required(assist_query *part, assist_query **out_query, assist_error *error) {
  return wrap(AS_NODE_REQUIRED, part, out_query, error);
}
