/* SPDX-License-Identifier: MIT
 *
 * Integer logarithms and the BM25 norm.  The logarithm is computed bit by bit: normalise to [1, 2), then square; each square that
 * reaches 2 is a 1 bit of the fraction.  32 squarings of 32-bit mantissas: some 50 ns, once a term of a query, and the same
 * on every machine. */
#include "search/fixed.h"

#include "segread/segment.h"

/* ln 2 * 2^32, from its expansion 0.693147180559945309... */
#define LN2_32 UINT64_C(2977044472)

/* log2(value) with 32 fraction bits; value >= 1. */
static uint64_t log2_fixed(uint64_t value) {
  unsigned whole = 63u - (unsigned)__builtin_clzll(value);
  /* Mantissa in [2^31, 2^32): the bits lost of values above 2^32 change the result by less than 2^-31. */
  uint64_t mantissa = whole >= 31 ? value >> (whole - 31) : value << (31 - whole);
  uint64_t fraction = 0;
  for (int bit = 0; bit < 32; bit++) {
    mantissa = mantissa * mantissa >> 31;
    fraction <<= 1;
    if (mantissa >> 32) {
      fraction |= 1;
      mantissa >>= 1;
    }
  }
  return ((uint64_t)whole << 32) + fraction;
}

uint64_t as_fixed_ln_ratio(uint64_t a, uint64_t b) {
  if (b == 0) b = 1;
  if (a <= b) return 0;
  uint64_t log_a = log2_fixed(a), log_b = log2_fixed(b);
  uint64_t log2 = log_a > log_b ? log_a - log_b : 0;
  /* log2 is below 2^38: split, so that the products stay within 64 bits. */
  uint64_t ln = (log2 >> 32) * LN2_32 + ((log2 & 0xFFFFFFFFu) * LN2_32 >> 32);
  return (ln >> 32) * 1000000u + ((ln & 0xFFFFFFFFu) * 1000000u >> 32);
}

uint64_t as_fixed_idf(uint64_t documents, uint64_t df) {
  if (df > documents) df = documents;
  /* 1 + (N - df + 1/2) / (df + 1/2) = (2N + 2) / (2df + 1) */
  return as_fixed_ln_ratio(2 * documents + 2, 2 * df + 1);
}

void as_saturation_init(as_saturation *saturation, uint64_t documents, uint64_t length_sum) {
  /* The average with 8 fraction bits; sums are below 2^56 (2^28 positions times 2^28 documents is more than fits a disk). */
  uint64_t average = documents == 0 ? 256 : (length_sum << 8) / documents;
  if (average == 0) average = 1;
  for (unsigned code = 0; code < 256; code++) {
    uint64_t length = as_length_of_code((uint8_t)code);
    uint64_t ratio = (length << (8 + AS_SATURATION_BITS)) / average;
    uint64_t fixed = ((uint64_t)AS_BM25_K1 * (100 - AS_BM25_B) << AS_SATURATION_BITS) / 10000u;
    uint64_t norm = fixed + ratio * (AS_BM25_K1 * AS_BM25_B / 100u) / 100u;
    saturation->norm[code] = norm > UINT32_MAX ? UINT32_MAX : (uint32_t)norm;
    saturation->one[code] = (uint32_t)as_saturate(saturation, 1, (uint8_t)code);
  }
}
