/* SPDX-License-Identifier: MIT
 * Documents by themselves, and dates: what goes in comes out, in order, byte for byte; limits are errors. */
#include <math.h>

#include "api.h"

static assist_document *document;

static void set_up(void) { ck_ok(assist_document_new(&document, &error)); }
static void tear_down(void) { assist_document_free(document); }

static assist_value value_at(size_t at) {
  assist_value value;
  ck_ok(assist_document_value_at(document, at, &value, &error));
  return value;
}

START_TEST(values_come_back_in_order) {
  ck_ok(assist_document_add_text(document, "body", "a\0b", 3, &error));
  ck_ok(assist_document_add_number(document, "price", -1.5, &error));
  ck_ok(assist_document_add_date(document, "date", INT64_C(-62135596800000000), &error));
  ck_ok(assist_document_add_stored(document, "picture", "\xFF\xFE", 2, &error));
  ck_ok(assist_document_add_text(document, "body", "", 0, &error));
  ck_assert_uint_eq(assist_document_value_count(document), 5);
  ck_assert_int_eq(value_at(0).kind, ASSIST_VALUE_TEXT);
  ck_assert_str_eq(value_at(0).field, "body");
  ck_assert_mem_eq(value_at(0).text, "a\0b", 4);
  ck_assert_uint_eq(value_at(0).size, 3);
  ck_assert_int_eq(value_at(1).kind, ASSIST_VALUE_NUMBER);
  ck_assert_double_eq(value_at(1).number, -1.5);
  ck_assert_ptr_null(value_at(1).text);
  ck_assert_int_eq(value_at(2).kind, ASSIST_VALUE_DATE);
  ck_assert_int_eq(value_at(2).microseconds, INT64_C(-62135596800000000));
  ck_assert_int_eq(value_at(3).kind, ASSIST_VALUE_STORED);
  ck_assert_mem_eq(value_at(3).text, "\xFF\xFE", 3);
  ck_assert_uint_eq(value_at(4).size, 0);
}
END_TEST

START_TEST(what_is_not_there) {
  assist_value value = {.kind = 99};
  size_t size = 99;
  ck_status(assist_document_value_at(document, 0, &value, &error), ASSIST_INVALID);
  ck_assert_int_eq(value.kind, 99);
  ck_assert_ptr_null(assist_document_text(document, "body", &size));
  ck_ok(assist_document_add_number(document, "body", 1, &error));
  ck_assert_ptr_null(assist_document_text(document, "body", &size));
  assist_document_key(document, &size);
  ck_assert_uint_eq(size, 0);
  assist_document_stamp(document, &size);
  ck_assert_uint_eq(size, 0);
}
END_TEST

START_TEST(keys_are_copied_and_bounded) {
  char key[ASSIST_KEY_MAX + 1];
  size_t size;
  memset(key, 0xE4, sizeof key);
  ck_status(assist_document_set_key(document, key, 0, &error), ASSIST_INVALID);
  ck_status(assist_document_set_key(document, key, sizeof key, &error), ASSIST_LIMIT);
  ck_ok(assist_document_set_key(document, key, ASSIST_KEY_MAX, &error));
  memset(key, 0, sizeof key);
  ck_assert_int_eq((unsigned char)assist_document_key(document, &size)[ASSIST_KEY_MAX - 1], 0xE4);
  ck_assert_uint_eq(size, ASSIST_KEY_MAX);
  ck_ok(assist_document_set_key(document, "k\0k", 3, &error));
  ck_assert_mem_eq(assist_document_key(document, &size), "k\0k", 3);
  ck_assert_uint_eq(size, 3);
}
END_TEST

START_TEST(stamps_are_bounded) {
  char stamp[ASSIST_STAMP_MAX + 1] = {7};
  size_t size;
  ck_status(assist_document_set_stamp(document, stamp, sizeof stamp, &error), ASSIST_LIMIT);
  ck_ok(assist_document_set_stamp(document, stamp, ASSIST_STAMP_MAX, &error));
  ck_assert_mem_eq(assist_document_stamp(document, &size), stamp, ASSIST_STAMP_MAX);
  ck_assert_uint_eq(size, ASSIST_STAMP_MAX);
}
END_TEST

START_TEST(field_names_are_bounded) {
  char name[ASSIST_FIELD_NAME_MAX + 2];
  memset(name, 'n', sizeof name);
  name[ASSIST_FIELD_NAME_MAX + 1] = '\0';
  ck_assert_int_ne(assist_document_add_text(document, name, "x", 1, &error), ASSIST_OK);
  ck_assert_int_ne(assist_document_add_text(document, "", "x", 1, &error), ASSIST_OK);
  ck_status(assist_document_add_number(document, "\xFF", 1, &error), ASSIST_INVALID);
  ck_assert_uint_eq(assist_document_value_count(document), 0);
  name[ASSIST_FIELD_NAME_MAX] = '\0';
  ck_ok(assist_document_add_text(document, name, "x", 1, &error));
  ck_ok(assist_document_add_text(document, "作者", "x", 1, &error));
}
END_TEST

START_TEST(numbers) {
  ck_status(assist_document_add_number(document, "n", (double)NAN, &error), ASSIST_INVALID);
  ck_ok(assist_document_add_number(document, "n", (double)INFINITY, &error));
  ck_ok(assist_document_add_number(document, "n", -0.0, &error));
  ck_assert_uint_eq(assist_document_value_count(document), 2);
}
END_TEST

START_TEST(values_are_bounded) {
  for (unsigned i = 0; i < ASSIST_VALUES_MAX; i++)
    ck_ok(assist_document_add_number(document, "n", i, &error));
  ck_status(assist_document_add_number(document, "n", 0, &error), ASSIST_LIMIT);
  ck_assert_uint_eq(assist_document_value_count(document), ASSIST_VALUES_MAX);
}
END_TEST

START_TEST(title_in_the_body) {
  static const char body[] = "县医院的通知\n明天休息。";
  size_t size = 0, offset = 0;
  ck_assert_int_eq(assist_document_title_in_body(document, &offset, &size), 0);
  ck_ok(assist_document_add_text(document, "body", body, sizeof body - 1, &error));
  ck_ok(assist_document_set_title_in_body(document, 3, strlen("医院的通知"), &error));
  ck_assert_int_eq(assist_document_title_in_body(document, &offset, &size), 1);
  ck_assert_uint_eq(offset, 3);
  const char *title = assist_document_text(document, "title", &size);
  ck_assert_uint_eq(size, strlen("医院的通知"));
  ck_assert_mem_eq(title, "医院的通知", size);
  ck_assert_mem_eq(assist_document_text(document, "body", &size), body, sizeof body - 1);
}
END_TEST

START_TEST(clear_empties) {
  size_t size;
  ck_ok(assist_document_set_key(document, "k", 1, &error));
  ck_ok(assist_document_set_stamp(document, "s", 1, &error));
  ck_ok(assist_document_add_text(document, "body", "x", 1, &error));
  assist_document_clear(document);
  assist_document_key(document, &size);
  ck_assert_uint_eq(size, 0);
  assist_document_stamp(document, &size);
  ck_assert_uint_eq(size, 0);
  ck_assert_uint_eq(assist_document_value_count(document), 0);
  assist_document_free(NULL);
}
END_TEST

#define DAY INT64_C(86400000000)
#define HOUR INT64_C(3600000000)
#define MINUTE INT64_C(60000000)
#define SECOND INT64_C(1000000)

/* 2024-08-16 is day 19951. */
static const struct {
  const char *text;
  int64_t when, span;
  const char *printed;
} dates[] = {
    {"2024-08-16", 19951 * DAY, DAY, "2024-08-16"},
    {"2024-8-16", 19951 * DAY, DAY, "2024-08-16"},
    {"2024/8/16", 19951 * DAY, DAY, "2024-08-16"},
    {"2024.8.16", 19951 * DAY, DAY, "2024-08-16"},
    {"20240816", 19951 * DAY, DAY, "2024-08-16"},
    {"2024年8月16日", 19951 * DAY, DAY, "2024-08-16"},
    {"2024-08", 19936 * DAY, 31 * DAY, "2024-08-01"},
    {"2024年8月", 19936 * DAY, 31 * DAY, "2024-08-01"},
    {"2024", 19723 * DAY, 366 * DAY, "2024-01-01"},
    {"2023-02", 19389 * DAY, 28 * DAY, "2023-02-01"},
    {"2024-02-29", 19782 * DAY, DAY, "2024-02-29"},
    {"1970-01-01", 0, DAY, "1970-01-01"},
    {"1969-12-31", -DAY, DAY, "1969-12-31"},
    {"2024-08-16T08:46", 19951 * DAY + 8 * HOUR + 46 * MINUTE, MINUTE, "2024-08-16T08:46:00Z"},
    {"2024-08-16 08:46:05", 19951 * DAY + 8 * HOUR + 46 * MINUTE + 5 * SECOND, SECOND,
     "2024-08-16T08:46:05Z"},
    {"2024-08-16T08:46:05Z", 19951 * DAY + 8 * HOUR + 46 * MINUTE + 5 * SECOND, SECOND,
     "2024-08-16T08:46:05Z"},
    {"2024-08-16T08:46:05+08:00", 19951 * DAY + 46 * MINUTE + 5 * SECOND, SECOND, "2024-08-16T00:46:05Z"},
    {"2024-08-16T08:46:05.25Z", 19951 * DAY + 8 * HOUR + 46 * MINUTE + 5 * SECOND + 250000, 10000,
     "2024-08-16T08:46:05.25Z"},
    {"2024年8月16日8时46分", 19951 * DAY + 8 * HOUR + 46 * MINUTE, MINUTE, "2024-08-16T08:46:00Z"},
};

START_TEST(dates_parse_and_print) {
  int64_t when = 0, span = 0;
  char printed[40];
  ck_ok(assist_date_parse(dates[_i].text, strlen(dates[_i].text), &when, &span, &error));
  ck_assert_msg(when == dates[_i].when, "%s is %lld", dates[_i].text, (long long)when);
  ck_assert_msg(span == dates[_i].span, "%s lasts %lld", dates[_i].text, (long long)span);
  assist_date_print(when, printed);
  ck_assert_str_eq(printed, dates[_i].printed);
  ck_ok(assist_date_parse(dates[_i].text, strlen(dates[_i].text), &when, NULL, &error));
}
END_TEST

START_TEST(no_dates) {
  static const char *const bad[] = {"",
                                    "2024-13",
                                    "2024-02-30",
                                    "2023-02-29",
                                    "2024-08-16 ",
                                    " 2024-08-16",
                                    "2024-08/16",
                                    "24-08-16",
                                    "2024-08-00",
                                    "20240832",
                                    "2024-08-16T25:00",
                                    "8月12日",
                                    "2024-08-16x",
                                    "2024年8月16",
                                    "2021-0-1",
                                    "abcd",
                                    "2024-08-16T08:60",
                                    "2024-08T08:46"};
  int64_t when = 17, span = 18;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    assist_status status = assist_date_parse(bad[i], strlen(bad[i]), &when, &span, &error);
    ck_assert_msg(status == ASSIST_SYNTAX, "\"%s\" is taken for a date", bad[i]);
    ck_assert(when == 17 && span == 18);
  }
}
END_TEST

START_TEST(dates_print_everything) {
  char printed[40];
  assist_date_print(INT64_MIN, printed);
  ck_assert_uint_lt(strlen(printed), sizeof printed);
  assist_date_print(INT64_MAX, printed);
  ck_assert_uint_lt(strlen(printed), sizeof printed);
  assist_date_print(1, printed);
  ck_assert_str_eq(printed, "1970-01-01T00:00:00.000001Z");
  assist_date_print(-1, printed);
  ck_assert_str_eq(printed, "1969-12-31T23:59:59.999999Z");
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/document");
  TCase *values = tcase_create("values"), *times = tcase_create("dates");
  tcase_add_checked_fixture(values, set_up, tear_down);
  tcase_add_test(values, values_come_back_in_order);
  tcase_add_test(values, what_is_not_there);
  tcase_add_test(values, keys_are_copied_and_bounded);
  tcase_add_test(values, stamps_are_bounded);
  tcase_add_test(values, field_names_are_bounded);
  tcase_add_test(values, numbers);
  tcase_add_test(values, values_are_bounded);
  tcase_add_test(values, title_in_the_body);
  tcase_add_test(values, clear_empties);
  tcase_add_loop_test(times, dates_parse_and_print, 0, (int)(sizeof dates / sizeof *dates));
  tcase_add_test(times, no_dates);
  tcase_add_test(times, dates_print_everything);
  suite_add_tcase(suite, values);
  suite_add_tcase(suite, times);
  return api_run(suite);
}
