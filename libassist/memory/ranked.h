/* SPDX-License-Identifier: MIT
 * A lane made ready to be read in term order: its words now hold ranks (of characters by code, of tokens by bytes) in place of
 * codes and numbers, and records are counted by their first unit. */
#ifndef AS_MEMORY_RANKED_H
#define AS_MEMORY_RANKED_H

#include "base/term.h"
#include "memory/lane.h"

#define AS_PLACE_WORD 32u

typedef struct as_ranked {
  const as_lane *lane;
  uint32_t chars;    /* distinct characters; their ranks are 0 to chars - 1 */
  uint32_t *codes;   /* rank -> code */
  uint32_t tokens;   /* distinct tokens */
  uint32_t *numbers; /* rank -> number in the lane's map */
  /* Records by the rank of their first unit: of the token for TOKEN, one counter in all for BREAK.  Those of CHAR are
   * documents, once each. */
  uint32_t *counts[AS_TERM_KINDS];
  uint32_t *scratch; /* one word a character, for the reader */
  /* The place of a record stands below bit KEY_AT: an entry above, the position within it in PLACE_BITS below, which are enough
   * for the longest entry.  Where that leaves a key too few bits: AS_PLACE_WORD, and the place is the index of the word. */
  unsigned key_at; /* 32 or more */
  unsigned place_bits;
} as_ranked;

/* Rewrites the words of LANE.  False: no memory (the lane is then only good for reset). */
bool as_ranked_init(as_ranked *ranked, as_lane *lane);
void as_ranked_clear(as_ranked *ranked);

/* The entry that holds WORD, not before ENTRY. */
uint32_t as_ranked_entry(const as_ranked *ranked, uint32_t entry, uint32_t word);

#endif
