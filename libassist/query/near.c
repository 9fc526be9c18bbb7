/* SPDX-License-Identifier: MIT
 * The chain of a NEAR is a path: each part has a link to the one before it and to the one after it, and no more.  So a place
 * takes part in a match exactly when it has a partner on the left that takes part in a match of all to its left, and the same
 * on the right.  One pass forward and one back leave just those:
 *
 *   甲 NEAR/2 乙 NEAR/2 丙     甲 0 20   乙 2 30   丙 5 33
 *   forward                    甲 0 20   乙 2      丙 5
 *   back                       甲 0      乙 2      丙 5
 *
 * Two places are within a distance when they do not overlap and at most so many positions lie between the end of one and the
 * start of the other.  A partner is found by binary search among the starts and among the ends of the other part.
 *
 * Windows of a phrase with slop: for each place of the last unit, the places before it are taken as late as possible; among
 * windows of one start the first is the smallest. */
#include "query/near.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascending.h"

static int compare_spans(const void *a, const void *b) {
  const as_span *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  return x->end < y->end ? -1 : x->end > y->end;
}

static int compare_numbers(const void *a, const void *b) {
  const uint32_t *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

void as_near_tidy(as_near_part *part) {
  bool tidied = true;
  for (size_t i = 1; i < part->count && tidied; i++)
    tidied = compare_spans(&part->spans[i - 1], &part->spans[i]) < 0;
  if (tidied) return;
  qsort(part->spans, part->count, sizeof *part->spans, compare_spans);
  size_t kept = 1;
  for (size_t i = 1; i < part->count; i++)
    if (compare_spans(&part->spans[kept - 1], &part->spans[i]) != 0) part->spans[kept++] = part->spans[i];
  part->count = kept;
}

static void sort_ends(as_near_part *part) {
  bool sorted = true;
  for (size_t i = 0; i < part->count; i++) {
    part->ends[i] = part->spans[i].end;
    sorted = sorted && (i == 0 || part->ends[i - 1] <= part->ends[i]);
  }
  if (!sorted) qsort(part->ends, part->count, sizeof *part->ends, compare_numbers);
}

/* Does a place of PART, whose ends are sorted, end in [FROM, TO]? */
static bool ends_within(const as_near_part *part, uint32_t from, uint32_t to) {
  size_t low = as_ascending_from(part->ends, part->count, from);
  return low < part->count && part->ends[low] <= to;
}

static bool starts_within(const as_near_part *part, uint32_t from, uint32_t to) {
  size_t low = 0, high = part->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (part->spans[middle].start < from)
      low = middle + 1;
    else
      high = middle;
  }
  return low < part->count && part->spans[low].start <= to;
}

static uint32_t less(uint32_t a, uint32_t b) { return a > b ? a - b : 0; }
static uint32_t more(uint32_t a, uint32_t b) { return a > UINT32_MAX - b ? UINT32_MAX : a + b; }

/* Keep the places of PART that have one of OTHER within DISTANCE before them, or after them. */
static void keep_near(as_near_part *part, const as_near_part *other, uint32_t distance, bool before,
                      bool after) {
  size_t kept = 0;
  for (size_t i = 0; i < part->count; i++) {
    as_span span = part->spans[i];
    bool near = (before && ends_within(other, less(span.start, distance), span.start)) ||
                (after && starts_within(other, span.end, more(span.end, distance)));
    if (near) part->spans[kept++] = span;
  }
  part->count = kept;
}

size_t as_near_join(as_near_part *parts, size_t count) {
  for (size_t i = 0; i < count; i++) {
    as_near_tidy(&parts[i]);
    if (i > 0) keep_near(&parts[i], &parts[i - 1], parts[i].distance, true, !parts[i].ordered);
    if (parts[i].count == 0) return 0;
    sort_ends(&parts[i]);
  }
  size_t least = parts[count - 1].count;
  for (size_t i = count - 1; i-- > 0;) {
    keep_near(&parts[i], &parts[i + 1], parts[i + 1].distance, !parts[i + 1].ordered, true);
    sort_ends(&parts[i]);
    if (parts[i].count < least) least = parts[i].count;
  }
  return least;
}

/* The last of PLACES below LIMIT; false: none. */
static bool last_below(const as_unit_places *places, uint32_t limit, uint32_t *out_position) {
  size_t low = as_ascending_from(places->positions, places->count, limit);
  if (low > 0) *out_position = places->positions[low - 1];
  return low > 0;
}

size_t as_near_windows(const as_unit_places *units, size_t count, uint32_t width, as_span *spans) {
  size_t found = 0;
  const as_unit_places *last = &units[count - 1];
  for (size_t i = 0; i < last->count; i++) {
    uint32_t first = last->positions[i], end = first + 1;
    size_t left = count - 1;
    while (left > 0 && last_below(&units[left - 1], first, &first) && end - first <= width) left--;
    if (left > 0 || end - first > width) continue;
    if (found > 0 && spans[found - 1].start == first) continue;
    spans[found++] = (as_span){first, end};
  }
  return found;
}
