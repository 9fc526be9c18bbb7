/* SPDX-License-Identifier: MIT
 * Hits in order of a column instead of their scores: by the least of a document's values ascending, by the largest descending.
 * Documents without a value come last either way; ties are in order of insertion. */
#ifndef AS_SEARCH_SORT_H
#define AS_SEARCH_SORT_H

#include "base/topk.h"
#include "search/context.h"

typedef struct as_sorter as_sorter;

/* NULL after a failure: INVALID when FIELD has no numbers or dates, or both, in what is asked. */
as_sorter *as_sorter_new(as_search_context *context, const char *field, bool descending);
/* Gives the item its place in the order, by its score and number; the payload is left.  False after a failure. */
bool as_sorter_key(as_sorter *sorter, size_t place, uint32_t document, as_topk_item *item);
/* The document's number again. */
uint64_t as_sorter_number(const as_topk_item *item);

#endif
