/* SPDX-License-Identifier: MIT
 * A walk through the terms of one group, with leaps: the pairs that begin with one character, the tokens of a field, its
 * characters.  Plain data: needs no closing.
 *
 *   status = as_terms_walk_open(&walk, segment, term, error);      TERM's second (of a CHAR its first) does not count
 *   status = as_terms_walk_to(&walk, key, error);                  the first term whose key is KEY or more
 *   if (walk.there) ... walk.info ...
 *
 * Keys asked for must not descend.  The segment must not forget its pages meanwhile. */
#ifndef AS_SEGREAD_WALK_H
#define AS_SEGREAD_WALK_H

#include "segread/sections.h"

typedef struct as_terms_walk {
  as_segment *segment;
  const as_term_section *section;
  as_term term;        /* field, kind, first */
  uint32_t group;      /* number of the first */
  uint32_t block, end; /* the next block, and the end of the group's */
  as_entries_reader reader;
  uint64_t offset, limit; /* of the next list; where those of the block end */
  bool begun;             /* a block is open */
  bool there;             /* INFO is the term stood on */
  uint32_t key, number;   /* of it */
  as_term_info info;
} as_terms_walk;

assist_status as_terms_walk_open(as_terms_walk *walk, as_segment *segment, as_term term, assist_error *error);
assist_status as_terms_walk_to(as_terms_walk *walk, uint32_t key, assist_error *error);
/* Keys are found by their numbers, which ascend with them and are the same in all walks through a field and kind of a segment: who
 * asks many walks for the same keys looks up the numbers once.  Of a key that no term can have, the next one's. */
assist_status as_terms_walk_number(const as_terms_walk *walk, uint32_t key, uint32_t *out_number,
                                   bool *out_there, assist_error *error);
assist_status as_terms_walk_to_number(as_terms_walk *walk, uint32_t number, assist_error *error);

#endif
