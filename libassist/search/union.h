/* SPDX-License-Identifier: MIT
 * The best documents of a union of lists, without looking at most of the others: single terms, OR of single terms, and the
 * relaxed pass. */
#ifndef AS_SEARCH_UNION_H
#define AS_SEARCH_UNION_H

#include "search/collect.h"

/* One list that adds weight * saturation to the documents it holds. */
typedef struct as_union_part {
  const as_piece *piece;
  uint64_t weight;
  as_saturation *saturation;
  uint8_t *numbers; /* text field, one a place */
} as_union_part;

/* What it adds to a document of length code CODE that holds it FREQUENCY times. */
static inline uint64_t as_union_share(const as_union_part *part, uint32_t frequency, uint8_t code) {
  return as_weigh(part->weight, as_saturate(part->saturation, frequency, code));
}
/* A phrase whose hits are the documents of one list, as a part; false when it is more than that. */
bool as_union_part_of(const as_bound_phrase *phrase, as_union_part *out_part);
/* The parts of PLAN when it is one term or an OR of terms whose lists say all; *out_count is 0 when it is not.  NULL after a
 * failure. */
as_union_part *as_union_parts(as_search_context *context, const as_plan *plan, size_t *out_count);
/* The union of PARTS under the conditions HELD and FILTERS, in every place. */
bool as_collect_union(as_collector *collector, const as_union_part *parts, size_t count, as_plan *const *held,
                      size_t held_count, as_plan *const *filters, size_t filter_count);

#endif
