/* SPDX-License-Identifier: MIT
 * UTF-8, and the policy for broken bytes: each maximal ill-formed sequence (Unicode 15, section 3.9, "substitution
 * of maximal subparts") is one U+FFFD, which is a symbol and so a break; the bytes stay in the stored text. */
#ifndef AS_TEXT_UTF8_H
#define AS_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decode one code point at TEXT (SIZE > 0 bytes left).  Returns the bytes used (1 to 4); *out is U+FFFD for an
 * ill-formed sequence. */
unsigned as_utf8_next(const uint8_t *text, size_t size, uint32_t *out_code_point);
unsigned as_utf8_put(uint32_t code_point,
                     uint8_t out[4]); /* bytes written; surrogates and beyond become U+FFFD */
bool as_utf8_valid(const uint8_t *text, size_t size,
                   size_t *out_bad);                      /* *out_bad: offset of the first bad byte */
size_t as_utf8_length(const uint8_t *text, size_t size);  /* code points, as decoded above */
size_t as_utf16_length(const uint8_t *text, size_t size); /* UTF-16 units, as decoded above */
bool as_utf8_boundary(const uint8_t *text, size_t size,
                      size_t offset); /* a code point starts (or text ends) there */

#endif
