/* SPDX-License-Identifier: MIT
 * The analysis as the API shows it, and offsets in the units of other languages. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <assist/analyzer.h>

typedef struct shown {
  int kind;
  const char *text;
  uint32_t position;
  size_t start, end, full_end;
  unsigned before;
} shown;

static void check_tokens(assist_analyzer *analyzer, const char *text, int as_query, const shown *table,
                         size_t count) {
  assist_token token;
  assist_analyzer_begin(analyzer, text, strlen(text), as_query);
  for (size_t i = 0; i < count; i++) {
    ck_assert_int_eq(assist_analyzer_next(analyzer, &token), 1);
    ck_assert_int_eq(token.kind, table[i].kind);
    ck_assert_str_eq(token.text, table[i].text);
    ck_assert_uint_eq(token.size, strlen(table[i].text));
    ck_assert_uint_eq(token.position, table[i].position);
    ck_assert_uint_eq(token.start, table[i].start);
    ck_assert_uint_eq(token.end, table[i].end);
    ck_assert_uint_eq(token.full_end, table[i].full_end);
    ck_assert_uint_eq(token.before, table[i].before);
  }
  ck_assert_int_eq(assist_analyzer_next(analyzer, &token), 0);
}

START_TEST(tokens) {
  assist_analyzer *analyzer = NULL;
  ck_assert_int_eq(assist_analyzer_new(&analyzer, NULL), ASSIST_OK);
  assist_token token;
  ck_assert_int_eq(assist_analyzer_next(analyzer, &token), 0); /* nothing was begun */
  static const shown table[] = {{ASSIST_TOKEN_CHARACTER, "好", 0, 0, 3, 9, 0},
                                {ASSIST_TOKEN_WORD, "ct", 2, 12, 14, 14, ASSIST_BEFORE_BREAK},
                                {ASSIST_TOKEN_WORD, "x6", 3, 15, 17, 17, ASSIST_BEFORE_JOINT},
                                {ASSIST_TOKEN_CHARACTER, "好", 4, 18, 21, 21, ASSIST_BEFORE_SPACE}};
  check_tokens(analyzer, "好(hǎo)，CT-x6 好", 0, table, 4);
  static const shown document[] = {{ASSIST_TOKEN_WORD, "a", 0, 0, 1, 1, 0},
                                   {ASSIST_TOKEN_WORD, "b", 2, 2, 3, 3, ASSIST_BEFORE_BREAK}};
  static const shown query[] = {{ASSIST_TOKEN_WORD, "a", 0, 0, 1, 1, 0},
                                {ASSIST_TOKEN_WORD, "b", 1, 2, 3, 3, ASSIST_BEFORE_SPACE}};
  check_tokens(analyzer, "a\nb", 0, document, 2);
  check_tokens(analyzer, "a\nb", 1, query, 2);
  assist_analyzer_begin(analyzer, NULL, 0, 0);
  ck_assert_int_eq(assist_analyzer_next(analyzer, &token), 0);
  assist_analyzer_free(analyzer);
  assist_analyzer_free(NULL);
}
END_TEST

START_TEST(offsets) {
  const char *text = "a医😀\xFF\xE5\x8C医"; /* 1 3 4 1 2 3 bytes */
  const size_t size = 14;
  size_t utf16[] = {0, 1, 4, 8, 9, 11, 14}, points[] = {0, 1, 4, 8, 9, 11, 14}, bytes[] = {0, 4};
  static const size_t wanted_utf16[] = {0, 1, 2, 4, 5, 6, 7}, wanted_points[] = {0, 1, 2, 3, 4, 5, 6};
  ck_assert_int_eq(assist_offsets_convert(text, size, ASSIST_OFFSET_UTF16, utf16, 7, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_offsets_convert(text, size, ASSIST_OFFSET_CODEPOINT, points, 7, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_offsets_convert(text, size, ASSIST_OFFSET_BYTE, bytes, 2, NULL), ASSIST_OK);
  for (size_t i = 0; i < 7; i++) {
    ck_assert_uint_eq(utf16[i], wanted_utf16[i]);
    ck_assert_uint_eq(points[i], wanted_points[i]);
  }
  ck_assert_uint_eq(bytes[1], 4);
  size_t descending[] = {4, 1}, beyond[] = {15};
  ck_assert_int_eq(assist_offsets_convert(text, size, ASSIST_OFFSET_UTF16, descending, 2, NULL),
                   ASSIST_INVALID);
  ck_assert_uint_eq(descending[0], 4); /* untouched */
  ck_assert_int_eq(assist_offsets_convert(text, size, ASSIST_OFFSET_UTF16, beyond, 1, NULL), ASSIST_INVALID);
  ck_assert_int_eq(assist_offsets_convert(text, size, 9, beyond, 0, NULL), ASSIST_INVALID);
}
END_TEST

static Suite *make_suite(void) {
  Suite *suite = suite_create("analyzer");
  TCase *all = tcase_create("all");
  tcase_add_test(all, tokens);
  tcase_add_test(all, offsets);
  suite_add_tcase(suite, all);
  return suite;
}

int main(void) {
  SRunner *runner = srunner_create(make_suite());
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
