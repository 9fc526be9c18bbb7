/* SPDX-License-Identifier: MIT
 * Patterns and sounds, looked for in a text unit by unit. */
#ifndef AS_SNIPPET_SEEK_H
#define AS_SNIPPET_SEEK_H

#include "query/likeness.h"
#include "snippet/pattern.h"
#include "text/unit.h"

typedef struct as_seeker as_seeker; /* one pattern, or one reading of a sound */
typedef struct as_seekers {
  AS_VEC(as_seeker) list;
  size_t longest; /* units of the longest match */
} as_seekers;

/* For the leaves in PATTERNS that are no text.  False: no memory; as_seekers_clear is due either way. */
bool as_seekers_init(as_seekers *seekers, const as_patterns *patterns);
void as_seekers_clear(as_seekers *seekers);
/* Reads UNIT, and calls EACH for what ends with it: units of the match, number of its leaf, its part.  False: EACH said so. */
bool as_seekers_step(as_seekers *seekers, const as_unit *unit,
                     bool (*each)(void *context, uint32_t units, uint32_t leaf, enum as_pattern_part part),
                     void *context);

#endif
