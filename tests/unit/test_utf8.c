/* SPDX-License-Identifier: MIT
 * UTF-8: well-formed text, the maximal subparts of broken text, boundaries, lengths. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

typedef struct broken_case {
  const char *bytes;
  size_t size;
  const char
      *steps; /* bytes used by each step, as digits; capital letter A to D: well-formed, 1 to 4 bytes */
} broken_case;

static const broken_case broken_cases[] = {
    {"a\xC3\xA9\xE6\xBC\xA2\xF0\xA0\x80\x80", 10, "ABCD"},
    {"\xC0\x80", 2, "11"},           /* overlong */
    {"\xE0\x9F\xBF", 3, "111"},      /* overlong */
    {"\xF0\x8F\xBF\xBF", 4, "1111"}, /* overlong */
    {"\xED\xA0\x80", 3, "111"},      /* surrogate */
    {"\xF4\x90\x80\x80", 4, "1111"}, /* beyond U+10FFFF */
    {"\xF5\xFF\xFE", 3, "111"},      /* never in UTF-8 */
    {"\xE6\xBC", 2, "2"},            /* cut short */
    {"\xE6\xBC"
     "a",
     3, "2A"},
    {"\xF0\xA0\x80"
     "a",
     4, "3A"},
    {"\xF1\x80\xC3\xA9", 4, "2B"},
    {"\x80\xBF", 2, "11"},
    {"\xE6\xBC\xA2\xA2", 4, "C1"},
    {"\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64", 13,
     "A321A1A11A"}, /* the Unicode standard's example */
};

START_TEST(test_steps) {
  const broken_case *test = &broken_cases[_i];
  const uint8_t *text = (const uint8_t *)test->bytes;
  size_t at = 0, length = 0;
  for (const char *step = test->steps; *step != '\0'; step++, length++) {
    uint32_t code;
    unsigned expected = (unsigned)(*step >= 'A' ? *step - 'A' + 1 : *step - '0');
    ck_assert_uint_lt(at, test->size);
    ck_assert_uint_eq(as_utf8_next(text + at, test->size - at, &code), expected);
    ck_assert_int_eq(code != 0xFFFD, *step >= 'A');
    ck_assert(as_utf8_boundary(text, test->size, at));
    for (unsigned inside = 1; inside < expected; inside++)
      ck_assert(!as_utf8_boundary(text, test->size, at + inside));
    at += expected;
  }
  ck_assert_uint_eq(at, test->size);
  ck_assert(as_utf8_boundary(text, test->size, at));
  ck_assert_uint_eq(as_utf8_length(text, test->size), length);
}
END_TEST

START_TEST(test_round_trip) {
  for (uint32_t code = 0; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 37) {
    uint8_t bytes[4];
    uint32_t back;
    unsigned size = as_utf8_put(code, bytes);
    ck_assert_uint_eq(as_utf8_next(bytes, size, &back), size);
    ck_assert_uint_eq(back, code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : code);
  }
}
END_TEST

START_TEST(test_put_refuses) {
  static const uint32_t refused[] = {0xD800, 0xDFFF, 0x110000, 0xFFFFFFFF};
  uint8_t bytes[4];
  for (size_t i = 0; i < 4; i++) {
    ck_assert_uint_eq(as_utf8_put(refused[i], bytes), 3);
    ck_assert_mem_eq(bytes, "\xEF\xBF\xBD", 3);
  }
}
END_TEST

START_TEST(test_valid) {
  size_t bad = 99;
  ck_assert(as_utf8_valid((const uint8_t *)"漢字 \xEF\xBF\xBD", 10, &bad));
  ck_assert_uint_eq(bad, 99);
  ck_assert(!as_utf8_valid((const uint8_t *)"漢\xE5\xAD", 5, &bad));
  ck_assert_uint_eq(bad, 3);
}
END_TEST

START_TEST(test_lengths) {
  const uint8_t *text = (const uint8_t *)"a漢\xF0\xA0\x80\x80\xFF";
  ck_assert_uint_eq(as_utf8_length(text, 9), 4);
  ck_assert_uint_eq(as_utf16_length(text, 9), 5);
  ck_assert_uint_eq(as_utf8_length(text, 0), 0);
  ck_assert(as_utf8_boundary(text, 0, 0));
  ck_assert(!as_utf8_boundary(text, 9, 10));
}
END_TEST

/* A boundary is where decoding from the start stops: on every short run of difficult bytes. */
START_TEST(test_boundaries_agree) {
  static const uint8_t difficult[] = {'a', 0x80, 0x90, 0xA0, 0xBF, 0xC3, 0xE0, 0xE6, 0xED, 0xF0, 0xF1, 0xF4};
  enum { KINDS = sizeof difficult, SIZE = 5 };
  for (unsigned number = 0; number < 12u * 12 * 12 * 12 * 12; number++) {
    uint8_t text[SIZE];
    bool starts[SIZE + 1] = {false};
    unsigned rest = number;
    uint32_t code;
    for (size_t i = 0; i < SIZE; i++, rest /= KINDS) text[i] = difficult[rest % KINDS];
    for (size_t at = 0; at < SIZE; at += as_utf8_next(text + at, SIZE - at, &code)) starts[at] = true;
    starts[SIZE] = true;
    for (size_t at = 0; at <= SIZE; at++)
      if (as_utf8_boundary(text, SIZE, at) != starts[at]) ck_abort_msg("number %u, offset %zu", number, at);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("utf8");
  TCase *tcase = tcase_create("utf8");
  tcase_add_loop_test(tcase, test_steps, 0, sizeof broken_cases / sizeof *broken_cases);
  tcase_add_test(tcase, test_round_trip);
  tcase_add_test(tcase, test_put_refuses);
  tcase_add_test(tcase, test_valid);
  tcase_add_test(tcase, test_lengths);
  tcase_add_test(tcase, test_boundaries_agree);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
