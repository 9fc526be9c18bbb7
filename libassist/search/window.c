/* SPDX-License-Identifier: MIT
 *
 * The positions of all terms are brought into one order, and a window slides over them:
 *
 *   position   3     7  8      41  42  43  44
 *   term       張+x6 原告 告曹    離婚 婚糾 糾紛 原告
 *                                |<- 32 ->|             the most weight of different terms
 *
 * In a long document a few terms have nearly all of the positions.  So the terms are taken from the one that stands at the fewest
 * places: only the windows around those are looked at, then those around the places of the next, and so on.  A window that holds none
 * of the terms gone through holds at most the others, whatever they are; when that is no more than the best so far, their places need
 * not be gone through at all. */
#include "search/window.h"

#include "base/ascending.h"

#define FEW 64u /* positions in all: not worth the choice */

#define EVENT(position, term) ((uint64_t)(position) << 32 | (term))
#define POSITION(event) ((uint32_t)((event) >> 32))
#define TERM(event) ((uint32_t)(event))

bool as_window_init(as_window *window, as_search_context *context, const as_relaxation *relaxation) {
  *window = (as_window){.context = context, .relaxation = relaxation};
  window->terms = as_search_alloc(context, relaxation->count * sizeof *window->terms);
  window->characters = as_search_alloc(context, relaxation->character_count * sizeof *window->characters);
  return window->terms != NULL && window->characters != NULL;
}

void as_window_clear(as_window *window) {
  as_vec_free(&window->events);
  as_vec_free(&window->spare);
  as_vec_free(&window->ends);
}

static bool no_memory(as_window *window) { return as_search_fail(window->context, ASSIST_NOMEM, NULL); }

/* ---- what is in the window ---- */

/* The weight a term brings when it enters: its own, and that of the characters in it, each as far as it is not there. */
static uint64_t enter(as_window *window, uint32_t number) {
  const as_relaxation *relaxation = window->relaxation;
  const as_relaxed_term *term = &relaxation->terms[number];
  if (window->terms[number]++ > 0) return 0;
  uint64_t weight = term->weight;
  for (int i = 0; i < 2; i++) {
    uint32_t inside = term->inside[i];
    if (inside != AS_NO_TERM && window->characters[inside]++ == 0)
      weight += relaxation->characters[inside].weight;
  }
  return weight;
}

static uint64_t leave(as_window *window, uint32_t number) {
  const as_relaxation *relaxation = window->relaxation;
  const as_relaxed_term *term = &relaxation->terms[number];
  if (--window->terms[number] > 0) return 0;
  uint64_t weight = term->weight;
  for (int i = 0; i < 2; i++) {
    uint32_t inside = term->inside[i];
    if (inside != AS_NO_TERM && --window->characters[inside] == 0)
      weight += relaxation->characters[inside].weight;
  }
  return weight;
}

/* The best window of the events, or one of MOST, beyond which none can be. */
static uint64_t slide(as_window *window, uint64_t most) {
  const uint64_t *events = window->events.items;
  uint64_t weight = 0, best = 0;
  size_t tail = 0, i = 0;
  for (; i < window->events.count && best < most; i++) {
    for (; POSITION(events[tail]) + AS_WINDOW <= POSITION(events[i]); tail++)
      weight -= leave(window, TERM(events[tail]));
    weight += enter(window, TERM(events[i]));
    if (weight > best) best = weight;
  }
  for (; tail < i; tail++) (void)leave(window, TERM(events[tail]));
  return best;
}

/* ---- events in order ---- */

/* The positions of LIST from FIRST to LAST, none of which is behind it. */
static bool add_events(as_window *window, as_window_list *list, uint64_t first, uint64_t last) {
  size_t have = window->events.count;
  list->at += as_ascending_from(list->positions + list->at, list->count - list->at, (uint32_t)first);
  if (list->at == list->count || list->positions[list->at] > last) return true;
  if (!as_vec_reserve(&window->events, have + (list->count - list->at))) return no_memory(window);
  for (; list->at < list->count && list->positions[list->at] <= last; list->at++)
    window->events.items[have++] = EVENT(list->positions[list->at], list->term);
  window->events.count = have;
  return as_vec_push(&window->ends, have) || no_memory(window);
}

static void merge(const uint64_t *from, size_t begin, size_t middle, size_t end, uint64_t *to) {
  size_t a = begin, b = middle;
  for (size_t at = begin; at < end; at++) {
    bool first = b == end || (a < middle && from[a] < from[b]);
    to[at] = from[first ? a++ : b++];
  }
}

/* The events, in order list by list, into one order: neighbours are merged until one is left. */
static bool order_events(as_window *window) {
  if (window->ends.count < 2) return true;
  if (!as_vec_reserve(&window->spare, window->events.count)) return no_memory(window);
  while (window->ends.count > 1) {
    size_t begin = 0, kept = 0;
    for (size_t i = 0; i < window->ends.count; i += 2) {
      size_t middle = window->ends.items[i];
      size_t end = i + 1 < window->ends.count ? window->ends.items[i + 1] : middle;
      merge(window->events.items, begin, middle, end, window->spare.items);
      window->ends.items[kept++] = begin = end;
    }
    window->ends.count = kept;
    uint64_t *items = window->events.items;
    size_t capacity = window->events.capacity;
    window->events.items = window->spare.items;
    window->events.capacity = window->spare.capacity;
    window->spare.items = items;
    window->spare.capacity = capacity;
  }
  return true;
}

/* Raises *BEST to that of the windows within positions FIRST to LAST. */
static bool look(as_window *window, as_window_list *lists, size_t count, uint64_t first, uint64_t last,
                 uint64_t *best) {
  window->events.count = window->ends.count = 0;
  for (size_t i = 0; i < count; i++)
    if (!add_events(window, &lists[i], first, last)) return false;
  if (!order_events(window)) return false;
  uint64_t here = slide(window, lists[0].rest);
  if (here > *best) *best = here;
  return true;
}

/* ---- where to look ---- */

/* Windows that hold a position of the first list.  Those of its positions that are near each other are looked at together. */
static bool look_around(as_window *window, as_window_list *lists, size_t count, uint64_t *best) {
  const uint32_t *positions = lists[0].positions;
  const size_t end = lists[0].count;
  for (size_t i = 0; i < count; i++) lists[i].at = 0;
  for (size_t i = 0; i < end && *best < lists[0].rest;) {
    uint32_t first = positions[i], last = first;
    for (i++; i < end && positions[i] - last < 2 * AS_WINDOW; i++) last = positions[i];
    first = first < AS_WINDOW ? 0 : first - (AS_WINDOW - 1);
    if (!look(window, lists, count, first, (uint64_t)last + AS_WINDOW - 1, best)) return false;
  }
  return true;
}

static void order_lists(as_window_list *lists, size_t count) {
  for (size_t i = 1; i < count; i++) {
    as_window_list list = lists[i];
    size_t at = i;
    for (; at > 0 && lists[at - 1].count > list.count; at--) lists[at] = lists[at - 1];
    lists[at] = list;
  }
}

static void sum_rests(as_window *window, as_window_list *lists, size_t count) {
  uint64_t sum = 0;
  for (size_t i = count; i-- > 0;) lists[i].rest = sum += enter(window, lists[i].term);
  for (size_t i = 0; i < count; i++) (void)leave(window, lists[i].term);
}

bool as_window_best(as_window *window, as_window_list *lists, size_t count, uint64_t *out_weight) {
  uint64_t best = 0, positions = 0;
  for (size_t i = 0; i < count; i++) positions += lists[i].count;
  bool few = positions <= FEW;
  if (!few) order_lists(lists, count);
  sum_rests(window, lists, count);
  for (size_t i = 0; i < count; i++) lists[i].at = 0;
  if (few && count > 0 && !look(window, lists, count, 0, UINT32_MAX, &best)) return false;
  for (size_t i = 0; !few && i < count && best < lists[i].rest; i++)
    if (!look_around(window, lists + i, count - i, &best)) return false;
  *out_weight = best;
  return true;
}
