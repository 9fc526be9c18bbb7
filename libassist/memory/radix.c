/* SPDX-License-Identifier: MIT
 *
 * LSD radix sort of 64-bit records by the key that begins at a bit.
 *
 * Records arrive in order of position, and every pass is stable, so the positions of equal keys come out ascending
 * without being sorted by.  The width of a digit is the key's bits shared out evenly over the fewest passes: 21 bits are
 * 11 and 10.  A digit in which all records agree is skipped.
 *
 * Few records are sorted by insertion: clearing and summing 2,048 counters costs more than that. */
#include "memory/radix.h"

#include <stdbool.h>
#include <string.h>

#define MOST_BITS 11u
#define FEW ((size_t)48)

static void insertion_sort(uint64_t *records, size_t count, unsigned key_at) {
  for (size_t i = 1; i < count; i++) {
    uint64_t moved = records[i];
    size_t at = i;
    for (; at > 0 && records[at - 1] >> key_at > moved >> key_at; at--) records[at] = records[at - 1];
    records[at] = moved;
  }
}

/* From how many there are of each digit to where they go; false when all have the same. */
static bool find_places(uint32_t *counts, size_t digits, size_t first_digit, size_t count) {
  if (counts[first_digit] == count) return false;
  uint32_t sum = 0;
  for (size_t digit = 0; digit < digits; digit++) {
    uint32_t here = counts[digit];
    counts[digit] = sum;
    sum += here;
  }
  return true;
}

/* What a digit holds does not depend on the order of the records: two are counted at once. */
static void count_two(const uint64_t *records, size_t count, unsigned shift, unsigned bits, uint32_t *low,
                      uint32_t *high) {
  const uint64_t mask = (UINT64_C(1) << bits) - 1;
  memset(low, 0, sizeof *low << bits);
  memset(high, 0, sizeof *high << bits);
  for (size_t i = 0; i < count; i++) {
    const uint64_t digits = records[i] >> shift;
    low[digits & mask]++;
    high[digits >> bits & mask]++;
  }
}

static void scatter(const uint64_t *records, size_t count, unsigned shift, uint64_t mask, uint32_t *places,
                    uint64_t *to) {
  for (size_t i = 0; i < count; i++) {
    uint64_t record = records[i];
    to[places[(record >> shift) & mask]++] = record;
  }
}

uint64_t *as_radix_sort(uint64_t *records, uint64_t *spare, size_t count, unsigned key_at,
                        unsigned key_bits) {
  uint32_t places[2][1u << MOST_BITS];
  if (count <= FEW) {
    insertion_sort(records, count, key_at);
    return records;
  }
  unsigned passes = (key_bits + MOST_BITS - 1) / MOST_BITS;
  unsigned bits = passes == 0 ? 0 : (key_bits + passes - 1) / passes;
  const uint64_t mask = (UINT64_C(1) << bits) - 1;
  for (unsigned pass = 0; pass < passes; pass++) {
    const unsigned shift = key_at + pass * bits;
    if (pass % 2 == 0) count_two(records, count, shift, bits, places[0], places[1]);
    uint32_t *here = places[pass % 2];
    if (!find_places(here, mask + 1, (records[0] >> shift) & mask, count)) continue;
    scatter(records, count, shift, mask, here, spare);
    uint64_t *sorted = spare;
    spare = records;
    records = sorted;
  }
  return records;
}
