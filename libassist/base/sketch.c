/* SPDX-License-Identifier: MIT
 *
 * Comparing sketches.  Two bins agree when both of their bits do; bits that differ are folded onto the lower one of each
 * two and counted, 32 bins a word. */
#include "base/sketch.h"

#include "base/bitset.h"
#include "base/fixed.h"

#define LOWER UINT64_C(0x5555555555555555)

bool as_sketch_is_some(const uint8_t sketch[AS_SKETCH_BYTES]) {
  uint64_t any = 0;
  for (unsigned i = 0; i < AS_SKETCH_BYTES; i += 8) any |= as_load_u64(sketch + i);
  return any != 0;
}

unsigned as_sketch_agreement(const uint8_t a[AS_SKETCH_BYTES], const uint8_t b[AS_SKETCH_BYTES]) {
  unsigned differ = 0;
  for (unsigned i = 0; i < AS_SKETCH_BYTES; i += 8) {
    uint64_t bits = as_load_u64(a + i) ^ as_load_u64(b + i);
    differ += as_bitset_ones((bits | bits >> 1) & LOWER);
  }
  return AS_SKETCH_BINS - differ;
}
