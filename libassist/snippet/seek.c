/* SPDX-License-Identifier: MIT
 * A pattern asks each token by itself.  A sound is a short row of sets of characters, followed with one bit for each place in it:
 *
 *   ling dao       bit 0: the last character may be a ling     bit 1: the last two may be ling dao
 *
 *   next = (bits << 1 | 1), less the bits whose set has not the character        (Baeza-Yates and Gonnet)
 *
 * A token or a break clears the bits. */
#include "snippet/seek.h"

#include <string.h>

#include "base/ascending.h"
#include "query/sound.h"

struct as_seeker {
  uint32_t leaf;
  enum as_pattern_part part;
  bool is_pattern;
  as_likeness shape;
  size_t count; /* characters of the sound */
  struct as_character_set {
    uint32_t *items; /* ascending */
    size_t count;
  } sets[AS_PINYIN_PARTS];
  uint32_t bits;
};

static bool push(as_seekers *seekers, const as_seeker *seeker) {
  size_t length = seeker->is_pattern ? 1 : seeker->count;
  if (length > seekers->longest) seekers->longest = length;
  return as_vec_push(&seekers->list, *seeker);
}

static bool add_pattern(as_seekers *seekers, const as_sought *sought, uint32_t leaf) {
  as_seeker seeker = {.leaf = leaf, .part = sought->part, .is_pattern = true};
  bool good = as_likeness_init(&seeker.shape, sought->leaf);
  if (good && push(seekers, &seeker)) return true;
  as_likeness_clear(&seeker.shape);
  return false;
}

static bool add_reading(as_seekers *seekers, const as_pinyin_reading *reading, const as_sought *sought,
                        uint32_t leaf) {
  as_seeker empty = {.leaf = leaf, .part = sought->part, .count = reading->count};
  if (!push(seekers, &empty)) return false;
  as_seeker *seeker = &seekers->list.items[seekers->list.count - 1];
  for (size_t i = 0; i < reading->count; i++) {
    struct as_character_set *set = &seeker->sets[i];
    set->items = as_mem_array(as_pinyin_room(&reading->parts[i]), sizeof *set->items);
    if (set->items == NULL) return false;
    set->count = as_pinyin_characters(&reading->parts[i], set->items);
  }
  return true;
}

static bool add_sound(as_seekers *seekers, const as_sought *sought, uint32_t leaf) {
  as_pinyin *pinyin = as_mem_alloc(sizeof *pinyin);
  bool good = pinyin != NULL;
  const char *field;
  if (good && as_sound_read(sought->leaf, pinyin, &field))
    for (size_t i = 0; good && i < pinyin->count; i++)
      good = add_reading(seekers, &pinyin->readings[i], sought, leaf);
  as_mem_free(pinyin);
  return good;
}

bool as_seekers_init(as_seekers *seekers, const as_patterns *patterns) {
  *seekers = (as_seekers){0};
  for (size_t i = 0; i < patterns->sought.count; i++) {
    const as_sought *sought = &patterns->sought.items[i];
    uint32_t leaf = (uint32_t)(patterns->list.count + i);
    bool sound = sought->leaf->kind == AS_NODE_SOUND;
    if (!(sound ? add_sound(seekers, sought, leaf) : add_pattern(seekers, sought, leaf))) return false;
  }
  return true;
}

void as_seekers_clear(as_seekers *seekers) {
  for (size_t i = 0; i < seekers->list.count; i++) {
    as_seeker *seeker = &seekers->list.items[i];
    as_likeness_clear(&seeker->shape);
    for (size_t k = 0; k < seeker->count; k++) as_mem_free(seeker->sets[k].items);
  }
  as_vec_free(&seekers->list);
}

static bool has(const struct as_character_set *set, uint32_t code) {
  return as_ascending_has(set->items, set->count, code);
}

/* Does a match end with UNIT? */
static bool step(as_seeker *seeker, const as_unit *unit) {
  unsigned edits;
  if (seeker->is_pattern)
    return unit->kind == AS_UNIT_TOKEN && as_likeness_matches(&seeker->shape, unit->token, &edits);
  uint32_t bits = unit->break_before ? 1 : seeker->bits << 1 | 1, kept = 0;
  for (size_t i = 0; i < seeker->count && unit->kind == AS_UNIT_CHAR; i++)
    if ((bits >> i & 1) != 0 && has(&seeker->sets[i], unit->code)) kept |= UINT32_C(1) << i;
  seeker->bits = kept;
  return (kept >> (seeker->count - 1) & 1) != 0;
}

bool as_seekers_step(as_seekers *seekers, const as_unit *unit,
                     bool (*each)(void *context, uint32_t units, uint32_t leaf, enum as_pattern_part part),
                     void *context) {
  for (size_t i = 0; i < seekers->list.count; i++) {
    as_seeker *seeker = &seekers->list.items[i];
    if (!step(seeker, unit)) continue;
    uint32_t units = seeker->is_pattern ? 1 : (uint32_t)seeker->count;
    if (!each(context, units, seeker->leaf, seeker->part)) return false;
  }
  return true;
}
