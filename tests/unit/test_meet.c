/* SPDX-License-Identifier: MIT
 *
 * Where two rows have the same number: each way of looking, compared with the plainest there is. */
#include <check.h>
#include <stdlib.h>

#include "base/meet.h"

static uint64_t state = 5;

static uint32_t any(uint32_t below) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(state >> 33) % below;
}

typedef struct number_row {
  uint32_t count;
  uint32_t numbers[AS_MEET_MOST + AS_STRIDE];
} number_row;

/* Behind the stride of large ones, which is there, anything. */
static void make(number_row *row, uint32_t gap) {
  row->count = 1 + any(AS_MEET_MOST);
  uint32_t next = any(gap);
  for (uint32_t i = 0; i < AS_MEET_MOST + AS_STRIDE; i++) row->numbers[i] = any(1000);
  for (uint32_t i = 0; i < row->count; i++, next += 1 + any(gap)) row->numbers[i] = next;
  for (uint32_t i = 0; i < AS_STRIDE; i++) row->numbers[row->count + i] = UINT32_MAX;
}

static uint32_t meet_plainly(const number_row *one, uint32_t from, const number_row *two, uint32_t last,
                             as_meeting *out) {
  uint32_t met = 0;
  for (uint32_t i = from; i < one->count && one->numbers[i] <= last; i++)
    for (uint32_t j = 0; j < two->count; j++)
      if (one->numbers[i] == two->numbers[j]) out[met++] = (as_meeting){(uint8_t)i, (uint8_t)j};
  return met;
}

START_TEST(test_meet) {
  number_row one, two;
  uint32_t all = 0;
  for (unsigned n = 0; n < 20000; n++) {
    as_meeting wanted[AS_MEET_MOST], got[AS_MEET_MOST];
    make(&one, 1 + any(9));
    make(&two, 1 + any(9));
    const uint32_t from = any(one.count), most = two.numbers[two.count - 1];
    const uint32_t last = any(4) == 0 ? any(most + 1) : most;
    const uint32_t count = meet_plainly(&one, from, &two, last, wanted);
    all += count;
    for (unsigned way = 0; way < AS_MEET_WAYS; way++) {
      ck_assert_uint_eq(as_meet_by(way, one.numbers, from, two.numbers, two.count, last, got), count);
      for (uint32_t i = 0; i < count; i++) {
        ck_assert_uint_eq(got[i].first, wanted[i].first);
        ck_assert_uint_eq(got[i].second, wanted[i].second);
      }
    }
  }
  ck_assert_uint_gt(all, 20000);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("meet");
  TCase *cases = tcase_create("meet");
  tcase_set_timeout(cases, 300);
  tcase_add_test(cases, test_meet);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
