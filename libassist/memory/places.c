/* SPDX-License-Identifier: MIT
 *
 * Some hints for every document, so that a step or none leads from one to the entry. */
#include "memory/places.h"

#include <string.h>

#include "base/bits.h"
#include "port/mem.h"

/* Buckets of places are small enough that few hold the starts of two documents, unless documents are very unequal. */
#define BUCKETS_A_DOCUMENT 4u

static bool make_hints(as_places *places, uint32_t end) {
  places->hint_at = places->count == 0 ? 31 : as_bits_width(end / places->count / BUCKETS_A_DOCUMENT);
  size_t count = ((size_t)end >> places->hint_at) + 1;
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

static bool copy_starts(as_places *places, const as_lane *lane) {
  const size_t count = lane->starts.count;
  places->starts = as_mem_array(count + 1, sizeof *places->starts);
  if (places->starts == NULL) return false;
  if (count != 0) memcpy(places->starts, lane->starts.items, count * sizeof *places->starts);
  places->starts[count] = UINT32_MAX;
  return true;
}

bool as_places_init(as_places *places, const as_lane *lane) {
  *places = (as_places){.count = (uint32_t)lane->starts.count};
  if (copy_starts(places, lane) && make_hints(places, lane->places)) return true;
  as_places_clear(places);
  return false;
}

void as_places_clear(as_places *places) {
  as_mem_free(places->starts);
  as_mem_free(places->hints);
  *places = (as_places){0};
}
