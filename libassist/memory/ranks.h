/* SPDX-License-Identifier: MIT
 * Tokens of a batch in the order of their bytes. */
#ifndef AS_MEMORY_RANKS_H
#define AS_MEMORY_RANKS_H

#include "base/bytemap.h"

typedef struct as_ranks {
  uint32_t count;
  uint32_t *numbers; /* rank -> number in the map */
  uint32_t *ranks;   /* number -> rank */
} as_ranks;

bool as_ranks_init(as_ranks *ranks, const as_bytemap *map); /* false: no memory */
void as_ranks_clear(as_ranks *ranks);

#endif
