/* SPDX-License-Identifier: MIT
 * The matches of each pattern are put side by side; the places of each part of a group come from those of its patterns, and are
 * joined as the search joins them (query/near.c).  What is left of the places says which matches are kept: the places
 * themselves; of a phrase with slop, the units within its windows.
 *
 *   matches by pattern -> places of leaves -> places of parts -> joined -> kept matches */
#include "snippet/nearness.h"

#include "query/near.h"

typedef struct thinning {
  const as_patterns *patterns;
  as_text_match *matches;
  size_t count;
  size_t *starts; /* by pattern: where its matches begin in ORDER; one more for the end */
  size_t *order;
  bool *kept;
  AS_VEC(as_span) spans; /* of the parts of a group, one after another */
} thinning;

static bool sort_by_pattern(thinning *thin) {
  size_t patterns = thin->patterns->list.count;
  thin->starts = as_mem_calloc(patterns + 2, sizeof *thin->starts);
  thin->order = as_mem_array(thin->count + 1, sizeof *thin->order);
  thin->kept = as_mem_calloc(thin->count + 1, sizeof *thin->kept);
  if (thin->starts == NULL || thin->order == NULL || thin->kept == NULL) return false;
  size_t *next = thin->starts + 1; /* while filling: where the next match of a pattern goes */
  for (size_t i = 0; i < thin->count; i++)
    if (thin->matches[i].leaf + 1 < patterns) next[thin->matches[i].leaf + 1]++;
  for (size_t p = 1; p < patterns; p++) next[p] += next[p - 1];
  for (size_t i = 0; i < thin->count; i++) {
    thin->kept[i] = true;
    if (thin->matches[i].leaf >= patterns) continue; /* of a pattern or a sound, which is no part of a NEAR */
    thin->order[next[thin->matches[i].leaf]++] = i;
    thin->kept[i] = thin->patterns->list.items[thin->matches[i].leaf].member == 0;
  }
  return true;
}

static const as_text_match *match_of(const thinning *thin, uint32_t pattern, size_t i) {
  return &thin->matches[thin->order[thin->starts[pattern] + i]];
}

static size_t matches_of(const thinning *thin, uint32_t pattern) {
  return thin->starts[pattern + 1] - thin->starts[pattern];
}

/* The windows of a phrase with slop. */
static bool add_windows(thinning *thin, const as_pattern_member *member) {
  const as_phrase *phrase = &member->leaf->phrases[0];
  size_t total = 0, last = matches_of(thin, member->first + member->count - 1);
  for (uint32_t u = 0; u < member->count; u++) total += matches_of(thin, member->first + u);
  as_unit_places *units = as_mem_array(member->count, sizeof *units);
  uint32_t *positions = as_mem_array(total + 1, sizeof *positions), *next = positions;
  bool good =
      units != NULL && positions != NULL && as_vec_reserve(&thin->spans, thin->spans.count + last + 1);
  for (uint32_t u = 0; good && u < member->count; u++) {
    units[u] = (as_unit_places){next, matches_of(thin, member->first + u)};
    for (size_t i = 0; i < units[u].count; i++) *next++ = match_of(thin, member->first + u, i)->from;
  }
  if (good) {
    uint32_t width = phrase->units[phrase->count - 1].position + 1 + member->leaf->slop;
    thin->spans.count += as_near_windows(units, member->count, width, thin->spans.items + thin->spans.count);
  }
  as_mem_free(units);
  as_mem_free(positions);
  return good;
}

/* Adds the places of a leaf. */
static bool add_places(thinning *thin, const as_pattern_member *member) {
  if (member->count == 0) return true;
  if (member->leaf->slop > 0) return add_windows(thin, member);
  for (size_t i = 0; i < matches_of(thin, member->first); i++) {
    const as_text_match *match = match_of(thin, member->first, i);
    as_span span = {match->from, match->to};
    if (!as_vec_push(&thin->spans, span)) return false;
  }
  return true;
}

/* Is [FROM, TO) one of SPANS, which ascend; or (WITHIN) inside one? */
static bool is_in(const as_span *spans, size_t count, uint32_t from, uint32_t to, bool within) {
  size_t low = 0, high = count; /* how many begin at FROM or before */
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (spans[middle].start <= from)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low > 0; low--) {
    const as_span *span = &spans[low - 1];
    if (within ? span->end >= to : span->start == from && span->end == to) return true;
    if (within || span->start != from) return false; /* windows end in the order of their starts */
  }
  return false;
}

static void keep(thinning *thin, const as_pattern_member *member, const as_span *spans, size_t count) {
  for (uint32_t u = 0; u < member->count; u++) {
    for (size_t i = 0; i < matches_of(thin, member->first + u); i++) {
      const as_text_match *match = match_of(thin, member->first + u, i);
      if (is_in(spans, count, match->from, match->to, member->leaf->slop > 0))
        thin->kept[match - thin->matches] = true;
    }
  }
}

static size_t leaves_of(const as_node *part) { return part->kind == AS_NODE_OR ? part->count : 1; }

/* Joins the parts of a NEAR, whose places lie at ENDS in thin->spans, and keeps what is left, or all where nothing is. */
static bool join_parts(thinning *thin, const as_pattern_group *group, as_near_part *parts, size_t *ends) {
  size_t count = group->node->count;
  uint32_t *room = as_mem_array(thin->spans.count + 1, sizeof *room);
  as_span *copy = as_mem_array(thin->spans.count + 1, sizeof *copy);
  for (size_t i = 0; room != NULL && copy != NULL && i < count; i++) {
    const as_node *part = group->node->children[i];
    size_t from = i == 0 ? 0 : ends[i - 1];
    for (size_t s = from; s < ends[i]; s++) copy[s] = thin->spans.items[s];
    parts[i] = (as_near_part){copy + from, ends[i] - from, room + from, part->distance, part->ordered};
  }
  bool good = room != NULL && copy != NULL, near = good && as_near_join(parts, count) > 0;
  const as_pattern_member *member = thin->patterns->members.items + group->first;
  for (size_t i = 0; good && i < count; i++) {
    size_t from = i == 0 ? 0 : ends[i - 1];
    if (!near) {
      parts[i] = (as_near_part){.spans = thin->spans.items + from, .count = ends[i] - from};
      as_near_tidy(&parts[i]);
    }
    for (size_t leaf = 0; leaf < leaves_of(group->node->children[i]); leaf++, member++)
      keep(thin, member, parts[i].spans, parts[i].count);
  }
  as_mem_free(room);
  as_mem_free(copy);
  return good;
}

static bool thin_near(thinning *thin, const as_pattern_group *group) {
  size_t count = group->node->count;
  as_near_part *parts = as_mem_array(count, sizeof *parts);
  size_t *ends = as_mem_array(count, sizeof *ends);
  bool good = parts != NULL && ends != NULL;
  const as_pattern_member *member = thin->patterns->members.items + group->first;
  for (size_t i = 0; good && i < count; i++) {
    for (size_t leaf = 0; good && leaf < leaves_of(group->node->children[i]); leaf++, member++)
      good = add_places(thin, member);
    ends[i] = thin->spans.count;
  }
  good = good && join_parts(thin, group, parts, ends);
  as_mem_free(parts);
  as_mem_free(ends);
  return good;
}

static bool thin_group(thinning *thin, const as_pattern_group *group) {
  thin->spans.count = 0;
  if (group->node->kind == AS_NODE_NEAR) return thin_near(thin, group);
  const as_pattern_member *member = &thin->patterns->members.items[group->first];
  if (!add_places(thin, member)) return false;
  keep(thin, member, thin->spans.items, thin->spans.count);
  return true;
}

bool as_matches_thin(const as_patterns *patterns, as_text_match *matches, size_t *count) {
  if (patterns->groups.count == 0 || *count == 0) return true;
  thinning thin = {.patterns = patterns, .matches = matches, .count = *count};
  bool good = sort_by_pattern(&thin);
  for (size_t i = 0; good && i < patterns->groups.count; i++)
    good = thin_group(&thin, &patterns->groups.items[i]);
  if (good) {
    size_t left = 0;
    for (size_t i = 0; i < *count; i++)
      if (thin.kept[i]) matches[left++] = matches[i];
    *count = left;
  }
  as_mem_free(thin.starts);
  as_mem_free(thin.order);
  as_mem_free(thin.kept);
  as_vec_free(&thin.spans);
  return good;
}
