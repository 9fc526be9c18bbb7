/* SPDX-License-Identifier: MIT
 * The generated tables: what a code point is, what it folds to, and how a Han character is read.  Const data made
 * at build time by text/generate/ (see doc/tables.md); nothing is computed at start-up.
 *
 * A code point's entry is 32 bits:  [31..27] class   [26..24] flags   [23..0] value
 * `value` is the folded code point (after NFKC, case folding and the Han classes), or, with AS_CHAR_EXPANDS, an
 * index into as_table_expansions: a count, then that many folded code points.  Of an entry that expands, the class is
 * that of the first item that is neither symbol, space nor mark; the classes of the items are as_table_class(item).
 *
 * As stored, the value is XORed with the code point itself, so that what folds to itself looks alike everywhere and
 * equal blocks of 64 are kept once: read entries through as_table_entry only. */
#ifndef AS_TEXT_TABLE_H
#define AS_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum as_char_class {
  AS_CHAR_OTHER = 0,   /* punctuation, symbols, emoji, controls, unassigned: breaks */
  AS_CHAR_HAN = 1,     /* one unit each: Han (by script; planes 2 and 3 whole), the radicals, 々 〆 〇 */
  AS_CHAR_KANA = 2,    /* one unit each: Hiragana, Katakana, ー */
  AS_CHAR_HANGUL = 3,  /* one unit each: syllables and jamo */
  AS_CHAR_LETTER = 4,  /* token: other letters (and letter-numbers) */
  AS_CHAR_DIGIT = 5,   /* token: decimal digits (Nd) */
  AS_CHAR_MARK = 6,    /* Mn, Mc, Me: belongs to the letter before */
  AS_CHAR_SPACE = 7,   /* space, tab, U+3000, no-break and the other Zs */
  AS_CHAR_NEWLINE = 8, /* LF, CR */
  AS_CHAR_IGNORED = 9, /* default-ignorable, variation selectors, zero-width junk, BOM: vanish */
  AS_CHAR_ANCHOR = 10  /* U+FFF9 to U+FFFB: interlinear annotation */
};

enum as_char_flags {
  AS_CHAR_EXPANDS = 1, /* value indexes as_table_expansions */
  AS_CHAR_APART = 2, /* a unit (or units) of its own, never glued to its neighbours: a compatibility form that
                        * expands (unless it begins with a mark), or super- or subscript or enclosed */
  AS_CHAR_COMPOSES = 4 /* may compose with the character before it: combining marks, half-width voicing marks,
                        * conjoining vowels and finals: the slow path looks at these */
};

extern const uint16_t as_table_index[]; /* code point >> 6 -> block number, for code points below 0x110000 */
extern const uint32_t as_table_entries[]; /* block number * 64 + (code point & 63) -> entry ^ code point */
extern const uint32_t as_table_expansions[];

/* For rows of Han and punctuation, in little room, so that it stays in the cache: what a plain Han character folds to, AS_ROW_BREAK
 * for plain class OTHER but brackets, AS_ROW_NONE for all else. */
#define AS_ROW_CODES 0x10000u
#define AS_ROW_BREAK 0xFFFFu
#define AS_ROW_NONE 0u
extern const uint16_t as_table_rows[];

static inline uint32_t as_table_entry(uint32_t code_point) { /* code_point <= 0x10FFFF */
  return as_table_entries[((uint32_t)as_table_index[code_point >> 6] << 6) | (code_point & 63u)] ^ code_point;
}
static inline unsigned as_entry_class(uint32_t entry) { return entry >> 27; }
static inline unsigned as_entry_flags(uint32_t entry) { return (entry >> 24) & 7u; }
static inline uint32_t as_entry_value(uint32_t entry) { return entry & 0xFFFFFFu; }

/* Class of an already folded code point (same table). */
static inline unsigned as_table_class(uint32_t code_point) {
  return as_entry_class(as_table_entry(code_point));
}

/* Readings of Han characters, from Unihan.  A reading is syllable*5 + tone, tone 0 (neutral) to 4.  Syllable names
 * are lower-case ASCII with v for ü, sorted: as_table_syllables[0 .. as_table_syllable_count).
 * as_readings_of: the readings of one code point as written (not folded); returns how many and sets *out. */
extern const char *const as_table_syllables[];
extern const size_t as_table_syllable_count;
size_t as_readings_of(uint32_t code_point, const uint16_t **out_readings);
/* Number of a syllable by its name (size bytes, lower case, v for ü), -1 when there is none. */
int as_syllable_find(const char *name, size_t size);

/* A hash of everything above: part of the analysis fingerprint. */
extern const uint64_t as_table_fingerprint;
/* One line for --version: the sources and their versions ("ICU 72.1, Unicode 15.0, OpenCC 1.1.6"). */
extern const char as_table_sources[];

#endif
