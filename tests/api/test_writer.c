/* SPDX-License-Identifier: MIT
 * The writer: one at a time, nothing visible before the commit, replace by key, rollback, merge, rebuild. */
#include "api.h"

START_TEST(one_writer_at_a_time) {
  fixture ours;
  assist_writer *second = NULL;
  assist_index *again = NULL;
  assist_writer_options patient = ASSIST_WRITER_OPTIONS_INIT;
  api_open(&ours);
  ck_status(assist_writer_open(ours.index, NULL, &second, &error), ASSIST_BUSY);
  ck_ok(assist_index_open(ours.folder, NULL, &again, &error));
  ck_status(assist_writer_open(again, NULL, &second, &error), ASSIST_BUSY);
  patient.wait_microseconds = 20000;
  ck_status(assist_writer_open(again, &patient, &second, &error), ASSIST_BUSY);
  ck_assert_ptr_null(second);
  assist_writer_close(ours.writer);
  ck_ok(assist_writer_open(again, NULL, &ours.writer, &error));
  assist_writer_close(NULL);
  assist_index_close(again);
  api_close(&ours);
}
END_TEST

START_TEST(open_misused) {
  fixture ours;
  assist_writer *writer = NULL;
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  api_open(&ours);
  assist_writer_close(ours.writer);
  ours.writer = NULL;
  ck_status(assist_writer_open(NULL, NULL, &writer, &error), ASSIST_INVALID);
  options.version = 0;
  ck_status(assist_writer_open(ours.index, &options, &writer, &error), ASSIST_INVALID);
  ck_assert_ptr_null(writer);
  api_close(&ours);
}
END_TEST

START_TEST(nothing_before_the_commit) {
  fixture ours;
  assist_snapshot *snapshot = NULL;
  api_open(&ours);
  api_put(&ours, "a", NULL, "医院");
  ck_ok(assist_index_snapshot(ours.index, &snapshot, &error));
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "");
  assist_snapshot_close(snapshot);
  assist_writer_close(ours.writer); /* discards */
  ck_ok(assist_writer_open(ours.index, NULL, &ours.writer, &error));
  snapshot = api_commit(&ours);
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "");
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

START_TEST(the_last_one_wins) {
  fixture ours;
  api_open(&ours);
  api_put(&ours, "a", NULL, "医院");
  api_put(&ours, "a", NULL, "学校"); /* within a batch */
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "");
  ck_assert_str_eq(api_ask(snapshot, "学校", NULL), "a");
  assist_snapshot_close(snapshot);
  api_put(&ours, "a", NULL, "工厂"); /* and over a commit */
  snapshot = api_commit(&ours);
  ck_assert_str_eq(api_ask(snapshot, "学校", NULL), "");
  ck_assert_str_eq(api_ask(snapshot, "工厂", NULL), "a");
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

START_TEST(remove_and_has) {
  fixture ours;
  char stamp[ASSIST_STAMP_MAX];
  size_t size = 0;
  api_open(&ours);
  assist_document *document = api_document("a", NULL, "医院");
  ck_ok(assist_document_set_stamp(document, "12345", 5, &error));
  ck_ok(assist_writer_put(ours.writer, document, NULL, &error));
  assist_document_free(document);
  for (int committed = 0; committed < 2; committed++) {
    ck_assert_int_eq(assist_writer_has(ours.writer, "a", 1, stamp, &size, &error), 1);
    ck_assert_uint_eq(size, 5);
    ck_assert_mem_eq(stamp, "12345", 5);
    ck_assert_int_eq(assist_writer_has(ours.writer, "b", 1, NULL, NULL, &error), 0);
    ck_status(assist_writer_remove(ours.writer, "b", 1, &error), ASSIST_NOTFOUND);
    ck_ok(assist_writer_commit(ours.writer, &error));
  }
  ck_ok(assist_writer_remove(ours.writer, "a", 1, &error));
  ck_assert_int_eq(assist_writer_has(ours.writer, "a", 1, NULL, NULL, &error), 0);
  ck_status(assist_writer_remove(ours.writer, "a", 1, &error), ASSIST_NOTFOUND);
  api_put(&ours, "b", NULL, "医院"); /* one that was put and removed in one batch */
  ck_ok(assist_writer_remove(ours.writer, "b", 1, &error));
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(api_ask(snapshot, "*", NULL), "");
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

START_TEST(rollback_forgets) {
  fixture ours;
  api_open(&ours);
  api_put(&ours, "a", NULL, "医院");
  ck_ok(assist_writer_commit(ours.writer, &error));
  api_put(&ours, "b", NULL, "医院");
  ck_ok(assist_writer_remove(ours.writer, "a", 1, &error));
  ck_ok(assist_writer_set_attribute(ours.writer, "x", "y", 1, &error));
  ck_ok(assist_writer_rollback(ours.writer, &error));
  ck_assert_int_eq(assist_writer_has(ours.writer, "a", 1, NULL, NULL, &error), 1);
  ck_assert_int_eq(assist_writer_has(ours.writer, "b", 1, NULL, NULL, &error), 0);
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "a");
  ck_assert_ptr_null(assist_snapshot_attribute_at(snapshot, 0));
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

START_TEST(misfits_are_stored) {
  fixture ours;
  size_t misfits = 99, size;
  api_open(&ours);
  assist_document *document = api_document("a", NULL, "医院");
  ck_ok(assist_document_add_number(document, "price", 5, &error));
  ck_ok(assist_writer_put(ours.writer, document, &misfits, &error));
  ck_assert_uint_eq(misfits, 0);
  assist_document_clear(document);
  ck_ok(assist_document_set_key(document, "b", 1, &error));
  ck_ok(assist_document_add_text(document, "price", "五元", 6, &error));
  memset(&error, 0, sizeof error);
  ck_ok(assist_writer_put(ours.writer, document, &misfits, &error));
  ck_assert_uint_eq(misfits, 1);
  ck_assert_ptr_nonnull(strstr(error.message, "price"));
  assist_document_free(document);
  document = NULL;
  assist_snapshot *snapshot = api_commit(&ours);
  uint64_t number;
  ck_ok(assist_snapshot_find(snapshot, "b", 1, &number, &error));
  ck_ok(assist_snapshot_document(snapshot, number, &document, &error));
  ck_assert_mem_eq(assist_document_text(document, "price", &size), "五元", 6);
  assist_document_free(document);
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

START_TEST(put_misused) {
  fixture ours;
  assist_document *document = NULL;
  api_open(&ours);
  ck_ok(assist_document_new(&document, &error));
  ck_status(assist_writer_put(ours.writer, document, NULL, &error), ASSIST_INVALID); /* no key */
  ck_ok(assist_document_set_key(document, "a", 1, &error));
  ck_ok(assist_document_set_title_in_body(document, 5, 7, &error));
  ck_status(assist_writer_put(ours.writer, document, NULL, &error), ASSIST_INVALID); /* no such range */
  assist_document_free(document);
  ck_status(assist_writer_remove(ours.writer, "", 0, &error), ASSIST_INVALID);
  api_put(&ours, "b", NULL, "医院"); /* INVALID leaves the writer usable */
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(api_ask(snapshot, "*", NULL), "b");
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

START_TEST(merge_makes_one_segment) {
  fixture ours;
  assist_stats stats = ASSIST_STATS_INIT;
  char key[16];
  api_open(&ours);
  for (int i = 0; i < 5; i++) {
    snprintf(key, sizeof key, "k%d", i);
    api_put(&ours, key, "医院", "第几个");
    ck_ok(assist_writer_commit(ours.writer, &error));
  }
  ck_ok(assist_writer_remove(ours.writer, "k2", 2, &error));
  ck_ok(assist_writer_merge(ours.writer, &error));
  assist_snapshot *snapshot = NULL;
  ck_ok(assist_index_snapshot(ours.index, &snapshot, &error));
  ck_ok(assist_snapshot_stats(snapshot, &stats, &error));
  ck_assert_uint_eq(stats.segments, 1);
  ck_assert_uint_eq(stats.documents, 4);
  ck_assert_uint_eq(stats.deleted, 0);
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "k0 k1 k3 k4");
  assist_snapshot_close(snapshot);
  ck_ok(assist_index_check(ours.folder, NULL, NULL, NULL, &error));
  api_close(&ours);
}
END_TEST

START_TEST(rebuild_keeps_everything) {
  fixture ours;
  size_t size;
  api_open(&ours);
  assist_document *document = api_document("a", "题目", "领(lǐng)导");
  ck_ok(assist_document_set_stamp(document, "st", 2, &error));
  ck_ok(assist_document_add_number(document, "price", 5, &error));
  ck_ok(assist_writer_put(ours.writer, document, NULL, &error));
  assist_document_free(document);
  document = NULL;
  ck_ok(assist_writer_commit(ours.writer, &error));
  ck_ok(assist_writer_rebuild(ours.writer, &error));
  assist_snapshot *snapshot = NULL;
  ck_ok(assist_index_snapshot(ours.index, &snapshot, &error));
  ck_assert_str_eq(api_ask(snapshot, "領導", NULL), "a");
  ck_ok(assist_snapshot_document(snapshot, 0, &document, &error));
  ck_assert_uint_eq(assist_document_value_count(document), 3);
  ck_assert_mem_eq(assist_document_stamp(document, &size), "st", 2);
  assist_document_free(document);
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

START_TEST(without_stored_text) {
  fixture ours;
  assist_results *results = NULL;
  assist_document *document = NULL;
  size_t size;
  api_open_flags(&ours, ASSIST_OPEN_NO_STORE);
  api_put(&ours, "a", "医院", "领导");
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(api_ask(snapshot, "醫院", NULL), "a");
  assist_query *exact = api_parse("=\"医院\"");
  ck_status(assist_search(snapshot, exact, NULL, &results, &error), ASSIST_UNSUPPORTED);
  assist_query_free(exact);
  static const char *const positions[] = {"医院 NEAR/1 领导", "医 NEAR/5 领", "“医领”~3", "title:医",
                                          "“院，领”"};
  for (size_t i = 0; i < sizeof positions / sizeof *positions; i++)
    ck_assert_str_eq(api_ask(snapshot, positions[i], NULL), "a");
  ck_assert_str_eq(api_ask(snapshot, "body:医", NULL), "");
  ck_ok(assist_snapshot_document(snapshot, 0, &document, &error));
  ck_assert_mem_eq(assist_document_key(document, &size), "a", 1);
  ck_assert_uint_eq(assist_document_value_count(document), 0);
  assist_query *query = api_parse("医院");
  assist_snippet *snippet = NULL;
  ck_ok(assist_snippet_make(query, document, NULL, &snippet, &error)); /* there is nothing to cut one from */
  ck_assert_str_eq(assist_snippet_text(snippet, &size), "");
  ck_assert_uint_eq(size, 0);
  assist_snippet_free(snippet);
  assist_query_free(query);
  assist_document_free(document);
  static const char *const needing[] = {"=“医院” OR 领导", "title:=“医”"};
  for (size_t i = 0; i < sizeof needing / sizeof *needing; i++) {
    query = api_parse(needing[i]);
    ck_status(assist_search(snapshot, query, NULL, &results, &error), ASSIST_UNSUPPORTED);
    ck_assert_ptr_null(results);
    assist_query_free(query);
  }
  ck_assert_str_eq(api_ask(snapshot, "医", NULL), "a");
  ck_assert_str_eq(api_ask(snapshot, "title:医院", NULL), "a");
  assist_snapshot_close(snapshot);
  ck_status(assist_writer_rebuild(ours.writer, &error), ASSIST_UNSUPPORTED);
  api_close(&ours);
}
END_TEST

static int say_stop(void *context, uint64_t done, uint64_t total) {
  (void)done, (void)total;
  ++*(unsigned *)context;
  return 1;
}

START_TEST(a_merge_can_be_cancelled) {
  fixture ours;
  unsigned asked = 0;
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  char key[16];
  api_open(&ours);
  for (int i = 0; i < 200; i++) { /* enough work to be asked about */
    snprintf(key, sizeof key, "k%d", i);
    api_put(&ours, key, NULL, i % 100 == 50 ? "学校" : "医院");
    if (i % 100 == 99) ck_ok(assist_writer_commit(ours.writer, &error));
  }
  assist_writer_close(ours.writer);
  options.threads = 1;
  options.progress = say_stop;
  options.progress_context = &asked;
  ck_ok(assist_writer_open(ours.index, &options, &ours.writer, &error));
  ck_status(assist_writer_merge(ours.writer, &error), ASSIST_CANCELLED);
  ck_assert_uint_gt(asked, 0);
  assist_snapshot *snapshot = NULL;
  ck_ok(assist_index_snapshot(ours.index, &snapshot, &error));
  ck_assert_str_eq(api_ask(snapshot, "学校", NULL), "k50 k150");
  assist_snapshot_close(snapshot);
  ck_status(assist_writer_commit(ours.writer, &error), ASSIST_CANCELLED); /* poisoned */
  ck_ok(assist_writer_rollback(ours.writer, &error));                     /* healed */
  api_close(&ours);
}
END_TEST

START_TEST(a_writer_lives_on) {
  fixture ours;
  api_open(&ours);
  assist_index_close(ours.index);
  api_put(&ours, "a", NULL, "医院");
  ck_ok(assist_writer_commit(ours.writer, &error));
  ck_ok(assist_index_open(ours.folder, NULL, &ours.index, &error));
  assist_snapshot *snapshot = NULL;
  ck_ok(assist_index_snapshot(ours.index, &snapshot, &error));
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "a");
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

/* Segments of one document with one word in its main field, merged again and again: positions in the other field are kept. */
START_TEST(small_documents_are_merged) {
  fixture ours;
  static const char author[] = "zeta beta gamma delta";
  char keys[64] = "";
  api_open(&ours);
  for (int i = 0; i < 9; i++) {
    const char key[] = {(char)('a' + i), '\0'};
    assist_document *document = api_document(key, NULL, "alpha");
    ck_ok(assist_document_add_text(document, "author", author, strlen(author), &error));
    ck_ok(assist_writer_put(ours.writer, document, NULL, &error));
    assist_document_free(document);
    ck_ok(assist_writer_commit(ours.writer, &error));
    if (i % 5 == 4) ck_ok(assist_writer_merge(ours.writer, &error));
    strcat(strcat(keys, i == 0 ? "" : " "), key);
  }
  ck_ok(assist_writer_merge(ours.writer, &error));
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(api_ask(snapshot, "author:\"beta gamma delta\"", NULL), keys);
  ck_assert_str_eq(api_ask(snapshot, "author:\"gamma beta\"", NULL), "");
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/writer");
  TCase *test = tcase_create("writer");
  tcase_set_timeout(test, 300);
  tcase_add_test(test, one_writer_at_a_time);
  tcase_add_test(test, open_misused);
  tcase_add_test(test, nothing_before_the_commit);
  tcase_add_test(test, the_last_one_wins);
  tcase_add_test(test, remove_and_has);
  tcase_add_test(test, rollback_forgets);
  tcase_add_test(test, misfits_are_stored);
  tcase_add_test(test, put_misused);
  tcase_add_test(test, merge_makes_one_segment);
  tcase_add_test(test, rebuild_keeps_everything);
  tcase_add_test(test, without_stored_text);
  tcase_add_test(test, a_merge_can_be_cancelled);
  tcase_add_test(test, a_writer_lives_on);
  tcase_add_test(test, small_documents_are_merged);
  suite_add_tcase(suite, test);
  return api_run(suite);
}
