/* SPDX-License-Identifier: MIT
 * Parting Latin letters into syllables.
 *
 *   text -> sounds (text/sounds.h: letters with tones, digits, separators) -> parts
 *
 *   xian       xian | xi an        xi'an     xi an
 *   zhongg     zhong g             zgr       z g r
 *
 * From the end to the beginning, each place learns the least cost that leads from it to the end: an initial costs 4, a vowel by itself
 * in the middle of a word 1 (lingdao is not ling da o).  A walk from the beginning then takes every way that costs no more.  Syllables without a vowel (ng, hm) count for annotations, not here.  A v after j, q, x and y is
 * a u, and lue and nue are lve and nve, as people type them.
 *
 * Characters of a syllable are one stretch of a generated table; those of an initial are the stretches of its syllables. */
#include "text/pinyin.h"

#include <stdlib.h>
#include <string.h>

#include "text/readings.h"
#include "text/sounds.h"
#include "text/table.h"
#include "text/utf8.h"

#define SYLLABLE_LETTERS 6u
#define NO_WAY 255u
#define STEPS_MAX 4096u /* of a walk: nothing that is pinyin comes near it */
#define INITIAL_COST 4u /* times AS_SOUNDS it is below NO_WAY */

typedef struct parting {
  as_sounds sounds;
  uint8_t least[AS_SOUNDS + 1]; /* cost from a place to the end; NO_WAY */
  as_pinyin *pinyin;
  as_pinyin_reading way;
  unsigned initials; /* in the way */
  unsigned steps;
} parting;

static bool is_vowel(char letter) { return strchr("aeiouv", letter) != NULL; }

static int compare_name(const char *name, size_t size, size_t syllable) {
  return strncmp(as_table_syllables[syllable], name, size);
}

/* The syllables that begin with NAME. */
static as_pinyin_part part_of_initial(const char *name, size_t size) {
  as_pinyin_part part = {.tone = AS_PINYIN_ANY_TONE};
  size_t at = 0, count = as_table_syllable_count;
  while (at < count && compare_name(name, size, at) < 0) at++;
  part.first = (uint16_t)at;
  while (at < count && compare_name(name, size, at) == 0) at++;
  part.end = (uint16_t)at;
  return part;
}

/* The number of the syllable that people spell so; -1: none. */
static int syllable_of(char *name, size_t size) {
  bool vowel = false;
  for (size_t i = 0; i < size; i++) vowel |= is_vowel(name[i]);
  if (!vowel) return -1;
  if (size > 1 && name[1] == 'v' && strchr("jqxy", name[0]) != NULL) name[1] = 'u';
  if (size == 3 && (name[0] == 'l' || name[0] == 'n') && memcmp(name + 1, "ue", 2) == 0) name[1] = 'v';
  return as_syllable_find(name, size);
}

/* A syllable of SIZE letters at AT; where it ends, its tone digit with it, or 0. */
static unsigned take_syllable(const as_sounds *sounds, unsigned at, unsigned size, as_pinyin_part *out) {
  char name[SYLLABLE_LETTERS];
  uint8_t tone = AS_PINYIN_ANY_TONE;
  if (size > sounds->count - at) return 0;
  for (unsigned i = 0; i < size; i++) {
    const as_sound *sound = &sounds->sound[at + i];
    if (sound->kind != AS_SOUND_LETTER) return 0;
    name[i] = (char)sound->value;
    if (sound->tone == AS_TONE_NONE) continue;
    if (tone != AS_PINYIN_ANY_TONE) return 0;
    tone = sound->tone;
  }
  int syllable = syllable_of(name, size);
  if (syllable < 0) return 0;
  at += size;
  if (at < sounds->count && sounds->sound[at].kind == AS_SOUND_DIGIT) {
    if (tone != AS_PINYIN_ANY_TONE) return 0;
    tone = sounds->sound[at++].tone;
  }
  *out = (as_pinyin_part){(uint16_t)syllable, (uint16_t)(syllable + 1), tone};
  return at;
}

/* An initial of SIZE letters, 1 or 2 (zh ch sh); where it ends, or 0. */
static unsigned take_initial(const as_sounds *sounds, unsigned at, unsigned size, as_pinyin_part *out) {
  char name[2];
  if (size > sounds->count - at) return 0;
  for (unsigned i = 0; i < size; i++) {
    const as_sound *sound = &sounds->sound[at + i];
    if (sound->kind != AS_SOUND_LETTER || sound->tone != AS_TONE_NONE) return 0;
    name[i] = (char)sound->value;
  }
  if (size == 2 && (name[1] != 'h' || strchr("zcs", name[0]) == NULL)) return 0;
  *out = part_of_initial(name, size);
  return out->first < out->end ? at + size : 0;
}

static unsigned pass_separators(const as_sounds *sounds, unsigned at) {
  while (at < sounds->count && sounds->sound[at].kind == AS_SOUND_SEPARATOR) at++;
  return at;
}

/* The parts that may stand at AT are numbered 0 to 7: syllables from the longest, then initials.  0: no such part. */
#define CHOICES (SYLLABLE_LETTERS + 2u)
static unsigned take(const as_sounds *sounds, unsigned at, unsigned choice, as_pinyin_part *out) {
  if (choice < SYLLABLE_LETTERS) return take_syllable(sounds, at, SYLLABLE_LETTERS - choice, out);
  return take_initial(sounds, at, CHOICES - choice, out);
}

static unsigned cost_of(const as_sounds *sounds, unsigned at, unsigned choice) {
  if (choice >= SYLLABLE_LETTERS) return INITIAL_COST;
  bool lone = choice + 1 == SYLLABLE_LETTERS,
       within = at > 0 && sounds->sound[at - 1].kind != AS_SOUND_SEPARATOR;
  return lone && within ? 1 : 0;
}

static void count_costs(parting *text) {
  const as_sounds *sounds = &text->sounds;
  text->least[sounds->count] = 0;
  for (unsigned at = sounds->count; at-- > 0;) {
    unsigned start = pass_separators(sounds, at);
    text->least[at] = start == at ? NO_WAY : text->least[start];
    for (unsigned choice = 0; choice < CHOICES && start == at; choice++) {
      as_pinyin_part part;
      unsigned end = take(sounds, at, choice, &part);
      if (end == 0 || text->least[end] == NO_WAY) continue;
      unsigned cost = text->least[end] + cost_of(sounds, at, choice);
      if (cost < text->least[at]) text->least[at] = (uint8_t)cost;
    }
  }
}

/* A whole way.  All that are kept have as many initials as the first. */
static void keep_way(parting *text) {
  as_pinyin *pinyin = text->pinyin;
  if (pinyin->count > 0 && pinyin->initials != text->initials) return;
  if (pinyin->count == AS_PINYIN_READINGS) {
    pinyin->limited = true;
    return;
  }
  pinyin->initials = text->initials;
  pinyin->readings[pinyin->count++] = text->way;
}

static void walk(parting *text, unsigned at) {
  at = pass_separators(&text->sounds, at);
  if (at == text->sounds.count) keep_way(text);
  if (at == text->sounds.count || text->pinyin->limited) return;
  if (text->way.count == AS_PINYIN_PARTS || ++text->steps > STEPS_MAX) {
    text->pinyin->limited = true;
    return;
  }
  for (unsigned choice = 0; choice < CHOICES; choice++) {
    as_pinyin_part part;
    unsigned end = take(&text->sounds, at, choice, &part);
    if (end == 0 || text->least[end] == NO_WAY) continue;
    if (text->least[end] + cost_of(&text->sounds, at, choice) != text->least[at]) continue;
    text->way.parts[text->way.count++] = part;
    text->initials += choice >= SYLLABLE_LETTERS ? 1 : 0;
    walk(text, end);
    text->initials -= choice >= SYLLABLE_LETTERS ? 1 : 0;
    text->way.count--;
  }
}

static bool hear(as_sounds *sounds, as_slice text) {
  bool letters = false;
  sounds->count = 0;
  sounds->toned = sounds->upper = false;
  for (size_t at = 0; at < text.size;) {
    uint32_t code;
    at += as_utf8_next(text.bytes + at, text.size - at, &code);
    if (as_table_class(code) == AS_CHAR_IGNORED) continue;
    if (!as_sounds_add(sounds, code)) return false;
  }
  for (unsigned i = 0; i < sounds->count; i++) letters |= sounds->sound[i].kind == AS_SOUND_LETTER;
  return letters;
}

bool as_pinyin_read(as_slice text, as_pinyin *out_pinyin) {
  parting way = {.pinyin = out_pinyin};
  out_pinyin->count = 0;
  out_pinyin->limited = false;
  if (!hear(&way.sounds, text)) return false;
  count_costs(&way);
  if (way.least[0] == NO_WAY) return false;
  walk(&way, 0);
  return out_pinyin->count > 0;
}

/* ---- characters ---- */

size_t as_pinyin_room(const as_pinyin_part *part) {
  return as_sound_starts[part->end] - as_sound_starts[part->first];
}

static int compare_characters(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

static size_t sort_unique(uint32_t *list, size_t count) {
  size_t kept = 0;
  qsort(list, count, sizeof *list, compare_characters);
  for (size_t i = 0; i < count; i++)
    if (kept == 0 || list[i] != list[kept - 1]) list[kept++] = list[i];
  return kept;
}

size_t as_pinyin_characters(const as_pinyin_part *part, uint32_t *out) {
  size_t count = 0;
  for (uint32_t i = as_sound_starts[part->first]; i < as_sound_starts[part->end]; i++) {
    uint32_t sound = as_sound_characters[i];
    if (part->tone == AS_PINYIN_ANY_TONE || part->tone == (sound & 7u)) out[count++] = sound >> 3;
  }
  return sort_unique(out, count);
}

/* ---- what is confused when typing ---- */

/* A syllable as people who confuse these hear it: the same for all they confuse.  A few letters at most change. */
static void blur(const char *name, char out[8]) {
  size_t size = strlen(name), at = 0;
  char first = name[0];
  if (first == 'r' || first == 'n') first = size > 1 ? 'l' : first;
  if (first == 'f') first = 'h';
  out[at++] = first;
  bool retroflex = size > 2 && name[1] == 'h' && strchr("zcs", name[0]) != NULL;
  for (size_t i = retroflex ? 2 : 1; i < size && at < 7; i++) out[at++] = name[i];
  bool nasal = at > 2 && memcmp(out + at - 2, "ng", 2) == 0;
  if (nasal && strchr("aei", out[at - 3]) != NULL) at--; /* ong stays */
  out[at] = '\0';
}

static bool has_character(size_t syllable, uint32_t character) {
  for (uint32_t i = as_sound_starts[syllable]; i < as_sound_starts[syllable + 1]; i++)
    if (as_sound_characters[i] >> 3 == character) return true;
  return false;
}

static size_t add_blurred(const char *heard, uint32_t character, uint32_t *out, size_t count, size_t room) {
  for (size_t s = 0; s < as_table_syllable_count; s++) {
    char name[8];
    blur(as_table_syllables[s], name);
    if (strcmp(name, heard) != 0) continue;
    for (uint32_t i = as_sound_starts[s]; i < as_sound_starts[s + 1] && count < room; i++)
      if (as_sound_characters[i] >> 3 != character) out[count++] = as_sound_characters[i] >> 3;
  }
  return count;
}

size_t as_pinyin_alike(uint32_t character, uint32_t *out, size_t room) {
  size_t count = 0;
  for (size_t s = 0; s < as_table_syllable_count; s++) {
    if (!has_character(s, character)) continue;
    char heard[8];
    blur(as_table_syllables[s], heard);
    count = add_blurred(heard, character, out, count, room);
  }
  return sort_unique(out, count);
}
