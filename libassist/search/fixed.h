/* SPDX-License-Identifier: MIT
 * Scores as integers, so that no order of summation, SIMD width or libm shows in them (doc/ranking.md).
 *
 * A weight or score counts millionths of a nat.  A saturation (format/saturation.h) is a fixed-point number of 20 fraction bits. */
#ifndef AS_SEARCH_FIXED_H
#define AS_SEARCH_FIXED_H

#include <stdint.h>

#include "index/snapshot.h"

/* ln(a/b) in millionths, for a >= b >= 1; exact to about one millionth. */
uint64_t as_fixed_ln_ratio(uint64_t a, uint64_t b);
/* ln(1 + (N - df + 0.5) / (df + 0.5)) in millionths; DF is cut to N. */
uint64_t as_fixed_idf(uint64_t documents, uint64_t df);
/* The same by logarithms, which may be remembered: it is that of the ratio of these two, as
 * 1 + (N - df + 1/2) / (df + 1/2) = (2N + 2) / (2df + 1). */
static inline uint64_t as_fixed_idf_top(uint64_t documents) { return 2 * documents + 2; }
static inline uint64_t as_fixed_idf_of(uint64_t documents, uint64_t df) {
  return 2 * (df < documents ? df : documents) + 1;
}
uint64_t as_fixed_log2(uint64_t value); /* 32 fraction bits; value >= 1 */
uint64_t as_fixed_idf_by(uint64_t log_top, uint64_t log_term);

/* A score or weight times a boost in thousandths, cut.  Boosts of boosts may multiply beyond all bounds: kept so small that the
 * sum over all leaves of a query stays within 64 bits. */
#define AS_SCORE_CEILING (UINT64_C(1) << 50)
#define AS_WEIGHT_CEILING (UINT64_C(1) << 42) /* what as_weigh takes */
static inline uint64_t as_boosted(uint64_t score, uint32_t thousandths) {
  if (thousandths > 0 && score > UINT64_MAX / thousandths) return AS_SCORE_CEILING;
  uint64_t boosted = score * thousandths / 1000u;
  return boosted < AS_SCORE_CEILING ? boosted : AS_SCORE_CEILING;
}
static inline uint64_t as_weigh(uint64_t weight, uint64_t saturation) {
  return weight * saturation >> AS_SATURATION_BITS;
}

#endif
