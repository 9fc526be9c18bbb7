/* SPDX-License-Identifier: MIT
 * The generated arrays behind as_readings_of (text/table.h) and text/pinyin.h; nobody else looks at them. */
#ifndef AS_TEXT_READINGS_H
#define AS_TEXT_READINGS_H

#include <stdint.h>

#define AS_READING_LIMIT 0x40000u /* Han characters live below this */

extern const uint16_t as_reading_index[];  /* code point >> 6 -> block */
extern const uint16_t as_reading_blocks[]; /* block * 64 + (code point & 63) -> place in as_reading_lists */
extern const uint16_t as_reading_lists[];  /* a count, then that many readings */

/* Behind text/pinyin.h: of each syllable, folded character * 8 + tone, ascending; only common readings. */
extern const uint32_t as_sound_starts[]; /* one more than there are syllables */
extern const uint32_t as_sound_characters[];

#endif
