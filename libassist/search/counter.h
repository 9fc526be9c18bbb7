/* SPDX-License-Identifier: MIT
 * Counts the values of one field over documents found. */
#ifndef AS_SEARCH_COUNTER_H
#define AS_SEARCH_COUNTER_H

#include "base/topk.h"
#include "search/facet.h"

typedef struct as_counter as_counter;

/* KIND: ASSIST_VALUE_...; INTERVAL: ASSIST_FACET_...  NULL after a failure. */
as_counter *as_counter_new(as_search_context *context, const char *field, int kind, int interval);
void as_counter_free(as_counter *counter); /* NULL is fine */
/* Documents of place PLACE, ascending, each given once; NUMBER is the field's there, of its column or of its text. */
bool as_counter_add(as_counter *counter, size_t place, uint8_t number, const uint32_t *documents,
                    size_t count);
/* When all are given; what follows is asked once. */
bool as_counter_end(as_counter *counter, uint64_t *out_documents);
/* Offers numbers or dates to TOP: their count as score, the word as number. */
bool as_counter_words(as_counter *counter, as_topk *top, uint64_t *out_distinct);
/* Texts by number, some of them counted 0 times; they belong to the counter, or to its segment.  The counts from FROM on, as many as
 * there are of a block; 0: no more. */
#define AS_COUNTS_BLOCK 256u
size_t as_counter_texts(const as_counter *counter, size_t from, uint64_t out_counts[AS_COUNTS_BLOCK]);
bool as_counter_text(as_counter *counter, size_t i, as_slice *out_text);
/* Its first bytes (as_text_first), where they are known without the text. */
bool as_counter_text_first(const as_counter *counter, size_t i, uint64_t *out_first);
/* Says that WANTED of them will be asked for: all are read, if that is quicker. */
bool as_counter_texts_ahead(as_counter *counter, size_t wanted);

#endif
