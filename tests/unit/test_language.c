/* SPDX-License-Identifier: MIT
 * The parts of the query language beyond runs, quotes and Boolean operators: nearness, slop, boosts, shapes of words, readings,
 * ranges and the names of fields.  And a property: a tree written as a query is read as that tree. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <assist/document.h>
#include <assist/query.h>

#include "query/tree.h"

static const char *const names[] = {"author", "date", "price", "both", "any", NULL};
static const unsigned kinds[] = {1u << ASSIST_VALUE_TEXT, 1u << ASSIST_VALUE_DATE, 1u << ASSIST_VALUE_NUMBER,
                                 1u << ASSIST_VALUE_TEXT | 1u << ASSIST_VALUE_DATE, 0};
static const assist_field_alias aliases[] = {{"科室", "author"}, {"When", "date"}, {"lost", "nowhere"}};

static assist_query *parse(const char *text) {
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  options.fields = names;
  options.kinds = kinds;
  options.aliases = aliases;
  options.alias_count = 3;
  assist_query *query = NULL;
  ck_assert_int_eq(assist_query_parse(text, strlen(text), &options, &query, NULL), ASSIST_OK);
  return query;
}

/* A query, its tree, and the codes of what is said about it. */
typedef struct expected {
  const char *text, *tree, *codes;
} expected;

static void check_all(const expected *table, size_t count) {
  for (size_t i = 0; i < count; i++) {
    assist_query *query = parse(table[i].text);
    char codes[200] = "";
    ck_assert_msg(strcmp(assist_query_print(query), table[i].tree) == 0, "%s\n  is      %s\n  and not %s",
                  table[i].text, assist_query_print(query), table[i].tree);
    for (size_t n = 0; n < query->note_count; n++) {
      ck_assert_uint_le(query->notes[n].start, query->notes[n].end);
      ck_assert_uint_le(query->notes[n].end, strlen(table[i].text));
      snprintf(codes + strlen(codes), sizeof codes - strlen(codes), "%s%s", n > 0 ? " " : "",
               query->notes[n].code);
    }
    ck_assert_msg(strcmp(codes, table[i].codes) == 0, "%s: told \"%s\", not \"%s\"", table[i].text, codes,
                  table[i].codes);
    assist_query_free(query);
  }
}

#define CHECK_ALL(table) check_all(table, sizeof(table) / sizeof *(table))

START_TEST(nearness) {
  static const expected table[] = {
      {"A NEAR/5 B", "(near (run \"A\") near/5 (run \"B\"))", ""},
      {"A ADJ/0 B", "(near (run \"A\") adj/0 (run \"B\"))", ""},
      {"A NEAR/5 B ADJ/3 C", "(near (run \"A\") near/5 (run \"B\") adj/3 (run \"C\"))", ""},
      {"x A NEAR/5 B y", "(and (run \"x\") (near (run \"A\") near/5 (run \"B\")) (run \"y\"))", ""},
      {"A NEAR/1 B OR C", "(or (near (run \"A\") near/1 (run \"B\")) (run \"C\"))", ""},
      {"NOT A NEAR/1 B", "(not (near (run \"A\") near/1 (run \"B\")))", ""},
      {"(A OR B|C) NEAR/1 “甲，乙”",
       "(near (or (run \"A\") (run \"B\") (run \"C\")) near/1 (phrase \"甲，乙\"))", ""},
      {"甲，乙 NEAR/1 B", "(near (phrase \"甲，乙\") near/1 (run \"B\"))", ""},
      {"+A NEAR/1 +B", "(near (run \"A\") near/1 (run \"B\"))", ""},
      {"title:(A NEAR/1 B)", "(near (in \"title\" (run \"A\")) near/1 (in \"title\" (run \"B\")))", ""},
      {"title:A NEAR/1 B", "(near (in \"title\" (run \"A\")) near/1 (run \"B\"))", ""},
      {"author:A NEAR/1 author:B", "(near (in \"author\" (run \"A\")) near/1 (in \"author\" (run \"B\")))",
       ""},
      {"author:A NEAR/1 B", "(and (in \"author\" (run \"A\")) (run \"B\"))", "unsupported"},
      {"(A B) NEAR/1 C", "(and (run \"A\") (run \"B\") (run \"C\"))", "unsupported"},
      {"A NEAR/1 -C", "(and (run \"A\") (not (run \"C\")))", "unsupported"},
      {"A NEAR/1 * NEAR/1 B", "(and (run \"A\") (everything) (run \"B\"))", "unsupported"},
      {"甲《乙》 NEAR/1 B", "(and (run \"甲\") (phrase \"乙\") (run \"B\"))", "unsupported"},
      {"A NEAR/1", "(run \"A\")", "dangling-operator"},
      {"NEAR/1 B", "(run \"B\")", "dangling-operator"},
      {"A NEAR/1 NEAR/2 B", "(near (run \"A\") near/2 (run \"B\"))", "dangling-operator"},
      {"A NEAR/1 OR B", "(or (run \"A\") (run \"B\"))", "dangling-operator"},
      {"A NEAR/1 、 NEAR/2 B", "(near (run \"A\") near/2 (run \"B\"))", ""},
      {"、 NEAR/2 B", "(run \"B\")", ""},
      {"、 NEAR/2 ？", "(run \"、 NEAR/2 ？\")", ""},
      {"NEAR/5", "(run \"NEAR/5\")", ""},
      {"A NEAR B", "(and (run \"A\") (run \"NEAR\") (run \"B\"))", ""},
      {"A near/5 B", "(and (run \"A\") (run \"near/5\") (run \"B\"))", ""},
      {"A NEAR/99999999999999999999 B", "(near (run \"A\") near/1000000 (run \"B\"))", "too-large"},
  };
  CHECK_ALL(table);
}
END_TEST

START_TEST(suffixes) {
  static const expected table[] = {
      {"word^2 x", "(and (boost 2 (run \"word\")) (run \"x\"))", ""},
      {"word^0.5", "(boost 0.5 (run \"word\"))", ""},
      {"word^0", "(boost 0 (run \"word\"))", ""},
      {"word^1", "(run \"word\")", ""},
      {"word^1.2345", "(boost 1.234 (run \"word\"))", ""},
      {"word^5000", "(boost 1000 (run \"word\"))", "too-large"},
      {"\"a b\"^1.5", "(boost 1.5 (phrase \"a b\"))", ""},
      {"(a b)^2 c", "(and (boost 2 (and (run \"a\") (run \"b\"))) (run \"c\"))", ""},
      {"c (a b)^2", "(and (run \"c\") (boost 2 (and (run \"a\") (run \"b\"))))", ""},
      {"(a|b)^2|c", "(or (boost 2 (or (run \"a\") (run \"b\"))) (run \"c\"))", ""},
      {"(word^2)^3", "(boost 6 (run \"word\"))", ""},
      {"title:word^2", "(boost 2 (in \"title\" (run \"word\")))", ""},
      {"-word^2", "(not (boost 2 (run \"word\")))", ""},
      {"(a NEAR/1 b)^2", "(boost 2 (near (run \"a\") near/1 (run \"b\")))", ""},
      {"*^2", "(boost 2 (everything))", ""},
      {"\"a b\"~5", "(phrase \"a b\" ~5)", ""},
      {"“甲乙”～5", "(phrase \"甲乙\" ~5)", ""},
      {"《甲乙》~5^2", "(boost 2 (phrase \"甲乙\" ~5))", ""},
      {"《甲乙》^2~5", "(boost 2 (phrase \"甲乙\" ~5))", ""},
      {"\"a b\"~0", "(phrase \"a b\")", ""},
      {"\"a\"~5", "(phrase \"a\")", ""},
      {"title:\"a b\"~5", "(in \"title\" (phrase \"a b\" ~5))", ""},
      {"\"a b\"~5 NEAR/3 c", "(near (phrase \"a b\" ~5) near/3 (run \"c\"))", ""},
      {"=\"a b\"~5", "(exact \"a b\")", "unsupported"},
      {"(a b)~5", "(and (run \"a\") (run \"b\"))", "unsupported"},
      {"\"a b\"~1.5", "(phrase \"a b\")", "unsupported"},
      {"\"a b\"~2000000", "(phrase \"a b\" ~1000000)", "too-large"},
      {"3×10^23", "(run \"3×10^23\")", ""},
      {"1756年~1757年", "(run \"1756年~1757年\")", ""},
      {"领导^2", "(run \"领导^2\")", ""},
      {"领导~2", "(run \"领导~2\")", ""},
      {"word^x", "(run \"word^x\")", ""},
      {"word^2x", "(run \"word^2x\")", ""},
      {"word^2|x", "(or (boost 2 (run \"word\")) (run \"x\"))", ""},
      {"word^2^2", "(run \"word^2^2\")", ""},
  };
  CHECK_ALL(table);
}
END_TEST

START_TEST(shapes) {
  static const expected table[] = {
      {"word*", "(prefix \"word\")", ""},
      {"ＷＯＲＤ＊", "(prefix \"word\")", ""},
      {"CT2**", "(prefix \"ct2\")", ""},
      {"w?rd", "(wildcard \"w?rd\")", ""},
      {"*word", "(wildcard \"*word\")", ""},
      {"W*rd*", "(wildcard \"w*rd*\")", ""},
      {"w?r?", "(wildcard \"w?r?\")", ""},
      {"word~1", "(fuzzy \"word\" 1)", ""},
      {"WORD～2", "(fuzzy \"word\" 2)", ""},
      {"word~9", "(fuzzy \"word\" 2)", "too-large"},
      {"word~0", "(run \"word\")", ""},
      {"word~1^2", "(boost 2 (fuzzy \"word\" 1))", ""},
      {"wor*^2", "(boost 2 (prefix \"wor\"))", ""},
      {"-title:wor*", "(not (in \"title\" (prefix \"wor\")))", ""},
      {"(word~1)", "(fuzzy \"word\" 1)", ""},
      {"wor*~1", "(prefix \"wor\")", "unsupported"},
      {"a-b~1", "(run \"a-b\")", "unsupported"},
      {"检查CT~1", "(run \"检查CT\")", "unsupported"},
      {"检查CT*", "(run \"检查CT*\")", "unsupported"},
      {"医院*", "(run \"医院*\")", ""},
      {"what?", "(run \"what?\")", ""},
      {"什么？", "(run \"什么？\")", ""},
      {"wor？", "(run \"wor？\")", ""},
      {"wor\\*", "(run \"wor*\")", ""},
      {"20*", "(run \"20*\")", ""},
      {"\"wor*\"", "(phrase \"wor*\")", ""},
      {"wor* NEAR/1 a", "(and (prefix \"wor\") (run \"a\"))", "unsupported"},
  };
  CHECK_ALL(table);
}
END_TEST

START_TEST(values) {
  static const expected table[] = {
      {"date:2021-03..2021-06", "(in \"date\" (range \"2021-03..2021-06\"))", ""},
      {"date:>=2021 x", "(and (in \"date\" (range \">=2021\")) (run \"x\"))", ""},
      {"price:<5", "(in \"price\" (range \"<5\"))", ""},
      {"price:-5..", "(in \"price\" (range \"-5..\"))", ""},
      {"price：..7.5", "(in \"price\" (range \"..7.5\"))", ""},
      {"date:2021年3月", "(in \"date\" (range \"2021年3月\"))", ""},
      {"日期：2021年3月", "(in \"date\" (range \"2021年3月\"))", ""},
      {"日期：2021年3月～2021年6月", "(in \"date\" (range \"2021年3月～2021年6月\"))", ""},
      {"when:\"2021-03\"", "(in \"date\" (range \"2021-03\"))", ""},
      {"价格:5", "(in \"price\" (range \"5\"))", ""},
      {"(date:2021)", "(in \"date\" (range \"2021\"))", ""},
      {"date:(2021 OR 2023)", "(or (in \"date\" (range \"2021\")) (in \"date\" (range \"2023\")))", ""},
      {"-date:2021", "(not (in \"date\" (range \"2021\")))", ""},
      {"date:2021-03-05T10:30", "(in \"date\" (range \"2021-03-05T10:30\"))", ""},
      {"both:2021", "(in \"both\" (range \"2021\"))", ""},
      {"both:医院", "(in \"both\" (run \"医院\"))", ""},
      {"date:*", "(in \"date\" (range \"..\"))", ""},
      {"author:*", "(everything)", "unsupported"},
      {"date:soon", "(in \"date\" (run \"soon\"))", "not-a-range"},
      {"date:1..x", "(in \"date\" (run \"1..x\"))", "not-a-range"},
      {"any:2021", "(in \"any\" (run \"2021\"))", ""},
      {"any:2021..2022", "(in \"any\" (range \"2021..2022\"))", ""},
      {"any:>=3", "(in \"any\" (range \">=3\"))", ""},
      {"author:2021..2022", "(in \"author\" (run \"2021..2022\"))", "not-a-range"},
      {"title:2021", "(in \"title\" (run \"2021\"))", ""},
      {"year:2021..2022", "(run \"year:2021..2022\")", "unknown-field"},
  };
  CHECK_ALL(table);
}
END_TEST

START_TEST(sounds_and_names) {
  static const expected table[] = {
      {"py:lingdao", "(sound \"lingdao\")", ""},
      {"PY:ld", "(sound \"ld\")", ""},
      {"拼音：lǐng", "(sound \"lǐng\")", ""},
      {"py:\"ling dao\"", "(sound \"ling dao\")", ""},
      {"py:(ld OR yz)", "(or (sound \"ld\") (sound \"yz\"))", ""},
      {"title:py:ld", "(in \"title\" (sound \"ld\"))", ""},
      {"py:领导", "(run \"领导\")", "not-a-sound"},
      {"py:ld x", "(and (sound \"ld\") (run \"x\"))", ""},
      {"py:", "(run \"py:\")", ""},
      {"科室：内科", "(in \"author\" (run \"内科\"))", ""},
      {"作者:李", "(in \"author\" (run \"李\"))", ""},
      {"WHEN:2021", "(in \"date\" (range \"2021\"))", ""},
      {"来源:a", "(run \"来源:a\")", "unknown-field"},
      {"lost:a", "(run \"lost:a\")", "unknown-field"},
  };
  CHECK_ALL(table);
}
END_TEST

/* ---- random trees, written and read */

typedef struct writing {
  uint32_t seed;
  char text[8192];
} writing;

static unsigned below(writing *to, unsigned n) {
  to->seed = to->seed * 1664525u + 1013904223u;
  return (to->seed >> 8) % n;
}

static void put(writing *to, const char *text) {
  ck_assert_uint_lt(strlen(to->text) + strlen(text), sizeof to->text);
  strcat(to->text, text);
}

static void put_number(writing *to, const char *before, uint32_t number) {
  char digits[32];
  snprintf(digits, sizeof digits, "%s%u", before, number);
  put(to, digits);
}

static void write_node(writing *to, const as_node *node);

static void write_leaf(writing *to, const as_node *leaf) {
  if (leaf->field != NULL) {
    put(to, leaf->field);
    put(to, ":");
  }
  const char *before = leaf->kind == AS_NODE_SOUND ? "py:" : "", *after = "";
  if (leaf->kind == AS_NODE_TEXT && leaf->how == ASSIST_PHRASE) before = after = "\"";
  if (leaf->kind == AS_NODE_TEXT && leaf->how == ASSIST_EXACT) before = "=\"", after = "\"";
  if (leaf->kind == AS_NODE_PATTERN && leaf->pattern == AS_PATTERN_PREFIX) after = "*";
  put(to, before);
  put(to, leaf->text);
  put(to, after);
  if (leaf->slop > 0) put_number(to, "~", leaf->slop);
  if (leaf->edits > 0) put_number(to, "~", leaf->edits);
}

static void write_parts(writing *to, const as_node *node, const char *link) {
  put(to, "(");
  for (size_t i = 0; i < node->count; i++) {
    const as_node *child = node->children[i];
    if (i > 0 && node->kind == AS_NODE_NEAR) {
      put_number(to, child->ordered ? " ADJ/" : " NEAR/", child->distance);
      put(to, " ");
    } else if (i > 0) {
      put(to, link);
    }
    write_node(to, child);
  }
  put(to, ")");
}

static void write_node(writing *to, const as_node *node) {
  bool boosted = node->boost != AS_BOOST_ONE;
  if (boosted) put(to, "(");
  switch (node->kind) {
  case AS_NODE_EVERYTHING: put(to, "*"); break;
  case AS_NODE_AND: write_parts(to, node, " "); break;
  case AS_NODE_OR: write_parts(to, node, " OR "); break;
  case AS_NODE_NEAR: write_parts(to, node, ""); break;
  case AS_NODE_NOT:
  case AS_NODE_REQUIRED:
    put(to, node->kind == AS_NODE_NOT ? "-(" : "+(");
    write_node(to, node->children[0]);
    put(to, ")");
    break;
  default: write_leaf(to, node); break;
  }
  if (!boosted) return;
  char suffix[32];
  snprintf(suffix, sizeof suffix, ")^%u.%03u", node->boost / AS_BOOST_ONE, node->boost % AS_BOOST_ONE);
  put(to, suffix);
}

/* A query of the language at random, as people would write it, to have a tree. */
static void put_random(writing *to, unsigned depth) {
  static const char *const leaves[] = {"医院",      "CT检查",   "a-b",       "“甲，乙”", "\"a b\"~3",
                                       "=\"髮\"",   "wor*",     "w?rd",      "word~2",   "py:ld",
                                       "date:2021", "price:<5", "*",         "词^2",     "word^0.5",
                                       "title:甲",  "《书》~2", "author:李", "2021年3月"};
  static const char *const links[] = {" ", " OR ", " AND ", " NEAR/3 ", " ADJ/0 ", "|", " NOT ", " -", " +"};
  unsigned parts = 1 + below(to, 3);
  for (unsigned i = 0; i < parts; i++) {
    if (i > 0) put(to, links[below(to, sizeof links / sizeof *links)]);
    bool group = depth > 0 && below(to, 3) == 0;
    if (group) put(to, below(to, 4) == 0 ? "title:(" : "(");
    if (group)
      put_random(to, depth - 1);
    else
      put(to, leaves[below(to, sizeof leaves / sizeof *leaves)]);
    if (group) put(to, below(to, 4) == 0 ? ")^2.5" : ")");
  }
}

START_TEST(trees_come_back) {
  unsigned near = 0;
  for (unsigned round = 0; round < 3000; round++) {
    writing drawn = {.seed = round * 7919u}, written = {0};
    put_random(&drawn, 3);
    assist_query *first = parse(drawn.text);
    write_node(&written, first->root);
    assist_query *again = parse(written.text);
    ck_assert_msg(strcmp(assist_query_print(first), assist_query_print(again)) == 0,
                  "%s\n  is      %s\n  written %s\n  is      %s", drawn.text, assist_query_print(first),
                  written.text, assist_query_print(again));
    near += strstr(assist_query_print(first), "(near") != NULL;
    assist_query_free(first);
    assist_query_free(again);
  }
  ck_assert_uint_gt(near, 200);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("language");
  TCase *rows = tcase_create("rows");
  tcase_add_test(rows, nearness);
  tcase_add_test(rows, suffixes);
  tcase_add_test(rows, shapes);
  tcase_add_test(rows, values);
  tcase_add_test(rows, sounds_and_names);
  suite_add_tcase(suite, rows);
  TCase *round = tcase_create("round trip");
  tcase_set_timeout(round, 300);
  tcase_add_test(round, trees_come_back);
  suite_add_tcase(suite, round);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
