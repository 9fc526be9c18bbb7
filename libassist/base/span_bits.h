/* SPDX-License-Identifier: MIT
 * Which of 64 numbers lie in a span, as bits. */
#ifndef AS_BASE_SPAN_BITS_H
#define AS_BASE_SPAN_BITS_H

#include <stdint.h>

#define AS_SPAN_VALUES 64u

#if defined(__SSE2__)
#include <emmintrin.h>

/* Four of them, less LOW and as signed numbers: all ones in the lanes that are beyond MOST. */
static inline __m128i as_span_four(const uint32_t *values, __m128i low, __m128i most) {
  const __m128i lowest = _mm_set1_epi32(INT32_MIN);
  __m128i four = _mm_loadu_si128((const __m128i *)(const void *)values);
  return _mm_cmpgt_epi32(_mm_xor_si128(_mm_sub_epi32(four, low), lowest), most);
}

/* Bit i: LOW <= VALUES[i] <= LOW + SPAN, which does not go beyond 32 bits. */
static inline uint64_t as_span_bits(const uint32_t values[AS_SPAN_VALUES], uint32_t low, uint32_t span) {
  const __m128i from = _mm_set1_epi32((int)low), most = _mm_set1_epi32((int)(span ^ UINT32_C(0x80000000)));
  uint64_t beyond = 0;
  for (uint32_t i = 0; i < AS_SPAN_VALUES; i += 16) {
    const uint32_t *at = values + i;
    __m128i first = _mm_packs_epi32(as_span_four(at, from, most), as_span_four(at + 4, from, most));
    __m128i second = _mm_packs_epi32(as_span_four(at + 8, from, most), as_span_four(at + 12, from, most));
    beyond |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_packs_epi16(first, second)) << i;
  }
  return ~beyond;
}

#else

static inline uint64_t as_span_bits(const uint32_t values[AS_SPAN_VALUES], uint32_t low, uint32_t span) {
  uint64_t bits = 0;
  for (uint32_t i = 0; i < AS_SPAN_VALUES; i++) bits |= (uint64_t)(values[i] - low <= span) << i;
  return bits;
}

#endif

#endif
