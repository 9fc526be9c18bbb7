/* SPDX-License-Identifier: MIT
 * Queries when memory runs out, at each of their allocations; and what threads share of one. */
#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <assist/query.h>

#include "failing_memory.h"
#include "port/hook.h"

static assist_query *text_of(int how, const char *field, const char *text) {
  assist_query *query = NULL;
  ck_assert_int_eq(assist_query_text(how, field, text, strlen(text), &query, NULL), ASSIST_OK);
  return query;
}

START_TEST(memory_runs_out) {
  static const char *const names[] = {"date", NULL};
  static const assist_field_alias alias = {"when", "date"};
  const char *text =
      "title:(領(lǐng)導(dǎo) OR “医院，领导”《水浒》) -a +b 党 建 工 x:y =\"髮\" a^2 "
      "a，b NEAR/3 (c OR d，e) ADJ/2 \"f g\"~3 (a b) NEAR/1 -c wor* w?rd wor~2 py:ld when:2021..2022 (c";
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  options.fields = names;
  options.aliases = &alias;
  options.alias_count = 1;
  assist_status status = ASSIST_NOMEM;
  long allocations = 0;
  for (; status != ASSIST_OK; allocations++) {
    assist_query *query = NULL;
    fail_after(allocations);
    status = assist_query_parse(text, strlen(text), &options, &query, NULL);
    as_hooks_set(NULL);
    ck_assert(status == ASSIST_OK || (status == ASSIST_NOMEM && query == NULL));
    assist_query_free(query);
  }
  ck_assert_int_gt(allocations, 10);
}
END_TEST

START_TEST(memory_runs_out_in_printing) {
  assist_query *query = text_of(ASSIST_RUN, NULL, "a");
  fail_after(0);
  const char *printed = assist_query_print(query);
  as_hooks_set(NULL);
  ck_assert_ptr_null(printed);
  ck_assert_str_eq(assist_query_print(query), "(run \"a\")");
  assist_query_free(query);
}
END_TEST

static void *print_query(void *query) { return (void *)(uintptr_t)assist_query_print(query); }

START_TEST(printed_by_threads) {
  for (int round = 0; round < 100; round++) {
    pthread_t threads[4];
    assist_query *query = text_of(ASSIST_RUN, NULL, "a");
    for (int i = 0; i < 4; i++) ck_assert_int_eq(pthread_create(&threads[i], NULL, print_query, query), 0);
    for (int i = 0; i < 4; i++) {
      void *printed;
      ck_assert_int_eq(pthread_join(threads[i], &printed), 0);
      ck_assert_ptr_eq(printed, assist_query_print(query));
    }
    assist_query_free(query);
  }
}
END_TEST

START_TEST(memory_runs_out_in_building) {
  assist_status status = ASSIST_NOMEM;
  for (long allocations = 0; status != ASSIST_OK; allocations++) {
    assist_query *parts[3] = {text_of(ASSIST_RUN, NULL, "a"), text_of(ASSIST_RUN, NULL, "b"), NULL};
    fail_after(allocations);
    assist_query *query = NULL;
    status = assist_query_text(ASSIST_PHRASE, "author", "李，王x", strlen("李，王x"), &parts[2], NULL);
    if (status == ASSIST_OK)
      status = assist_query_or(parts, 3, &query, NULL);
    else
      for (int i = 0; i < 2; i++) assist_query_free(parts[i]);
    if (status == ASSIST_OK) status = assist_query_not(query, &query, NULL);
    as_hooks_set(NULL);
    if (status == ASSIST_OK) assist_query_free(query);
  }
  status = ASSIST_NOMEM;
  for (long allocations = 0; status != ASSIST_OK; allocations++) {
    assist_query *parts[3] = {text_of(ASSIST_RUN, NULL, "a，b"), text_of(ASSIST_RUN, NULL, "b"), NULL};
    fail_after(allocations);
    assist_query *query = NULL;
    status = assist_query_slop(NULL, "c d", 3, 2, &parts[2], NULL);
    if (status == ASSIST_OK)
      status = assist_query_near(ASSIST_NEAR, 3, parts, 3, &query, NULL);
    else
      for (int i = 0; i < 2; i++) assist_query_free(parts[i]);
    if (status == ASSIST_OK) status = assist_query_boost(query, 2000, &query, NULL);
    as_hooks_set(NULL);
    if (status == ASSIST_OK) assist_query_free(query);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("query memory");
  TCase *memory = tcase_create("memory");
  tcase_set_timeout(memory, 300);
  tcase_add_test(memory, memory_runs_out);
  tcase_add_test(memory, memory_runs_out_in_building);
  tcase_add_test(memory, memory_runs_out_in_printing);
  tcase_add_test(memory, printed_by_threads);
  suite_add_tcase(suite, memory);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
