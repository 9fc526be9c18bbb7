/* SPDX-License-Identifier: MIT
 *
 * The tiered policy, over neighbours.  A run of AS_MERGE_WIDTH neighbours is worth merging when none of them outweighs the others
 * together (a big old segment is not written again for the sake of small ones); the run with the least bytes goes first.  A segment
 * more than half dead is written again alone, when nothing else is to do. */
#include "index/merge_policy.h"

static uint64_t weight(const as_merge_size *size) {
  uint64_t live = size->documents == 0 ? 0 : size->bytes / size->documents * (size->documents - size->dead);
  return live < AS_MERGE_FLOOR ? AS_MERGE_FLOOR : live;
}

bool as_merge_choose(const as_merge_size *sizes, size_t count, size_t *out_first, size_t *out_count) {
  uint64_t least = UINT64_MAX;
  for (size_t first = 0; first + AS_MERGE_WIDTH <= count; first++) {
    uint64_t sum = 0, largest = 0;
    for (size_t i = first; i < first + AS_MERGE_WIDTH; i++) {
      uint64_t one = weight(&sizes[i]);
      sum += one;
      if (one > largest) largest = one;
    }
    if (largest > sum - largest || sum >= least) continue;
    least = sum;
    *out_first = first;
    *out_count = AS_MERGE_WIDTH;
  }
  if (least != UINT64_MAX) return true;
  for (size_t i = 0; i < count; i++) {
    if (sizes[i].dead <= sizes[i].documents / 2) continue;
    *out_first = i;
    *out_count = 1;
    return true;
  }
  return false;
}
