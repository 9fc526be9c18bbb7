/* SPDX-License-Identifier: MIT
 * as_scan_all against the scanner, unit for unit, on random mixes of the fragments that rules are made of, and on
 * random bytes; and for each unit of those, what its byte ranges promise. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "rounds.h"
#include "text/unit.h"
#include "text/utf8.h"

static const char *const fragments[] = {
    "漢",
    "字",
    "領",
    "导",
    "二",
    "五",
    "〇",
    "O",
    "o",
    "OO",
    "ox",
    "○",
    "々",
    "𠀀",
    "か",
    "ガ",
    "ｶ",
    "ﾞ",
    "\xE3\x82\x99",
    "한",
    "국",
    "\xE1\x84\x92",
    "\xE1\x85\xA1",
    "\xE1\x86\xAB",
    "ㅎ",
    "ㅏ",
    "a",
    "CT",
    "x6",
    "é",
    "\xCC\x81",
    "\xCC\x84",
    "ß",
    "İ",
    "я",
    "1",
    "12",
    "123",
    "1234",
    "8:46:058",
    "08",
    ":",
    "：",
    ",",
    "，",
    "1,234",
    ".",
    "-",
    "_",
    "'",
    "/",
    "@",
    "&",
    "+",
    "．",
    " ",
    "  ",
    "　",
    "\t",
    "\xC2\xA0",
    "\n",
    "\r\n",
    "\r",
    "。",
    "、",
    "…",
    "!",
    "😀",
    "\xEF\xBF\xBD",
    "\xFF",
    "\xE6\xBC",
    "\xF0\xA0",
    "㎡",
    "①",
    "½",
    "㈱",
    "℃",
    "²",
    "㍿",
    "ﷺ",
    "\xE2\x80\x8B",
    "\xEF\xBB\xBF",
    "\xEF\xB8\x8F",
    "\xF3\xA0\x84\x80",
    "\xEF\xBF\xB9",
    "\xEF\xBF\xBA",
    "\xEF\xBF\xBB",
    "(",
    ")",
    "（",
    "）",
    "[",
    "]",
    "(hàn)",
    "（hàn）",
    "[hàn]",
    "(han4)",
    "(zì)",
    "(ㄏㄢˋ)",
    "漢(hàn)",
    "漢字(hànzì)",
    "hàn",
    "ㄏㄢˋ",
    "(CT)",
    "(an)",
    "漢字領导二五漢字領导二五漢字領导二五漢字領导二五",
    "漢，字。領导，，二五、漢字……領导：漢，字。領导，，二五、漢字……領导：漢，字。領导，，二五、漢字……領导：漢"
    "，字。領导，，",
    "漢字、",
    "\xEF\xA9\xAC", /* folds to another plane */
    "a b c d e f g h i j k l m n o p q r s t u v",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    "xxxxxxxxx"
    "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
    "yyyyyyyyy",
};

enum { FRAGMENTS = sizeof fragments / sizeof *fragments, FIRST = 1000 };

static uint64_t random_state;

static uint32_t random_below(uint32_t limit) {
  random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(random_state >> 33) % limit;
}

static void make_mix(as_buf *text) {
  as_buf_reset(text);
  uint32_t spread = 2 + random_below(FRAGMENTS - 1); /* some texts use few fragments, often */
  uint32_t shift = random_below(FRAGMENTS);
  for (uint32_t count = random_below(24); count > 0; count--)
    as_buf_add_text(text, fragments[(shift + random_below(spread)) % FRAGMENTS]);
}

static void make_bytes(as_buf *text) {
  as_buf_reset(text);
  for (uint32_t count = random_below(60); count > 0; count--) {
    uint32_t byte = random_below(256);
    as_buf_add_u8(text, (uint8_t)(random_below(3) == 0   ? 0xE0 + byte % 0x17
                                  : random_below(2) == 0 ? 0x80 + byte % 64
                                                         : byte));
  }
}

static void log_unit(as_buf *log, uint32_t position, uint32_t code, uint32_t second) {
  as_buf_add_u8(log, AS_UNIT_CHAR);
  as_buf_add_u32(log, position);
  as_buf_add_u32(log, code);
  as_buf_add_u32(log, second);
}

static bool log_characters(void *context, uint32_t position, const uint32_t *seconds, uint32_t count) {
  ck_assert(count > 0 && seconds[count - 1] != AS_UNIT_BREAK);
  for (uint32_t i = 0; i < count; i++) {
    if (seconds[i] != AS_UNIT_BREAK) log_unit(context, position + i, seconds[i] & 0x3FFFF, seconds[i]);
  }
  return true;
}

static bool log_token(void *context, uint32_t position, const uint8_t *bytes, size_t size) {
  as_buf_add_u8(context, AS_UNIT_TOKEN);
  as_buf_add_u32(context, position);
  as_buf_add_block(context, bytes, size);
  return true;
}

/* What every unit promises about its place. */
static void check_unit(const as_buf *text, const as_unit *before, const as_unit *unit) {
  ck_assert(unit->start < unit->end && unit->end <= unit->full_end && unit->full_end <= text->size);
  ck_assert(as_utf8_boundary(text->bytes, text->size, unit->start));
  ck_assert(as_utf8_boundary(text->bytes, text->size, unit->end));
  ck_assert(as_utf8_boundary(text->bytes, text->size, unit->full_end));
  if (before->kind == 0) {
    ck_assert_uint_eq(unit->position, 0);
    ck_assert(!unit->break_before && !unit->joint_before && !unit->space_before && !unit->line_before);
    return;
  }
  bool same = unit->start == before->start && unit->end >= before->end; /* units of one character */
  ck_assert(same || (unit->start >= before->end && unit->start >= before->full_end));
  ck_assert_uint_eq(unit->position, before->position + (unit->break_before ? 2 : 1));
  ck_assert(!(unit->break_before && (unit->joint_before || unit->space_before)));
}

/* The scanner's units of TEXT, logged; returns the next free position. */
static uint32_t scan_slowly(as_scanner *scanner, const as_buf *text, as_buf *log) {
  as_unit unit, before = {.kind = 0};
  uint32_t next = FIRST;
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, text->bytes, text->size);
  while (as_scanner_next(scanner, &unit)) {
    check_unit(text, &before, &unit);
    if (unit.kind == AS_UNIT_TOKEN) {
      ck_assert_uint_ge(unit.token.size, 1);
      ck_assert_uint_le(unit.token.size, AS_TOKEN_BYTES);
      log_token(log, FIRST + unit.position, unit.token.bytes, unit.token.size);
    } else {
      log_unit(log, FIRST + unit.position, unit.code, unit.second);
    }
    next = FIRST + unit.position + 1;
    before = unit;
  }
  ck_assert(!as_scanner_failed(scanner));
  return next;
}

static void compare(as_scanner *scanner, const as_buf *text) {
  static as_buf slow, fast; /* kept from text to text; each test is a process of its own */
  as_buf_reset(&slow);
  as_buf_reset(&fast);
  as_unit_sink sink = {&fast, log_characters, log_token};
  uint32_t next = 0;
  assist_error error;
  uint8_t *exact = malloc(text->size > 0 ? text->size : 1); /* so that a sanitizer sees a byte read beyond */
  if (text->size > 0) memcpy(exact, text->bytes, text->size);
  uint32_t expected = scan_slowly(scanner, text, &slow);
  ck_assert_int_eq(as_scan_all(scanner, exact, text->size, FIRST, &sink, &next, &error), ASSIST_OK);
  bool same = next == expected && fast.size == slow.size &&
              (slow.size == 0 || memcmp(fast.bytes, slow.bytes, slow.size) == 0);
  if (!same)
    ck_abort_msg("scan_all differs: %zu bytes: %.*s", text->size, (int)text->size, (const char *)text->bytes);
  free(exact);
}

static void compare_many(void (*make)(as_buf *text), unsigned rounds) {
  as_scanner *scanner = as_scanner_new();
  as_buf text;
  as_buf_init(&text);
  ck_assert_ptr_nonnull(scanner);
  for (unsigned round = 0; round < rounds_of(rounds); round++) {
    make(&text);
    compare(scanner, &text);
  }
  as_buf_clear(&text);
  as_scanner_free(scanner);
}

START_TEST(test_mixes) {
  random_state = 20210305;
  compare_many(make_mix, 20000);
}
END_TEST

START_TEST(test_bytes) {
  random_state = 7;
  compare_many(make_bytes, 20000);
}
END_TEST

/* Every ordered pair and, around Han, triple of fragments. */
START_TEST(test_pairs) {
  as_scanner *scanner = as_scanner_new();
  as_buf text;
  as_buf_init(&text);
  for (unsigned number = 0; number < FRAGMENTS * FRAGMENTS; number += rounds_fraction()) {
    as_buf_reset(&text);
    as_buf_add_text(&text, "漢");
    as_buf_add_text(&text, fragments[number / FRAGMENTS]);
    as_buf_add_text(&text, fragments[number % FRAGMENTS]);
    as_buf_add_text(&text, "漢字8.");
    compare(scanner, &text);
  }
  as_buf_clear(&text);
  as_scanner_free(scanner);
}
END_TEST

static bool refuse_characters(void *context, uint32_t position, const uint32_t *seconds, uint32_t count) {
  int *left = context;
  (void)position, (void)seconds;
  *left -= (int)count < *left ? (int)count : *left;
  return *left > 0;
}

static bool refuse_token(void *context, uint32_t position, const uint8_t *bytes, size_t size) {
  (void)position, (void)bytes, (void)size;
  return --*(int *)context > 0;
}

START_TEST(test_refusal) {
  static const char text[] = "漢字CT檢查①、一二";
  as_scanner *scanner = as_scanner_new();
  assist_error error;
  for (int count = 1; count <= 8; count++) {
    int left = count;
    uint32_t next = 77;
    as_unit_sink sink = {&left, refuse_characters, refuse_token};
    ck_assert_int_eq(as_scan_all(scanner, text, sizeof text - 1, 0, &sink, &next, &error), ASSIST_CANCELLED);
    ck_assert_int_eq(left, 0);
    ck_assert_uint_eq(next, 77);
  }
  as_scanner_free(scanner);
}
END_TEST

START_TEST(test_limit) {
  static const char text[] = "漢字，CT";
  as_scanner *scanner = as_scanner_new();
  as_buf log;
  uint32_t next = 77;
  assist_error error;
  as_buf_init(&log);
  as_unit_sink sink = {&log, log_characters, log_token};
  ck_assert_int_eq(as_scan_all(scanner, text, sizeof text - 1, AS_POSITION_LIMIT - 3, &sink, &next, &error),
                   ASSIST_LIMIT);
  ck_assert_uint_eq(next, 77);
  ck_assert_int_eq(as_scan_all(scanner, text, sizeof text - 1, AS_POSITION_LIMIT - 4, &sink, &next, &error),
                   ASSIST_OK);
  ck_assert_uint_eq(next, AS_POSITION_LIMIT);
  as_buf_clear(&log);
  as_scanner_free(scanner);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("scan_all");
  TCase *tcase = tcase_create("scan_all");
  tcase_set_timeout(tcase, 300);
  tcase_add_test(tcase, test_mixes);
  tcase_add_test(tcase, test_bytes);
  tcase_add_test(tcase, test_pairs);
  tcase_add_test(tcase, test_refusal);
  tcase_add_test(tcase, test_limit);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
