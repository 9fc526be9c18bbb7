/* SPDX-License-Identifier: MIT
 *
 * Decoding by the table of well-formed sequences (Unicode, table 3-7): the second byte has bounds that depend
 * on the first, the others are 80..BF.
 *
 *   00..7F                            C2..DF 80..BF                  E0 A0..BF 80..BF     E1..EC, EE..EF
 * 80..BF 80..BF
 *   ED 80..9F 80..BF                  F0 90..BF 80..BF 80..BF        F1..F3 80..BF x3     F4 80..8F 80..BF
 * 80..BF */
#include "utf8.h"

#include <stdbool.h>
#include <string.h>

/* Little-endian, whatever the machine is. */
static uint64_t load_u64(const char *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

uint32_t at_utf8_decode(const char *text, size_t size, size_t *out_length) {
  const unsigned char *p = (const unsigned char *)text;
  unsigned first = p[0], low = 0x80, high = 0xBF;
  size_t length;
  uint32_t c;
  *out_length = 1;
  if (first < 0x80) return first;
  if (first < 0xC2 || first > 0xF4) return AT_BROKEN;
  if (first < 0xE0) {
    length = 2;
    c = first & 0x1F;
  } else if (first < 0xF0) {
    length = 3;
    c = first & 0x0F;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else {
    length = 4;
    c = first & 0x07;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  }
  for (size_t i = 1; i < length; i++) {
    if (i >= size || p[i] < low || p[i] > high) return AT_BROKEN;
    c = c << 6 | (p[i] & 0x3F);
    low = 0x80;
    high = 0xBF;
    *out_length = i + 1;
  }
  return c;
}

/* Two Han at once: a first byte of E4 to E9 has no special bounds. */
static bool is_two_han(uint64_t eight) {
  uint64_t first = (eight & 0xFF) - 0xE4, second = (eight >> 24 & 0xFF) - 0xE4;
  return (eight & UINT64_C(0xC0C000C0C000)) == UINT64_C(0x808000808000) && first < 6 && second < 6;
}

size_t at_utf8_check(const char *text, size_t size, size_t from) {
  size_t at = at_utf8_good(text, size, from);
  while (at < size) {
    if (size - at >= 8) {
      uint64_t eight = load_u64(text + at);
      if ((eight & UINT64_C(0x8080808080808080)) == 0) {
        at += 8;
        continue;
      }
      if (is_two_han(eight)) {
        at += 6;
        continue;
      }
    }
    size_t length;
    if (at_utf8_decode(text + at, size - at, &length) == AT_BROKEN) return at;
    at += length;
  }
  return size;
}
