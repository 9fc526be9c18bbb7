/* SPDX-License-Identifier: MIT
 * Latin words that the index does not have, taken for pinyin. */
#ifndef AS_SEARCH_FALLBACK_H
#define AS_SEARCH_FALLBACK_H

#include "search/plan.h"

/* The query by sound that PLAN, which found nothing, may have meant.  NULL: none; or a failure (sticky).  Owned: as_query_free. */
assist_query *as_fallback_query(as_search_context *context, const as_plan *plan);

#endif
