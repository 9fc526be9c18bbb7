/* SPDX-License-Identifier: MIT
 *
 * Ties.  A fold makes 髮 and 發 one term; a document that has the query's own spelling goes before its equals that only have another.
 * Only within the page, and only where scores are equal, so at most one page of documents is read; and of those only the ones of
 * whose spelling nothing has been learned so far (index/spelled.h).  When the time is over the rest stays as it is. */
#include "engine/results.h"
#include "search/iter.h"
#include "search/verify.h"

/* A page longer than this is a list for a program, not for eyes: left in order of insertion. */
#define PAGE_MAX 1000u
#define TICK_DOCUMENTS 8u /* each may be read, and be long */

/* Whether the phrase stands in the document at all; 0 also after a failure. */
static bool occurs(as_search_context *context, const as_bound_phrase *phrase, const as_found *found) {
  as_iter *iter = as_iter_phrase(context, phrase, found->place);
  return iter != NULL && as_iter_advance(iter, found->document) == found->document && as_iter_matches(iter);
}

/* A phrase that must stand as it was typed. */
typedef struct asked_phrase {
  const as_bound_phrase *phrase;
  const as_spelling *characters; /* NULL: nothing is learned of it */
  bool certain;                  /* a document that matches as a whole has it */
  struct asked_phrase *next;
} asked_phrase;

/* The positive phrases of PLAN, linked from *LAST on; the last link, or NULL after a failure. */
static asked_phrase **link_asked(as_search_context *context, const as_plan *plan, bool certain,
                                 asked_phrase **last) {
  enum as_node_kind kind = plan->node->kind;
  if (kind == AS_NODE_NOT || kind == AS_NODE_RANGE) return last;
  certain = certain && (kind == AS_NODE_TEXT || kind == AS_NODE_AND || kind == AS_NODE_REQUIRED);
  for (size_t i = 0; i < plan->phrase_count; i++) {
    asked_phrase *asked = as_search_alloc(context, sizeof *asked);
    if (asked == NULL) return NULL;
    *asked = (asked_phrase){plan->phrases[i], as_verify_asked(context, plan->phrases[i]), certain, NULL};
    *last = asked;
    last = &asked->next;
  }
  for (size_t i = 0; i < plan->count && last != NULL; i++)
    last = link_asked(context, plan->children[i], certain, last);
  return context->status == ASSIST_OK ? last : NULL;
}

static bool stands_spelled(as_search_context *context, const asked_phrase *asked, const as_found *found) {
  const as_bound_phrase *phrase = asked->phrase;
  enum as_spelled_how how = AS_SPELLED_UNKNOWN;
  if (asked->characters != NULL)
    how = as_verify_how(context, asked->characters, phrase->phrase->count, found->place, found->document);
  if (how == AS_SPELLED_OTHERWISE) return false;
  if (how == AS_SPELLED_SO) return asked->certain || occurs(context, phrase, found);
  return as_verify_spelling(context, phrase, found->place, found->document);
}

/* Whether every phrase asked for stands in the document as it was typed. */
static bool is_spelled(as_search_context *context, const asked_phrase *asked, const as_found *found) {
  for (; asked != NULL; asked = asked->next)
    if (!stands_spelled(context, asked, found)) return false;
  return true;
}

static bool order_group(as_search_context *context, const asked_phrase *asked, as_found *group,
                        size_t count) {
  as_found *others = as_search_alloc(context, count * sizeof *others);
  if (others == NULL) return false;
  size_t spelled = 0, rest = 0;
  for (size_t i = 0; i < count; i++) {
    bool asks = !context->stopped && (i % TICK_DOCUMENTS != 0 || as_search_tick(context, context->documents));
    bool first = asks && is_spelled(context, asked, &group[i]);
    if (context->status != ASSIST_OK) return false;
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
  as_search_context *context = &results->context;
  asked_phrase *asked = NULL;
  as_found *page = results->outcome.found + results->first;
  for (size_t from = 0, to = 0; from < results->count; from = to) {
    for (to = from + 1; to < results->count && page[to].score == page[from].score; to++) continue;
    if (to - from == 1) continue;
    if (asked == NULL && link_asked(context, results->outcome.plan, true, &asked) == NULL) return false;
    if (!order_group(context, asked, page + from, to - from)) return false;
  }
  results->outcome.partial |= context->stopped;
  return true;
}
