/* SPDX-License-Identifier: MIT
 * Is the content of a bracket a reading of the characters before it?
 *
 * First every code point becomes a sound (or is refused): letters lose their case and their diacritics, which are
 * kept as tones; ü, v and u: are v.  Then the last k characters are tried for k = 1, 2 ... 8: from the set of places
 * reached after the characters so far, each reading of the next character leads on to more places.
 *
 *   涿州 (zhuōzhōu)    {0} --zhuo1--> {4} --zhou1--> {8} = end
 *
 * A set of places is a 64-bit word, so hostile input costs 8 * 62 * readings steps and no more.  When a tone is given
 * anywhere, a syllable without one is neutral; a neutral tone, as it changes from phrase to phrase, is accepted with
 * any reading of that syllable. */
#include "text/sounds.h"

#include <stddef.h>
#include <string.h>

#include "text/table.h"
#include "text/zhuyin.h"

typedef struct accented {
  uint16_t code; /* lower case, as folded */
  char letter;
  uint8_t tone;
} accented;

/* Precomposed letters of pinyin; breve is taken as caron, a circumflex is part of ê alone.  Then the two letters of
 * school books, which no fold unites with a and g. */
static const accented accents[] = {
    {0xE0, 'a', 4},
    {0xE1, 'a', 2},
    {0xE8, 'e', 4},
    {0xE9, 'e', 2},
    {0xEA, 'e', AS_TONE_NONE},
    {0xEC, 'i', 4},
    {0xED, 'i', 2},
    {0xF2, 'o', 4},
    {0xF3, 'o', 2},
    {0xF9, 'u', 4},
    {0xFA, 'u', 2},
    {0xFC, 'v', AS_TONE_NONE},
    {0x101, 'a', 1},
    {0x103, 'a', 3},
    {0x113, 'e', 1},
    {0x115, 'e', 3},
    {0x11B, 'e', 3},
    {0x12B, 'i', 1},
    {0x12D, 'i', 3},
    {0x144, 'n', 2},
    {0x148, 'n', 3},
    {0x14D, 'o', 1},
    {0x14F, 'o', 3},
    {0x16B, 'u', 1},
    {0x16D, 'u', 3},
    {0x1CE, 'a', 3},
    {0x1D0, 'i', 3},
    {0x1D2, 'o', 3},
    {0x1D4, 'u', 3},
    {0x1D6, 'v', 1},
    {0x1D8, 'v', 2},
    {0x1DA, 'v', 3},
    {0x1DC, 'v', 4},
    {0x1F9, 'n', 4},
    {0x251, 'a', AS_TONE_NONE},
    {0x261, 'g', AS_TONE_NONE},
    {0x1E3F, 'm', 2},
    {0x1EBF, 'e', 2},
    {0x1EC1, 'e', 4},
};

static bool append(as_sounds *sounds, enum as_sound_kind kind, unsigned value, unsigned tone) {
  if (sounds->count == AS_SOUNDS) return false;
  sounds->sound[sounds->count++] = (as_sound){(uint8_t)kind, (uint8_t)value, (uint8_t)tone};
  if (kind != AS_SOUND_SEPARATOR && tone != AS_TONE_NONE) sounds->toned = true;
  return true;
}

static bool is_separator(uint32_t code) {
  static const uint16_t separators[] = {'\'',   '-',    0xB7,   0x2BC,  0x2010,
                                        0x2011, 0x2019, 0x2022, 0x2027, 0x30FB};
  for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
    if (code == separators[i]) return true;
  return false;
}

/* A combining mark, or the colon of u:, changes the letter before. */
static bool add_mark(as_sounds *sounds, uint32_t code) {
  as_sound *last = sounds->count > 0 ? &sounds->sound[sounds->count - 1] : NULL;
  if (last == NULL || last->kind != AS_SOUND_LETTER) return false;
  if (code == 0x308 || code == ':') {
    if (last->value != 'u') return false;
    last->value = 'v';
    return true;
  }
  if (code == 0x302) return last->value == 'e';
  uint8_t tone = code == 0x304                    ? 1
                 : code == 0x301                  ? 2
                 : code == 0x30C || code == 0x306 ? 3
                 : code == 0x300                  ? 4
                                                  : 0;
  if (tone == 0 || last->tone != AS_TONE_NONE) return false;
  last->tone = tone;
  sounds->toned = true;
  return true;
}

static bool add_zhuyin(as_sounds *sounds, uint32_t code) {
  static const uint16_t tones[] = {0x2D9, 0x2C9, 0x2CA, 0x2C7, 0x2CB}; /* by tone, neutral first */
  for (unsigned tone = 0; tone < 5; tone++)
    if (code == tones[tone]) return append(sounds, AS_SOUND_ZHUYIN_TONE, 0, tone);
  if (code < 0x3105 || code > 0x3129) return false;
  return append(sounds, AS_SOUND_ZHUYIN, code - 0x3100, 1);
}

static bool add_letter(as_sounds *sounds, uint32_t code, uint32_t folded) {
  uint32_t ascii = code >= 0xFF01 && code <= 0xFF5E ? code - 0xFEE0 : code;
  char letter = (char)folded;
  uint8_t tone = AS_TONE_NONE;
  if (folded < 'a' || folded > 'z') {
    size_t at = 0, count = sizeof accents / sizeof *accents;
    while (at < count && accents[at].code != folded) at++;
    if (at == count) return false;
    letter = accents[at].letter;
    tone = accents[at].tone;
  }
  if (ascii != folded) sounds->upper = true;
  return append(sounds, AS_SOUND_LETTER, (unsigned char)letter, tone);
}

bool as_sounds_add(as_sounds *sounds, uint32_t code_point) {
  uint32_t entry = as_table_entry(code_point), folded = as_entry_value(entry);
  unsigned char_class = as_entry_class(entry);
  if (char_class == AS_CHAR_SPACE || is_separator(code_point))
    return append(sounds, AS_SOUND_SEPARATOR, 0, 0);
  if (add_zhuyin(sounds, code_point)) return true;
  if ((as_entry_flags(entry) & AS_CHAR_EXPANDS) != 0) return false;
  if (char_class == AS_CHAR_DIGIT && folded >= '0' && folded <= '5')
    return append(sounds, AS_SOUND_DIGIT, 0, (folded - '0') % 5);
  if (char_class == AS_CHAR_MARK || folded == ':') return add_mark(sounds, code_point);
  return add_letter(sounds, code_point, folded);
}

static unsigned pass_separators(const as_sounds *sounds, unsigned at) {
  while (at < sounds->count && sounds->sound[at].kind == AS_SOUND_SEPARATOR) at++;
  return at;
}

static bool tone_fits(unsigned given, unsigned tone) {
  return given == AS_TONE_NONE || given == 0 || given == tone;
}

static uint64_t place(unsigned at) { return UINT64_C(1) << at; }

/* The places reached from AT when READING is spelled there in Latin letters. */
static uint64_t after_latin(const as_sounds *sounds, unsigned at, unsigned reading) {
  unsigned given = AS_TONE_NONE;
  for (const char *name = as_table_syllables[reading / 5]; *name != '\0'; name++, at++) {
    if (at == sounds->count || sounds->sound[at].kind != AS_SOUND_LETTER) return 0;
    if (sounds->sound[at].value != (uint8_t)*name) return 0;
    if (sounds->sound[at].tone == AS_TONE_NONE) continue;
    if (given != AS_TONE_NONE) return 0;
    given = sounds->sound[at].tone;
  }
  if (at < sounds->count && sounds->sound[at].kind == AS_SOUND_DIGIT) {
    if (given != AS_TONE_NONE) return 0;
    given = sounds->sound[at++].tone;
  }
  return tone_fits(given, reading % 5) ? place(at) : 0;
}

/* The same in zhuyin: [˙] letters [tone], no tone written being the first. */
static uint64_t after_zhuyin(const as_sounds *sounds, unsigned at, unsigned reading) {
  const as_sound *sound = sounds->sound;
  bool neutral = at < sounds->count && sound[at].kind == AS_SOUND_ZHUYIN_TONE && sound[at].tone == 0;
  uint8_t letters[3];
  uint64_t reached = 0;
  at += neutral;
  for (unsigned count = 1; count <= 3 && at < sounds->count && sound[at].kind == AS_SOUND_ZHUYIN; count++) {
    letters[count - 1] = sound[at++].value;
    if (as_zhuyin_syllable(letters, count) != (int)(reading / 5)) continue;
    if (tone_fits(neutral ? 0 : 1, reading % 5)) reached |= place(at);
    bool marked = !neutral && at < sounds->count && sound[at].kind == AS_SOUND_ZHUYIN_TONE;
    if (marked && tone_fits(sound[at].tone, reading % 5)) reached |= place(at + 1);
  }
  return reached;
}

/* The readings of a character: as written, or else of what it folds to. */
static size_t readings_of(uint32_t code_point, const uint16_t **out_readings) {
  size_t count = as_readings_of(code_point, out_readings);
  if (count > 0) return count;
  uint32_t entry = as_table_entry(code_point);
  if ((as_entry_flags(entry) & AS_CHAR_EXPANDS) != 0) return 0;
  return as_readings_of(as_entry_value(entry), out_readings);
}

/* The places reached from any of FROM by one reading of the character. */
static uint64_t advance(const as_sounds *sounds, uint64_t from, uint32_t code_point) {
  const uint16_t *readings;
  size_t count = readings_of(code_point, &readings);
  uint64_t reached = 0;
  for (unsigned at = 0; at < sounds->count; at++) {
    if ((from & place(at)) == 0) continue;
    unsigned start = pass_separators(sounds, at);
    for (size_t i = 0; i < count; i++)
      reached |= after_latin(sounds, start, readings[i]) | after_zhuyin(sounds, start, readings[i]);
  }
  return reached;
}

bool as_sounds_read(const as_sounds *sounds, const as_history *history) {
  if (sounds->count == 0 || (sounds->upper && !sounds->toned)) return false;
  unsigned end = sounds->count;
  while (end > 0 && sounds->sound[end - 1].kind == AS_SOUND_SEPARATOR) end--;
  for (unsigned characters = 1; characters <= as_history_size(history); characters++) {
    uint64_t reached = 1;
    for (unsigned back = characters; back > 0 && reached != 0; back--)
      reached = advance(sounds, reached, as_history_at(history, back));
    if ((reached & place(end)) != 0) return true;
  }
  return false;
}
