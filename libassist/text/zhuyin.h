/* SPDX-License-Identifier: MIT
 * Zhuyin (Bopomofo) spelling to syllable numbers. */
#ifndef AS_TEXT_ZHUYIN_H
#define AS_TEXT_ZHUYIN_H

#include <stdint.h>

/* The syllable (see as_table_syllables) written with COUNT (1 to 3) Bopomofo letters, each given as code point
 * - U+3100; -1: none. */
int as_zhuyin_syllable(const uint8_t *letters, unsigned count);

#endif
