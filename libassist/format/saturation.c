/* SPDX-License-Identifier: MIT
 *
 * A division for each length and frequency, of which a collection has some hundred: they are done once and kept with the snapshot,
 * since a query meets nearly as many of them as it meets documents that it scores.
 *
 * Two threads may do the same one at once: they come to the same value. */
#include "format/saturation.h"

#include <string.h>

#include "format/length.h"

uint64_t as_saturation_average(uint64_t documents, uint64_t length_sum) {
  /* Sums are below 2^56 (2^28 positions times 2^28 documents is more than fits a disk). */
  uint64_t average = documents == 0 ? 256 : (length_sum << 8) / documents;
  return average == 0 ? 1 : average;
}

void as_saturation_init(as_saturation *saturation, uint64_t documents, uint64_t length_sum) {
  memset(saturation, 0, sizeof *saturation);
  saturation->average = as_saturation_average(documents, length_sum);
}

static uint32_t norm_of(const as_saturation *saturation, uint8_t code) {
  uint64_t length = as_length_of_code(code);
  uint64_t ratio = (length << (8 + AS_SATURATION_BITS)) / saturation->average;
  uint64_t norm = AS_NORM_LEAST + ratio * (AS_BM25_K1 * AS_BM25_B / 100u) / 100u;
  return norm > UINT32_MAX ? UINT32_MAX : (uint32_t)norm;
}

uint64_t as_saturation_learn(as_saturation *saturation, uint32_t frequency, uint8_t code) {
  uint64_t norm = atomic_load_explicit(&saturation->norm[code], memory_order_relaxed);
  if (norm == 0) {
    norm = norm_of(saturation, code);
    atomic_store_explicit(&saturation->norm[code], (uint32_t)norm, memory_order_relaxed);
  }
  /* Above 65,535 the value is within 2^-16 of its limit: cut, so that products stay within 64 bits. */
  uint64_t tf = frequency > 0xFFFFu ? 0xFFFFu : frequency;
  uint64_t top = (tf * (100u + AS_BM25_K1) << (2 * AS_SATURATION_BITS)) / 100u;
  uint64_t value = top / ((tf << AS_SATURATION_BITS) + norm);
  if (frequency - 1 < AS_FEW)
    atomic_store_explicit(&saturation->few[code][frequency - 1], (uint32_t)value, memory_order_relaxed);
  return value;
}
