/* SPDX-License-Identifier: MIT
 * Scores as integers, so that no order of summation, SIMD width or libm shows in them (doc/ranking.md).
 *
 * A weight or score counts millionths of a nat.  A saturation is a fixed-point number of 20 fraction bits. */
#ifndef AS_SEARCH_FIXED_H
#define AS_SEARCH_FIXED_H

#include <stdint.h>

#define AS_SATURATION_BITS 20u

/* BM25's parameters, as hundredths: k1 = 0.9, b = 0.8 (measured best over six judged sets; flat around). */
#define AS_BM25_K1 90u
#define AS_BM25_B 80u

/* ln(a/b) in millionths, for a >= b >= 1; exact to about one millionth. */
uint64_t as_fixed_ln_ratio(uint64_t a, uint64_t b);
/* ln(1 + (N - df + 0.5) / (df + 0.5)) in millionths; DF is cut to N. */
uint64_t as_fixed_idf(uint64_t documents, uint64_t df);
/* The same for several terms of one collection: LOG_TOP is as_fixed_idf_log(DOCUMENTS). */
uint64_t as_fixed_idf_log(uint64_t documents);
uint64_t as_fixed_idf_by(uint64_t log_top, uint64_t documents, uint64_t df);

/* Statistics of a field over everything asked.  The rows are computed as they are needed, few of them by most queries. */
typedef struct as_saturation {
  uint64_t average;   /* length, with 8 fraction bits */
  uint32_t norm[256]; /* by length code: k1 * (1 - b + b * length / average), 20 fraction bits */
  uint32_t one[256];  /* as_saturate of one occurrence, which most documents have; of both 0: not yet known */
} as_saturation;
void as_saturation_init(as_saturation *saturation, uint64_t documents, uint64_t length_sum);
void as_saturation_learn(as_saturation *saturation, uint8_t code);

/* tf * (k1 + 1) / (tf + norm), 20 fraction bits: 0 for tf 0, growing with tf, falling with the code. */
static inline uint64_t as_saturate(as_saturation *saturation, uint32_t frequency, uint8_t code) {
  if (saturation->one[code] == 0) as_saturation_learn(saturation, code);
  if (frequency == 1) return saturation->one[code];
  /* Above 65,535 the value is within 2^-16 of its limit: cut, so that products stay within 64 bits. */
  uint64_t tf = frequency > 0xFFFFu ? 0xFFFFu : frequency;
  uint64_t top = (tf * (100u + AS_BM25_K1) << (2 * AS_SATURATION_BITS)) / 100u;
  return top / ((tf << AS_SATURATION_BITS) + saturation->norm[code]);
}
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
