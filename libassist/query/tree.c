/* SPDX-License-Identifier: MIT
 * Nodes: made, joined, freed, measured.  Trees are as deep as brackets allow (a few levels for each), so
 * these recursions are bounded; the calls that build from parts ask as_node_depth first. */
#include "query/tree.h"

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

as_node *as_node_join(enum as_node_kind kind, as_node *left, as_node *right) {
  if (left->kind != kind) left = as_node_wrap(kind, left);
  if (left == NULL) {
    as_node_free(right);
    return NULL;
  }
  if (right->kind == kind ? move_children(left, right) : as_node_add(left, right)) return left;
  as_node_free(left);
  return NULL;
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

void as_query_free(assist_query *query) {
  if (query == NULL) return;
  as_node_free(query->root);
  as_note_list_free(query->notes, query->note_count);
  as_mem_free(query->printed);
  as_mem_free(query);
}
