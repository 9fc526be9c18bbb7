/* SPDX-License-Identifier: MIT
 * Nearness on small random sets of positions, against all chains there are; what it scores; and a search for it when memory
 * is out. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <assist.h>

#include "port/hook.h"
#include "port/mem.h"
#include "query/near.h"
#include "query/near_bits.h"
#include "tree.h"

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

#define WORDS 8

/* Places of a part are of one length; over so many words that they are moved by whole ones too. */
static void draw_even(chain *all) {
  draw(all);
  for (size_t p = 0; p < all->parts; p++) {
    const uint32_t length = 1 + (below(8) == 0 ? below(200) : below(3));
    if (below(2) == 0) all->distance[p] = below(300);
    for (size_t i = 0; i < all->counts[p]; i++) {
      const uint32_t start = below(WORDS * 64 - length);
      all->spans[p][i] = (as_span){start, start + length};
    }
  }
}

START_TEST(bits_join_as_lists_do) {
  unsigned matched = 0;
  for (int round = 0; round < 20000; round++) {
    chain all;
    draw_even(&all);
    uint32_t ends[PARTS][PLACES];
    uint64_t words[PARTS][WORDS] = {0}, room[2 * WORDS];
    as_near_part lists[PARTS];
    as_near_bits bits[PARTS];
    for (size_t p = 0; p < all.parts; p++) {
      const as_span first = all.spans[p][0];
      lists[p] = (as_near_part){all.spans[p], all.counts[p], ends[p], all.distance[p], all.ordered[p]};
      bits[p] = (as_near_bits){words[p], first.end - first.start, all.distance[p], all.ordered[p]};
      for (size_t i = 0; i < all.counts[p]; i++)
        words[p][all.spans[p][i].start / 64] |= UINT64_C(1) << all.spans[p][i].start % 64;
    }
    const size_t least = as_near_join(lists, all.parts);
    ck_assert_uint_eq(as_near_bits_join(bits, all.parts, WORDS, room), least);
    matched += least > 0;
  }
  ck_assert_uint_gt(matched, 5000);
  ck_assert_uint_lt(matched, 19000);
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

/* ---- a small index */

typedef struct small {
  char folder[32];
  assist_index *index;
  assist_writer *writer;
  assist_snapshot *snapshot;
} small;

static void open_small(small *world, const char *const *bodies) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  options.flags = ASSIST_OPEN_CREATE;
  strcpy(world->folder, "near-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(world->folder));
  ck_assert_int_eq(assist_index_open(world->folder, &options, &world->index, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_writer_open(world->index, NULL, &world->writer, NULL), ASSIST_OK);
  for (size_t i = 0; bodies[i] != NULL; i++) {
    char key = (char)('a' + i);
    assist_document *document;
    ck_assert_int_eq(assist_document_new(&document, NULL), ASSIST_OK);
    ck_assert_int_eq(assist_document_set_key(document, &key, 1, NULL), ASSIST_OK);
    ck_assert_int_eq(assist_document_add_text(document, "body", bodies[i], strlen(bodies[i]), NULL),
                     ASSIST_OK);
    ck_assert_int_eq(assist_writer_put(world->writer, document, NULL, NULL), ASSIST_OK);
    assist_document_free(document);
  }
  ck_assert_int_eq(assist_writer_commit(world->writer, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_index_snapshot(world->index, &world->snapshot, NULL), ASSIST_OK);
}

static void close_small(small *world) {
  assist_snapshot_close(world->snapshot);
  assist_writer_close(world->writer);
  assist_index_close(world->index);
  tree_remove(world->folder);
}

/* The score of the only hit of TEXT. */
static uint64_t score_of(const small *world, const char *text) {
  assist_query *query;
  assist_results *results;
  assist_hit hit;
  ck_assert_int_eq(assist_query_parse(text, strlen(text), NULL, &query, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_search(world->snapshot, query, NULL, &results, NULL), ASSIST_OK);
  ck_assert_msg(assist_results_total(results) == 1 && !assist_results_relaxed(results), "%s", text);
  ck_assert_int_eq(assist_results_hit(results, 0, &hit, NULL), ASSIST_OK);
  assist_results_free(results);
  assist_query_free(query);
  return hit.score;
}

START_TEST(scores_are_those_of_the_page) {
  static const char *const bodies[] = {"甲乙，丙丁，甲乙", "戊己", "庚辛", NULL};
  small world;
  open_small(&world, bodies);
  uint64_t first = score_of(&world, "甲乙"), second = score_of(&world, "丙丁");
  uint64_t near = score_of(&world, "甲乙 NEAR/5 丙丁"), other = score_of(&world, "丙丁 NEAR/5 甲乙");
  ck_assert_uint_eq(near, other);
  ck_assert_uint_gt(first, second);    /* it is there twice */
  ck_assert_uint_le(near, 2 * second); /* 丙丁 takes part once: two equal weights at one occurrence */
  ck_assert_uint_ge(near + 1, 2 * second);
  ck_assert_uint_eq(score_of(&world, "(甲乙 NEAR/5 丙丁)^2.5"), near * 5 / 2);
  ck_assert_uint_eq(score_of(&world, "“甲乙”^0.5"), first / 2);
  ck_assert_uint_eq(score_of(&world, "“甲乙”^0"), 0);
  ck_assert_uint_eq(score_of(&world, "(“甲乙”^2 “丙丁”)^3"), (first * 2 + second) * 3);
  ck_assert_uint_eq(score_of(&world, "(甲乙 OR 戊己) NEAR/5 丙丁"), near);
  ck_assert_uint_gt(score_of(&world, "“甲乙”^1000"), first);
  char deep[400] = "";
  for (int i = 0; i < 30; i++) strcat(deep, "(");
  strcat(deep, "甲乙");
  for (int i = 0; i < 30; i++) strcat(deep, ")^1000");
  ck_assert_uint_gt(score_of(&world, deep), first);
  close_small(&world);
}
END_TEST

static long allocations_left;

static void *poor_allocate(size_t size) {
  return allocations_left-- > 0 ? as_hooks_real()->allocate(size) : NULL;
}
static void *poor_allocate_zeroed(size_t count, size_t size) {
  return allocations_left-- > 0 ? as_hooks_real()->allocate_zeroed(count, size) : NULL;
}
static void *poor_reallocate(void *old, size_t size) {
  return allocations_left-- > 0 ? as_hooks_real()->reallocate(old, size) : NULL;
}

START_TEST(memory_runs_out) {
  static const char *const bodies[] = {"甲乙，丙丁x6，甲乙", "戊，己x", "x6 a 丙丁", NULL};
  const char *text = "(甲 OR 己x) NEAR/9 丙丁 \"丙x6\"~2 “甲丁”~5^2";
  small world;
  assist_query *query;
  as_hooks poor = *as_hooks_real();
  poor.allocate = poor_allocate;
  poor.allocate_zeroed = poor_allocate_zeroed;
  poor.reallocate = poor_reallocate;
  open_small(&world, bodies);
  ck_assert_int_eq(assist_query_parse(text, strlen(text), NULL, &query, NULL), ASSIST_OK);
  assist_status status = ASSIST_NOMEM;
  long allocations = 0;
  for (; status != ASSIST_OK; allocations++) {
    assist_results *results = NULL;
    allocations_left = allocations;
    as_hooks_set(&poor);
    status = assist_search(world.snapshot, query, NULL, &results, NULL);
    as_hooks_set(NULL);
    ck_assert(status == ASSIST_OK || (status == ASSIST_NOMEM && results == NULL));
    if (status == ASSIST_OK) ck_assert_uint_eq(assist_results_total(results), 1);
    assist_results_free(results);
  }
  ck_assert_int_gt(allocations, 20);
  assist_query_free(query);
  close_small(&world);
}
END_TEST

#define PAGES 20000

static long looks_left;

static int64_t jumping_clock(void) { return looks_left-- > 0 ? 0 : INT64_C(1000000000); }

static void add_pages(small *world, const char *body) {
  assist_document *document;
  ck_assert_int_eq(assist_document_new(&document, NULL), ASSIST_OK);
  for (int i = 0; i < PAGES; i++) {
    char key[8];
    const size_t size = (size_t)snprintf(key, sizeof key, "%d", i);
    assist_document_clear(document);
    ck_assert_int_eq(assist_document_set_key(document, key, size, NULL), ASSIST_OK);
    ck_assert_int_eq(assist_document_add_text(document, "body", body, strlen(body), NULL), ASSIST_OK);
    ck_assert_int_eq(assist_writer_put(world->writer, document, NULL, NULL), ASSIST_OK);
  }
  assist_document_free(document);
  ck_assert_int_eq(assist_writer_commit(world->writer, NULL), ASSIST_OK);
  assist_snapshot_close(world->snapshot);
  ck_assert_int_eq(assist_index_snapshot(world->index, &world->snapshot, NULL), ASSIST_OK);
}

/* Processor time of a search whose time is over at the look after LOOKS. */
static clock_t time_of(const small *world, const assist_query *query, long looks, int *out_partial) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results;
  options.time_limit_micros = 1000;
  looks_left = looks;
  clock_t begin = clock();
  ck_assert_int_eq(assist_search(world->snapshot, query, &options, &results, NULL), ASSIST_OK);
  clock_t end = clock();
  *out_partial = assist_results_partial(results);
  assist_results_free(results);
  return end - begin;
}

/* The lists of a character are not read again for each document that is still asked when the time is over. */
START_TEST(time_is_over) {
  static const char text[] = "的 NEAR/5 是";
  const char *const bodies[] = {"的人是", NULL};
  small world;
  assist_query *query;
  int partial;
  open_small(&world, bodies);
  add_pages(&world, bodies[0]);
  ck_assert_int_eq(assist_query_parse(text, strlen(text), NULL, &query, NULL), ASSIST_OK);
  as_hooks hooks = *as_hooks_real();
  hooks.now = jumping_clock;
  as_hooks_set(&hooks);
  const clock_t whole = time_of(&world, query, 100000, &partial);
  ck_assert_int_eq(partial, 0);
  for (long looks = 1; looks < 40; looks++) {
    const clock_t part = time_of(&world, query, looks, &partial);
    ck_assert_msg(part <= 2 * whole + CLOCKS_PER_SEC / 200, "%ld after %ld looks, %ld for all", (long)part,
                  looks, (long)whole);
  }
  as_hooks_set(NULL);
  assist_query_free(query);
  close_small(&world);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("near");
  TCase *all = tcase_create("against all chains");
  tcase_add_test(all, what_takes_part_is_left);
  tcase_add_test(all, bits_join_as_lists_do);
  tcase_add_test(all, distances_may_be_any);
  tcase_add_test(all, windows_are_the_smallest);
  suite_add_tcase(suite, all);
  TCase *index = tcase_create("an index");
  tcase_add_test(index, scores_are_those_of_the_page);
  tcase_add_test(index, memory_runs_out);
  tcase_add_test(index, time_is_over);
  suite_add_tcase(suite, index);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
