/* SPDX-License-Identifier: MIT
 * A search asks whether it may go on also where it is not looking for documents any more: when it orders ties, and within one
 * long text. */
#include "api.h"

static int askings;
static int count_asking(void *context, uint64_t done, uint64_t total) {
  ck_assert_uint_le(done, total);
  askings++;
  return context != NULL && askings == *(int *)context;
}

/* Ties are ordered by what the documents have in writing, which takes time: and is asked about as well. */
START_TEST(ordering_ties_asks) {
  enum { TIES = 80 };
  fixture tied;
  api_open(&tied);
  for (int i = 0; i < TIES; i++) {
    char key[8];
    (void)snprintf(key, sizeof key, "%d", i);
    api_put(&tied, key, NULL, i % 2 == 0 ? "頭发" : "头發");
  }
  assist_snapshot *all = api_commit(&tied);
  assist_query *query = api_parse("头發");
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results = NULL;
  int stop_at = 0;
  options.limit = TIES;
  options.progress = count_asking;
  options.progress_context = &stop_at;
  askings = 0;
  ck_ok(assist_search(all, query, &options, &results, &error));
  ck_assert_int_ge(askings, TIES / 8);
  ck_assert_int_eq(assist_results_partial(results), 0);
  assist_results_free(results);
  stop_at = TIES / 8; /* less is asked the second time, since less is read */
  askings = 0;
  ck_status(assist_search(all, query, &options, &results, &error), ASSIST_CANCELLED);
  assist_query_free(query);
  assist_snapshot_close(all);
  api_close(&tied);
}
END_TEST

/* So does looking through one long text. */
START_TEST(a_long_text_asks) {
  enum { SIZE = 6 * 300000 };
  fixture long_one;
  char *body = malloc(SIZE + 1);
  ck_assert_ptr_nonnull(body);
  for (size_t i = 0; i < SIZE; i += 6) memcpy(body + i, "头發", 6);
  memcpy(body, "發頭", 6); /* both are in it, and so it must be looked through */
  body[SIZE] = '\0';
  api_open(&long_one);
  api_put(&long_one, "a", NULL, body);
  free(body);
  assist_snapshot *all = api_commit(&long_one);
  assist_query *query = api_parse("=\"頭發\"");
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results = NULL;
  int stop_at = 0;
  options.progress = count_asking;
  options.progress_context = &stop_at;
  askings = 0;
  ck_ok(assist_search(all, query, &options, &results, &error));
  ck_assert_uint_eq(assist_results_total(results), 0);
  ck_assert_int_ge(askings, 8);
  assist_results_free(results);
  stop_at = 6;
  askings = 0;
  ck_status(assist_search(all, query, &options, &results, &error), ASSIST_CANCELLED);
  ck_assert_int_eq(askings, stop_at);
  assist_query_free(query);
  /* And where a phrase says one word many times, so that its places in the text are joined as often. */
  char words[6 * 41] = "";
  for (int i = 0; i < 40; i++) strcat(words, "头發");
  query = api_parse(words);
  stop_at = 4;
  askings = 0;
  ck_status(assist_search(all, query, &options, &results, &error), ASSIST_CANCELLED);
  ck_assert_int_eq(askings, stop_at);
  assist_query_free(query);
  assist_snapshot_close(all);
  api_close(&long_one);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/cancel");
  TCase *test = tcase_create("asking");
  tcase_add_test(test, ordering_ties_asks);
  tcase_add_test(test, a_long_text_asks);
  suite_add_tcase(suite, test);
  return api_run(suite);
}
