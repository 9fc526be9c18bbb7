/* SPDX-License-Identifier: MIT
 * The pairs of a document, from its stored text: what tells copies among documents that are too short for a sketch
 * (base/sketch.h). */
#ifndef AS_ENGINE_PAIR_SET_H
#define AS_ENGINE_PAIR_SET_H

#include "index/snapshot.h"
#include "text/unit.h"

#define AS_PAIR_MARKS 8u /* words */

typedef struct as_pair_set {
  uint64_t *pairs; /* hashes of all two adjacent units of title and body, ascending; NULL: not read */
  size_t count;
  uint64_t marks[AS_PAIR_MARKS]; /* a bit for each pair, somewhere */
  size_t doubled;                /* pairs whose bit another one has set */
} as_pair_set;

/* Of document LOCAL of LEAF, which keeps text; OUT is to be cleared also after a failure. */
assist_status as_pair_set_read(as_pair_set *out, as_scanner *scanner, const as_leaf *leaf,
                               const as_schema *schema, uint32_t local, assist_error *error);
void as_pair_set_clear(as_pair_set *set);
/* Whether nearly half of the pairs of both are common to them; never with fewer than 8 of them. */
bool as_pair_set_is_copy(const as_pair_set *a, const as_pair_set *b);

#endif
