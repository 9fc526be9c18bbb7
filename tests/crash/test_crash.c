/* SPDX-License-Identifier: MIT
 *
 * A commit is all or nothing, and lasts.  One scripted session (create, commits, deletions, a merge, a rollback) is
 * recorded change by change (disk.c); then
 *
 *   - power is cut after every change, with all, no or some of what was not synced lost: the index must open as the last commit
 *     that returned or the one under way, be clean, and take the next commit;
 *   - every change fails once or for ever: the call says so, the index is one of those two, the writer can be healed or closed;
 *   - every allocation fails: the same.
 *
 * Each with one thread, and with more.
 *
 * ASSIST_TEST_LONG tries every allocation (else: each of the first, which are those of opening and of the first documents, and
 * some of the others) and more chances. */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <assist/index.h>
#include <assist/writer.h>

#include "disk.h"
#include "port/hook.h"

#define COMMITS 6
#define EACH 200 /* so many allocations fail one after the other; of the rest some do */

static char root[64];
static assist_error error;
static size_t acknowledged[COMMITS]; /* changes recorded when commit I had returned */
static int commits_done;
static int threads; /* of the session's writer */

static void empty_folder(const char *path) {
  char name[512];
  DIR *list = opendir(path);
  if (list == NULL) return;
  for (struct dirent *entry; (entry = readdir(list)) != NULL;) {
    if (entry->d_name[0] == '.') continue;
    (void)snprintf(name, sizeof name, "%.200s/%.255s", path, entry->d_name);
    if (unlink(name) != 0) {
      empty_folder(name);
      (void)rmdir(name);
    }
  }
  (void)closedir(list);
}

static const char *at(const char *name) {
  static char paths[2][128];
  static int next;
  char *path = paths[next++ % 2];
  (void)snprintf(path, sizeof paths[0], "%s/%s", root, name);
  return path;
}

static void set_up(void) {
  (void)strcpy(root, "/tmp/assist-test-crash-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(root));
  ck_assert_int_eq(mkdir(at("a"), 0700), 0);
  ck_assert_int_eq(mkdir(at("b"), 0700), 0);
}

static void tear_down(void) {
  disk_end();
  empty_folder(root);
  (void)rmdir(root);
}

/* After commit I the index has this many operations and documents. */
static const uint64_t operations_after[COMMITS] = {0, 3, 5, 7, 7, 8};
static const uint64_t documents_after[COMMITS] = {0, 3, 3, 4, 4, 5};

static assist_status put(assist_writer *writer, const char *key, const char *body) {
  assist_document *document;
  assist_status status = assist_document_new(&document, &error);
  if (status != ASSIST_OK) return status;
  status = assist_document_set_key(document, key, strlen(key), &error);
  if (status == ASSIST_OK) status = assist_document_add_text(document, "body", body, strlen(body), &error);
  if (status == ASSIST_OK) status = assist_document_add_number(document, "n", 3, &error);
  if (status == ASSIST_OK) status = assist_writer_put(writer, document, NULL, &error);
  assist_document_free(document);
  return status;
}

#define TRY(call)                                                                                            \
  do {                                                                                                       \
    assist_status tried = (call);                                                                            \
    if (tried != ASSIST_OK) return tried;                                                                    \
  } while (0)

static void acknowledge(void) { acknowledged[commits_done++] = disk_changes(); }

static assist_status use_writer(assist_writer *writer) {
  TRY(put(writer, "a", "中华人民共和国 CT检查"));
  TRY(put(writer, "b", "乡村振兴"));
  TRY(put(writer, "c", "月30日"));
  TRY(assist_writer_commit(writer, &error));
  acknowledge();
  TRY(put(writer, "d", "第二次"));
  TRY(assist_writer_remove(writer, "a", 1, &error));
  TRY(assist_writer_set_attribute(writer, "name", "value", 5, &error));
  TRY(assist_writer_commit(writer, &error));
  acknowledge();
  TRY(put(writer, "b", "替换"));
  TRY(put(writer, "e", "新的"));
  TRY(assist_writer_commit(writer, &error));
  acknowledge();
  TRY(assist_writer_merge(writer, &error));
  acknowledge();
  TRY(put(writer, "f", "忘记"));
  TRY(assist_writer_rollback(writer, &error));
  TRY(put(writer, "g", "最后"));
  TRY(assist_writer_commit(writer, &error));
  acknowledge();
  return ASSIST_OK;
}

static unsigned session_flags; /* of its writer */

/* *out_writer stays open on failure, for the test to heal or close. */
static assist_status run_session(const char *path, assist_index **out_index, assist_writer **out_writer) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  assist_writer_options writing = ASSIST_WRITER_OPTIONS_INIT;
  *out_index = NULL;
  *out_writer = NULL;
  commits_done = 0;
  options.flags = ASSIST_OPEN_CREATE;
  writing.threads = threads;
  writing.memory = ASSIST_MEMORY_MIN;
  writing.flags = session_flags;
  TRY(assist_index_open(path, &options, out_index, &error));
  acknowledge();
  TRY(assist_writer_open(*out_index, &writing, out_writer, &error));
  return use_writer(*out_writer);
}

static void line_found(void *context, const char *line) {
  fprintf(stderr, "%s: %s\n", (const char *)context, line);
}

/* The index in PATH must be commit LEAST or a later one up to MOST, clean, and take another commit. */
static void expect_state(const char *path, int least, int most, const char *what) {
  assist_stats stats = ASSIST_STATS_INIT;
  assist_index *index;
  assist_snapshot *snapshot;
  assist_writer *writer;
  char context[128];
  (void)snprintf(context, sizeof context, "%s", what);
  ck_assert_msg(assist_index_open(path, NULL, &index, &error) == ASSIST_OK, "%s: open: %s", what,
                error.message);
  ck_assert_msg(assist_index_snapshot(index, &snapshot, &error) == ASSIST_OK, "%s: %s", what, error.message);
  ck_assert_int_eq(assist_snapshot_stats(snapshot, &stats, &error), ASSIST_OK);
  int found = -1;
  for (int i = least; i <= most && i < COMMITS; i++) {
    if (stats.operations == operations_after[i] && stats.documents == documents_after[i]) found = i;
  }
  ck_assert_msg(found >= 0, "%s: %llu operations, %llu documents: not of commits %d to %d", what,
                (unsigned long long)stats.operations, (unsigned long long)stats.documents, least, most);
  assist_snapshot_close(snapshot);
  ck_assert_msg(assist_index_check(path, line_found, NULL, context, &error) == ASSIST_OK, "%s: %s", what,
                error.message);
  ck_assert_msg(assist_writer_open(index, NULL, &writer, &error) == ASSIST_OK, "%s: %s", what, error.message);
  ck_assert_msg(put(writer, "again", "再来") == ASSIST_OK, "%s: %s", what, error.message);
  ck_assert_msg(assist_writer_commit(writer, &error) == ASSIST_OK, "%s: %s", what, error.message);
  assist_writer_close(writer);
  ck_assert_int_eq(assist_index_snapshot(index, &snapshot, &error), ASSIST_OK);
  uint64_t number;
  ck_assert_int_eq(assist_snapshot_find(snapshot, "again", 5, &number, &error), ASSIST_OK);
  assist_snapshot_close(snapshot);
  assist_index_close(index);
}

static int sync_nothing(int descriptor) {
  (void)descriptor;
  return 0;
}

/* For looking at results, whose own syncs need not be waited for. */
static void use_quick_hooks(void) {
  static as_hooks quick;
  quick = *as_hooks_real();
  quick.sync = sync_nothing;
  as_hooks_set(&quick);
}

static void record_session(void) {
  assist_index *index;
  assist_writer *writer;
  disk_fail(0, 0, false);
  disk_begin();
  assist_status status = run_session(at("a"), &index, &writer);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
  assist_writer_close(writer);
  assist_index_close(index);
  disk_end();
  ck_assert_int_eq(commits_done, COMMITS);
}

START_TEST(power_is_cut_after_every_change) {
  const bool is_long = getenv("ASSIST_TEST_LONG") != NULL;
  const enum disk_loss loss = (enum disk_loss)(_i / 2 % (DISK_LOSES_SOME + 1));
  threads = 1 + _i % 2;
  session_flags = _i / 2 <= DISK_LOSES_SOME ? 0 : ASSIST_WRITER_REORDER;
  record_session();
  use_quick_hooks();
  size_t changes = disk_changes();
  ck_assert_uint_gt(changes, 60);
  for (size_t n = 0; n <= changes; n++) {
    int least = 0;
    while (least + 1 < COMMITS && acknowledged[least + 1] <= n) least++;
    uint32_t chances = loss != DISK_LOSES_SOME ? 1 : is_long ? 64 : 4;
    for (uint32_t seed = 1; seed <= chances; seed++) {
      char what[64];
      (void)snprintf(what, sizeof what, "cut after %zu, loss %d, chance %u", n, (int)loss, seed);
      empty_folder(at("b"));
      disk_build(at("b"), n, loss, seed);
      expect_state(at("b"), least, least + 1, what);
    }
  }
}
END_TEST

/* One run in which change K fails. */
static bool run_with_failure(size_t k, int os_errno, bool for_ever) {
  assist_index *index;
  assist_writer *writer;
  char what[64];
  (void)snprintf(what, sizeof what, "change %zu fails with %d%s", k, os_errno, for_ever ? " for ever" : "");
  empty_folder(at("a"));
  disk_fail(k, os_errno, for_ever);
  disk_begin();
  assist_status status = run_session(at("a"), &index, &writer);
  bool failed = disk_has_failed();
  int done = commits_done;
  ck_assert_msg(status == ASSIST_OK || failed, "%s: %s", what, error.message);
  if (status != ASSIST_OK && writer != NULL && !for_ever) { /* healed by a rollback */
    ck_assert_msg(assist_writer_commit(writer, &error) == status, "%s: not poisoned", what);
    ck_assert_msg(assist_writer_rollback(writer, &error) == ASSIST_OK, "%s: %s", what, error.message);
    ck_assert_msg(assist_writer_commit(writer, &error) == ASSIST_OK, "%s: %s", what, error.message);
  }
  assist_writer_close(writer);
  assist_index_close(index);
  disk_fail(0, 0, false);
  use_quick_hooks();
  expect_state(at("a"), done > 0 ? done - 1 : 0, done, what);
  return failed;
}

START_TEST(every_change_fails) {
  const int errors[] = {EIO, ENOSPC};
  threads = 1 + _i / 4 % 2;
  session_flags = _i < 8 ? 0 : ASSIST_WRITER_REORDER;
  for (size_t k = 1; run_with_failure(k, errors[_i % 2], _i % 4 >= 2); k++) {}
}
END_TEST

/* ---- memory ---- */

static as_hooks poor;
static atomic_size_t allocations;
static size_t starve_at;
static bool starve_for_ever;
static atomic_bool starved;

static bool starves(void) {
  const size_t number = atomic_fetch_add(&allocations, 1) + 1;
  const bool now = starve_at != 0 && (starve_for_ever ? number >= starve_at : number == starve_at);
  if (now) starved = true;
  return now;
}

static void *poor_allocate(size_t size) { return starves() ? NULL : as_hooks_real()->allocate(size); }
static void *poor_zeroed(size_t n, size_t size) {
  return starves() ? NULL : as_hooks_real()->allocate_zeroed(n, size);
}
static void *poor_again(void *old, size_t size) {
  return starves() ? NULL : as_hooks_real()->reallocate(old, size);
}
static void *poor_map(size_t size) { return starves() ? NULL : as_hooks_real()->map_memory(size); }

static bool run_starved(size_t k, bool for_ever) {
  assist_index *index;
  assist_writer *writer;
  char what[64];
  (void)snprintf(what, sizeof what, "allocation %zu fails%s", k, for_ever ? " for ever" : "");
  empty_folder(at("a"));
  poor = *as_hooks_real();
  poor.allocate = poor_allocate;
  poor.allocate_zeroed = poor_zeroed;
  poor.reallocate = poor_again;
  poor.map_memory = poor_map;
  poor.sync = sync_nothing;
  allocations = 0;
  starve_at = k;
  starve_for_ever = for_ever;
  starved = false;
  as_hooks_set(&poor);
  assist_status status = run_session(at("a"), &index, &writer);
  ck_assert_msg(status == ASSIST_OK ? true : starved && status == ASSIST_NOMEM, "%s: %d %s", what, status,
                error.message);
  if (status != ASSIST_OK && writer != NULL && !for_ever) {
    ck_assert_msg(assist_writer_rollback(writer, &error) == ASSIST_OK, "%s: %s", what, error.message);
  }
  assist_writer_close(writer);
  assist_index_close(index);
  int done = commits_done;
  use_quick_hooks();
  expect_state(at("a"), done > 0 ? done - 1 : 0, done, what);
  return starved;
}

START_TEST(every_allocation_fails) {
  const size_t stride = getenv("ASSIST_TEST_LONG") != NULL ? 1 : 37;
  threads = 1 + _i / 2 % 2;
  session_flags = _i < 4 ? 0 : ASSIST_WRITER_REORDER;
  for (size_t k = 1; run_starved(k, _i % 2 == 1); k += k < EACH ? 1 : stride) {}
}
END_TEST

int main(void) {
  Suite *suite = suite_create("crash");
  TCase *cases = tcase_create("crash");
  tcase_add_checked_fixture(cases, set_up, tear_down);
  tcase_set_timeout(cases, 600);
  tcase_add_loop_test(cases, power_is_cut_after_every_change, 0, 4 * (DISK_LOSES_SOME + 1));
  tcase_add_loop_test(cases, every_change_fails, 0, 12);
  tcase_add_loop_test(cases, every_allocation_fails, 0, 6);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
