/* SPDX-License-Identifier: MIT
 * What callers do wrong: a NULL where something must be is INVALID and changes nothing; what may be NULL is; a child made
 * by fork is told that its parent's writer is not its own. */
#include <sys/wait.h>

#include "api.h"

START_TEST(nothing_to_write_to) {
  assist_document *document = api_document("a", NULL, "医院");
  ck_status(assist_document_new(NULL, &error), ASSIST_INVALID);
  ck_status(assist_document_set_key(document, NULL, 1, &error), ASSIST_INVALID);
  ck_status(assist_document_set_key(NULL, "a", 1, &error), ASSIST_INVALID);
  ck_status(assist_document_add_text(document, NULL, "x", 1, &error), ASSIST_INVALID);
  ck_status(assist_document_add_text(document, "body", NULL, 1, &error), ASSIST_INVALID);
  ck_status(assist_document_add_stored(document, "body", NULL, 1, &error), ASSIST_INVALID);
  ck_status(assist_document_add_number(document, NULL, 1, &error), ASSIST_INVALID);
  ck_status(assist_document_add_date(document, NULL, 1, &error), ASSIST_INVALID);
  ck_status(assist_document_set_stamp(document, NULL, 1, &error), ASSIST_INVALID);
  ck_assert_uint_eq(assist_document_value_count(document), 1);
  ck_ok(assist_document_add_text(document, "empty", NULL, 0, &error));
  ck_ok(assist_document_set_stamp(document, NULL, 0, &error));
  assist_document_free(document);
}
END_TEST

START_TEST(nothing_to_open) {
  assist_index *index = NULL;
  assist_snapshot *snapshot = NULL;
  ck_status(assist_index_open("", NULL, &index, &error), ASSIST_INVALID);
  ck_status(assist_index_open("/tmp", NULL, NULL, &error), ASSIST_INVALID);
  ck_status(assist_index_snapshot(NULL, &snapshot, &error), ASSIST_INVALID);
  ck_status(assist_index_check(NULL, NULL, NULL, NULL, &error), ASSIST_INVALID);
  ck_assert_int_eq(assist_index_exists(NULL), 0);
  ck_assert_ptr_null(index);
  ck_assert_ptr_null(snapshot);
}
END_TEST

START_TEST(nothing_to_put) {
  fixture ours;
  char stamp[ASSIST_STAMP_MAX];
  size_t size;
  api_open(&ours);
  ck_status(assist_writer_put(ours.writer, NULL, NULL, &error), ASSIST_INVALID);
  ck_status(assist_writer_remove(ours.writer, NULL, 1, &error), ASSIST_INVALID);
  ck_status(assist_writer_set_attribute(ours.writer, NULL, "x", 1, &error), ASSIST_INVALID);
  ck_status(assist_writer_set_attribute(ours.writer, "a", NULL, 1, &error), ASSIST_INVALID);
  memset(&error, 0, sizeof error);
  ck_assert_int_eq(assist_writer_has(ours.writer, NULL, 0, stamp, &size, &error), 0);
  ck_assert_int_eq(error.code, ASSIST_INVALID);
  api_put(&ours, "a", NULL, "医院"); /* none of that did harm */
  assist_snapshot *snapshot = api_commit(&ours);
  assist_stats stats = {.size = 0};
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "a");
  ck_status(assist_snapshot_stats(snapshot, NULL, &error), ASSIST_INVALID);
  ck_status(assist_snapshot_stats(snapshot, &stats, &error), ASSIST_INVALID);
  ck_status(assist_snapshot_terms(snapshot, NULL, NULL, &error), ASSIST_INVALID);
  ck_status(assist_snapshot_postings(snapshot, NULL, "医院", 6, NULL, NULL, &error), ASSIST_INVALID);
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

/* What a call that failed did not make may be asked all the same. */
START_TEST(nothing_is_empty) {
  size_t size = 1;
  assist_token token;
  ck_assert_uint_eq(assist_results_total(NULL) + assist_results_count(NULL) + assist_results_copies(NULL, 0),
                    0);
  ck_assert_int_eq(assist_results_relaxed(NULL) | assist_results_partial(NULL) | assist_results_limited(NULL),
                   0);
  ck_assert_int_eq(assist_results_total_is_exact(NULL) | assist_results_fallback(NULL), 0);
  ck_assert_ptr_null(assist_results_query(NULL));
  ck_assert_uint_eq(assist_results_diagnostic_count(NULL) + assist_results_facet_count(NULL), 0);
  ck_status(assist_results_diagnostic_at(NULL, 0, NULL, &error), ASSIST_INVALID);
  ck_status(assist_results_facet(NULL, 0, NULL, &error), ASSIST_INVALID);
  ck_status(assist_results_facet_value(NULL, 0, 0, NULL, &error), ASSIST_INVALID);
  ck_assert_uint_eq(assist_query_diagnostic_count(NULL), 0);
  ck_assert_int_eq(assist_query_is_empty(NULL), 1);
  ck_assert_str_eq(assist_query_print(NULL), "");
  ck_assert_str_eq(assist_snippet_text(NULL, &size), "");
  ck_assert_uint_eq(size + assist_snippet_start(NULL), 0);
  ck_assert_ptr_null(assist_snippet_field(NULL));
  ck_assert_ptr_null(assist_snippet_highlights(NULL, &size));
  ck_assert_uint_eq(assist_snapshot_document_limit(NULL) + assist_snapshot_next_document(NULL, 3), 0);
  ck_assert_ptr_null(assist_snapshot_attribute_at(NULL, 0));
  ck_assert_ptr_null(assist_snapshot_field_at(NULL, 0, NULL));
  ck_assert_ptr_null(assist_document_key(NULL, &size));
  ck_assert_ptr_null(assist_document_stamp(NULL, &size));
  ck_assert_ptr_null(assist_document_text(NULL, "body", &size));
  ck_assert_uint_eq(assist_document_value_count(NULL) + size, 0);
  ck_assert_int_eq(assist_document_title_in_body(NULL, NULL, NULL), 0);
  ck_assert_int_eq(assist_account_matches(NULL), 0);
  ck_assert_str_eq(assist_account_text(NULL), "");
  assist_analyzer_begin(NULL, "x", 1, 0);
  ck_assert_int_eq(assist_analyzer_next(NULL, &token), ASSIST_INVALID);
  ck_status(assist_offsets_convert(NULL, 1, ASSIST_OFFSET_UTF16, &size, 1, &error), ASSIST_INVALID);
  ck_assert_uint_eq(assist_suggestions_count(NULL) + assist_synonyms_count(NULL), 0);
  ck_status(assist_suggestions_at(NULL, 0, NULL, &error), ASSIST_INVALID);
}
END_TEST

START_TEST(texts_may_be_missing) {
  assist_query *query = NULL;
  assist_analyzer *analyzer = NULL;
  assist_token token;
  ck_ok(assist_query_parse(NULL, 0, NULL, &query, &error));
  ck_assert(assist_query_is_empty(query));
  assist_query_free(query);
  query = NULL;
  ck_status(assist_query_text(ASSIST_RUN, NULL, NULL, 3, &query, &error), ASSIST_INVALID);
  ck_assert_ptr_null(query);
  ck_ok(assist_analyzer_new(&analyzer, &error));
  assist_analyzer_begin(analyzer, NULL, 0, 0);
  ck_assert_int_eq(assist_analyzer_next(analyzer, &token), 0);
  assist_analyzer_free(analyzer);
}
END_TEST

START_TEST(answers_may_be_unwanted) {
  fixture ours;
  assist_snippet *snippet = NULL;
  assist_range *ranges = NULL;
  size_t count;
  api_open(&ours);
  ck_ok(assist_writer_set_attribute(ours.writer, "a", "x", 1, &error));
  assist_snapshot *snapshot = api_commit(&ours);
  ck_ok(assist_snapshot_attribute(snapshot, "a", NULL, NULL, &error));
  assist_snapshot_close(snapshot);
  api_close(&ours);
  assist_document *document = api_document("a", NULL, "医院");
  assist_query *query = api_parse("医院");
  ck_ok(assist_snippet_make(query, document, NULL, &snippet, &error));
  ck_assert_ptr_nonnull(assist_snippet_highlights(snippet, NULL));
  ck_assert_str_eq(assist_snippet_text(snippet, NULL), "医院");
  ck_assert_str_eq(assist_document_key(document, NULL), "a");
  ck_assert_ptr_nonnull(assist_document_text(document, "body", NULL));
  ck_assert_int_eq(assist_document_title_in_body(document, NULL, NULL), 0);
  ck_ok(assist_date_parse("2021", 4, NULL, NULL, &error));
  ck_status(assist_snippet_make(query, document, NULL, NULL, &error), ASSIST_INVALID);
  ck_status(assist_highlight(NULL, NULL, "x", 1, 0, &ranges, &count, &error), ASSIST_INVALID);
  ck_status(assist_highlight(query, NULL, "x", 1, 0, NULL, &count, &error), ASSIST_INVALID);
  ck_status(assist_highlight(query, NULL, "x", 1, 0, &ranges, NULL, &error), ASSIST_INVALID);
  assist_snippet_free(snippet);
  assist_query_free(query);
  assist_document_free(document);
}
END_TEST

START_TEST(nowhere_to_put_the_answer) {
  fixture ours;
  assist_results *results = NULL;
  assist_stats stats = ASSIST_STATS_INIT;
  api_open(&ours);
  api_put(&ours, "a", NULL, "医院");
  assist_snapshot *snapshot = api_commit(&ours);
  ck_ok(assist_snapshot_find(snapshot, "a", 1, NULL, &error)); /* is it there? */
  ck_status(assist_snapshot_find(snapshot, "b", 1, NULL, &error), ASSIST_NOTFOUND);
  ck_status(assist_snapshot_document(snapshot, 0, NULL, &error), ASSIST_INVALID);
  ck_status(assist_snapshot_document_key(snapshot, 0, NULL, &error), ASSIST_INVALID);
  ck_assert_ptr_nonnull(assist_snapshot_field_at(snapshot, 0, NULL));
  assist_query *query = api_parse("“医院");
  ck_assert_uint_gt(assist_query_diagnostic_count(query), 0);
  ck_status(assist_query_diagnostic_at(query, 0, NULL, &error), ASSIST_INVALID);
  ck_ok(assist_search(snapshot, query, NULL, &results, NULL));
  ck_status(assist_results_hit(results, 0, NULL, &error), ASSIST_INVALID);
  ck_status(assist_results_document(results, 0, NULL, &error), ASSIST_INVALID);
  ck_status(assist_results_explain(results, 0, NULL, &error), ASSIST_INVALID);
  assist_results_free(results);
  assist_snapshot_close(snapshot);
  api_close(&ours);
  ck_status(assist_query_parse("x", 1, NULL, NULL, &error), ASSIST_INVALID);
  ck_status(assist_query_text(ASSIST_RUN, NULL, "x", 1, NULL, &error), ASSIST_INVALID);
  ck_status(assist_query_everything(NULL, &error), ASSIST_INVALID);
  ck_status(assist_query_and(&query, 1, NULL, &error), ASSIST_INVALID); /* the part is taken */
  query = api_parse("医院");
  ck_status(assist_query_or(&query, 1, NULL, &error), ASSIST_INVALID);
  ck_status(assist_query_not(api_parse("医院"), NULL, &error), ASSIST_INVALID);
  ck_status(assist_query_required(api_parse("医院"), NULL, &error), ASSIST_INVALID);
  ck_status(assist_analyzer_new(NULL, &error), ASSIST_INVALID);
  ck_status(assist_snapshot_stats(NULL, &stats, &error), ASSIST_INVALID);
  assist_document *document = api_document("a", NULL, "医院");
  ck_status(assist_document_value_at(document, 0, NULL, &error), ASSIST_INVALID);
  ck_assert_ptr_null(assist_document_text(document, NULL, NULL));
  ck_assert_ptr_nonnull(assist_document_stamp(document, NULL));
  assist_document_free(document);
}
END_TEST

START_TEST(no_writer) {
  assist_document *document = api_document("a", NULL, "医院");
  ck_status(assist_writer_put(NULL, document, NULL, NULL), ASSIST_INVALID);
  ck_status(assist_writer_remove(NULL, "a", 1, NULL), ASSIST_INVALID);
  ck_status(assist_writer_set_attribute(NULL, "a", "x", 1, NULL), ASSIST_INVALID);
  ck_status(assist_writer_commit(NULL, NULL), ASSIST_INVALID);
  ck_status(assist_writer_rollback(NULL, NULL), ASSIST_INVALID);
  ck_status(assist_writer_merge(NULL, NULL), ASSIST_INVALID);
  ck_status(assist_writer_rebuild(NULL, NULL), ASSIST_INVALID);
  ck_assert_int_eq(assist_writer_has(NULL, "a", 1, NULL, NULL, NULL), 0);
  assist_document_free(document);
}
END_TEST

/* What the child of OURS finds: 0, or the number of what is wrong.  Only what it made itself is freed. */
static int child_of(fixture *ours) {
  assist_index *index = NULL;
  assist_writer *writer = NULL;
  assist_document *document = api_document("b", NULL, "学校");
  int wrong = 0;
  if (assist_writer_put(ours->writer, document, NULL, &error) != ASSIST_INVALID) wrong = 1;
  if (assist_writer_commit(ours->writer, &error) != ASSIST_INVALID) wrong = 2;
  if (assist_index_open(ours->folder, NULL, &index, &error) != ASSIST_OK) wrong = 3;
  if (wrong == 0 && assist_writer_open(index, NULL, &writer, &error) != ASSIST_BUSY) wrong = 4;
  assist_index_close(index);
  assist_document_free(document);
  return wrong;
}

START_TEST(a_child_has_no_writer) {
  fixture ours;
  int status;
  api_open(&ours);
  api_put(&ours, "a", NULL, "医院");
  pid_t child = fork();
  ck_assert_int_ge(child, 0);
  if (child == 0) _exit(child_of(&ours));
  ck_assert_int_eq(waitpid(child, &status, 0), child);
  ck_assert(WIFEXITED(status));
  ck_assert_int_eq(WEXITSTATUS(status), 0);
  assist_snapshot *snapshot = api_commit(&ours); /* the parent still has it */
  ck_assert_str_eq(api_ask(snapshot, "*", NULL), "a");
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/misuse");
  TCase *test = tcase_create("misuse");
  tcase_add_test(test, nothing_to_write_to);
  tcase_add_test(test, nothing_to_open);
  tcase_add_test(test, nothing_to_put);
  tcase_add_test(test, nothing_is_empty);
  tcase_add_test(test, texts_may_be_missing);
  tcase_add_test(test, answers_may_be_unwanted);
  tcase_add_test(test, nowhere_to_put_the_answer);
  tcase_add_test(test, no_writer);
  tcase_add_test(test, a_child_has_no_writer);
  suite_add_tcase(suite, test);
  return api_run(suite);
}
