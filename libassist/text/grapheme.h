/* SPDX-License-Identifier: MIT
 * Where a text may be cut without parting what people see as one character.  Offsets are bytes; the
 * answers are code point borders at least.  Only the neighbourhood is looked at: a character of over 256
 * bytes may be parted. */
#ifndef AS_TEXT_GRAPHEME_H
#define AS_TEXT_GRAPHEME_H

#include <stddef.h>
#include <stdint.h>

size_t as_grapheme_floor(const uint8_t *text, size_t size,
                         size_t offset); /* the last border at or before OFFSET */
size_t as_grapheme_ceiling(const uint8_t *text, size_t size, size_t offset); /* the first at or after it */

#endif
