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
  ck_assert_uint_eq(options.version, 2);
  for (; options.version > 0; options.version--) {
    ck_ok(assist_query_parse("x", 1, &options, &query, &error));
    assist_query_free(query);
    query = NULL;
  }
  ck_status(assist_query_parse("x", 1, &options, &query, &error), ASSIST_INVALID);
  options.version = 3;
  ck_status(assist_query_parse("x", 1, &options, &query, &error), ASSIST_INVALID);
  ck_status(assist_query_parse("x", 1, NULL, NULL, &error), ASSIST_INVALID);
  ck_assert_ptr_null(query);
}
END_TEST

/* With version 1 what follows the names is not looked at. */
START_TEST(old_options_end_early) {
  static const char *const names[] = {"date", NULL};
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  const unsigned kinds[] = {1u << ASSIST_VALUE_DATE};
  const assist_field_alias alias = {"when", "date"};
  options.fields = names;
  options.kinds = kinds;
  options.aliases = &alias;
  options.alias_count = 1;
  assist_query *query = NULL;
  ck_ok(assist_query_parse("when:2021", 9, &options, &query, &error));
  ck_assert_str_eq(assist_query_print(query), "(in \"date\" (range \"2021\"))");
  assist_query_free(query);
  options.version = 1;
  ck_ok(assist_query_parse("date:2021", 9, &options, &query, &error));
  ck_assert_str_eq(assist_query_print(query), "(in \"date\" (run \"2021\"))");
  assist_query_free(query);
}
END_TEST

static assist_query *text_of(int how, const char *field, const char *text) {
  assist_query *query = NULL;
  ck_ok(assist_query_text(how, field, text, strlen(text), &query, &error));
  return query;
}

static void expect_print(assist_status status, assist_query **query, const char *printed) {
  ck_ok(status);
  ck_assert_str_eq(assist_query_print(*query), printed);
  assist_query_free(*query);
}

START_TEST(nearness_is_built) {
  assist_query *out = NULL;
  assist_query *either[] = {text_of(ASSIST_RUN, NULL, "院长"), text_of(ASSIST_EXACT, "title", "髮")};
  assist_query *parts[] = {text_of(ASSIST_RUN, NULL, "医院，领导"), text_of(ASSIST_RUN, NULL, "、"), NULL};
  ck_ok(assist_query_or(either, 2, &parts[2], &error));
  expect_print(assist_query_near(ASSIST_ADJ, 5, parts, 3, &out, &error), &out,
               "(near (phrase \"医院，领导\") adj/5 (or (run \"院长\") (in \"title\" (exact \"髮\"))))");
  assist_query *one[] = {text_of(ASSIST_RUN, NULL, "a"), text_of(ASSIST_RUN, NULL, "、")};
  expect_print(assist_query_near(ASSIST_NEAR, 5, one, 2, &out, &error), &out, "(run \"a\")");
  expect_print(assist_query_slop(NULL, "甲乙", 6, 3, &out, &error), &out, "(phrase \"甲乙\" ~3)");
  expect_print(assist_query_slop(NULL, "甲乙", 6, 0, &out, &error), &out, "(phrase \"甲乙\")");
  expect_print(assist_query_boost(text_of(ASSIST_RUN, NULL, "a"), 1250, &out, &error), &out,
               "(boost 1.25 (run \"a\"))");
}
END_TEST

START_TEST(nearness_has_conditions) {
  assist_query *out = NULL, *no = NULL;
  assist_query *missing[] = {text_of(ASSIST_RUN, NULL, "a"), NULL};
  ck_status(assist_query_near(ASSIST_NEAR, 5, missing, 2, &out, &error), ASSIST_INVALID);
  ck_status(assist_query_near(ASSIST_NEAR, 5, NULL, 0, &out, &error), ASSIST_INVALID);
  assist_query *apart[] = {text_of(ASSIST_RUN, NULL, "a"), text_of(ASSIST_RUN, "author", "b")};
  ck_status(assist_query_near(ASSIST_NEAR, 5, apart, 2, &out, &error), ASSIST_INVALID);
  ck_ok(assist_query_not(text_of(ASSIST_RUN, NULL, "b"), &no, &error));
  assist_query *negative[] = {text_of(ASSIST_RUN, NULL, "a"), no};
  ck_status(assist_query_near(ASSIST_NEAR, 5, negative, 2, &out, &error), ASSIST_INVALID);
  assist_query *order[] = {text_of(ASSIST_RUN, NULL, "a"), text_of(ASSIST_RUN, NULL, "b")};
  ck_status(assist_query_near(2, 5, order, 2, &out, &error), ASSIST_INVALID);
  assist_query *far[] = {text_of(ASSIST_RUN, NULL, "a"), text_of(ASSIST_RUN, NULL, "b")};
  ck_status(assist_query_near(ASSIST_ADJ, ASSIST_QUERY_DISTANCE_MAX + 1, far, 2, &out, &error), ASSIST_LIMIT);
  ck_status(assist_query_slop(NULL, "ab", 2, ASSIST_QUERY_DISTANCE_MAX + 1, &out, &error), ASSIST_LIMIT);
  ck_status(assist_query_boost(NULL, 1, &out, &error), ASSIST_INVALID);
  ck_status(
      assist_query_boost(text_of(ASSIST_RUN, NULL, "a"), ASSIST_QUERY_BOOST_MAX * 1000 + 1, &out, &error),
      ASSIST_LIMIT);
  ck_assert_ptr_null(out);
}
END_TEST

START_TEST(words_are_built) {
  assist_query *out = NULL;
  expect_print(assist_query_word(ASSIST_PREFIX, 0, NULL, "Wor", 3, &out, &error), &out, "(prefix \"wor\")");
  expect_print(assist_query_word(ASSIST_WILDCARD, 0, "title", "Ｗ?r**", strlen("Ｗ?r**"), &out, &error), &out,
               "(in \"title\" (wildcard \"w?r*\"))");
  expect_print(assist_query_word(ASSIST_FUZZY, 2, NULL, "word", 4, &out, &error), &out, "(fuzzy \"word\" 2)");
  expect_print(assist_query_sound(NULL, "lǐng dao", strlen("lǐng dao"), &out, &error), &out,
               "(sound \"lǐng dao\")");
  out = NULL;
  static const char *const wrong[] = {"", "a b", "领*", "a-b", "*"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    ck_status(assist_query_word(ASSIST_WILDCARD, 0, NULL, wrong[i], strlen(wrong[i]), &out, &error),
              ASSIST_INVALID);
  ck_status(assist_query_word(ASSIST_FUZZY, 3, NULL, "word", 4, &out, &error), ASSIST_INVALID);
  ck_status(assist_query_word(ASSIST_PREFIX, 1, NULL, "word", 4, &out, &error), ASSIST_INVALID);
  ck_status(assist_query_word(3, 0, NULL, "word", 4, &out, &error), ASSIST_INVALID);
  ck_status(assist_query_sound(NULL, "123", 3, &out, &error), ASSIST_INVALID);
  ck_assert_ptr_null(out);
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
  tcase_add_test(parse, old_options_end_early);
  tcase_add_test(build, parts_are_taken);
  tcase_add_test(build, parts_are_taken_on_failure_too);
  tcase_add_test(build, building_has_limits);
  tcase_add_test(build, nearness_is_built);
  tcase_add_test(build, nearness_has_conditions);
  tcase_add_test(build, words_are_built);
  suite_add_tcase(suite, parse);
  suite_add_tcase(suite, build);
  return api_run(suite);
}
