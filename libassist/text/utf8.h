/* SPDX-License-Identifier: MIT
 * UTF-8, and the policy for broken bytes: each maximal ill-formed sequence (Unicode 15, section 3.9, "substitution
 * of maximal subparts") is one U+FFFD, which is a symbol and so a break; the bytes stay in the stored text. */
#ifndef AS_TEXT_UTF8_H
#define AS_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

unsigned as_utf8_next_any(const uint8_t *text, size_t size, uint32_t *out_code_point);
static inline bool as_utf8_is_tail(uint8_t byte) { return (byte & 0xC0) == 0x80; }
/* Decode one code point at TEXT (SIZE > 0 bytes left).  Returns the bytes used (1 to 4); *out is U+FFFD for an
 * ill-formed sequence.  ASCII, and what begins with a byte after which any tails may stand, Han above all, at once. */
static inline unsigned as_utf8_next(const uint8_t *text, size_t size, uint32_t *out_code_point) {
  uint8_t lead = text[0];
  if (lead < 0x80) {
    *out_code_point = lead;
    return 1;
  }
  if (size < 3 || lead < 0xE1 || lead > 0xEC || !as_utf8_is_tail(text[1]) || !as_utf8_is_tail(text[2]))
    return as_utf8_next_any(text, size, out_code_point);
  *out_code_point = (lead & 0x0Fu) << 12 | (text[1] & 0x3Fu) << 6 | (text[2] & 0x3Fu);
  return 3;
}
unsigned as_utf8_put(uint32_t code_point,
                     uint8_t out[4]); /* bytes written; surrogates and beyond become U+FFFD */
bool as_utf8_valid(const uint8_t *text, size_t size,
                   size_t *out_bad);                      /* *out_bad: offset of the first bad byte */
size_t as_utf8_length(const uint8_t *text, size_t size);  /* code points, as decoded above */
size_t as_utf16_length(const uint8_t *text, size_t size); /* UTF-16 units, as decoded above */
bool as_utf8_boundary(const uint8_t *text, size_t size,
                      size_t offset); /* a code point starts (or text ends) there */

#endif
