/* SPDX-License-Identifier: MIT
 * Postings of one term in any order, given back in order of documents. */
#ifndef AS_INDEX_POSTING_SORTER_H
#define AS_INDEX_POSTING_SORTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"

typedef struct as_posting_sorter {
  AS_VEC(uint64_t) records; /* document, and place in the other two below it; then sorted */
  AS_VEC(uint64_t) spare;
  AS_VEC(uint32_t) ends; /* of its positions */
  AS_VEC(uint32_t) positions;
  const uint64_t *sorted;
  size_t at; /* of the next to be given */
} as_posting_sorter;

void as_posting_sorter_reset(as_posting_sorter *sorter);
void as_posting_sorter_clear(as_posting_sorter *sorter);
/* Together fewer than 2^32 positions; false: no memory, or too many. */
bool as_posting_sorter_add(as_posting_sorter *sorter, uint32_t document, const uint32_t *positions,
                           uint32_t count);
bool as_posting_sorter_sort(as_posting_sorter *sorter, uint32_t documents); /* all are below DOCUMENTS */
/* False: no more. */
bool as_posting_sorter_next(as_posting_sorter *sorter, uint32_t *out_document, const uint32_t **out_positions,
                            uint32_t *out_count);

#endif
