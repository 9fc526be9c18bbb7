/* SPDX-License-Identifier: MIT
 * Nodes: made, joined, measured; and queries.  Trees are as deep as brackets allow (a few levels for each), so
 * these recursions are bounded; the calls that build from parts ask as_node_depth first. */
#include "query/tree.h"

#include <string.h>

#include "port/mem.h"
#include "query/print.h"

as_node *as_node_new(as_arena *memory, enum as_node_kind kind) {
  as_node *node = as_arena_alloc(memory, sizeof *node);
  if (node != NULL) *node = (as_node){.kind = kind, .boost = AS_BOOST_ONE};
  return node;
}

as_node *as_node_leaf(as_arena *memory, enum as_node_kind kind, const char *field, as_slice text) {
  as_node *leaf = as_node_new(memory, kind);
  char *copy = as_arena_copy(memory, text.bytes, text.size);
  char *name = field != NULL ? as_arena_copy(memory, field, strlen(field)) : NULL;
  if (leaf == NULL || copy == NULL || (field != NULL && name == NULL)) return NULL;
  leaf->field = name;
  leaf->text = copy;
  leaf->size = leaf->end = text.size;
  return leaf;
}

as_node *as_node_key(as_arena *memory, as_slice key) { return as_node_leaf(memory, AS_NODE_KEY, NULL, key); }

/* Room for children doubles whenever their number is a power of two. */
static bool make_room(as_arena *memory, as_node *parent) {
  size_t count = parent->count, wanted = count == 0 ? 1 : 2 * count;
  if ((count & (count - 1)) != 0) return true;
  as_node **children =
      as_arena_resize(memory, parent->children, count * sizeof(as_node *), wanted * sizeof(as_node *));
  if (children != NULL) parent->children = children;
  return children != NULL;
}

bool as_node_add(as_arena *memory, as_node *parent, as_node *child) {
  if (!make_room(memory, parent)) return false;
  parent->children[parent->count++] = child;
  return true;
}

as_node *as_node_wrap(as_arena *memory, enum as_node_kind kind, as_node *child) {
  as_node *node = as_node_new(memory, kind);
  return node != NULL && as_node_add(memory, node, child) ? node : NULL;
}

static bool gives_children(const as_node *node, enum as_node_kind kind) {
  return node->kind == kind && node->boost == AS_BOOST_ONE;
}

as_node *as_node_join(as_arena *memory, enum as_node_kind kind, as_node *left, as_node *right) {
  if (!gives_children(left, kind)) left = as_node_wrap(memory, kind, left);
  if (left == NULL) return NULL;
  if (!gives_children(right, kind)) return as_node_add(memory, left, right) ? left : NULL;
  for (size_t i = 0; i < right->count; i++)
    if (!as_node_add(memory, left, right->children[i])) return NULL;
  return left;
}

as_node *as_node_negate(as_arena *memory, as_node *node) {
  if (node->kind == AS_NODE_NOT) return node->children[0];
  if (node->kind == AS_NODE_REQUIRED) node = node->children[0];
  return as_node_wrap(memory, AS_NODE_NOT, node);
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
  if (leaf->phrase_count > phrases) leaf->phrase_count = phrases;
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

assist_query *as_query_new(void) {
  as_arena memory;
  as_arena_init(&memory);
  assist_query *query = as_arena_alloc(&memory, sizeof *query);
  if (query == NULL) return NULL;
  *query = (assist_query){.memory = memory};
  return query;
}

static void forget_printed(assist_query *query) {
  as_mem_free(atomic_load_explicit(&query->printed, memory_order_relaxed));
  atomic_store_explicit(&query->printed, NULL, memory_order_relaxed);
}

as_node *as_query_absorb(assist_query *query, assist_query *other) {
  forget_printed(other);
  as_node *root = other->root;
  as_arena memory = other->memory;
  as_arena_join(&query->memory, &memory);
  return root;
}

const char *as_query_printed(const assist_query *query) {
  /* The one thing that changes in a query that threads share. */
  char *_Atomic *place = &((assist_query *)(uintptr_t)query)->printed;
  char *printed = atomic_load_explicit(place, memory_order_acquire);
  if (printed != NULL) return printed;
  char *made = as_node_print(query->root);
  if (made == NULL || atomic_compare_exchange_strong_explicit(place, &printed, made, memory_order_acq_rel,
                                                              memory_order_acquire))
    return made;
  as_mem_free(made); /* another thread was first */
  return printed;
}

static bool note_limit(assist_query *query, const char *message) {
  struct as_query_note *notes;
  size_t size = query->note_count * sizeof *notes;
  notes = as_arena_resize(&query->memory, query->notes, size, size + sizeof *notes);
  const char *copy = as_arena_copy(&query->memory, message, strlen(message));
  if (notes == NULL || copy == NULL) return false;
  notes[query->note_count++] = (struct as_query_note){query->root->start, query->root->end, "limit", copy};
  query->notes = notes;
  return true;
}

bool as_query_changed(assist_query *query, const char *limit) {
  forget_printed(query);
  return limit == NULL || note_limit(query, limit);
}

void as_query_free(assist_query *query) {
  if (query == NULL) return;
  forget_printed(query);
  as_arena memory = query->memory;
  as_arena_clear(&memory);
}
