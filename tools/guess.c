/* SPDX-License-Identifier: MIT
 *
 * Is it UTF-8; if not, what does it seem to be?  Only for messages: nothing is converted on the strength of a
 * guess.
 *
 *   UTF-16      a BOM, or most 16-bit units are ASCII, Han or CJK punctuation in one byte order and not in
 * the other
 *   GB18030     lead 81..FE, trail 40..FE (or four bytes); common characters: lead B0..D7, trail A1..FE, and
 * the
 *               punctuation of A1..A3
 *   Big5        lead A1..F9, trail 40..7E or A1..FE; common characters: A4..C6, and punctuation A1..A3
 *
 * Nearly all pairs of a GB text are in its first zone, while Big5 text spreads over trails that GB's common
 * characters do not use; so the encoding with the larger share of common pairs is named, if that share is
 * large.
 *
 * UTF-8 with a few broken sequences (a page cut in mid-character) is still UTF-8: at most one in a hundred
 * characters, and not more broken sequences than whole ones beyond ASCII; or, in a short text, at most one for
 * four whole characters of three bytes or more, which other encodings hardly ever look like. */
#include "guess.h"

#include <stdint.h>
#include <string.h>

#include "utf8.h"

#define SAMPLE ((size_t)64 << 10)

static bool is_common_unit(unsigned unit) {
  return (unit >= 0x20 && unit < 0x7F) || unit == '\n' || unit == '\r' || unit == '\t' || unit == 0x3000 ||
         (unit >= 0x3001 && unit <= 0x30FF) || (unit >= 0x4E00 && unit <= 0x9FFF) ||
         (unit >= 0xFF00 && unit <= 0xFFEF);
}

const char *at_guess_wide(const char *bytes, size_t size) {
  const unsigned char *p = (const unsigned char *)bytes;
  size_t little = 0, big = 0, pairs = size / 2;
  if (size >= 2 && p[0] == 0xFF && p[1] == 0xFE) return "UTF-16LE";
  if (size >= 2 && p[0] == 0xFE && p[1] == 0xFF) return "UTF-16BE";
  if (memchr(bytes, 0, size) == NULL || pairs < 4) return NULL;
  for (size_t i = 0; i < pairs; i++) {
    little += is_common_unit(p[2 * i] | (unsigned)p[2 * i + 1] << 8);
    big += is_common_unit(p[2 * i + 1] | (unsigned)p[2 * i] << 8);
  }
  if (little * 10 >= pairs * 9 && big * 2 < pairs) return "UTF-16LE";
  if (big * 10 >= pairs * 9 && little * 2 < pairs) return "UTF-16BE";
  return NULL;
}

bool at_guess_binary(const char *bytes, size_t size) {
  return memchr(bytes, 0, size) != NULL && at_guess_wide(bytes, size) == NULL;
}

typedef struct tally {
  size_t pairs, common, bad;
} tally;

static bool is_gb_common(unsigned lead, unsigned trail) {
  return trail >= 0xA1 && ((lead >= 0xB0 && lead <= 0xD7) || (lead >= 0xA1 && lead <= 0xA3));
}

static tally count_gb(const unsigned char *p, size_t size) {
  tally gb = {0};
  for (size_t i = 0; i + 1 < size; i++) {
    if (p[i] < 0x80) continue;
    gb.pairs++;
    if (p[i] > 0x80 && p[i] < 0xFF && p[i + 1] >= 0x40 && p[i + 1] != 0x7F && p[i + 1] != 0xFF) {
      gb.common += is_gb_common(p[i], p[i + 1]);
      i++;
    } else if (p[i] > 0x80 && p[i] < 0xFF && p[i + 1] >= 0x30 && p[i + 1] <= 0x39 && i + 3 < size) {
      i += 3;
    } else {
      gb.bad++;
    }
  }
  return gb;
}

static tally count_big5(const unsigned char *p, size_t size) {
  tally big5 = {0};
  for (size_t i = 0; i + 1 < size; i++) {
    if (p[i] < 0x80) continue;
    big5.pairs++;
    bool trail = (p[i + 1] >= 0x40 && p[i + 1] <= 0x7E) || (p[i + 1] >= 0xA1 && p[i + 1] <= 0xFE);
    if (p[i] >= 0x81 && p[i] <= 0xFE && trail) {
      big5.common += p[i] >= 0xA1 && p[i] <= 0xC6;
      i++;
    } else {
      big5.bad++;
    }
  }
  return big5;
}

/* In hundredths: common pairs less what is impossible, five times. */
static long share(const tally *t) {
  if (t->pairs == 0) return 0;
  return (long)(t->common * 100 / t->pairs) - (long)(t->bad * 500 / t->pairs);
}

static const char *guess_pairs(const char *bytes, size_t size) {
  const unsigned char *p = (const unsigned char *)bytes;
  if (size > SAMPLE) size = SAMPLE;
  tally gb = count_gb(p, size), big5 = count_big5(p, size);
  long gb_share = share(&gb), big5_share = share(&big5);
  if (gb.pairs < 2 || (gb_share < 60 && big5_share < 60)) return NULL;
  return gb_share >= big5_share ? "GB18030" : "Big5";
}

/* Of a text with broken sequences: how many, and how many characters beyond ASCII are whole. */
static bool is_mostly_utf8(const char *bytes, size_t size, size_t first) {
  size_t broken = 0, beyond = 0, han = 0, characters = 0;
  for (size_t at = 0, length; at < size; at += length) {
    bool whole = at_utf8_decode(bytes + at, size - at, &length) != AT_BROKEN;
    broken += !whole;
    beyond += whole && length > 1;
    han += whole && length > 2;
    characters++;
  }
  if (broken * 4 <= han) return true;
  if (broken * 100 > characters) return false;
  /* Beside ASCII alone, a stray byte is a stray byte, unless it reads well as something else. */
  return beyond >= broken || guess_pairs(bytes + first, size - first) == NULL;
}

at_text_kind at_guess_text(const char *bytes, size_t size, size_t *out_at, const char **out_name) {
  size_t sample = size < SAMPLE ? size : SAMPLE;
  *out_name = at_guess_wide(bytes, sample);
  *out_at = at_utf8_check(bytes, size, 0);
  if (*out_name != NULL) return AT_TEXT_OTHER;
  if (*out_at == size) return AT_TEXT_UTF8;
  if (is_mostly_utf8(bytes, size, *out_at)) return AT_TEXT_BROKEN;
  *out_name = guess_pairs(bytes + *out_at, size - *out_at);
  return AT_TEXT_OTHER;
}
