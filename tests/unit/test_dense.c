/* SPDX-License-Identifier: MIT
 *
 * Sets of documents equal the lists they were made of, come only after as many looks as a list has blocks, for long and dense lists
 * alone, stay within their memory, and are the same in several threads at once. */
#include <check.h>
#include <stdlib.h>

#include "expect.h"
#include "port/thread.h"
#include "segment_model.h"
#include "segread/dense.h"
#include "segread/postings.h"

#define THREADS 4u
#define DOCUMENTS 640u
#define TERMS 9000u
#define ASKED 20000u
#define LOOKS 3u

static assist_error error;
static opened_model opened;
static const segment_model *model;
static as_segment *segment;
static as_term_info *infos;

static void setup(void) {
  EXPECT(model_open(&opened, DOCUMENTS, TERMS, 11, &error) == ASSIST_OK);
  model = opened.model;
  segment = opened.segment;
  infos = calloc(model->terms, sizeof *infos);
  for (size_t i = 0; i < model->terms; i++) {
    bool found;
    EXPECT(as_terms_look_up(segment, model->term[i].term, &infos[i], &found, &error) == ASSIST_OK && found);
  }
}

static void teardown(void) {
  free(infos);
  model_close(&opened);
}

static bool same(const uint64_t *words, const model_term *term) {
  uint32_t next = 0;
  for (uint32_t document = 0; document < DOCUMENTS; document++) {
    bool there = next < term->documents && term->document[next] == document;
    next += there;
    if (as_dense_has(words, document) != there) return false;
  }
  return true;
}

static bool may_have_one(const model_term *term) {
  return term->documents >= AS_POSTINGS_BLOCK && term->documents >= DOCUMENTS / AS_DENSE_SHARE;
}

/* How many terms have a set; SIZE_MAX: one is wrong, or should not be. */
static size_t ask(uint64_t seed, size_t times) {
  size_t sets = 0;
  for (size_t i = 0; i < times; i++) {
    size_t which = model_random(&seed, (uint32_t)model->terms);
    const uint64_t *words = as_dense_documents(segment, &infos[which], LOOKS);
    if (words != NULL && (!may_have_one(&model->term[which]) || !same(words, &model->term[which])))
      return SIZE_MAX;
    if (as_dense_memory(segment) > as_dense_memory_most(segment) + THREADS * DOCUMENTS) return SIZE_MAX;
    sets += words != NULL;
  }
  return sets;
}

START_TEST(sets_are_right) {
  size_t sets = ask(1, ASKED);
  EXPECT(sets != SIZE_MAX && sets > ASKED / 20);
  EXPECT(as_dense_memory(segment) <= as_dense_memory_most(segment));
  EXPECT(ask(2, ASKED) > ASKED / 20);
}
END_TEST

START_TEST(memory_is_bounded) {
  size_t could = 0;
  for (unsigned round = 0; round < 4; round++) {
    for (size_t i = 0; i < model->terms; i++) {
      could += round == 0 && may_have_one(&model->term[i]);
      (void)as_dense_documents(segment, &infos[i], 1000);
    }
  }
  EXPECT(could * (DOCUMENTS / 8) > as_dense_memory_most(segment));
  EXPECT(as_dense_memory(segment) <= as_dense_memory_most(segment));
  EXPECT(as_dense_memory(segment) > as_dense_memory_most(segment) * 3 / 4);
  EXPECT(ask(3, ASKED) != SIZE_MAX);
}
END_TEST

START_TEST(a_set_comes_after_as_many_looks_as_blocks) {
  size_t which = 0;
  while (model->term[which].documents < 4 * AS_POSTINGS_BLOCK) which++;
  const uint32_t blocks = model->term[which].documents / AS_POSTINGS_BLOCK;
  for (uint32_t i = 1; i < blocks; i++) EXPECT(as_dense_documents(segment, &infos[which], 1) == NULL);
  EXPECT(as_dense_memory(segment) == 0);
  EXPECT(as_dense_documents(segment, &infos[which], 1) != NULL);
  EXPECT(as_dense_memory(segment) == DOCUMENTS / 8);
}
END_TEST

static assist_status run(void *context) {
  return ask(*(uint64_t *)context, ASKED) == SIZE_MAX ? ASSIST_INVALID : ASSIST_OK;
}

START_TEST(threads_share_them) {
  as_thread *threads[THREADS];
  uint64_t seeds[THREADS];
  for (unsigned i = 0; i < THREADS; i++) {
    seeds[i] = 100 + i % 2;
    EXPECT(as_thread_start(run, &seeds[i], &threads[i], &error) == ASSIST_OK);
  }
  for (unsigned i = 0; i < THREADS; i++) EXPECT(as_thread_join(threads[i]) == ASSIST_OK);
  EXPECT(as_dense_memory(segment) <= as_dense_memory_most(segment));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("dense lists");
  TCase *cases = tcase_create("dense lists");
  tcase_add_checked_fixture(cases, setup, teardown);
  tcase_set_timeout(cases, 120);
  tcase_add_test(cases, sets_are_right);
  tcase_add_test(cases, memory_is_bounded);
  tcase_add_test(cases, a_set_comes_after_as_many_looks_as_blocks);
  tcase_add_test(cases, threads_share_them);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
