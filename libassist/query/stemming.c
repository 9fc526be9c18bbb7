/* SPDX-License-Identifier: MIT
 * Stemming, which changes queries alone: a leaf that is one bare word becomes an OR of itself and of the words that have its stem.
 *
 *   flies     (or (run "flies") (stem "flies" english))
 *
 * So what a word finds without stemming it finds with it, and a document with the word as typed scores for both.  The words of a
 * stem are looked up where patterns are (search/expand.c): an index holds words as they are, and may be asked either way.  Quotes,
 * exact forms, patterns, the parts of a NEAR and words that touch Han characters stay as they are: where they must stand says more
 * than a stem can. */
#include "query/stemming.h"

#include <string.h>

#include "text/stem.h"
#include "text/unit.h"

typedef struct stemming {
  as_arena *memory;
  const char *field;
  size_t language;
  size_t leaves; /* of the whole query so far */
  bool limited, failed;
} stemming;

static bool asks(const as_node *leaf, const char *field) {
  if (field != NULL) return leaf->field != NULL && strcmp(leaf->field, field) == 0;
  return leaf->field == NULL || strcmp(leaf->field, "title") == 0 || strcmp(leaf->field, "body") == 0;
}

/* The leaf's only word; NULL: it is something else. */
static const as_phrase_unit *word_of(const as_node *leaf) {
  if (leaf->how != ASSIST_RUN || leaf->phrase_count != 1 || leaf->phrases[0].count != 1) return NULL;
  const as_phrase_unit *unit = &leaf->phrases[0].units[0];
  return unit->kind == AS_UNIT_TOKEN ? unit : NULL;
}

static as_node *stem_leaf(const stemming *all, const as_node *leaf, as_slice word) {
  as_node *stem = as_node_leaf(all->memory, AS_NODE_PATTERN, leaf->field, word);
  if (stem == NULL) return NULL;
  stem->pattern = AS_PATTERN_STEM;
  stem->language = (uint8_t)all->language;
  stem->boost = leaf->boost;
  stem->start = leaf->start;
  stem->end = leaf->end;
  return stem;
}

static bool has_digit(as_slice word) {
  for (size_t i = 0; i < word.size; i++)
    if (word.bytes[i] >= '0' && word.bytes[i] <= '9') return true;
  return false;
}

/* What stands in the place of LEAF; NULL after a failure. */
static as_node *change_leaf(stemming *all, as_node *leaf, as_node *parent) {
  const as_phrase_unit *unit = word_of(leaf);
  if (unit == NULL || !asks(leaf, all->field) || has_digit(unit->token)) return leaf;
  if (all->leaves >= ASSIST_QUERY_LEAVES_MAX) {
    all->limited = true;
    return leaf;
  }
  all->leaves++;
  bool joins = parent != NULL && parent->kind == AS_NODE_OR;
  as_node *stem = stem_leaf(all, leaf, unit->token);
  as_node *either = joins ? parent : as_node_wrap(all->memory, AS_NODE_OR, leaf);
  all->failed |= stem == NULL || either == NULL || !as_node_add(all->memory, either, stem);
  return all->failed ? NULL : joins ? leaf : either;
}

static as_node *change(stemming *all, as_node *node, as_node *parent) {
  if (node->kind == AS_NODE_TEXT) return change_leaf(all, node, parent);
  if (node->kind == AS_NODE_NEAR) return node;
  size_t count = node->count; /* words of a stem are added behind */
  for (size_t i = 0; i < count && !all->failed; i++) {
    as_node *child = change(all, node->children[i], node); /* may move the children */
    node->children[i] = child;
  }
  return node;
}

bool as_query_stem(assist_query *query, const char *field, size_t language) {
  stemming all = {
      .memory = &query->memory, .field = field, .language = language, .leaves = as_node_leaves(query->root)};
  query->root = change(&all, query->root, NULL);
  return !all.failed &&
         as_query_changed(query, all.limited ? "too many words: some are asked without their stems" : NULL);
}
