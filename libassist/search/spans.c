/* SPDX-License-Identifier: MIT
 *
 * Lists of spans.  A window lies within the title, or wholly before or behind it: so title: and body: are asked of stretches of
 * positions, which are stretches of each unit's ascending list. */
#include "search/spans.h"

#include <string.h>

#include "base/ascending.h"

bool as_spans_reserve(as_search_context *context, as_span_list *list, size_t count) {
  if (count <= list->room) return true;
  size_t room = 2 * count;
  as_span *items = as_search_alloc(context, room * sizeof *items);
  if (items == NULL) return false;
  if (list->count > 0) memcpy(items, list->items, list->count * sizeof *items);
  list->items = items;
  list->room = room;
  return true;
}

bool as_spans_add(as_search_context *context, as_span_list *list, as_span span) {
  if (!as_spans_reserve(context, list, list->count + 1)) return false;
  list->items[list->count++] = span;
  return true;
}

static size_t first_from(const as_unit_places *places, uint32_t position) {
  return as_ascending_from(places->positions, places->count, position);
}

/* The windows among positions [FROM, TO). */
static bool add_windows(as_search_context *context, const as_bound_phrase *bound, const as_unit_places *units,
                        as_unit_places *narrowed, uint32_t from, uint32_t to, as_span_list *list) {
  size_t count = bound->phrase->count;
  for (size_t i = 0; i < count; i++) {
    size_t low = first_from(&units[i], from), high = first_from(&units[i], to);
    if (low >= high) return true;
    narrowed[i] = (as_unit_places){units[i].positions + low, high - low};
  }
  if (!as_spans_reserve(context, list, list->count + narrowed[count - 1].count)) return false;
  list->count += as_near_windows(narrowed, count, bound->length + bound->slop, list->items + list->count);
  return true;
}

bool as_spans_windows(as_search_context *context, const as_bound_phrase *bound, const as_unit_places *units,
                      as_unit_places *room, as_span title, as_span_list *out_list) {
  switch (bound->scope.part) {
  case AS_SCOPE_TITLE: return add_windows(context, bound, units, room, title.start, title.end, out_list);
  case AS_SCOPE_BODY:
    if (!add_windows(context, bound, units, room, 0, title.start, out_list)) return false;
    return add_windows(context, bound, units, room, title.end, UINT32_MAX, out_list);
  default: return add_windows(context, bound, units, room, 0, UINT32_MAX, out_list);
  }
}
