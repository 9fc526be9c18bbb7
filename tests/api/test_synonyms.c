/* SPDX-License-Identifier: MIT
 * Synonyms: what is read, how queries are expanded, and that what they find is what an OR finds. */
#include "api.h"

static assist_synonyms *made(const char *lines) {
  assist_synonyms *synonyms = NULL;
  ck_ok(assist_synonyms_new(&synonyms, &error));
  ck_ok(assist_synonyms_add(synonyms, lines, strlen(lines), &error));
  return synonyms;
}

static void ck_expands(const assist_synonyms *synonyms, const char *text, const char *wanted) {
  assist_query *query = api_parse(text), *expanded = NULL;
  ck_ok(assist_query_expand(query, synonyms, &expanded, &error));
  ck_assert_str_eq(assist_query_print(expanded), wanted);
  assist_query_free(expanded);
}

START_TEST(expansions) {
  assist_synonyms *synonyms =
      made("# computers\n计算机,电脑，computer\n\n检查,检测\n醫院,卫生院\r\n电脑,主机\n领导\n");
  ck_assert_uint_eq(assist_synonyms_count(synonyms), 5);
  ck_expands(synonyms, "医院", "(or (run \"医院\") (run \"卫生院\"))");
  ck_expands(synonyms, "計算機", "(or (run \"計算機\") (run \"电脑\") (run \"computer\"))");
  ck_expands(synonyms, "电脑", "(or (run \"电脑\") (run \"主机\") (run \"计算机\") (run \"computer\"))");
  ck_expands(synonyms, "去医院检查",
             "(or (run \"去医院检查\") (run \"去医院检测\") (run \"去卫生院检查\") (run \"去卫生院检测\"))");
  ck_expands(synonyms, "CT计算机3", "(or (run \"CT计算机3\") (run \"CT电脑3\") (run \"CT computer 3\"))");
  ck_expands(synonyms, "“检查”", "(or (phrase \"检查\") (phrase \"检测\"))");
  ck_expands(synonyms, "=\"检查\"", "(exact \"检查\")");
  ck_expands(synonyms, "-检查", "(not (or (run \"检查\") (run \"检测\")))");
  ck_expands(synonyms, "检查 OR 其他", "(or (run \"检查\") (run \"其他\") (run \"检测\"))");
  ck_expands(synonyms, "title:检查", "(or (in \"title\" (run \"检查\")) (in \"title\" (run \"检测\")))");
  ck_expands(synonyms, "领导", "(run \"领导\")");
  ck_expands(synonyms, "*", "(everything)");
  assist_synonyms_free(synonyms);
  assist_synonyms_free(NULL);
}
END_TEST

START_TEST(too_many) {
  char lines[2000] = "甲", text[400] = "";
  for (int i = 0; i < 90; i++) sprintf(lines + strlen(lines), ",甲%d", i);
  for (int i = 0; i < 3; i++) strcat(text, "甲乙");
  assist_synonyms *synonyms = made(lines);
  assist_query *expanded = NULL;
  assist_diagnostic diagnostic;
  ck_ok(assist_query_expand(api_parse(text), synonyms, &expanded, &error));
  ck_assert_uint_eq(assist_query_diagnostic_count(expanded), 1);
  ck_ok(assist_query_diagnostic_at(expanded, 0, &diagnostic, &error));
  ck_assert_str_eq(diagnostic.code, "limit");
  size_t runs = 0;
  for (const char *at = assist_query_print(expanded); (at = strstr(at, "(run")) != NULL; at++) runs++;
  ck_assert_uint_eq(runs, ASSIST_SYNONYMS_ALTERNATIVES_MAX + 1);
  assist_query_free(expanded);
  assist_synonyms_free(synonyms);
}
END_TEST

START_TEST(refusals) {
  assist_synonyms *synonyms = made("甲,乙");
  assist_query *expanded = NULL;
  ck_status(assist_synonyms_new(NULL, &error), ASSIST_INVALID);
  ck_status(assist_synonyms_add(NULL, "甲", 3, &error), ASSIST_INVALID);
  ck_status(assist_synonyms_add(synonyms, "丙,丁\n戊,。\n", strlen("丙,丁\n戊,。\n"), &error),
            ASSIST_INVALID);
  ck_assert_ptr_nonnull(strstr(error.message, "line 2"));
  ck_assert_uint_eq(assist_synonyms_count(synonyms), 1);
  ck_expands(synonyms, "丙", "(run \"丙\")");
  ck_expands(synonyms, "甲", "(or (run \"甲\") (run \"乙\"))");
  ck_status(assist_query_expand(NULL, synonyms, &expanded, &error), ASSIST_INVALID);
  ck_status(assist_query_expand(api_parse("甲"), NULL, &expanded, &error), ASSIST_INVALID);
  assist_synonyms_free(synonyms);
}
END_TEST

START_TEST(found) {
  fixture ours;
  api_open(&ours);
  api_put(&ours, "a", NULL, "电脑坏了");
  api_put(&ours, "b", NULL, "这台计算机坏了");
  api_put(&ours, "c", NULL, "坏了");
  assist_snapshot *snapshot = api_commit(&ours);
  assist_synonyms *synonyms = made("计算机,电脑");
  assist_query *expanded = NULL;
  assist_results *results = NULL;
  ck_ok(assist_query_expand(api_parse("计算机坏了"), synonyms, &expanded, &error));
  ck_ok(assist_search(snapshot, expanded, NULL, &results, &error));
  ck_assert_uint_eq(assist_results_total(results), 2);
  assist_results_free(results);
  assist_query_free(expanded);
  assist_synonyms_free(synonyms);
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("synonyms");
  TCase *tests = tcase_create("synonyms");
  tcase_add_test(tests, expansions);
  tcase_add_test(tests, too_many);
  tcase_add_test(tests, refusals);
  tcase_add_test(tests, found);
  suite_add_tcase(suite, tests);
  return api_run(suite);
}
