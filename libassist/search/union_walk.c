/* SPDX-License-Identifier: MIT
 *
 * A union of which nothing is counted any more.  The rows behind the lists part the documents into intervals in which each list
 * stays within one of its blocks, so that what it can add at most is one number:
 *
 *   list a   |    3.1     |   1.2    |      4.0       |
 *   list b   |  2.0 |     0.9      |   2.2  |   1.1   |
 *   sum        5.1   4.0   2.1   3.4    6.2    5.1          needed: 5.0, so that three of six are read
 *
 * Within an interval it goes as in a window (search/union.c): lists that cannot reach what is needed together are left out, and
 * asked about the documents that the others leave in question.
 *
 * Lists that will be left out everywhere are mostly long ones of short blocks, which are much alike.  So the bound of the whole list does,
 * and their blocks end no interval. */
#include "search/union_scan.h"

#define TICK_STEPS 1024u

/* What LIST can add from FIRST on is looked up when it is in another block than before. */
static void bound_list(const as_union_list *list, uint32_t first, uint64_t *out_most, uint32_t *out_last) {
  as_impact impact = as_postings_block_impact(list->scored, first, out_last);
  *out_most = *out_last == AS_DOC_END ? 0 : as_union_most(list, impact);
}

/* The interval that begins at FIRST: returns its end, and the most that a document in it may have. */
static uint32_t bound_interval(as_union_scan *scan, uint32_t first, uint64_t *out_sum) {
  uint32_t left = scan->leaf->documents - first;
  uint32_t last = first + (left < AS_UNION_SPAN ? left : AS_UNION_SPAN) - 1;
  uint64_t sum = 0;
  for (size_t i = 0; i < scan->count; i++) {
    as_union_list *list = &scan->lists[i];
    if (list->last < first) bound_list(list, first, &list->most, &list->last);
    if (list->last < last) last = list->last;
    sum += list->most;
  }
  *out_sum = sum;
  return last + 1;
}

/* The lists in front that do not reach what is needed together; returns the most that they add. */
static uint64_t leave_out(as_union_scan *scan) {
  uint64_t sum = 0;
  for (scan->left_out = 0; scan->left_out < scan->count; scan->left_out++) {
    as_union_list *list = &scan->lists[scan->left_out];
    if (sum + list->most < scan->needed) {
      list->before = sum;
      sum += list->most;
    } else {
      break;
    }
  }
  return sum;
}

/* No list has failed. */
static bool stand(const as_union_scan *scan) {
  for (size_t i = 0; i < scan->count; i++)
    if (as_search_list_fails(scan->collector->context, scan->lists[i].scored)) return false;
  return scan->collector->context->status == ASSIST_OK;
}

static bool walk_interval(as_union_scan *scan, uint32_t first, uint32_t end) {
  uint64_t rest = leave_out(scan);
  if (scan->needed > 0 && scan->count - scan->left_out <= AS_UNION_ROW)
    return as_union_row(scan, first, end, rest) && stand(scan);
  for (size_t i = scan->left_out; i < scan->count; i++) {
    as_union_list *list = &scan->lists[i];
    if (!as_union_stands(list, first, end)) continue;
    if (!as_union_add_block(scan, list, first, end)) return false;
  }
  if (!as_union_sweep(scan, first, end, NULL)) return false;
  return stand(scan);
}

/* Those in front that do not reach what is needed, wherever they are, keep the bound of the whole list. */
static void bound_lists(as_union_scan *scan, uint32_t first) {
  uint64_t sum = 0;
  for (size_t i = 0; i < scan->count; i++) {
    as_union_list *list = &scan->lists[i];
    sum += list->most;
    list->last = AS_DOC_END;
    if (sum >= scan->needed) bound_list(list, first, &list->most, &list->last);
  }
}

bool as_union_walk(as_union_scan *scan, uint32_t first) {
  as_search_context *context = scan->collector->context;
  const uint64_t base = context->places[scan->place].base;
  uint32_t steps = 0;
  if (as_union_weighs(scan)) return as_union_weigh(scan, first);
  bound_lists(scan, first);
  while ((first = as_union_held(scan, first)) < scan->leaf->documents && scan->all >= scan->needed) {
    if (++steps % TICK_STEPS == 0 && !as_search_tick(context, base + first)) break;
    uint64_t sum;
    uint32_t end = bound_interval(scan, first, &sum);
    if (sum >= scan->needed && !walk_interval(scan, first, end)) return false;
    first = end;
  }
  return context->status == ASSIST_OK;
}
