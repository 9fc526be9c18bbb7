/* SPDX-License-Identifier: MIT
 * Nodes: made, joined, freed, measured.  Trees are as deep as brackets allow (a few levels for each), so
 * these recursions are bounded; the calls that build from parts ask as_node_depth first. */
#include "query/tree.h"

#include <string.h>

#include "port/mem.h"
#include "query/note.h"
#include "query/print.h"

as_node *as_node_new(enum as_node_kind kind) {
  as_node *node = as_mem_calloc(1, sizeof *node);
  if (node == NULL) return NULL;
  node->kind = kind;
  node->boost = AS_BOOST_ONE;
  return node;
}

as_node *as_node_leaf(enum as_node_kind kind, const char *field, as_slice text) {
  as_node *leaf = as_node_new(kind);
  if (leaf == NULL) return NULL;
  leaf->text = as_mem_copy_string((const char *)text.bytes, text.size);
  leaf->size = text.size;
  leaf->end = text.size;
  bool good = leaf->text != NULL;
  if (field != NULL) {
    leaf->field = as_mem_copy_string(field, strlen(field));
    good = good && leaf->field != NULL;
  }
  if (good) return leaf;
  as_node_free(leaf);
  return NULL;
}

void as_node_free(as_node *node) {
  if (node == NULL) return;
  for (size_t i = 0; i < node->count; i++) as_node_free(node->children[i]);
  as_mem_free(node->children);
  as_node_cut(node, 0);
  as_mem_free(node->phrases);
  as_mem_free(node->field);
  as_mem_free(node->text);
  as_mem_free(node->range);
  as_mem_free(node);
}

as_node *as_node_key(as_slice key) { return as_node_leaf(AS_NODE_KEY, NULL, key); }

/* Room for children doubles whenever their number is a power of two. */
static bool make_room(as_node *parent) {
  size_t count = parent->count;
  if ((count & (count - 1)) != 0) return true;
  as_node **children = as_mem_resize(parent->children, count == 0 ? 1 : 2 * count, sizeof(as_node *));
  if (children != NULL) parent->children = children;
  return children != NULL;
}

bool as_node_add(as_node *parent, as_node *child) {
  if (make_room(parent)) {
    parent->children[parent->count++] = child;
    return true;
  }
  as_node_free(child);
  return false;
}

as_node *as_node_wrap(enum as_node_kind kind, as_node *child) {
  as_node *node = as_node_new(kind);
  if (node == NULL) {
    as_node_free(child);
    return NULL;
  }
  if (as_node_add(node, child)) return node;
  as_node_free(node);
  return NULL;
}

/* The children of FROM, moved to the end of PARENT's; FROM is taken. */
static bool move_children(as_node *parent, as_node *from) {
  bool good = true;
  size_t moved = 0;
  for (; good && moved < from->count; moved++) good = as_node_add(parent, from->children[moved]);
  for (size_t i = moved; i < from->count; i++) as_node_free(from->children[i]);
  from->count = 0;
  as_node_free(from);
  return good;
}

static bool gives_children(const as_node *node, enum as_node_kind kind) {
  return node->kind == kind && node->boost == AS_BOOST_ONE;
}

as_node *as_node_join(enum as_node_kind kind, as_node *left, as_node *right) {
  if (!gives_children(left, kind)) left = as_node_wrap(kind, left);
  if (left == NULL) {
    as_node_free(right);
    return NULL;
  }
  if (gives_children(right, kind) ? move_children(left, right) : as_node_add(left, right)) return left;
  as_node_free(left);
  return NULL;
}

/* The only child of PARENT, which is freed. */
static as_node *take_child(as_node *parent) {
  as_node *child = parent->children[0];
  parent->count = 0;
  as_node_free(parent);
  return child;
}

as_node *as_node_negate(as_node *node) {
  if (node->kind == AS_NODE_NOT) return take_child(node);
  if (node->kind == AS_NODE_REQUIRED) node = take_child(node);
  return as_node_wrap(AS_NODE_NOT, node);
}

bool as_node_is_near_part(const as_node *node) {
  if (node->kind == AS_NODE_TEXT) return true;
  if (node->kind != AS_NODE_OR) return false;
  for (size_t i = 0; i < node->count; i++)
    if (node->children[i]->kind != AS_NODE_TEXT) return false;
  return true;
}

/* The text a field is part of: NULL for title and body. */
static const char *text_of(const char *field) {
  bool is_default = field == NULL || strcmp(field, "title") == 0 || strcmp(field, "body") == 0;
  return is_default ? NULL : field;
}

static bool asks(const as_node *node, const char *text) {
  const char *own = text_of(node->field);
  if (node->kind == AS_NODE_TEXT && (own == NULL || text == NULL)) return own == text;
  if (node->kind == AS_NODE_TEXT) return strcmp(own, text) == 0;
  for (size_t i = 0; i < node->count; i++)
    if (!asks(node->children[i], text)) return false;
  return true;
}

bool as_node_near_together(const as_node *near) {
  const as_node *first = near->children[0];
  if (first->kind == AS_NODE_OR) first = first->children[0];
  return asks(near, text_of(first->field));
}

void as_node_boost(as_node *node, uint32_t thousandths) {
  uint64_t boost = (uint64_t)node->boost * thousandths / AS_BOOST_ONE;
  node->boost = boost > AS_BOOST_MAX ? AS_BOOST_MAX : (uint32_t)boost;
}

void as_node_cut(as_node *leaf, size_t phrases) {
  while (leaf->phrase_count > phrases) as_phrase_clear(&leaf->phrases[--leaf->phrase_count]);
}

size_t as_node_depth(const as_node *node) {
  size_t deepest = 0;
  for (size_t i = 0; i < node->count; i++) {
    size_t depth = as_node_depth(node->children[i]);
    if (depth > deepest) deepest = depth;
  }
  return deepest + 1;
}

size_t as_node_leaves(const as_node *node) {
  size_t leaves = node->count > 0 ? 0 : node->phrase_count > 0 ? node->phrase_count : 1;
  for (size_t i = 0; i < node->count; i++) leaves += as_node_leaves(node->children[i]);
  return leaves;
}

assist_query *as_query_new(as_node *root) {
  assist_query *query = root != NULL ? as_mem_calloc(1, sizeof *query) : NULL;
  if (query != NULL) query->printed = as_node_print(root);
  if (query != NULL && query->printed != NULL) {
    query->root = root;
    return query;
  }
  as_mem_free(query);
  as_node_free(root);
  return NULL;
}

static bool note_limit(assist_query *query, const char *message) {
  struct as_query_note *notes = as_mem_resize(query->notes, query->note_count + 1, sizeof *notes);
  if (notes == NULL) return false;
  query->notes = notes;
  struct as_query_note note = {query->root->start, query->root->end, "limit", NULL};
  note.message = as_mem_copy_string(message, strlen(message));
  if (note.message == NULL) return false;
  query->notes[query->note_count++] = note;
  return true;
}

bool as_query_changed(assist_query *query, const char *limit) {
  char *printed = as_node_print(query->root);
  if (printed == NULL) return false;
  as_mem_free(query->printed);
  query->printed = printed;
  return limit == NULL || note_limit(query, limit);
}

void as_query_free(assist_query *query) {
  if (query == NULL) return;
  as_node_free(query->root);
  as_note_list_free(query->notes, query->note_count);
  as_mem_free(query->printed);
  as_mem_free(query);
}
