/* SPDX-License-Identifier: MIT
 * From places to documents: which entry of a lane holds a place, and at which position.
 *
 * In a record a place stands as an entry above and the position within it in `bits` below, wherever entries and positions together
 * leave enough of 64 bits to the key; else as it is, and is resolved when the record is read. */
#ifndef AS_MEMORY_PLACES_H
#define AS_MEMORY_PLACES_H

#include "memory/lane.h"

#define AS_PLACES_WHOLE 32u

typedef struct as_places {
  const uint32_t *starts;
  uint32_t count;
  uint32_t *hints; /* place >> hint_at -> an entry that is not behind the one that holds it */
  unsigned hint_at;
  unsigned bits;   /* AS_PLACES_WHOLE: places stand as they are */
  unsigned key_at; /* bits of a record below the key, 32 or more */
} as_places;

bool as_places_init(as_places *places, const as_lane *lane, uint32_t keys); /* false: no memory */
void as_places_clear(as_places *places);

/* Goes through places in ascending order. */
typedef struct as_place_cursor {
  uint32_t entry, start, next; /* its first place, and the first of the next entry */
} as_place_cursor;

void as_place_cursor_to(as_place_cursor *cursor, const as_places *places, uint32_t place);
static inline void as_place_cursor_pass(as_place_cursor *cursor, const as_places *places, uint32_t place) {
  if (place >= cursor->next) as_place_cursor_to(cursor, places, place);
}

#endif
