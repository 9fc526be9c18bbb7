/* SPDX-License-Identifier: MIT
 * One entry a code point: class, flags, value (text/table.h).
 *
 *   class   of what it folds to, by ICU's scripts and general categories
 *   value   NFKC_Casefold, then radical -> ideograph, then ideograph -> representative of its class
 *   flags   see below
 *
 * Everything is checked at the end: a folded code point must fold to itself, in the same class. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "generate.h"
#include "text/table.h"

#define ZERO_HAN 0x3007u /* 〇 */

static uint32_t entries[CODE_POINTS];
static uint32_t *expansions;
static size_t expansion_count;

static bool is_kana(uint32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript((UChar32)c, &status);
  if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA) return true;
  if (script != USCRIPT_COMMON) return false;
  return uscript_hasScript((UChar32)c, USCRIPT_HIRAGANA) || uscript_hasScript((UChar32)c, USCRIPT_KATAKANA);
}

static bool is_hangul(uint32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript((UChar32)c, &status) == USCRIPT_HANGUL;
}

static bool in_a_script(uint32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript((UChar32)c, &status) != USCRIPT_COMMON;
}

/* Class by general category, of what is none of the special cases of class_of. */
static unsigned class_by_category(uint32_t c) {
  switch (u_charType((UChar32)c)) {
  case U_UPPERCASE_LETTER:
  case U_LOWERCASE_LETTER:
  case U_TITLECASE_LETTER:
  case U_MODIFIER_LETTER:
  case U_OTHER_LETTER:
    if (is_kana(c)) return AS_CHAR_KANA;
    return is_hangul(c) ? AS_CHAR_HANGUL : AS_CHAR_LETTER;
  case U_LETTER_NUMBER: return AS_CHAR_LETTER;
  case U_OTHER_NUMBER:
    return in_a_script(c) ? AS_CHAR_LETTER : AS_CHAR_OTHER; /* ❶ is a symbol, ፩ a number word */
  case U_DECIMAL_DIGIT_NUMBER: return AS_CHAR_DIGIT;
  case U_NON_SPACING_MARK:
  case U_ENCLOSING_MARK:
  case U_COMBINING_SPACING_MARK: return AS_CHAR_MARK;
  case U_SPACE_SEPARATOR: return AS_CHAR_SPACE;
  default: return AS_CHAR_OTHER;
  }
}

static unsigned class_of(uint32_t c) {
  if (c >= 0xFFF9 && c <= 0xFFFB) return AS_CHAR_ANCHOR;
  if (c == '\n' || c == '\r') return AS_CHAR_NEWLINE;
  if (c == '\t') return AS_CHAR_SPACE;
  if (u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return AS_CHAR_IGNORED;
  int8_t category = u_charType((UChar32)c);
  bool mark = category == U_NON_SPACING_MARK || category == U_COMBINING_SPACING_MARK;
  if (!mark && fold_is_han(c)) return AS_CHAR_HAN;
  return class_by_category(c);
}

static uint32_t fold_item(uint32_t c) {
  uint32_t radical = sources_radical(c);
  if (radical != 0 && fold_is_han(c)) c = radical;
  if (c == 0x25CB || c == 0x25EF) c = ZERO_HAN;
  return classes_representative(c);
}

static bool is_inserted_bracket(uint32_t original, uint32_t item) {
  if (u_charType((UChar32)original) != U_OTHER_NUMBER && u_charType((UChar32)original) != U_OTHER_SYMBOL)
    return false;
  return item == '(' || item == ')' || item == 0x3014 || item == 0x3015;
}

/* Super- and subscripts and what is enclosed; and every other compatibility form that expands.  Not what decomposes
 * canonically (क़: the two spellings are one text), nor what begins with a mark (Thai ำ), which belongs to the letter
 * before. */
static bool stands_apart(uint32_t c, const uint32_t *items, size_t count) {
  switch (u_getIntPropertyValue((UChar32)c, UCHAR_DECOMPOSITION_TYPE)) {
  case U_DT_NONE:
  case U_DT_CANONICAL: return false;
  case U_DT_SUPER:
  case U_DT_SUB:
  case U_DT_CIRCLE:
  case U_DT_SQUARE: return true;
  default: return count > 1 && class_of(items[0]) != AS_CHAR_MARK;
  }
}

static uint32_t make_entry(unsigned class, unsigned flags, uint32_t value) {
  return (uint32_t) class << 27 | (uint32_t)flags << 24 | value;
}

/* Identical expansions are shared. */
static uint32_t store_expansion(const uint32_t *items, size_t count) {
  for (size_t at = 0; at < expansion_count; at += expansions[at] + 1) {
    if (expansions[at] == count && memcmp(expansions + at + 1, items, count * sizeof *items) == 0)
      return (uint32_t)at;
  }
  size_t start = expansion_count;
  for (size_t i = 0; i <= count; i++) {
    expansions = grow(expansions, expansion_count, sizeof *expansions);
    expansions[expansion_count++] = i == 0 ? (uint32_t)count : items[i - 1];
  }
  return (uint32_t)start;
}

static bool breaks(unsigned class) { return class == AS_CHAR_OTHER || class == AS_CHAR_SPACE; }

static uint32_t build_expanding(uint32_t c, const uint32_t *items, size_t count) {
  unsigned class = AS_CHAR_OTHER;
  for (size_t i = 0; i < count && class == AS_CHAR_OTHER; i++) {
    unsigned item_class = class_of(items[i]);
    if (!breaks(item_class) && item_class != AS_CHAR_MARK) class = item_class;
  }
  /* … and ¨ are symbols and nothing else: a break, as they stand. */
  if (class == AS_CHAR_OTHER && breaks(class_of(c))) return make_entry(AS_CHAR_OTHER, 0, c);
  if (class == AS_CHAR_OTHER) class = class_of(c);
  unsigned flags = AS_CHAR_EXPANDS | (stands_apart(c, items, count) ? AS_CHAR_APART : 0u);
  if (fold_composes(c)) flags |= AS_CHAR_COMPOSES;
  return make_entry(class, flags, store_expansion(items, count));
}

static uint32_t build_entry(uint32_t c) {
  if (c >= 0xD800 && c <= 0xDFFF) return make_entry(AS_CHAR_OTHER, 0, c);
  unsigned class = class_of(c);
  if (class == AS_CHAR_IGNORED || class == AS_CHAR_ANCHOR || class == AS_CHAR_NEWLINE)
    return make_entry(class, 0, c);
  if (class == AS_CHAR_SPACE) return make_entry(class, 0, ' ');
  uint32_t items[64];
  size_t count = fold_casefold(c, items, 64), kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (!is_inserted_bracket(c, items[i])) items[kept++] = fold_item(items[i]);
  }
  if (kept == 0) die("U+%04X folds to nothing", c);
  if (kept > 1) return build_expanding(c, items, kept);
  unsigned flags = kept < count || stands_apart(c, items, kept) ? AS_CHAR_APART : 0u;
  if (fold_composes(c)) flags |= AS_CHAR_COMPOSES;
  return make_entry(class_of(items[0]), flags, items[0]);
}

static void check_item(uint32_t from, uint32_t item, unsigned class) {
  uint32_t entry = entries[item];
  unsigned flags = as_entry_flags(entry);
  if (as_entry_value(entry) != item || (flags & (AS_CHAR_EXPANDS | AS_CHAR_APART)) != 0) {
    die("U+%04X folds to U+%04X, which folds further", from, item);
  }
  if (class != as_entry_class(entry)) die("U+%04X and its fold U+%04X differ in class", from, item);
}

static void check_entries(void) {
  for (uint32_t c = 0; c < CODE_POINTS; c++) {
    uint32_t entry = entries[c], value = as_entry_value(entry);
    if ((as_entry_flags(entry) & AS_CHAR_EXPANDS) == 0) {
      check_item(c, value, as_entry_class(entry));
      continue;
    }
    for (uint32_t i = 1; i <= expansions[value]; i++) {
      uint32_t item = expansions[value + i];
      check_item(c, item, as_entry_class(entries[item]));
    }
  }
}

void entries_build(void) {
  for (uint32_t c = 0; c < CODE_POINTS; c++) entries[c] = build_entry(c);
  check_entries();
}

const uint32_t *entries_all(void) { return entries; }

const uint32_t *entries_expansions(size_t *out_count) {
  *out_count = expansion_count;
  return expansions;
}
