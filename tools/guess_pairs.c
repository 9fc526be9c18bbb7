/* SPDX-License-Identifier: MIT
 *
 * Which of the encodings of Chinese with two bytes a character is it?  Each reads the bytes by its own rules, and each character
 * has a weight: much for one of the commonest in print, something for one of its first zone (3,755 characters in GB, some
 * 5,400 in the others), less than nothing for a rare one, and very little for what is none.  The mean decides.
 *
 *              first zone, second byte      rest of the old standard   odd: the rest of what is valid
 *   GB18030    B0..D7, A1..FE               D8..F7, A1..FE             other pairs, four bytes
 *   Big5       A4..C6                       C9..F9                     other pairs
 *   EUC-TW     C4..FD, A1..FE               none                       other pairs, 8E and three more
 *
 * Punctuation (A1..A3) counts as the first zone.  Nearly all pairs of a GB text are in its first zone, while Big5 text spreads over
 * second bytes that common characters of GB do not use; the commonest characters tell even a heading of four from the other. */
#include "guess_pairs.h"

#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

enum { COMMONEST = 3, COMMON = 1, RARE = -2, ODD = -5, BAD = -20 };

/* The commonest characters of prose, Simplified, then the Traditional that differ. */
static const char commonest[] = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生"
                                "能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都"
                                "同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军"
                                "者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由"
                                "问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西月话合"
                                "回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论"
                                "处走义各入几口认条平系气题活更别打女变四神总何电数安少报才结反受目太"
                                "量再感建务做接必场件计管期市直资命山金指许统区保至队形社便空决治展科"
                                "司五基书非则听界达光放强即难且权思完设式路记南品住告类求据程北边张该"
                                "交规万取望术领共确传师观清今切院让识候带导争运這個們來為國說時會對於"
                                "著過發後裡種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問並應戰"
                                "頭體見產話內給門兒東聲員論處義幾認條氣題別變總電數報結務場計資許統區"
                                "隊決書則聽達強難權設記類據邊張該規萬術領確傳師觀讓識帶導爭運";

typedef struct pair {
  unsigned lead, trail;
  bool is_commonest;
} pair;

typedef struct family {
  const char *name;
  /* The weight of the character at P, and how many bytes it has. */
  int (*weigh)(pair first, const unsigned char *p, size_t size, size_t *out_length);
} family;

static bool is_in(unsigned byte, unsigned low, unsigned high) { return byte >= low && byte <= high; }

static int weigh_gb(pair at, const unsigned char *p, size_t size, size_t *out_length) {
  if (!is_in(at.lead, 0x81, 0xFE) || at.trail < 0x30 || at.trail == 0x7F || at.trail == 0xFF) return BAD;
  if (at.trail < 0x40) {
    if (at.trail > 0x39 || size < 4 || !is_in(p[2], 0x81, 0xFE) || !is_in(p[3], 0x30, 0x39)) return BAD;
    *out_length = 4;
    return ODD;
  }
  *out_length = 2;
  if (at.is_commonest) return COMMONEST;
  if (at.trail < 0xA1) return ODD;
  if (is_in(at.lead, 0xB0, 0xD7) || is_in(at.lead, 0xA1, 0xA3)) return COMMON;
  return is_in(at.lead, 0xD8, 0xF7) ? RARE : ODD;
}

static int weigh_big5(pair at, const unsigned char *p, size_t size, size_t *out_length) {
  (void)p;
  (void)size;
  if (!is_in(at.lead, 0x81, 0xFE) || !(is_in(at.trail, 0x40, 0x7E) || is_in(at.trail, 0xA1, 0xFE)))
    return BAD;
  *out_length = 2;
  if (at.is_commonest) return COMMONEST;
  if (is_in(at.lead, 0xA1, 0xC5) || (at.lead == 0xC6 && at.trail <= 0x7E)) return COMMON;
  return is_in(at.lead, 0xC9, 0xF9) ? RARE : ODD;
}

static int weigh_euc_tw(pair at, const unsigned char *p, size_t size, size_t *out_length) {
  if (at.lead == 0x8E && size >= 4 && is_in(at.trail, 0xA1, 0xB0) && is_in(p[2], 0xA1, 0xFE) &&
      is_in(p[3], 0xA1, 0xFE)) {
    *out_length = 4;
    return ODD;
  }
  if (!is_in(at.lead, 0xA1, 0xFE) || !is_in(at.trail, 0xA1, 0xFE)) return BAD;
  *out_length = 2;
  if (at.is_commonest) return COMMONEST;
  return is_in(at.lead, 0xC4, 0xFD) || is_in(at.lead, 0xA1, 0xA2) ? COMMON : ODD;
}

static const family families[AT_PAIRS_COUNT] = {
    {"GB18030", weigh_gb}, {"Big5", weigh_big5}, {"EUC-TW", weigh_euc_tw}};

typedef unsigned char code_set[65536 / 8];

static bool has_code(const code_set set, unsigned code) { return set[code / 8] >> code % 8 & 1; }

/* The commonest characters as FAMILY writes them: those with two bytes. */
static void learn(const char *name, code_set out) {
  char text[sizeof commonest], *from = text;
  size_t left = sizeof commonest - 1;
  memcpy(text, commonest, sizeof text);
  memset(out, 0, sizeof(code_set));
  iconv_t to = iconv_open(name, "UTF-8");
  while (to != (iconv_t)-1 && left > 0) {
    char bytes[8], *at = bytes, *character = from;
    size_t room = sizeof bytes, three = 3;
    iconv(to, NULL, NULL, NULL, NULL);
    bool known = iconv(to, &character, &three, &at, &room) == 0 && at - bytes == 2;
    if (known) {
      unsigned code = (unsigned)(unsigned char)bytes[0] << 8 | (unsigned char)bytes[1];
      out[code / 8] |= (unsigned char)(1u << code % 8);
    }
    from += 3;
    left -= 3;
  }
  if (to != (iconv_t)-1) iconv_close(to);
}

static at_pairs_score weigh(const family *reader, const code_set set, const unsigned char *p, size_t size) {
  at_pairs_score score = {.name = reader->name};
  long sum = 0, count = 0;
  for (size_t at = 0, length; at < size; at += length) {
    length = 1;
    if (p[at] < 0x80) continue;
    if (at + 1 == size) break;
    pair first = {p[at], p[at + 1], has_code(set, (unsigned)p[at] << 8 | p[at + 1])};
    int weight = reader->weigh(first, p + at, size - at, &length);
    score.bad += weight == BAD;
    sum += weight;
    count++;
  }
  score.count = (size_t)count;
  score.mean = count == 0 ? BAD * 100 : sum * 100 / count;
  return score;
}

void at_pairs_weigh(const char *bytes, size_t size, at_pairs_score out[AT_PAIRS_COUNT]) {
  static code_set sets[AT_PAIRS_COUNT];
  static bool learnt;
  for (size_t i = 0; i < AT_PAIRS_COUNT && !learnt; i++) learn(families[i].name, sets[i]);
  learnt = true;
  for (size_t i = 0; i < AT_PAIRS_COUNT; i++)
    out[i] = weigh(&families[i], sets[i], (const unsigned char *)bytes, size);
}
