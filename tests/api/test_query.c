/* SPDX-License-Identifier: MIT
 * Queries: every string parses; diagnostics say what and where; a tree can be built without the parser. */
#include "api.h"

static const struct {
  const char *text, *printed;
} trees[] = {
    {"领导", "(run \"领导\")"},
    {"领导 视察", "(and (run \"领导\") (run \"视察\"))"},
    {"“领导 视察”", "(phrase \"领导 视察\")"},
    {"=\"髮\"", "(exact \"髮\")"},
    {"标题：医院", "(in \"title\" (run \"医院\"))"},
    {"(领导 OR 院长) -视频", "(and (or (run \"领导\") (run \"院长\")) (not (run \"视频\")))"},
    {"+领导", "(required (run \"领导\"))"},
    {"*", "(everything)"},
    {"、、", "(nothing)"},
    {"author:李", "(in \"author\" (run \"李\"))"},
};

START_TEST(trees_print) {
  assist_query *query = api_parse(trees[_i].text);
  ck_assert_str_eq(assist_query_print(query), trees[_i].printed);
  ck_assert_uint_eq(assist_query_diagnostic_count(query), assist_query_is_empty(query) ? 1 : 0);
  assist_query_free(query);
}
END_TEST

START_TEST(diagnostics_say_where) {
  assist_query *query = api_parse("领导 \"医院");
  assist_diagnostic note;
  ck_assert_uint_eq(assist_query_diagnostic_count(query), 1);
  ck_ok(assist_query_diagnostic_at(query, 0, &note, &error));
  ck_assert_str_eq(note.code, "unclosed-quote");
  ck_assert_uint_eq(note.start, 7);
  ck_assert_uint_eq(note.end, 8);
  ck_assert_uint_gt(strlen(note.message), 0);
  ck_status(assist_query_diagnostic_at(query, 1, &note, &error), ASSIST_INVALID);
  assist_query_free(query);
}
END_TEST

START_TEST(diagnostics_count_readings) {
  assist_query *query = api_parse("領(lǐng)導 \"医院");
  assist_diagnostic note;
  ck_ok(assist_query_diagnostic_at(query, 0, &note, &error));
  ck_assert_uint_eq(note.start, strlen("領(lǐng)導 ")); /* of the text as typed */
  assist_query_free(query);
}
END_TEST

START_TEST(empty_queries) {
  static const char *const texts[] = {"", " ", "?", "、、、", "\"\"", "()", "-"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    assist_query *query = api_parse(texts[i]);
    assist_diagnostic note;
    ck_assert_msg(assist_query_is_empty(query), "\"%s\"", texts[i]);
    ck_ok(assist_query_diagnostic_at(query, assist_query_diagnostic_count(query) - 1, &note, &error));
    ck_assert_str_eq(note.code, "empty-query");
    assist_query_free(query);
  }
}
END_TEST

START_TEST(literal_is_one_phrase) {
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  assist_query *query = NULL;
  options.literal = 1;
  ck_ok(assist_query_parse("a OR -b", 7, &options, &query, &error));
  ck_assert_str_eq(assist_query_print(query), "(phrase \"a OR -b\")");
  assist_query_free(query);
}
END_TEST

START_TEST(any_bytes_parse) {
  char text[64];
  unsigned seed = 12345;
  static const char marks[] = "()\"|-+*:^~\\= aO\xE5\x8C\xBB\xEF\xBC\x9A\xFF";
  for (int round = 0; round < 2000; round++) {
    size_t size = seed % sizeof text;
    for (size_t i = 0; i < size; i++) {
      seed = seed * 1103515245u + 12345u;
      text[i] = marks[(seed >> 16) % (sizeof marks)]; /* the NUL too */
    }
    assist_query *query = NULL;
    ck_ok(assist_query_parse(text, size, NULL, &query, &error));
    ck_assert_ptr_nonnull(assist_query_print(query));
    assist_query_free(query);
  }
}
END_TEST

static void expect_limit(const char *text, size_t size) {
  assist_query *query = NULL;
  ck_ok(assist_query_parse(text, size, NULL, &query, &error));
  bool said = false;
  for (size_t i = 0; i < assist_query_diagnostic_count(query); i++) {
    assist_diagnostic note;
    ck_ok(assist_query_diagnostic_at(query, i, &note, &error));
    said = said || strcmp(note.code, "limit") == 0;
  }
  ck_assert(said);
  assist_query_free(query);
}

START_TEST(limits_are_said) {
  size_t size = ASSIST_QUERY_BYTES_MAX + 10;
  char *text = malloc(size);
  ck_assert_ptr_nonnull(text);
  memset(text, 'x', size);
  expect_limit(text, size); /* bytes */
  memset(text, '(', 1000);
  text[1000] = 'x';
  expect_limit(text, 1001); /* depth */
  for (size_t i = 0; i < 2 * (ASSIST_QUERY_LEAVES_MAX + 10); i += 2) memcpy(text + i, "x ", 2);
  expect_limit(text, 2 * (size_t)(ASSIST_QUERY_LEAVES_MAX + 10)); /* leaves */
  free(text);
}
END_TEST

START_TEST(parts_are_taken) {
  assist_query *a, *b, *c, *all = NULL;
  ck_ok(assist_query_text(ASSIST_RUN, NULL, "医院", 6, &a, &error));
  ck_ok(assist_query_text(ASSIST_EXACT, "title", "領導", 6, &b, &error));
  ck_ok(assist_query_not(b, &b, &error));
  ck_ok(assist_query_everything(&c, &error));
  ck_ok(assist_query_required(c, &c, &error));
  assist_query *parts[] = {a, b, c};
  ck_ok(assist_query_and(parts, 3, &all, &error));
  ck_assert_str_eq(assist_query_print(all),
                   "(and (run \"医院\") (not (in \"title\" (exact \"領導\"))) (required (everything)))");
  ck_assert(!assist_query_is_empty(all));
  ck_assert_uint_eq(assist_query_diagnostic_count(all), 0);
  assist_query_free(all);
  assist_query_free(NULL);
}
END_TEST

START_TEST(parts_are_taken_on_failure_too) {
  assist_query *a, *out = NULL;
  ck_ok(assist_query_text(ASSIST_RUN, NULL, "医", 3, &a, &error));
  assist_query *parts[] = {a, NULL};
  ck_status(assist_query_or(parts, 2, &out, &error),
            ASSIST_INVALID); /* leaks under ASan if it does not take A */
  ck_status(assist_query_and(NULL, 0, &out, &error), ASSIST_INVALID);
  ck_status(assist_query_not(NULL, &out, &error), ASSIST_INVALID);
  ck_status(assist_query_required(NULL, &out, &error), ASSIST_INVALID);
  ck_status(assist_query_text(7, NULL, "医", 3, &out, &error), ASSIST_INVALID);
  ck_assert_ptr_null(out);
}
END_TEST

START_TEST(building_has_limits) {
  assist_query *deep, *next;
  assist_status status = ASSIST_OK;
  ck_ok(assist_query_text(ASSIST_RUN, NULL, "x", 1, &deep, &error));
  unsigned levels = 1;
  while ((status = assist_query_not(deep, &next, &error)) == ASSIST_OK && levels < 1000) {
    deep = next;
    levels++;
  }
  ck_assert_int_eq(status, ASSIST_LIMIT); /* DEEP was taken by the call that failed */
  ck_assert_uint_eq(levels, ASSIST_QUERY_DEPTH_MAX);
}
END_TEST

START_TEST(options_have_a_version) {
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  assist_query *query = NULL;
  ck_assert_uint_eq(options.version, 1);
  ck_ok(assist_query_parse("x", 1, &options, &query, &error));
  assist_query_free(query);
  query = NULL;
  options.version = 2;
  ck_status(assist_query_parse("x", 1, &options, &query, &error), ASSIST_INVALID);
  ck_status(assist_query_parse("x", 1, NULL, NULL, &error), ASSIST_INVALID);
  ck_assert_ptr_null(query);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/query");
  TCase *parse = tcase_create("parse"), *build = tcase_create("build");
  tcase_add_loop_test(parse, trees_print, 0, (int)(sizeof trees / sizeof *trees));
  tcase_add_test(parse, diagnostics_say_where);
  tcase_add_test(parse, diagnostics_count_readings);
  tcase_add_test(parse, empty_queries);
  tcase_add_test(parse, literal_is_one_phrase);
  tcase_add_test(parse, any_bytes_parse);
  tcase_add_test(parse, limits_are_said);
  tcase_add_test(parse, options_have_a_version);
  tcase_add_test(build, parts_are_taken);
  tcase_add_test(build, parts_are_taken_on_failure_too);
  tcase_add_test(build, building_has_limits);
  suite_add_tcase(suite, parse);
  suite_add_tcase(suite, build);
  return api_run(suite);
}
