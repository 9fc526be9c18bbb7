/* SPDX-License-Identifier: MIT
 *
 * Each number of the first row is looked for in the second, which has few strides (base/stride.h): first the stride, then the place in
 * it, without a branch on either. No look waits for the one before.  Where there are vectors of 512 bits the last numbers of all
 * strides are compared at once, then a stride. */
#include "base/meet.h"

#include <stdbool.h>

#include "base/fixed.h"

static uint32_t meet_plain(const uint32_t *ones, uint32_t from, const uint32_t *twos, uint32_t count,
                           uint32_t last, as_meeting *out) {
  uint32_t met = 0;
  for (uint32_t i = from; ones[i] <= last; i++) {
    uint32_t at = 0;
    for (uint32_t half = AS_MEET_MOST / 2; half >= AS_STRIDE; half /= 2) {
      const uint32_t end = at + half < count ? at + half : count;
      at += twos[end - 1] < ones[i] ? half : 0;
    }
    at += as_stride_below(twos + at, ones[i]);
    out[met] = (as_meeting){(uint8_t)i, (uint8_t)at};
    met += twos[at] == ones[i];
  }
  return met;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define STRIDES (AS_MEET_MOST / AS_STRIDE)
#define AVX512 "avx512f,avx512vl,bmi,bmi2,lzcnt,popcnt"

__attribute__((target(AVX512))) static uint32_t meet_wide(const uint32_t *ones, uint32_t from,
                                                          const uint32_t *twos, uint32_t count, uint32_t last,
                                                          as_meeting *out) {
  uint32_t ends[STRIDES], met = 0;
  for (uint32_t i = 0; i < STRIDES; i++)
    ends[i] = i * AS_STRIDE < count ? twos[i * AS_STRIDE + (AS_STRIDE - 1)] : UINT32_MAX;
  const __m256i strides = _mm256_loadu_si256((const __m256i *)(const void *)ends);
  for (uint32_t i = from; ones[i] <= last; i++) {
    const __m512i number = _mm512_set1_epi32((int)ones[i]);
    const uint32_t before = _mm256_cmplt_epu32_mask(strides, _mm512_castsi512_si256(number));
    const uint32_t stride = (uint32_t)__builtin_popcount(before) * AS_STRIDE;
    const __m512i numbers = _mm512_loadu_si512(twos + stride);
    const uint32_t equal = _mm512_cmpeq_epi32_mask(numbers, number);
    const uint32_t below = _mm512_cmplt_epu32_mask(numbers, number);
    out[met] = (as_meeting){(uint8_t)i, (uint8_t)(stride + (uint32_t)__builtin_popcount(below))};
    met += equal != 0;
  }
  return met;
}

static bool is_wide(void) {
  return __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
}

#else

static bool is_wide(void) { return false; }
static uint32_t meet_wide(const uint32_t *ones, uint32_t from, const uint32_t *twos, uint32_t count,
                          uint32_t last, as_meeting *out) {
  return meet_plain(ones, from, twos, count, last, out);
}

#endif

uint32_t as_meet_by(unsigned way, const uint32_t *ones, uint32_t from, const uint32_t *twos, uint32_t count,
                    uint32_t last, as_meeting *out) {
  return (way > 0 && is_wide() ? meet_wide : meet_plain)(ones, from, twos, count, last, out);
}

uint32_t as_meet(const uint32_t *ones, uint32_t from, const uint32_t *twos, uint32_t count, uint32_t last,
                 as_meeting *out) {
  return as_meet_by(1, ones, from, twos, count, last, out);
}
