/* SPDX-License-Identifier: MIT
 * What only an index can say about a query: a range that asks a field for values it does not have. */
#ifndef AS_SEARCH_NOTES_H
#define AS_SEARCH_NOTES_H

#include <assist/query.h>

#include "search/plan.h"

typedef struct as_search_notes {
  assist_diagnostic *items; /* memory of the context */
  size_t count;
} as_search_notes;

/* False after a failure. */
bool as_search_note_ranges(as_search_context *context, const as_node *root, as_search_notes *notes);

#endif
