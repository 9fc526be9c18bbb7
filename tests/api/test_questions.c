/* SPDX-License-Identifier: MIT
 * The lists of the relaxed pass, given by the caller: what is taken and what refused; that the library's own, given, change
 * nothing; and that others do. */
#include "api.h"

static fixture ours;
static assist_snapshot *snapshot;

static void set_up(void) {
  api_open(&ours);
  api_put(&ours, "where", NULL, "什么地方都有的东西");
  api_put(&ours, "what", NULL, "医院在山上");
  api_put(&ours, "who", NULL, "谁在医院的门口");
  snapshot = api_commit(&ours);
}

static void tear_down(void) {
  assist_snapshot_close(snapshot);
  api_close(&ours);
}

static assist_status parse(const char *text, assist_questions **out) {
  return assist_questions_parse(text, strlen(text), out, &error);
}

/* The keys of the relaxed hits with their scores, in order. */
static void ask(const char *text, const assist_questions *questions, char out[256]) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results = NULL;
  assist_query *query = api_parse(text);
  assist_hit hit;
  options.questions = questions;
  ck_ok(assist_search(snapshot, query, &options, &results, &error));
  out[0] = '\0';
  for (size_t i = 0; i < assist_results_count(results); i++) {
    ck_ok(assist_results_hit(results, i, &hit, &error));
    snprintf(out + strlen(out), 256 - strlen(out), "%.*s %llu\n", (int)hit.key_size, hit.key,
             (unsigned long long)hit.score);
  }
  assist_results_free(results);
  assist_query_free(query);
}

START_TEST(own_lists_change_nothing) {
  static const char *const queries[] = {"医院在什么地方呢", "谁的医院呢啊", "为何山上有醫院啊啊"};
  assist_questions *own = NULL, *none = NULL;
  ck_ok(parse(assist_questions_text(), &own));
  ck_ok(parse("", &none));
  unsigned others = 0;
  for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
    char as_it_is[256], given[256], without[256];
    ask(queries[i], NULL, as_it_is);
    ask(queries[i], own, given);
    ask(queries[i], none, without);
    ck_assert_str_eq(as_it_is, given);
    ck_assert_str_ne(as_it_is, "");
    others += strcmp(as_it_is, without) != 0;
  }
  ck_assert_uint_ge(others, 2);
  assist_questions_free(own);
  assist_questions_free(none);
}
END_TEST

/* In either script; a term that lies inside a question word is not asked for. */
START_TEST(others_do) {
  assist_questions *others = NULL;
  char got[256];
  ck_ok(parse("# of ours\r\n\n  question 醫院 山上\nfunction 的 了\n", &others));
  ask("医院和山上都有", others, got);
  ck_assert_str_eq(strchr(got, ' ') == NULL ? "" : (*strchr(got, ' ') = '\0', got), "where"); /* 都有 alone */
  assist_questions_free(others);
  assist_questions_free(NULL);
}
END_TEST

START_TEST(what_is_refused) {
  static const struct {
    const char *text, *line;
    assist_status status;
  } bad[] = {{"什么\n", "line 1", ASSIST_SYNTAX},
             {"question 什么\nquestions 谁\n", "line 2", ASSIST_SYNTAX},
             {"\n\nquestion a谁\n", "line 3", ASSIST_SYNTAX},
             {"function 的，了", "line 1", ASSIST_SYNTAX},
             {"question \xFF\n", "line 1", ASSIST_SYNTAX},
             {"question 一二三四五六七八九\n", "line 1", ASSIST_LIMIT}};
  assist_questions *made = NULL;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ck_status(parse(bad[i].text, &made), bad[i].status);
    ck_assert_ptr_nonnull(strstr(error.message, bad[i].line));
  }
  char many[ASSIST_FUNCTION_CHARACTERS_MAX * 3 + 16] = "function ";
  for (unsigned i = 0; i < ASSIST_FUNCTION_CHARACTERS_MAX; i++) strcat(many, "的");
  ck_ok(parse(many, &made));
  assist_questions_free(made);
  made = NULL;
  strcat(many, "了");
  ck_status(parse(many, &made), ASSIST_LIMIT);
  ck_status(assist_questions_parse(NULL, 3, &made, &error), ASSIST_INVALID);
  ck_status(assist_questions_parse("", 0, NULL, &error), ASSIST_INVALID);
  ck_assert_ptr_null(made);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/questions");
  TCase *lists = tcase_create("lists");
  tcase_add_checked_fixture(lists, set_up, tear_down);
  tcase_add_test(lists, own_lists_change_nothing);
  tcase_add_test(lists, others_do);
  tcase_add_test(lists, what_is_refused);
  suite_add_tcase(suite, lists);
  return api_run(suite);
}
