/* SPDX-License-Identifier: MIT
 * What the tools read fast, held against what reads it surely: UTF-8 by blocks against one code point at a time, lines of JSON
 * against yajl. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/rounds.h"
#include "tools/json_line.h"
#include "tools/utf8.h"

static uint64_t random_state;

static unsigned random_below(unsigned limit) {
  random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (unsigned)(random_state >> 33) % limit;
}

/* ---- UTF-8 ---- */

static size_t check_slowly(const char *text, size_t size, size_t from) {
  size_t at = from, length;
  while (at < size && at_utf8_decode(text + at, size - at, &length) != AT_BROKEN) at += length;
  return at;
}

static void compare_checks(const char *text, size_t size, size_t from) {
  char *exact = calloc(1, size + (size == 0)); /* so that a sanitizer sees a byte read beyond */
  if (size > 0) memcpy(exact, text, size);
  ck_assert_uint_eq(at_utf8_check(exact, size, from), check_slowly(exact, size, from));
  free(exact);
}

/* Every two bytes, and three with some, where a block ends. */
START_TEST(test_borders) {
  static const char thirds[] = "x\x80\x9F\xA0\xBF\xE4";
  for (unsigned number = 0; number < 1u << 16; number += rounds_fraction()) {
    char text[70];
    memset(text, 'x', sizeof text);
    text[30 + number % 3] = (char)(number >> 8);
    text[31 + number % 3] = (char)number;
    for (size_t i = 0; i + 1 < sizeof thirds; i++) {
      text[32 + number % 3] = thirds[i];
      compare_checks(text, sizeof text, 0);
      text[33 + number % 3] = '\x80';
      compare_checks(text, sizeof text, 1);
      text[33 + number % 3] = 'x';
    }
  }
}
END_TEST

START_TEST(test_mixed_text) {
  static const char *const parts[] = {
      "a", "0123456789", "é", "漢", "字，", "漢字漢字", "\xF0\xA0\x80\x80", "\xF4\x8F\xBF\xBF"};
  static const unsigned char odd[] = {0xE0, 0xED, 0xF0, 0xF4, 0xF5, 0xFF, 0xC0,
                                      0xC2, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF};
  random_state = 11;
  for (unsigned round = 0; round < rounds_of(100000); round++) {
    char text[256];
    size_t size = 0;
    for (unsigned count = random_below(16); count > 0; count--) {
      const char *part = parts[random_below(8)];
      memcpy(text + size, part, strlen(part));
      size += strlen(part);
    }
    for (unsigned count = random_below(3); size > 0 && count > 0; count--)
      text[random_below((unsigned)size)] = (char)odd[random_below(sizeof odd)];
    if (size > 0) size -= random_below(2);
    compare_checks(text, size, size == 0 ? 0 : random_below((unsigned)size));
  }
}
END_TEST

/* ---- lines of JSON ---- */

static int note(void *context, const char *what, const void *bytes, size_t size) {
  at_text *log = context;
  at_text_add_string(log, what);
  at_text_add(log, bytes, size);
  at_text_add_byte(log, '\n');
  return size != 7; /* some are refused */
}

static int on_null(void *context) { return note(context, "null", "", 0); }
static int on_boolean(void *context, int value) { return note(context, value ? "true" : "false", "", 0); }
static int on_number(void *context, const char *text, size_t size) {
  return note(context, "number ", text, size);
}
static int on_string(void *context, const unsigned char *text, size_t size) {
  return note(context, "string ", text, size);
}
static int on_key(void *context, const unsigned char *text, size_t size) {
  return note(context, "key ", text, size);
}
static int on_start_object(void *context) { return note(context, "{", "", 0); }
static int on_end_object(void *context) { return note(context, "}", "", 0); }
static int on_start_array(void *context) { return note(context, "[", "", 0); }
static int on_end_array(void *context) { return note(context, "]", "", 0); }

static const yajl_callbacks callbacks = {.yajl_null = on_null,
                                         .yajl_boolean = on_boolean,
                                         .yajl_number = on_number,
                                         .yajl_string = on_string,
                                         .yajl_start_map = on_start_object,
                                         .yajl_map_key = on_key,
                                         .yajl_end_map = on_end_object,
                                         .yajl_start_array = on_start_array,
                                         .yajl_end_array = on_end_array};

static bool read_by_yajl(const char *line, size_t size, at_text *log) {
  yajl_handle parser = yajl_alloc(&callbacks, NULL, log);
  ck_assert_ptr_nonnull(parser);
  yajl_config(parser, yajl_dont_validate_strings, 1);
  bool good = yajl_parse(parser, (const unsigned char *)line, size) == yajl_status_ok &&
              yajl_complete_parse(parser) == yajl_status_ok;
  yajl_free(parser);
  return good;
}

/* What is read is what yajl reads; what yajl refuses is given up.  Returns whether it was read. */
static bool compare_line(const char *line, size_t size) {
  static at_text fast, sure, decoded;
  char *exact = calloc(1, size + (size == 0));
  if (size > 0) memcpy(exact, line, size);
  at_text_reset(&fast);
  at_text_reset(&sure);
  bool read = at_json_line(exact, size, &callbacks, &fast, &decoded);
  if (read) {
    ck_assert(read_by_yajl(exact, size, &sure));
    ck_assert_uint_eq(fast.size, sure.size);
    ck_assert_mem_eq(fast.bytes, sure.bytes, sure.size);
  }
  free(exact);
  return read;
}

static const char *const plain[] = {"{}",
                                    "[ ]\n",
                                    " {\"a\":1}\r\n",
                                    "{\"id\" : -0.5e+10 , \"b\":[1,\"\",[true,false],null]}",
                                    "{\"text\":\"一个很长的字符串，没有转义，三十二字节以上\"}",
                                    "{\"t\":\"\\\"\\\\\\/\\b\\f\\n\\r\\tA\\u4e2d\\u00E9\\u0041\"}",
                                    "0",
                                    "\"\\n\"",
                                    "\"\\u0000\"",
                                    "[[[[1E5]]]]"};
static const char *const given_up[] = {
    "",    " ",      "{",  "{\"a\"}", "{\"a\":1,}", "[1,]",  "01",          "-",   "1.",   "1e",
    "tru", "\"\t\"", "\"", "\"\\x\"", "\"\\u12\"",  "{} {}", "\"sevenby\"", "'a'", "[1 2]"};

START_TEST(test_lines) {
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    ck_assert(compare_line(plain[i], strlen(plain[i])));
  for (size_t i = 0; i < sizeof given_up / sizeof *given_up; i++)
    ck_assert(!compare_line(given_up[i], strlen(given_up[i])));
}
END_TEST

/* Half a pair is no character, and takes nothing with it. */
START_TEST(test_halves_of_pairs) {
  static const char *const lines[][2] = {{"\"\\ud83dA\"", "string \xEF\xBF\xBD"
                                                          "A\n"},
                                         {"\"\\ude00\\ud83d\"", "string \xEF\xBF\xBD\xEF\xBF\xBD\n"},
                                         {"\"\\ud800\\u0041\"", "string \xEF\xBF\xBD"
                                                                "A\n"},
                                         {"\"\\ud800\\\\\"", "string \xEF\xBF\xBD\\\n"}};
  at_text log = {0}, decoded = {0};
  static const char whole[] = "\"\\ud83d\\ude00\\uDBFF\\uDFFF\"";
  ck_assert(compare_line(whole, strlen(whole)));
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    at_text_reset(&log);
    ck_assert(at_json_line(lines[i][0], strlen(lines[i][0]), &callbacks, &log, &decoded));
    ck_assert_str_eq(log.bytes, lines[i][1]);
  }
  at_text_clear(&log);
  at_text_clear(&decoded);
}
END_TEST

START_TEST(test_changed_lines) {
  static const char odd[] = "{}[]\",:\\u01-+.eE truefalsn\n\t";
  unsigned read = 0;
  random_state = 3;
  for (unsigned round = 0; round < rounds_of(200000); round++) {
    char line[256];
    const char *from = plain[random_below(sizeof plain / sizeof *plain)];
    size_t size = strlen(from);
    memcpy(line, from, size);
    for (unsigned count = random_below(4); count > 0; count--)
      line[random_below((unsigned)size)] = odd[random_below(sizeof odd)];
    read += compare_line(line, size - random_below(2));
  }
  ck_assert_uint_gt(read, rounds_of(200000) / 8);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("tools");
  TCase *tcase = tcase_create("tools");
  tcase_set_timeout(tcase, 300);
  tcase_add_test(tcase, test_borders);
  tcase_add_test(tcase, test_mixed_text);
  tcase_add_test(tcase, test_lines);
  tcase_add_test(tcase, test_halves_of_pairs);
  tcase_add_test(tcase, test_changed_lines);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
