/* SPDX-License-Identifier: MIT
 * Statuses, errors and versions: what include/assist/status.h and version.h promise.  Messages are one line, at most 255
 * bytes and always ended; an error is written on failure alone; NULL is fine wherever details are not wanted. */
#include "api.h"

START_TEST(names_are_distinct) {
  for (int a = ASSIST_UNSUPPORTED; a <= ASSIST_OK; a++) {
    ck_assert_ptr_nonnull(assist_status_name(a));
    ck_assert_uint_gt(strlen(assist_status_name(a)), 0);
    for (int b = ASSIST_UNSUPPORTED; b < a; b++)
      ck_assert_str_ne(assist_status_name(a), assist_status_name(b));
  }
}
END_TEST

START_TEST(names_of_no_status) {
  static const int strange[] = {1, -12, INT32_MAX, INT32_MIN};
  for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
    ck_assert_ptr_nonnull(assist_status_name(strange[i]));
    ck_assert_str_ne(assist_status_name(strange[i]), assist_status_name(ASSIST_OK));
  }
}
END_TEST

START_TEST(long_messages_are_cut_and_ended) {
  char path[1200];
  assist_index *index = NULL;
  memset(path, 'x', sizeof path);
  for (size_t i = 0; i < sizeof path; i += 100) path[i] = '/';
  path[sizeof path - 1] = '\0';
  memset(&error, 0xFF, sizeof error);
  assist_status status = assist_index_open(path, NULL, &index, &error);
  ck_assert_int_ne(status, ASSIST_OK);
  ck_assert_int_eq(error.code, status);
  ck_assert_ptr_nonnull(memchr(error.message, '\0', sizeof error.message));
  ck_assert_ptr_null(strchr(error.message, '\n'));
  ck_assert_ptr_null(index);
}
END_TEST

START_TEST(messages_are_one_line) {
  assist_index *index = NULL;
  ck_status(assist_index_open("/nowhere/a\nb\033[31m", NULL, &index, &error), ASSIST_NOTFOUND);
  ck_assert_uint_gt(strlen(error.message), 0);
  for (const char *at = error.message; *at != '\0'; at++) ck_assert(*at != '\n' && *at != '\033');
}
END_TEST

START_TEST(errors_are_not_wanted) {
  assist_index *index = NULL;
  assist_document *document = NULL;
  int64_t when = 17;
  ck_status(assist_index_open("/nowhere/at/all", NULL, &index, NULL), ASSIST_NOTFOUND);
  ck_status(assist_document_new(&document, NULL), ASSIST_OK);
  ck_status(assist_document_set_key(document, "", 0, NULL), ASSIST_INVALID);
  ck_status(assist_date_parse("yesterday", 9, &when, NULL, NULL), ASSIST_SYNTAX);
  ck_assert_int_eq(when, 17);
  assist_document_free(document);
}
END_TEST

START_TEST(errors_are_written_on_failure_alone) {
  assist_error mine = {.code = 42, .message = "as it was"};
  assist_document *document = NULL;
  ck_status(assist_document_new(&document, &mine), ASSIST_OK);
  ck_assert_int_eq(mine.code, 42);
  ck_assert_str_eq(mine.message, "as it was");
  assist_document_free(document);
}
END_TEST

START_TEST(versions) {
  char text[32];
  snprintf(text, sizeof text, "%d.%d.%d", ASSIST_VERSION_MAJOR, ASSIST_VERSION_MINOR, ASSIST_VERSION_PATCH);
  ck_assert_str_eq(assist_version(), text);
  ck_assert_str_eq(assist_version(), ASSIST_VERSION_STRING);
  ck_assert(ASSIST_CHECK_VERSION(0, 1, 0));
  ck_assert(!ASSIST_CHECK_VERSION(99, 0, 0));
  ck_assert_uint_gt(strlen(assist_analysis_fingerprint()), 0);
  ck_assert_uint_lt(strlen(assist_analysis_fingerprint()), sizeof((assist_stats *)0)->fingerprint);
  ck_assert_uint_gt(strlen(assist_table_sources()), 0);
  ck_assert_ptr_null(strchr(assist_table_sources(), '\n'));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/status");
  TCase *test = tcase_create("status");
  tcase_add_test(test, names_are_distinct);
  tcase_add_test(test, names_of_no_status);
  tcase_add_test(test, long_messages_are_cut_and_ended);
  tcase_add_test(test, messages_are_one_line);
  tcase_add_test(test, errors_are_not_wanted);
  tcase_add_test(test, errors_are_written_on_failure_alone);
  tcase_add_test(test, versions);
  suite_add_tcase(suite, test);
  return api_run(suite);
}
