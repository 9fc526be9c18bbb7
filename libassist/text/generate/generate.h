/* SPDX-License-Identifier: MIT
 * The parts of the table generator.  A build-time program: it prints, it exits, it sees ICU; the library does none
 * of that and contains only what this writes (see doc/tables.md). */
#ifndef AS_GENERATE_H
#define AS_GENERATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define CODE_POINTS 0x110000u
#define HAN_LIMIT 0x40000u /* Han characters live below this */

/* Where a pair of characters that are one word in two forms comes from; a pair may have many. */
enum pair_source {
  FROM_ICU_TS = 1 << 0,
  FROM_ICU_ST = 1 << 1,
  FROM_OPENCC_TS = 1 << 2,
  FROM_OPENCC_ST = 1 << 3,
  FROM_OPENCC_TW = 1 << 4,
  FROM_OPENCC_TW_REV = 1 << 5,
  FROM_OPENCC_HK = 1 << 6,
  FROM_OPENCC_HK_REV = 1 << 7,
  FROM_UNIHAN_SIMPLIFIED = 1 << 8,
  FROM_UNIHAN_TRADITIONAL = 1 << 9,
  FROM_UNIHAN_Z = 1 << 10,
  FROM_UNIHAN_SEMANTIC = 1 << 11,
  FROM_LAST = 1 << 11
};

/* lines.c */
typedef struct line_reader line_reader;
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
line_reader *lines_open(const char *folder, const char *name); /* NAME.txt or NAME.txt.bz2 */
char *lines_next(line_reader *lines);                          /* without newline; NULL at the end */
void lines_close(line_reader *lines);
uint32_t utf8_take(const char **text); /* the next code point, 0 at the end */
uint32_t hex_take(const char *text, char **out_end);
void *grow(void *block, size_t count, size_t item_size); /* room for COUNT + 1 items, doubling */

/* fold.c: what ICU knows of one code point */
void fold_open(void);
uint32_t fold_compatible(uint32_t code_point); /* NFKC if that is one code point, else itself */
size_t fold_casefold(uint32_t code_point, uint32_t *out, size_t room);
bool fold_composes(uint32_t code_point);
bool fold_is_han(uint32_t code_point);

/* classes.c */
typedef struct pair {
  uint32_t a, b; /* a < b */
  uint32_t sources;
} pair;
enum class_mark { MARK_TGH = 1, MARK_BIG5 = 2 }; /* in a standard set of common characters */
void classes_mark(uint32_t code_point, enum class_mark mark);
bool classes_is_common(uint32_t code_point); /* itself in the mainland's table */
void classes_add(uint32_t a, uint32_t b, enum pair_source source);
void classes_close(void);           /* merges pairs, unites */
bool classes_joined(const pair *p); /* did this pair unite, or was it cut? */
uint32_t classes_representative(uint32_t code_point);
uint32_t classes_next_member(uint32_t code_point); /* a ring through the members of a class */
const pair *classes_pairs(size_t *out_count);
const char *classes_source_name(enum pair_source source);

/* sources.c */
void sources_read(const char *unicode_folder, const char *opencc_folder);
uint32_t sources_radical(uint32_t code_point); /* EquivalentUnifiedIdeograph, or 0 */
const char *sources_unihan_version(void);

/* pinyin.c */
void pinyin_read(const char *unicode_folder);
void pinyin_close(void); /* after the classes are known: fills gaps, numbers syllables */
size_t pinyin_syllables(char *const **out_names);
size_t pinyin_of(uint32_t code_point, const uint16_t **out_readings);
size_t pinyin_common(uint32_t code_point, const uint16_t **out_readings);

/* entries.c */
void entries_build(void);
const uint32_t *entries_all(void); /* CODE_POINTS of them */
const uint32_t *entries_expansions(size_t *out_count);

/* emit.c */
void emit_fold_table(const char *path);
/* After the fold table: it closes the hash. */
void emit_reading_table(const char *path, const char *opencc_version);
/* No part of the hash: what a query means by a sound changes no index. */
void emit_sound_table(const char *path);

/* report.c */
void report_write(const char *path, const char *opencc_version);

#endif
