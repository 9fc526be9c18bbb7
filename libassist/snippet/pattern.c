/* SPDX-License-Identifier: MIT
 * From a tree to patterns.  A leaf without a field asks title and body; a leaf with one asks that field
 * alone.  Where the title is a part of the body's text, title: and body: hold within their parts.
 *
 * What must be near something else is a group, and its matches are thinned out when all are known (snippet/nearness.c).
 *
 * What is relaxed is what the relaxed pass relaxes: runs without a field, not under +.  A run gives its
 * pairs of adjacent units (not of two words) and its words; a single character only when it is the whole
 * run, since 的 alone says nothing. */
#include "snippet/pattern.h"

#include <string.h>

#include "query/sound.h"
#include "text/unit.h"

typedef struct collecting {
  as_patterns *patterns;
  const char *field;
  bool has_title;
  bool relaxed;
} collecting;

static bool is_field(const char *name, const char *field) { return strcmp(name, field) == 0; }

/* May a leaf that asks ASKED match in the text, and in which part? */
static bool find_part(const collecting *how, const char *asked, enum as_pattern_part *out_part) {
  bool body = is_field(how->field, "body");
  *out_part = AS_PATTERN_ANYWHERE;
  if (asked == NULL) return body || is_field(how->field, "title");
  if (!body || !how->has_title) return is_field(asked, how->field);
  *out_part = is_field(asked, "title") ? AS_PATTERN_TITLE : AS_PATTERN_BODY;
  return *out_part == AS_PATTERN_TITLE || is_field(asked, "body");
}

static bool add(const collecting *how, const as_pattern *from, size_t first, size_t count) {
  as_pattern pattern = *from;
  pattern.units += first;
  pattern.count = count;
  return as_vec_push(&how->patterns->list, pattern);
}

static bool add_pieces(const collecting *how, const as_pattern *whole) {
  for (size_t i = 0; i < whole->count; i++) {
    const as_phrase_unit *unit = &whole->units[i];
    bool token = unit->kind == AS_UNIT_TOKEN;
    if (token && !add(how, whole, i, 1)) return false;
    if (i + 1 == whole->count || unit[1].position != unit->position + 1) continue;
    if (token && unit[1].kind == AS_UNIT_TOKEN) continue;
    if (!add(how, whole, i, 2)) return false;
  }
  return true;
}

static bool collect_leaf(const collecting *how, const as_node *leaf, bool held) {
  as_pattern pattern = {.text = leaf->how == ASSIST_EXACT ? (const uint8_t *)leaf->text : NULL};
  if (!find_part(how, leaf->field, &pattern.part)) return true;
  bool relaxed = how->relaxed && !held && leaf->how == ASSIST_RUN && leaf->field == NULL;
  for (size_t i = 0; i < leaf->phrase_count; i++) {
    pattern.units = leaf->phrases[i].units;
    pattern.count = leaf->phrases[i].count;
    if (!as_vec_push(&how->patterns->list, pattern)) return false;
    if (relaxed && pattern.count > 1 && !add_pieces(how, &pattern)) return false;
  }
  return true;
}

/* With slop each unit may stand by itself. */
static bool collect_units(const collecting *how, const as_node *leaf) {
  as_pattern pattern = {.units = leaf->phrases[0].units, .member = (uint32_t)how->patterns->members.count};
  if (!find_part(how, leaf->field, &pattern.part)) return true;
  for (size_t i = 0; i < leaf->phrases[0].count; i++)
    if (!add(how, &pattern, i, 1)) return false;
  return true;
}

static bool collect_member(const collecting *how, const as_node *leaf) {
  as_patterns *patterns = how->patterns;
  as_pattern_member member = {leaf, (uint32_t)patterns->list.count, 0};
  if (!as_vec_push(&patterns->members, member)) return false;
  as_pattern pattern = {.text = leaf->how == ASSIST_EXACT ? (const uint8_t *)leaf->text : NULL,
                        .member = (uint32_t)patterns->members.count};
  bool good = true;
  if (leaf->slop > 0) {
    good = collect_units(how, leaf);
  } else if (find_part(how, leaf->field, &pattern.part)) {
    pattern.units = leaf->phrases[0].units;
    good = add(how, &pattern, 0, leaf->phrases[0].count);
  }
  as_pattern_member *last = &patterns->members.items[patterns->members.count - 1];
  last->count = (uint32_t)patterns->list.count - last->first;
  return good;
}

static bool collect_group(const collecting *how, const as_node *node) {
  as_patterns *patterns = how->patterns;
  as_pattern_group group = {node, (uint32_t)patterns->members.count, 0};
  if (node->kind == AS_NODE_TEXT && !collect_member(how, node)) return false;
  for (size_t i = 0; i < node->count; i++) {
    const as_node *part = node->children[i];
    if (part->kind == AS_NODE_TEXT && !collect_member(how, part)) return false;
    for (size_t leaf = 0; leaf < part->count; leaf++)
      if (!collect_member(how, part->children[leaf])) return false;
  }
  group.count = (uint32_t)patterns->members.count - group.first;
  return as_vec_push(&patterns->groups, group);
}

static bool collect_sought(const collecting *how, const as_node *leaf) {
  as_sought sought = {.leaf = leaf};
  const char *asked = leaf->field;
  as_pinyin pinyin;
  if (leaf->kind == AS_NODE_SOUND && !as_sound_read(leaf, &pinyin, &asked)) return true;
  if (!find_part(how, asked, &sought.part)) return true;
  return as_vec_push(&how->patterns->sought, sought);
}

static bool collect(const collecting *how, const as_node *node, bool held) {
  if (node->kind == AS_NODE_NOT) return true;
  if (node->kind == AS_NODE_NEAR || node->slop > 0) return collect_group(how, node);
  if (node->kind == AS_NODE_TEXT) return collect_leaf(how, node, held);
  if (node->kind == AS_NODE_PATTERN || node->kind == AS_NODE_SOUND) return collect_sought(how, node);
  held = held || node->kind == AS_NODE_REQUIRED;
  for (size_t i = 0; i < node->count; i++)
    if (!collect(how, node->children[i], held)) return false;
  return true;
}

bool as_patterns_collect(as_patterns *patterns, const as_node *root, const char *field, bool has_title,
                         bool relaxed) {
  *patterns = (as_patterns){0};
  collecting how = {patterns, field, has_title, relaxed};
  return collect(&how, root, false);
}

void as_patterns_free(as_patterns *patterns) {
  as_vec_free(&patterns->list);
  as_vec_free(&patterns->members);
  as_vec_free(&patterns->groups);
  as_vec_free(&patterns->sought);
}
