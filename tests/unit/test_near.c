/* SPDX-License-Identifier: MIT
 * Nearness on small random sets of positions, against all chains there are. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "query/near.h"

#define PLACES 7
#define PARTS 4

static uint32_t seed;

static uint32_t below(uint32_t n) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % n;
}

typedef struct chain {
  as_span spans[PARTS][PLACES];
  size_t counts[PARTS];
  uint32_t distance[PARTS];
  bool ordered[PARTS];
  size_t parts;
  bool takes_part[PARTS][PLACES];
} chain;

static bool are_near(as_span a, as_span b, uint32_t distance, bool ordered) {
  if (b.start >= a.end) return b.start - a.end <= distance;
  return !ordered && a.start >= b.end && a.start - b.end <= distance;
}

/* Marks what takes part in a chain that begins with the places CHOSEN, and says whether there is one. */
static bool go_on(chain *all, size_t part, size_t *chosen) {
  if (part == all->parts) {
    for (size_t i = 0; i < part; i++) all->takes_part[i][chosen[i]] = true;
    return true;
  }
  bool any = false;
  for (size_t i = 0; i < all->counts[part]; i++) {
    chosen[part] = i;
    bool near = part == 0 || are_near(all->spans[part - 1][chosen[part - 1]], all->spans[part][i],
                                      all->distance[part], all->ordered[part]);
    if (near) any |= go_on(all, part + 1, chosen);
  }
  return any;
}

static void draw(chain *all) {
  memset(all, 0, sizeof *all);
  all->parts = 2 + below(PARTS - 1);
  for (size_t p = 0; p < all->parts; p++) {
    all->counts[p] = 1 + below(PLACES);
    all->distance[p] = below(5);
    all->ordered[p] = below(2) == 0;
    for (size_t i = 0; i < all->counts[p]; i++) {
      uint32_t start = below(25);
      all->spans[p][i] = (as_span){start, start + 1 + below(4)};
    }
  }
}

static bool has(const as_near_part *part, as_span span) {
  size_t found = 0;
  for (size_t i = 0; i < part->count; i++)
    found += part->spans[i].start == span.start && part->spans[i].end == span.end;
  ck_assert_uint_le(found, 1);
  return found == 1;
}

START_TEST(what_takes_part_is_left) {
  unsigned matched = 0;
  for (int round = 0; round < 5000; round++) {
    chain all;
    size_t chosen[PARTS];
    draw(&all);
    as_span spans[PARTS][PLACES];
    uint32_t ends[PARTS][PLACES];
    as_near_part parts[PARTS];
    memcpy(spans, all.spans, sizeof spans);
    for (size_t p = 0; p < all.parts; p++)
      parts[p] = (as_near_part){spans[p], all.counts[p], ends[p], all.distance[p], all.ordered[p]};
    bool any = go_on(&all, 0, chosen);
    size_t least = as_near_join(parts, all.parts), fewest = SIZE_MAX;
    ck_assert_int_eq(least > 0, any);
    if (!any) continue;
    matched++;
    for (size_t p = 0; p < all.parts; p++) {
      for (size_t i = 0; i < all.counts[p]; i++)
        ck_assert_int_eq(has(&parts[p], all.spans[p][i]), all.takes_part[p][i]);
      for (size_t i = 1; i < parts[p].count; i++)
        ck_assert_uint_le(parts[p].spans[i - 1].start, parts[p].spans[i].start);
      if (parts[p].count < fewest) fewest = parts[p].count;
    }
    ck_assert_uint_eq(least, fewest);
  }
  ck_assert_uint_gt(matched, 1000);
}
END_TEST

START_TEST(distances_may_be_any) {
  as_span a = {5, 6}, b = {UINT32_MAX - 1, UINT32_MAX};
  uint32_t ends[2];
  as_near_part parts[] = {{&a, 1, &ends[0], 0, false}, {&b, 1, &ends[1], UINT32_MAX, false}};
  ck_assert_uint_eq(as_near_join(parts, 2), 1);
  as_near_part back[] = {{&b, 1, &ends[0], 0, false}, {&a, 1, &ends[1], UINT32_MAX, false}};
  ck_assert_uint_eq(as_near_join(back, 2), 1);
  back[1].ordered = true;
  back[0].count = back[1].count = 1;
  ck_assert_uint_eq(as_near_join(back, 2), 0);
}
END_TEST

/* Is there a chain of units from UNIT on behind BEFORE that ends at END? */
static bool reaches(const as_unit_places *units, size_t count, size_t unit, uint32_t before, uint32_t end) {
  for (size_t i = 0; i < units[unit].count; i++) {
    uint32_t at = units[unit].positions[i];
    if (at <= before) continue;
    if (unit + 1 == count ? at == end : reaches(units, count, unit + 1, at, end)) return true;
  }
  return false;
}

static bool holds(const as_unit_places *units, size_t count, uint32_t first, uint32_t last) {
  for (size_t i = 0; i < units[0].count; i++)
    if (units[0].positions[i] == first)
      return count == 1 ? first == last : reaches(units, count, 1, first, last);
  return false;
}

START_TEST(windows_are_the_smallest) {
  unsigned found = 0;
  for (int round = 0; round < 3000; round++) {
    uint32_t positions[3][20];
    as_unit_places units[3];
    as_span spans[20];
    size_t count = 1 + below(3);
    uint32_t width = (uint32_t)count + below(5);
    for (size_t u = 0; u < count; u++) {
      size_t places = 0;
      for (uint32_t at = 0; at < 20; at++)
        if (below(4) == 0) positions[u][places++] = at;
      units[u] = (as_unit_places){positions[u], places};
    }
    size_t windows = as_near_windows(units, count, width, spans), at = 0;
    for (uint32_t first = 0; first < 20; first++) {
      for (uint32_t last = first; last < 20 && last - first < width; last++) {
        if (!holds(units, count, first, last)) continue;
        bool smallest = true;
        for (uint32_t f = first; f <= last; f++)
          for (uint32_t l = f; l <= last; l++)
            if ((f != first || l != last) && holds(units, count, f, l)) smallest = false;
        if (!smallest) continue;
        ck_assert_uint_lt(at, windows);
        ck_assert(spans[at].start == first && spans[at].end == last + 1);
        at++;
      }
    }
    ck_assert_uint_eq(at, windows);
    found += windows > 0;
  }
  ck_assert_uint_gt(found, 500);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("near");
  TCase *all = tcase_create("against all chains");
  tcase_add_test(all, what_takes_part_is_left);
  tcase_add_test(all, distances_may_be_any);
  tcase_add_test(all, windows_are_the_smallest);
  suite_add_tcase(suite, all);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
