/* SPDX-License-Identifier: MIT
 * Sketches: copies are told from other documents, whatever a batch calls its tokens. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "memory/lane.h"
#include "memory/sketch.h"

#define DOCUMENTS 400u
#define MOST 2500u
#define WORDS 3000u

static uint64_t state = 88172645463325252u;

static uint32_t below(uint32_t limit) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)((state >> 32) * limit >> 32);
}

static as_bytemap *tokens;

static void sketch_of(const uint32_t *words, size_t count, const as_bytemap *map, uint8_t *out_sketch) {
  uint32_t units[64];
  ck_assert_uint_le(as_bytemap_count(map), 64);
  for (uint32_t i = 0; i < as_bytemap_count(map); i++) units[i] = as_sketch_token(as_bytemap_key(map, i));
  as_sketch_of(words, count, units, out_sketch);
}

/* Words of two characters, the first ones more often; a break now and then. */
static size_t make_text(uint32_t *words) {
  size_t length = 100 + below(MOST / 2), count = 0;
  while (count < length) {
    uint32_t word = below(below(WORDS) + 1);
    words[count++] = 0x4E00 + word % 83 * 7;
    words[count++] = 0x4E00 + word / 83 * 11 + word % 5;
    if (below(8) == 0) words[count++] = AS_WORD_BREAK;
  }
  return count;
}

/* A tenth of the characters become others, go, or get a neighbour. */
static size_t edit(uint32_t *words, size_t count) {
  for (size_t i = count / 10; i > 0; i--) {
    size_t at = below((uint32_t)count);
    switch (below(3)) {
    case 0: words[at] = 0x4E00 + below(5000); break;
    case 1:
      memmove(words + at, words + at + 1, (count - at - 1) * sizeof *words);
      count--;
      break;
    default:
      memmove(words + at + 1, words + at, (count - at) * sizeof *words);
      words[at] = 0x4E00 + below(5000);
      count++;
    }
  }
  return count;
}

START_TEST(copies_are_found_and_nothing_else) {
  static uint8_t originals[DOCUMENTS][AS_SKETCH_BYTES], copies[DOCUMENTS][AS_SKETCH_BYTES];
  static uint32_t words[2 * MOST];
  size_t found = 0, wrong = 0;
  for (unsigned i = 0; i < DOCUMENTS; i++) {
    size_t count = make_text(words);
    sketch_of(words, count, tokens, originals[i]);
    sketch_of(words, edit(words, count), tokens, copies[i]);
  }
  for (unsigned i = 0; i < DOCUMENTS; i++) {
    for (unsigned j = 0; j < DOCUMENTS; j++) {
      if (!as_sketch_is_copy(originals[i], copies[j])) continue;
      found += i == j;
      wrong += i != j;
    }
  }
  ck_assert_uint_ge(found, DOCUMENTS * 99 / 100);
  ck_assert_uint_le(wrong, found / 100);
}
END_TEST

START_TEST(a_break_counts_as_a_unit) {
  uint8_t a[AS_SKETCH_BYTES], b[AS_SKETCH_BYTES];
  uint32_t words[90];
  for (unsigned i = 0; i < 90; i++) words[i] = AS_WORD_BREAK;
  sketch_of(words, 90, tokens, a);
  ck_assert(!as_sketch_is_some(a)); /* always the same pair */
  sketch_of(words, 0, tokens, a);
  ck_assert(!as_sketch_is_some(a));
  for (unsigned i = 0; i < 90; i++) words[i] = 0x4E00 + i;
  sketch_of(words, 90, tokens, a);
  ck_assert(as_sketch_is_some(a));
  ck_assert_uint_eq(as_sketch_agreement(a, a), AS_SKETCH_BINS);
  for (unsigned i = 5; i < 90; i += 6) words[i] = AS_WORD_BREAK;
  sketch_of(words, 90, tokens, b);
  ck_assert_uint_lt(as_sketch_agreement(a, b), AS_SKETCH_BINS - 5);
  sketch_of(words, AS_SKETCH_UNITS_LEAST - 1, tokens, b);
  ck_assert(!as_sketch_is_some(b)); /* too short */
}
END_TEST

/* The same names, seen in another order: other numbers, one sketch. */
START_TEST(tokens_count_by_their_bytes) {
  static const char *const names[] = {"ct", "mri", "x6", "covid", "2021", "30", "a", "assist", "12", "iso"};
  uint8_t sketches[2][AS_SKETCH_BYTES];
  for (unsigned turn = 0; turn < 2; turn++) {
    uint32_t words[90];
    as_bytemap_reset(tokens);
    for (unsigned i = 0; i < 10; i++)
      as_bytemap_add(tokens, as_slice_of_text(names[turn == 0 ? i : 9 - i]), NULL);
    for (unsigned i = 0; i < 90; i++)
      words[i] = i % 3 == 1 ? 0x5E74 + i
                            : AS_WORD_TOKEN | as_bytemap_find(tokens, as_slice_of_text(names[i * 7 % 10]));
    sketch_of(words, 90, tokens, sketches[turn]);
  }
  ck_assert(as_sketch_is_some(sketches[0]));
  ck_assert_mem_eq(sketches[0], sketches[1], AS_SKETCH_BYTES);
}
END_TEST

/* A sketch is bytes of the format: doc/format.md, section 6, from its words alone. */
START_TEST(the_bytes_are_those_of_the_format) {
  uint32_t words[80];
  uint64_t lowest[64];
  uint8_t sketch[AS_SKETCH_BYTES], wanted[AS_SKETCH_BYTES] = {0};
  for (unsigned i = 0; i < 80; i++) words[i] = 0x4E00 + i * i * 37 % 5000;
  words[7] = words[20] = words[21] = AS_WORD_BREAK;
  for (unsigned i = 0; i < 64; i++) lowest[i] = UINT64_MAX;
  for (unsigned i = 1; i < 80; i++) {
    uint64_t hash = (((uint64_t)words[i] + 2) << 32 | words[i - 1]) * UINT64_C(0x9E3779B97F4A7C15);
    if (hash < lowest[hash >> 58]) lowest[hash >> 58] = hash;
  }
  for (unsigned i = 0; i < 64; i++) {
    unsigned from = i;
    while (lowest[from] == UINT64_MAX) from = (from + 1) % 64;
    wanted[i / 4] |= (uint8_t)(((uint32_t)(lowest[from] >> 25) * UINT32_C(0x9E3779B1) >> 30) << i % 4 * 2);
  }
  sketch_of(words, 80, tokens, sketch);
  ck_assert_mem_eq(sketch, wanted, AS_SKETCH_BYTES);
}
END_TEST

int main(void) {
  tokens = as_bytemap_new();
  Suite *suite = suite_create("sketch");
  TCase *cases = tcase_create("sketch");
  tcase_add_test(cases, copies_are_found_and_nothing_else);
  tcase_add_test(cases, a_break_counts_as_a_unit);
  tcase_add_test(cases, tokens_count_by_their_bytes);
  tcase_add_test(cases, the_bytes_are_those_of_the_format);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  as_bytemap_free(tokens);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
