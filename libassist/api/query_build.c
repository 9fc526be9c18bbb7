/* SPDX-License-Identifier: MIT
 * Queries built by hand keep what the parser keeps: they are within the limits, and parts that hold nothing to search for are
 * left out of what they are put into.  Every part is taken, also by a call that fails. */
#include <assist/document.h>
#include <assist/query.h>

#include "base/error.h"
#include "query/leaf.h"
#include "query/shape.h"
#include "text/scanner.h"

/* QUERY, taken, as it is built now; without a root there was no memory, and too deep or too wide is LIMIT. */
static assist_status give(assist_query *query, assist_query **out_query, assist_error *error) {
  assist_status status = ASSIST_OK;
  if (query == NULL || query->root == NULL)
    status = as_fail_nomem(error);
  else if (out_query == NULL)
    status = as_fail(error, ASSIST_INVALID, "a place for the query is missing");
  else if (as_node_depth(query->root) > ASSIST_QUERY_DEPTH_MAX ||
           as_node_leaves(query->root) > ASSIST_QUERY_LEAVES_MAX)
    status = as_fail(error, ASSIST_LIMIT, "a query has at most %u levels and %u leaves",
                     ASSIST_QUERY_DEPTH_MAX, ASSIST_QUERY_LEAVES_MAX);
  if (status == ASSIST_OK)
    *out_query = query;
  else
    as_query_free(query);
  return status;
}

static assist_status check_text(const char *text, size_t size, assist_error *error) {
  if (text == NULL && size > 0) return as_fail(error, ASSIST_INVALID, "the text is missing");
  if (size <= ASSIST_QUERY_BYTES_MAX) return ASSIST_OK;
  return as_fail(error, ASSIST_LIMIT, "a query's text has at most %u bytes", ASSIST_QUERY_BYTES_MAX);
}

/* NULL: no memory. */
static as_node *make_text(as_arena *memory, int how, const char *field, const char *text, size_t size) {
  as_node *leaf = as_node_text(memory, how, field, size > 0 ? text : "", size);
  return leaf == NULL || leaf->phrase_count > 0 ? leaf : as_node_new(memory, AS_NODE_NOTHING);
}

assist_status assist_query_text(int how, const char *field, const char *text, size_t size,
                                assist_query **out_query, assist_error *error) {
  if (how < ASSIST_RUN || how > ASSIST_EXACT)
    return as_fail(error, ASSIST_INVALID, "%d is no way for a text to stand", how);
  assist_status status = check_text(text, size, error);
  if (status != ASSIST_OK) return status;
  assist_query *query = as_query_new();
  if (query != NULL) query->root = make_text(&query->memory, how, field, text, size);
  return give(query, out_query, error);
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
  assist_query *query = as_query_new();
  as_node *leaf = query != NULL ? make_text(&query->memory, ASSIST_PHRASE, field, text, size) : NULL;
  if (leaf != NULL && leaf->phrase_count > 0 && leaf->phrases[0].count > 1) leaf->slop = slop;
  if (query != NULL) query->root = leaf;
  return give(query, out_query, error);
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
  assist_query *query = as_query_new();
  if (query == NULL) return as_fail_nomem(error);
  as_scanner scanner;
  as_scanner_init(&scanner);
  as_binder binder = {&query->memory, &scanner};
  as_slice slice = as_slice_of(size > 0 ? text : "", size);
  bool good = as_shape_make(&binder, (enum as_pattern_kind)shape, edits, field, slice, &query->root);
  as_scanner_clear(&scanner);
  if (!good || query->root != NULL) return give(query, out_query, error);
  as_query_free(query);
  return as_fail(error, ASSIST_INVALID, "no word looks like this");
}

assist_status assist_query_sound(const char *field, const char *text, size_t size, assist_query **out_query,
                                 assist_error *error) {
  assist_status status = check_text(text, size, error);
  if (status != ASSIST_OK) return status;
  as_slice slice = as_slice_of(size > 0 ? text : "", size);
  if (!as_leaf_is_sound(slice)) return as_fail(error, ASSIST_INVALID, "a reading is written in letters");
  assist_query *query = as_query_new();
  if (query != NULL) query->root = as_node_leaf(&query->memory, AS_NODE_SOUND, field, slice);
  return give(query, out_query, error);
}

assist_status assist_query_everything(assist_query **out_query, assist_error *error) {
  assist_query *query = as_query_new();
  if (query != NULL) query->root = as_node_new(&query->memory, AS_NODE_EVERYTHING);
  return give(query, out_query, error);
}

assist_status assist_query_key(const char *key, size_t size, assist_query **out_query, assist_error *error) {
  if (key == NULL || size == 0 || size > ASSIST_KEY_MAX)
    return as_fail(error, ASSIST_INVALID, "a key has 1 to %u bytes", ASSIST_KEY_MAX);
  assist_query *query = as_query_new();
  if (query != NULL) query->root = as_node_key(&query->memory, as_slice_of(key, size));
  return give(query, out_query, error);
}

/* PART, to be built on: its tree stays, what was said about it goes. */
static assist_query *renew(assist_query *part) {
  as_query_changed(part, NULL);
  part->notes = NULL;
  part->note_count = 0;
  part->all_copies = false;
  return part;
}

/* False: one is missing, and all others are freed. */
static bool take_parts(assist_query **parts, size_t count, assist_error *error) {
  bool whole = parts != NULL && count > 0;
  for (size_t i = 0; i < count && parts != NULL; i++) whole = whole && parts[i] != NULL;
  for (size_t i = 0; i < count && parts != NULL && !whole; i++) as_query_free(parts[i]);
  if (!whole) as_fail(error, ASSIST_INVALID, "a part of the query is missing");
  return whole;
}

static assist_status combine(enum as_node_kind kind, assist_query **parts, size_t count,
                             assist_query **out_query, assist_error *error) {
  if (!take_parts(parts, count, error)) return ASSIST_INVALID;
  assist_query *all = renew(parts[0]);
  as_node *joined = NULL;
  bool good = true;
  for (size_t i = 0; i < count; i++) {
    as_node *part = i == 0 ? all->root : as_query_absorb(all, parts[i]);
    if (!good || part->kind == AS_NODE_NOTHING) continue;
    joined = joined == NULL ? part : as_node_join(&all->memory, kind, joined, part);
    good = joined != NULL;
  }
  if (joined == NULL && good) joined = as_node_new(&all->memory, AS_NODE_NOTHING);
  all->root = joined;
  return give(all, out_query, error);
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
  renew(part);
  if (part->root->kind != AS_NODE_NOTHING) part->root = as_node_wrap(&part->memory, kind, part->root);
  return give(part, out_query, error);
}

assist_status assist_query_not(assist_query *part, assist_query **out_query, assist_error *error) {
  return wrap(AS_NODE_NOT, part, out_query, error);
}

assist_status assist_query_required(assist_query *part, assist_query **out_query, assist_error *error) {
  return wrap(AS_NODE_REQUIRED, part, out_query, error);
}

/* PART, a text or texts, as a child of NEAR; none if it is empty.  False: no memory. */
static bool add_near_part(const as_binder *binder, as_node *near, as_node *part) {
  if (part->kind == AS_NODE_NOTHING) return true;
  bool good = as_node_hold(binder, part);
  for (size_t i = 0; good && i < part->count; i++) good = as_node_hold(binder, part->children[i]);
  return good && as_node_add(binder->memory, near, part);
}

/* The parts as children of one NEAR in the memory of the first, ALL; NULL: no memory. */
static as_node *join_near(assist_query *all, assist_query **parts, size_t count) {
  as_scanner scanner;
  as_scanner_init(&scanner);
  as_binder binder = {&all->memory, &scanner};
  as_node *near = as_node_new(&all->memory, AS_NODE_NEAR);
  bool good = near != NULL;
  for (size_t i = 0; i < count; i++) {
    as_node *part = i == 0 ? all->root : as_query_absorb(all, parts[i]);
    good = good && add_near_part(&binder, near, part);
  }
  as_scanner_clear(&scanner);
  return good ? near : NULL;
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
  if (!take_parts(parts, count, error)) return ASSIST_INVALID;
  assist_query *all = renew(parts[0]);
  as_node *near = join_near(all, parts, count);
  assist_status status = near != NULL ? check_near(near, order, distance, error) : as_fail_nomem(error);
  if (status != ASSIST_OK) {
    as_query_free(all);
    return status;
  }
  for (size_t i = 0; i < near->count; i++) {
    near->children[i]->distance = distance;
    near->children[i]->ordered = order == ASSIST_ADJ;
  }
  all->root = near->count > 1    ? near
              : near->count == 1 ? near->children[0]
                                 : as_node_new(&all->memory, AS_NODE_NOTHING);
  return give(all, out_query, error);
}

assist_status assist_query_boost(assist_query *part, uint32_t thousandths, assist_query **out_query,
                                 assist_error *error) {
  if (part == NULL) return as_fail(error, ASSIST_INVALID, "a part of the query is missing");
  if (thousandths > AS_BOOST_MAX) {
    as_query_free(part);
    return as_fail(error, ASSIST_LIMIT, "a boost is at most %u times", ASSIST_QUERY_BOOST_MAX);
  }
  as_node_boost(renew(part)->root, thousandths);
  return give(part, out_query, error);
}
