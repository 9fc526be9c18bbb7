/* SPDX-License-Identifier: MIT
 *
 * base/census: counts of few words and of many, of parts that are full and of some that are not, equal those of an array. */
#include <check.h>
#include <stdlib.h>

#include "base/census.h"
#include "chance.h"

/* What a census should find: counts of the words i * CENSUS_STEP. */
#define CENSUS_STEP UINT64_C(0x100000001B3)

typedef struct census_check {
  uint64_t *wanted;
  size_t size, found;
} census_check;

static bool check_tally(void *taker, const as_tally *tally, as_census_bounds bounds) {
  census_check *check = taker;
  for (size_t at = 0; at < tally->capacity; at++) {
    const as_tally_row *row = &tally->rows[at];
    if (row->count == 0) continue;
    uint64_t i = row->word / CENSUS_STEP;
    if (row->count > bounds.most || row->word < bounds.low) return false;
    if (row->word % CENSUS_STEP != 0 || i >= check->size || row->count != check->wanted[i]) return false;
    check->wanted[i] = 0;
    check->found++;
  }
  return true;
}

static bool fill_census(as_census *census, census_check *check, size_t words) {
  uint64_t batch[100];
  for (size_t done = 0; done < words; done += 100) {
    for (size_t i = 0; i < 100; i++) {
      uint64_t number = next_random() % 8 == 0 ? 7 : next_random() % check->size; /* one of them is common */
      batch[i] = number * CENSUS_STEP;
      check->wanted[number]++;
    }
    uint64_t other = next_random() % check->size, amount = next_random() % 3;
    check->wanted[other] += amount;
    if (!as_census_add_all(census, batch, 100) || !as_census_add(census, other * CENSUS_STEP, amount))
      return false;
  }
  return true;
}

/* Few words, as many as go into the first table, and more; few times, and until parts are full. */
START_TEST(test_census) {
  static const size_t sizes[] = {10, 32768, 40000, 300000}, counts[] = {0, 1000, 500000, 3000000};
  for (size_t s = 0; s < 16; s++) {
    census_check check = {.size = sizes[s / 4]};
    as_census census;
    as_census_init(&census);
    check.wanted = calloc(check.size, sizeof *check.wanted);
    ck_assert(fill_census(&census, &check, counts[s % 4]));
    size_t different = 0;
    for (size_t i = 0; i < check.size; i++) different += check.wanted[i] != 0;
    ck_assert(as_census_walk(&census, check_tally, &check));
    ck_assert_uint_eq(check.found, different);
    as_census_clear(&census);
    free(check.wanted);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("census");
  TCase *counts = tcase_create("counts");
  tcase_add_test(counts, test_census);
  suite_add_tcase(suite, counts);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
