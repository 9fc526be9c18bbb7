/* SPDX-License-Identifier: MIT
 * Queries built by hand keep what the parser keeps: they are within the limits, and parts that hold nothing to search for are
 * left out of what they are put into.  Every part is taken, also by a call that fails. */
#include <assist/document.h>
#include <assist/query.h>

#include "base/error.h"
#include "query/bind.h"
#include "query/leaf.h"
#include "query/shape.h"

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

static assist_status check_text(const char *text, size_t size, assist_error *error) {
  if (text == NULL && size > 0) return as_fail(error, ASSIST_INVALID, "the text is missing");
  if (size <= ASSIST_QUERY_BYTES_MAX) return ASSIST_OK;
  return as_fail(error, ASSIST_LIMIT, "a query's text has at most %u bytes", ASSIST_QUERY_BYTES_MAX);
}

/* NULL: no memory. */
static as_node *make_text(int how, const char *field, const char *text, size_t size) {
  as_node *leaf = as_node_text(how, field, size > 0 ? text : "", size);
  if (leaf == NULL || leaf->phrase_count > 0) return leaf;
  as_node_free(leaf);
  return as_node_new(AS_NODE_NOTHING);
}

assist_status assist_query_text(int how, const char *field, const char *text, size_t size,
                                assist_query **out_query, assist_error *error) {
  if (how < ASSIST_RUN || how > ASSIST_EXACT)
    return as_fail(error, ASSIST_INVALID, "%d is no way for a text to stand", how);
  assist_status status = check_text(text, size, error);
  return status == ASSIST_OK ? give(make_text(how, field, text, size), out_query, error) : status;
}

static assist_status check_distance(uint32_t distance, assist_error *error) {
  if (distance <= ASSIST_QUERY_DISTANCE_MAX) return ASSIST_OK;
  return as_fail(error, ASSIST_LIMIT, "a distance is at most %u positions", ASSIST_QUERY_DISTANCE_MAX);
}

assist_status assist_query_slop(const char *field, const char *text, size_t size, uint32_t slop,
                                assist_query **out_query, assist_error *error) {
  assist_status status = check_text(text, size, error);
  if (status == ASSIST_OK) status = check_distance(slop, error);
  if (status != ASSIST_OK) return status;
  as_node *leaf = make_text(ASSIST_PHRASE, field, text, size);
  if (leaf != NULL && leaf->phrase_count > 0 && leaf->phrases[0].count > 1) leaf->slop = slop;
  return give(leaf, out_query, error);
}

assist_status assist_query_word(int shape, unsigned edits, const char *field, const char *text, size_t size,
                                assist_query **out_query, assist_error *error) {
  if (shape < ASSIST_PREFIX || shape > ASSIST_FUZZY)
    return as_fail(error, ASSIST_INVALID, "%d is no shape of words", shape);
  bool fuzzy = shape == ASSIST_FUZZY;
  if (fuzzy ? edits < 1 || edits > 2 : edits != 0)
    return as_fail(error, ASSIST_INVALID, "%u is no number of edits here", edits);
  assist_status status = check_text(text, size, error);
  if (status != ASSIST_OK) return status;
  as_scanner *scanner = as_scanner_new();
  as_node *leaf = NULL;
  as_slice slice = as_slice_of(size > 0 ? text : "", size);
  bool good =
      scanner != NULL && as_shape_make(scanner, (enum as_pattern_kind)shape, edits, field, slice, &leaf);
  as_scanner_free(scanner);
  if (good && leaf == NULL) return as_fail(error, ASSIST_INVALID, "no word looks like this");
  return give(leaf, out_query, error);
}

assist_status assist_query_sound(const char *field, const char *text, size_t size, assist_query **out_query,
                                 assist_error *error) {
  assist_status status = check_text(text, size, error);
  if (status != ASSIST_OK) return status;
  as_slice slice = as_slice_of(size > 0 ? text : "", size);
  if (!as_leaf_is_sound(slice)) return as_fail(error, ASSIST_INVALID, "a reading is written in letters");
  return give(as_node_leaf(AS_NODE_SOUND, field, slice), out_query, error);
}

assist_status assist_query_everything(assist_query **out_query, assist_error *error) {
  return give(as_node_new(AS_NODE_EVERYTHING), out_query, error);
}

assist_status assist_query_key(const char *key, size_t size, assist_query **out_query, assist_error *error) {
  if (key == NULL || size == 0 || size > ASSIST_KEY_MAX)
    return as_fail(error, ASSIST_INVALID, "a key has 1 to %u bytes", ASSIST_KEY_MAX);
  return give(as_node_key(as_slice_of(key, size)), out_query, error);
}

/* The tree of a query, which is freed. */
static as_node *take_root(assist_query *query) {
  as_node *root = query->root;
  query->root = NULL;
  as_query_free(query);
  return root;
}

static bool are_whole(assist_query **parts, size_t count) {
  bool whole = parts != NULL && count > 0;
  for (size_t i = 0; i < count && parts != NULL; i++) whole = whole && parts[i] != NULL;
  return whole;
}

static assist_status combine(enum as_node_kind kind, assist_query **parts, size_t count,
                             assist_query **out_query, assist_error *error) {
  bool whole = are_whole(parts, count), good = true;
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

/* The parts, all taken, as children of NEAR, but for the empty ones; false: no memory, or a part is missing. */
static bool take_parts(as_node *near, assist_query **parts, size_t count) {
  bool good = near != NULL;
  as_scanner *scanner = as_scanner_new();
  for (size_t i = 0; i < count && parts != NULL; i++) {
    as_node *part = parts[i] != NULL ? take_root(parts[i]) : NULL;
    good = good && part != NULL && scanner != NULL;
    if (!good || part->kind == AS_NODE_NOTHING) {
      as_node_free(part);
      continue;
    }
    good = as_node_hold(scanner, part);
    for (size_t c = 0; good && c < part->count; c++) good = as_node_hold(scanner, part->children[c]);
    if (good)
      good = as_node_add(near, part);
    else
      as_node_free(part);
  }
  as_scanner_free(scanner);
  return good;
}

static assist_status check_near(const as_node *near, int order, uint32_t distance, assist_error *error) {
  if (order != ASSIST_NEAR && order != ASSIST_ADJ)
    return as_fail(error, ASSIST_INVALID, "%d is no order of parts", order);
  for (size_t i = 0; i < near->count; i++)
    if (!as_node_is_near_part(near->children[i]))
      return as_fail(error, ASSIST_INVALID, "what is near is a text, or an OR of texts");
  if (near->count > 0 && !as_node_near_together(near))
    return as_fail(error, ASSIST_INVALID, "what is near stands in one text");
  return check_distance(distance, error);
}

assist_status assist_query_near(int order, uint32_t distance, assist_query **parts, size_t count,
                                assist_query **out_query, assist_error *error) {
  bool whole = are_whole(parts, count);
  as_node *near = as_node_new(AS_NODE_NEAR);
  bool good = take_parts(near, parts, count);
  assist_status status = ASSIST_OK;
  if (!whole)
    status = as_fail(error, ASSIST_INVALID, "a part of the query is missing");
  else if (!good)
    status = as_fail_nomem(error);
  else
    status = check_near(near, order, distance, error);
  if (status != ASSIST_OK) {
    as_node_free(near);
    return status;
  }
  for (size_t i = 0; i < near->count; i++) {
    near->children[i]->distance = distance;
    near->children[i]->ordered = order == ASSIST_ADJ;
  }
  if (near->count > 1) return give(near, out_query, error);
  as_node *only = near->count == 1 ? near->children[0] : as_node_new(AS_NODE_NOTHING);
  near->count = 0;
  as_node_free(near);
  return give(only, out_query, error);
}

assist_status assist_query_boost(assist_query *part, uint32_t thousandths, assist_query **out_query,
                                 assist_error *error) {
  if (part == NULL) return as_fail(error, ASSIST_INVALID, "a part of the query is missing");
  as_node *root = take_root(part);
  if (thousandths <= AS_BOOST_MAX) {
    as_node_boost(root, thousandths);
    return give(root, out_query, error);
  }
  as_node_free(root);
  return as_fail(error, ASSIST_LIMIT, "a boost is at most %u times", ASSIST_QUERY_BOOST_MAX);
}
