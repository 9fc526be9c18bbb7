/* SPDX-License-Identifier: MIT
 * Highlights and snippets.  A highlight covers exactly the characters that matched, readings included; a slice is verbatim
 * text cut on character borders.  The complaints of users about highlighting are here, by their numbers in
 * doc/conformance.md. */
#include "api.h"

/* The marked pieces of a text, a bar between. */
static const char *marked(const char *words, const char *field, const char *text, int relaxed) {
  static char pieces[1024];
  assist_query *query = api_parse(words);
  assist_range *ranges = NULL;
  size_t count = 0, used = 0, last = 0;
  pieces[0] = '\0';
  ck_ok(assist_highlight(query, field, text, strlen(text), relaxed, &ranges, &count, &error));
  for (size_t i = 0; i < count; i++) {
    ck_assert_uint_lt(ranges[i].start, ranges[i].end);
    ck_assert_uint_le(ranges[i].end, strlen(text));
    ck_assert(i == 0 || ranges[i].start > last); /* ascending, not touching */
    last = ranges[i].end;
    used += (size_t)snprintf(pieces + used, sizeof pieces - used, "%s%.*s", i > 0 ? "|" : "",
                             (int)(ranges[i].end - ranges[i].start), text + ranges[i].start);
  }
  assist_ranges_free(ranges);
  assist_query_free(query);
  return pieces;
}

static const struct {
  const char *query, *text, *marks;
} rows[] = {
    {"领导", "縣領導和领导", "領導|领导"},
    {"领导", "院領(lǐng)導(dǎo)帶隊(duì)", "領(lǐng)導(dǎo)"}, /* one piece, 41 */
    {"醫院", "人民醫(yī)院，医 院", "醫(yī)院|医 院"},
    {"香港", "香港貿發局香港", "香港|香港"}, /* 37 */
    {"医院 领导", "医院领导", "医院领导"},   /* touching ranges are one */
    {"医院 -视频", "医院视频", "医院"},
    {"“医院，领导”", "去医院；领导说", "医院；领导"},
    {"2021年3月", "在2021 年 3 月1日", "2021 年 3 月"},
    {"发", "出發了", "發"}, /* 36: the text's own characters */
    {"=\"發\"", "发出發", "發"},
    {"ct", "ＣＴ检查，CT2", "ＣＴ"},
    {"𠮷野", "在𠮷野家", "𠮷野"},
    {"学校", "医院", ""},
    {"1234", "共1,234元", "1,234"},
    {"医院领导", "医院的领导", ""},
    {"*", "医院", ""},
};

START_TEST(highlights) { ck_assert_str_eq(marked(rows[_i].query, NULL, rows[_i].text, 0), rows[_i].marks); }
END_TEST

START_TEST(highlights_of_fields) {
  ck_assert_str_eq(marked("title:医院 领导", "title", "医院领导", 0), "医院领导");
  ck_assert_str_eq(marked("title:医院 领导", "body", "医院的领导", 0), "领导");
  ck_assert_str_eq(marked("title:医院 领导", NULL, "医院的领导", 0), "领导");
  ck_assert_str_eq(marked("author:李 领导", "author", "李领导", 0), "李");
}
END_TEST

START_TEST(highlights_relaxed) {
  ck_assert_str_eq(marked("医院对面的学校", NULL, "医院在学校对面", 1), "医院|学校对面");
  ck_assert_str_eq(marked("医院对面的学校", NULL, "医院在学校对面", 0), "");
  ck_assert_str_eq(marked("\"医院对面\" 学校", NULL, "医院在学校对面", 1), "学校");
}
END_TEST

START_TEST(highlights_of_any_bytes) {
  assist_query *query = api_parse("医院");
  assist_range *ranges = NULL;
  size_t count = 99;
  ck_ok(assist_highlight(query, NULL, "", 0, 0, &ranges, &count, &error));
  ck_assert_uint_eq(count, 0);
  assist_ranges_free(ranges);
  ranges = NULL;
  ck_ok(assist_highlight(query, NULL, "\xFF\0医院\xE5", 9, 0, &ranges, &count, &error));
  ck_assert_uint_eq(count, 1);
  ck_assert_uint_eq(ranges[0].start, 2);
  ck_assert_uint_eq(ranges[0].end, 8);
  assist_ranges_free(ranges);
  assist_ranges_free(NULL);
  assist_query_free(query);
}
END_TEST

/* ---- slices */

static assist_snippet *snippet_of(const char *words, const assist_document *document, size_t width) {
  assist_snippet_options options = ASSIST_SNIPPET_OPTIONS_INIT;
  assist_query *query = api_parse(words);
  assist_snippet *snippet = NULL;
  options.width = width;
  ck_ok(assist_snippet_make(query, document, &options, &snippet, &error));
  assist_query_free(query);
  return snippet;
}

/* The slice is a verbatim piece of the field's text, cut between code points. */
static void expect_verbatim(const assist_snippet *snippet, const assist_document *document) {
  size_t size, whole, count, start = assist_snippet_start(snippet);
  const char *text = assist_snippet_text(snippet, &size);
  const char *field = assist_document_text(document, assist_snippet_field(snippet), &whole);
  ck_assert_ptr_nonnull(field);
  ck_assert_uint_le(start + size, whole);
  ck_assert_mem_eq(text, field + start, size);
  ck_assert((field[start] & 0xC0) != 0x80);
  ck_assert(start + size == whole || (field[start + size] & 0xC0) != 0x80);
  const assist_range *ranges = assist_snippet_highlights(snippet, &count);
  for (size_t i = 0; i < count; i++) ck_assert_uint_le(ranges[i].end, size);
}

static char *long_text(const char *middle) {
  char *text = malloc(4000);
  ck_assert_ptr_nonnull(text);
  text[0] = '\0';
  for (int i = 0; i < 60; i++) strcat(text, "山上有树，水里有鱼。");
  strcat(text, middle);
  for (int i = 0; i < 60; i++) strcat(text, "天上有云，地上有人。");
  return text;
}

START_TEST(the_slice_holds_the_match) {
  char *text = long_text("县医院的领导来了。");
  assist_document *document = api_document("a", "题目", text);
  for (size_t width = 0; width <= 100; width += 10) {
    size_t size, count;
    assist_snippet *snippet = snippet_of("领导", document, width);
    expect_verbatim(snippet, document);
    const char *slice = assist_snippet_text(snippet, &size);
    const assist_range *ranges = assist_snippet_highlights(snippet, &count);
    ck_assert_uint_eq(count, 1);
    ck_assert_mem_eq(slice + ranges[0].start, "领导", 6);
    ck_assert_uint_le(size, 3 * 4 * (width == 0 ? 60 : width));
    assist_snippet_free(snippet);
  }
  assist_document_free(document);
  free(text);
}
END_TEST

START_TEST(the_slice_of_annotated_text) {
  char *text = long_text("院領(lǐng)導(dǎo)帶隊(duì)到村。");
  assist_document *document = api_document("a", NULL, text);
  size_t count;
  assist_snippet *snippet = snippet_of("领导带队", document, 20);
  expect_verbatim(snippet, document);
  const assist_range *ranges = assist_snippet_highlights(snippet, &count);
  ck_assert_uint_eq(count, 1);
  ck_assert_uint_eq(ranges[0].end - ranges[0].start, strlen("領(lǐng)導(dǎo)帶隊(duì)"));
  assist_snippet_free(snippet);
  assist_document_free(document);
  free(text);
}
END_TEST

START_TEST(which_field) {
  assist_document *document = api_document("a", "县医院", "领导来了");
  ck_ok(assist_document_add_text(document, "author", "李白", 6, &error));
  static const struct {
    const char *query, *field;
  } wanted[] = {
      {"领导", "body"}, {"医院", "title"}, {"author:李", "author"}, {"学校", "body"}, {"*", "body"}};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    assist_snippet *snippet = snippet_of(wanted[i].query, document, 0);
    ck_assert_str_eq(assist_snippet_field(snippet), wanted[i].field);
    expect_verbatim(snippet, document);
    assist_snippet_free(snippet);
  }
  assist_snippet_free(NULL);
  assist_document_free(document);
}
END_TEST

START_TEST(documents_without_body) {
  assist_document *document = NULL;
  size_t size = 99, count = 99;
  ck_ok(assist_document_new(&document, &error));
  ck_ok(assist_document_set_key(document, "a", 1, &error));
  assist_snippet *snippet = snippet_of("领导", document, 0);
  ck_assert_ptr_nonnull(assist_snippet_text(snippet, &size));
  ck_assert_uint_eq(size, 0);
  assist_snippet_highlights(snippet, &count);
  ck_assert_uint_eq(count, 0);
  ck_assert_ptr_nonnull(assist_snippet_field(snippet));
  assist_snippet_free(snippet);
  assist_document_free(document);
}
END_TEST

/* ---- texts of over 4 MiB, which are looked at in stretches */

enum { MEBI = 1 << 20, LONG = 9 * (MEBI / 2) / 30 * 30 };

/* Sentences of 30 bytes; LINE: so many in a line, 0: all. */
static char *very_long_text(size_t line) {
  char *text = malloc(LONG + 1);
  ck_assert_ptr_nonnull(text);
  for (size_t i = 0; i < LONG / 30; i++) {
    memcpy(text + 30 * i, "山上有树，水里有鱼。", 30);
    if (line > 0 && i % line == line - 1) memcpy(text + 30 * i + 27, "  \n", 3);
  }
  text[LONG] = '\0';
  return text;
}

static void expect_found_at(const assist_document *document, const char *query, size_t at, size_t size) {
  size_t count, length;
  assist_snippet *snippet = snippet_of(query, document, 20);
  expect_verbatim(snippet, document);
  const assist_range *ranges = assist_snippet_highlights(snippet, &count);
  (void)assist_snippet_text(snippet, &length);
  ck_assert_uint_eq(count, 1);
  ck_assert_uint_eq(assist_snippet_start(snippet) + ranges[0].start, at);
  ck_assert_uint_eq(ranges[0].end - ranges[0].start, size);
  ck_assert_uint_le(length, 30 * 12);
  assist_snippet_free(snippet);
}

/* Wherever it stands, at the borders of stretches too. */
START_TEST(a_match_in_a_very_long_text) {
  static const size_t places[] = {0,        2 * MEBI,       4 * MEBI - (128 << 10), 4 * MEBI - (64 << 10),
                                  4 * MEBI, 4 * MEBI - 500, 4 * MEBI - 1020,        LONG - 30};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    for (size_t before = 0; before <= 12; before += 6) {
      char *text = very_long_text(_i == 0 ? 0 : 3);
      size_t at = places[i] < before ? 0 : (places[i] - before) / 3 * 3;
      memcpy(text + at, "县医院的领导", 18);
      assist_document *document = api_document("a", NULL, text);
      free(text);
      expect_found_at(document, "县医院的领导", at, 18);
      assist_document_free(document);
    }
  }
}
END_TEST

/* What is cut by a border is no word. */
START_TEST(no_match_in_a_very_long_text) {
  static const char *const queries[] = {"a", "ab", "abc", "abcd", "bcde", "cde", "de", "e"};
  char *text = very_long_text(0);
  for (size_t i = 0; i + 6 <= LONG; i += 6) memcpy(text + i, "abcde ", 6);
  assist_document *document = api_document("a", NULL, text);
  free(text);
  for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
    size_t count;
    assist_snippet *snippet = snippet_of(queries[i], document, 0);
    expect_verbatim(snippet, document);
    (void)assist_snippet_highlights(snippet, &count);
    ck_assert_uint_eq(count, 0);
    ck_assert_uint_eq(assist_snippet_start(snippet), 0);
    assist_snippet_free(snippet);
  }
  assist_document_free(document);
}
END_TEST

/* The parts of a NEAR may stand far from each other. */
START_TEST(near_in_a_very_long_text) {
  char *text = very_long_text(0);
  memcpy(text + 30, "县医院", 9);
  memcpy(text + LONG - 60, "县医院的", 12);
  memcpy(text + LONG - 48, "县领导", 9);
  assist_document *document = api_document("a", NULL, text);
  free(text);
  expect_found_at(document, "县医院的 ADJ/3 县领导", LONG - 60, 21);
  assist_document_free(document);
}
END_TEST

static int stop_at, askings;

static int count_askings(void *context, uint64_t done, uint64_t total) {
  ck_assert_ptr_eq(context, &stop_at);
  ck_assert_uint_le(done, total);
  return ++askings == stop_at;
}

START_TEST(a_snippet_can_be_cancelled) {
  char *text = very_long_text(3);
  memcpy(text + LONG - 60, "县医院的", 12);
  assist_document *document = api_document("a", NULL, text);
  free(text);
  assist_query *query = api_parse("县医院");
  assist_snippet_options options = ASSIST_SNIPPET_OPTIONS_INIT;
  assist_snippet *snippet = NULL;
  options.progress = count_askings;
  options.progress_context = &stop_at;
  ck_ok(assist_snippet_make(query, document, &options, &snippet, &error));
  assist_snippet_free(snippet);
  int all = askings;
  ck_assert_int_gt(all, LONG / (64 << 10));
  snippet = NULL;
  for (stop_at = 1; stop_at <= all; stop_at += 1 + all / 9) {
    askings = 0;
    ck_status(assist_snippet_make(query, document, &options, &snippet, &error), ASSIST_CANCELLED);
    ck_assert_int_eq(askings, stop_at);
  }
  options.version = 2; /* which has nobody to ask */
  ck_ok(assist_snippet_make(query, document, &options, &snippet, &error));
  ck_assert_int_lt(askings, stop_at);
  assist_snippet_free(snippet);
  assist_query_free(query);
  assist_document_free(document);
}
END_TEST

START_TEST(options_have_a_version) {
  assist_snippet_options options = ASSIST_SNIPPET_OPTIONS_INIT;
  assist_document *document = api_document("a", NULL, "医院");
  assist_query *query = api_parse("医院");
  assist_snippet *snippet = NULL;
  options.version = 9;
  ck_status(assist_snippet_make(query, document, &options, &snippet, &error), ASSIST_INVALID);
  ck_status(assist_snippet_make(NULL, document, NULL, &snippet, &error), ASSIST_INVALID);
  ck_status(assist_snippet_make(query, NULL, NULL, &snippet, &error), ASSIST_INVALID);
  ck_assert_ptr_null(snippet);
  assist_query_free(query);
  assist_document_free(document);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/snippet");
  TCase *marks = tcase_create("highlights"), *slices = tcase_create("slices");
  tcase_add_loop_test(marks, highlights, 0, (int)(sizeof rows / sizeof *rows));
  tcase_add_test(marks, highlights_of_fields);
  tcase_add_test(marks, highlights_relaxed);
  tcase_add_test(marks, highlights_of_any_bytes);
  tcase_add_test(slices, the_slice_holds_the_match);
  tcase_add_test(slices, the_slice_of_annotated_text);
  tcase_add_test(slices, which_field);
  tcase_add_test(slices, documents_without_body);
  tcase_add_test(slices, options_have_a_version);
  tcase_add_loop_test(slices, a_match_in_a_very_long_text, 0, 2);
  tcase_add_test(slices, no_match_in_a_very_long_text);
  tcase_add_test(slices, near_in_a_very_long_text);
  tcase_add_test(slices, a_snippet_can_be_cancelled);
  suite_add_tcase(suite, marks);
  suite_add_tcase(suite, slices);
  return api_run(suite);
}
