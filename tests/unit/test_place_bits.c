/* SPDX-License-Identifier: MIT
 *
 * Positions as bits equal those read one document after another: of all lists, of all documents and of some, for windows that begin and
 * end anywhere, with an offset and without. */
#include <stdlib.h>
#include <string.h>

#include "expect.h"
#include "format/length.h"
#include "segment_model.h"
#include "segread/place_bits.h"

#define DOCUMENTS 700u
#define TERMS 6000u
#define WINDOWS 6u

static assist_error error;
static opened_model opened;
static uint32_t starts[DOCUMENTS + 1];
static uint64_t *bits, *expected;

static void setup(void) { EXPECT(model_open(&opened, DOCUMENTS, TERMS, 23, &error) == ASSIST_OK); }

static void teardown(void) {
  model_close(&opened);
  free(bits);
  free(expected);
}

/* One document of SHARE is wanted, of those from FROM on and before UNTIL. */
static void lay_out(const uint8_t *codes, uint32_t from, uint32_t until, uint32_t share, uint64_t *seed) {
  uint32_t words = 0;
  for (uint32_t d = 0; d < DOCUMENTS; d++) {
    starts[d] = words;
    if (d >= from && d < until && model_random(seed, share) == 0)
      words += as_length_of_code(codes[d]) / 64 + 1;
  }
  starts[DOCUMENTS] = words;
  free(bits);
  free(expected);
  EXPECT((bits = calloc(words + 1, sizeof *bits)) != NULL);
  EXPECT((expected = calloc(words + 1, sizeof *expected)) != NULL);
}

static void expect_term(const model_term *term, uint32_t offset) {
  const uint32_t *position = term->position;
  for (uint32_t i = 0; i < term->documents; position += term->frequency[i++]) {
    const uint32_t document = term->document[i];
    for (uint32_t p = 0; p < term->frequency[i] && starts[document] != starts[document + 1]; p++) {
      const uint32_t at = position[p] + offset;
      expected[starts[document] + at / 64] |= UINT64_C(1) << at % 64;
    }
  }
}

static void mark_term(as_postings *list, const model_term *term, uint32_t from, uint32_t until,
                      uint32_t offset) {
  const as_position_marks marks = {starts, bits, offset};
  as_term_info info;
  bool found;
  EXPECT(as_terms_look_up(opened.segment, term->term, &info, &found, &error) == ASSIST_OK && found);
  EXPECT(as_postings_open(list, opened.segment, &info, &error) == ASSIST_OK);
  uint32_t document = as_postings_advance(list, from);
  while (document < until) {
    EXPECT(as_postings_mark(list, until, &marks));
    document = as_postings_next(list);
  }
  EXPECT(list->status == ASSIST_OK);
}

START_TEST(bits_are_the_positions) {
  uint64_t seed = 7;
  size_t marked = 0;
  as_postings list;
  as_postings_init(&list);
  for (unsigned window = 0; window < WINDOWS; window++) {
    const uint32_t from = window == 0 ? 0 : model_random(&seed, DOCUMENTS);
    const uint32_t until = window == 0 ? DOCUMENTS : from + model_random(&seed, DOCUMENTS - from + 1);
    for (size_t i = 0; i < opened.model->terms; i++) {
      const model_term *term = &opened.model->term[i];
      const uint32_t offset = model_random(&seed, 2);
      if (term->position == NULL) continue;
      const uint8_t *codes = as_segment_length_codes(opened.segment, term->term.field, &error);
      EXPECT(codes != NULL);
      lay_out(codes, from, until, 1 + window % 3, &seed);
      expect_term(term, offset);
      mark_term(&list, term, from, until, offset);
      EXPECT(memcmp(bits, expected, starts[DOCUMENTS] * sizeof *bits) == 0);
      for (uint32_t w = 0; w < starts[DOCUMENTS]; w++) marked += bits[w] != 0;
    }
  }
  as_postings_clear(&list);
  ck_assert_uint_gt(marked, 100000);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("place bits");
  TCase *cases = tcase_create("place bits");
  tcase_set_timeout(cases, 120);
  tcase_add_checked_fixture(cases, setup, teardown);
  tcase_add_test(cases, bits_are_the_positions);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
