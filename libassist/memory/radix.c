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

/* Where the records of each digit go; false when all have the same. */
static bool find_places(const uint64_t *records, size_t count, unsigned shift, unsigned bits,
                        uint32_t *places) {
  const uint64_t mask = (UINT64_C(1) << bits) - 1;
  memset(places, 0, sizeof *places << bits);
  for (size_t i = 0; i < count; i++) places[(records[i] >> shift) & mask]++;
  if (places[(records[0] >> shift) & mask] == count) return false;
  uint32_t sum = 0;
  for (size_t digit = 0; digit <= mask; digit++) {
    uint32_t here = places[digit];
    places[digit] = sum;
    sum += here;
  }
  return true;
}

uint64_t *as_radix_sort(uint64_t *records, uint64_t *spare, size_t count, unsigned key_at,
                        unsigned key_bits) {
  uint32_t places[1u << MOST_BITS];
  if (count <= FEW) {
    insertion_sort(records, count, key_at);
    return records;
  }
  unsigned passes = (key_bits + MOST_BITS - 1) / MOST_BITS;
  unsigned bits = passes == 0 ? 0 : (key_bits + passes - 1) / passes;
  for (unsigned pass = 0; pass < passes; pass++) {
    unsigned shift = key_at + pass * bits;
    const uint64_t mask = (UINT64_C(1) << bits) - 1;
    if (!find_places(records, count, shift, bits, places)) continue;
    for (size_t i = 0; i < count; i++) {
      uint64_t record = records[i];
      spare[places[(record >> shift) & mask]++] = record;
    }
    uint64_t *sorted = spare;
    spare = records;
    records = sorted;
  }
  return records;
}
