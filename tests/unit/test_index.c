/* SPDX-License-Identifier: MIT
 *
 * The index as a whole: put, replace, remove, commit, rollback, reopen, snapshots that stay what they were, merges,
 * rebuilding, attributes, locks, folders that may only be read, and the promise that equal documents give equal bytes
 * whatever the commits, the memory and the threads. */
#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <assist/index.h>
#include <assist/writer.h>

#include "tree.h"

static char root[64];

#define OK(call) ck_assert_msg((call) == ASSIST_OK, "%s: %s", #call, error.message)

static assist_error error;

static void set_up(void) {
  (void)strcpy(root, "/tmp/assist-test-index-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(root));
  memset(&error, 0, sizeof error);
}

static void tear_down(void) { tree_remove(root); }

static const char *at(const char *name) {
  static char paths[4][128];
  static unsigned next;
  char *path = paths[next++ % 4];
  (void)snprintf(path, sizeof paths[0], "%s/%s", root, name);
  return path;
}

static assist_index *open_index(const char *name, uint32_t flags) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  assist_index *index = NULL;
  options.flags = flags;
  OK(assist_index_open(at(name), &options, &index, &error));
  return index;
}

static unsigned writer_flags; /* of writers that are opened */

static assist_writer *open_writer(assist_index *index, int threads, uint64_t memory) {
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  assist_writer *writer = NULL;
  options.threads = threads;
  options.memory = memory;
  options.flags = writer_flags;
  OK(assist_writer_open(index, &options, &writer, &error));
  return writer;
}

static void put(assist_writer *writer, const char *key, const char *title, const char *body) {
  assist_document *document;
  OK(assist_document_new(&document, &error));
  OK(assist_document_set_key(document, key, strlen(key), &error));
  OK(assist_document_set_stamp(document, body, strlen(body) < 20 ? strlen(body) : 20, &error));
  if (title != NULL) OK(assist_document_add_text(document, "title", title, strlen(title), &error));
  OK(assist_document_add_text(document, "body", body, strlen(body), &error));
  OK(assist_writer_put(writer, document, NULL, &error));
  assist_document_free(document);
}

static assist_snapshot *snapshot_of(assist_index *index) {
  assist_snapshot *snapshot = NULL;
  OK(assist_index_snapshot(index, &snapshot, &error));
  return snapshot;
}

static assist_stats stats_of(const assist_snapshot *snapshot) {
  assist_stats stats = ASSIST_STATS_INIT;
  OK(assist_snapshot_stats(snapshot, &stats, &error));
  return stats;
}

static uint64_t live(assist_index *index) {
  assist_snapshot *snapshot = snapshot_of(index);
  uint64_t documents = stats_of(snapshot).documents;
  assist_snapshot_close(snapshot);
  return documents;
}

/* The body stored under KEY must be BODY; NULL: there is no such document. */
static void expect_body(const assist_snapshot *snapshot, const char *key, const char *body) {
  uint64_t number;
  assist_document *document;
  assist_status status = assist_snapshot_find(snapshot, key, strlen(key), &number, &error);
  if (body == NULL) {
    ck_assert_int_eq(status, ASSIST_NOTFOUND);
    return;
  }
  ck_assert_int_eq(status, ASSIST_OK);
  OK(assist_snapshot_document(snapshot, number, &document, &error));
  size_t size;
  const char *text = assist_document_text(document, "body", &size);
  ck_assert_uint_eq(size, strlen(body));
  ck_assert_int_eq(memcmp(text, body, size), 0);
  text = assist_document_key(document, &size);
  ck_assert(size == strlen(key) && memcmp(text, key, size) == 0);
  assist_document_free(document);
}

static int count_posting(void *context, uint64_t document, const uint32_t *positions, size_t count) {
  (void)document;
  (void)positions;
  *(size_t *)context += count == 0 ? 1 : count;
  return 0;
}

static size_t occurrences(const assist_snapshot *snapshot, const char *field, const char *term) {
  size_t count = 0;
  assist_status status =
      assist_snapshot_postings(snapshot, field, term, strlen(term), count_posting, &count, &error);
  ck_assert(status == ASSIST_OK || status == ASSIST_NOTFOUND);
  return count;
}

static void line_found(void *context, const char *line) {
  (void)context;
  fprintf(stderr, "check: %s\n", line);
}

static void expect_clean(const char *name) {
  OK(assist_index_check(at(name), line_found, NULL, NULL, &error));
}

START_TEST(put_commit_and_read_back) {
  assist_index *index = open_index("a", ASSIST_OPEN_CREATE);
  assist_writer *writer = open_writer(index, 1, 0);
  put(writer, "k1", "鄉村振興", "院領(lǐng)導(dǎo)帶隊(duì)到鄉村。2021年3月CT检查");
  put(writer, "k2", NULL, "乡村振兴战略");
  ck_assert_uint_eq(live(index), 0); /* nothing before the commit */
  OK(assist_writer_commit(writer, &error));
  assist_snapshot *snapshot = snapshot_of(index);
  assist_stats stats = stats_of(snapshot);
  ck_assert_uint_eq(stats.documents, 2);
  ck_assert_uint_eq(stats.operations, 2);
  ck_assert_uint_eq(stats.segments, 1);
  expect_body(snapshot, "k1", "院領(lǐng)導(dǎo)帶隊(duì)到鄉村。2021年3月CT检查");
  expect_body(snapshot, "k2", "乡村振兴战略");
  expect_body(snapshot, "k3", NULL);
  ck_assert_uint_eq(occurrences(snapshot, NULL, "乡村"), 3); /* folded: both forms */
  ck_assert_uint_eq(occurrences(snapshot, NULL, "领导"), 1);
  ck_assert_uint_eq(occurrences(snapshot, NULL, "2021年"), 1);
  ck_assert_uint_eq(occurrences(snapshot, NULL, "月ct"), 1);
  ck_assert_uint_eq(occurrences(snapshot, NULL, "ct"), 1);
  ck_assert_uint_eq(occurrences(snapshot, NULL, "乡"), 2);   /* documents */
  ck_assert_uint_eq(occurrences(snapshot, NULL, "兴院"), 0); /* a break between title and body */
  ck_assert_uint_eq(occurrences(snapshot, "author", "乡村"), 0);
  assist_snapshot_close(snapshot);
  assist_writer_close(writer);
  assist_index_close(index);
  index = open_index("a", 0);
  ck_assert_uint_eq(live(index), 2);
  assist_index_close(index);
  expect_clean("a");
}
END_TEST

START_TEST(replace_and_remove) {
  assist_index *index = open_index("a", ASSIST_OPEN_CREATE);
  assist_writer *writer = open_writer(index, _i, 0);
  char stamp[ASSIST_STAMP_MAX];
  size_t stamp_size;
  put(writer, "k1", NULL, "第一");
  put(writer, "k1", NULL, "第二"); /* the last one wins */
  put(writer, "k2", NULL, "旧的");
  ck_assert_int_eq(assist_writer_has(writer, "k1", 2, stamp, &stamp_size, &error), 1);
  ck_assert(stamp_size == strlen("第二") && memcmp(stamp, "第二", stamp_size) == 0);
  OK(assist_writer_commit(writer, &error));
  assist_snapshot *first = snapshot_of(index);
  ck_assert_uint_eq(stats_of(first).documents, 2);
  expect_body(first, "k1", "第二");
  put(writer, "k2", NULL, "新的");
  OK(assist_writer_remove(writer, "k1", 2, &error));
  ck_assert_int_eq(assist_writer_has(writer, "k1", 2, NULL, NULL, &error), 0);
  ck_assert_int_eq(assist_writer_remove(writer, "k1", 2, &error), ASSIST_NOTFOUND);
  put(writer, "k3", NULL, "短命");
  OK(assist_writer_remove(writer, "k3", 2, &error));
  ck_assert_int_eq(assist_writer_has(writer, "k3", 2, NULL, NULL, &error), 0);
  ck_assert_int_eq(assist_writer_remove(writer, "k3", 2, &error), ASSIST_NOTFOUND);
  OK(assist_writer_commit(writer, &error));
  assist_snapshot *second = snapshot_of(index);
  expect_body(second, "k1", NULL);
  expect_body(second, "k2", "新的");
  expect_body(second, "k3", NULL);
  ck_assert_uint_eq(stats_of(second).documents, 1);
  ck_assert_uint_eq(stats_of(second).operations, 7);
  expect_body(first, "k1", "第二"); /* a snapshot stays what it was */
  expect_body(first, "k2", "旧的");
  ck_assert_uint_eq(assist_snapshot_document_limit(second),
                    2); /* the first segment, wholly deleted, is gone */
  ck_assert_uint_eq(assist_snapshot_next_document(second, 0), 0);
  ck_assert_uint_eq(assist_snapshot_next_document(second, 1), 2);
  OK(assist_writer_merge(writer, &error));
  expect_body(first, "k2", "旧的"); /* though its files are gone */
  assist_snapshot_close(first);
  assist_snapshot_close(second);
  second = snapshot_of(index);
  ck_assert_uint_eq(stats_of(second).deleted, 0);
  ck_assert_uint_eq(stats_of(second).segments, 1);
  ck_assert_uint_eq(occurrences(second, NULL, "第二"), 0);
  expect_body(second, "k2", "新的");
  assist_snapshot_close(second);
  assist_writer_close(writer);
  assist_index_close(index);
  expect_clean("a");
}
END_TEST

START_TEST(rollback_and_close_forget) {
  assist_index *index = open_index("a", ASSIST_OPEN_CREATE);
  assist_writer *writer = open_writer(index, 1, 0);
  put(writer, "k1", NULL, "甲乙");
  OK(assist_writer_commit(writer, &error));
  put(writer, "k2", NULL, "丙丁");
  OK(assist_writer_remove(writer, "k1", 2, &error));
  OK(assist_writer_rollback(writer, &error));
  ck_assert_int_eq(assist_writer_has(writer, "k1", 2, NULL, NULL, &error), 1);
  ck_assert_int_eq(assist_writer_has(writer, "k2", 2, NULL, NULL, &error), 0);
  put(writer, "k3", NULL, "戊己");
  assist_writer_close(writer);
  ck_assert_uint_eq(live(index), 1);
  size_t names = 0;
  DIR *list = opendir(at("a"));
  for (struct dirent *entry; (entry = readdir(list)) != NULL;) names += entry->d_name[0] != '.';
  (void)closedir(list);
  ck_assert_uint_eq(names, 6); /* four files of the segment, manifest, lock: nothing of what was forgotten */
  assist_index_close(index);
}
END_TEST

START_TEST(one_writer_at_a_time) {
  assist_index *index = open_index("a", ASSIST_OPEN_CREATE), *other = open_index("a", 0);
  assist_writer *writer = open_writer(index, 1, 0), *second = NULL;
  ck_assert_int_eq(assist_writer_open(other, NULL, &second, &error), ASSIST_BUSY);
  assist_index_close(index); /* the writer lives on */
  put(writer, "k", NULL, "一二");
  OK(assist_writer_commit(writer, &error));
  assist_writer_close(writer);
  OK(assist_writer_open(other, NULL, &second, &error));
  ck_assert_int_eq(assist_writer_has(second, "k", 1, NULL, NULL, &error), 1);
  assist_writer_close(second);
  ck_assert_uint_eq(live(other), 1);
  assist_index_close(other);
}
END_TEST

START_TEST(folders_that_are_no_index) {
  assist_index *index;
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  ck_assert_int_eq(assist_index_open(at("none"), NULL, &index, &error), ASSIST_NOTFOUND);
  ck_assert_int_eq(mkdir(at("empty"), 0700), 0);
  index = open_index("empty", 0);
  ck_assert_uint_eq(live(index), 0);
  assist_index_close(index);
  ck_assert_int_eq(rmdir(at("empty")), 0); /* asking wrote nothing */
  ck_assert_int_eq(mkdir(at("foreign"), 0700), 0);
  FILE *file = fopen(at("foreign/x"), "w");
  (void)fclose(file);
  options.flags = ASSIST_OPEN_CREATE;
  ck_assert_int_eq(assist_index_open(at("foreign"), &options, &index, &error), ASSIST_INVALID);
  ck_assert_int_eq(mkdir(at("cut"), 0700), 0); /* a creation that was cut short */
  file = fopen(at("cut/lock"), "w");
  (void)fclose(file);
  index = open_index("cut", 0);
  ck_assert_uint_eq(live(index), 0);
  assist_writer *writer = open_writer(index, 1, 0);
  put(writer, "k", NULL, "一二");
  OK(assist_writer_commit(writer, &error));
  assist_writer_close(writer);
  ck_assert_uint_eq(live(index), 1);
  assist_index_close(index);
  ck_assert_int_eq(assist_index_exists(at("cut")), 1);
}
END_TEST

START_TEST(attributes_are_committed) {
  assist_index *index = open_index("a", ASSIST_OPEN_CREATE);
  assist_writer *writer = open_writer(index, 1, 0);
  const void *bytes;
  size_t size;
  OK(assist_writer_set_attribute(writer, "b", "two", 3, &error));
  OK(assist_writer_set_attribute(writer, "a", "", 0, &error));
  OK(assist_writer_set_attribute(writer, "b", "zwei", 4, &error));
  OK(assist_writer_set_attribute(writer, "c", "x", 1, &error));
  OK(assist_writer_set_attribute(writer, "c", NULL, 0, &error));
  OK(assist_writer_commit(writer, &error));
  assist_snapshot *snapshot = snapshot_of(index);
  OK(assist_snapshot_attribute(snapshot, "b", &bytes, &size, &error));
  ck_assert(size == 4 && memcmp(bytes, "zwei", 4) == 0);
  OK(assist_snapshot_attribute(snapshot, "a", &bytes, &size, &error));
  ck_assert_uint_eq(size, 0);
  ck_assert_str_eq(assist_snapshot_attribute_at(snapshot, 0), "a");
  ck_assert_str_eq(assist_snapshot_attribute_at(snapshot, 1), "b");
  ck_assert_ptr_null(assist_snapshot_attribute_at(snapshot, 2));
  ck_assert_int_eq(assist_snapshot_attribute(snapshot, "c", &bytes, &size, &error), ASSIST_NOTFOUND);
  assist_snapshot_close(snapshot);
  assist_writer_close(writer);
  assist_index_close(index);
}
END_TEST

START_TEST(fields_values_and_misfits) {
  assist_index *index = open_index("a", ASSIST_OPEN_CREATE);
  assist_writer *writer = open_writer(index, 1, 0);
  assist_document *document;
  size_t misfits = 9;
  unsigned kinds;
  OK(assist_document_new(&document, &error));
  OK(assist_document_set_key(document, "1", 1, &error));
  OK(assist_document_add_number(document, "price", 12.5, &error));
  OK(assist_document_add_text(document, "author", "李白", strlen("李白"), &error));
  OK(assist_document_add_date(document, "author", 7, &error));
  OK(assist_document_add_stored(document, "raw", "x\0y", 3, &error));
  OK(assist_writer_put(writer, document, &misfits, &error));
  ck_assert_uint_eq(misfits, 0);
  assist_document_clear(document);
  OK(assist_document_set_key(document, "2", 1, &error));
  OK(assist_document_add_text(document, "price", "很贵", strlen("很贵"), &error));
  OK(assist_document_add_text(document, "body", "第一行\n正文", strlen("第一行\n正文"), &error));
  OK(assist_document_set_title_in_body(document, 0, strlen("第一行"), &error));
  OK(assist_writer_put(writer, document, &misfits, &error));
  ck_assert_uint_eq(misfits, 1);
  ck_assert_ptr_nonnull(strstr(error.message, "price"));
  OK(assist_document_set_title_in_body(document, 1000, 2, &error));
  ck_assert_int_eq(assist_writer_put(writer, document, NULL, &error), ASSIST_INVALID);
  OK(assist_writer_commit(writer, &error));
  assist_snapshot *snapshot = snapshot_of(index);
  ck_assert_str_eq(assist_snapshot_field_at(snapshot, 2, &kinds), "price");
  ck_assert_uint_eq(kinds, 1u << ASSIST_VALUE_NUMBER);
  ck_assert_str_eq(assist_snapshot_field_at(snapshot, 3, &kinds), "author");
  ck_assert_uint_eq(kinds, 1u << ASSIST_VALUE_TEXT | 1u << ASSIST_VALUE_DATE);
  ck_assert_uint_eq(occurrences(snapshot, "author", "李白"), 1);
  ck_assert_uint_eq(occurrences(snapshot, NULL, "李白"), 0);
  ck_assert_uint_eq(occurrences(snapshot, NULL, "很贵"), 0);
  assist_document *read;
  uint64_t number;
  size_t size;
  OK(assist_snapshot_find(snapshot, "2", 1, &number, &error));
  OK(assist_snapshot_document(snapshot, number, &read, &error));
  const char *title = assist_document_text(read, "title", &size);
  ck_assert(size == strlen("第一行") && memcmp(title, "第一行", size) == 0);
  assist_document_free(read);
  assist_document_free(document);
  assist_snapshot_close(snapshot);
  assist_writer_close(writer);
  assist_index_close(index);
  expect_clean("a");
}
END_TEST

static uint32_t seed;
static uint32_t draw(uint32_t below) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % below;
}

static void make_body(char *body, uint32_t pieces) {
  static const char *const list[] = {"中", "国", "法", "律", "的", "2021", "CT",
                                     "，", "。", "\n", "x6", " ",  "가",   "나"};
  *body = '\0';
  for (uint32_t n = 1 + draw(pieces); n > 0; n--) {
    const char *piece = list[draw(sizeof list / sizeof *list)];
    size_t size = strlen(piece);
    memcpy(body, piece, size + 1);
    body += size;
  }
}

static void put_random(assist_writer *writer, int big) {
  static char body[400000];
  char key[16];
  assist_document *document;
  make_body(body, big ? 20000 : 60);
  (void)snprintf(key, sizeof key, "k%u", draw(150));
  OK(assist_document_new(&document, &error));
  OK(assist_document_set_key(document, key, strlen(key), &error));
  OK(assist_document_add_text(document, "body", body, strlen(body), &error));
  if (draw(3) == 0) OK(assist_document_add_text(document, "title", "中国的x6", strlen("中国的x6"), &error));
  if (draw(9) == 0) OK(assist_document_add_text(document, "author", "李白", strlen("李白"), &error));
  if (draw(5) == 0) OK(assist_document_add_number(document, "n", draw(100), &error));
  if (draw(20) == 0) OK(assist_document_add_text(document, "other", "国法", strlen("国法"), &error));
  OK(assist_writer_put(writer, document, NULL, &error));
  assist_document_free(document);
}

static bool merge_last = true;
/* The same operations however they are cut into commits, batches and threads; merged at the end.  Gives the number of
 * segments there were before that. */
static uint64_t build(const char *name, uint32_t commit_every, int threads, uint64_t memory,
                      bool merge_between, int big) {
  assist_index *index = open_index(name, ASSIST_OPEN_CREATE);
  assist_writer *writer = open_writer(index, threads, memory);
  seed = 5;
  for (uint32_t i = 0; i < 400; i++) {
    char key[16];
    (void)snprintf(key, sizeof key, "k%u", draw(150));
    assist_status status = draw(6) == 0 ? assist_writer_remove(writer, key, strlen(key), &error) : ASSIST_OK;
    ck_assert(status == ASSIST_OK || status == ASSIST_NOTFOUND);
    put_random(writer, big);
    if (commit_every == 0 || i % commit_every != commit_every - 1) continue;
    OK(merge_between && i % (commit_every * 3) == 0 ? assist_writer_merge(writer, &error)
                                                    : assist_writer_commit(writer, &error));
  }
  OK(assist_writer_commit(writer, &error));
  assist_snapshot *snapshot = snapshot_of(index);
  uint64_t segments = stats_of(snapshot).segments;
  assist_snapshot_close(snapshot);
  if (merge_last) OK(assist_writer_merge(writer, &error));
  assist_writer_close(writer);
  assist_index_close(index);
  return segments;
}

START_TEST(equal_documents_equal_bytes) {
  static const struct {
    uint32_t commit_every;
    int threads;
    bool merge_between;
  } ways[] = {{1, 1, false}, {7, 2, false}, {50, 3, true}, {0, 2, false}, {9, 4, true}};
  writer_flags = _i >= 5 ? ASSIST_WRITER_REORDER : 0;
  build("one", 0, 1, 0, false, 0);
  expect_clean("one");
  build("two", ways[_i % 5].commit_every, ways[_i % 5].threads, ASSIST_MEMORY_MIN, ways[_i % 5].merge_between,
        0);
  expect_clean("two");
  ck_assert_int_eq(tree_compare(at("one"), at("two")), 6);
}
END_TEST

START_TEST(batches_that_fill_memory) {
  uint64_t by_fields = build("one", 0, 1, 0, false, 1); /* a new field begins a new segment */
  ck_assert_uint_gt(build("two", 0, 2, ASSIST_MEMORY_MIN, false, 1), by_fields);
  ck_assert_int_eq(tree_compare(at("one"), at("two")), 6);
  expect_clean("two");
}
END_TEST

/* Not only what is merged: every segment is the same. */
START_TEST(threads_change_no_byte) {
  merge_last = false;
  const uint64_t segments = build("one", 0, 1, ASSIST_MEMORY_MIN, false, 1);
  ck_assert_uint_eq(build("two", 0, 2 * _i, ASSIST_MEMORY_MIN, false, 1), segments);
  merge_last = true;
  ck_assert_int_ge(tree_compare(at("one"), at("two")), 6);
  expect_clean("two");
}
END_TEST

START_TEST(rebuild_keeps_documents) {
  build("a", 20, 1, 0, false, 0);
  assist_index *index = open_index("a", 0);
  assist_writer *writer = open_writer(index, 1, 0);
  assist_snapshot *before = snapshot_of(index);
  put(writer, "late", NULL, "后来");
  OK(assist_writer_rebuild(writer, &error));
  assist_snapshot *after = snapshot_of(index);
  ck_assert_uint_eq(stats_of(after).documents, stats_of(before).documents + 1);
  ck_assert_uint_eq(occurrences(after, NULL, "中国"), occurrences(before, NULL, "中国"));
  expect_body(after, "late", "后来");
  assist_snapshot_close(before);
  assist_snapshot_close(after);
  assist_writer_close(writer);
  assist_index_close(index);
  expect_clean("a");
}
END_TEST

START_TEST(an_index_without_stored_text) {
  assist_index *index = open_index("a", ASSIST_OPEN_CREATE | ASSIST_OPEN_NO_STORE);
  assist_writer *writer = open_writer(index, 1, 0);
  put(writer, "k", NULL, "一二三");
  put(writer, "j", NULL, "四五六");
  OK(assist_writer_commit(writer, &error));
  put(writer, "k", NULL, "七八九");
  OK(assist_writer_merge(writer, &error));
  ck_assert_int_eq(assist_writer_rebuild(writer, &error), ASSIST_UNSUPPORTED);
  assist_snapshot *snapshot = snapshot_of(index);
  assist_document *document;
  ck_assert_int_eq(stats_of(snapshot).stored, 0);
  ck_assert_uint_eq(occurrences(snapshot, NULL, "七八"), 1);
  OK(assist_snapshot_document(snapshot, assist_snapshot_next_document(snapshot, 0), &document, &error));
  ck_assert_uint_eq(assist_document_value_count(document), 0);
  assist_document_free(document);
  assist_snapshot_close(snapshot);
  assist_writer_close(writer);
  assist_index_close(index);
  expect_clean("a");
}
END_TEST

static int stop_at_once(void *context, uint64_t done, uint64_t total) {
  (void)context;
  ck_assert_uint_le(done, total);
  return 1;
}

START_TEST(a_cancelled_merge_changes_nothing) {
  build("a", 20, 1, 0, false, 1);
  assist_index *index = open_index("a", 0);
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  assist_writer *writer;
  options.progress = stop_at_once;
  options.threads = 1;
  OK(assist_writer_open(index, &options, &writer, &error));
  uint64_t before = live(index);
  put(writer, "late", NULL, "后来");
  ck_assert_int_eq(assist_writer_merge(writer, &error), ASSIST_CANCELLED);
  ck_assert_int_eq(assist_writer_commit(writer, &error), ASSIST_CANCELLED); /* poisoned */
  ck_assert_uint_le(live(index) - before, 1);
  OK(assist_writer_rollback(writer, &error));
  assist_writer_close(writer);
  assist_index_close(index);
  expect_clean("a");
}
END_TEST

static int expect_order(void *context, const char *term, size_t size, const char *field, uint64_t documents,
                        uint64_t occurrences_of) {
  size_t *terms = context;
  ck_assert_uint_gt(size, 0);
  ck_assert_ptr_nonnull(term);
  ck_assert_ptr_nonnull(field);
  ck_assert_uint_ge(occurrences_of, documents);
  (*terms)++;
  return 0;
}

/* Every printed term is found again, with as many occurrences. */
static int ask_again(void *context, const char *term, size_t size, const char *field, uint64_t documents,
                     uint64_t occurrences_of) {
  size_t count = 0;
  OK(assist_snapshot_postings(context, field, term, size, count_posting, &count, &error));
  ck_assert(count == occurrences_of && documents > 0);
  return 0;
}

START_TEST(terms_are_printed_and_found) {
  build("a", 0, 1, 0, false, 0);
  assist_index *index = open_index("a", 0);
  assist_snapshot *snapshot = snapshot_of(index);
  size_t terms = 0;
  OK(assist_snapshot_terms(snapshot, expect_order, &terms, &error));
  ck_assert_uint_gt(terms, 50);
  OK(assist_snapshot_terms(snapshot, ask_again, snapshot, &error));
  assist_snapshot_close(snapshot);
  assist_index_close(index);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("index");
  TCase *cases = tcase_create("index");
  tcase_add_checked_fixture(cases, set_up, tear_down);
  tcase_set_timeout(cases, 120);
  tcase_add_test(cases, put_commit_and_read_back);
  tcase_add_loop_test(cases, replace_and_remove, 1, 3);
  tcase_add_test(cases, rollback_and_close_forget);
  tcase_add_test(cases, one_writer_at_a_time);
  tcase_add_test(cases, folders_that_are_no_index);
  tcase_add_test(cases, attributes_are_committed);
  tcase_add_test(cases, fields_values_and_misfits);
  tcase_add_loop_test(cases, equal_documents_equal_bytes, 0, 10);
  tcase_add_test(cases, batches_that_fill_memory);
  tcase_add_loop_test(cases, threads_change_no_byte, 1, 3);
  tcase_add_test(cases, rebuild_keeps_documents);
  tcase_add_test(cases, an_index_without_stored_text);
  tcase_add_test(cases, a_cancelled_merge_changes_nothing);
  tcase_add_test(cases, terms_are_printed_and_found);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
