/* SPDX-License-Identifier: MIT
 * The content of a bracket as sounds: letters with their tone marks, tone digits, zhuyin, separators. */
#ifndef AS_TEXT_SOUNDS_H
#define AS_TEXT_SOUNDS_H

#include <stdbool.h>
#include <stdint.h>

#include "text/history.h"

#define AS_SOUNDS 62u /* with the brackets, 64 code points of look-ahead; a set of places fits in 64 bits */
#define AS_TONE_NONE 255u

enum as_sound_kind {
  AS_SOUND_LETTER = 1,    /* value: a to z, v for ü; tone: of its mark, or AS_TONE_NONE */
  AS_SOUND_DIGIT = 2,     /* tone: 0 (neutral, also written 5) to 4 */
  AS_SOUND_SEPARATOR = 3, /* space, apostrophe, hyphen, middle dot */
  AS_SOUND_ZHUYIN = 4,    /* value: code point - U+3100 */
  AS_SOUND_ZHUYIN_TONE = 5
};

typedef struct as_sound {
  uint8_t kind, value, tone;
} as_sound;

typedef struct as_sounds {
  as_sound sound[AS_SOUNDS];
  unsigned count;
  bool toned; /* some tone is given, or it is zhuyin */
  bool upper; /* some letter is upper case */
} as_sounds;

/* Append one code point; false: no reading holds it here, or there are too many. */
bool as_sounds_add(as_sounds *sounds, uint32_t code_point);
/* Are the sounds, from the first to the last, a reading of the last characters of HISTORY? */
bool as_sounds_read(const as_sounds *sounds, const as_history *history);

#endif
