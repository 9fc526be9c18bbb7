/* SPDX-License-Identifier: MIT
 * The rules of doc/analysis.md, one by one: a text and the units it must give.
 *
 * Expected units are written as `[|][~][_]text@position`, space between: | a break before, ~ a joint, _ a space.  A
 * character is written folded; which member of a class of Han is its representative is the table's affair, so the
 * expected text is folded by the same table before it is compared. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "text/table.h"
#include "text/unit.h"
#include "text/utf8.h"

typedef struct unit_case {
  const char *text, *expected;
} unit_case;

static const unit_case document_cases[] = {
    {"", ""},
    {"。，!", ""},
    {"領導", "領@0 導@1"},
    {"\xEF\xBB\xBF領導", "領@0 導@1"},
    {"。領", "領@0"},
    {"領，。 導", "領@0 |導@2"},
    {"領 導", "領@0 _導@1"},
    {"领導　院", "領@0 導@1 _院@2"},
    {"CT檢查", "ct@0 檢@1 查@2"},
    {"ＣＴ２ x6", "ct2@0 _x6@1"},
    {"a\xFF"
     "b",
     "a@0 |b@2"},
    {"党😀建", "党@0 |建@2"},
    /* joints */
    {"20.04 a-b_c'd/e:f@g&h+i", "20@0 ~04@1 _a@2 ~b@3 ~c@4 ~d@5 ~e@6 ~f@7 ~g@8 ~h@9 ~i@10"},
    {"a．b", "a@0 ~b@1"},
    {"a..b a. b a .b", "a@0 |b@2 _a@3 |b@5 _a@6 |b@8"},
    {"漢.a a.漢", "漢@0 |a@2 _a@3 |漢@5"},
    {"c++ d", "c@0 |d@2"},
    {"http://某", "http@0 |某@2"},
    /* commas */
    {"1,234,567元", "1234567@0 元@1"},
    {"1，234", "1234@0"},
    {"12,34 1234,567 1,2345", "12@0 |34@2 _1234@3 |567@5 _1@6 |2345@8"},
    {"1,234,56 x1,234", "1234@0 |56@2 _x1@3 |234@5"},
    {"1,234x 1, 234", "1234x@0 _1@1 |234@3"},
    /* clock times */
    {"08:46:058月12日", "08@0 ~46@1 ~05@2 8@3 月@4 12@5 日@6"},
    {"8:46:0512", "8@0 ~46@1 ~05@2 12@3"},
    {"25:46:058", "25@0 ~46@1 ~058@2"},
    {"08:60:058", "08@0 ~60@1 ~058@2"},
    {"08:46:618", "08@0 ~46@1 ~618@2"},
    {"08:46.058", "08@0 ~46@1 ~058@2"},
    {"08:46:05,123", "08@0 ~46@1 ~05@2 |123@4"},
    {"１０：１２：３４５", "10@0 ~12@1 ~34@2 5@3"},
    {"99:08:46:058", "99@0 ~08@1 ~46@2 ~05@3 8@4"},
    /* compatibility forms */
    {"100㎡", "100@0 m2@1"},
    {"㎡x", "m2@0 x@1"},
    {"第①項", "第@0 1@1 項@2"},
    {"x²", "x@0 2@1"},
    {"½", "1@0 ~2@1"},
    {"㈱某", "株@0 某@1"},
    {"30℃高", "30@0 |c@2 高@3"},
    /* composition */
    {"ｶﾞ", "ガ@0"},
    {"か\xE3\x82\x99", "が@0"},
    {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "한@0"},
    {"e\xCC\x81t", "ét@0"},
    {"E\xE2\x80\x8B\xCC\x81", "é@0"},
    {"x\xCC\x84y", "x\xCC\x84y@0"},
    {"漢\xCC\x84字", "漢@0 字@1"},
    {"\xCC\x84漢 \xCC\x84字", "漢@0 _字@1"},
    {"漢\xE2\x80\x8B字 a\xC2\xAD"
     "b",
     "漢@0 字@1 _ab@2"},
    {"葛\xF3\xA0\x84\x80飾", "葛@0 飾@1"},
    /* zeros */
    {"二○○五", "二@0 〇@1 〇@2 五@3"},
    {"二OO五年", "二@0 〇@1 〇@2 五@3 年@4"},
    {"二oＯ五", "二@0 〇@1 〇@2 五@3"},
    {"二O年", "二@0 o@1 年@2"},
    {"二 O五", "二@0 _o@1 五@2"},
    {"二O 五", "二@0 o@1 _五@2"},
    {"二Ox五", "二@0 ox@1 五@2"},
    {"漢O五", "漢@0 o@1 五@2"},
    /* annotations */
    {"領(lǐng)導(dǎo)", "領@0 導@1"},
    {"漢（hàn）漢[hàn]漢(Hàn)漢(HAN4)漢(han4)漢(han)漢(ㄏㄢˋ)", "漢@0 漢@1 漢@2 漢@3 漢@4 漢@5 漢@6"},
    {"憬(jing3)", "憬@0"},
    {"涿州（zhuōzhōu）市", "涿@0 州@1 市@2"},
    {"涿州(Zhuō zhōu)(ㄓㄨㄛ ㄓㄡ)市", "涿@0 州@1 市@2"},
    {"西安(xī'ān)西安(xian)西安(ㄒㄧㄢ)", "西@0 安@1 西@2 安@3 西@4 安@5"},
    {"漢 (hàn)字", "漢@0 字@1"},
    {"女(nǚ)女(nü)女(nu:3)女(nv3)女(nu\xCC\x88\xCC\x8C)", "女@0 女@1 女@2 女@3 女@4"},
    {"漢(ha\xCC\x80n)漢(ｈàｎ)", "漢@0 漢@1"},
    {"漢(hàn)(ㄏㄢˋ)字", "漢@0 字@1"},
    {"漢  (hàn)", "漢@0 |hàn@2"},
    {"漢(hán)", "漢@0 |hán@2"},
    {"漢(hàn", "漢@0 |hàn@2"},
    {"漢(hàn]", "漢@0 |hàn@2"},
    {"漢(ㄏㄢˊ)字", "漢@0 |ㄏㄢ\xCB\x8A@2 |字@4"},
    {"鈉(Na)帕(Pa)铵(AN)", "鈉@0 |na@2 |帕@4 |pa@6 |銨@8 |an@10"},
    {"院(CT)院(2021)院(an)", "院@0 |ct@2 |院@4 |2021@6 |院@8 |an@10"},
    {"漢。(hàn)", "漢@0 |hàn@2"},
    {"當(dāng)?shù)蒯t(yī)院", "當@0 |shù@2 |蒯@4 t@5 |yī@7 |院@9"},
    {"\xEF\xBF\xB9漢字\xEF\xBF\xBAかんじ\xEF\xBF\xBB院", "漢@0 字@1 院@2"},
    {"漢\xEF\xBF\xBAか\xEF\xBF\xBB院", "漢@0 か@1 院@2"},
    {"\xEF\xBF\xB9漢\xEF\xBF\xBAか院", "漢@0 か@1 院@2"},
    /* newlines */
    {"領\n導", "領@0 |導@2"},
    {"領\r\n導\r院", "領@0 |導@2 |院@4"},
    {"一二三四五六七八九十一二三四五六七八九十\n導", "一@0 二@1 三@2 四@3 五@4 六@5 七@6 八@7 九@8 十@9 "
                                                     "一@10 二@11 三@12 四@13 五@14 六@15 七@16 八@17 九@18 "
                                                     "十@19 _導@20"},
    {"a b c d e f g h i j k l m n o p q r s t\r\nu", "a@0 _b@1 _c@2 _d@3 _e@4 _f@5 _g@6 _h@7 _i@8 _j@9 _k@10 "
                                                     "_l@11 _m@12 _n@13 _o@14 _p@15 _q@16 _r@17 _s@18 _t@19 "
                                                     "_u@20"},
    {"a b c d e f g h i j k l m n o p q r s\nu", "a@0 _b@1 _c@2 _d@3 _e@4 _f@5 _g@6 _h@7 _i@8 _j@9 _k@10 "
                                                 "_l@11 _m@12 _n@13 _o@14 _p@15 _q@16 _r@17 _s@18 |u@20"},
    {"a b c d e f g h i j k l m n o p q r s t\n u\n\nv",
     "a@0 _b@1 _c@2 _d@3 _e@4 _f@5 _g@6 _h@7 _i@8 _j@9 _k@10 _l@11 _m@12 _n@13 _o@14 _p@15 _q@16 _r@17 _s@18 "
     "_t@19 "
     "|u@21 |v@23"},
};

static const unit_case query_cases[] = {
    {"領\n導", "領@0 _導@1"},
    {"党 建\r\n\r\n工 作", "党@0 _建@1 _工@2 _作@3"},
    {"領。\n導", "領@0 |導@2"},
};

static void add_text(as_buf *out, const as_unit *unit) {
  uint8_t bytes[4];
  if (unit->kind == AS_UNIT_TOKEN) {
    as_buf_add(out, unit->token.bytes, unit->token.size);
  } else {
    as_buf_add(out, bytes, as_utf8_put(unit->code, bytes));
  }
}

/* The units of TEXT in the notation of the cases, with a NUL. */
static char *describe(enum as_text_kind kind, const char *text) {
  as_scanner *scanner = as_scanner_new();
  as_unit unit;
  as_buf out;
  as_buf_init(&out);
  ck_assert_ptr_nonnull(scanner);
  as_scanner_begin(scanner, kind, text, strlen(text));
  while (as_scanner_next(scanner, &unit)) {
    char position[16];
    snprintf(position, sizeof position, "@%u", (unsigned)unit.position);
    if (out.size > 0) as_buf_add_u8(&out, ' ');
    as_buf_add_text(&out, unit.break_before ? "|" : unit.joint_before ? "~" : unit.space_before ? "_" : "");
    add_text(&out, &unit);
    as_buf_add_text(&out, position);
  }
  ck_assert(!as_scanner_failed(scanner));
  as_scanner_free(scanner);
  as_buf_add_u8(&out, 0);
  return (char *)as_buf_steal(&out);
}

/* Every Han of EXPECTED replaced by what the table folds it to. */
static char *fold_han(const char *expected) {
  as_buf out;
  as_buf_init(&out);
  for (size_t at = 0, size = strlen(expected); at < size;) {
    uint8_t bytes[4];
    uint32_t code;
    at += as_utf8_next((const uint8_t *)expected + at, size - at, &code);
    uint32_t entry = as_table_entry(code);
    if (as_entry_class(entry) == AS_CHAR_HAN) code = as_entry_value(entry);
    as_buf_add(&out, bytes, as_utf8_put(code, bytes));
  }
  as_buf_add_u8(&out, 0);
  return (char *)as_buf_steal(&out);
}

static void check_case(enum as_text_kind kind, const unit_case *test) {
  char *found = describe(kind, test->text), *expected = fold_han(test->expected);
  if (strcmp(found, expected) != 0)
    ck_abort_msg("%s\n  gives    %s\n  and not  %s", test->text, found, expected);
  free(found);
  free(expected);
}

START_TEST(test_document) { check_case(AS_TEXT_DOCUMENT, &document_cases[_i]); }
END_TEST

START_TEST(test_query) { check_case(AS_TEXT_QUERY, &query_cases[_i]); }
END_TEST

typedef struct range_case {
  const char *text;
  size_t at; /* which unit */
  size_t start, end, full_end;
} range_case;

static const range_case range_cases[] = {
    {"領(lǐng)導", 0, 0, 3, 10},
    {"領(lǐng)導", 1, 10, 13, 13},
    {"涿州(zhuōzhōu)", 1, 3, 6, 18},
    {"漢 (hàn)(han)字", 0, 0, 3, 15},
    {"1,234 x", 0, 0, 5, 5},
    {"100㎡x", 1, 3, 6, 6},
    {"½", 1, 0, 2, 2},
    {"漢\xCC\x84字", 0, 0, 5, 5},
    {"e\xCC\x81 x", 0, 0, 3, 3},
    {"二OO五", 2, 4, 5, 5},
    {"a\xE2\x80\x8B"
     "b\xE2\x80\x8B漢",
     0, 0, 5, 5},
    {"\xEF\xBF\xB9漢字\xEF\xBF\xBAか\xEF\xBF\xBB院", 1, 6, 9, 18},
    {"\xEF\xBF\xB9漢字\xEF\xBF\xBAか\xEF\xBF\xBB院", 0, 3, 6, 6},
};

START_TEST(test_ranges) {
  const range_case *test = &range_cases[_i];
  as_scanner *scanner = as_scanner_new();
  as_unit unit;
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, test->text, strlen(test->text));
  for (size_t at = 0; at <= test->at; at++) ck_assert(as_scanner_next(scanner, &unit));
  ck_assert_uint_eq(unit.start, test->start);
  ck_assert_uint_eq(unit.end, test->end);
  ck_assert_uint_eq(unit.full_end, test->full_end);
  as_scanner_free(scanner);
}
END_TEST

/* Unit number AT of TEXT; the scanner must live as long as the unit's token is used. */
static as_unit unit_at(as_scanner *scanner, const char *text, size_t at) {
  as_unit unit;
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, text, strlen(text));
  for (size_t i = 0; i <= at; i++) ck_assert(as_scanner_next(scanner, &unit));
  return unit;
}

START_TEST(test_hangul_space) {
  as_scanner *scanner = as_scanner_new();
  as_unit plain = unit_at(scanner, "한국", 1), spaced = unit_at(scanner, "한 국", 1);
  ck_assert_uint_eq(plain.second, plain.code);
  ck_assert_uint_eq(spaced.code, plain.code);
  ck_assert_uint_eq(spaced.second, spaced.code | AS_UNIT_SPACED);
  ck_assert_uint_eq(unit_at(scanner, "漢 국", 1).second, plain.code);
  ck_assert_uint_eq(unit_at(scanner, "한 . 국", 1).second, plain.code);
  as_scanner_free(scanner);
}
END_TEST

START_TEST(test_line_before) {
  as_scanner *scanner = as_scanner_new();
  ck_assert(unit_at(scanner, "領\n導", 1).line_before);
  ck_assert(unit_at(scanner, "領。\n導", 1).line_before);
  ck_assert(!unit_at(scanner, "領。導", 1).line_before);
  ck_assert(!unit_at(scanner, "\n導", 0).line_before);
  as_scanner_free(scanner);
}
END_TEST

/* A long token: its first bytes, never half a code point, and the hash of all; in pieces or at once. */
START_TEST(test_long_token) {
  static const size_t sizes[] = {255, 256, 1022, 1024, 1025, 5000};
  as_scanner *scanner = as_scanner_new();
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    char *text = malloc(sizes[i] + 2);
    memset(text, 'x', sizes[i] + 1);
    memcpy(text + 127, "\xC3\xA9", 2); /* across the cut */
    text[sizes[i]] = '\0';
    as_unit unit = unit_at(scanner, text, 0);
    ck_assert_uint_eq(unit.end, sizes[i]);
    if (sizes[i] <= AS_TOKEN_BYTES) {
      ck_assert_uint_eq(unit.token.size, sizes[i]);
      ck_assert_mem_eq(unit.token.bytes, text, sizes[i]);
    } else {
      as_hash128 hash = as_hash_wide(text, sizes[i]);
      ck_assert_uint_eq(unit.token.size, 127 + 16);
      ck_assert_mem_eq(unit.token.bytes, text, 127);
      for (unsigned at = 0; at < 8; at++) {
        ck_assert_uint_eq(unit.token.bytes[127 + at], hash.high >> (56 - 8 * at) & 0xFF);
        ck_assert_uint_eq(unit.token.bytes[135 + at], hash.low >> (56 - 8 * at) & 0xFF);
      }
    }
    free(text);
  }
  as_scanner_free(scanner);
}
END_TEST

START_TEST(test_same_spelling) {
  static const struct {
    const char *a, *b;
    bool same;
  } pairs[] = {{"髮", "髮", true},
               {"髮", "发", false},
               {"A", "a", false},
               {"a\xE2\x80\x8B"
                "b",
                "ab", true},
               {"1,234", "1234", false},
               {"漢(hàn)", "漢", true}};
  as_scanner *scanner = as_scanner_new();
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    as_unit a = unit_at(scanner, pairs[i].a, 0), b = unit_at(scanner, pairs[i].b, 0);
    ck_assert_int_eq(as_unit_same_spelling((const uint8_t *)pairs[i].a, &a, (const uint8_t *)pairs[i].b, &b),
                     pairs[i].same);
  }
  as_scanner_free(scanner);
}
END_TEST

static bool note_range(void *context, size_t start, size_t end) {
  char range[48];
  snprintf(range, sizeof range, "[%zu,%zu)", start, end);
  as_buf_add_text(context, range);
  return true;
}

static bool refuse_range(void *context, size_t start, size_t end) {
  (void)start;
  ++*(size_t *)context;
  return end == 0;
}

START_TEST(test_annotations) {
  static const char text[] = "領(lǐng)導 (dǎo)(x)\xEF\xBF\xB9字\xEF\xBF\xBA z\xEF\xBF\xBB";
  as_buf out;
  size_t calls = 0;
  as_buf_init(&out);
  ck_assert(as_scan_annotations(text, sizeof text - 1, note_range, &out));
  as_buf_add_u8(&out, 0);
  ck_assert_str_eq((char *)out.bytes, "[3,10)[13,20)[29,37)");
  as_buf_clear(&out);
  ck_assert(!as_scan_annotations(text, sizeof text - 1, refuse_range, &calls));
  ck_assert_uint_eq(calls, 1);
}
END_TEST

START_TEST(test_fold_text) {
  as_scanner *scanner = as_scanner_new();
  as_buf out;
  as_buf_init(&out);
  static const char text[] = "ＣＴ 20.04某，某 X";
  as_fold_text(scanner, text, sizeof text - 1, &out);
  as_buf_add_u8(&out, 0);
  ck_assert_str_eq((char *)out.bytes, "ct 20 04某 某x");
  as_buf_clear(&out);
  as_scanner_free(scanner);
}
END_TEST

START_TEST(test_fingerprint) {
  const char *name = as_analysis_fingerprint();
  char expected[40];
  snprintf(expected, sizeof expected, "%016llx-%d", (unsigned long long)as_table_fingerprint,
           AS_ANALYSIS_RULES);
  ck_assert_str_eq(name, expected);
  ck_assert_ptr_eq(name, as_analysis_fingerprint());
}
END_TEST

int main(void) {
  Suite *suite = suite_create("unit");
  TCase *tcase = tcase_create("unit");
  tcase_add_loop_test(tcase, test_document, 0, sizeof document_cases / sizeof *document_cases);
  tcase_add_loop_test(tcase, test_query, 0, sizeof query_cases / sizeof *query_cases);
  tcase_add_loop_test(tcase, test_ranges, 0, sizeof range_cases / sizeof *range_cases);
  tcase_add_test(tcase, test_hangul_space);
  tcase_add_test(tcase, test_line_before);
  tcase_add_test(tcase, test_long_token);
  tcase_add_test(tcase, test_same_spelling);
  tcase_add_test(tcase, test_annotations);
  tcase_add_test(tcase, test_fold_text);
  tcase_add_test(tcase, test_fingerprint);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
