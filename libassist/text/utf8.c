/* SPDX-License-Identifier: MIT
 * Decoding and encoding of UTF-8, with the one policy for broken bytes that text/utf8.h states.
 *
 * The well-formed sequences (Unicode 15, table 3-7); whatever leaves the path is cut before the first byte that does
 * not fit, and what was read so far is one U+FFFD:
 *
 *   00..7F
 *   C2..DF 80..BF
 *   E0     A0..BF 80..BF        E1..EC, EE, EF  80..BF 80..BF        ED  80..9F 80..BF
 *   F0     90..BF 80..BF 80..BF    F1..F3  80..BF 80..BF 80..BF      F4  80..8F 80..BF 80..BF
 *
 * So the second byte has bounds of its own after E0, ED, F0 and F4, and every further byte has 80..BF. */
#include "text/utf8.h"

#define REPLACEMENT 0xFFFDu

/* How many bytes a sequence that starts with LEAD has, and the bounds of its second byte; 0: no lead byte. */
static unsigned lead(uint8_t byte, uint8_t *out_low, uint8_t *out_high) {
  *out_low = 0x80;
  *out_high = 0xBF;
  if (byte < 0xC2 || byte > 0xF4) return 0;
  if (byte < 0xE0) return 2;
  if (byte == 0xE0) *out_low = 0xA0;
  if (byte == 0xED) *out_high = 0x9F;
  if (byte < 0xF0) return 3;
  if (byte == 0xF0) *out_low = 0x90;
  if (byte == 0xF4) *out_high = 0x8F;
  return 4;
}

/* As as_utf8_next, whatever it is, and tells whether the sequence was well-formed. */
static unsigned decode(const uint8_t *text, size_t size, uint32_t *out_code_point, bool *out_good) {
  uint8_t low, high;
  *out_good = true;
  *out_code_point = text[0];
  if (text[0] < 0x80) return 1;
  unsigned length = lead(text[0], &low, &high);
  uint32_t code = text[0] & (0x7Fu >> length);
  unsigned at = 1;
  while (at < length && at < size && text[at] >= low && text[at] <= high) {
    code = code << 6 | (text[at++] & 0x3Fu);
    low = 0x80;
    high = 0xBF;
  }
  *out_good = length != 0 && at == length;
  *out_code_point = *out_good ? code : REPLACEMENT;
  return at;
}

unsigned as_utf8_next_any(const uint8_t *text, size_t size, uint32_t *out_code_point) {
  bool good;
  return decode(text, size, out_code_point, &good);
}

unsigned as_utf8_put(uint32_t code_point, uint8_t out[4]) {
  uint32_t code = code_point;
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = REPLACEMENT;
  if (code < 0x80) {
    out[0] = (uint8_t)code;
    return 1;
  }
  unsigned length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (unsigned at = length - 1; at > 0; at--, code >>= 6) out[at] = (uint8_t)(0x80u | (code & 0x3Fu));
  out[0] = (uint8_t)((0xF00u >> length) | code);
  return length;
}

bool as_utf8_valid(const uint8_t *text, size_t size, size_t *out_bad) {
  for (size_t at = 0; at < size;) {
    uint32_t code;
    bool good;
    unsigned used = decode(text + at, size - at, &code, &good);
    if (!good) {
      *out_bad = at;
      return false;
    }
    at += used;
  }
  return true;
}

size_t as_utf8_length(const uint8_t *text, size_t size) {
  size_t count = 0;
  uint32_t code;
  for (size_t at = 0; at < size; count++) at += as_utf8_next(text + at, size - at, &code);
  return count;
}

size_t as_utf16_length(const uint8_t *text, size_t size) {
  size_t count = 0;
  for (size_t at = 0; at < size;) {
    uint32_t code;
    at += as_utf8_next(text + at, size - at, &code);
    count += code > 0xFFFF ? 2 : 1;
  }
  return count;
}

/* A sequence has at most four bytes, so only a start in the three bytes before can reach across OFFSET; the first
 * byte of a maximal run without continuation bytes is always a start, and one that is no lead byte is a sequence of
 * its own. */
bool as_utf8_boundary(const uint8_t *text, size_t size, size_t offset) {
  if (offset >= size) return offset == size;
  if (offset == 0 || (text[offset] & 0xC0) != 0x80) return true;
  for (size_t back = 1; back <= 3 && back <= offset; back++) {
    const uint8_t *start = text + offset - back;
    if ((*start & 0xC0) == 0x80) continue;
    uint32_t code;
    return as_utf8_next(start, size - (offset - back), &code) <= back;
  }
  return true;
}
