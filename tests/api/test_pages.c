/* SPDX-License-Identifier: MIT
 * Pages as they are in the wild: furniture stays out of snippets, more like this, and why a document matches or does not. */
#include <limits.h>

#include "api.h"

static fixture ours;
static assist_snapshot *snapshot;

static void set_up(void) { api_open(&ours); }

static void tear_down(void) {
  assist_snapshot_close(snapshot);
  snapshot = NULL;
  api_close(&ours);
}

/* ---- furniture ---- */

#define MENU "首页 医院概况 新闻动态 医院领导\n"
#define FOOTER "版权所有 某某医院 地址电话\n"

static const char *snippet_of(const char *key, const char *text, int with_snapshot) {
  static char shown[1000];
  assist_snippet_options options = ASSIST_SNIPPET_OPTIONS_INIT;
  assist_snippet *snippet = NULL;
  assist_document *document = NULL;
  uint64_t number;
  size_t size;
  ck_ok(assist_snapshot_find(snapshot, key, strlen(key), &number, &error));
  ck_ok(assist_snapshot_document(snapshot, number, &document, &error));
  assist_query *query = api_parse(text);
  if (with_snapshot)
    options.snapshot = snapshot;
  else
    options.version = 1;
  ck_ok(assist_snippet_make(query, document, &options, &snippet, &error));
  const char *slice = assist_snippet_text(snippet, &size);
  snprintf(shown, sizeof shown, "%.*s", (int)size, slice);
  assist_snippet_free(snippet);
  assist_query_free(query);
  assist_document_free(document);
  return shown;
}

static void put_pages(void) {
  api_put(&ours, "a", NULL, MENU "今天上午县里召开会议\n医院派人参加了这次的会\n" FOOTER);
  api_put(&ours, "b", NULL, MENU "下乡义诊的队伍出发了\n" FOOTER);
  api_put(&ours, "c", NULL, MENU "专家讲座明天开讲\n" FOOTER);
}

static void check_snippets(void) {
  ck_assert_str_eq(snippet_of("a", "医院", 1), "今天上午县里召开会议\n医院派人参加了这次的会");
  ck_assert_ptr_nonnull(
      strstr(snippet_of("a", "医院", 0), "版权所有")); /* it is not known where the document is from */
  ck_assert_str_eq(snippet_of("b", "没有的字", 1),
                   "下乡义诊的队伍出发了"); /* nothing matches: the page's own beginning */
  ck_assert_ptr_nonnull(strstr(snippet_of("b", "医院领导", 1), "医院领导")); /* nothing else matches */
}

START_TEST(furniture_is_known_by_many_pages) {
  put_pages();
  snapshot = api_commit(&ours);
  check_snippets();
}
END_TEST

START_TEST(furniture_is_counted_over_segments_and_anew_by_merges) {
  put_pages();
  assist_snapshot_close(api_commit(&ours));
  api_put(&ours, "d", NULL, "会议通知在这里\n");
  api_put(&ours, "e", NULL, "会议通知在这里\n");
  assist_snapshot_close(api_commit(&ours));
  ck_ok(assist_writer_merge(ours.writer, &error));
  snapshot = api_commit(&ours);
  check_snippets();
  ck_ok(assist_index_check(ours.folder, NULL, NULL, NULL, &error));
}
END_TEST

START_TEST(what_a_page_repeats_is_furniture) {
  api_put(&ours, "a", NULL, "医院的义诊今天开始\n猜你还想看\n医院的另一篇文章\n医院的另一篇文章\n");
  snapshot = api_commit(&ours);
  ck_assert_str_eq(snippet_of("a", "医院", 0), "医院的义诊今天开始\n猜你还想看");
}
END_TEST

/* ---- furniture in ranking ---- */

#define RELATED "相关阅读请看这里\n疫苗接种点今天增设三处\n老年食堂本月开张营业\n"
#define QUESTION "疫苗接种点在哪里增设了三处呢"

static void put_story(const char *key, const char *body, const char *block) {
  char text[2000];
  snprintf(text, sizeof text, "%s\n%s" FOOTER, body, block);
  api_put(&ours, key, NULL, text);
}

/* The one that is about it, and long; pages that have it beside their text. */
static void put_stories(void) {
  put_story("long",
            "疫苗接种点增设在东城西城和南城的三处学校里，居民们说这样方便得多，不用再坐一个小时的车去城里排队"
            "等候了。"
            "增设的三处接种点都有医生和护士值班，每天早上八点开门，下午五点关门，周末也一样开放",
            RELATED);
  put_story("a", "公园里的花开了", RELATED);
  put_story("b", "今年雨水不多", RELATED);
}

static const char *found(const char *text, uint64_t *out_score) {
  static char keys[200];
  assist_results *results = NULL;
  assist_hit hit;
  assist_query *query = api_parse(text);
  ck_ok(assist_search(snapshot, query, NULL, &results, &error));
  ck_assert_int_eq(assist_results_relaxed(results), 1);
  snprintf(keys, sizeof keys, "%s", api_keys_of(results));
  ck_ok(assist_results_hit(results, 0, &hit, &error));
  *out_score = hit.score;
  assist_results_free(results);
  assist_query_free(query);
  return keys;
}

static void explain_last(const char *text, const char *wanted) {
  assist_results *results = NULL;
  const char *explanation = NULL;
  assist_query *query = api_parse(text);
  ck_ok(assist_search(snapshot, query, NULL, &results, &error));
  ck_ok(assist_results_explain(results, assist_results_count(results) - 1, &explanation, &error));
  ck_assert_ptr_nonnull(strstr(explanation, wanted));
  assist_results_free(results);
  assist_query_free(query);
}

START_TEST(what_a_page_is_about_comes_before_what_stands_beside) {
  uint64_t score;
  put_stories();
  snapshot = api_commit(&ours);
  ck_assert_int_eq(strncmp(found(QUESTION, &score), "long ", 5), 0);
  explain_last(QUESTION, "in lines that many documents have: ");
}
END_TEST

static void reopen_to_reorder(void) {
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  assist_writer_close(ours.writer);
  options.flags = ASSIST_WRITER_REORDER;
  ck_ok(assist_writer_open(ours.index, &options, &ours.writer, &error));
}

/* In segments, with a deleted page between, in one, in another order. */
START_TEST(furniture_weighs_less_however_it_is_stored) {
  uint64_t score, after;
  char keys[200];
  put_story("c", "新桥通车了", RELATED);
  put_story("gone", "这一篇要删除", RELATED);
  assist_snapshot_close(api_commit(&ours));
  put_stories();
  ck_ok(assist_writer_remove(ours.writer, "gone", 4, &error));
  assist_snapshot_close(api_commit(&ours));
  ck_ok(assist_writer_merge(ours.writer, &error));
  snapshot = api_commit(&ours);
  snprintf(keys, sizeof keys, "%s", found(QUESTION, &score));
  ck_assert_int_eq(strncmp(keys, "long ", 5), 0);
  assist_snapshot_close(snapshot);
  reopen_to_reorder();
  ck_ok(assist_writer_merge(ours.writer, &error));
  snapshot = api_commit(&ours);
  ck_assert_str_eq(found(QUESTION, &after), keys);
  ck_assert_uint_eq(after, score);
  ck_ok(assist_index_check(ours.folder, NULL, NULL, NULL, &error));
}
END_TEST

/* With two pages that have it, it is no furniture: the short one comes first, as it does with a block of its own. */
START_TEST(what_two_pages_have_is_text) {
  uint64_t score;
  put_stories();
  assist_snapshot_close(api_commit(&ours));
  ck_ok(assist_writer_remove(ours.writer, "b", 1, &error));
  ck_ok(assist_writer_merge(ours.writer, &error));
  snapshot = api_commit(&ours);
  ck_assert_str_eq(found("疫苗接种点今天增设三处了吗", &score), "a long");
}
END_TEST

START_TEST(a_page_of_furniture_alone_has_none) {
  uint64_t score;
  api_put(&ours, "list", NULL, RELATED);
  put_story("a", "公园里的花开了，人们都去看，回来的时候天已经黑了", RELATED);
  put_story("b", "今年雨水不多，田里的庄稼长得不好，大家都着急", RELATED);
  snapshot = api_commit(&ours);
  ck_assert_int_eq(strncmp(found("疫苗接种点今天增设三处了吗", &score), "list ", 5), 0);
}
END_TEST

/* ---- more like this ---- */

static const char *like(const char *key, size_t terms) {
  static char keys[200];
  assist_like_options options = ASSIST_LIKE_OPTIONS_INIT;
  assist_document *document = NULL;
  assist_query *query = NULL;
  assist_results *results = NULL;
  uint64_t number;
  options.terms = terms;
  ck_ok(assist_snapshot_find(snapshot, key, strlen(key), &number, &error));
  ck_ok(assist_snapshot_document(snapshot, number, &document, &error));
  ck_ok(assist_query_like(snapshot, document, &options, &query, &error));
  ck_ok(assist_search(snapshot, query, NULL, &results, &error));
  snprintf(keys, sizeof keys, "%s", api_keys_of(results));
  assist_results_free(results);
  assist_query_free(query);
  assist_document_free(document);
  return keys;
}

START_TEST(like_finds_what_shares_most) {
  assist_document *document = api_document("new", NULL, "院士来访，谈核磁共振");
  assist_query *query = NULL;
  api_put(&ours, "a", NULL, "核磁共振检查的费用，核磁共振检查的时间");
  api_put(&ours, "b", NULL, "做核磁共振检查之前要注意的事，核磁共振的好处");
  api_put(&ours, "c", NULL, "今年的费用比去年多");
  api_put(&ours, "d", NULL, "完全没有关系");
  snapshot = api_commit(&ours);
  ck_assert_str_eq(like("a", 0), "b c");
  ck_assert_str_eq(like("c", 0), "a");
  ck_assert_str_eq(like("d", 0), "");
  ck_assert_str_eq(like("a", 1), "b");
  ck_ok(assist_query_like(snapshot, document, NULL, &query, &error)); /* one that is in no index */
  ck_assert_ptr_nonnull(strstr(assist_query_print(query), "核磁"));
  ck_assert_ptr_null(strstr(assist_query_print(query), "(key"));
  assist_query_free(query);
  assist_document_free(document);
}
END_TEST

static int cancel_after(void *context, uint64_t done, uint64_t total) {
  int *left = context;
  (void)done, (void)total;
  return (*left)-- == 0;
}

START_TEST(like_can_be_stopped) {
  assist_like_options options = ASSIST_LIKE_OPTIONS_INIT;
  assist_document *document = api_document("new", NULL, "核磁共振检查的费用");
  assist_query *query = NULL;
  int left = 0;
  api_put(&ours, "a", NULL, "核磁共振检查的时间");
  snapshot = api_commit(&ours);
  options.progress = cancel_after;
  options.progress_context = &left;
  ck_status(assist_query_like(snapshot, document, &options, &query, &error), ASSIST_CANCELLED);
  left = INT_MAX;
  ck_ok(assist_query_like(snapshot, document, &options, &query, &error));
  ck_assert_int_lt(left, INT_MAX);
  ck_assert_ptr_nonnull(strstr(assist_query_print(query), "核磁"));
  assist_query_free(query);
  options.time_limit_micros = UINT64_MAX;
  ck_ok(assist_query_like(snapshot, document, &options, &query, &error));
  ck_assert_ptr_nonnull(strstr(assist_query_print(query), "核磁"));
  assist_query_free(query);
  left = 0;
  options.version = 1; /* knows nothing of the rest */
  ck_ok(assist_query_like(snapshot, document, &options, &query, &error));
  ck_assert_ptr_nonnull(strstr(assist_query_print(query), "核磁"));
  assist_query_free(query);
  assist_document_free(document);
}
END_TEST

START_TEST(like_refuses_what_it_cannot) {
  assist_like_options options = ASSIST_LIKE_OPTIONS_INIT;
  assist_document *document = NULL;
  assist_query *query = NULL;
  snapshot = api_commit(&ours);
  ck_ok(assist_document_new(&document, &error));
  ck_ok(assist_query_like(snapshot, document, NULL, &query, &error));
  ck_assert_int_eq(assist_query_is_empty(query), 1);
  assist_query_free(query);
  ck_status(assist_query_like(NULL, document, NULL, &query, &error), ASSIST_INVALID);
  options.terms = 401;
  ck_status(assist_query_like(snapshot, document, &options, &query, &error), ASSIST_INVALID);
  options = (assist_like_options){.version = 7};
  ck_status(assist_query_like(snapshot, document, &options, &query, &error), ASSIST_INVALID);
  api_close(&ours);
  api_open_flags(&ours, ASSIST_OPEN_NO_STORE);
  assist_snapshot_close(snapshot);
  snapshot = api_commit(&ours);
  ck_status(assist_query_like(snapshot, document, NULL, &query, &error), ASSIST_UNSUPPORTED);
  assist_document_free(document);
}
END_TEST

/* ---- by key ---- */

START_TEST(a_key_is_a_clause) {
  assist_query *parts[2] = {NULL, NULL}, *query = NULL;
  assist_results *results = NULL;
  api_put(&ours, "a", NULL, "医院");
  api_put(&ours, "b", NULL, "医院");
  assist_snapshot_close(api_commit(&ours));
  api_put(&ours, "a", NULL, "医院又来");
  snapshot = api_commit(&ours);
  ck_status(assist_query_key("", 0, &query, &error), ASSIST_INVALID);
  ck_ok(assist_query_key("a", 1, &parts[1], &error));
  ck_assert_str_eq(assist_query_print(parts[1]), "(key \"a\")");
  parts[0] = api_parse("医院");
  ck_ok(assist_query_and(parts, 2, &query, &error));
  ck_ok(assist_search(snapshot, query, NULL, &results, &error));
  ck_assert_str_eq(api_keys_of(results), "a");
  ck_assert_uint_eq(assist_results_total(results), 1);
  assist_results_free(results);
  ck_ok(assist_query_not(query, &parts[0], &error));
  ck_ok(assist_search(snapshot, parts[0], NULL, &results, &error));
  ck_assert_str_eq(api_keys_of(results), "b");
  assist_results_free(results);
  assist_query_free(parts[0]);
}
END_TEST

/* ---- why ---- */

static assist_account *account_of(const char *key, const char *text, const assist_search_options *options) {
  assist_account *account = NULL;
  assist_query *query = api_parse(text);
  ck_ok(assist_explain_document(snapshot, query, options, key, strlen(key), &account, &error));
  assist_query_free(query);
  return account;
}

/* The account of KEY says all of SAID (parted by |), and whether it MATCHES. */
static void tells(const char *key, const char *text, int matches, const char *said) {
  char words[400];
  assist_account *account = account_of(key, text, NULL);
  ck_assert_msg(assist_account_matches(account) == matches, "%s: %s", text, assist_account_text(account));
  snprintf(words, sizeof words, "%s", said);
  for (char *word = strtok(words, "|"); word != NULL; word = strtok(NULL, "|"))
    ck_assert_msg(strstr(assist_account_text(account), word) != NULL, "%s: no \"%s\" in\n%s", text, word,
                  assist_account_text(account));
  assist_account_free(account);
}

START_TEST(an_account_says_where_a_run_breaks_off) {
  api_put(&ours, "a", "县里的事", "醫院領(lǐng)導(dǎo)今天考察，领导很忙。领导视，察工作。月30日");
  api_put(&ours, "b", "领导视察", "没有别的");
  snapshot = api_commit(&ours);
  tells("a", "医院领导", 1, "yes  run|1 time, first in body at byte 0");
  tells("a", "领导考察", 1,
        "领导: 3 times, first in body at byte 6; then comes 今, 考 was asked for|考察: 1 time|yes  relaxed");
  tells("a", "领导视察", 0,
        "领导视: once|a break and 察|all of it is there with a break|1 document matches the whole");
  tells("a", "title:领导", 0, "it is in body at byte 6, which is not asked");
  tells("a", "=\"医院\"", 0, "another spelling: 醫院");
  tells("a", "医院 -领导", 0, "yes    run \"医院\"|no     none of|yes      run \"领导\"");
  tells("a", "医院 鲸", 1, "鲸: not there|yes  relaxed");
  tells("a", "月30日后", 1, "there the text ends, 后 was asked for");
  tells("c", "医院", 0, "no document has the key c");
}
END_TEST

START_TEST(an_account_agrees_with_the_search) {
  static const char *const queries[] = {"医院",     "领导 OR 鲸", "医院 -领导", "title:医院",  "\"领导视察\"",
                                        "会议考察", "*",          "医院，领导", "医 院 领 导", "领"};
  static const char *const texts[] = {"医院领导",   "领导视察医院", "会议在医院，领导没来",
                                      "考察的会议", "医院",         "医院领导视察会议"};
  char key[2] = "a";
  for (size_t i = 0; i < 6; i++, key[0]++) api_put(&ours, key, i % 2 == 0 ? "医院的事" : NULL, texts[i]);
  snapshot = api_commit(&ours);
  for (size_t i = 0; i < 10; i++) {
    const char *found = api_ask(snapshot, queries[i], NULL);
    for (key[0] = 'a'; key[0] < 'g'; key[0]++) {
      assist_account *account = account_of(key, queries[i], NULL);
      ck_assert_msg(assist_account_matches(account) == (strchr(found, key[0]) != NULL),
                    "%s, %s: found are %s\n%s", queries[i], key, found, assist_account_text(account));
      assist_account_free(account);
    }
  }
}
END_TEST

START_TEST(an_account_knows_filters_deletions_and_no_text) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  const assist_query *filter = api_parse("领导");
  assist_account *account;
  api_put(&ours, "a", NULL, "医院考察");
  api_put(&ours, "b", NULL, "医院领导");
  snapshot = api_commit(&ours);
  options.filters = &filter;
  options.filter_count = 1;
  options.flags = ASSIST_SEARCH_STRICT;
  account = account_of("a", "医院", &options);
  ck_assert_int_eq(assist_account_matches(account), 0);
  ck_assert_ptr_nonnull(strstr(assist_account_text(account), "no   filter: run \"领导\""));
  assist_account_free(account);
  account = account_of("b", "医院", &options);
  ck_assert_int_eq(assist_account_matches(account), 1);
  assist_account_free(account);
  assist_snapshot_close(snapshot);
  ck_ok(assist_writer_remove(ours.writer, "a", 1, &error));
  snapshot = api_commit(&ours);
  tells("a", "医院", 0, "a has been deleted");
  assist_snapshot_close(snapshot);
  api_close(&ours);
  api_open_flags(&ours, ASSIST_OPEN_NO_STORE);
  api_put(&ours, "a", NULL, "医院考察");
  api_put(&ours, "b", NULL, "视察");
  snapshot = api_commit(&ours);
  tells("a", "医院视察", 1, "医院: somewhere in it|视察: not there|yes  relaxed");
  account = NULL;
  ck_status(assist_explain_document(snapshot, NULL, NULL, "a", 1, &account, &error), ASSIST_INVALID);
  assist_account_free(NULL);
  assist_query_free((assist_query *)(uintptr_t)filter);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/pages");
  TCase *pages = tcase_create("pages");
  tcase_add_checked_fixture(pages, set_up, tear_down);
  tcase_add_test(pages, furniture_is_known_by_many_pages);
  tcase_add_test(pages, furniture_is_counted_over_segments_and_anew_by_merges);
  tcase_add_test(pages, what_a_page_repeats_is_furniture);
  tcase_add_test(pages, what_a_page_is_about_comes_before_what_stands_beside);
  tcase_add_test(pages, furniture_weighs_less_however_it_is_stored);
  tcase_add_test(pages, what_two_pages_have_is_text);
  tcase_add_test(pages, a_page_of_furniture_alone_has_none);
  tcase_add_test(pages, like_finds_what_shares_most);
  tcase_add_test(pages, like_can_be_stopped);
  tcase_add_test(pages, like_refuses_what_it_cannot);
  tcase_add_test(pages, a_key_is_a_clause);
  tcase_add_test(pages, an_account_says_where_a_run_breaks_off);
  tcase_add_test(pages, an_account_agrees_with_the_search);
  tcase_add_test(pages, an_account_knows_filters_deletions_and_no_text);
  suite_add_tcase(suite, pages);
  return api_run(suite);
}
