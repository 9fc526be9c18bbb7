/* SPDX-License-Identifier: MIT
 *
 * The best window of a document against a look at every window: a few positions, and so many that only places around the rarer terms
 * are looked at; terms that stand together, apart, everywhere. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "search/window.h"

#define ROUNDS 4000
#define TERMS 9u
#define CHARACTERS 5u
#define POSITIONS 2000u

static struct {
  as_relaxed_term terms[TERMS], characters[CHARACTERS];
  bool stands[TERMS][POSITIONS];
  uint32_t positions[TERMS][POSITIONS];
  as_window_list lists[TERMS];
  size_t count; /* of lists */
  unsigned long seed;
} world;

static unsigned below(unsigned n) {
  world.seed = world.seed * 6364136223846793005UL + 1442695040888963407UL;
  return (unsigned)(world.seed >> 33) % n;
}

static void make_terms(void) {
  for (unsigned i = 0; i < CHARACTERS; i++) world.characters[i].weight = below(50);
  for (unsigned i = 0; i < TERMS; i++) {
    as_relaxed_term *term = &world.terms[i];
    term->weight = 1 + below(100);
    for (int k = 0; k < 2; k++) term->inside[k] = below(3) == 0 ? AS_NO_TERM : below(CHARACTERS);
  }
}

/* One in SPREAD positions of a stretch of the document. */
static void make_list(unsigned term, unsigned length) {
  unsigned spread = 1 + below(below(2) == 0 ? 3 : 400), begin = below(length),
           end = begin + below(length - begin) + 1;
  as_window_list list = {.positions = world.positions[term], .term = term};
  for (unsigned at = begin; at < end; at++) {
    if (below(spread) != 0) continue;
    world.stands[term][at] = true;
    world.positions[term][list.count++] = at;
  }
  if (list.count > 0) world.lists[world.count++] = list;
}

static void make_document(void) {
  unsigned length = 1 + below(below(2) == 0 ? 60 : POSITIONS);
  memset(world.stands, 0, sizeof world.stands);
  world.count = 0;
  for (unsigned term = 0; term < TERMS; term++)
    if (below(4) != 0) make_list(term, length);
}

static uint64_t weight_from(unsigned first) {
  uint64_t weight = 0;
  bool there[CHARACTERS] = {false};
  for (unsigned term = 0; term < TERMS; term++) {
    bool stands = false;
    for (unsigned at = first; at < first + AS_WINDOW && at < POSITIONS; at++)
      stands |= world.stands[term][at];
    if (!stands) continue;
    weight += world.terms[term].weight;
    for (int k = 0; k < 2; k++)
      if (world.terms[term].inside[k] != AS_NO_TERM) there[world.terms[term].inside[k]] = true;
  }
  for (unsigned i = 0; i < CHARACTERS; i++) weight += there[i] ? world.characters[i].weight : 0;
  return weight;
}

static uint64_t best_of_all(void) {
  uint64_t best = 0;
  for (unsigned first = 0; first < POSITIONS; first++) {
    bool begins = false;
    for (unsigned term = 0; term < TERMS; term++) begins |= world.stands[term][first];
    uint64_t weight = begins ? weight_from(first) : 0;
    if (weight > best) best = weight;
  }
  return best;
}

START_TEST(test_against_all_windows) {
  as_search_context context;
  as_window window;
  const as_relaxation relaxation = {.terms = world.terms,
                                    .count = TERMS,
                                    .term_count = TERMS,
                                    .characters = world.characters,
                                    .character_count = CHARACTERS};
  ck_assert_int_eq(as_search_context_init(&context, NULL, 0, NULL, NULL), ASSIST_OK);
  ck_assert(as_window_init(&window, &context, &relaxation));
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t got = 1;
    make_terms();
    make_document();
    ck_assert(as_window_best(&window, world.lists, world.count, &got));
    ck_assert_uint_eq(got, best_of_all());
    for (unsigned i = 0; i < TERMS; i++) ck_assert_uint_eq(window.terms[i], 0);
    for (unsigned i = 0; i < CHARACTERS; i++) ck_assert_uint_eq(window.characters[i], 0);
  }
  as_window_clear(&window);
  as_search_context_clear(&context);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("window");
  TCase *all = tcase_create("all");
  tcase_set_timeout(all, 120);
  tcase_add_test(all, test_against_all_windows);
  suite_add_tcase(suite, all);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
