/* SPDX-License-Identifier: MIT
 *
 * Orders of documents by bisection: clusters that were planted come together, with one thread and with two; postings are
 * sorted; and what a merge makes of it holds what it held before. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "index/bisect.h"
#include "index/posting_sorter.h"

static uint64_t seed;
static uint32_t draw(uint32_t below) {
  seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(seed >> 33) % below;
}

/* ---- bisection ---- */

#define CLUSTERS 16u
#define OWN 40u    /* terms of a cluster */
#define COMMON 64u /* terms of all */
#define DRAWN 30u  /* terms of a document, three quarters of them of its cluster */

/* Document i is of cluster clusters[i]. */
static as_bisect_graph plant(uint32_t documents, uint32_t *clusters) {
  as_bisect_graph graph = {.documents = documents, .term_count = CLUSTERS * OWN + COMMON};
  graph.starts = calloc(documents + 1, sizeof *graph.starts);
  graph.terms = calloc((size_t)documents * DRAWN + 1, sizeof *graph.terms);
  for (uint32_t i = 0; i < documents; i++) {
    bool has[CLUSTERS * OWN + COMMON] = {false};
    clusters[i] = draw(CLUSTERS);
    for (uint32_t t = 0; t < DRAWN; t++)
      has[draw(4) > 0 ? clusters[i] * OWN + draw(OWN) : CLUSTERS * OWN + draw(COMMON)] = true;
    graph.starts[i + 1] = graph.starts[i];
    for (uint32_t t = 0; t < graph.term_count; t++)
      if (has[t]) graph.terms[graph.starts[i + 1]++] = t;
  }
  return graph;
}

static void unplant(as_bisect_graph *graph) {
  free(graph->starts);
  free(graph->terms);
}

static void order_of(uint32_t documents, uint64_t of, bool aside, uint32_t *clusters, uint32_t *out_order) {
  as_ticker ticker = {0};
  assist_error error = {0};
  seed = of;
  as_bisect_graph graph = plant(documents, clusters);
  ck_assert_int_eq(as_bisect(&graph, aside, &ticker, out_order, &error), ASSIST_OK);
  unplant(&graph);
}

static void expect_permutation(const uint32_t *order, uint32_t count) {
  bool *seen = calloc(count + 1, sizeof *seen);
  for (uint32_t i = 0; i < count; i++) {
    ck_assert_uint_lt(order[i], count);
    ck_assert(!seen[order[i]]);
    seen[order[i]] = true;
  }
  free(seen);
}

START_TEST(any_number_of_documents) {
  static const uint32_t numbers[] = {0, 1, 2, 16, 17, 33, 100, 1000};
  const uint32_t count = numbers[_i];
  uint32_t clusters[1001], order[1001];
  order_of(count, 3, true, clusters, order);
  expect_permutation(order, count);
}
END_TEST

START_TEST(clusters_come_together) {
  enum { DOCUMENTS = 6000 };
  static uint32_t clusters[DOCUMENTS], order[DOCUMENTS];
  unsigned before = 0, after = 0;
  order_of(DOCUMENTS, (uint64_t)_i + 1, false, clusters, order);
  expect_permutation(order, DOCUMENTS);
  for (uint32_t i = 1; i < DOCUMENTS; i++) {
    before += clusters[i] != clusters[i - 1];
    after += clusters[order[i]] != clusters[order[i - 1]];
  }
  ck_assert_uint_gt(before, DOCUMENTS * 9 / 10);
  ck_assert_uint_lt(after, DOCUMENTS / 20);
}
END_TEST

START_TEST(threads_do_not_matter) {
  enum { DOCUMENTS = 3000 };
  static uint32_t clusters[DOCUMENTS], one[DOCUMENTS], two[DOCUMENTS];
  order_of(DOCUMENTS, 9, false, clusters, one);
  order_of(DOCUMENTS, 9, true, clusters, two);
  ck_assert_int_eq(memcmp(one, two, sizeof one), 0);
}
END_TEST

/* Nothing tells them apart: they stay. */
START_TEST(alike_documents_stay) {
  enum { DOCUMENTS = 500 };
  uint64_t starts[DOCUMENTS + 1];
  uint32_t terms[DOCUMENTS * 3], order[DOCUMENTS];
  as_ticker ticker = {0};
  for (uint32_t i = 0; i <= DOCUMENTS; i++) starts[i] = 3 * i;
  for (uint32_t i = 0; i < DOCUMENTS * 3; i++) terms[i] = i % 3;
  const as_bisect_graph graph = {DOCUMENTS, 3, starts, terms};
  ck_assert_int_eq(as_bisect(&graph, false, &ticker, order, NULL), ASSIST_OK);
  for (uint32_t i = 0; i < DOCUMENTS; i++) ck_assert_uint_eq(order[i], i);
}
END_TEST

static int stop(void *context, uint64_t done, uint64_t total) {
  (void)done, (void)total;
  return ++*(int *)context > 1;
}

START_TEST(the_caller_may_stop_it) {
  enum { DOCUMENTS = 6000 };
  static uint32_t clusters[DOCUMENTS], order[DOCUMENTS];
  int asked = 0;
  assist_error error = {0};
  as_ticker ticker = {.function = stop, .context = &asked, .told = INT64_MIN / 2};
  as_bisect_graph graph = plant(DOCUMENTS, clusters);
  asked = 1; /* at once */
  ck_assert_int_eq(as_bisect(&graph, _i == 1, &ticker, order, &error), ASSIST_CANCELLED);
  ck_assert_int_eq(error.code, ASSIST_CANCELLED);
  unplant(&graph);
}
END_TEST

/* ---- postings ---- */

START_TEST(postings_are_sorted) {
  static const uint32_t numbers[] = {0, 1, 5, 64, 65, 4000};
  const uint32_t count = numbers[_i];
  as_posting_sorter sorter = {0};
  for (int again = 0; again < 2; again++) {
    as_posting_sorter_reset(&sorter);
    for (uint32_t i = 0; i < count; i++) { /* 7 has no factor in common with any of them */
      const uint32_t document = (uint32_t)((uint64_t)i * 7 % count),
                     positions[] = {document, document + 1, document + 5};
      ck_assert(as_posting_sorter_add(&sorter, 3 * document, positions, document % 4));
    }
    ck_assert(as_posting_sorter_sort(&sorter, 3 * count + 1));
    uint32_t document, size;
    const uint32_t *positions;
    for (uint32_t i = 0; i < count; i++) {
      ck_assert(as_posting_sorter_next(&sorter, &document, &positions, &size));
      ck_assert_uint_eq(document, 3 * i);
      ck_assert_uint_eq(size, i % 4);
      for (uint32_t p = 0; p < size; p++) ck_assert_uint_eq(positions[p], i + (p == 2 ? 5 : p));
    }
    ck_assert(!as_posting_sorter_next(&sorter, &document, &positions, &size));
  }
  as_posting_sorter_clear(&sorter);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("bisect");
  TCase *cases = tcase_create("bisect");
  tcase_set_timeout(cases, 300);
  tcase_add_loop_test(cases, any_number_of_documents, 0, 8);
  tcase_add_loop_test(cases, clusters_come_together, 0, 3);
  tcase_add_test(cases, threads_do_not_matter);
  tcase_add_test(cases, alike_documents_stay);
  tcase_add_loop_test(cases, the_caller_may_stop_it, 0, 2);
  tcase_add_loop_test(cases, postings_are_sorted, 0, 6);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
