/* SPDX-License-Identifier: MIT
 * Counts the values of one field over documents found. */
#ifndef AS_SEARCH_COUNTER_H
#define AS_SEARCH_COUNTER_H

#include "search/facet.h"

typedef struct as_counter as_counter;

/* KIND: ASSIST_VALUE_...; INTERVAL: ASSIST_FACET_...  NULL after a failure. */
as_counter *as_counter_new(as_search_context *context, const char *field, int kind, int interval);
void as_counter_free(as_counter *counter); /* NULL is fine */
/* Documents of place PLACE, ascending, each given once; NUMBER is the field's there, of its column or of its text. */
bool as_counter_add(as_counter *counter, size_t place, uint8_t number, const uint32_t *documents,
                    size_t count);
/* All values, in no order, to be freed; texts are not there yet.  NULL after a failure. */
as_facet_row *as_counter_end(as_counter *counter, size_t *out_count, uint64_t *out_documents);
/* Puts the texts of some rows in, which belong to the counter, or to its segment. */
bool as_counter_name(as_counter *counter, as_facet_row *rows, size_t count);

#endif
