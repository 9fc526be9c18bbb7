/* SPDX-License-Identifier: MIT
 * Suggestions: how a text goes on, what it may have meant, how they are spelled and ordered; and what results say of a query that was
 * taken for pinyin. */
#include "api.h"

static fixture ours;
static assist_snapshot *snapshot;

static void set_up(void) {
  api_open(&ours);
  api_put(&ours, "a", "领导", "人民法院和人民政府, hospital hospice");
  api_put(&ours, "b", "通知", "人民法院的通知 hospital");
  ck_ok(assist_writer_commit(ours.writer, &error));
  api_put(&ours, "c", "繁體", "領(lǐng)導(dǎo)來到人民法院 hospitals");
  api_put(&ours, "d", "其他", "到处走走，灵岛");
  snapshot = api_commit(&ours);
}

static void tear_down(void) {
  assist_snapshot_close(snapshot);
  api_close(&ours);
}

/* Each as text:documents, a space between. */
static const char *list(assist_suggestions *suggestions) {
  static char text[1000];
  size_t used = 0;
  text[0] = '\0';
  for (size_t i = 0; i < assist_suggestions_count(suggestions); i++) {
    assist_suggestion suggestion;
    ck_ok(assist_suggestions_at(suggestions, i, &suggestion, &error));
    ck_assert_uint_eq(strlen(suggestion.text), suggestion.size);
    used += (size_t)snprintf(text + used, sizeof text - used, "%s%s:%u", i > 0 ? " " : "", suggestion.text,
                             (unsigned)suggestion.documents);
  }
  assist_suggestions_free(suggestions);
  return text;
}

static const char *complete(const char *text, size_t limit) {
  const assist_snapshot *asked = snapshot;
  assist_suggest_options options = ASSIST_SUGGEST_OPTIONS_INIT;
  assist_suggestions *suggestions = NULL;
  options.limit = limit;
  ck_ok(assist_suggest_complete(&asked, 1, text, strlen(text), &options, &suggestions, &error));
  return list(suggestions);
}

static const char *correct(const char *text) {
  const assist_snapshot *asked = snapshot;
  assist_suggestions *suggestions = NULL;
  assist_query *query = api_parse(text);
  ck_ok(assist_suggest_correct(&asked, 1, query, text, strlen(text), NULL, &suggestions, &error));
  assist_query_free(query);
  return list(suggestions);
}

START_TEST(completion) {
  ck_assert_str_eq(complete("人民", 10), "人民法院:3 人民政府:1");
  ck_assert_str_eq(complete("人民", 1), "人民法院:3");
  ck_assert_str_eq(complete("人民", 0), "");
  ck_assert_str_eq(complete("通知，人民", 1), "通知，人民法院:3");
  ck_assert_str_eq(complete("hosp", 10), "hospital:2 hospice:1 hospitals:1");
  ck_assert_str_eq(complete("法院 HOSPITAL", 10), "法院 hospitals:1");
  ck_assert_str_eq(complete("人民。", 10), "");
  ck_assert_str_eq(complete("", 10), "");
  ck_assert_str_eq(complete("没有", 10), "");
}
END_TEST

START_TEST(spelled_as_typed) {
  ck_assert_str_eq(complete("领", 10), "领导:2");
  ck_assert_str_eq(complete("領", 10), "領導:2");
}
END_TEST

START_TEST(correction) {
  ck_assert_str_eq(correct("林导"), "领导:2");
  ck_assert_str_eq(correct("林倒"), "领导:2 灵岛:1");
  ck_assert_str_eq(correct("人名法院"), "人民法院:3");
  ck_assert_str_eq(correct("人名发院"), "人民法院:3");
  ck_assert_str_eq(correct("hosptial"), "hospital:2");
  ck_assert_str_eq(correct("人名法院 领导"), "人民法院 领导:3");
  ck_assert_str_eq(correct("“人名法院” -林导"), "“人民法院” -林导:3");
  ck_assert_str_eq(correct("人民法院"), "");
  ck_assert_str_eq(correct("电脑"), "");
  ck_assert_str_eq(correct("，"), "");
}
END_TEST

/* ---- completions of random texts, against a plain count ---- */

#define TEXTS 240u
#define LETTERS 6u
#define LONGER 6u

static const char *const letters[] = {"甲", "乙", "丙", "丁", "戊", "己"};
static char titles[TEXTS][64], bodies[TEXTS][256];
static bool alive[TEXTS];
static unsigned chance = 7;

static unsigned below(unsigned limit) {
  chance = chance * 1103515245u + 12345u;
  return (chance >> 16) % limit;
}

/* Some letters are followed by the same one as a rule. */
static void make_text(char *out, unsigned length) {
  unsigned letter = below(LETTERS);
  out[0] = '\0';
  for (unsigned i = 0; i < length; i++) {
    strcat(out, letters[letter]);
    if (below(12) == 0) strcat(out, "。");
    letter = letter < 3 && below(8) != 0 ? letter + 1 : below(LETTERS);
  }
}

static uint64_t count_plainly(const char *text) {
  uint64_t count = 0;
  for (unsigned i = 0; i < TEXTS; i++)
    count += alive[i] && (strstr(titles[i], text) != NULL || strstr(bodies[i], text) != NULL);
  return count;
}

static void put_texts(unsigned from, unsigned end) {
  for (unsigned i = from; i < end; i++) {
    char key[16];
    snprintf(key, sizeof key, "t%u", i);
    make_text(titles[i], 1 + below(3));
    make_text(bodies[i], 5 + below(30));
    api_put(&ours, key, titles[i], bodies[i]);
    alive[i] = true;
  }
}

static bool goes_on(const char *text, uint64_t documents) {
  for (unsigned i = 0; i < LETTERS; i++) {
    char longer[128];
    snprintf(longer, sizeof longer, "%s%s", text, letters[i]);
    if (count_plainly(longer) * 3 >= documents * 2) return true;
  }
  return false;
}

/* All ways on from TYPED are there, each counted right and as long as it should be. */
static void check_completions(const char *typed) {
  const assist_snapshot *asked = snapshot;
  assist_suggestions *suggestions = NULL;
  uint64_t ways = 0;
  ck_ok(assist_suggest_complete(&asked, 1, typed, strlen(typed), NULL, &suggestions, &error));
  for (unsigned i = 0; i < LETTERS; i++) {
    char longer[128];
    snprintf(longer, sizeof longer, "%s%s", typed, letters[i]);
    ways += count_plainly(longer) > 0;
  }
  ck_assert_uint_eq(assist_suggestions_count(suggestions), ways);
  for (size_t i = 0; i < assist_suggestions_count(suggestions); i++) {
    assist_suggestion suggestion;
    ck_ok(assist_suggestions_at(suggestions, i, &suggestion, &error));
    ck_assert_int_eq(strncmp(suggestion.text, typed, strlen(typed)), 0);
    ck_assert_uint_eq(suggestion.documents, count_plainly(suggestion.text));
    size_t more = (suggestion.size - strlen(typed)) / strlen("甲");
    ck_assert(more >= 1 && more <= 1 + LONGER);
    if (more <= LONGER) ck_assert(!goes_on(suggestion.text, suggestion.documents));
  }
  assist_suggestions_free(suggestions);
}

static void check_some(void) {
  for (unsigned i = 0; i < 60; i++) {
    char typed[64];
    make_text(typed, 1 + i % 4);
    if (strstr(typed, "。") == NULL) check_completions(typed);
  }
}

START_TEST(random_completions) {
  fixture kept = ours;
  assist_snapshot *before = snapshot;
  api_open(&ours);
  put_texts(0, 150);
  snapshot = api_commit(&ours);
  check_some();
  assist_snapshot_close(snapshot);
  for (unsigned i = 3; i < 150; i += 11) {
    char key[16];
    snprintf(key, sizeof key, "t%u", i);
    ck_ok(assist_writer_remove(ours.writer, key, strlen(key), &error));
    alive[i] = false;
  }
  put_texts(150, TEXTS);
  snapshot = api_commit(&ours);
  check_some();
  assist_snapshot_close(snapshot);
  api_close(&ours);
  ours = kept;
  snapshot = before;
}
END_TEST

START_TEST(refusals) {
  const assist_snapshot *asked = snapshot, *none = NULL;
  assist_suggest_options options = ASSIST_SUGGEST_OPTIONS_INIT;
  assist_suggestions *suggestions = NULL;
  assist_suggestion suggestion;
  ck_status(assist_suggest_complete(NULL, 1, "人", 3, NULL, &suggestions, &error), ASSIST_INVALID);
  ck_status(assist_suggest_complete(&none, 1, "人", 3, NULL, &suggestions, &error), ASSIST_INVALID);
  ck_status(assist_suggest_complete(&asked, 1, NULL, 3, NULL, &suggestions, &error), ASSIST_INVALID);
  ck_status(assist_suggest_complete(&asked, 1, "人", 3, NULL, NULL, &error), ASSIST_INVALID);
  ck_status(assist_suggest_correct(&asked, 1, NULL, "人", 3, NULL, &suggestions, &error), ASSIST_INVALID);
  options.version = 9;
  ck_status(assist_suggest_complete(&asked, 1, "人", 3, &options, &suggestions, &error), ASSIST_INVALID);
  ck_assert_ptr_null(suggestions);
  ck_ok(assist_suggest_complete(&asked, 1, "人", 3, NULL, &suggestions, &error));
  ck_status(assist_suggestions_at(suggestions, assist_suggestions_count(suggestions), &suggestion, &error),
            ASSIST_INVALID);
  assist_suggestions_free(suggestions);
  assist_suggestions_free(NULL);
}
END_TEST

/* ---- pinyin instead */

START_TEST(fallback) {
  assist_query *query = api_parse("lingdao");
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results = NULL;
  assist_range *ranges = NULL;
  size_t count = 0;
  ck_ok(assist_search(snapshot, query, NULL, &results, &error));
  ck_assert_int_eq(assist_results_fallback(results), ASSIST_FALLBACK_PINYIN);
  ck_assert_int_eq(assist_results_relaxed(results), 0);
  ck_assert_int_eq(assist_results_limited(results), 0);
  ck_assert_uint_eq(assist_results_total(results), 3);
  ck_assert_ptr_ne(assist_results_query(results), query);
  ck_ok(assist_highlight(assist_results_query(results), NULL, "去領(lǐng)導(dǎo)处",
                         strlen("去領(lǐng)導(dǎo)处"), 0, &ranges, &count, &error));
  ck_assert_uint_eq(count, 1);
  ck_assert_uint_eq(ranges[0].start, strlen("去"));
  ck_assert_uint_eq(ranges[0].end, strlen("去領(lǐng)導(dǎo)"));
  assist_ranges_free(ranges);
  assist_results_free(results);
  options.flags = ASSIST_SEARCH_STRICT;
  ck_ok(assist_search(snapshot, query, &options, &results, &error));
  ck_assert_int_eq(assist_results_fallback(results), ASSIST_FALLBACK_NONE);
  ck_assert_ptr_eq(assist_results_query(results), query);
  ck_assert_uint_eq(assist_results_total(results), 0);
  assist_results_free(results);
  assist_query_free(query);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("suggest");
  TCase *tests = tcase_create("suggest");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, completion);
  tcase_add_test(tests, spelled_as_typed);
  tcase_add_test(tests, correction);
  tcase_add_test(tests, random_completions);
  tcase_add_test(tests, refusals);
  tcase_add_test(tests, fallback);
  suite_add_tcase(suite, tests);
  return api_run(suite);
}
