/* SPDX-License-Identifier: MIT
 * A zhuyin syllable is [initial] [medial] [final], each one letter:
 *
 *   initial  ㄅ U+3105 .. ㄙ U+3119      medial  ㄧ U+3127  ㄨ U+3128  ㄩ U+3129      final  ㄚ U+311A .. ㄦ U+3126
 *
 * Pinyin spells the rest of the syllable otherwise when there is no initial, so there are two tables of rimes, by
 * medial and final.  Three habits of pinyin stay to be applied: ü after j, q, x is written u; zh ch sh r z c s alone
 * take an i; ü is v in our names.  Letters of other languages than Mandarin are not known here. */
#include "text/zhuyin.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "text/table.h"

enum { INITIAL = 0x05, FINAL = 0x1A, MEDIAL = 0x27, LAST = 0x29, FINALS = 14, NAME = 8 };

static const char initials[][3] = {"b", "p", "m", "f",  "d",  "t",  "n", "l", "g", "k", "h",
                                   "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s"};

/* none a o e ê ai ei ao ou an en ang eng er, after an initial */
static const char rimes[4][FINALS][5] = {
    {"", "a", "o", "e", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er"},
    {"i", "ia", "io", "", "ie", "iai", "", "iao", "iu", "ian", "in", "iang", "ing", ""},
    {"u", "ua", "uo", "", "", "uai", "ui", "", "", "uan", "un", "uang", "ong", ""},
    {"v", "", "", "", "ve", "", "", "", "", "van", "vn", "", "iong", ""},
};
/* the same with no initial */
static const char bare_rimes[4][FINALS][5] = {
    {"", "a", "o", "e", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er"},
    {"yi", "ya", "yo", "", "ye", "yai", "", "yao", "you", "yan", "yin", "yang", "ying", ""},
    {"wu", "wa", "wo", "", "", "wai", "wei", "", "", "wan", "wen", "wang", "weng", ""},
    {"yu", "", "", "", "yue", "", "", "", "", "yuan", "yun", "", "yong", ""},
};

static bool between(uint8_t letter, int first, int after) { return letter >= first && letter < after; }

/* The name of initial number INITIAL (-1: none) with the rime; empty when there is no such syllable. */
static void spell(int initial, unsigned medial, unsigned final, char name[NAME]) {
  name[0] = '\0';
  if (initial < 0) {
    strcpy(name, bare_rimes[medial][final]);
    return;
  }
  bool alone = medial == 0 && final == 0;
  const char *rime = alone && initial >= 14 ? "i" : rimes[medial][final];
  if (*rime == '\0') return;
  strcpy(name, initials[initial]);
  strcat(name, rime);
  if (initial >= 11 && initial <= 13 && name[1] == 'v') name[1] = 'u';
}

int as_zhuyin_syllable(const uint8_t *letters, unsigned count) {
  char name[NAME];
  int initial = -1;
  unsigned medial = 0, final = 0, at = 0;
  if (at < count && between(letters[at], INITIAL, FINAL)) initial = letters[at++] - INITIAL;
  if (at < count && between(letters[at], MEDIAL, LAST + 1)) medial = (unsigned)(letters[at++] - MEDIAL) + 1;
  if (at < count && between(letters[at], FINAL, MEDIAL)) final = (unsigned)(letters[at++] - FINAL) + 1;
  if (at != count) return -1;
  spell(initial, medial, final, name);
  return name[0] == '\0' ? -1 : as_syllable_find(name, strlen(name));
}
