/* SPDX-License-Identifier: MIT
 *
 * MaxScore over windows of 1,024 documents.  The lists of a place are in order of the most that each can add:
 *
 *   most      0.9   1.1   2.0 | 4.3   5.0   7.1        needed: 4.2, what it takes to enter the page by now
 *             left out          walked
 *
 * Those in front that cannot reach what is needed even together are left out: a document that is in them alone is no use.
 * The others are walked, and add up their shares list after list; a block of one is passed over when even its best
 * document could not enter with all that the other lists may add (the rows behind a list tell).  Then the lists
 * left out are asked about the few documents that are still in question, the greatest first.
 *
 * Where documents come in order of insertion, and of equal scores the earlier is better, a document must be better than the worst of a
 * full page, and what is passed over would not have entered.  In a segment that has them in another order it must be as good.
 *
 * Where each hit is to be seen, nothing is needed to enter, so that nothing is left out.
 *
 * Hits are counted by documents alone: each window's are set in a row of bits, the dead and what the conditions refuse are taken
 * out, and the rest is counted.  A list that is walked sets its bits as it adds up; one that is left out is opened once
 * more for that, since it goes back to the few documents that it is asked about.  Once enough are counted and the page is full
 * nobody counts any more: search/union_walk.c goes on. */
#include <stdlib.h>
#include <string.h>

#include "search/union_scan.h"
#include "segread/dense.h"

#define WINDOW AS_UNION_WINDOW
#define WORDS AS_UNION_WORDS

/* ---- parts of a plan ---- */

bool as_union_part_of(const as_bound_phrase *phrase, as_union_part *out_part) {
  if (phrase->piece_count != 1 || phrase->scope.part != AS_SCOPE_ALL || phrase->verify ||
      phrase->breaks != NULL)
    return false;
  *out_part = (as_union_part){&phrase->pieces[0], phrase->weight, phrase->saturation, phrase->numbers};
  return true;
}

static bool is_one_phrase(const as_plan *plan) {
  const as_node *node = plan->node;
  return node->kind == AS_NODE_TEXT && node->slop == 0 && node->boost == AS_BOOST_ONE &&
         plan->phrase_count == 1;
}

as_union_part *as_union_parts(as_search_context *context, const as_plan *plan, size_t *out_count) {
  size_t count = plan->node->kind == AS_NODE_OR ? plan->count : 1;
  as_union_part *parts = as_search_alloc(context, count * sizeof *parts);
  *out_count = 0;
  if (plan->node->boost != AS_BOOST_ONE) return parts;
  for (size_t i = 0; parts != NULL && i < count; i++) {
    const as_plan *child = plan->node->kind == AS_NODE_OR ? plan->children[i] : plan;
    if (!is_one_phrase(child) || !as_union_part_of(child->phrases[0], &parts[i])) return parts;
  }
  if (parts != NULL) *out_count = count;
  return parts;
}

/* ---- opening ---- */

static bool open_list(as_union_scan *scan, const as_union_part *part) {
  as_search_context *context = scan->collector->context;
  const as_term_info *info = &part->piece->infos[scan->place];
  if (info->documents == 0) return true;
  as_union_list *list = &scan->lists[scan->count++];
  assist_error error = {0};
  const uint8_t number = part->numbers[scan->place];
  *list = (as_union_list){.part = part};
  list->bound = as_bound_of(part->saturation, scan->leaf->segment, number);
  list->codes = as_segment_length_codes(scan->leaf->segment, number, &error);
  if (list->codes == NULL) return as_search_fail(context, error.code, &error);
  if (scan->scores) {
    list->scored = as_search_postings(context, scan->leaf->segment, info);
    if (list->scored == NULL) return false;
    list->bits = as_dense_documents(scan->leaf->segment, info, 0);
  }
  return true;
}

/* To count LIST apart, from document FIRST on. */
static bool open_counter(as_union_scan *scan, as_union_list *list, uint32_t first) {
  as_search_context *context = scan->collector->context;
  list->counted = as_search_postings(context, scan->leaf->segment, &list->part->piece->infos[scan->place]);
  if (list->counted == NULL) return false;
  return as_postings_advance(list->counted, first) != AS_DOC_END ||
         !as_search_list_fails(scan->collector->context, list->counted);
}

static bool open_counters(as_union_scan *scan) {
  for (size_t i = 0; scan->counts && !scan->together && i < scan->count; i++)
    if (!open_counter(scan, &scan->lists[i], 0)) return false;
  return true;
}

static int by_most(const void *a, const void *b) {
  const as_union_list *x = a, *y = b;
  return x->most < y->most ? -1 : x->most > y->most;
}

static bool bound_lists(as_union_scan *scan) {
  scan->all = 0;
  for (size_t i = 0; i < scan->count; i++) {
    as_union_list *list = &scan->lists[i];
    list->most = as_union_most(list, as_postings_impact(list->scored));
    if (as_search_list_fails(scan->collector->context, list->scored)) return false;
  }
  qsort(scan->lists, scan->count, sizeof *scan->lists, by_most);
  for (size_t i = 0; i < scan->count; i++) {
    scan->lists[i].before = scan->all;
    scan->all += scan->lists[i].most;
  }
  return true;
}

static bool open_place(as_union_scan *scan, const as_union_part *parts, size_t count) {
  scan->count = 0;
  for (size_t i = 0; i < count; i++)
    if (!open_list(scan, &parts[i])) return false;
  scan->checks = scan->leaf->dead.count != 0 || scan->conditions != NULL;
  scan->counts = scan->count > 1 || scan->collector->every || scan->collector->facets != NULL ||
                 scan->checks || (!scan->scores && scan->collector->top.limit > 0);
  if (scan->count == 1 && !scan->counts)
    scan->collector->total += scan->lists[0].part->piece->infos[scan->place].documents;
  if (scan->scores && (scan->count > 1 || scan->collector->every) && scan->shares == NULL) {
    scan->shares = as_search_alloc(scan->collector->context, AS_UNION_SPAN * sizeof *scan->shares);
    if (scan->shares == NULL) return false;
  }
  scan->together = scan->counts && scan->shares != NULL;
  return open_counters(scan) && (!scan->scores || !scan->counts || bound_lists(scan));
}

/* ---- counting ---- */

/* The documents from the current one of LIST's block to END are hits. */
static void mark_block(as_union_scan *scan, as_postings *list, uint32_t first, uint32_t end) {
  uint32_t i = list->at;
  for (; list->documents[i] < end; i++) { /* AS_DOC_END stands behind a block */
    uint32_t place = list->documents[i] - first;
    scan->hits[place / 64] |= UINT64_C(1) << place % 64;
  }
  list->at = i - 1;
}

static bool mark(as_union_scan *scan, as_postings *list, uint32_t first, uint32_t end) {
  uint32_t document = as_postings_advance(list, first);
  while (document < end) {
    mark_block(scan, list, first, end);
    document = as_postings_next(list);
  }
  return !as_search_list_fails(scan->collector->context, list);
}

/* Takes out what is no hit, and counts the rest. */
static bool count_hits(as_union_scan *scan, uint32_t first) {
  for (uint32_t word = 0; word < WORDS; word++) {
    uint64_t left = scan->checks ? scan->hits[word] : 0;
    for (; left != 0; left &= left - 1) {
      uint32_t bit = (uint32_t)__builtin_ctzll(left);
      if (!as_conditions_hold(scan->leaf, scan->conditions, first + word * 64 + bit))
        scan->hits[word] &= ~(UINT64_C(1) << bit);
    }
  }
  if (scan->collector->context->status != ASSIST_OK) return false;
  return scan->collector->every || as_collect_counts(scan->collector, scan->place, first, scan->hits, WORDS);
}

/* Before anything of the window is scored. */
static bool count_apart(as_union_scan *scan, uint32_t first, uint32_t end) {
  memset(scan->hits, 0, sizeof scan->hits);
  for (size_t i = 0; i < scan->count; i++)
    if (!mark(scan, scan->lists[i].counted, first, end)) return false;
  return count_hits(scan, first);
}

/* After the lists that are walked: those left out, and what has shares. */
static bool count_together(as_union_scan *scan, uint32_t first, uint32_t end) {
  for (size_t i = 0; i < scan->left_out; i++) {
    as_union_list *list = &scan->lists[i];
    if (list->counted == NULL && !open_counter(scan, list, first)) return false;
    if (!mark(scan, list->counted, first, end)) return false;
  }
  for (uint32_t word = 0; word < WORDS; word++) scan->hits[word] |= scan->found[word];
  return count_hits(scan, first);
}

/* ---- scoring ---- */

bool as_union_offer(as_union_scan *scan, uint32_t document, uint64_t score) {
  as_topk *top = &scan->collector->top;
  as_topk_item item = {score, as_place_number(&scan->collector->context->places[scan->place], document),
                       (uint64_t)scan->place << 32 | document};
  if (!as_topk_offer(top, item)) return as_search_fail(scan->collector->context, ASSIST_NOMEM, NULL);
  if (top->count < top->limit) return true;
  const uint64_t needed = as_collector_needed(scan->collector, scan->place);
  if (needed > scan->needed) scan->needed = needed; /* more may be known to be needed */
  return true;
}

static bool is_marked(const as_union_scan *scan, uint32_t place) {
  return scan->hits[place / 64] >> place % 64 & 1;
}

/* A block's documents from I on, to END: their shares are added up; returns where it came to. */
static uint32_t add_shares(as_union_scan *scan, const as_union_list *list, uint32_t i, uint32_t first,
                           uint32_t end) {
  const uint32_t *documents = list->scored->documents, *frequencies = list->scored->frequencies;
  const uint8_t *codes = list->codes;
  const as_union_part part = *list->part;
  uint64_t *shares = scan->shares, *found = scan->found;
  for (; documents[i] < end; i++) {
    uint32_t place = documents[i] - first;
    shares[place] += as_union_share(&part, frequencies[i], codes[documents[i]]);
    found[place / 64] |= UINT64_C(1) << place % 64;
  }
  return i;
}

/* Those of a single list: what is enough is offered. */
static bool offer_shares(as_union_scan *scan, const as_union_list *list, uint32_t *i, uint32_t first,
                         uint32_t end) {
  const uint32_t *documents = list->scored->documents, *frequencies = list->scored->frequencies;
  const uint8_t *codes = list->codes;
  const as_union_part part = *list->part;
  for (; documents[*i] < end; ++*i) {
    uint32_t document = documents[*i];
    uint64_t share = as_union_share(&part, frequencies[*i], codes[document]);
    if (share >= scan->needed && is_marked(scan, document - first) && !as_union_offer(scan, document, share))
      return false;
  }
  return true;
}

bool as_union_add_block(as_union_scan *scan, const as_union_list *list, uint32_t first, uint32_t end) {
  as_postings *postings = list->scored;
  uint32_t i = postings->at;
  if (postings->documents[i] >= end) return true;
  if (as_postings_frequency(postings) == 0) return !as_search_list_fails(scan->collector->context, postings);
  if (scan->shares != NULL)
    i = add_shares(scan, list, i, first, end);
  else if (!offer_shares(scan, list, &i, first, end))
    return false;
  postings->at = i - 1;
  return true;
}

/* What cannot enter is passed over, or only counted. */
static bool add_list(as_union_scan *scan, const as_union_list *list, uint32_t first, uint32_t end) {
  uint64_t others = scan->all - list->most;
  uint32_t target = first;
  while (target < end) {
    uint32_t last;
    as_impact impact = as_postings_block_impact(list->scored, target, &last);
    if (last == AS_DOC_END) break;
    uint32_t stop = last < end ? last + 1 : end;
    bool enters = as_union_most(list, impact) + others >= scan->needed;
    if (enters || scan->together) {
      if (as_postings_advance(list->scored, target) == AS_DOC_END) break;
      if (!enters && as_postings_document(list->scored) < stop) mark_block(scan, list->scored, first, stop);
      if (enters && !as_union_add_block(scan, list, first, stop)) return false;
    }
    target = stop;
  }
  return !as_search_list_fails(scan->collector->context, list->scored);
}

/* Each hit, with its score if there are scores; what is no hit loses its share. */
static bool collect_window(as_union_scan *scan, uint32_t first) {
  for (uint32_t word = 0; word < WORDS; word++) {
    for (uint64_t left = scan->hits[word] | scan->found[word]; left != 0; left &= left - 1) {
      uint32_t place = word * 64 + (uint32_t)__builtin_ctzll(left);
      uint64_t score = scan->shares == NULL ? 0 : scan->shares[place];
      if (scan->shares != NULL) scan->shares[place] = 0;
      if (is_marked(scan, place) && !as_collect(scan->collector, scan->place, first + place, score))
        return false;
    }
    scan->found[word] = 0;
  }
  return true;
}

static bool score_window(as_union_scan *scan, uint32_t first, uint32_t end) {
  while (scan->left_out < scan->count &&
         scan->lists[scan->left_out].before + scan->lists[scan->left_out].most < scan->needed)
    scan->left_out++;
  if (scan->together) memset(scan->hits, 0, sizeof scan->hits);
  for (size_t i = scan->left_out; i < scan->count; i++)
    if (!add_list(scan, &scan->lists[i], first, end)) return false;
  if (scan->together && !count_together(scan, first, end)) return false;
  if (scan->collector->every) return collect_window(scan, first);
  return scan->shares == NULL || as_union_sweep(scan, first, end, scan->hits);
}

static bool take_window(as_union_scan *scan, uint32_t first) {
  if (scan->collector->every) return collect_window(scan, first);
  return as_collect_first(scan->collector, scan->place, first, scan->hits, WORDS);
}

/* ---- the loop ---- */

/* From FIRST on, where no list has a document before, and the conditions none: lists that are far apart leave most windows empty, and
 * conditions that little meets nearly all. */
static uint32_t next_window(const as_union_scan *scan, uint32_t first) {
  uint32_t least = AS_DOC_END;
  for (size_t i = 0; i < scan->count; i++) {
    const as_union_list *list = &scan->lists[i];
    uint32_t next = as_postings_least(list->counted != NULL ? list->counted : list->scored, first);
    if (next < least) least = next;
  }
  return as_union_held(scan, least > first ? least : first);
}

/* Windows, until enough are counted; the rest is walked without counting. */
static bool run_windows(as_union_scan *scan) {
  as_search_context *context = scan->collector->context;
  uint32_t documents = scan->leaf->documents;
  for (uint32_t first = 0, end; first < documents; first = end) {
    if (!as_search_tick(context, context->places[scan->place].base + first)) break;
    first = next_window(scan, first);
    if (first >= documents) break;
    if (scan->scores && as_collector_has_enough(scan->collector)) {
      scan->collector->passed = true;
      return as_union_walk(scan, first);
    }
    end = documents - first > WINDOW ? first + WINDOW : documents;
    if (!scan->together && !count_apart(scan, first, end)) return false;
    if (!(scan->scores ? score_window(scan, first, end) : take_window(scan, first))) return false;
  }
  return context->status == ASSIST_OK;
}

/* What was looked into may be known as bits the next time. */
static void announce_looks(const as_union_scan *scan) {
  for (size_t i = 0; i < scan->count; i++) {
    const as_union_list *list = &scan->lists[i];
    const as_term_info *info = &list->part->piece->infos[scan->place];
    if (list->looks > 0 && list->bits == NULL)
      (void)as_dense_documents(scan->leaf->segment, info, list->looks);
  }
}

static bool run_place(as_union_scan *scan) {
  scan->left_out = 0;
  if (scan->count == 0) return true;
  if (!scan->counts) /* without a page, the term's own count is all */
    return !scan->scores || as_union_walk_one(scan);
  if (!run_windows(scan)) return false;
  announce_looks(scan);
  return true;
}

bool as_collect_union(as_collector *collector, const as_union_part *parts, size_t count, as_plan *const *held,
                      size_t held_count, as_plan *const *filters, size_t filter_count) {
  as_search_context *context = collector->context;
  as_union_scan scan = {.collector = collector, .scores = collector->ranked && collector->top.limit > 0};
  const size_t condition_count = held_count + filter_count;
  as_plan **conditions = as_search_alloc(context, condition_count * sizeof *conditions);
  scan.lists = as_search_alloc(context, count * sizeof *scan.lists);
  if (scan.lists == NULL || conditions == NULL) return false;
  for (size_t i = 0; i < condition_count; i++)
    conditions[i] = i < held_count ? held[i] : filters[i - held_count];
  for (scan.place = 0; scan.place < context->place_count && !context->stopped; scan.place++) {
    scan.leaf = context->places[scan.place].leaf;
    if (!as_search_tick(context, context->places[scan.place].base)) break;
    if (!as_conditions_open(context, conditions, condition_count, scan.place, &scan.conditions)) return false;
    if (!open_place(&scan, parts, count)) return false;
    if (!run_place(&scan)) return false;
  }
  return context->status == ASSIST_OK;
}
