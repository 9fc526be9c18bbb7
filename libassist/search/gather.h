/* SPDX-License-Identifier: MIT
 * Collecting the terms that something stands for, the best of any number in bounded memory. */
#ifndef AS_SEARCH_GATHER_H
#define AS_SEARCH_GATHER_H

#include "search/expand.h"

typedef struct as_gathering {
  as_search_context *context;
  size_t limit;
  bool cut;       /* there were more than the limit */
  bool any_order; /* is good, where there are not */
  AS_VEC(as_variant) list;
} as_gathering;

/* A new variant without documents yet, its infos all empty; owned by the gathering.  NULL after a failure (sticky). */
as_variant *as_gather_new(as_gathering *gathering, as_slice token);
/* Keeps the best within the limit, in order (but see ANY_ORDER), in the context's memory.  Frees the gathering, also after a failure. */
bool as_gather_end(as_gathering *gathering, as_variants *out);

#endif
