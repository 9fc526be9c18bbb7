/* SPDX-License-Identifier: MIT
 * Which neighbouring segments to merge next: sizes in, choice out; sees no file. */
#ifndef AS_INDEX_MERGE_POLICY_H
#define AS_INDEX_MERGE_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AS_MERGE_WIDTH 10u /* segments of one tier before they become one */
/* Smaller segments count as this: little ones are swept together. */
#define AS_MERGE_FLOOR (UINT64_C(2) << 20)

/* The weight of a segment: its bytes less the share of deleted documents. */
typedef struct as_merge_size {
  uint64_t bytes;
  uint32_t documents, dead;
} as_merge_size;

/* True with the neighbours [*out_first, *out_first + *out_count) to merge; false when all is well.  Segments stay in order of
 * insertion, so only neighbours merge. */
bool as_merge_choose(const as_merge_size *sizes, size_t count, size_t *out_first, size_t *out_count);

#endif
