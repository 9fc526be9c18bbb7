/* SPDX-License-Identifier: MIT
 * The analysis as callers see it: units, positions, byte ranges; and offsets in the units of other languages. */
#include "api.h"

static assist_analyzer *analyzer;

static void set_up(void) { ck_ok(assist_analyzer_new(&analyzer, &error)); }
static void tear_down(void) { assist_analyzer_free(analyzer); }

/* "folded/position/start-end" of each unit, a space between. */
static const char *units_of(const char *text, size_t size, int as_query) {
  static char line[4096];
  size_t used = 0;
  assist_token token;
  int more;
  line[0] = '\0';
  assist_analyzer_begin(analyzer, text, size, as_query);
  while ((more = assist_analyzer_next(analyzer, &token)) == 1) {
    ck_assert_int_eq(token.text[token.size], '\0');
    ck_assert_uint_le(token.end, token.full_end);
    ck_assert_uint_le(token.full_end, size);
    used += (size_t)snprintf(line + used, sizeof line - used, "%s%s/%u/%zu-%zu", used > 0 ? " " : "",
                             token.text, token.position, token.start, token.end);
    ck_assert_uint_lt(used, sizeof line);
  }
  ck_assert_int_eq(more, 0);
  ck_assert_int_eq(assist_analyzer_next(analyzer, &token), 0);
  return line;
}

START_TEST(units_and_positions) {
  const char *text = "CT检查,2021年";
  ck_assert_str_eq(units_of(text, strlen(text), 0), "ct/0/0-2 检/1/2-5 查/2/5-8 2021/4/9-13 年/5/13-16");
  ck_assert_str_eq(units_of("", 0, 0), "");
  ck_assert_str_eq(units_of("、。！", 9, 0), "");
}
END_TEST

START_TEST(annotations_are_covered) {
  const char *text = "領(lǐng)導(dǎo)";
  assist_token token;
  assist_analyzer_begin(analyzer, text, strlen(text), 0);
  ck_assert_int_eq(assist_analyzer_next(analyzer, &token), 1);
  ck_assert_int_eq(token.kind, ASSIST_TOKEN_CHARACTER);
  ck_assert_uint_eq(token.start, 0);
  ck_assert_uint_eq(token.end, 3);
  ck_assert_uint_eq(token.full_end, strlen("領(lǐng)"));
  ck_assert_int_eq(assist_analyzer_next(analyzer, &token), 1);
  ck_assert_uint_eq(token.position, 1);
  ck_assert_uint_eq(token.before & ASSIST_BEFORE_BREAK, 0);
  ck_assert_uint_eq(token.full_end, strlen(text));
  ck_assert_int_eq(assist_analyzer_next(analyzer, &token), 0);
}
END_TEST

START_TEST(what_stands_before) {
  const char *text = "a-b 医，院 c";
  static const unsigned before[] = {0, ASSIST_BEFORE_JOINT, ASSIST_BEFORE_SPACE, ASSIST_BEFORE_BREAK,
                                    ASSIST_BEFORE_SPACE};
  assist_token token;
  size_t count = 0;
  assist_analyzer_begin(analyzer, text, strlen(text), 0);
  while (assist_analyzer_next(analyzer, &token) == 1) {
    ck_assert_uint_lt(count, sizeof before / sizeof *before);
    ck_assert_uint_eq(token.before, before[count++]);
    ck_assert_int_eq(token.kind,
                     (unsigned char)token.text[0] > 127 ? ASSIST_TOKEN_CHARACTER : ASSIST_TOKEN_WORD);
  }
  ck_assert_uint_eq(count, sizeof before / sizeof *before);
}
END_TEST

START_TEST(newlines_of_queries_and_documents) {
  ck_assert_str_eq(units_of("医\n院", 7, 0), "医/0/0-3 院/2/4-7");
  ck_assert_str_eq(units_of("医\n院", 7, 1), "医/0/0-3 院/1/4-7");
}
END_TEST

START_TEST(any_bytes) {
  static const char *const texts[] = {"\xFF\xFE医\xE5\x8C", "\xED\xA0\x80院", "\xF4\x90\x80\x80",
                                      "\xC0\x80x"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) units_of(texts[i], strlen(texts[i]), 0);
  units_of("a\0b", 3, 0);
  ck_assert_str_eq(units_of("\xFF医", 4, 0), "医/0/1-4");
}
END_TEST

START_TEST(analyzers_without_text) {
  assist_token token;
  assist_analyzer *fresh = NULL;
  ck_ok(assist_analyzer_new(&fresh, &error));
  ck_assert_int_eq(assist_analyzer_next(fresh, &token), 0);
  assist_analyzer_free(fresh);
  assist_analyzer_free(NULL);
}
END_TEST

/* "aé医𠮷z": bytes 1 2 3 4 1. */
START_TEST(offsets) {
  static const char text[] = "a\xC3\xA9\xE5\x8C\xBB\xF0\xA0\xAE\xB7z";
  static const size_t bytes[] = {0, 0, 1, 3, 6, 10, 11}, utf16[] = {0, 0, 1, 2, 3, 5, 6},
                      points[] = {0, 0, 1, 2, 3, 4, 5};
  size_t at[7];
  memcpy(at, bytes, sizeof at);
  ck_ok(assist_offsets_convert(text, 11, ASSIST_OFFSET_BYTE, at, 7, &error));
  ck_assert_mem_eq(at, bytes, sizeof at);
  ck_ok(assist_offsets_convert(text, 11, ASSIST_OFFSET_UTF16, at, 7, &error));
  ck_assert_mem_eq(at, utf16, sizeof at);
  memcpy(at, bytes, sizeof at);
  ck_ok(assist_offsets_convert(text, 11, ASSIST_OFFSET_CODEPOINT, at, 7, &error));
  ck_assert_mem_eq(at, points, sizeof at);
}
END_TEST

START_TEST(offsets_of_broken_bytes) {
  static const char text[] = "\xFF\xE5\x8Cz\xED\xA0\x80"; /* U+FFFD, U+FFFD, z, and three for a surrogate */
  size_t at[] = {1, 3, 4, 7};
  static const size_t wanted[] = {1, 2, 3, 6};
  ck_ok(assist_offsets_convert(text, 7, ASSIST_OFFSET_CODEPOINT, at, 4, &error));
  ck_assert_mem_eq(at, wanted, sizeof at);
}
END_TEST

START_TEST(offsets_misused) {
  size_t falling[] = {2, 1}, beyond[] = {0, 4}, fine[] = {3};
  ck_status(assist_offsets_convert("abc", 3, ASSIST_OFFSET_UTF16, falling, 2, &error), ASSIST_INVALID);
  ck_status(assist_offsets_convert("abc", 3, ASSIST_OFFSET_UTF16, beyond, 2, &error), ASSIST_INVALID);
  ck_status(assist_offsets_convert("abc", 3, 3, fine, 1, &error), ASSIST_INVALID);
  ck_status(assist_offsets_convert("abc", 3, -1, fine, 1, &error), ASSIST_INVALID);
  ck_assert_uint_eq(fine[0], 3);
  ck_ok(assist_offsets_convert("", 0, ASSIST_OFFSET_UTF16, fine, 0, &error));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/analyzer");
  TCase *units = tcase_create("units"), *numbers = tcase_create("offsets");
  tcase_add_checked_fixture(units, set_up, tear_down);
  tcase_add_test(units, units_and_positions);
  tcase_add_test(units, annotations_are_covered);
  tcase_add_test(units, what_stands_before);
  tcase_add_test(units, newlines_of_queries_and_documents);
  tcase_add_test(units, any_bytes);
  tcase_add_test(units, analyzers_without_text);
  tcase_add_test(numbers, offsets);
  tcase_add_test(numbers, offsets_of_broken_bytes);
  tcase_add_test(numbers, offsets_misused);
  suite_add_tcase(suite, units);
  suite_add_tcase(suite, numbers);
  return api_run(suite);
}
