/* SPDX-License-Identifier: MIT
 *
 * Who asks to stop is heard, at whichever moment: by commits, merges, rebuilding and checks.  The clock stands still but for what
 * a look at it adds, so that every look asks; each call is stopped at its first asking, at its second and so on until it runs
 * through, and after each the index is what it was. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <assist/index.h>
#include <assist/writer.h>

#include "port/hook.h"
#include "tree.h"

#define DOCUMENTS 300

static char root[64];
static assist_error error;
static int64_t now;
static int asked, stop_at;
static as_hooks hooks;
static int threads = 1;

#define OK(call) ck_assert_msg((call) == ASSIST_OK, "%s: %s", #call, error.message)

static int64_t next_moment(void) { return now += 25000; }

static int sync_nothing(int descriptor) {
  (void)descriptor;
  return 0;
}

static int answer(void *context, uint64_t done, uint64_t total) {
  (void)context;
  ck_assert_uint_le(done, total);
  return ++asked == stop_at;
}

static void set_up(void) {
  (void)strcpy(root, "/tmp/assist-test-progress-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(root));
  hooks = *as_hooks_real();
  hooks.now = next_moment;
  hooks.sync = sync_nothing;
  as_hooks_set(&hooks);
  asked = stop_at = 0;
}

static void tear_down(void) {
  as_hooks_set(NULL);
  tree_remove(root);
}

static assist_index *open_index(void) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  assist_index *index;
  options.flags = ASSIST_OPEN_CREATE;
  OK(assist_index_open(root, &options, &index, &error));
  return index;
}

static assist_writer *open_writer(assist_index *index, unsigned flags) {
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  assist_writer *writer;
  options.threads = threads;
  options.flags = flags;
  options.progress = answer;
  OK(assist_writer_open(index, &options, &writer, &error));
  return writer;
}

/* Documents FIRST to FIRST + COUNT - 1, each of some characters that are common to all and some of its own. */
static void put(assist_writer *writer, unsigned first, unsigned count) {
  assist_document *document;
  OK(assist_document_new(&document, &error));
  for (unsigned i = first; i < first + count; i++) {
    char key[16], body[200];
    (void)snprintf(key, sizeof key, "%u", i);
    (void)snprintf(body, sizeof body, "中华人民共和国第%u号，x%u 医院领导%s", i, i % 7,
                   i % 2 == 0 ? "" : "视察");
    assist_document_clear(document);
    OK(assist_document_set_key(document, key, strlen(key), &error));
    OK(assist_document_add_text(document, "body", body, strlen(body), &error));
    OK(assist_writer_put(writer, document, NULL, &error));
  }
  assist_document_free(document);
}

static assist_stats stats_of(assist_index *index) {
  assist_snapshot *snapshot;
  assist_stats stats = ASSIST_STATS_INIT;
  OK(assist_index_snapshot(index, &snapshot, &error));
  OK(assist_snapshot_stats(snapshot, &stats, &error));
  assist_snapshot_close(snapshot);
  return stats;
}

static void expect_clean(void) { OK(assist_index_check(root, NULL, NULL, NULL, &error)); }

/* CALL after CHANGE, stopped at each of its askings in turn, until it runs through.  Until then the last commit stays. */
static void stop_everywhere(assist_writer *writer, assist_index *index, void (*change)(assist_writer *),
                            assist_status (*call)(assist_writer *, assist_error *), int least) {
  const assist_stats before = stats_of(index);
  for (int at = 1;; at++) {
    asked = stop_at = 0;
    change(writer);
    asked = 0;
    stop_at = at;
    assist_status status = call(writer, &error);
    stop_at = 0;
    if (status == ASSIST_OK) {
      ck_assert_msg(asked < at && at > least, "asked %d times, and not stopped at %d", asked, at);
      return;
    }
    ck_assert_msg(status == ASSIST_CANCELLED && asked == at, "%d: %s", status, error.message);
    ck_assert_uint_eq(stats_of(index).operations, before.operations);
    ck_assert_uint_eq(stats_of(index).documents, before.documents);
    OK(assist_writer_rollback(writer, &error));
    if (at % 16 == 0) expect_clean();
  }
}

static void add_some(assist_writer *writer) { put(writer, 30, DOCUMENTS); }

static void replace_some(assist_writer *writer) {
  put(writer, 0, 20);
  OK(assist_writer_remove(writer, "25", 2, &error));
}

static void change_nothing(assist_writer *writer) { (void)writer; }

START_TEST(each_call_is_stopped_everywhere) {
  threads = 1 + _i;
  assist_index *index = open_index();
  assist_writer *writer = open_writer(index, 0);
  stop_everywhere(writer, index, add_some, assist_writer_commit, 10);
  put(writer, 0, 30);
  OK(assist_writer_commit(writer, &error));
  stop_everywhere(writer, index, replace_some, assist_writer_commit, 5);
  ck_assert_uint_gt(stats_of(index).segments, 1);
  stop_everywhere(writer, index, change_nothing, assist_writer_merge, 20);
  ck_assert_uint_eq(stats_of(index).segments, 1);
  stop_everywhere(writer, index, change_nothing, assist_writer_rebuild, DOCUMENTS);
  ck_assert_uint_eq(stats_of(index).documents, DOCUMENTS + 29);
  assist_writer_close(writer);
  writer = open_writer(index, ASSIST_WRITER_REORDER);
  stop_everywhere(writer, index, change_nothing, assist_writer_merge, 20);
  ck_assert_uint_eq(stats_of(index).reordered, 1);
  assist_writer_close(writer);
  assist_index_close(index);
  expect_clean();
}
END_TEST

/* One long document asks too, and one that was stopped is not there. */
START_TEST(a_long_document_asks) {
  enum { SIZE = 3 * 1000000 };
  threads = 1 + _i;
  assist_index *index = open_index();
  assist_writer *writer = open_writer(index, 0);
  char *body = malloc(SIZE);
  ck_assert_ptr_nonnull(body);
  for (size_t i = 0; i < SIZE; i += 6) memcpy(body + i, "医院", 6);
  assist_document *document;
  OK(assist_document_new(&document, &error));
  OK(assist_document_set_key(document, "long", 4, &error));
  OK(assist_document_add_text(document, "body", body, SIZE, &error));
  free(body);
  for (stop_at = 1;; stop_at++) {
    asked = 0;
    assist_status status = assist_writer_put(writer, document, NULL, &error);
    if (status == ASSIST_OK) break;
    ck_assert_msg(status == ASSIST_CANCELLED && asked == stop_at, "%d: %s", status, error.message);
    ck_assert_str_eq(error.message, "stopped by the caller");
    OK(assist_writer_rollback(writer, &error));
  }
  ck_assert_int_gt(stop_at, 10);
  stop_at = 0;
  OK(assist_writer_commit(writer, &error));
  ck_assert_uint_eq(stats_of(index).documents, 1);
  assist_document_free(document);
  assist_writer_close(writer);
  assist_index_close(index);
  expect_clean();
}
END_TEST

/* A commit that takes next to no time asks all the same, before its manifest is written. */
START_TEST(a_small_commit_asks) {
  assist_index *index = open_index();
  assist_writer *writer = open_writer(index, 0);
  put(writer, 1, 1);
  stop_at = 1;
  ck_assert_int_eq(assist_writer_commit(writer, &error), ASSIST_CANCELLED);
  ck_assert_uint_eq(stats_of(index).documents, 0);
  OK(assist_writer_rollback(writer, &error));
  assist_writer_close(writer);
  assist_index_close(index);
}
END_TEST

START_TEST(a_check_is_stopped_everywhere) {
  assist_index *index = open_index();
  assist_writer *writer = open_writer(index, 0);
  put(writer, 0, DOCUMENTS);
  OK(assist_writer_commit(writer, &error));
  assist_writer_close(writer);
  assist_index_close(index);
  int at = 1;
  for (;; at++) {
    asked = 0;
    stop_at = at;
    assist_status status = assist_index_check(root, NULL, answer, NULL, &error);
    if (status == ASSIST_OK) break;
    ck_assert_int_eq(status, ASSIST_CANCELLED);
    ck_assert_int_eq(asked, at);
    at += at / 8;
  }
  ck_assert_int_gt(asked, DOCUMENTS); /* with each stored text, list and token */
}
END_TEST

int main(void) {
  Suite *suite = suite_create("progress");
  TCase *cases = tcase_create("progress");
  tcase_add_checked_fixture(cases, set_up, tear_down);
  tcase_set_timeout(cases, 120);
  tcase_add_loop_test(cases, each_call_is_stopped_everywhere, 0, 2);
  tcase_add_loop_test(cases, a_long_document_asks, 0, 2);
  tcase_add_test(cases, a_small_commit_asks);
  tcase_add_test(cases, a_check_is_stopped_everywhere);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
