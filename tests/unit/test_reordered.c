/* SPDX-License-Identifier: MIT
 *
 * Reordered segments by their bytes: the same documents give the same ones, whatever the commits, threads and memory were that brought
 * them; merged back to the order of insertion, those of an index that was never reordered; and ranks are a permutation that is kept
 * by what comes behind. */
#include <assist.h>
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index/handle.h"
#include "index/part.h"
#include "tree.h"

#define DOCUMENTS 700u

static char root[64];
static assist_error error;
#define OK(call) ck_assert_msg((call) == ASSIST_OK, "%s: %s", #call, error.message)

static void set_up(void) {
  (void)strcpy(root, "/tmp/assist-test-reordered-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(root));
}

static void tear_down(void) { tree_remove(root); }

static const char *at(const char *name) {
  static char paths[2][128];
  static int which;
  which = !which;
  (void)snprintf(paths[which], sizeof paths[which], "%s/%s", root, name);
  return paths[which];
}

static uint32_t seed;
static uint32_t draw(uint32_t below) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % below;
}

/* Of one of seven kinds, each with characters of its own: from 一, 丈, ... on. */
static void put(assist_writer *writer, uint32_t number) {
  char key[16], body[1024], *to = body;
  assist_document *document;
  const uint32_t kind = draw(7);
  for (uint32_t n = 20 + draw(80); n > 0; n--) {
    const uint32_t code = 0x4E00 + (draw(3) > 0 ? 8 * (kind + 1) + draw(8) : draw(8));
    *to++ = (char)(0xE0 | code >> 12);
    *to++ = (char)(0x80 | (code >> 6 & 63));
    *to++ = (char)(0x80 | (code & 63));
  }
  (void)snprintf(key, sizeof key, "%u", number);
  OK(assist_document_new(&document, &error));
  OK(assist_document_set_key(document, key, strlen(key), &error));
  OK(assist_document_add_text(document, "body", body, (size_t)(to - body), &error));
  if (draw(3) == 0) OK(assist_document_add_text(document, "author", "李白", strlen("李白"), &error));
  if (draw(3) == 0) OK(assist_document_add_number(document, "n", draw(100), &error));
  OK(assist_writer_put(writer, document, NULL, &error));
  assist_document_free(document);
}

static assist_writer *open_writer(assist_index *index, int threads, uint64_t memory, unsigned flags) {
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  assist_writer *writer;
  options.threads = threads;
  options.memory = memory;
  options.flags = flags;
  OK(assist_writer_open(index, &options, &writer, &error));
  return writer;
}

static void with_writer(const char *name, unsigned flags,
                        assist_status (*call)(assist_writer *writer, assist_error *error)) {
  assist_index *index;
  OK(assist_index_open(at(name), NULL, &index, &error));
  assist_writer *writer = open_writer(index, 2, 0, flags);
  OK(call(writer, &error));
  assist_writer_close(writer);
  assist_index_close(index);
  OK(assist_index_check(at(name), NULL, NULL, NULL, &error));
}

/* With a commit every so often, and a merge every fourth time, if there is to be any between. */
static void build(const char *name, uint32_t commit_every, int threads, uint64_t memory, bool merges,
                  unsigned flags) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  assist_index *index;
  options.flags = ASSIST_OPEN_CREATE;
  OK(assist_index_open(at(name), &options, &index, &error));
  assist_writer *writer = open_writer(index, threads, memory, flags);
  seed = 5;
  for (uint32_t i = 0; i < DOCUMENTS; i++) {
    put(writer, i < DOCUMENTS / 2 ? i : draw(DOCUMENTS));
    if (i % commit_every != commit_every - 1) continue;
    OK(merges && i / commit_every % 4 == 3 ? assist_writer_merge(writer, &error)
                                           : assist_writer_commit(writer, &error));
  }
  OK(assist_writer_commit(writer, &error));
  assist_writer_close(writer);
  assist_index_close(index);
}

START_TEST(equal_documents_equal_bytes) {
  static const struct {
    uint32_t commit_every;
    int threads;
    bool merges;
  } ways[] = {{30, 1, false}, {50, 2, true}, {DOCUMENTS, 2, false}};
  build("one", DOCUMENTS + 1, 1, 0, false, ASSIST_WRITER_REORDER);
  build("two", ways[_i].commit_every, ways[_i].threads, 2 * ASSIST_MEMORY_MIN, ways[_i].merges,
        ASSIST_WRITER_REORDER);
  with_writer("one", ASSIST_WRITER_REORDER, assist_writer_merge);
  with_writer("two", ASSIST_WRITER_REORDER, assist_writer_merge);
  ck_assert_int_eq(tree_compare(at("one"), at("two")), 6);
}
END_TEST

START_TEST(back_to_the_order_of_insertion) {
  build("one", 20, 1, 0, false, 0);
  build("two", 50, 2, 0, true, ASSIST_WRITER_REORDER);
  with_writer("two", ASSIST_WRITER_REORDER, assist_writer_merge);
  if (_i == 1) {
    with_writer("one", 0, assist_writer_rebuild);
    with_writer("two", 0, assist_writer_rebuild);
  }
  with_writer("one", 0, assist_writer_merge);
  with_writer("two", 0, assist_writer_merge);
  ck_assert_int_eq(tree_compare(at("one"), at("two")), 6);
}
END_TEST

/* Ranks of the first segment; the numbers that are not their places, and the insertion numbers behind them, which ascend by rank. */
static uint32_t moved_in(const char *name) {
  as_folder *folder;
  as_manifest *manifest;
  as_part part;
  uint32_t moved = 0;
  uint64_t before = 0, insertion;
  OK(as_folder_open(at(name), &folder, &error));
  OK(as_home_manifest(folder, &manifest, &error));
  OK(as_part_open(&part, folder, &manifest->segments[0], &error));
  const uint32_t *ranks = as_segment_ranks(part.segment), *places = as_segment_places(part.segment);
  ck_assert_ptr_nonnull(ranks);
  for (uint32_t i = 0; i < as_segment_documents(part.segment); i++) {
    ck_assert_uint_eq(ranks[places[i]], i);
    moved += ranks[i] != i;
    OK(as_segment_insertion(part.segment, places[i], &insertion, &error));
    ck_assert(i == 0 || insertion > before);
    before = insertion;
  }
  as_part_close(&part);
  as_manifest_free(manifest);
  as_folder_close(folder);
  return moved;
}

START_TEST(documents_do_move) {
  build("one", 100, 1, 0, false, 0);
  with_writer("one", ASSIST_WRITER_REORDER, assist_writer_merge);
  ck_assert_uint_gt(moved_in("one"), DOCUMENTS / 2);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("reordered");
  TCase *cases = tcase_create("reordered");
  tcase_add_checked_fixture(cases, set_up, tear_down);
  tcase_set_timeout(cases, 300);
  tcase_add_loop_test(cases, equal_documents_equal_bytes, 0, 3);
  tcase_add_loop_test(cases, back_to_the_order_of_insertion, 0, 2);
  tcase_add_test(cases, documents_do_move);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
