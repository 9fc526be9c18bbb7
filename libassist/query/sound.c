/* SPDX-License-Identifier: MIT
 * What a SOUND leaf asks.  Initials say so little that in a long text they fit everywhere: without a field they ask the title.
 * One initial says nothing at all.  Search and snippets go by this alike. */
#include "query/sound.h"

bool as_sound_read(const as_node *sound, as_pinyin *out_pinyin, const char **out_field) {
  if (!as_pinyin_read(as_slice_of(sound->text, sound->size), out_pinyin)) return false;
  if (out_pinyin->initials > 0 && out_pinyin->readings[0].count == 1) return false;
  *out_field = sound->field == NULL && out_pinyin->initials > 0 ? "title" : sound->field;
  return true;
}
