/* SPDX-License-Identifier: MIT
 * From places to documents: which entry of a lane holds a place, and at which position. */
#ifndef AS_MEMORY_PLACES_H
#define AS_MEMORY_PLACES_H

#include "memory/lane.h"

typedef struct as_places {
  uint32_t *starts; /* of each entry, and UINT32_MAX at the end */
  uint32_t count;
  uint32_t *hints; /* by place >> hint_at: the entry that holds the first place of this bucket */
  unsigned hint_at;
} as_places;

bool as_places_init(as_places *places, const as_lane *lane); /* false: no memory */
void as_places_clear(as_places *places);

/* The entry of PLACE.  Without a branch that depends on it but one that is nearly never taken, so that many are found side by
 * side. */
static inline uint32_t as_places_entry(const as_places *places, uint32_t place) {
  uint32_t entry = places->hints[place >> places->hint_at];
  entry += places->starts[entry + 1] <= place;
  while (places->starts[entry + 1] <= place) entry++;
  return entry;
}

#endif
