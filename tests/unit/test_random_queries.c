/* SPDX-License-Identifier: MIT
 *
 * Anything typed, of anything stored: random texts made of all pieces of the query language and of broken bytes, asked of random
 * documents with random options, stemmed and with synonyms; hits are cut into snippets and explained.  Every answer is an answer or
 * one of the errors that are said of the call, and the same when it is asked again.  With ASSIST_TEST_LONG=1 a hundred times as
 * many. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <assist.h>

#include "text/stem.h"
#include "tree.h"

#define DOCUMENTS 150
#define OK(call) ck_assert_msg((call) == ASSIST_OK, "%s: %s", #call, error.message)

static assist_error error;
static unsigned long seed;

static unsigned below(unsigned n) {
  seed = seed * 6364136223846793005UL + 1442695040888963407UL;
  return (unsigned)(seed >> 33) % n;
}

static const char *const words[] = {
    "医院", "醫院",      "领",           "導",  "领(lǐng)导",  "的",       "一",      "二", "三",
    "、",   "，",        "\n",           " ",   "　",          "CT",       "ct2",     "x6", "2021",
    "年",   "3月",       "1.5",          "a-b", "running",     "run",      "flies",   "㎡", "①",
    "한",   "국",        "カ",           "ｶﾞ",  "\xE5",        "\xFF\xFE", "🙂",    "𠮷", "\xEF\xB7\x90",
    "c++",  "20.04",     "〇",           "O",   "08:46:058月", "\t",       "lingdao", "李", "王",
    "县",   "e\xCC\x81", "\xE2\x80\x8B", "漢",  "髮",          "发",       "\xC2\xA0"};
static const char *const marks[] = {" ",
                                    "(",
                                    ")",
                                    "（",
                                    "）",
                                    "\"",
                                    "“",
                                    "”",
                                    "「",
                                    "」",
                                    "《",
                                    "》",
                                    "=",
                                    "=\"",
                                    "-",
                                    "+",
                                    "|",
                                    "｜",
                                    " AND ",
                                    " OR ",
                                    " NOT ",
                                    " NEAR/3 ",
                                    " ADJ/2 ",
                                    " NEAR/ ",
                                    "~2",
                                    "~",
                                    "^2",
                                    "^0.5",
                                    "^0",
                                    "^",
                                    "*",
                                    "?",
                                    "？",
                                    "title:",
                                    "标题：",
                                    "body:",
                                    "author:",
                                    "n:",
                                    "date:",
                                    "n:<5",
                                    "n:1..3",
                                    "date:2021-03..",
                                    "date:2021年3月至6月",
                                    "py:",
                                    "py:ld",
                                    "py:lingdao",
                                    "拼音：xi'an",
                                    "py:xian",
                                    "http://",
                                    "\\",
                                    "dup:all",
                                    "w?n*",
                                    "run*",
                                    "runing~1",
                                    "ct~2",
                                    "..",
                                    ":",
                                    "nofield:",
                                    "„",
                                    "“一、二、三”",
                                    "title:的",
                                    "“领的”~4",
                                    "的 NEAR/4 领",
                                    "date:>=2021",
                                    "author:(李 OR 王)",
                                    "--",
                                    "- ",
                                    "《》",
                                    "\"\"",
                                    "()",
                                    "NEAR/99999999999",
                                    "~99999999999",
                                    "^1e9",
                                    "8:30"};
#define COUNT(array) ((unsigned)(sizeof(array) / sizeof *(array)))

static size_t random_text(char *text, unsigned most, bool query) {
  size_t size = 0;
  for (unsigned i = below(most + 1); i > 0 && size < 900; i--) {
    const char *piece = query && below(2) == 0 ? marks[below(COUNT(marks))] : words[below(COUNT(words))];
    memcpy(text + size, piece, strlen(piece));
    size += strlen(piece);
    if (below(60) == 0) text[size++] = (char)below(256);
  }
  return size;
}

static void put(assist_writer *writer, unsigned d) {
  char text[1000], key[16];
  assist_document *document;
  OK(assist_document_new(&document, &error));
  snprintf(key, sizeof key, "%u", d);
  OK(assist_document_set_key(document, key, strlen(key), &error));
  if (below(3) > 0)
    OK(assist_document_add_text(document, "title", text, random_text(text, 5, false), &error));
  for (unsigned i = below(3); i > 0; i--)
    OK(assist_document_add_text(document, "body", text, random_text(text, 60, false), &error));
  if (below(2) == 0)
    OK(assist_document_add_text(document, "author", text, random_text(text, 4, false), &error));
  if (below(2) == 0) OK(assist_document_add_number(document, "n", (double)below(9) / (1 + below(3)), &error));
  if (below(2) == 0)
    OK(assist_document_add_date(document, "date", (int64_t)below(2000) * 86400000000 * 10, &error));
  OK(assist_writer_put(writer, document, NULL, &error));
  assist_document_free(document);
}

static assist_query *random_query(const assist_synonyms *synonyms) {
  static const char *const fields[] = {"author", "n", "date", NULL};
  static const unsigned kinds[] = {1u << ASSIST_VALUE_TEXT, 1u << ASSIST_VALUE_NUMBER,
                                   1u << ASSIST_VALUE_DATE};
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  char text[1000];
  assist_query *query = NULL;
  options.fields = fields;
  options.kinds = kinds;
  OK(assist_query_parse(text, random_text(text, 9, true), &options, &query, &error));
  ck_assert_ptr_nonnull(assist_query_print(query));
  if (below(4) == 0) OK(assist_query_expand(query, synonyms, &query, &error));
  if (below(4) == 0 && as_stem_language(0) != NULL)
    OK(assist_query_stem(query, NULL, "english", &query, &error));
  return query;
}

static void look_at(const assist_snapshot *snapshot, const assist_query *query, assist_results *results) {
  size_t count = assist_results_count(results);
  for (size_t i = 0; i < count && i < 3; i++) {
    const assist_document *document;
    assist_snippet_options how = ASSIST_SNIPPET_OPTIONS_INIT;
    assist_snippet *snippet;
    const char *text;
    size_t size, marked;
    OK(assist_results_document(results, i, &document, &error));
    how.relaxed = assist_results_relaxed(results);
    how.width = below(40);
    how.snapshot = below(2) == 0 ? snapshot : NULL;
    OK(assist_snippet_make(query, document, &how, &snippet, &error));
    (void)assist_snippet_text(snippet, &size);
    const assist_range *ranges = assist_snippet_highlights(snippet, &marked);
    for (size_t m = 0; m < marked; m++) ck_assert(ranges[m].start < ranges[m].end && ranges[m].end <= size);
    assist_snippet_free(snippet);
    OK(assist_results_explain(results, i, &text, &error));
  }
}

/* The statuses that a search may give for what is typed. */
static bool is_answer(assist_status status) {
  return status == ASSIST_OK || status == ASSIST_UNSUPPORTED || status == ASSIST_LIMIT;
}

static void ask(const assist_snapshot *snapshot, const assist_query *query, bool stored) {
  static const assist_facet_request facets[] = {
      {"author", ASSIST_FACET_VALUE, 5}, {"n", ASSIST_FACET_VALUE, 3}, {"date", ASSIST_FACET_MONTH, 4}};
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results = NULL, *again = NULL;
  options.flags = below(16);
  options.limit = below(2) == 0 ? 5 : ASSIST_LIMIT_ALL;
  options.offset = below(4) == 0 ? below(8) : 0;
  if (below(3) == 0) options.sort_field = below(2) == 0 ? "n" : "date";
  if (below(3) == 0) {
    options.facets = facets;
    options.facet_count = 3;
  }
  assist_status status = assist_search(snapshot, query, &options, &results, &error);
  ck_assert_msg(is_answer(status), "%s: %s", assist_query_print(query), error.message);
  ck_assert_msg(status != ASSIST_UNSUPPORTED || !stored, "%s: %s", assist_query_print(query), error.message);
  if (status != ASSIST_OK) return;
  OK(assist_search(snapshot, query, &options, &again, &error));
  ck_assert_uint_eq(assist_results_total(results), assist_results_total(again));
  ck_assert_uint_eq(assist_results_count(results), assist_results_count(again));
  for (size_t i = 0; i < assist_results_count(results); i++) {
    assist_hit a, b;
    OK(assist_results_hit(results, i, &a, &error));
    OK(assist_results_hit(again, i, &b, &error));
    ck_assert_str_eq(a.key, b.key);
    ck_assert(a.score == b.score);
  }
  assist_results_free(again);
  if (stored) look_at(snapshot, query, results);
  assist_results_free(results);
}

static void one_world(bool stored, unsigned queries) {
  char root[64] = "/tmp/assist-test-queries-XXXXXX";
  static const char groups[] = "医院,卫生院\n领导,院长,lingdao\nrun,running\n";
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  assist_writer_options writing = ASSIST_WRITER_OPTIONS_INIT;
  assist_index *index;
  assist_writer *writer;
  assist_snapshot *snapshot;
  assist_synonyms *synonyms;
  ck_assert_ptr_nonnull(mkdtemp(root));
  options.flags = ASSIST_OPEN_CREATE | (stored ? 0 : ASSIST_OPEN_NO_STORE);
  writing.threads = 1;
  OK(assist_index_open(root, &options, &index, &error));
  OK(assist_writer_open(index, &writing, &writer, &error));
  for (unsigned d = 0; d < DOCUMENTS; d++) {
    put(writer, d % 130); /* some are replaced */
    if (d % 60 == 59) OK(assist_writer_commit(writer, &error));
  }
  OK(assist_writer_commit(writer, &error));
  OK(assist_index_snapshot(index, &snapshot, &error));
  OK(assist_synonyms_new(&synonyms, &error));
  OK(assist_synonyms_add(synonyms, groups, sizeof groups - 1, &error));
  for (unsigned q = 0; q < queries; q++) {
    assist_query *query = random_query(synonyms);
    ask(snapshot, query, stored);
    assist_query_free(query);
  }
  assist_synonyms_free(synonyms);
  assist_snapshot_close(snapshot);
  assist_writer_close(writer);
  assist_index_close(index);
  tree_remove(root);
}

START_TEST(anything) {
  const char *is_long = getenv("ASSIST_TEST_LONG");
  seed = 77UL + (unsigned long)_i;
  one_world(_i % 3 != 2, is_long != NULL && *is_long == '1' ? 20000 : 200);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("random queries");
  TCase *tests = tcase_create("random queries");
  tcase_add_loop_test(tests, anything, 0, 6);
  tcase_set_timeout(tests, 3000);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
