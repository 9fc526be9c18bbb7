/* SPDX-License-Identifier: MIT
 * Texts of several segments with how often each was counted, over all. */
#ifndef AS_SEARCH_TEXT_COUNTS_H
#define AS_SEARCH_TEXT_COUNTS_H

#include "base/slice.h"
#include "search/context.h"

typedef struct as_text_counts as_text_counts;

as_text_counts *as_text_counts_new(as_search_context *context); /* NULL after a failure */
void as_text_counts_free(as_text_counts *counts);               /* NULL is fine */
/* The first COUNT values of text field NUMBER of SEGMENT have been counted so often.  The segment stays open. */
bool as_text_counts_add(as_text_counts *counts, as_segment *segment, uint8_t number,
                        const uint32_t *how_often, size_t count);
/* When all are given; then texts have numbers, in no order that means anything. */
bool as_text_counts_end(as_text_counts *counts);
size_t as_text_counts_size(const as_text_counts *counts);
/* Counts of texts from FROM on, at most MOST; returns how many. */
size_t as_text_counts_counts(as_text_counts *counts, size_t from, uint64_t *out_counts, size_t most);
as_slice as_text_counts_text(as_text_counts *counts, size_t i);
/* The first eight bytes of the text as a number of the same order. */
uint64_t as_text_counts_first(as_text_counts *counts, size_t i);

/* The same of any text; NUL where it has fewer. */
uint64_t as_text_first(as_slice text);

#endif
