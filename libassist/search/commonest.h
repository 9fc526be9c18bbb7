/* SPDX-License-Identifier: MIT
 * Of the texts counted, the commonest: by their counts, then by their bytes. */
#ifndef AS_SEARCH_COMMONEST_H
#define AS_SEARCH_COMMONEST_H

#include "search/counter.h"

/* Puts at most LIMIT rows into RESULT, whose texts are borrowed, and how many different texts there are.  False after a failure. */
bool as_commonest_texts(as_search_context *context, as_counter *counter, size_t limit,
                        as_facet_result *result);

#endif
