/* SPDX-License-Identifier: MIT
 * What users of other systems complained about and the query cases cannot show, by the numbers in doc/conformance.md. */
#include "api.h"

static fixture ours;
static assist_snapshot *snapshot;

static void begin(void) { api_open(&ours); }
static void end(void) {
  assist_snapshot_close(snapshot);
  snapshot = NULL;
  api_close(&ours);
}

/* No variable of the environment decides what is found. */
START_TEST(users_24_no_environment) {
  static const char *const names[] = {"LANG",         "LC_ALL",     "LANGUAGE",
                                      "ASSIST_INDEX", "ASSIST_CJK", "XAPIAN_CJK_NGRAM"};
  api_put(&ours, "a", NULL, "县人民医院的领导");
  snapshot = api_commit(&ours);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) ck_assert_int_eq(setenv(names[i], "C", 1), 0);
  ck_assert_str_eq(api_ask(snapshot, "民醫", NULL), "a");
  ck_assert_str_eq(api_ask(snapshot, "body:民醫", NULL), "a");
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) ck_assert_int_eq(unsetenv(names[i]), 0);
  ck_assert_str_eq(api_ask(snapshot, "民醫", NULL), "a");
}
END_TEST

/* The index says how its text was analysed; nobody has to say it again. */
START_TEST(users_25_analysis_is_in_the_index) {
  assist_stats stats = ASSIST_STATS_INIT;
  assist_index *again = NULL;
  assist_snapshot *other = NULL;
  api_put(&ours, "a", NULL, "醫院");
  snapshot = api_commit(&ours);
  ck_ok(assist_snapshot_stats(snapshot, &stats, &error));
  ck_assert_uint_gt(strlen(stats.fingerprint), 0);
  ck_ok(assist_index_open(ours.folder, NULL, &again, &error)); /* no options at all */
  ck_ok(assist_index_snapshot(again, &other, &error));
  ck_assert_str_eq(api_ask(other, "医院", NULL), "a");
  assist_snapshot_close(other);
  assist_index_close(again);
}
END_TEST

/* All the data is in the library: it works where there are no files but the index (here, in a folder of its own). */
START_TEST(users_26_27_data_in_the_library) {
  char folder[256], before[4096];
  ck_assert_ptr_nonnull(getcwd(before, sizeof before));
  api_folder(folder);
  ck_assert_int_eq(chdir(folder), 0);
  api_put(&ours, "a", NULL, "領(lǐng)導(dǎo)視察，龘");
  snapshot = api_commit(&ours);
  ck_assert_str_eq(api_ask(snapshot, "领导视察", NULL), "a");
  ck_assert_str_eq(api_ask(snapshot, "py:lingdao", NULL), "a");
  ck_assert_int_eq(rmdir(folder), 0); /* nothing was put there */
  ck_assert_int_eq(chdir(before), 0);
}
END_TEST

START_TEST(users_30_rebuild_in_place) {
  api_put(&ours, "a", "题目", "醫(yī)院");
  snapshot = api_commit(&ours);
  ck_ok(assist_writer_rebuild(ours.writer, &error));
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "a"); /* who reads is not disturbed */
  assist_snapshot_close(snapshot);
  ck_ok(assist_index_snapshot(ours.index, &snapshot, &error));
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "a");
}
END_TEST

/* Every stretch of TEXT that the query marks, a bar between. */
static const char *marks(const char *words, const char *text) {
  static char pieces[512];
  assist_query *query = api_parse(words);
  assist_range *ranges = NULL;
  size_t count = 0;
  pieces[0] = '\0';
  ck_ok(assist_highlight(query, NULL, text, strlen(text), 0, &ranges, &count, &error));
  for (size_t i = 0; i < count; i++) {
    if (i > 0) strcat(pieces, "|");
    strncat(pieces, text + ranges[i].start, ranges[i].end - ranges[i].start);
  }
  assist_ranges_free(ranges);
  assist_query_free(query);
  return pieces;
}

START_TEST(users_36_original_characters) {
  ck_assert_str_eq(marks("医院", "縣醫院第３頁，医院"), "醫院|医院");
  ck_assert_str_eq(marks("第3页", "縣醫院第３頁"), "第３頁");
}
END_TEST

START_TEST(users_37_exactly_the_characters) {
  ck_assert_str_eq(marks("香港", "香港貿發局香港"), "香港|香港");
  ck_assert_str_eq(marks("贸发", "香港貿發局香港"), "貿發");
}
END_TEST

/* Whatever is folded or left out, offsets are those of the text. */
START_TEST(users_38_39_offsets) {
  static const char text[] = "Ａ㎡，領(lǐng)導(dǎo)\xE2\x80\x8B視察①ｶﾞ。";
  assist_analyzer *analyzer = NULL;
  assist_token token;
  size_t last = 0;
  ck_ok(assist_analyzer_new(&analyzer, &error));
  assist_analyzer_begin(analyzer, text, sizeof text - 1, 0);
  for (size_t count = 0; assist_analyzer_next(analyzer, &token) == 1; count++) {
    ck_assert(token.start < token.end && token.end <= token.full_end && token.full_end < sizeof text);
    ck_assert(token.start >= last || count == 0 || token.position > 0);
    ck_assert((text[token.start] & 0xC0) != 0x80 && (text[token.end] & 0xC0) != 0x80);
    last = token.start;
  }
  ck_assert_uint_gt(last, 0);
  assist_analyzer_free(analyzer);
  ck_assert_str_eq(marks("领导视察", text), "領(lǐng)導(dǎo)\xE2\x80\x8B視察");
}
END_TEST

/* A slice is a piece of the text, not cut in mid-character, and what matches is in it. */
START_TEST(users_40_42_verbatim_slices) {
  char text[6000] = "";
  for (int i = 0; i < 40; i++) strcat(text, "山上有𠮷樹水里有e\xCC\x81魚");
  strcat(text, "縣醫院");
  for (int i = 0; i < 40; i++) strcat(text, "天上有雲地上有👩‍⚕️人");
  assist_document *document = api_document("a", NULL, text);
  assist_query *query = api_parse("医院");
  assist_snippet_options options = ASSIST_SNIPPET_OPTIONS_INIT;
  for (options.width = 5; options.width < 40; options.width++) {
    assist_snippet *snippet = NULL;
    size_t size = 0, count = 0;
    ck_ok(assist_snippet_make(query, document, &options, &snippet, &error));
    const char *slice = assist_snippet_text(snippet, &size), *whole = text + assist_snippet_start(snippet);
    ck_assert_mem_eq(slice, whole, size);
    ck_assert((whole[0] & 0xC0) != 0x80 && (whole[size] & 0xC0) != 0x80);
    ck_assert_msg(strncmp(whole, "\xCC\x81", 2) != 0 && strncmp(whole + size, "\xCC\x81", 2) != 0,
                  "an accent is torn from its letter");
    const assist_range *ranges = assist_snippet_highlights(snippet, &count);
    ck_assert_uint_eq(count, 1);
    ck_assert_mem_eq(slice + ranges[0].start, "醫院", 6);
    assist_snippet_free(snippet);
  }
  assist_query_free(query);
  assist_document_free(document);
}
END_TEST

START_TEST(users_41_skipped_brackets) {
  ck_assert_str_eq(marks("领导带", "院領(lǐng)導(dǎo)帶隊"), "領(lǐng)導(dǎo)帶");
  ck_assert_str_eq(marks("领导", "領(lǐng)導(dǎo)（主任）"), "領(lǐng)導(dǎo)");
}
END_TEST

int main(void) {
  Suite *suite = suite_create("users");
  TCase *tests = tcase_create("users");
  tcase_add_checked_fixture(tests, begin, end);
  tcase_add_test(tests, users_24_no_environment);
  tcase_add_test(tests, users_25_analysis_is_in_the_index);
  tcase_add_test(tests, users_26_27_data_in_the_library);
  tcase_add_test(tests, users_30_rebuild_in_place);
  tcase_add_test(tests, users_36_original_characters);
  tcase_add_test(tests, users_37_exactly_the_characters);
  tcase_add_test(tests, users_38_39_offsets);
  tcase_add_test(tests, users_40_42_verbatim_slices);
  tcase_add_test(tests, users_41_skipped_brackets);
  suite_add_tcase(suite, tests);
  return api_run(suite);
}
