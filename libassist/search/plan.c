/* SPDX-License-Identifier: MIT
 *
 * The planner.  Every leaf is expanded in place, so NOT and fields apply to the whole of it.  In an AND, children under NOT become
 * exclusions of the conjunction; a NOT anywhere else is everything but. */
#include "search/plan.h"

#include "search/range.h"

static bool bind_children(as_search_context *context, as_plan *plan, const as_node *node) {
  plan->children = as_search_alloc(context, node->count * sizeof *plan->children);
  if (plan->children == NULL) return false;
  plan->count = node->count;
  for (size_t i = 0; i < node->count; i++) {
    plan->children[i] = as_plan_bind(context, node->children[i]);
    if (plan->children[i] == NULL) return false;
  }
  return true;
}

static bool bind_chains(as_search_context *context, as_plan *plan, const as_node *node) {
  if (node->kind == AS_NODE_SOUND)
    return as_chains_of_sound(context, node, &plan->chains, &plan->chain_count);
  if (node->kind != AS_NODE_PATTERN) return true;
  plan->chains = as_search_alloc(context, sizeof *plan->chains);
  if (plan->chains == NULL) return false;
  plan->chains[0] = as_chain_of_pattern(context, node);
  plan->chain_count = 1;
  return plan->chains[0] != NULL;
}

as_plan *as_plan_bind(as_search_context *context, const as_node *node) {
  as_plan *plan = as_search_alloc(context, sizeof *plan);
  if (plan == NULL) return NULL;
  plan->node = node;
  if (!bind_children(context, plan, node) || !bind_chains(context, plan, node)) return NULL;
  plan->phrases = as_search_alloc(context, node->phrase_count * sizeof *plan->phrases);
  if (plan->phrases == NULL) return NULL;
  plan->phrase_count = node->phrase_count;
  for (size_t i = 0; i < node->phrase_count; i++) {
    plan->phrases[i] = as_bind_phrase(context, node, &node->phrases[i]);
    if (plan->phrases[i] == NULL) return NULL;
  }
  return plan;
}

static as_iter *open_text(as_search_context *context, const as_plan *plan, size_t place) {
  if (plan->phrase_count == 0) return as_iter_nothing(context);
  if (plan->phrase_count == 1) return as_iter_phrase(context, plan->phrases[0], place);
  as_iter **children = as_search_alloc(context, plan->phrase_count * sizeof *children);
  if (children == NULL) return NULL;
  for (size_t i = 0; i < plan->phrase_count; i++) {
    children[i] = as_iter_phrase(context, plan->phrases[i], place);
    if (children[i] == NULL) return NULL;
  }
  return as_iter_and(context, children, NULL, plan->phrase_count, NULL, 0);
}

/* Whatever it is found by, a range does not score where the field has values to compare. */
static as_iter *open_range(as_search_context *context, const as_plan *plan, size_t place) {
  static const bool unscored[] = {false};
  as_iter *ways[2], *either;
  switch (as_range_way_of(plan->node, as_range_field(context, plan->node, place))) {
  case AS_RANGE_COLUMN: return as_iter_range(context, plan->node, place);
  case AS_RANGE_TEXT: return open_text(context, plan, place);
  case AS_RANGE_BOTH:
    ways[0] = as_iter_range(context, plan->node, place);
    ways[1] = ways[0] == NULL ? NULL : open_text(context, plan, place);
    either = ways[1] == NULL ? NULL : as_iter_or(context, ways, 2);
    return either == NULL ? NULL : as_iter_and(context, &either, unscored, 1, NULL, 0);
  case AS_RANGE_NOTHING: break;
  }
  return as_iter_nothing(context);
}

static as_iter *open_chains(as_search_context *context, const as_plan *plan, size_t place) {
  as_iter **children = as_search_alloc(context, plan->chain_count * sizeof *children);
  if (children == NULL) return NULL;
  size_t count = 0;
  for (size_t i = 0; i < plan->chain_count; i++) {
    as_iter *child = as_iter_chain(context, plan->chains[i], place);
    if (child == NULL) return NULL;
    if (child->document != AS_DOC_END) children[count++] = child;
  }
  if (count == 0) return as_iter_nothing(context);
  return count == 1 ? children[0] : as_iter_or(context, children, count);
}

static uint32_t documents_in(const as_search_context *context, size_t place) {
  return context->places[place].leaf->documents;
}

static as_iter *open_but(as_search_context *context, as_iter **excluded, size_t count, size_t place) {
  as_iter *all = as_iter_everything(context, documents_in(context, place));
  return all == NULL ? NULL : as_iter_and(context, &all, NULL, 1, excluded, count);
}

static as_iter *open_and(as_search_context *context, const as_plan *plan, size_t place) {
  as_iter **wanted = as_search_alloc(context, plan->count * sizeof *wanted);
  as_iter **excluded = as_search_alloc(context, plan->count * sizeof *excluded);
  if (wanted == NULL || excluded == NULL) return NULL;
  size_t wanted_count = 0, excluded_count = 0;
  for (size_t i = 0; i < plan->count; i++) {
    bool not = plan->children[i]->node->kind == AS_NODE_NOT;
    as_iter *child = as_plan_open(context, not ? plan->children[i]->children[0] : plan->children[i], place);
    if (child == NULL) return NULL;
    if (not ) {
      excluded[excluded_count++] = child;
    } else {
      wanted[wanted_count++] = child;
    }
  }
  if (wanted_count == 0) return open_but(context, excluded, excluded_count, place);
  if (wanted_count == 1 && excluded_count == 0) return wanted[0];
  return as_iter_and(context, wanted, NULL, wanted_count, excluded, excluded_count);
}

static as_iter *open_or(as_search_context *context, const as_plan *plan, size_t place) {
  as_iter **children = as_search_alloc(context, plan->count * sizeof *children);
  if (children == NULL) return NULL;
  size_t count = 0;
  for (size_t i = 0; i < plan->count; i++) {
    as_iter *child = as_plan_open(context, plan->children[i], place);
    if (child == NULL) return NULL;
    if (child->document != AS_DOC_END) children[count++] = child;
  }
  if (count == 0) return as_iter_nothing(context);
  return count == 1 ? children[0] : as_iter_or(context, children, count);
}

/* The leaves of a part of a NEAR, which is a text or an OR of texts.  Of several, the part weighs as much as the lightest: it is
 * no rarer than that. */
static bool open_operand(as_search_context *context, const as_plan *part, size_t place,
                         as_near_operand *out_operand) {
  bool either = part->node->kind == AS_NODE_OR;
  size_t count = either ? part->count : 1;
  *out_operand = (as_near_operand){.distance = part->node->distance, .ordered = part->node->ordered};
  out_operand->leaves = as_search_alloc(context, count * sizeof *out_operand->leaves);
  out_operand->bounds = as_search_alloc(context, count * sizeof *out_operand->bounds);
  if (out_operand->leaves == NULL || out_operand->bounds == NULL) return false;
  for (size_t i = 0; i < count; i++) {
    const as_plan *leaf = either ? part->children[i] : part;
    const as_bound_phrase *bound = leaf->phrases[0];
    out_operand->bounds[i] = bound;
    out_operand->leaves[i] = as_iter_phrase(context, bound, place);
    if (out_operand->leaves[i] == NULL) return false;
    uint64_t weight = as_boosted(bound->weight, leaf->node->boost);
    if (i == 0 || weight < out_operand->weight) out_operand->weight = weight;
  }
  if (either) out_operand->weight = as_boosted(out_operand->weight, part->node->boost);
  out_operand->count = count;
  return true;
}

static as_iter *open_near(as_search_context *context, const as_plan *plan, size_t place) {
  as_near_operand *operands = as_search_alloc(context, plan->count * sizeof *operands);
  if (operands == NULL) return NULL;
  for (size_t i = 0; i < plan->count; i++)
    if (!open_operand(context, plan->children[i], place, &operands[i])) return NULL;
  const as_plan *first = plan->children[0];
  if (first->node->kind == AS_NODE_OR) first = first->children[0];
  return as_iter_near(context, operands, plan->count, first->phrases[0], place);
}

as_iter *as_plan_open_unboosted(as_search_context *context, const as_plan *plan, size_t place) {
  as_iter *child;
  switch (plan->node->kind) {
  case AS_NODE_EVERYTHING: return as_iter_everything(context, documents_in(context, place));
  case AS_NODE_TEXT: return open_text(context, plan, place);
  case AS_NODE_RANGE: return open_range(context, plan, place);
  case AS_NODE_AND: return open_and(context, plan, place);
  case AS_NODE_OR: return open_or(context, plan, place);
  case AS_NODE_NOT:
    child = as_plan_open(context, plan->children[0], place);
    return child == NULL ? NULL : open_but(context, &child, 1, place);
  case AS_NODE_KEY: return as_iter_key(context, as_slice_of(plan->node->text, plan->node->size), place);
  case AS_NODE_REQUIRED: return as_plan_open(context, plan->children[0], place);
  case AS_NODE_NEAR: return open_near(context, plan, place);
  case AS_NODE_PATTERN:
  case AS_NODE_SOUND: return open_chains(context, plan, place);
  case AS_NODE_NOTHING: break;
  }
  return as_iter_nothing(context);
}

as_iter *as_plan_open(as_search_context *context, const as_plan *plan, size_t place) {
  as_iter *iter = as_plan_open_unboosted(context, plan, place);
  if (iter == NULL || plan->node->boost == AS_BOOST_ONE) return iter;
  return as_iter_boost(context, iter, plan->node->boost);
}
