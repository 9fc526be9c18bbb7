/* SPDX-License-Identifier: MIT
 *
 * Ranges: what people write, and what it means as dates and as numbers; every prefix of it, and random bytes, must not hurt. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/date.h"
#include "query/range.h"

static as_range read_text(const char *text) {
  as_range range;
  ck_assert_msg(as_range_read(as_slice_of_text(text), &range), "%s", text);
  return range;
}

/* The first and the last microsecond, printed; an open end is "". */
static void hold_dates(const char *text, const char *from, const char *to) {
  as_range range = read_text(text);
  char first[40] = "", last[40] = "";
  ck_assert_msg(range.date, "%s is no range of dates", text);
  if (range.from != INT64_MIN) as_date_print(range.from, first);
  if (range.to != INT64_MAX) as_date_print(range.to + 1, last);
  ck_assert_msg(strcmp(first, from) == 0, "%s begins at %s, not %s", text, first, from);
  ck_assert_msg(strcmp(last, to) == 0, "%s ends before %s, not %s", text, last, to);
}

START_TEST(dates_cover_what_they_name) {
  hold_dates("2021-03..2021-06", "2021-03-01", "2021-07-01");
  hold_dates(">=2021", "2021-01-01", "");
  hold_dates(">2021", "2022-01-01", "");
  hold_dates(">2021-03-05", "2021-03-06", "");
  hold_dates("<2021-03", "", "2021-03-01");
  hold_dates("<=2021-03", "", "2021-04-01");
  hold_dates("..2021", "", "2022-01-01");
  hold_dates("..2021-06", "", "2021-07-01");
  hold_dates("2021..", "2021-01-01", "");
  hold_dates("2021", "2021-01-01", "2022-01-01");
  hold_dates("=2021", "2021-01-01", "2022-01-01");
  hold_dates("2021年3月", "2021-03-01", "2021-04-01");
  hold_dates("2021年3月5日", "2021-03-05", "2021-03-06");
  hold_dates("2021/3/5", "2021-03-05", "2021-03-06");
  hold_dates("2021.3.5..2021.4", "2021-03-05", "2021-05-01");
  hold_dates("2024-08-16", "2024-08-16", "2024-08-17");
  hold_dates("20240816", "2024-08-16", "2024-08-17");
  hold_dates("2021..2022年3月", "2021-01-01", "2022-04-01");
  hold_dates("2020-02", "2020-02-01", "2020-03-01");
  hold_dates("2024-08-16T10:30", "2024-08-16T10:30:00Z", "2024-08-16T10:31:00Z");
  hold_dates("..", "", "");
}
END_TEST

START_TEST(dates_in_chinese) {
  hold_dates("二〇二一年三月", "2021-03-01", "2021-04-01");
  hold_dates("二○二一年十二月三十一日", "2021-12-31", "2022-01-01");
  hold_dates("一九九七年七月一日..二零零零年", "1997-07-01", "2001-01-01");
  hold_dates("二〇二〇年十月二十日", "2020-10-20", "2020-10-21");
  hold_dates("二〇二〇年一月廿八日", "2020-01-28", "2020-01-29");
  hold_dates("二〇二〇年一月十日", "2020-01-10", "2020-01-11");
  hold_dates("２０２１－０３．．２０２１－０６", "2021-03-01", "2021-07-01");
  hold_dates("＞＝２０２１年３月", "2021-03-01", "");
  hold_dates("≥2021年3月", "2021-03-01", "");
  hold_dates("≤2021年3月", "", "2021-04-01");
  hold_dates("2021年3月…2021年6月", "2021-03-01", "2021-07-01");
  hold_dates("2021年3月——2021年6月", "2021-03-01", "2021-07-01");
  hold_dates("2021年3月～2021年6月", "2021-03-01", "2021-07-01");
  hold_dates("2021年3月至6月", "2021-03-01", "2021-07-01");
  hold_dates("2021年3月5日到10日", "2021-03-05", "2021-03-11");
  hold_dates("2021年3月5日到4月1日", "2021-03-05", "2021-04-02");
  hold_dates("民國110年3月..民國111年", "2021-03-01", "2023-01-01");
  hold_dates("民國110年3月至6月", "2021-03-01", "2021-07-01");
  hold_dates("民國110年至112年", "2021-01-01", "2024-01-01");
  hold_dates("民国一百一十年", "2021-01-01", "2022-01-01");
  hold_dates(">=民國元年", "1912-01-01", "");
  hold_dates("2021 年 3 月", "2021-03-01", "2021-04-01");
  hold_dates(" 2021　..　2022 ", "2021-01-01", "2023-01-01");
}
END_TEST

static void hold_numbers(const char *text, double low, double high) {
  as_range range = read_text(text);
  ck_assert_msg(range.number, "%s is no range of numbers", text);
  ck_assert_msg(memcmp(&range.low, &low, sizeof low) == 0, "%s begins at %.17g", text, range.low);
  ck_assert_msg(memcmp(&range.high, &high, sizeof high) == 0, "%s ends at %.17g", text, range.high);
}

START_TEST(numbers_keep_their_ends) {
  hold_numbers("3.5..7", 3.5, 7);
  hold_numbers("=5", 5, 5);
  hold_numbers("5", 5, 5);
  hold_numbers("<5", -HUGE_VAL, nextafter(5, -HUGE_VAL));
  hold_numbers("<=5", -HUGE_VAL, 5);
  hold_numbers(">-5", nextafter(-5, HUGE_VAL), HUGE_VAL);
  hold_numbers(">0", nextafter(0, HUGE_VAL), HUGE_VAL);
  hold_numbers("<0", -HUGE_VAL, nextafter(0, -HUGE_VAL));
  hold_numbers("-7..-3.25", -7, -3.25);
  hold_numbers("−7..+3", -7, 3);
  hold_numbers("..1e3", -HUGE_VAL, 1000);
  hold_numbers("1...5", 1, 5);
  hold_numbers("０．１..", 0.1, HUGE_VAL);
  hold_numbers("123456789012345678901234567890", 123456789012345678901234567890.0,
               123456789012345678901234567890.0);
  hold_numbers("2.2250738585072014E-308", 2.2250738585072014E-308, 2.2250738585072014E-308);
  hold_numbers("..", -HUGE_VAL, HUGE_VAL);
}
END_TEST

START_TEST(both_readings_are_kept) {
  as_range range = read_text("2021");
  ck_assert(range.plain && range.number && range.date);
  range = read_text("2021..2022");
  ck_assert(!range.plain && range.number && range.date);
  range = read_text("2021-03");
  ck_assert(range.plain && !range.number && range.date);
  range = read_text("..5");
  ck_assert(!range.plain && range.number && !range.date);
  range = read_text("二〇二一年");
  ck_assert(range.plain && !range.number && range.date);
}
END_TEST

START_TEST(other_texts_are_no_ranges) {
  static const char *const texts[] = {
      "",
      "abc",
      "5kg",
      ">",
      ">=",
      "2021-13",
      "2021-02-30..2021-03",
      "1..2..3",
      "至",
      "…",
      "5..x",
      "1e",
      "1e9999",
      "--5",
      "0x10",
      "2021年..x",
      "2021年3月..5",
      "5 6",
      "-",
      ".",
      "nan",
      "inf..5",
      "医院..领导",
      "三..五",
      "=>2021",
      "2021-3..3.5",
      "><5",
      "1e99999999999",
  };
  as_range range;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    ck_assert_msg(!as_range_read(as_slice_of_text(texts[i]), &range), "%s", texts[i]);
}
END_TEST

START_TEST(random_texts_do_no_harm) {
  static const char *const parts[] = {"二", "十", "年", "月", "..",   "～", "2021",
                                      "-",  "e",  "9",  ">",  "\xFF", "至"};
  srand(7);
  for (int round = 0; round < 20000; round++) {
    char text[400] = "";
    int count = rand() % (round % 100 == 0 ? 90 : 9);
    for (int i = 0; i < count; i++) strcat(text, parts[(size_t)rand() % (sizeof parts / sizeof *parts)]);
    as_range range;
    if (as_range_read(as_slice_of_text(text), &range)) ck_assert(range.number || range.date);
  }
}
END_TEST

static void hold_print(assist_query *query, const char *text) {
  char printed[100];
  snprintf(printed, sizeof printed, "(in \"%s\" (range \"%s\"))", query->root->field, text);
  ck_assert_str_eq(assist_query_print(query), printed);
  ck_assert_int_eq(query->root->kind, AS_NODE_RANGE);
  assist_query_free(query);
}

START_TEST(ranges_are_built) {
  assist_query *query;
  assist_error error;
  ck_assert_int_eq(assist_query_range_number("n", -0.1, HUGE_VAL, 0, &query, &error), ASSIST_OK);
  hold_print(query, "-0.1..");
  ck_assert_int_eq(assist_query_range_number("n", 0.1 + 0.2, 7, 0, &query, &error), ASSIST_OK);
  hold_print(query, "0.30000000000000004..7");
  ck_assert_int_eq(assist_query_range_date("d", 0, 86400000000, ASSIST_RANGE_WITHOUT_HIGH, &query, &error),
                   ASSIST_OK);
  hold_print(query, "1970-01-01..1970-01-01T23:59:59.999999Z");
  ck_assert_int_eq(assist_query_range_date("d", INT64_MIN, 0, 0, &query, &error), ASSIST_OK);
  hold_print(query, "..1970-01-01");
  ck_assert_int_eq(assist_query_range_number("n", NAN, 1, 0, &query, &error), ASSIST_INVALID);
  ck_assert_int_eq(assist_query_range_number(NULL, 0, 1, 0, &query, &error), ASSIST_INVALID);
  ck_assert_int_eq(assist_query_range_date("d", 0, 1, 4, &query, &error), ASSIST_INVALID);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("range");
  TCase *tcase = tcase_create("range");
  tcase_add_test(tcase, dates_cover_what_they_name);
  tcase_add_test(tcase, dates_in_chinese);
  tcase_add_test(tcase, numbers_keep_their_ends);
  tcase_add_test(tcase, both_readings_are_kept);
  tcase_add_test(tcase, other_texts_are_no_ranges);
  tcase_add_test(tcase, random_texts_do_no_harm);
  tcase_add_test(tcase, ranges_are_built);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
