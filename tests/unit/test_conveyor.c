/* SPDX-License-Identifier: MIT
 *
 * The conveyor: every load is run once, in order; a failure comes back to the giver; ending early runs no more than it must. */
#include <check.h>
#include <stdlib.h>

#include "base/conveyor.h"
#include "base/error.h"

#define MANY 1000u

typedef struct tally {
  uint32_t runs, wrong, fail_at; /* UINT32_MAX: never */
} tally;

static assist_status count(void *context, const as_load *load, assist_error *error) {
  tally *all = context;
  if (load->first == all->fail_at) return as_fail(error, ASSIST_LIMIT, "load %u", (unsigned)load->first);
  all->wrong += load->first != all->runs || load->bytes.size != load->first % 7 + 1 ||
                load->bytes.bytes[0] != (uint8_t)load->first;
  all->runs++;
  return ASSIST_OK;
}

/* How many loads could be given. */
static uint32_t give_many(as_conveyor *conveyor, assist_status *out_status, assist_error *error) {
  for (uint32_t i = 0; i < MANY; i++) {
    as_load *load;
    *out_status = as_conveyor_take(conveyor, &load, error);
    if (*out_status != ASSIST_OK) return i;
    ck_assert_uint_eq(load->bytes.size, 0);
    load->first = i;
    for (uint32_t j = 0; j <= i % 7; j++) as_buf_add_u8(&load->bytes, (uint8_t)i);
    as_conveyor_give(conveyor);
  }
  return MANY;
}

START_TEST(all_in_order) {
  tally all = {.fail_at = UINT32_MAX};
  as_conveyor *conveyor;
  assist_error error;
  assist_status status;
  ck_assert_int_eq(as_conveyor_new(count, &all, &conveyor, &error), ASSIST_OK);
  ck_assert_uint_eq(give_many(conveyor, &status, &error), MANY);
  ck_assert_int_eq(as_conveyor_end(conveyor, &error), ASSIST_OK);
  ck_assert_uint_eq(all.runs, MANY);
  ck_assert_uint_eq(all.wrong, 0);
  as_conveyor_free(conveyor);
}
END_TEST

START_TEST(failure_comes_back) {
  tally all = {.fail_at = 20};
  as_conveyor *conveyor;
  assist_error error = {0};
  assist_status status;
  ck_assert_int_eq(as_conveyor_new(count, &all, &conveyor, &error), ASSIST_OK);
  const uint32_t given = give_many(conveyor, &status, &error);
  ck_assert_uint_lt(given, MANY);
  ck_assert_int_eq(status, ASSIST_LIMIT);
  ck_assert_str_eq(error.message, "load 20");
  ck_assert_int_eq(as_conveyor_end(conveyor, &error), ASSIST_LIMIT);
  ck_assert_uint_eq(all.runs, 20);
  as_conveyor_free(conveyor);
}
END_TEST

START_TEST(failure_of_the_last) {
  tally all = {.fail_at = MANY - 1};
  as_conveyor *conveyor;
  assist_error error = {0};
  assist_status status;
  ck_assert_int_eq(as_conveyor_new(count, &all, &conveyor, &error), ASSIST_OK);
  ck_assert_uint_eq(give_many(conveyor, &status, &error), MANY);
  ck_assert_int_eq(as_conveyor_end(conveyor, &error), ASSIST_LIMIT);
  ck_assert_str_eq(error.message, "load 999");
  as_conveyor_free(conveyor);
}
END_TEST

START_TEST(left_early) {
  tally all = {.fail_at = UINT32_MAX};
  as_conveyor *conveyor;
  assist_error error;
  assist_status status;
  ck_assert_int_eq(as_conveyor_new(count, &all, &conveyor, &error), ASSIST_OK);
  (void)give_many(conveyor, &status, &error);
  as_conveyor_free(conveyor);
  ck_assert_uint_eq(all.wrong, 0);
  as_conveyor_free(NULL);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("conveyor");
  TCase *cases = tcase_create("conveyor");
  tcase_add_test(cases, all_in_order);
  tcase_add_test(cases, failure_comes_back);
  tcase_add_test(cases, failure_of_the_last);
  tcase_add_test(cases, left_early);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
