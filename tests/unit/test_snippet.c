/* SPDX-License-Identifier: MIT
 * Highlights and slices, on small texts of our own.  A highlight is written into the text: [ and ] around
 * each range. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "failing_memory.h"
#include "port/hook.h"
#include "port/mem.h"
#include "query/parser.h"
#include "rounds.h"
#include "snippet/match.h"
#include "snippet/snippet.h"
#include "text/grapheme.h"
#include "text/unit.h"
#include "text/utf8.h"

static assist_query *parse(const char *text) {
  static const char *const fields[] = {"author", NULL};
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  options.fields = fields;
  assist_query *query = NULL;
  ck_assert_int_eq(as_query_parse(text, strlen(text), &options, &query, NULL), ASSIST_OK);
  return query;
}

/* TEXT with its ranges marked; static. */
static const char *marked(const char *text, size_t size, const assist_range *ranges, size_t count) {
  static char out[4096];
  size_t used = 0, at = 0;
  for (size_t i = 0; i < count; i++) {
    ck_assert(ranges[i].start >= at && ranges[i].end > ranges[i].start && ranges[i].end <= size);
    if (i > 0) ck_assert(ranges[i].start > ranges[i - 1].end); /* they do not touch */
    used += (size_t)snprintf(out + used, sizeof out - used, "%.*s{%.*s}", (int)(ranges[i].start - at),
                             text + at, (int)(ranges[i].end - ranges[i].start), text + ranges[i].start);
    at = ranges[i].end;
  }
  snprintf(out + used, sizeof out - used, "%.*s", (int)(size - at), text + at);
  return out;
}

static const char *highlight(const char *query_text, const char *field, const char *text, bool relaxed) {
  assist_query *query = parse(query_text);
  assist_range *ranges = NULL;
  size_t count = 0;
  ck_assert_int_eq(as_highlight(query->root, field, text, strlen(text), relaxed, &ranges, &count, NULL),
                   ASSIST_OK);
  const char *out = marked(text, strlen(text), ranges, count);
  as_mem_free(ranges);
  as_query_free(query);
  return out;
}

typedef struct example {
  const char *query, *field, *text, *marked;
} example;

static void check_examples(const example *table, size_t count, bool relaxed) {
  for (size_t i = 0; i < count; i++) {
    const char *field = table[i].field != NULL ? table[i].field : "body";
    const char *out = highlight(table[i].query, field, table[i].text, relaxed);
    ck_assert_msg(strcmp(out, table[i].marked) == 0, "%s in %s: %s", table[i].query, table[i].text, out);
  }
}

/* What is marked of things near each other: the places that take part. */
START_TEST(near_each_other) {
  static const example table[] = {
      {"医院 NEAR/2 领导", NULL, "医院和领导。书上说医院都没有领导，领导",
       "{医院}和{领导}。书上说医院都没有领导，领导"},
      {"医院 NEAR/2 领导", NULL, "领导，医院", "{领导}，{医院}"},
      {"医院 ADJ/2 领导", NULL, "领导，医院，领导", "领导，{医院}，{领导}"},
      {"(医院|学校) NEAR/0 领导", NULL, "医院领导学校，学校", "{医院领导学校}，学校"},
      {"医院 NEAR/0 领导", NULL, "医院。书上说领导", "{医院}。书上说{领导}"}, /* the title may be between */
      {"医院 (医院 NEAR/0 领导)", NULL, "医院领导，医院，领导", "{医院领导}，{医院}，领导"},
      {"甲 NEAR/1 乙 NEAR/1 丙", NULL, "甲x乙x丙。丙甲", "{甲}x{乙}x{丙}。丙甲"},
      {"\"甲乙丙\"~2", NULL, "甲x乙y丙，乙", "{甲}x{乙}y{丙}，乙"},
      {"\"甲乙丙\"~1", NULL, "甲x乙y丙，乙", "甲x乙y丙，乙"},
      {"\"甲乙\"~2 ADJ/1 丙", NULL, "甲x乙丙，甲乙，书，丙", "{甲}x{乙丙}，甲乙，书，丙"},
      {"=\"發\" NEAR/0 展", NULL, "发展，發展", "发展，{發展}"},
      {"title:(甲 NEAR/0 乙)", NULL, "甲乙", "甲乙"},
      {"-(甲 NEAR/0 乙)", NULL, "甲乙", "甲乙"},
  };
  check_examples(table, sizeof table / sizeof *table, false);
  check_examples(table, sizeof table / sizeof *table, true);
}
END_TEST

START_TEST(exactly_the_characters) {
  static const example table[] = {
      {"香港", NULL, "香港貿發局香港", "{香港}貿發局{香港}"},
      {"医院", NULL, "縣人民醫院，医院", "縣人民{醫院}，{医院}"},
      {"医院领导", NULL, "医院的领导。医院，领导。医院领导", "医院的领导。医院，领导。{医院领导}"},
      {"医院 领导", NULL, "医院的领导", "{医院}的{领导}"},
      {"医院 院领", NULL, "医院领导", "{医院领}导"},
      {"医院 领导", NULL, "医院领导", "{医院领导}"}, /* they touch */
      {"医", NULL, "医院医", "{医}院{医}"},
      {"ct检查", NULL, "做ＣＴ检查，CT 检查", "做{ＣＴ检查}，{CT 检查}"},
      {"2021年3月", NULL, "于2021 年 3 月5日", "于{2021 年 3 月}5日"},
      {"1.5", NULL, "约1.5倍", "约{1.5}倍"},
      {"-视频 医院", NULL, "医院视频", "{医院}视频"},
      {"NOT (医院 视频)", NULL, "医院视频", "医院视频"},
      {"*", NULL, "医院", "医院"},
      {"人人", NULL, "人人人人x人人", "{人人人人}x{人人}"},
      {"医院，领导", NULL, "领导在医院", "{领导}在{医院}"},
      {"한국 사람", NULL, "한국 사람", "{한국} {사람}"},
      {"\"한국 사람\"", NULL, "한국 사람 한국사람", "{한국 사람} 한국사람"},
  };
  check_examples(table, sizeof table / sizeof *table, false);
}
END_TEST

START_TEST(annotations_are_covered) {
  static const example table[] = {
      {"领导", NULL, "院領(lǐng)導(dǎo)帶隊(duì)到", "院{領(lǐng)導(dǎo)}帶隊(duì)到"},
      {"领", NULL, "院領(lǐng)導(dǎo)", "院{領(lǐng)}導(dǎo)"},
      {"带队", NULL, "導(dǎo)帶隊(duì)到", "導(dǎo){帶隊(duì)}到"},
      {"振兴", NULL, "\xEF\xBF\xB9振興\xEF\xBF\xBAzhèn xīng\xEF\xBF\xBB后",
       "\xEF\xBF\xB9{振興\xEF\xBF\xBAzhèn xīng\xEF\xBF\xBB}后"},
      {"铵", NULL, "铵(AN)", "{铵}(AN)"},
  };
  check_examples(table, sizeof table / sizeof *table, false);
}
END_TEST

START_TEST(breaks_in_phrases) {
  static const example table[] = {
      {"“医院，领导”", NULL, "医院。领导", "{医院。领导}"},
      {"“医院，领导”", NULL, "医院！！！领导", "{医院！！！领导}"},
      {"“医院，领导”", NULL, "医院领导", "医院领导"},
      {"“医院领导”", NULL, "医院，领导", "医院，领导"},
      {"“1，医”", NULL, "1。医", "{1。医}"},
      {"“领导 视察”", NULL, "领导\n视察 领导 视察", "领导\n视察 {领导 视察}"},
  };
  check_examples(table, sizeof table / sizeof *table, false);
}
END_TEST

START_TEST(exact_spelling) {
  static const example table[] = {
      {"=\"髮\"", NULL, "头发，頭髮", "头发，頭{髮}"},
      {"=\"頭髮\"", NULL, "头髮頭发頭髮", "头髮頭发{頭髮}"},
      {"=\"領導\"", NULL, "領(lǐng)導(dǎo)领导", "{領(lǐng)導(dǎo)}领导"},
      {"=\"CT\"", NULL, "ct CT ＣＴ", "ct {CT} ＣＴ"},
      {"=\"髮\" 发", NULL, "发髮發", "{发髮發}"},
  };
  check_examples(table, sizeof table / sizeof *table, false);
}
END_TEST

START_TEST(fields) {
  static const example table[] = {
      {"title:医院", "body", "医院", "医院"},       {"title:医院", "title", "医院", "{医院}"},
      {"body:医院", "title", "医院", "医院"},       {"医院", "title", "医院", "{医院}"},
      {"医院", "author", "医院", "医院"},           {"author:医院", "author", "医院", "{医院}"},
      {"author:李 王", "author", "李王", "{李}王"},
  };
  check_examples(table, sizeof table / sizeof *table, false);
}
END_TEST

START_TEST(relaxed_runs) {
  static const example table[] = {
      {"医院什么时候放假", NULL, "医院放假了，时候", "{医院}{放假}了，{时候}"},
      {"医院领导", NULL, "医的院，导", "医的院，导"},
      {"医", NULL, "医生", "{医}生"},
      {"“医院领导”", NULL, "医院", "医院"},
      {"+医院领导", NULL, "医院", "医院"},
      {"title:医院领导", "title", "医院", "医院"},
      {"3月30", NULL, "3日，月30，30", "{3}日，{月30}，{30}"},
  };
  for (size_t i = 0; i < 1; i++) { /* the first: pairs that touch are one piece */
    const char *out = highlight(table[i].query, "body", table[i].text, true);
    ck_assert_str_eq(out, "{医院放假}了，{时候}");
  }
  check_examples(table + 1, sizeof table / sizeof *table - 1, true);
  ck_assert_str_eq(highlight("医院领导", "body", "医院", false), "医院");
}
END_TEST

static assist_snippet *make_from(const char *query_text, const as_snippet_source *sources, size_t count,
                                 size_t width) {
  assist_query *query = parse(query_text);
  const as_snippet_wish wish = {.width = width == 0 ? AS_SNIPPET_WIDTH : (uint32_t)width};
  assist_snippet *snippet = NULL;
  ck_assert_int_eq(as_snippet_make(query->root, sources, count, &wish, &snippet, NULL), ASSIST_OK);
  as_query_free(query);
  return snippet;
}

static assist_snippet *make_sized(const char *query_text, const char *text, size_t size, size_t width) {
  as_snippet_source source = {.field = "body", .text = text, .size = size};
  assist_snippet *snippet = make_from(query_text, &source, 1, width);
  ck_assert(snippet->start + snippet->size <= size && snippet->text == text + snippet->start); /* verbatim */
  ck_assert(as_utf8_boundary((const uint8_t *)text, size, snippet->start));
  ck_assert(as_utf8_boundary((const uint8_t *)text, size, snippet->start + snippet->size));
  return snippet;
}

static const char *slice(const char *query_text, const char *text, size_t width) {
  assist_snippet *snippet = make_sized(query_text, text, strlen(text), width);
  const char *out = marked(snippet->text, snippet->size, snippet->ranges, snippet->range_count);
  as_snippet_free(snippet);
  return out;
}

START_TEST(slices_are_cut_at_punctuation) {
  const char *text = "第一句话讲天气。“医院领导视察病房”，第三句讲交通。第四句讲教育。";
  ck_assert_str_eq(slice("医院", text, 12), "第一句话讲天气。“{医院}领导视察病房”");
  ck_assert_str_eq(slice("医院", "甲乙丙丁戊己庚辛。“子丑寅医院子丑寅卯辰巳午未申酉", 10),
                   "“子丑寅{医院}子丑寅卯");
  ck_assert_str_eq(slice("交通", text, 8), "第三句讲{交通}。第四句");
  ck_assert_str_eq(slice("医院", "医院", 8), "{医院}");
  ck_assert_str_eq(slice("医院", "甲乙丙丁戊己庚辛医院子丑寅卯辰巳午未", 4), "辛{医院}子");
}
END_TEST

START_TEST(the_best_window) {
  const char *text =
      "医院一二三四五六七八九十医院医院一二三四五六七八九十领导医院一二三四五六七八九十医院领导";
  ck_assert_str_eq(slice("医院 领导", text, 6), "十{领导医院}一");
  ck_assert_str_eq(slice("医院 视察", text, 6), "十{医院医院}一");
  ck_assert_str_eq(slice("没有", text, 4), "医院一二");
  ck_assert_str_eq(slice("四五", text, 2), "{四五}");
}
END_TEST

START_TEST(long_matches) {
  const char *text = "前前前一二三四五六七八九十后后后";
  ck_assert_str_eq(slice("一二三四五六七八九十", text, 3), "{一二三四五六七八九十}");
  ck_assert_str_eq(slice("一二三四五六七八九十", text, 2), "{一二三四五六七八}");
}
END_TEST

START_TEST(nothing_is_cut_in_two) {
  /* An annotation goes with its character. */
  ck_assert_str_eq(slice("帶", "領(lǐng)導(dǎo)帶隊(duì)到", 2), "{帶}隊(duì)");
  /* So does a base with its interlinear annotation. */
  const char *ruby = "\xEF\xBF\xB9振興\xEF\xBF\xBAzhèn xīng\xEF\xBF\xBB后前";
  ck_assert_str_eq(slice("振", ruby, 1), "\xEF\xBF\xB9{振}興\xEF\xBF\xBAzhèn xīng\xEF\xBF\xBB");
  ck_assert_str_eq(slice("兴", ruby, 1), "\xEF\xBF\xB9振{興\xEF\xBF\xBAzhèn xīng\xEF\xBF\xBB}");
  /* A keycap, and a variation selector. */
  ck_assert_str_eq(slice("二", "一二\xF3\xA0\x84\x80三", 1), "{二\xF3\xA0\x84\x80}");
}
END_TEST

START_TEST(texts_without_units) {
  ck_assert_str_eq(slice("医院", "", 8), "");
  ck_assert_str_eq(slice("医院", "、、、", 8), "、、、");
  /* A family of four people, 25 bytes, is one character. */
  const char *family = "👨‍👩‍👧‍👦👨‍👩‍👧‍👦";
  size_t one = strlen(family) / 2;
  assist_snippet *snippet = make_sized("医院", family, strlen(family), 10);
  ck_assert_uint_eq(snippet->size, one);
  as_snippet_free(snippet);
}
END_TEST

START_TEST(grapheme_borders) {
  const uint8_t *text = (const uint8_t *)"e\xCC\x81医🇨🇳🇭🇰a\r\nb";
  size_t size = strlen((const char *)text);
  ck_assert_uint_eq(as_grapheme_floor(text, size, 1), 0);
  ck_assert_uint_eq(as_grapheme_ceiling(text, size, 1), 3);
  ck_assert_uint_eq(as_grapheme_floor(text, size, 5), 3);
  ck_assert_uint_eq(as_grapheme_ceiling(text, size, 4), 6);
  ck_assert_uint_eq(as_grapheme_floor(text, size, 10), 6);
  ck_assert_uint_eq(as_grapheme_floor(text, size, 14), 14);
  ck_assert_uint_eq(as_grapheme_ceiling(text, size, 15), 22);
  ck_assert_uint_eq(as_grapheme_floor(text, size, 24), 23);
  ck_assert_uint_eq(as_grapheme_floor(text, size, 99), size);
  ck_assert_uint_eq(as_grapheme_ceiling(text, 0, 0), 0);
}
END_TEST

START_TEST(which_text_is_shown) {
  const char *body = "正文讲医院", *title = "领导视察", *author = "李医生";
  as_snippet_source sources[] = {{.field = "body", .text = body, .size = strlen(body), .rank = 0},
                                 {.field = "title", .text = title, .size = strlen(title), .rank = 1},
                                 {.field = "author", .text = author, .size = strlen(author), .rank = 2}};
  static const char *const table[][2] = {
      {"医院", "body"}, {"领导", "title"},      {"领导 医院", "body"}, {"author:李", "author"},
      {"李", "body"},   {"title:医院", "body"}, {"-医院", "body"},     {"title:领导", "title"}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    assist_snippet *snippet = make_from(table[i][0], sources, 3, 0);
    ck_assert_msg(strcmp(snippet->field, table[i][1]) == 0, "%s: %s", table[i][0], snippet->field);
    as_snippet_free(snippet);
  }
  assist_snippet *none = make_from("医院", NULL, 0, 0);
  ck_assert_uint_eq(none->size, 0);
  ck_assert_str_eq(none->field, "body");
  as_snippet_free(none);
}
END_TEST

/* A text file: its first line is the title. */
START_TEST(title_in_the_body) {
  const char *body = "县医院视察\n医院的领导";
  as_snippet_source source = {
      .field = "body", .text = body, .size = strlen(body), .title_end = strlen("县医院视察")};
  static const char *const table[][2] = {{"医院", "县{医院}视察\n{医院}的领导"},
                                         {"title:医院", "县{医院}视察\n医院的领导"},
                                         {"正文：医院", "县医院视察\n{医院}的领导"},
                                         {"title:领导", "县医院视察\n医院的领导"},
                                         {"title:医院 领导", "县{医院}视察\n医院的{领导}"}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    assist_snippet *snippet = make_from(table[i][0], &source, 1, 0);
    ck_assert_str_eq(marked(snippet->text, snippet->size, snippet->ranges, snippet->range_count),
                     table[i][1]);
    as_snippet_free(snippet);
  }
}
END_TEST

/* The automaton against the plainest search there is, on random texts of few characters. */
START_TEST(equals_a_plain_search) {
  static const char *const letters[] = {"甲", "乙", "，", "a"};
  uint32_t seed = 7;
  for (int round = 0; round < 400; round++) {
    char text[512] = "", phrase[64] = "";
    for (int i = 0; i < 60; i++) strcat(text, letters[(seed = seed * 1664525u + 1013904223u) >> 30]);
    for (int i = 0; i < 1 + round % 5; i++)
      strcat(phrase, letters[(seed = seed * 1664525u + 1013904223u) >> 30]);
    as_arena memory;
    as_arena_init(&memory);
    as_node *leaf = as_node_text(&memory, ASSIST_PHRASE, NULL, phrase, strlen(phrase));
    ck_assert_ptr_nonnull(leaf);
    as_match_text asked = {.field = "body", .bytes = (const uint8_t *)text, .size = strlen(text)};
    as_match_list list;
    ck_assert_int_eq(as_text_matches(leaf, &asked, false, NULL, &list, NULL), ASSIST_OK);
    as_unit units[128];
    size_t count = 0, found = 0, wanted = leaf->phrase_count > 0 ? leaf->phrases[0].count : 0;
    as_scanner *scanner = as_scanner_new();
    as_scanner_begin(scanner, AS_TEXT_DOCUMENT, text, strlen(text));
    while (as_scanner_next(scanner, &units[count])) {
      /* Runs of a are tokens of that many letters. */
      if (units[count].kind == AS_UNIT_TOKEN) units[count].code = (uint32_t)units[count].token.size;
      count++;
    }
    as_scanner_free(scanner);
    for (size_t from = 0; wanted > 0 && from + wanted <= count; from++) {
      size_t i = 0;
      for (; i < wanted; i++) {
        const as_phrase_unit *unit = &leaf->phrases[0].units[i];
        uint32_t code = unit->kind == AS_UNIT_TOKEN ? (uint32_t)unit->token.size : unit->code;
        if (unit->kind != units[from + i].kind || code != units[from + i].code) break;
        if (unit->position != units[from + i].position - units[from].position) break;
      }
      if (i < wanted) continue;
      ck_assert(found < list.count);
      ck_assert_uint_eq(list.items[found].first_unit, from);
      ck_assert_uint_eq(list.items[found].start, units[from].start);
      ck_assert_uint_eq(list.items[found].end, units[from + wanted - 1].full_end);
      found++;
    }
    ck_assert_uint_eq(found, list.count);
    as_mem_free(list.items);
    as_arena_clear(&memory);
  }
}
END_TEST

static double seconds_since(clock_t before) { return (double)(clock() - before) / CLOCKS_PER_SEC; }

START_TEST(giant_texts) {
  size_t size = 3u << 20;
  char *text = malloc(size);
  ck_assert_ptr_nonnull(text);
  for (size_t i = 0; i + 3 <= size; i += 3) memcpy(text + i, i % 3000 == 2997 ? "。" : "人", 3);
  memcpy(text + size / 2 / 3 * 3, "医院", 6);
  clock_t before = clock();
  assist_snippet *snippet = make_sized("医院", text, size, 20);
  ck_assert_uint_eq(snippet->range_count, 1);
  ck_assert(snippet->size <= 40 * 3);
  as_snippet_free(snippet);
  /* Phrases that all but match everywhere. */
  char query[4096] = "“";
  for (int i = 0; i < 1000; i++) strcat(query, "人");
  strcat(query, "院”");
  snippet = make_sized(query, text, size, 20);
  ck_assert_uint_eq(snippet->range_count, 0);
  as_snippet_free(snippet);
  snippet = make_sized("人 人人 人人人 人人人人 =\"人\"", text, size, 20);
  ck_assert_uint_ge(snippet->range_count, 1);
  as_snippet_free(snippet);
  free(text);
  ck_assert_msg(seconds_since(before) < 20 * rounds_fraction(), "%.1f s", seconds_since(before));
}
END_TEST

/* One word of a million letters, one gap of a million signs: a slice has an end. */
START_TEST(slices_are_bounded) {
  size_t size = 1u << 20;
  char *text = malloc(size);
  ck_assert_ptr_nonnull(text);
  memset(text, 'a', size);
  memcpy(text, "医院", 6);
  assist_snippet *snippet = make_sized("医院", text, size, 10);
  ck_assert_uint_eq(snippet->size, 640);
  as_snippet_free(snippet);
  memset(text, '!', size);
  memcpy(text, "医院", 6);
  memcpy(text + size - 6, "医院", 6);
  snippet = make_sized("“医院！医院”", text, size, 10);
  ck_assert_uint_eq(snippet->size, 640);
  ck_assert_uint_eq(snippet->range_count, 1);
  as_snippet_free(snippet);
  free(text);
}
END_TEST

START_TEST(broken_bytes) {
  static const char bytes[] = "医院\xFF\xE5\x8C医\0院\xEF\xBF\xB9\xE5";
  for (size_t size = 0; size < sizeof bytes; size++) {
    char *exact = malloc(size + 1);
    ck_assert_ptr_nonnull(exact);
    memcpy(exact, bytes, size);
    as_snippet_free(make_sized("医 院", exact, size, 2));
    free(exact);
  }
}
END_TEST

START_TEST(memory_runs_out) {
  assist_query *query = parse("医院 =\"領導\" a “b，c” 医院领导 “医领”~3 (b OR x) NEAR/1 c");
  const char *text = "医院，領導(dǎo) a b。c。医院领导";
  as_snippet_source source = {.field = "body", .text = text, .size = strlen(text)};
  const as_snippet_wish wish = {.width = AS_SNIPPET_WIDTH};
  assist_status status = ASSIST_NOMEM;
  long allocations = 0;
  for (; status != ASSIST_OK; allocations++) {
    assist_snippet *snippet = NULL;
    fail_after(allocations);
    status = as_snippet_make(query->root, &source, 1, &wish, &snippet, NULL);
    as_hooks_set(NULL);
    ck_assert(status == ASSIST_OK || (status == ASSIST_NOMEM && snippet == NULL));
    as_snippet_free(snippet);
  }
  ck_assert_int_gt(allocations, 10);
  as_query_free(query);
}
END_TEST

static Suite *make_suite(void) {
  Suite *suite = suite_create("snippet");
  TCase *highlights = tcase_create("highlights");
  tcase_add_test(highlights, exactly_the_characters);
  tcase_add_test(highlights, near_each_other);
  tcase_add_test(highlights, annotations_are_covered);
  tcase_add_test(highlights, breaks_in_phrases);
  tcase_add_test(highlights, exact_spelling);
  tcase_add_test(highlights, fields);
  tcase_add_test(highlights, relaxed_runs);
  tcase_add_test(highlights, equals_a_plain_search);
  suite_add_tcase(suite, highlights);
  TCase *slices = tcase_create("slices");
  tcase_set_timeout(slices, 300);
  tcase_add_test(slices, slices_are_cut_at_punctuation);
  tcase_add_test(slices, the_best_window);
  tcase_add_test(slices, long_matches);
  tcase_add_test(slices, nothing_is_cut_in_two);
  tcase_add_test(slices, texts_without_units);
  tcase_add_test(slices, grapheme_borders);
  tcase_add_test(slices, which_text_is_shown);
  tcase_add_test(slices, title_in_the_body);
  tcase_add_test(slices, giant_texts);
  tcase_add_test(slices, slices_are_bounded);
  tcase_add_test(slices, broken_bytes);
  tcase_add_test(slices, memory_runs_out);
  suite_add_tcase(suite, slices);
  return suite;
}

int main(void) {
  SRunner *runner = srunner_create(make_suite());
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
