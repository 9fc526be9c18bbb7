/* SPDX-License-Identifier: MIT
 * Stems: what becomes of queries, and that one index answers with stems and without. */
#include "api.h"

static bool built_without(void) { return assist_query_stem_language(0) == NULL; }

static void ck_stems(const char *text, const char *field, const char *wanted) {
  assist_query *stemmed = NULL;
  ck_ok(assist_query_stem(api_parse(text), field, "english", &stemmed, &error));
  ck_assert_str_eq(assist_query_print(stemmed), wanted);
  assist_query_free(stemmed);
}

START_TEST(trees) {
  if (built_without()) return;
  ck_stems("Flies", NULL, "(or (run \"Flies\") (stem \"flies\" english))");
  ck_stems("flies 医院", NULL, "(and (or (run \"flies\") (stem \"flies\" english)) (run \"医院\"))");
  ck_stems("-flies", NULL, "(not (or (run \"flies\") (stem \"flies\" english)))");
  ck_stems("flies OR 医院", NULL, "(or (run \"flies\") (run \"医院\") (stem \"flies\" english))");
  ck_stems("title:flies", NULL,
           "(or (in \"title\" (run \"flies\")) (in \"title\" (stem \"flies\" english)))");
  ck_stems(
      "title:flies body:flies", "title",
      "(and (or (in \"title\" (run \"flies\")) (in \"title\" (stem \"flies\" english))) (in \"body\" (run "
      "\"flies\")))");
  ck_stems("\"flies\"", NULL, "(phrase \"flies\")");
  ck_stems("=\"flies\"", NULL, "(exact \"flies\")");
  ck_stems("flies*", NULL, "(prefix \"flies\")");
  ck_stems("flies~1", NULL, "(fuzzy \"flies\" 1)");
  ck_stems("a-flies", NULL, "(run \"a-flies\")");
  ck_stems("x6s 2021", NULL, "(and (run \"x6s\") (run \"2021\"))");
  ck_stems("CT检查", NULL, "(run \"CT检查\")");
  ck_stems("flies NEAR/3 dogs", NULL, "(near (run \"flies\") near/3 (run \"dogs\"))");
  ck_stems("*", NULL, "(everything)");
}
END_TEST

START_TEST(refusals) {
  assist_query *stemmed = NULL;
  ck_status(assist_query_stem(NULL, NULL, "english", &stemmed, &error), ASSIST_INVALID);
  ck_status(assist_query_stem(api_parse("a"), NULL, NULL, &stemmed, &error), ASSIST_INVALID);
  ck_status(assist_query_stem(api_parse("a"), NULL, "klingon", &stemmed, &error),
            built_without() ? ASSIST_UNSUPPORTED : ASSIST_INVALID);
  ck_assert_ptr_null(stemmed);
}
END_TEST

/* Hits of TEXT as it is, and by stems. */
static void ck_found(const assist_snapshot *snapshot, const char *text, bool stems, uint64_t wanted) {
  assist_query *query = api_parse(text), *stemmed = NULL;
  assist_results *results = NULL;
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.flags = ASSIST_SEARCH_STRICT;
  if (stems) {
    ck_ok(assist_query_stem(query, NULL, "english", &stemmed, &error));
    query = stemmed;
  }
  ck_ok(assist_search(snapshot, query, &options, &results, &error));
  ck_assert_msg(assist_results_total(results) == wanted, "%s: %llu", text,
                (unsigned long long)assist_results_total(results));
  assist_results_free(results);
  assist_query_free(query);
}

START_TEST(found) {
  fixture ours;
  if (built_without()) return;
  api_open(&ours);
  api_put(&ours, "a", "flies", "the running dog 医院");
  api_put(&ours, "b", NULL, "it runs and flew 医院");
  api_put(&ours, "c", NULL, "a fly, FLYING");
  assist_snapshot *snapshot = api_commit(&ours);
  ck_found(snapshot, "flying", false, 1);
  ck_found(snapshot, "flying", true, 2);
  ck_found(snapshot, "run", false, 0);
  ck_found(snapshot, "run", true, 2);
  ck_found(snapshot, "run 医院", true, 2);
  ck_found(snapshot, "-run", true, 1);
  ck_found(snapshot, "\"runs\"", true, 1);
  ck_found(snapshot, "=\"runs\"", true, 1);
  ck_found(snapshot, "title:fly", true, 1);
  ck_found(snapshot, "title:fly", false, 0);
  /* The word as typed is worth more. */
  assist_query *query = NULL;
  assist_results *results = NULL;
  assist_hit hit;
  ck_ok(assist_query_stem(api_parse("running"), NULL, "english", &query, &error));
  ck_ok(assist_search(snapshot, query, NULL, &results, &error));
  ck_assert_uint_eq(assist_results_count(results), 2);
  ck_ok(assist_results_hit(results, 0, &hit, &error));
  ck_assert_str_eq(hit.key, "a");
  assist_results_free(results);
  assist_query_free(query);
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("stem");
  TCase *tests = tcase_create("stem");
  tcase_add_test(tests, trees);
  tcase_add_test(tests, refusals);
  tcase_add_test(tests, found);
  suite_add_tcase(suite, tests);
  return api_run(suite);
}
