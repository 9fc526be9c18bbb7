/* SPDX-License-Identifier: MIT
 *
 * What is learned of spellings: true for ever, and never more than was seen. */
#include <check.h>
#include <stdlib.h>

#include "index/spelled.h"

enum { LEAD = 0x9818, HAIR = 0x53d1, ONE = 0x4e00, TEXT = 40 };

/* A text of TEXT characters, the last ones as given, the others written as they fold. */
static void learn(as_spelled *spelled, uint64_t document, const as_spelling *last, size_t count) {
  as_spelling text[TEXT];
  for (uint32_t i = 0; i < TEXT; i++) text[i] = (as_spelling){0x6000 + i, 0x6000 + i};
  for (size_t i = 0; i < count; i++) text[TEXT - count + i] = last[i];
  as_spelled_learn(spelled, document, text, TEXT);
}

static const as_spelling simplified[] = {{LEAD, 0x9886}, {HAIR, 0x53d1}};
static const as_spelling traditional[] = {{LEAD, 0x9818}, {HAIR, 0x767c}, {ONE, 0x4e00}};
static const as_spelling both[] = {{HAIR, 0x53d1}, {HAIR, 0x9aee}, {LEAD, 0x9886}};
static const as_spelling joined[] = {{LEAD, 0x9886}, {HAIR, 0}};

START_TEST(test_forms) {
  as_spelled *spelled = as_spelled_new(5);
  ck_assert_ptr_nonnull(spelled);
  ck_assert_uint_eq(as_spelled_form(spelled, 0, LEAD), 0);
  learn(spelled, 0, simplified, 2);
  ck_assert_uint_eq(as_spelled_form(spelled, 0, LEAD), 0x9886);
  ck_assert_uint_eq(as_spelled_form(spelled, 1, LEAD), 0);

  as_spelled_learn(spelled, 1, traditional, 3); /* all but one against: it adds nothing */
  ck_assert_uint_eq(as_spelled_form(spelled, 1, LEAD), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 1, HAIR), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 1, ONE), 0);

  learn(spelled, 2, both, 3);
  ck_assert_uint_eq(as_spelled_form(spelled, 2, HAIR), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 2, LEAD), 0x9886);

  learn(spelled, 3, joined, 2);
  ck_assert_uint_eq(as_spelled_form(spelled, 3, HAIR), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 3, LEAD), 0x9886);

  learn(spelled, 4, traditional + 1, 2); /* one against of many: the rest is added */
  ck_assert_uint_eq(as_spelled_form(spelled, 4, HAIR), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 4, ONE), 0x4e00);
  as_spelled_learn(spelled, 1, traditional, 3); /* read again, it has one exception less */
  ck_assert_uint_eq(as_spelled_form(spelled, 1, ONE), 0x4e00);
  ck_assert_uint_eq(as_spelled_form(spelled, 1, HAIR), 0);
  as_spelled_free(spelled);
}
END_TEST

/* A few exceptions are told apart from all else; of many none is forgotten. */
START_TEST(test_exceptions) {
  as_spelled *spelled = as_spelled_new(TEXT + 1);
  as_spelling text[TEXT];
  ck_assert_ptr_nonnull(spelled);
  learn(spelled, TEXT, NULL, 0);
  for (uint32_t n = 0; n < TEXT; n++) {
    unsigned known = 0;
    for (uint32_t i = 0; i < TEXT; i++) text[i] = (as_spelling){0x6000 + i, i < n ? 0x7000 : 0x6000 + i};
    as_spelled_learn(spelled, n, text, TEXT);
    for (uint32_t i = 0; i < TEXT; i++) {
      uint32_t form = as_spelled_form(spelled, n, 0x6000 + i);
      ck_assert(form == 0 || (form == 0x6000 + i && i >= n));
      known += form != 0;
    }
    if (n <= 3) ck_assert_uint_eq(known, TEXT - n);
  }
  as_spelled_free(spelled);
}
END_TEST

START_TEST(test_bounds) {
  static const as_spelling beyond[] = {{0x40000, 0x9886}, {UINT32_MAX, 1}};
  as_spelled *spelled = as_spelled_new(1);
  ck_assert_ptr_nonnull(spelled);
  learn(spelled, 1, simplified, 2);
  ck_assert_uint_eq(as_spelled_form(spelled, 1, LEAD), 0);
  as_spelled_learn(spelled, 0, beyond, 2);
  ck_assert_uint_eq(as_spelled_form(spelled, 0, 0x40000), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 0, UINT32_MAX), 0);
  as_spelled_free(spelled);
  as_spelled_free(NULL);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("spelled");
  TCase *cases = tcase_create("spelled");
  tcase_add_test(cases, test_forms);
  tcase_add_test(cases, test_exceptions);
  tcase_add_test(cases, test_bounds);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
