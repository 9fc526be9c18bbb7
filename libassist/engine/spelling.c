/* SPDX-License-Identifier: MIT
 *
 * Ties.  A fold makes 髮 and 發 one term; a document that has the query's own spelling goes before its equals that only have another.
 * Only within the page, and only where scores are equal, so at most one page of documents is read; and of those only the ones of
 * whose spelling nothing has been learned so far (index/spelled.h). */
#include "engine/results.h"
#include "search/iter.h"
#include "search/verify.h"

/* A page longer than this is a list for a program, not for eyes: left in order of insertion. */
#define PAGE_MAX 1000u

/* Whether the phrase stands in the document at all; 0 also after a failure. */
static bool occurs(as_search_context *context, const as_bound_phrase *phrase, const as_found *found) {
  as_iter *iter = as_iter_phrase(context, phrase, found->place);
  return iter != NULL && as_iter_advance(iter, found->document) == found->document && as_iter_matches(iter);
}

/* CERTAIN: the document matches as a whole, so the phrase is in it. */
static bool stands_spelled(as_search_context *context, const as_bound_phrase *phrase, const as_found *found,
                           bool certain) {
  switch (as_verify_learned(context, phrase, found->place, found->document)) {
  case AS_SPELLED_SO: return certain || occurs(context, phrase, found);
  case AS_SPELLED_OTHERWISE: return false;
  case AS_SPELLED_UNKNOWN: break;
  }
  return as_verify_spelling(context, phrase, found->place, found->document);
}

/* Whether every positive phrase of the query stands in the document as it was typed. */
static bool is_spelled(assist_results *results, const as_plan *plan, const as_found *found, bool certain) {
  enum as_node_kind kind = plan->node->kind;
  if (kind == AS_NODE_NOT || kind == AS_NODE_RANGE) return true;
  certain = certain && (kind == AS_NODE_TEXT || kind == AS_NODE_AND || kind == AS_NODE_REQUIRED);
  for (size_t i = 0; i < plan->phrase_count; i++)
    if (!stands_spelled(&results->context, plan->phrases[i], found, certain)) return false;
  for (size_t i = 0; i < plan->count; i++)
    if (!is_spelled(results, plan->children[i], found, certain)) return false;
  return true;
}

static bool order_group(assist_results *results, as_found *group, size_t count) {
  as_found *others = as_search_alloc(&results->context, count * sizeof *others);
  if (others == NULL) return false;
  size_t spelled = 0, rest = 0;
  for (size_t i = 0; i < count; i++) {
    bool first = is_spelled(results, results->outcome.plan, &group[i], true);
    if (results->context.status != ASSIST_OK) return false;
    if (first) {
      group[spelled++] = group[i];
    } else {
      others[rest++] = group[i];
    }
  }
  for (size_t i = 0; i < rest; i++) group[spelled + i] = others[i];
  return true;
}

bool as_order_spelled_first(assist_results *results) {
  if (results->outcome.relaxed || results->count > PAGE_MAX) return true;
  for (size_t i = 0; i < results->snapshot_count; i++)
    if (!results->snapshots[i]->manifest->store) return true;
  as_found *page = results->outcome.found + results->first;
  for (size_t from = 0, to = 0; from < results->count; from = to) {
    for (to = from + 1; to < results->count && page[to].score == page[from].score; to++) continue;
    if (to - from > 1 && !order_group(results, page + from, to - from)) return false;
  }
  return true;
}
