/* SPDX-License-Identifier: MIT
 *
 * What is remembered of look-ups equals what the dictionary says, for terms that are there and others, for more of
 * them than there is room, and in several threads at once. */
#include <check.h>
#include <stdlib.h>

#include "expect.h"
#include "port/thread.h"
#include "segment_model.h"
#include "segread/terms.h"

#define THREADS 4u
#define TERMS 12000u
#define ASKED 40000u
#define RUN 20u

static assist_error error;
static opened_model opened;
static const segment_model *model;
static as_segment *segment;
static as_term *terms; /* those of the model, and as many that differ in one number */
static as_term_info *infos;
static size_t count;

/* What the dictionary says, nothing remembered. */
static void look_up_all(void) {
  count = 2 * model->terms;
  terms = malloc(count * sizeof *terms);
  infos = calloc(count, sizeof *infos);
  for (size_t i = 0; i < count; i++) {
    bool found;
    terms[i] = model->term[i / 2].term;
    if (i % 4 == 1) terms[i].second++;
    if (i % 4 == 3) terms[i].first++;
    EXPECT(as_terms_look_up(segment, terms[i], &infos[i], &found, &error) == ASSIST_OK);
    EXPECT(found || i % 2 != 0 || model->term[i / 2].term.kind == AS_TERM_CHAR);
    if (!found) infos[i] = (as_term_info){.term = terms[i]};
  }
}

static void setup(void) {
  EXPECT(model_open(&opened, 60, TERMS, 7, &error) == ASSIST_OK);
  model = opened.model;
  segment = opened.segment;
  look_up_all();
}

static void teardown(void) {
  free(terms);
  free(infos);
  model_close(&opened);
}

static bool same(const as_term_info *a, const as_term_info *b) {
  if (a->documents == 0) return b->documents == 0;
  return a->documents == b->documents && a->occurrences == b->occurrences && a->offset == b->offset &&
         a->size == b->size && a->singles == b->singles && a->single == b->single &&
         a->term.first == b->term.first && a->term.second == b->term.second && a->term.kind == b->term.kind &&
         a->term.field == b->term.field;
}

/* Some terms again and again, others seldom; several at once. */
static bool ask(uint64_t seed, size_t among) {
  for (unsigned i = 0; i < ASKED / RUN; i++) {
    as_term asked[RUN];
    as_term_info found[RUN], *outs[RUN];
    size_t which[RUN];
    for (unsigned j = 0; j < RUN; j++) {
      which[j] = model_random(&seed, (uint32_t)(model_random(&seed, 2) == 0 ? among : among / 8 + 1));
      asked[j] = terms[which[j]];
      outs[j] = &found[j];
    }
    if (as_terms_find_all(segment, asked, RUN, outs, NULL) != ASSIST_OK) return false;
    for (unsigned j = 0; j < RUN; j++)
      if (!same(&infos[which[j]], &found[j])) return false;
  }
  return true;
}

START_TEST(what_is_remembered_is_right) {
  EXPECT(count > 8192);
  EXPECT(ask(1, 100));
  EXPECT(ask(2, count));
  EXPECT(ask(3, 100));
}
END_TEST

static assist_status run(void *context) {
  return ask(*(uint64_t *)context, count) ? ASSIST_OK : ASSIST_INVALID;
}

START_TEST(threads_share_it) {
  as_thread *threads[THREADS];
  uint64_t seeds[THREADS];
  for (unsigned i = 0; i < THREADS; i++) {
    seeds[i] = 100 + i;
    EXPECT(as_thread_start(run, &seeds[i], &threads[i], &error) == ASSIST_OK);
  }
  for (unsigned i = 0; i < THREADS; i++) EXPECT(as_thread_join(threads[i]) == ASSIST_OK);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("known terms");
  TCase *cases = tcase_create("known terms");
  tcase_add_checked_fixture(cases, setup, teardown);
  tcase_set_timeout(cases, 120);
  tcase_add_test(cases, what_is_remembered_is_right);
  tcase_add_test(cases, threads_share_it);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
