/* SPDX-License-Identifier: MIT
 *
 * What is learned of spellings: true for ever, and never more than was seen. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "index/spelled.h"
#include "tests/unit/rounds.h"
#include "text/unit.h"
#include "text/utf8.h"

enum { LEAD = 0x9818, HAIR = 0x53d1, ONE = 0x4e00, TEXT = 40 };

/* A text of TEXT characters, the last ones as given, the others written as they fold. */
static void learn(as_spelled *spelled, uint64_t document, const as_spelling *last, size_t count) {
  as_spelling text[TEXT];
  for (uint32_t i = 0; i < TEXT; i++) text[i] = (as_spelling){0x6000 + i, 0x6000 + i};
  for (size_t i = 0; i < count; i++) text[TEXT - count + i] = last[i];
  as_spelled_learn(spelled, document, text, TEXT);
}

static const as_spelling simplified[] = {{LEAD, 0x9886}, {HAIR, 0x53d1}};
static const as_spelling traditional[] = {{LEAD, 0x9818}, {HAIR, 0x767c}, {ONE, 0x4e00}};
static const as_spelling both[] = {{HAIR, 0x53d1}, {HAIR, 0x9aee}, {LEAD, 0x9886}};
static const as_spelling joined[] = {{LEAD, 0x9886}, {HAIR, 0}};

START_TEST(test_forms) {
  as_spelled *spelled = as_spelled_new(5);
  ck_assert_ptr_nonnull(spelled);
  ck_assert_uint_eq(as_spelled_form(spelled, 0, LEAD), 0);
  learn(spelled, 0, simplified, 2);
  ck_assert_uint_eq(as_spelled_form(spelled, 0, LEAD), 0x9886);
  ck_assert_uint_eq(as_spelled_form(spelled, 1, LEAD), 0);

  as_spelled_learn(spelled, 1, traditional, 3); /* all but one against: it adds nothing */
  ck_assert_uint_eq(as_spelled_form(spelled, 1, LEAD), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 1, HAIR), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 1, ONE), 0);

  learn(spelled, 2, both, 3);
  ck_assert_uint_eq(as_spelled_form(spelled, 2, HAIR), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 2, LEAD), 0x9886);

  learn(spelled, 3, joined, 2);
  ck_assert_uint_eq(as_spelled_form(spelled, 3, HAIR), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 3, LEAD), 0x9886);

  learn(spelled, 4, traditional + 1, 2); /* one against of many: the rest is added */
  ck_assert_uint_eq(as_spelled_form(spelled, 4, HAIR), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 4, ONE), 0x4e00);
  as_spelled_learn(spelled, 1, traditional, 3); /* read again, it has one exception less */
  ck_assert_uint_eq(as_spelled_form(spelled, 1, ONE), 0x4e00);
  ck_assert_uint_eq(as_spelled_form(spelled, 1, HAIR), 0);
  as_spelled_free(spelled);
}
END_TEST

/* A few exceptions are told apart from all else; of many none is forgotten. */
START_TEST(test_exceptions) {
  as_spelled *spelled = as_spelled_new(TEXT + 1);
  as_spelling text[TEXT];
  ck_assert_ptr_nonnull(spelled);
  learn(spelled, TEXT, NULL, 0);
  for (uint32_t n = 0; n < TEXT; n++) {
    unsigned known = 0;
    for (uint32_t i = 0; i < TEXT; i++) text[i] = (as_spelling){0x6000 + i, i < n ? 0x7000 : 0x6000 + i};
    as_spelled_learn(spelled, n, text, TEXT);
    for (uint32_t i = 0; i < TEXT; i++) {
      uint32_t form = as_spelled_form(spelled, n, 0x6000 + i);
      ck_assert(form == 0 || (form == 0x6000 + i && i >= n));
      known += form != 0;
    }
    if (n <= 3) ck_assert_uint_eq(known, TEXT - n);
  }
  as_spelled_free(spelled);
}
END_TEST

START_TEST(test_bounds) {
  static const as_spelling beyond[] = {{0x40000, 0x9886}, {UINT32_MAX, 1}};
  as_spelled *spelled = as_spelled_new(1);
  ck_assert_ptr_nonnull(spelled);
  learn(spelled, 1, simplified, 2);
  ck_assert_uint_eq(as_spelled_form(spelled, 1, LEAD), 0);
  as_spelled_learn(spelled, 0, beyond, 2);
  ck_assert_uint_eq(as_spelled_form(spelled, 0, 0x40000), 0);
  ck_assert_uint_eq(as_spelled_form(spelled, 0, UINT32_MAX), 0);
  as_spelled_free(spelled);
  as_spelled_free(NULL);
}
END_TEST

/* ---- texts as they stand ---- */

enum { PIECES_MOST = 24, TEXT_MOST = 512, DOCUMENTS = 64 };

/* What a scanner has rules for: readings, zeros, marks, forms that expand, things that vanish or hide, broken bytes. */
static const char *const pieces[] = {
    "发",
    "髮",
    "發",
    "中国",
    "中國",
    "一",
    "二",
    "〇",
    "○",
    "O",
    "o",
    "oo",
    "Ｏ",
    "(fa)",
    "(fà)",
    "（fā）",
    "(ㄈㄚ)",
    "，",
    "。",
    "\n",
    " ",
    "\xE3\x80\x80",
    "CT",
    "2021",
    "㎡",
    "㈱",
    "①",
    "㋀",
    "か",
    "ガ",
    "ｶﾞ",
    "か\xE3\x82\x99",
    "한",
    "하\xE1\x86\xAB",
    "e\xCC\x81",
    "發\xCC\x81",
    "发\xEF\xB8\x80",
    "\xE2\x80\x8B",
    "\xEF\xBF\xB9",
    "\xEF\xBF\xBA",
    "\xEF\xBF\xBB",
    "⻓",
    "\xEF\xA4\x80",
    "𠀀",
    "\xF0\xA0\x80",
    "\xE0\x80\x80",
    "\xE5\x8F",
    "\xED\xA0\x80",
    "\xFF",
    ")",
    "(",
    "裡",
    "裏",
    "里",
};
#define PIECES (sizeof pieces / sizeof *pieces)

/* Whether the document's units of TEXT are written as SPELLED says, wherever it says something; how often it does. */
static size_t count_known(const as_spelled *spelled, uint64_t document, const char *text, size_t size) {
  as_scanner *scanner = as_scanner_new();
  as_unit unit;
  size_t known = 0;
  ck_assert_ptr_nonnull(scanner);
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, text, size);
  while (as_scanner_next(scanner, &unit)) {
    const uint32_t form = unit.kind == AS_UNIT_CHAR ? as_spelled_form(spelled, document, unit.code) : 0;
    uint8_t bytes[4];
    if (form == 0) continue;
    const as_unit as_form = {.start = 0, .end = as_utf8_put(form, bytes)};
    ck_assert_msg(as_unit_same_spelling((const uint8_t *)text, &unit, bytes, &as_form), "U+%04X in %.*s",
                  form, (int)size, text);
    known++;
  }
  as_scanner_free(scanner);
  return known;
}

static size_t make_text(char *text, unsigned plain) {
  size_t size = 0, count = 1 + (size_t)rand() % PIECES_MOST;
  for (size_t i = 0; i < count; i++) {
    const char *piece = rand() % 8 < (int)plain ? "的中国一个" : pieces[(size_t)rand() % PIECES];
    memcpy(text + size, piece, strlen(piece));
    size += strlen(piece);
  }
  return size;
}

START_TEST(test_skim) {
  size_t known = 0, skimmed = 0;
  srand(1);
  for (unsigned round = 0; round < rounds_of(400); round++) {
    as_spelled *spelled = as_spelled_new(DOCUMENTS);
    ck_assert_ptr_nonnull(spelled);
    for (uint64_t d = 0; d < DOCUMENTS; d++) {
      char texts[2][TEXT_MOST];
      const as_slice slices[2] = {as_slice_of(texts[0], make_text(texts[0], round % 8)),
                                  as_slice_of(texts[1], make_text(texts[1], 7))};
      if (!as_spelled_skim(spelled, d, slices, 2)) continue;
      skimmed++;
      for (size_t i = 0; i < 2; i++) known += count_known(spelled, d, texts[i], slices[i].size);
    }
    as_spelled_free(spelled);
  }
  ck_assert_uint_gt(skimmed, rounds_of(400) * DOCUMENTS / 8);
  ck_assert_uint_gt(known, 10 * skimmed);
}
END_TEST

/* It learns what as_spelled_learn does. */
START_TEST(test_skim_learns) {
  const as_slice simple = as_slice_of_text("领导发现中国的头发，在一个地方OK。");
  const as_slice other = as_slice_of_text("領導發現中國的頭髮，在一個地方。");
  as_spelled *spelled = as_spelled_new(4);
  ck_assert_ptr_nonnull(spelled);
  ck_assert(!as_spelled_knows(spelled, 0));
  ck_assert(as_spelled_skim(spelled, 0, &simple, 1));
  ck_assert(as_spelled_knows(spelled, 0) && !as_spelled_knows(spelled, 1) && !as_spelled_knows(spelled, 4));
  ck_assert_uint_eq(as_spelled_form(spelled, 0, LEAD), 0x9886);
  ck_assert(as_spelled_skim(spelled, 1, &other, 1));
  ck_assert_uint_eq(as_spelled_form(spelled, 1, LEAD), 0);
  ck_assert(as_spelled_skim(spelled, 2, &simple, 1));
  ck_assert_uint_eq(as_spelled_form(spelled, 2, LEAD), 0x9886);
  const as_slice zeros = as_slice_of_text("二OO八");
  ck_assert(!as_spelled_skim(spelled, 3, &zeros, 1));
  ck_assert(!as_spelled_skim(spelled, 4, &simple, 1));
  as_spelled_free(spelled);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("spelled");
  TCase *cases = tcase_create("spelled");
  tcase_add_test(cases, test_forms);
  tcase_add_test(cases, test_exceptions);
  tcase_add_test(cases, test_bounds);
  tcase_add_test(cases, test_skim);
  tcase_add_test(cases, test_skim_learns);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
