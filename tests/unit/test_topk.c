/* SPDX-License-Identifier: MIT
 *
 * base/stride.h and base/topk.h: sixteen numbers looked at together, and the best of many, against one after the other. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/stride.h"
#include "base/topk.h"
#include "chance.h"

/* Vectors of numbers compared with one, as one after the other. */
START_TEST(test_stride) {
  for (unsigned round = 0; round < 2000; round++) {
    uint32_t values[AS_STRIDE], sorted[AS_STRIDE], below = 0, above = 0;
    uint8_t bytes[AS_STRIDE_BYTES];
    uint64_t reach = 0;
    const uint32_t bound = (uint32_t)(next_random() % 40);
    for (uint32_t i = 0; i < AS_STRIDE; i++) {
      values[i] = (uint32_t)next_random() % 40 * (next_random() % 8 == 0 ? 50000000 : 1);
      sorted[i] = (i == 0 ? 0 : sorted[i - 1] + 1) + (uint32_t)next_random() % 5;
      above |= (uint32_t)(values[i] > bound) << i;
      below += sorted[i] < bound;
    }
    for (unsigned i = 0; i < AS_STRIDE_BYTES; i++) {
      bytes[i] = (uint8_t)next_random();
      reach |= (uint64_t)(bytes[i] >= bound * 6) << i;
    }
    ck_assert_uint_eq(as_stride_above(values, bound), above);
    ck_assert_uint_eq(as_stride_below(sorted, bound), below);
    ck_assert_uint_eq(as_stride_reach(bytes, (uint8_t)(bound * 6)), reach);
    uint32_t sum = 0;
    for (uint32_t i = 0; i < AS_STRIDE; i++) sum += values[i];
    ck_assert_uint_eq(as_stride_sum(values), sum);
  }
}
END_TEST

static int best_first(const void *a, const void *b) {
  const as_topk_item *x = a, *y = b;
  if (x->score != y->score) return x->score > y->score ? -1 : 1;
  return x->number < y->number ? -1 : x->number > y->number;
}

/* The K of a sorted array, whatever the order of offering. */
START_TEST(test_topk) {
  enum { ITEMS = 200 };
  as_topk_item items[ITEMS], sorted[ITEMS];
  for (unsigned i = 0; i < ITEMS; i++) items[i] = (as_topk_item){next_random() % 20, i, i * 3};
  memcpy(sorted, items, sizeof items);
  qsort(sorted, ITEMS, sizeof *sorted, best_first);
  const size_t limits[] = {0, 1, 7, 16, 17, 100, ITEMS, SIZE_MAX};
  for (unsigned round = 0; round < 80; round++) {
    size_t limit = limits[round % 8];
    for (size_t i = ITEMS - 1; i > 0; i--) {
      size_t j = (size_t)(next_random() % (i + 1));
      as_topk_item kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
    as_topk top;
    as_topk_item room[AS_TOPK_FEW];
    ck_assert(as_topk_init(&top, round % 3 == 0 ? 0 : limit));
    if (round % 3 == 0) as_topk_init_in(&top, limit, room);
    for (size_t i = 0; i < ITEMS; i++) {
      bool would = as_topk_would_enter(&top, items[i].score, items[i].number);
      size_t before = top.count;
      uint64_t worst = before == 0 ? 0 : top.items[0].number;
      ck_assert(as_topk_offer(&top, items[i]));
      bool entered = top.count != before || (before != 0 && top.items[0].number != worst);
      ck_assert(would == entered);
    }
    as_topk_sort(&top);
    ck_assert_uint_eq(top.count, limit < ITEMS ? limit : ITEMS);
    if (top.count != 0) ck_assert_mem_eq(top.items, sorted, top.count * sizeof *sorted);
    as_topk_clear(&top);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("best");
  TCase *best = tcase_create("strides and the best of many");
  tcase_add_test(best, test_stride);
  tcase_add_test(best, test_topk);
  suite_add_tcase(suite, best);

  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
