/* SPDX-License-Identifier: MIT
 *
 * Positions stay where they were put; what is sorted are records of 8 bytes,
 *
 *   [63..32] document   [31..0] place
 *
 * few of them by insertion (most terms have few), many by digits. */
#include "index/posting_sorter.h"

#include <string.h>

#include "base/bits.h"
#include "memory/radix.h"

#define FEW 64u

void as_posting_sorter_reset(as_posting_sorter *sorter) {
  sorter->records.count = sorter->ends.count = sorter->positions.count = 0;
  sorter->at = 0;
}

void as_posting_sorter_clear(as_posting_sorter *sorter) {
  as_vec_free(&sorter->records);
  as_vec_free(&sorter->spare);
  as_vec_free(&sorter->ends);
  as_vec_free(&sorter->positions);
  *sorter = (as_posting_sorter){0};
}

bool as_posting_sorter_add(as_posting_sorter *sorter, uint32_t document, const uint32_t *positions,
                           uint32_t count) {
  const size_t size = sorter->positions.count;
  const uint64_t record = (uint64_t)document << 32 | sorter->records.count;
  if (sorter->records.count > UINT32_MAX || size + count > UINT32_MAX) return false;
  if (!as_vec_reserve(&sorter->positions, size + count)) return false;
  if (count != 0) memcpy(sorter->positions.items + size, positions, count * sizeof *positions);
  sorter->positions.count += count;
  return as_vec_push(&sorter->ends, (uint32_t)(size + count)) && as_vec_push(&sorter->records, record);
}

static void sort_few(uint64_t *records, size_t count) {
  for (size_t i = 1; i < count; i++) {
    const uint64_t record = records[i];
    size_t at = i;
    for (; at > 0 && records[at - 1] > record; at--) records[at] = records[at - 1];
    records[at] = record;
  }
}

bool as_posting_sorter_sort(as_posting_sorter *sorter, uint32_t documents) {
  const size_t count = sorter->records.count;
  sorter->at = 0;
  sorter->sorted = sorter->records.items;
  if (count <= FEW) {
    sort_few(sorter->records.items, count);
    return true;
  }
  if (!as_vec_reserve(&sorter->spare, count)) return false;
  sorter->sorted =
      as_radix_sort(sorter->records.items, sorter->spare.items, count, 32, as_bits_width(documents));
  return true;
}

bool as_posting_sorter_next(as_posting_sorter *sorter, uint32_t *out_document, const uint32_t **out_positions,
                            uint32_t *out_count) {
  if (sorter->at == sorter->records.count) return false;
  const uint64_t record = sorter->sorted[sorter->at++];
  const uint32_t place = (uint32_t)record, begin = place == 0 ? 0 : sorter->ends.items[place - 1];
  *out_document = (uint32_t)(record >> 32);
  *out_positions = sorter->positions.items + begin;
  *out_count = sorter->ends.items[place] - begin;
  return true;
}
