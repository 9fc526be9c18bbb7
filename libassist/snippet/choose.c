/* SPDX-License-Identifier: MIT
 * Choosing a window.  Every match is tried as the beginning of a window; a match is in the window when it
 * begins in it and ends in it.  As the window moves on, matches leave in the order of their beginnings
 * and enter in the order of their ends, so each does both once.  A match that is longer than the window
 * counts as ending where the window that begins with it does. */
#include "snippet/choose.h"

#include <stdlib.h>

#include "port/mem.h"

typedef struct entering {
  uint32_t last; /* unit, cut to the width */
  size_t match;
} entering;

typedef struct choosing {
  const as_match_list *list;
  uint32_t width;
  entering *order;  /* the matches by their ends */
  bool *inside;     /* by match */
  uint32_t *counts; /* by leaf */
  size_t distinct, matches;
} choosing;

static uint32_t last_within(const as_text_match *match, uint32_t width) {
  uint32_t last = match->first_unit + (width - 1);
  return match->last_unit < last || last < match->first_unit ? match->last_unit : last;
}

static int by_end(const void *a, const void *b) {
  const entering *x = a, *y = b;
  if (x->last != y->last) return x->last < y->last ? -1 : 1;
  return x->match < y->match ? -1 : x->match > y->match;
}

static void enter(choosing *choice, size_t match) {
  choice->inside[match] = true;
  choice->matches++;
  if (choice->counts[choice->list->items[match].leaf]++ == 0) choice->distinct++;
}

static void leave(choosing *choice, size_t match) {
  if (!choice->inside[match]) return;
  choice->inside[match] = false;
  choice->matches--;
  if (--choice->counts[choice->list->items[match].leaf] == 0) choice->distinct--;
}

static uint32_t bounded_last(const as_text_match *match, uint32_t width) {
  uint32_t most = width > UINT32_MAX / 4 ? UINT32_MAX : 4 * width;
  return match->last_unit - match->first_unit < most ? match->last_unit : match->first_unit + (most - 1);
}

/* What must be shown of the window that begins with the match FIRST. */
static as_window measure(const choosing *choice, size_t first) {
  const as_text_match *items = choice->list->items;
  as_window window = {items[first].first_unit, bounded_last(&items[first], choice->width), choice->distinct,
                      choice->matches};
  uint32_t end = window.first + (choice->width - 1);
  if (end < window.first) end = UINT32_MAX;
  for (size_t i = first; i < choice->list->count && items[i].first_unit <= end; i++)
    if (items[i].last_unit <= end && items[i].last_unit > window.last) window.last = items[i].last_unit;
  return window;
}

static void slide(choosing *choice, as_window *best) {
  const as_match_list *list = choice->list;
  size_t next = 0, best_at = 0;
  for (size_t i = 0; i < list->count; i++) {
    uint32_t first = list->items[i].first_unit, end = first + (choice->width - 1);
    if (end < first) end = UINT32_MAX;
    for (; next < list->count && choice->order[next].last <= end; next++)
      if (choice->order[next].match >= i) enter(choice, choice->order[next].match);
    bool better = choice->distinct > best->distinct ||
                  (choice->distinct == best->distinct && choice->matches > best->matches);
    if (better) {
      best_at = i;
      best->distinct = choice->distinct;
      best->matches = choice->matches;
    }
    leave(choice, i);
  }
  size_t distinct = best->distinct, matches = best->matches;
  *best = measure(choice, best_at);
  best->distinct = distinct;
  best->matches = matches;
}

bool as_window_choose(const as_match_list *list, uint32_t width, as_window *out_window) {
  choosing choice = {.list = list, .width = width};
  choice.order = as_mem_array(list->count, sizeof *choice.order);
  choice.inside = as_mem_calloc(list->count, sizeof *choice.inside);
  choice.counts = as_mem_calloc(list->leaves, sizeof *choice.counts);
  bool good = choice.order != NULL && choice.inside != NULL && choice.counts != NULL;
  if (good) {
    for (size_t i = 0; i < list->count; i++)
      choice.order[i] = (entering){.last = last_within(&list->items[i], width), .match = i};
    qsort(choice.order, list->count, sizeof *choice.order, by_end);
    *out_window = (as_window){0};
    slide(&choice, out_window);
  }
  as_mem_free(choice.order);
  as_mem_free(choice.inside);
  as_mem_free(choice.counts);
  return good;
}
