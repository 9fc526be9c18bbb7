/* SPDX-License-Identifier: MIT
 * One text field of a batch while it is filled: a word for each position, where each document begins, and the tokens seen.
 *
 *   word    BORDER | unit unit BREAK unit ... BORDER | unit ... BORDER      a border before, between and after documents
 *   unit    character  [18] spaced (Hangul after a space)  [17..0] folded code point   (AS_UNIT_SPACED's layout)
 *           token      [31] 1  [30..0] number in the lane's map
 *
 * A border is no unit, so whatever looks at two neighbours need not know where documents end. */
#ifndef AS_MEMORY_LANE_H
#define AS_MEMORY_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytemap.h"
#include "base/vec.h"

#define AS_WORD_TOKEN 0x80000000u
#define AS_WORD_BREAK 0xFFFFFFFFu
#define AS_WORD_BORDER 0xFFFFFFFEu
#define AS_WORD_SPACED 0x40000u
#define AS_WORD_CODE 0x3FFFFu

static inline bool as_word_is_char(uint32_t word) { return word < AS_WORD_TOKEN; }
static inline bool as_word_is_token(uint32_t word) { return word >= AS_WORD_TOKEN && word < AS_WORD_BORDER; }

typedef struct as_lane {
  uint32_t *words; /* mapped: what is not used yet takes no memory */
  size_t count, capacity;
  AS_VEC(uint32_t) starts; /* of each document that has an entry here, the index of its first word */
  AS_VEC(uint32_t) owners; /* its number in the batch; unused where every document has an entry */
  bool every;              /* every document has an entry: field 0 */
  as_bytemap *tokens;
} as_lane;

as_lane *as_lane_new(bool every, size_t capacity); /* NULL: no memory */
void as_lane_free(as_lane *lane);
void as_lane_reset(as_lane *lane);
bool as_lane_grow(as_lane *lane); /* capacity doubled */
static inline bool as_lane_push(as_lane *lane, uint32_t word) {
  if (lane->count == lane->capacity && !as_lane_grow(lane)) return false;
  lane->words[lane->count++] = word;
  return true;
}
bool as_lane_begin(as_lane *lane, uint32_t document); /* an entry for DOCUMENT */
bool as_lane_end(as_lane *lane);                      /* the border after it */
/* Forget the last entry, whose document was DOCUMENT, if it has one. */
void as_lane_cancel(as_lane *lane, uint32_t document);
bool as_lane_has(const as_lane *lane, uint32_t document); /* the last entry is of DOCUMENT */
/* Bytes touched so far, and those that sealing will add. */
size_t as_lane_memory(const as_lane *lane);

#endif
