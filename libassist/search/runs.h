/* SPDX-License-Identifier: MIT
 * Sorted runs of 64-bit keys, put together. */
#ifndef AS_SEARCH_RUNS_H
#define AS_SEARCH_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

typedef struct as_runs {
  AS_VEC(uint64_t) keys;
  AS_VEC(size_t) ends; /* of the runs */
} as_runs;

/* Ends a run: the keys since the last end ascend.  An empty run is none.  False: no memory. */
bool as_runs_end(as_runs *runs);
/* All keys ascending, as one run.  False: no memory. */
bool as_runs_merge(as_runs *runs);
void as_runs_free(as_runs *runs);

#endif
