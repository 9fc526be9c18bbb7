/* SPDX-License-Identifier: MIT
 * Latin letters as the sounds of characters: what `lingdao`, `ling'dao`, `lǐngdǎo`, `ling3dao3` and `ld` may stand for.  Only common
 * readings count here (doc/tables.md), so that nobody who types `a` is given 广. */
#ifndef AS_TEXT_PINYIN_H
#define AS_TEXT_PINYIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

#define AS_PINYIN_PARTS 24u    /* characters that a reading stands for, at most */
#define AS_PINYIN_READINGS 16u /* ways to part one text, at most */

/* What stands for one character: a syllable, or the letters that many begin with. */
typedef struct as_pinyin_part {
  uint16_t first, end; /* numbers of the syllables */
  uint8_t tone;        /* 0 (neutral) to 4; AS_PINYIN_ANY_TONE */
} as_pinyin_part;
#define AS_PINYIN_ANY_TONE 255u

typedef struct as_pinyin_reading {
  as_pinyin_part parts[AS_PINYIN_PARTS];
  size_t count;
} as_pinyin_reading;

typedef struct as_pinyin {
  as_pinyin_reading readings[AS_PINYIN_READINGS];
  size_t count;
  unsigned initials; /* so many parts of each reading are initials; 0: whole syllables alone */
  bool limited;      /* there were more readings */
} as_pinyin;

/* All ways to part TEXT into syllables; when there is none, those with the fewest initials.  False: it is no pinyin. */
bool as_pinyin_read(as_slice text, as_pinyin *out_pinyin);
/* The folded characters that PART may mean, ascending, into OUT (room for as_pinyin_room of them). */
size_t as_pinyin_room(const as_pinyin_part *part);
size_t as_pinyin_characters(const as_pinyin_part *part, uint32_t *out);
/* The characters that are typed alike: of the same syllable as the folded CHARACTER, or of one that input by sound often confuses
 * with it (zh z, ch c, sh s, n l, r l, f h, ang an, eng en, ing in).  Ascending, without itself, at most ROOM. */
size_t as_pinyin_alike(uint32_t character, uint32_t *out, size_t room);

#endif
