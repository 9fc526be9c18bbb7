/* SPDX-License-Identifier: MIT
 * Documents that are in all of several lists: two words and more side by side, each of which is one term. */
#ifndef AS_SEARCH_JOINT_H
#define AS_SEARCH_JOINT_H

#include "search/union.h"

/* The parts of PLAN when it is an AND of two terms or more whose lists say all, and COLLECTOR wants scores or numbers alone;
 * *out_count is 0 when it is not.  NULL after a failure. */
as_union_part *as_joint_parts(const as_collector *collector, const as_plan *plan, size_t *out_count);
/* What is in the lists of all PARTS, under the conditions FILTERS, in every place. */
bool as_collect_joint(as_collector *collector, const as_union_part *parts, size_t count,
                      as_plan *const *filters, size_t filter_count);

#endif
