/* SPDX-License-Identifier: MIT
 * What BM25 makes of a frequency in a document of some length, among documents of an average length (doc/ranking.md): a fixed-point
 * number of 20 fraction bits.  Lists keep bounds of it (doc/format.md, section 4). */
#ifndef AS_FORMAT_SATURATION_H
#define AS_FORMAT_SATURATION_H

#include <stdatomic.h>
#include <stdint.h>

#define AS_SATURATION_BITS 20u

/* BM25's parameters, as hundredths: k1 = 0.9, b = 0.8 (measured best over six judged sets; flat around). */
#define AS_BM25_K1 90u
#define AS_BM25_B 80u

/* Frequencies up to this one are looked up: nearly all are. */
#define AS_FEW 8u

/* The part of a norm that does not depend on the length. */
#define AS_NORM_LEAST (((uint64_t)AS_BM25_K1 * (100 - AS_BM25_B) << AS_SATURATION_BITS) / 10000u)

/* Of one field of all documents asked.  What is in the tables is computed when it is first needed, and is the same whichever thread
 * does it; 0: not yet known. */
typedef struct as_saturation {
  uint64_t average;           /* length, with 8 fraction bits */
  _Atomic uint32_t norm[256]; /* by length code: k1 * (1 - b + b * length / average), 20 fraction bits */
  _Atomic uint32_t few[256][AS_FEW]; /* as_saturate of 1, 2... occurrences */
} as_saturation;
/* The average of so many lengths, as a saturation has it. */
uint64_t as_saturation_average(uint64_t documents, uint64_t length_sum);
void as_saturation_init(as_saturation *saturation, uint64_t documents, uint64_t length_sum);
/* as_saturate by division; what is few is known from then on. */
uint64_t as_saturation_learn(as_saturation *saturation, uint32_t frequency, uint8_t code);

/* tf * (k1 + 1) / (tf + norm), 20 fraction bits: 0 for tf 0, growing with tf, falling with the code. */
static inline uint64_t as_saturate(as_saturation *saturation, uint32_t frequency, uint8_t code) {
  uint32_t known = 0;
  if (frequency - 1 < AS_FEW)
    known = atomic_load_explicit(&saturation->few[code][frequency - 1], memory_order_relaxed);
  return known != 0 ? known : as_saturation_learn(saturation, frequency, code);
}

/* A bound of saturations in a byte: the least number of these steps that is not below any of them, which is not 0. */
#define AS_STRENGTH_BITS 13u
static inline uint8_t as_strength_of(uint64_t saturation) {
  return (uint8_t)((saturation + (1u << AS_STRENGTH_BITS) - 1) >> AS_STRENGTH_BITS);
}
static inline uint64_t as_strength_value(uint8_t strength) { return (uint64_t)strength << AS_STRENGTH_BITS; }

#endif
