/* SPDX-License-Identifier: MIT
 * The query language: tables of what people type and what it means, what they are told, and inputs of no
 * language at all. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <assist/query.h>

#include "port/mem.h"
#include "query/mark.h"
#include "query/tree.h"
#include "text/reader.h"
#include "text/table.h"
#include "text/unit.h"

static const char *const fields[] = {"author", "科室", NULL};

static assist_query *parse_sized(const char *text, size_t size, const char *const *names, int literal) {
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  options.fields = names;
  options.literal = literal;
  assist_query *query = NULL;
  ck_assert_int_eq(assist_query_parse(text, size, &options, &query, NULL), ASSIST_OK);
  return query;
}

static assist_query *parse(const char *text) { return parse_sized(text, strlen(text), NULL, 0); }

typedef struct expected {
  const char *text;
  const char *tree;
} expected;

static void check_trees(const expected *table, size_t count) {
  for (size_t i = 0; i < count; i++) {
    assist_query *query = parse(table[i].text);
    ck_assert_msg(strcmp(assist_query_print(query), table[i].tree) == 0, "%s\n  is      %s\n  and not %s",
                  table[i].text, assist_query_print(query), table[i].tree);
    assist_query_free(query);
  }
}

#define CHECK_TREES(table) check_trees(table, sizeof(table) / sizeof *(table))

START_TEST(everyday_queries) {
  static const expected table[] = {
      {"领导 视察", "(and (run \"领导\") (run \"视察\"))"},
      {"領導視察", "(run \"領導視察\")"},
      {"“领导视察”", "(phrase \"领导视察\")"},
      {"标题：领导", "(in \"title\" (run \"领导\"))"},
      {"title:“领导 视察”", "(in \"title\" (phrase \"领导 视察\"))"},
      {"(领导 OR 院长) -视频", "(and (or (run \"领导\") (run \"院长\")) (not (run \"视频\")))"},
      {"ＣＴ检查", "(run \"ＣＴ检查\")"},
      {"2021年3月5日", "(run \"2021年3月5日\")"},
      {"发", "(run \"发\")"},
      {"=\"髮\"", "(exact \"髮\")"},
      {"20.04", "(run \"20.04\")"},
      {"a-b", "(run \"a-b\")"},
      {"c++", "(run \"c++\")"},
      {"@某院", "(run \"@某院\")"},
      {"?", "(nothing)"},
      {"、、、", "(nothing)"},
      {"", "(nothing)"},
      {"领导　视察", "(and (run \"领导\") (run \"视察\"))"},
      {"领导\n视察\t院长", "(and (run \"领导\") (run \"视察\") (run \"院长\"))"},
      {"医院，领导。", "(run \"医院，领导。\")"},
      {"領(lǐng)導(dǎo)院", "(run \"領導院\")"},
      {"领导 或 院长", "(and (run \"领导\") (run \"或\") (run \"院长\"))"},
      {"什么时候放假？", "(run \"什么时候放假？\")"},
      {"*", "(everything)"},
      {"＊", "(everything)"},
      {"* -视频", "(and (everything) (not (run \"视频\")))"},
      {"医院*", "(run \"医院*\")"},
  };
  CHECK_TREES(table);
}
END_TEST

START_TEST(quotes) {
  static const expected table[] = {
      {"\"领导\"“视察”„院长“", "(and (phrase \"领导\") (phrase \"视察\") (phrase \"院长\"))"},
      {"「领导」『视察』＂院长＂", "(and (phrase \"领导\") (phrase \"视察\") (phrase \"院长\"))"},
      {"”领导” 视察", "(and (phrase \"领导\") (run \"视察\"))"},
      {"“领导“ 视察", "(and (phrase \"领导\") (run \"视察\"))"},
      {"\"他说“好”\"", "(phrase \"他说“好”\")"},
      {"领导“视察”", "(and (run \"领导\") (phrase \"视察\"))"},
      {"领导\"视察\"", "(and (run \"领导\") (phrase \"视察\"))"},
      {"5\" 屏幕", "(and (run \"5\\\"\") (run \"屏幕\"))"},
      {"it's", "(run \"it's\")"},
      {"\"领导 视察", "(phrase \"领导 视察\")"},
      {"\"\" 视察", "(run \"视察\")"},
      {"关于《水浒传》的研究", "(and (run \"关于\") (phrase \"水浒传\") (run \"的研究\"))"},
      {"〈序〉", "(phrase \"序\")"},
      {"标题：=“髮”", "(in \"title\" (exact \"髮\"))"},
      {"＝「髮」", "(exact \"髮\")"},
      {"a=\"b\"", "(and (run \"a=\") (phrase \"b\"))"},
  };
  CHECK_TREES(table);
}
END_TEST

START_TEST(operators) {
  static const expected table[] = {
      {"a AND b", "(and (run \"a\") (run \"b\"))"},
      {"a OR b c", "(or (run \"a\") (and (run \"b\") (run \"c\")))"},
      {"a|b｜c", "(or (run \"a\") (run \"b\") (run \"c\"))"},
      {"a || b", "(or (run \"a\") (run \"b\"))"},
      {"NOT a b", "(and (not (run \"a\")) (run \"b\"))"},
      {"a AND NOT b OR c", "(or (and (run \"a\") (not (run \"b\"))) (run \"c\"))"},
      {"NOT NOT a", "(run \"a\")"},
      {"a or b", "(and (run \"a\") (run \"or\") (run \"b\"))"},
      {"领导OR院长", "(run \"领导OR院长\")"},
      {"R\\AND D", "(and (run \"R\\\\AND\") (run \"D\"))"},
      {"-视频", "(not (run \"视频\"))"},
      {"－视频", "(not (run \"视频\"))"},
      {"- 视频", "(run \"视频\")"},
      {"--help", "(run \"--help\")"},
      {"新闻-视频", "(run \"新闻-视频\")"},
      {"-\"a b\" -(c d)", "(and (not (phrase \"a b\")) (not (and (run \"c\") (run \"d\"))))"},
      {"-关于《水浒传》的", "(not (and (run \"关于\") (phrase \"水浒传\") (run \"的\")))"},
      {"+a ＋b", "(and (required (run \"a\")) (required (run \"b\")))"},
      {"-、 a", "(run \"a\")"},
      {"OR", "(run \"OR\")"},
      {"AND OR", "(run \"AND OR\")"},
      {"a OR", "(run \"a\")"},
      {"OR a", "(run \"a\")"},
      {"NEAR a", "(and (run \"NEAR\") (run \"a\"))"},
  };
  CHECK_TREES(table);
}
END_TEST

START_TEST(brackets) {
  static const expected table[] = {
      {"国办发(2021)15号", "(run \"国办发(2021)15号\")"},
      {"(国办发(2021)15号 OR 院长) x", "(and (or (run \"国办发(2021)15号\") (run \"院长\")) (run \"x\"))"},
      {"（a｜b） －c", "(and (or (run \"a\") (run \"b\")) (not (run \"c\")))"},
      {"((a OR b) c) OR (d)", "(or (and (or (run \"a\") (run \"b\")) (run \"c\")) (run \"d\"))"},
      {"NOT(a OR b)", "(not (or (run \"a\") (run \"b\")))"},
      {"(a b", "(and (run \"a\") (run \"b\"))"},
      {"a) b", "(and (run \"a)\") (run \"b\"))"},
      {"()", "(nothing)"},
      {"(()) a", "(run \"a\")"},
      {"\\(a\\)", "(run \"(a)\")"},
      {"C:\\new", "(run \"C:\\\\new\")"},
      {"\\-b \\\"c\\\"", "(and (run \"-b\") (run \"\\\"c\\\"\"))"},
      {"领导\\ 视察", "(run \"领导 视察\")"},
  };
  CHECK_TREES(table);
}
END_TEST

START_TEST(single_characters) {
  static const expected table[] = {
      {"党 建 工 作", "(run \"党 建 工 作\")"},
      {"党　建　工 报告", "(and (run \"党　建　工\") (run \"报告\"))"},
      {"党 建", "(and (run \"党\") (run \"建\"))"},
      {"党 建 工作", "(and (run \"党\") (run \"建\") (run \"工作\"))"},
      {"报告 党 建 工", "(and (run \"报告\") (run \"党 建 工\"))"},
      {"(党 建 工)", "(run \"党 建 工\")"},
      {"a b c", "(and (run \"a\") (run \"b\") (run \"c\"))"},
      {"title:党 建 工", "(in \"title\" (run \"党 建 工\"))"},
  };
  CHECK_TREES(table);
}
END_TEST

START_TEST(field_names) {
  static const expected table[] = {
      {"title:医院", "(in \"title\" (run \"医院\"))"},
      {"Title：医院", "(in \"title\" (run \"医院\"))"},
      {"標題:医院", "(in \"title\" (run \"医院\"))"},
      {"正文：医院", "(in \"body\" (run \"医院\"))"},
      {"title: 医院", "(in \"title\" (run \"医院\"))"},
      {"title:(a OR b) c", "(and (or (in \"title\" (run \"a\")) (in \"title\" (run \"b\"))) (run \"c\"))"},
      {"title:（a body:b）", "(and (in \"title\" (run \"a\")) (in \"body\" (run \"b\")))"},
      {"-title:x", "(not (in \"title\" (run \"x\")))"},
      {"title:《水浒》传", "(and (in \"title\" (phrase \"水浒\")) (in \"title\" (run \"传\")))"},
      {"title:OR", "(in \"title\" (run \"OR\"))"},
      {"title:", "(run \"title:\")"},
      {"http://a.com/b", "(run \"http://a.com/b\")"},
      {"8:30", "(run \"8:30\")"},
      {"科室：内科", "(run \"科室：内科\")"},
      {"date:2021-03..2021-06", "(run \"date:2021-03..2021-06\")"},
      {"title:*", "(everything)"},
  };
  CHECK_TREES(table);
  assist_query *query =
      parse_sized("科室：内科 AUTHOR:\"李\"", strlen("科室：内科 AUTHOR:\"李\""), fields, 0);
  ck_assert_str_eq(assist_query_print(query),
                   "(and (in \"科室\" (run \"内科\")) (in \"author\" (phrase \"李\")))");
  ck_assert_uint_eq(assist_query_diagnostic_count(query), 0);
  assist_query_free(query);
}
END_TEST

typedef struct told {
  const char *text;
  const char *code;
  size_t start, end;
} told;

START_TEST(diagnostics) {
  static const told table[] = {
      {"a \"b", "unclosed-quote", 2, 3},
      {"领导 “b", "unclosed-quote", 7, 10},
      {"a 《b", "unclosed-quote", 2, 5},
      {"a (b (c", "unclosed-bracket", 2, 3},
      {"a）b", "unopened-bracket", 1, 4},
      {"x http://a", "unknown-field", 2, 7},
      {"科室：内科", "unknown-field", 0, 9},
      {"、？", "empty-query", 0, 6},
      {"", "empty-query", 0, 0},
      {"a OR", "dangling-operator", 2, 4},
      {"a AND AND b", "dangling-operator", 6, 9},
      {"NOT", NULL, 0, 0},
      {"NOT OR a", "dangling-operator", 0, 3},
      {"date:2021", "unknown-field", 0, 5},
      {"title:>5", "not-a-range", 6, 8},
      {"what?", NULL, 0, 0},
      {"医院*", NULL, 0, 0},
      {"国办发(2021)15号", NULL, 0, 0},
      {"it's 5\" c++ a-b 20.04 @某院", NULL, 0, 0},
      /* After an annotation the offsets are those of what was typed. */
      {"領(lǐng)導(dǎo) (a", "unclosed-bracket", 20, 21},
      {"(領(lǐng)導(dǎo)", "unclosed-bracket", 0, 1},
  };
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    assist_query *query = parse(table[i].text);
    size_t count = assist_query_diagnostic_count(query), found = 0;
    for (size_t at = 0; at < count; at++) {
      assist_diagnostic note;
      ck_assert_int_eq(assist_query_diagnostic_at(query, at, &note, NULL), ASSIST_OK);
      ck_assert(note.message[0] != '\0' && strchr(note.message, '\n') == NULL);
      ck_assert_msg(table[i].code != NULL, "%s: told %s", table[i].text, note.code);
      if (strcmp(note.code, table[i].code) != 0) continue;
      if (found++ > 0) continue;
      ck_assert_msg(note.start == table[i].start && note.end == table[i].end, "%s: %s at [%zu, %zu)",
                    table[i].text, note.code, note.start, note.end);
    }
    ck_assert_msg(table[i].code == NULL || found > 0, "%s: not told %s", table[i].text, table[i].code);
    assist_query_free(query);
  }
  assist_query *query = parse("a");
  assist_diagnostic note;
  ck_assert_int_eq(assist_query_diagnostic_at(query, 0, &note, NULL), ASSIST_INVALID);
  assist_query_free(query);
}
END_TEST

START_TEST(literal_text) {
  const char *text = "a OR (b -\"c";
  assist_query *query = parse_sized(text, strlen(text), NULL, 1);
  ck_assert_str_eq(assist_query_print(query), "(phrase \"a OR (b -\\\"c\")");
  ck_assert_uint_eq(assist_query_diagnostic_count(query), 0);
  assist_query_free(query);
  query = parse_sized("?!", 2, NULL, 1);
  ck_assert(assist_query_is_empty(query));
  assist_query_free(query);
}
END_TEST

START_TEST(printing_any_bytes) {
  assist_query *query = parse_sized("\"a\0\xFF\n\\\\x\"", 9, NULL, 0);
  ck_assert_str_eq(assist_query_print(query), "(phrase \"a\\x00\\xff\\x0a\\\\x\")");
  assist_query_free(query);
}
END_TEST

static const as_node *leaf_of(const assist_query *query) {
  ck_assert_int_eq(query->root->kind, AS_NODE_TEXT);
  return query->root;
}

START_TEST(binding) {
  assist_query *query = parse("医院，CT檢查");
  const as_node *leaf = leaf_of(query);
  ck_assert_uint_eq(leaf->phrase_count, 2);
  ck_assert_uint_eq(leaf->phrases[0].count, 2);
  ck_assert_uint_eq(leaf->phrases[1].count, 3);
  const as_phrase_unit *units = leaf->phrases[1].units;
  ck_assert_int_eq(units[0].kind, AS_UNIT_TOKEN);
  ck_assert(units[0].token.size == 2 && memcmp(units[0].token.bytes, "ct", 2) == 0);
  ck_assert_uint_eq(units[0].position, 0);
  ck_assert_uint_eq(units[2].position, 2);
  ck_assert_uint_eq(units[0].start, 9);
  assist_query_free(query);

  query = parse("“医院，领导”");
  leaf = leaf_of(query);
  ck_assert_uint_eq(leaf->phrase_count, 1);
  ck_assert_uint_eq(leaf->phrases[0].count, 4);
  ck_assert_uint_eq(leaf->phrases[0].units[1].position, 1);
  ck_assert_uint_eq(leaf->phrases[0].units[2].position, 3);
  assist_query_free(query);

  query = parse("x 領(lǐng)導(dǎo)");
  leaf = query->root->children[1];
  ck_assert_uint_eq(leaf->start, 2);
  ck_assert_uint_eq(leaf->end, 15); /* the last reading is no part of what is searched */
  ck_assert_uint_eq(leaf->phrases[0].count, 2);
  assist_query_free(query);
}
END_TEST

static assist_query *text_of(int how, const char *field, const char *text) {
  assist_query *query = NULL;
  ck_assert_int_eq(assist_query_text(how, field, text, strlen(text), &query, NULL), ASSIST_OK);
  return query;
}

START_TEST(building) {
  assist_query *inner[] = {text_of(ASSIST_RUN, NULL, "领导"), text_of(ASSIST_EXACT, "title", "院长")};
  assist_query *either = NULL, *no = NULL, *must = NULL, *both = NULL;
  ck_assert_int_eq(assist_query_or(inner, 2, &either, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_query_not(text_of(ASSIST_PHRASE, NULL, "视频"), &no, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_query_required(text_of(ASSIST_RUN, NULL, "a"), &must, NULL), ASSIST_OK);
  assist_query *outer[] = {either, no, must, text_of(ASSIST_RUN, NULL, "、")};
  ck_assert_int_eq(assist_query_and(outer, 4, &both, NULL), ASSIST_OK);
  ck_assert_str_eq(assist_query_print(both), "(and (or (run \"领导\") (in \"title\" (exact \"院长\"))) "
                                             "(not (phrase \"视频\")) (required (run \"a\")))");
  assist_query_free(both);

  assist_query *all = NULL;
  ck_assert_int_eq(assist_query_everything(&all, NULL), ASSIST_OK);
  ck_assert_str_eq(assist_query_print(all), "(everything)");
  assist_query *broken[] = {all, NULL};
  assist_error error = {0};
  ck_assert_int_eq(assist_query_and(broken, 2, &both, &error), ASSIST_INVALID);
  ck_assert_int_eq(error.code, ASSIST_INVALID);
  ck_assert_int_eq(assist_query_or(NULL, 0, &both, NULL), ASSIST_INVALID);
  ck_assert_int_eq(assist_query_not(NULL, &both, NULL), ASSIST_INVALID);
  ck_assert_int_eq(assist_query_text(7, NULL, "a", 1, &both, NULL), ASSIST_INVALID);
  assist_query *empty = text_of(ASSIST_RUN, NULL, "、");
  ck_assert(assist_query_is_empty(empty));
  assist_query_free(empty);
}
END_TEST

START_TEST(building_has_limits) {
  assist_query *query = text_of(ASSIST_RUN, NULL, "a");
  assist_status status = ASSIST_OK;
  unsigned levels = 1;
  for (; status == ASSIST_OK && levels < 1000; levels++) {
    assist_query *outer = NULL;
    status = assist_query_not(query, &outer, NULL);
    query = outer;
  }
  ck_assert_int_eq(status, ASSIST_LIMIT);
  ck_assert_uint_eq(levels, ASSIST_QUERY_DEPTH_MAX + 1);

  static assist_query *parts[ASSIST_QUERY_LEAVES_MAX + 1];
  for (size_t i = 0; i <= ASSIST_QUERY_LEAVES_MAX; i++)
    ck_assert_int_eq(assist_query_everything(&parts[i], NULL), 0);
  ck_assert_int_eq(assist_query_or(parts, ASSIST_QUERY_LEAVES_MAX + 1, &query, NULL), ASSIST_LIMIT);
  static char long_text[ASSIST_QUERY_BYTES_MAX + 1];
  ck_assert_int_eq(assist_query_text(ASSIST_RUN, NULL, long_text, sizeof long_text, &query, NULL),
                   ASSIST_LIMIT);
}
END_TEST

static bool is_told(const assist_query *query, const char *code) {
  for (size_t i = 0; i < query->note_count; i++)
    if (strcmp(query->notes[i].code, code) == 0) return true;
  return false;
}

/* PIECE again and again, up to SIZE bytes. */
static assist_query *parse_repeated(const char *piece, size_t size) {
  char *text = malloc(size);
  ck_assert_ptr_nonnull(text);
  size_t step = strlen(piece);
  for (size_t i = 0; i < size; i++) text[i] = piece[i % step];
  clock_t before = clock();
  assist_query *query = parse_sized(text, size, NULL, 0);
  double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
  ck_assert_msg(seconds < 5, "%s: %.2f s", piece, seconds);
  free(text);
  return query;
}

START_TEST(large_inputs_are_quick) {
  static const char *const pieces[] = {
      "(",   ")",       "\"",     "“",     "”",        "a ",   "title:", "x:y ",    "NOT ", "-",
      "+a",  "OR ",     "\\",     "党 ",   "党  ",     "医，", "a(",     "(a ",     "a^2 ", "^1",
      "a^1", "NEAR/1 ", "《",     "《a》", "領(lǐng)", "1..",  "*",      "a*",      "\xFF", "\xE5\x8C",
      "|",   "=\"",     "(a OR ", "-(+(",  "NOT(",     "a?b",  "領(",    "title:(", "a\"b"};
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
    assist_query_free(parse_repeated(pieces[i], ASSIST_QUERY_BYTES_MAX / 4));
  assist_query *query = parse_repeated("(", ASSIST_QUERY_BYTES_MAX);
  ck_assert(assist_query_is_empty(query) && is_told(query, "limit"));
  assist_query_free(query);
}
END_TEST

START_TEST(limits_are_told) {
  assist_query *query = parse_repeated("医院 ", ASSIST_QUERY_BYTES_MAX + 1);
  ck_assert(is_told(query, "limit"));
  ck_assert_uint_eq(as_node_leaves(query->root), ASSIST_QUERY_LEAVES_MAX);
  assist_query_free(query);
  query = parse_repeated("医，院 ", 100000); /* two phrases a leaf */
  ck_assert_uint_eq(as_node_leaves(query->root), ASSIST_QUERY_LEAVES_MAX);
  assist_query_free(query);

  char nested[512] = "";
  for (int i = 0; i < 64; i++) strcat(nested, "(");
  strcat(nested, "a");
  query = parse(nested);
  ck_assert_str_eq(assist_query_print(query), "(run \"a\")");
  ck_assert(!is_told(query, "limit"));
  assist_query_free(query);
  strcpy(nested, "x ");
  for (int i = 0; i < 65; i++) strcat(nested, "(");
  strcat(nested, "a (b) ");
  for (int i = 0; i < 65; i++) strcat(nested, ")");
  strcat(nested, " y");
  query = parse(nested);
  ck_assert_str_eq(assist_query_print(query), "(and (run \"x\") (run \"y\"))");
  ck_assert(is_told(query, "limit"));
  assist_query_free(query);
}
END_TEST

/* Pieces of the language and of text at random: any sequence gives a query whose offsets lie in the text. */
START_TEST(random_inputs) {
  static const char *const pieces[] = {
      "(",      ")",      "（",     "）",     "\"",      "“",    "”",          "„",    "「",
      "」",     "《",     "》",     "=",      "-",       "+",    "|",          "｜",   "－",
      "\\",     " ",      "　",     "\n",     "\t",      "AND",  "OR",         "NOT",  "NEAR/3",
      "title:", "标题：", "x:",     "*",      "?",       "^2",   "~3",         "～1",  "ADJ/0 ",
      "py:",    "w?rd",   "^0.5",   "2021..", "NEAR/9 ", "医院", "領(lǐng)導", "领",   "a",
      "CT",     "1,234",  "2021年", "..",     ":",       ">",    "\xFF",       "\xE5", "\xEF\xBF\xB9",
      "😀",      "，",     "'",      "c++"};
  uint32_t seed = 12345;
  for (int round = 0; round < 8000; round++) {
    char text[256];
    size_t size = 0;
    for (unsigned i = 0; i < 12; i++) {
      seed = seed * 1664525u + 1013904223u;
      const char *piece = pieces[(seed >> 8) % (sizeof pieces / sizeof *pieces)];
      if (seed >> 28 == 0) text[size++] = (char)(seed >> 16);
      memcpy(text + size, piece, strlen(piece));
      size += strlen(piece);
    }
    char *exact = malloc(size); /* so that a read beyond it is seen */
    ck_assert_ptr_nonnull(exact);
    memcpy(exact, text, size);
    assist_query *query = parse_sized(exact, size, NULL, 0);
    free(exact);
    ck_assert(assist_query_is_empty(query) == is_told(query, "empty-query"));
    for (size_t i = 0; i < query->note_count; i++) {
      ck_assert(query->notes[i].start <= query->notes[i].end && query->notes[i].end <= size);
      if (i > 0) ck_assert(query->notes[i - 1].start <= query->notes[i].start);
    }
    assist_query_free(query);
  }
}
END_TEST

/* Whoever passes over Han need not ask. */
START_TEST(no_letter_is_a_mark) {
  unsigned wrong = 0;
  for (uint32_t code = 0x80; code <= 0x10FFFF; code++) {
    bool letter = as_table_class(code) >= AS_CHAR_HAN && as_table_class(code) <= AS_CHAR_DIGIT;
    enum as_mark mark = as_mark_find(code);
    wrong += (letter && mark != AS_MARK_NONE) || as_mark_of(code) != mark;
  }
  ck_assert_uint_eq(wrong, 0);
}
END_TEST

/* A text of Han alone is parsed without a lexer, and one with a space is not. */
START_TEST(plain_text_needs_no_lexer) {
  static const char *const plain[] = {"\u9886", "\u9886\u5BFC", "\u3007\u3005\uF9B4"};
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
    char spaced[64];
    snprintf(spaced, sizeof spaced, "%s ", plain[i]);
    for (int literal = 0; literal < 2; literal++) {
      assist_query *one = parse_sized(plain[i], strlen(plain[i]), fields, literal);
      assist_query *other = parse_sized(spaced, strlen(spaced), fields, literal);
      const as_node *a = one->root, *b = other->root;
      ck_assert_uint_eq(one->note_count, other->note_count);
      ck_assert_int_eq(a->kind, b->kind);
      ck_assert_int_eq(a->how, b->how);
      ck_assert_uint_eq(a->start, b->start);
      ck_assert_uint_eq(a->boost, b->boost);
      ck_assert_uint_eq(a->phrase_count, b->phrase_count);
      ck_assert_uint_eq(a->phrases[0].count, b->phrases[0].count);
      for (size_t u = 0; u < a->phrases[0].count; u++) {
        const as_phrase_unit *x = &a->phrases[0].units[u], *y = &b->phrases[0].units[u];
        ck_assert(x->code == y->code && x->second == y->second && x->position == y->position);
        ck_assert(x->start == y->start && x->end == y->end);
      }
      if (literal == 0) ck_assert_uint_eq(a->end, b->end);
      assist_query_free(one);
      assist_query_free(other);
    }
  }
}
END_TEST

/* Each plain character, after another: what is bound without the scanner is what the scanner makes of it. */
START_TEST(plain_han_needs_no_scanner) {
  as_scanner *scanner = as_scanner_new();
  const size_t size = 6;
  unsigned plain = 0;
  for (uint32_t code = 0x4000; code < 0xA000; code++) {
    char text[7] = "\xE6\xB0\xB4"; /* and room for four bytes */
    as_utf8_put(code, (uint8_t *)text + 3);
    if (!as_is_plain_han((const uint8_t *)text, size)) continue;
    plain++;
    as_arena memory;
    as_arena_init(&memory);
    const as_node *node = as_node_text(&memory, ASSIST_RUN, NULL, text, size);
    as_unit unit;
    bool same = node->phrase_count == 1 && node->phrases[0].count == 2;
    as_scanner_begin(scanner, AS_TEXT_QUERY, text, size);
    for (size_t i = 0; same && i < 2; i++) {
      const as_phrase_unit *made = &node->phrases[0].units[i];
      same = as_scanner_next(scanner, &unit) && !unit.break_before && made->kind == unit.kind &&
             made->char_class == unit.char_class && made->code == unit.code && made->second == unit.second &&
             made->position == unit.position && made->start == unit.start && made->end == unit.end &&
             made->token.size == 0;
    }
    if (!same || as_scanner_next(scanner, &unit)) ck_abort_msg("U+%04X is bound otherwise", code);
    as_arena_clear(&memory);
  }
  ck_assert_uint_gt(plain, 20000);
  as_scanner_free(scanner);
}
END_TEST

static Suite *make_suite(void) {
  Suite *suite = suite_create("query");
  TCase *language = tcase_create("language");
  tcase_add_test(language, everyday_queries);
  tcase_add_test(language, quotes);
  tcase_add_test(language, operators);
  tcase_add_test(language, brackets);
  tcase_add_test(language, single_characters);
  tcase_add_test(language, field_names);
  tcase_add_test(language, diagnostics);
  tcase_add_test(language, literal_text);
  tcase_add_test(language, printing_any_bytes);
  tcase_add_test(language, no_letter_is_a_mark);
  tcase_add_test(language, plain_text_needs_no_lexer);
  tcase_add_test(language, plain_han_needs_no_scanner);
  suite_add_tcase(suite, language);
  TCase *trees = tcase_create("trees");
  tcase_add_test(trees, binding);
  tcase_add_test(trees, building);
  tcase_add_test(trees, building_has_limits);
  suite_add_tcase(suite, trees);
  TCase *anything = tcase_create("anything");
  tcase_set_timeout(anything, 300);
  tcase_add_test(anything, large_inputs_are_quick);
  tcase_add_test(anything, limits_are_told);
  tcase_add_test(anything, random_inputs);
  suite_add_tcase(suite, anything);
  return suite;
}

int main(void) {
  SRunner *runner = srunner_create(make_suite());
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
