/* SPDX-License-Identifier: MIT
 *
 * One hint for about every document, so that a few steps from it lead to the entry. */
#include "memory/places.h"

#include "base/bits.h"
#include "port/mem.h"

static void choose_bits(as_places *places, const as_lane *lane, uint32_t keys) {
  unsigned bits = as_bits_width(lane->longest), width = bits + as_bits_width(places->count);
  bool fits = width + as_bits_width(keys) <= 64;
  places->bits = fits ? bits : AS_PLACES_WHOLE;
  places->key_at = fits && width > 32 ? width : 32;
}

/* One more hint than there are buckets: the entries of a bucket lie between its hint and the next. */
static bool make_hints(as_places *places, uint32_t end) {
  places->hint_at = places->count == 0 ? 31 : as_bits_width(end / places->count);
  size_t count = ((size_t)end >> places->hint_at) + 2;
  places->hints = as_mem_array(count, sizeof *places->hints);
  if (places->hints == NULL) return false;
  uint32_t entry = 0;
  for (size_t i = 0; i < count; i++) {
    uint64_t place = (uint64_t)i << places->hint_at;
    while (entry + 1 < places->count && places->starts[entry + 1] <= place) entry++;
    places->hints[i] = entry;
  }
  return true;
}

bool as_places_init(as_places *places, const as_lane *lane, uint32_t keys) {
  *places = (as_places){.starts = lane->starts.items, .count = (uint32_t)lane->starts.count};
  choose_bits(places, lane, keys);
  return make_hints(places, lane->places);
}

void as_places_clear(as_places *places) {
  as_mem_free(places->hints);
  *places = (as_places){0};
}

void as_place_cursor_to(as_place_cursor *cursor, const as_places *places, uint32_t place) {
  const uint32_t *hint = &places->hints[place >> places->hint_at];
  uint32_t low = hint[0], high = hint[1] + 1; /* the entry is in [low, high) */
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (places->starts[middle] <= place) {
      low = middle;
    } else {
      high = middle;
    }
  }
  cursor->entry = low;
  cursor->start = places->starts[low];
  cursor->next = low + 1 < places->count ? places->starts[low + 1] : UINT32_MAX;
}
