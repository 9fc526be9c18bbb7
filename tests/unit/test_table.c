/* SPDX-License-Identifier: MIT
 * The generated tables, held to what they promise: a fold that folds no further, classes that join what a reader
 * calls the same and keep what he does not, and readings.  No copy of the sources: fold_pairs.h is a list of its own. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fold_pairs.h"
#include "text/table.h"
#include "text/utf8.h"

static uint32_t take(const char **text) {
  uint32_t code_point;
  *text += as_utf8_next((const uint8_t *)*text, strlen(*text), &code_point);
  return code_point;
}

static uint32_t value_of(uint32_t code_point) { return as_entry_value(as_table_entry(code_point)); }
static unsigned flags_of(uint32_t code_point) { return as_entry_flags(as_table_entry(code_point)); }

/* A folded code point: itself, and no flag that would make it anything else. */
static bool is_final(uint32_t folded) {
  return value_of(folded) == folded && (flags_of(folded) & (AS_CHAR_EXPANDS | AS_CHAR_APART)) == 0;
}

static bool folds_finally(uint32_t c) {
  uint32_t entry = as_table_entry(c), value = as_entry_value(entry);
  if (as_entry_class(entry) > AS_CHAR_ANCHOR) return false;
  if ((as_entry_flags(entry) & AS_CHAR_EXPANDS) == 0) {
    return value < 0x110000 && is_final(value) && as_table_class(value) == as_entry_class(entry);
  }
  const uint32_t *items = as_table_expansions + value;
  if (items[0] < 2 || items[0] > 32) return false;
  for (uint32_t i = 1; i <= items[0]; i++) {
    if (!is_final(items[i])) return false;
  }
  return true;
}

/* A ck_assert for each of a million would take a minute. */
START_TEST(every_fold_is_final) {
  for (uint32_t c = 0; c < 0x110000; c++) {
    if (!folds_finally(c)) ck_abort_msg("U+%04X", c);
  }
}
END_TEST

static const struct {
  const char *members;
} one_word[] = {
    {"峰峯"},     {"群羣"},   {"為爲为"}, {"裏裡里"},   {"醫医"},     {"⻓長长"}, {"⼀一"},   {"髮發发"},
    {"後后"},     {"乾幹干"}, {"麵麪面"}, {"臺台颱檯"}, {"着著"},     {"于於"},   {"託托"},   {"鬥斗"},
    {"衛衞卫"},   {"啓啟启"}, {"戶户戸"}, {"內内"},     {"眾衆众"},   {"強强"},   {"綠緑绿"}, {"說説说"},
    {"溫温"},     {"錄録录"}, {"產産产"}, {"真眞"},     {"黃黄"},     {"別别"},   {"吳吴呉"}, {"沒没"},
    {"脫脱"},     {"稅税"},   {"閱閲阅"}, {"教敎"},     {"顏顔颜"},   {"麼麽么"}, {"床牀"},   {"綫線线"},
    {"僞偽伪"},   {"嶽岳"},   {"遊游"},   {"週周"},     {"佈布"},     {"佔占"},   {"餘余"},   {"鍾鐘钟"},
    {"復複复"},   {"雞鷄鸡"}, {"祕秘"},   {"豬猪"},     {"汙污"},     {"寃冤"},   {"徧遍"},   {"鵞鵝鹅"},
    {"①1"},       {"ＡaA"},   {"ｶカ"},    {"○◯〇"},     {"豈\uF900"}, {"⽔水"},   {"⼿手"},   {"ⅠiIｉ"},
    {"Ωω\u2126"}, {"㊀一"},   {"ſs"},
};

START_TEST(one_word_folds_to_one) {
  const char *text = one_word[_i].members;
  uint32_t first = value_of(take(&text));
  while (*text != '\0') ck_assert_msg(value_of(take(&text)) == first, "%s", one_word[_i].members);
}
END_TEST

static const char *const two_words[] = {"辦辯", "辦辨", "辦瓣", "辯辨", "辯瓣", "辨瓣", "兩輛",
                                        "欠缺", "芸藝", "予預", "豫予", "糸絲", "缶罐", "浜濱",
                                        "弁辯", "己已", "土士", "未末", "一乙", "日曰", "儓檯",
                                        "萬方", "間閒", "一壹", "他她", "予余", "カか"};

START_TEST(two_words_stay_two) {
  const char *text = two_words[_i];
  uint32_t first = value_of(take(&text)), second = value_of(take(&text));
  ck_assert_msg(first != second, "%s", two_words[_i]);
}
END_TEST

START_TEST(no_common_pair_leaks) {
  const char *text = fold_pairs;
  size_t count = 0, leaks = 0;
  for (; *text != '\0'; count++) {
    uint32_t a = take(&text), b = take(&text);
    ck_assert_uint_ne(a, b);
    leaks += value_of(a) != value_of(b);
  }
  ck_assert_uint_eq(count, FOLD_PAIR_COUNT);
  ck_assert_uint_eq(leaks, 0);
}
END_TEST

/* How many code points fold to each: no closure has run away. */
START_TEST(no_class_is_large) {
  uint8_t *members = calloc(0x40000, 1);
  ck_assert_ptr_nonnull(members);
  for (uint32_t c = 0x3400; c < 0x32000; c++) {
    if (as_table_class(c) != AS_CHAR_HAN || (flags_of(c) & AS_CHAR_APART) != 0) continue;
    uint32_t folded = value_of(c);
    if (++members[folded] > 12) ck_abort_msg("U+%04X", folded);
  }
  free(members);
}
END_TEST

START_TEST(radicals_are_ideographs) {
  for (uint32_t c = 0x2E80; c <= 0x2FD5; c++) {
    if (c == 0x2E9A || (c > 0x2EF3 && c < 0x2F00)) continue; /* unassigned */
    ck_assert_msg(as_table_class(c) == AS_CHAR_HAN, "U+%04X", c);
    if (c == 0x2E80) continue; /* the repetition mark: Unicode gives no ideograph */
    ck_assert_msg(value_of(c) >= 0x3400, "U+%04X -> U+%04X", c, value_of(c));
  }
}
END_TEST

static const struct {
  uint32_t code_point;
  unsigned char_class;
} classes[] = {
    {0x4E00, AS_CHAR_HAN},      {0x9FFF, AS_CHAR_HAN},     {0x3400, AS_CHAR_HAN},
    {0x20000, AS_CHAR_HAN},     {0x2A700, AS_CHAR_HAN},    {0x2B820, AS_CHAR_HAN},
    {0x2CEB0, AS_CHAR_HAN},     {0x2EBF0, AS_CHAR_HAN},    {0x30000, AS_CHAR_HAN},
    {0x31350, AS_CHAR_HAN},     {0x323B0, AS_CHAR_HAN},    {0x3FFFD, AS_CHAR_HAN},
    {0x3005, AS_CHAR_HAN},      {0x3006, AS_CHAR_HAN},     {0x3007, AS_CHAR_HAN},
    {0x3021, AS_CHAR_HAN},      {0x3038, AS_CHAR_HAN},     {0xF900, AS_CHAR_HAN},
    {0x25CB, AS_CHAR_HAN},      {0x31C0, AS_CHAR_OTHER},   {0x2FF0, AS_CHAR_OTHER},
    {0x303F, AS_CHAR_OTHER},    {0x3003, AS_CHAR_OTHER},   {0x3042, AS_CHAR_KANA},
    {0x30A2, AS_CHAR_KANA},     {0x30FC, AS_CHAR_KANA},    {0xFF70, AS_CHAR_KANA},
    {0x309D, AS_CHAR_KANA},     {0x30FB, AS_CHAR_OTHER},   {0x1B000, AS_CHAR_KANA},
    {0xAC00, AS_CHAR_HANGUL},   {0x1100, AS_CHAR_HANGUL},  {0x3131, AS_CHAR_HANGUL},
    {0x3105, AS_CHAR_LETTER},   {0xA000, AS_CHAR_LETTER},  {'a', AS_CHAR_LETTER},
    {'Z', AS_CHAR_LETTER},      {0x0416, AS_CHAR_LETTER},  {'0', AS_CHAR_DIGIT},
    {0xFF19, AS_CHAR_DIGIT},    {0x0663, AS_CHAR_DIGIT},   {0x0301, AS_CHAR_MARK},
    {0x0903, AS_CHAR_MARK},     {0x20DD, AS_CHAR_MARK},    {' ', AS_CHAR_SPACE},
    {'\t', AS_CHAR_SPACE},      {0x3000, AS_CHAR_SPACE},   {0x00A0, AS_CHAR_SPACE},
    {0x1680, AS_CHAR_SPACE},    {0x2009, AS_CHAR_SPACE},   {'\n', AS_CHAR_NEWLINE},
    {'\r', AS_CHAR_NEWLINE},    {0x0B, AS_CHAR_OTHER},     {0x0C, AS_CHAR_OTHER},
    {0x85, AS_CHAR_OTHER},      {0x2028, AS_CHAR_OTHER},   {0x2029, AS_CHAR_OTHER},
    {0, AS_CHAR_OTHER},         {0xFEFF, AS_CHAR_IGNORED}, {0x00AD, AS_CHAR_IGNORED},
    {0x200B, AS_CHAR_IGNORED},  {0x200D, AS_CHAR_IGNORED}, {0xFE0F, AS_CHAR_IGNORED},
    {0xE0100, AS_CHAR_IGNORED}, {0x3164, AS_CHAR_IGNORED}, {0x115F, AS_CHAR_IGNORED},
    {0xFFF9, AS_CHAR_ANCHOR},   {0xFFFA, AS_CHAR_ANCHOR},  {0xFFFB, AS_CHAR_ANCHOR},
    {0xFFFD, AS_CHAR_OTHER},    {0x1F600, AS_CHAR_OTHER},  {0xE000, AS_CHAR_OTHER},
    {0x10FFFD, AS_CHAR_OTHER},  {0x0378, AS_CHAR_OTHER},   {'.', AS_CHAR_OTHER},
    {0xFF0E, AS_CHAR_OTHER},    {0x3002, AS_CHAR_OTHER},   {0x2026, AS_CHAR_OTHER},
    {0xD800, AS_CHAR_OTHER},    {0x2776, AS_CHAR_OTHER},   {0x2460, AS_CHAR_DIGIT},
    {0x338E, AS_CHAR_LETTER},   {0x3231, AS_CHAR_HAN},     {0xFF9E, AS_CHAR_MARK},
};

START_TEST(class_of_samples) {
  ck_assert_msg(as_table_class(classes[_i].code_point) == classes[_i].char_class, "U+%04X is of class %u",
                classes[_i].code_point, as_table_class(classes[_i].code_point));
}
END_TEST

/* What a character expands to, and its flags. */
static const struct {
  uint32_t code_point;
  unsigned flags;
  const char *items;
} expanding[] = {
    {0x33A1, AS_CHAR_EXPANDS | AS_CHAR_APART, "m2"},       /* ㎡ */
    {0x00BD, AS_CHAR_EXPANDS | AS_CHAR_APART, "1\u20442"}, /* ½ */
    {0x2103, AS_CHAR_EXPANDS | AS_CHAR_APART, "\u00B0c"},  /* ℃ */
    {0x337F, AS_CHAR_EXPANDS | AS_CHAR_APART, "株式会社"},
    {0x2474, AS_CHAR_APART, "1"},                    /* ⑴ */
    {0x3231, AS_CHAR_APART, "株"},                   /* ㈱ */
    {0x2460, AS_CHAR_APART, "1"},                    /* ① */
    {0x2075, AS_CHAR_APART, "5"},                    /* ⁵ */
    {0x2085, AS_CHAR_APART, "5"},                    /* ₅ */
    {0x2469, AS_CHAR_EXPANDS | AS_CHAR_APART, "10"}, /* ⑩ */
    {0x247D, AS_CHAR_EXPANDS | AS_CHAR_APART, "10"}, /* ⑽ */
    {0x00DF, AS_CHAR_EXPANDS, "ss"},
    {0xFB01, AS_CHAR_EXPANDS | AS_CHAR_APART, "fi"},
    {0x2122, AS_CHAR_EXPANDS | AS_CHAR_APART, "tm"},
    {0xFF76, 0, "カ"},
    {0xFF9E, AS_CHAR_COMPOSES, "\u3099"},
    {0x0301, AS_CHAR_COMPOSES, "\u0301"},
    {0x1161, AS_CHAR_COMPOSES, "\u1161"},
    {0x11A8, AS_CHAR_COMPOSES, "\u11A8"},
    {0x0958, AS_CHAR_EXPANDS, "\u0915\u093C"}, /* canonical: its two spellings are one */
    {0x0E33, AS_CHAR_EXPANDS, "\u0E4D\u0E32"},
    {0x314F, AS_CHAR_COMPOSES, "\u1161"},
    {0x2026, 0, "\u2026"},
    {0xFF0C, 0, ","},
    {0xFF08, 0, "("},
    {0x3000, 0, " "},
    {'\t', 0, " "},
};

START_TEST(expansion_of_samples) {
  uint32_t entry = as_table_entry(expanding[_i].code_point), value = as_entry_value(entry);
  ck_assert_msg(as_entry_flags(entry) == expanding[_i].flags, "U+%04X has flags %u", expanding[_i].code_point,
                as_entry_flags(entry));
  bool expands = (as_entry_flags(entry) & AS_CHAR_EXPANDS) != 0;
  uint32_t count = expands ? as_table_expansions[value] : 1;
  const char *text = expanding[_i].items;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t item = expands ? as_table_expansions[value + 1 + i] : value;
    ck_assert(*text != '\0');
    uint32_t expected = value_of(take(&text));
    ck_assert_msg(item == expected, "U+%04X item %u is U+%04X", expanding[_i].code_point, i, item);
  }
  ck_assert(*text == '\0');
}
END_TEST

static bool is_read(uint32_t code_point, const char *syllable, unsigned tone) {
  int number = as_syllable_find(syllable, strlen(syllable));
  const uint16_t *readings;
  size_t count = as_readings_of(code_point, &readings);
  for (size_t i = 0; i < count; i++) {
    if (number >= 0 && readings[i] == (unsigned)number * 5 + tone) return true;
  }
  return false;
}

static const struct {
  uint32_t code_point;
  const char *syllable;
  unsigned tone;
} read_so[] = {
    {0x91CD, "zhong", 4}, {0x91CD, "chong", 2}, {0x9818, "ling", 3}, {0x9886, "ling", 3}, {0x5C0E, "dao", 3},
    {0x5973, "nv", 3},    {0x7565, "lve", 4},   {0x7684, "de", 0},   {0x4E86, "liao", 3}, {0x884C, "hang", 2},
    {0x884C, "xing", 2},  {0x4E00, "yi", 1},    {0x6C49, "han", 4},  {0x6F22, "han", 4},  {0x2F00, "yi", 1},
    {0xF900, "qi", 3},    {0x5463, "m", 2},     {0x54FC, "hng", 0},  {0x5514, "ng", 2},   {0x8A92, "e", 2},
};

START_TEST(readings_of_samples) {
  ck_assert_msg(is_read(read_so[_i].code_point, read_so[_i].syllable, read_so[_i].tone), "U+%04X %s%u",
                read_so[_i].code_point, read_so[_i].syllable, read_so[_i].tone);
}
END_TEST

START_TEST(what_is_not_read) {
  const uint16_t *readings;
  ck_assert(!is_read(0x9818, "ling", 4));
  ck_assert(!is_read(0x9818, "dao", 3));
  ck_assert_uint_eq(as_readings_of('a', &readings), 0);
  ck_assert_uint_eq(as_readings_of(0x3042, &readings), 0);
  ck_assert_uint_eq(as_readings_of(0x10FFFF, &readings), 0);
}
END_TEST

START_TEST(syllables_are_found) {
  ck_assert_uint_gt(as_table_syllable_count, 400);
  for (size_t i = 0; i < as_table_syllable_count; i++) {
    const char *name = as_table_syllables[i];
    ck_assert_int_eq(as_syllable_find(name, strlen(name)), (int)i);
    ck_assert(i == 0 || strcmp(as_table_syllables[i - 1], name) < 0);
    ck_assert_uint_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz"), strlen(name));
  }
  ck_assert_int_eq(as_syllable_find("zzz", 3), -1);
  ck_assert_int_eq(as_syllable_find("", 0), -1);
  ck_assert_int_eq(as_syllable_find("zhon", 4), -1);
  ck_assert_int_eq(as_syllable_find("zhongg", 6), -1);
  ck_assert_int_ge(as_syllable_find("zhongguo", 5), 0);
}
END_TEST

START_TEST(table_names_itself) {
  ck_assert_uint_ne(as_table_fingerprint, 0);
  ck_assert_ptr_nonnull(strstr(as_table_sources, "ICU "));
  ck_assert_ptr_nonnull(strstr(as_table_sources, "Unicode "));
  ck_assert_ptr_nonnull(strstr(as_table_sources, "OpenCC "));
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

START_TEST(rows_follow_from_entries) {
  for (uint32_t code = 0; code < AS_ROW_CODES; code++) {
    const uint32_t entry = as_table_entry(code), value = as_entry_value(entry), row = as_table_rows[code];
    const bool plain = as_entry_flags(entry) == 0;
    const bool is_break = plain && as_entry_class(entry) == AS_CHAR_OTHER && value != '(' && value != '[';
    const bool is_han = plain && as_entry_class(entry) == AS_CHAR_HAN && value < 0xFFFF;
    ck_assert_uint_eq(row, is_break ? AS_ROW_BREAK : is_han ? value : AS_ROW_NONE);
  }
}
END_TEST

/* A reader takes ASCII as it comes (text/reader.h). */
START_TEST(ascii_is_plain) {
  for (uint32_t code = 0; code < 0x80; code++) {
    const uint32_t entry = as_table_entry(code);
    ck_assert_uint_eq(as_entry_flags(entry), 0);
    ck_assert_uint_ne(as_entry_class(entry), AS_CHAR_ANCHOR);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("table");
  TCase *fold = tcase_create("fold");
  tcase_add_test(fold, every_fold_is_final);
  tcase_add_loop_test(fold, one_word_folds_to_one, 0, COUNT(one_word));
  tcase_add_loop_test(fold, two_words_stay_two, 0, COUNT(two_words));
  tcase_add_test(fold, no_common_pair_leaks);
  tcase_add_test(fold, no_class_is_large);
  tcase_add_test(fold, rows_follow_from_entries);
  tcase_add_test(fold, ascii_is_plain);
  tcase_add_test(fold, radicals_are_ideographs);
  tcase_add_loop_test(fold, class_of_samples, 0, COUNT(classes));
  tcase_add_loop_test(fold, expansion_of_samples, 0, COUNT(expanding));
  suite_add_tcase(suite, fold);
  TCase *reading = tcase_create("readings");
  tcase_add_loop_test(reading, readings_of_samples, 0, COUNT(read_so));
  tcase_add_test(reading, what_is_not_read);
  tcase_add_test(reading, syllables_are_found);
  tcase_add_test(reading, table_names_itself);
  suite_add_tcase(suite, reading);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
