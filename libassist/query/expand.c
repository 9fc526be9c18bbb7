/* SPDX-License-Identifier: MIT
 * Leaves expanded by synonyms.  In the text of a leaf, stretches that are a text of some group are found from left to right, the longest
 * first; each choice of one text for each stretch is an alternative.
 *
 *   计算机检查      计算机 = 电脑, 检查 = 检测      电脑检查  计算机检测  电脑检测
 *
 * The choices are counted through like the digits of a number, the first of each digit being the text as typed. */
#include <string.h>

#include "query/synonyms.h"
#include "text/unit.h"

#define STRETCHES_MAX 16u

typedef struct stretch {
  size_t start, end; /* bytes of the leaf's text */
  bool token_before, token_after;
  const as_synonym *choices[ASSIST_SYNONYMS_ALTERNATIVES_MAX];
  size_t count;
  size_t chosen; /* 0: as typed */
} stretch;

typedef struct expansion {
  as_arena *memory;
  const assist_synonyms *synonyms;
  as_buf scratch;
  stretch *stretches; /* STRETCHES_MAX */
  size_t count;
  size_t leaves; /* of the whole query so far */
  bool limited, failed;
} expansion;

static void add_choice(expansion *all, stretch *at, const as_synonym *text) {
  for (size_t i = 0; i < at->count; i++)
    if (at->choices[i]->name == text->name) return;
  if (at->count == ASSIST_SYNONYMS_ALTERNATIVES_MAX)
    all->limited = true;
  else
    at->choices[at->count++] = text;
}

/* The other texts of all groups that NAME is in. */
static void find_choices(expansion *all, uint32_t name, stretch *at) {
  const assist_synonyms *synonyms = all->synonyms;
  for (uint32_t i = synonyms->named.items[name]; i != UINT32_MAX; i = synonyms->texts.items[i].next) {
    const as_synonym *text = &synonyms->texts.items[i];
    for (uint32_t k = text->group; k < text->end; k++)
      if (synonyms->texts.items[k].name != name) add_choice(all, at, &synonyms->texts.items[k]);
  }
}

static bool is_token(const as_phrase *phrase, size_t at) {
  return at < phrase->count && phrase->units[at].kind == AS_UNIT_TOKEN;
}

static void find_stretches(expansion *all, const as_phrase *phrase) {
  for (size_t at = 0, units; at < phrase->count; at += units) {
    uint32_t name = as_synonyms_find(all->synonyms, phrase, at, &all->scratch, &units);
    if (name == UINT32_MAX) {
      units = 1;
      continue;
    }
    if (all->count == STRETCHES_MAX) {
      all->limited = true;
      return;
    }
    stretch *found = &all->stretches[all->count];
    *found = (stretch){.start = phrase->units[at].start, .end = phrase->units[at + units - 1].end};
    found->token_before = at > 0 && is_token(phrase, at - 1);
    found->token_after = is_token(phrase, at + units);
    find_choices(all, name, found);
    if (found->count > 0) all->count++;
  }
}

/* The next choice; false after the last. */
static bool count_on(expansion *all) {
  for (size_t i = all->count; i-- > 0;) {
    if (all->stretches[i].chosen++ < all->stretches[i].count) return true;
    all->stretches[i].chosen = 0;
  }
  return false;
}

/* The text of the leaf with what is chosen now; two words never grow together. */
static void write_choice(expansion *all, const as_node *leaf) {
  size_t at = 0;
  as_buf_reset(&all->scratch);
  for (size_t i = 0; i < all->count; i++) {
    const stretch *here = &all->stretches[i];
    if (here->chosen == 0) continue;
    const as_synonym *text = here->choices[here->chosen - 1];
    as_buf_add(&all->scratch, leaf->text + at, here->start - at);
    if (here->token_before && text->first_token) as_buf_add_u8(&all->scratch, ' ');
    as_buf_add(&all->scratch, text->text.bytes, text->text.size);
    if (here->token_after && text->last_token) as_buf_add_u8(&all->scratch, ' ');
    at = here->end;
  }
  as_buf_add(&all->scratch, leaf->text + at, leaf->size - at);
}

static as_node *make_alternative(expansion *all, const as_node *leaf) {
  write_choice(all, leaf);
  as_node *made = as_buf_failed(&all->scratch) ? NULL
                                               : as_node_text(all->memory, leaf->how, leaf->field,
                                                              all->scratch.bytes, all->scratch.size);
  if (made == NULL) return NULL;
  made->start = leaf->start;
  made->end = leaf->end;
  made->boost = leaf->boost;
  made->slop = leaf->slop;
  made->distance = leaf->distance;
  made->ordered = leaf->ordered;
  made->in_prose = leaf->in_prose;
  return made;
}

/* Adds the alternatives of LEAF to PARENT, an OR. */
static bool add_alternatives(expansion *all, const as_node *leaf, as_node *parent) {
  size_t costs = leaf->phrase_count;
  for (size_t made = 0; count_on(all); made++) {
    if (made == ASSIST_SYNONYMS_ALTERNATIVES_MAX || all->leaves + costs > ASSIST_QUERY_LEAVES_MAX) {
      all->limited = true;
      return true;
    }
    as_node *alternative = make_alternative(all, leaf);
    if (alternative == NULL || !as_node_add(all->memory, parent, alternative)) return false;
    all->leaves += costs;
  }
  return true;
}

static void find_all(expansion *all, const as_node *leaf) {
  all->count = 0;
  for (size_t i = 0; i < leaf->phrase_count; i++) find_stretches(all, &leaf->phrases[i]);
}

/* What stands in the place of LEAF. */
static as_node *expand_leaf(expansion *all, as_node *leaf, as_node *parent) {
  find_all(all, leaf);
  if (all->count == 0) return leaf;
  bool joins = parent != NULL && parent->kind == AS_NODE_OR;
  as_node *either = joins ? parent : as_node_wrap(all->memory, AS_NODE_OR, leaf);
  all->failed |= either == NULL || !add_alternatives(all, leaf, either);
  if (all->failed || joins || either->count == 1) return leaf; /* 1: there is no room for any */
  either->distance = leaf->distance;                           /* of a part of a NEAR */
  either->ordered = leaf->ordered;
  return either;
}

static as_node *expand(expansion *all, as_node *node, as_node *parent) {
  if (node->kind == AS_NODE_TEXT) return node->how == ASSIST_EXACT ? node : expand_leaf(all, node, parent);
  size_t count = node->count; /* alternatives are added behind */
  for (size_t i = 0; i < count && !all->failed; i++) {
    as_node *child = expand(all, node->children[i], node); /* may move the children */
    node->children[i] = child;
  }
  return node;
}

bool as_query_expand(assist_query *query, const assist_synonyms *synonyms) {
  expansion all = {.memory = &query->memory, .synonyms = synonyms, .leaves = as_node_leaves(query->root)};
  as_buf_init(&all.scratch);
  all.stretches = as_mem_array(STRETCHES_MAX, sizeof *all.stretches);
  all.failed = all.stretches == NULL;
  if (!all.failed) query->root = expand(&all, query->root, NULL);
  all.failed |= as_buf_failed(&all.scratch);
  as_mem_free(all.stretches);
  as_buf_clear(&all.scratch);
  return !all.failed && as_query_changed(query, all.limited ? "too many synonyms: some are left out" : NULL);
}
