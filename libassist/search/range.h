/* SPDX-License-Identifier: MIT
 * Ranges against an index: which of their readings a field takes, and the iterator over its column. */
#ifndef AS_SEARCH_RANGE_H
#define AS_SEARCH_RANGE_H

#include "model/schema.h"
#include "search/iter.h"

/* A plain value in a field that has text and a column (a date as it was written, beside the date it is) is asked of both. */
enum as_range_way { AS_RANGE_NOTHING, AS_RANGE_COLUMN, AS_RANGE_TEXT, AS_RANGE_BOTH };

/* The field of a RANGE in place PLACE; NULL: its index has none. */
const as_schema_field *as_range_field(const as_search_context *context, const as_node *node, size_t place);
enum as_range_way as_range_way_of(const as_node *node, const as_schema_field *field);
/* The column's part: for COLUMN and BOTH. */
as_iter *as_iter_range(as_search_context *context, const as_node *node, size_t place);

#endif
