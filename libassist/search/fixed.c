/* SPDX-License-Identifier: MIT
 *
 * Integer logarithms.  The logarithm is computed bit by bit: normalise to [1, 2), then square; each square that
 * reaches 2 is a 1 bit of the fraction.  32 squarings of 32-bit mantissas: some 50 ns, once a term of a query, and the same
 * on every machine. */
#include "search/fixed.h"

/* ln 2 * 2^32, from its expansion 0.693147180559945309... */
#define LN2_32 UINT64_C(2977044472)

uint64_t as_fixed_log2(uint64_t value) {
  unsigned whole = 63u - (unsigned)__builtin_clzll(value);
  /* Mantissa in [2^31, 2^32): the bits lost of values above 2^32 change the result by less than 2^-31. */
  uint64_t mantissa = whole >= 31 ? value >> (whole - 31) : value << (31 - whole);
  uint64_t fraction = 0;
  for (int bit = 0; bit < 32; bit++) {
    mantissa = mantissa * mantissa >> 31;
    uint64_t one = mantissa >> 32; /* 0 or 1: nothing could predict which */
    fraction = fraction << 1 | one;
    mantissa >>= one;
  }
  return ((uint64_t)whole << 32) + fraction;
}

static uint64_t ln_difference(uint64_t log_a, uint64_t log_b) {
  uint64_t log2 = log_a > log_b ? log_a - log_b : 0;
  /* log2 is below 2^38: split, so that the products stay within 64 bits. */
  uint64_t ln = (log2 >> 32) * LN2_32 + ((log2 & 0xFFFFFFFFu) * LN2_32 >> 32);
  return (ln >> 32) * 1000000u + ((ln & 0xFFFFFFFFu) * 1000000u >> 32);
}

uint64_t as_fixed_ln_ratio(uint64_t a, uint64_t b) {
  if (b == 0) b = 1;
  return a <= b ? 0 : ln_difference(as_fixed_log2(a), as_fixed_log2(b));
}

uint64_t as_fixed_idf_by(uint64_t log_top, uint64_t log_term) { return ln_difference(log_top, log_term); }

uint64_t as_fixed_idf(uint64_t documents, uint64_t df) {
  return as_fixed_idf_by(as_fixed_log2(as_fixed_idf_top(documents)),
                         as_fixed_log2(as_fixed_idf_of(documents, df)));
}
