/* SPDX-License-Identifier: MIT
 *
 * Is it UTF-8; if not, in which encoding is it?
 *
 *   UTF-16             a BOM, or most 16-bit units are ASCII, Han or CJK punctuation in one byte order and not in the other
 *   GB18030 Big5 EUC-TW  as it reads best (guess_pairs.c), if it reads well at all
 *   others             when a page declares them
 *
 * What a page declares is believed where it can be so: a page may have been sent in one encoding and still declare another.
 *
 * UTF-8 with a few broken sequences (a page cut in mid-character) is still UTF-8: at most one in a hundred
 * characters, and not more broken sequences than whole ones beyond ASCII; or, in a short text, at most one for
 * four whole characters of three bytes or more, which other encodings hardly ever look like. */
#include "guess.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "decode.h"
#include "guess_pairs.h"
#include "utf8.h"

#define SAMPLE ((size_t)64 << 10)
#define DECLARED ((size_t)2 << 10)
#define LEAST (-200)       /* mean weight of what may be text */
#define DOUBT 100          /* what a declaration weighs */
#define BAD_MEAN (-100000) /* less than any */

static bool is_common_unit(unsigned unit) {
  return (unit >= 0x20 && unit < 0x7F) || unit == '\n' || unit == '\r' || unit == '\t' || unit == 0x3000 ||
         (unit >= 0x2010 && unit <= 0x203B) || (unit >= 0x3001 && unit <= 0x30FF) ||
         (unit >= 0x4E00 && unit <= 0x9FFF) || (unit >= 0xFF00 && unit <= 0xFFEF);
}

static const char *guess_wide(const char *bytes, size_t size) {
  const unsigned char *p = (const unsigned char *)bytes;
  size_t little = 0, big = 0, pairs = size / 2;
  if (size >= 2 && p[0] == 0xFF && p[1] == 0xFE) return "UTF-16LE";
  if (size >= 2 && p[0] == 0xFE && p[1] == 0xFF) return "UTF-16BE";
  if (pairs < 4) return NULL;
  for (size_t i = 0; i < pairs; i++) {
    little += is_common_unit(p[2 * i] | (unsigned)p[2 * i + 1] << 8);
    big += is_common_unit(p[2 * i + 1] | (unsigned)p[2 * i] << 8);
  }
  if (little * 10 >= pairs * 9 && big * 2 < pairs) return "UTF-16LE";
  if (big * 10 >= pairs * 9 && little * 2 < pairs) return "UTF-16BE";
  return NULL;
}

bool at_guess_binary(const char *bytes, size_t size) {
  return memchr(bytes, 0, size) != NULL && guess_wide(bytes, size) == NULL;
}

static const char *guess_pairs(const char *bytes, size_t size) {
  at_pairs_score scores[AT_PAIRS_COUNT], *best = scores;
  at_pairs_weigh(bytes, size < SAMPLE ? size : SAMPLE, scores);
  for (size_t i = 1; i < AT_PAIRS_COUNT; i++)
    if (scores[i].mean > best->mean) best = &scores[i];
  return best->count > 0 && best->mean >= LEAST ? best->name : NULL;
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

static bool has_wide_sign(const char *bytes, size_t size) {
  bool has_mark = size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
  return has_mark || memchr(bytes, 0, size) != NULL;
}

/* Where a text of SIZE bytes ends when its last sequence is cut. */
static size_t whole_size(const char *bytes, size_t size) {
  size_t at = size;
  while (at > 0 && size - at < 3 && ((unsigned char)bytes[at - 1] & 0xC0) == 0x80) at--;
  return at > 0 && (unsigned char)bytes[at - 1] >= 0xC0 ? at - 1 : size;
}

/* Where the value begins behind NAME, an equals sign and a quote. */
static size_t value_after(const char *bytes, size_t size, const char *name) {
  size_t length = strlen(name);
  for (size_t at = 0; at + length < size; at++) {
    if (strncasecmp(bytes + at, name, length) != 0) continue;
    at += length;
    while (at < size && bytes[at] == ' ') at++;
    if (at == size || bytes[at] != '=') continue;
    do at++;
    while (at < size && (bytes[at] == ' ' || bytes[at] == '"' || bytes[at] == '\''));
    return at;
  }
  return size;
}

/* The encoding that a page or feed declares at its beginning. */
static bool find_declared(const char *bytes, size_t size, char out[AT_ENCODING_NAME]) {
  if (size > DECLARED) size = DECLARED;
  size_t at = value_after(bytes, size, "charset"), length = 0;
  if (at == size) at = value_after(bytes, size, "encoding");
  while (at + length < size && length < AT_ENCODING_NAME - 1 &&
         memchr("\"' />?;\r\n", bytes[at + length], 9) == NULL)
    length++;
  memcpy(out, bytes + at, length);
  out[length] = '\0';
  return length > 0;
}

static bool is_single_byte(const char *name) {
  return strncasecmp(name, "iso-8859", 8) == 0 || strncasecmp(name, "windows-125", 11) == 0 ||
         strcasecmp(name, "us-ascii") == 0;
}

/* Whether the text can be in the encoding that it DECLARES, where it seems to be in GUESSED. */
static bool can_be(const char *declared, const char *guessed, const char *bytes, size_t size) {
  at_pairs_score scores[AT_PAIRS_COUNT];
  long best = BAD_MEAN, own = BAD_MEAN;
  if (at_encoding_is_utf8(declared) || strncasecmp(declared, "utf-", 4) == 0) return false;
  if (is_single_byte(declared)) return guessed == NULL;
  at_pairs_weigh(bytes, size, scores);
  for (size_t i = 0; i < AT_PAIRS_COUNT; i++) {
    if (scores[i].mean > best) best = scores[i].mean;
    if (strcmp(at_encoding_family(scores[i].name), at_encoding_family(declared)) == 0) own = scores[i].mean;
  }
  if (own > BAD_MEAN) return own + DOUBT >= best;
  at_decoder *decoder = at_decoder_open(declared);
  at_text text = {0};
  if (decoder == NULL) return false;
  at_decoder_push(decoder, bytes, size, false, &text);
  bool reads = at_decoder_broken(decoder) * 100 <= size;
  at_decoder_close(decoder);
  at_text_clear(&text);
  return reads;
}

bool at_guess_encoding(const char *bytes, size_t size, char out_name[AT_ENCODING_NAME]) {
  char declared[AT_ENCODING_NAME];
  size_t sample = size < SAMPLE ? size : SAMPLE, broken = at_utf8_check(bytes, size, 0);
  const char *guessed = guess_wide(bytes, sample);
  bool is_wide = guessed != NULL;
  /* What comes before the first byte beyond ASCII says nothing. */
  if (!is_wide) guessed = guess_pairs(bytes + broken, size - broken);
  if (!is_wide && find_declared(bytes, size, declared) &&
      can_be(declared, guessed, bytes + broken, size - broken < SAMPLE ? size - broken : SAMPLE))
    guessed = declared;
  if (guessed == NULL) return false;
  strcpy(out_name, guessed);
  return true;
}

at_text_kind at_guess_text(const char *bytes, size_t size, size_t *out_at) {
  size_t sample = size < SAMPLE ? size : SAMPLE, whole = whole_size(bytes, size);
  *out_at = at_utf8_check(bytes, size, 0);
  if (has_wide_sign(bytes, sample) && guess_wide(bytes, sample) != NULL) return AT_TEXT_OTHER;
  if (*out_at == size) return AT_TEXT_UTF8;
  if (*out_at < whole ? is_mostly_utf8(bytes, size, *out_at) : whole > 0) return AT_TEXT_BROKEN;
  return AT_TEXT_OTHER;
}
