/* SPDX-License-Identifier: MIT
 * Sixteen ascending numbers compared with one at once; 64 bytes likewise. */
#ifndef AS_BASE_STRIDE_H
#define AS_BASE_STRIDE_H

#include <stdint.h>

#define AS_STRIDE 16u
#define AS_STRIDE_BYTES 64u

#if defined(__SSE2__)
#include <emmintrin.h>

/* Four of them, as signed numbers: all ones in the lanes that are below. */
static inline __m128i as_stride_four(const uint32_t *values, __m128i lowest, __m128i bound) {
  __m128i four = _mm_loadu_si128((const __m128i *)(const void *)values);
  return _mm_cmpgt_epi32(bound, _mm_xor_si128(four, lowest));
}

/* How many of VALUES, which ascend, are below BOUND. */
static inline uint32_t as_stride_below(const uint32_t values[AS_STRIDE], uint32_t bound) {
  const __m128i lowest = _mm_set1_epi32(INT32_MIN);
  const __m128i than = _mm_xor_si128(_mm_set1_epi32((int)bound), lowest);
  __m128i first =
      _mm_packs_epi32(as_stride_four(values, lowest, than), as_stride_four(values + 4, lowest, than));
  __m128i second =
      _mm_packs_epi32(as_stride_four(values + 8, lowest, than), as_stride_four(values + 12, lowest, than));
  uint32_t below = (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(first, second));
  return (uint32_t)__builtin_ctz(~below); /* they ascend: ones, then zeros */
}

/* Which of VALUES, below 2^31, are above BOUND: a bit each, the first one lowest. */
static inline uint32_t as_stride_above(const uint32_t values[AS_STRIDE], uint32_t bound) {
  const __m128i than = _mm_set1_epi32((int)bound);
  const __m128i *fours = (const __m128i *)(const void *)values;
  __m128i first = _mm_packs_epi32(_mm_cmpgt_epi32(_mm_loadu_si128(fours), than),
                                  _mm_cmpgt_epi32(_mm_loadu_si128(fours + 1), than));
  __m128i second = _mm_packs_epi32(_mm_cmpgt_epi32(_mm_loadu_si128(fours + 2), than),
                                   _mm_cmpgt_epi32(_mm_loadu_si128(fours + 3), than));
  return (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(first, second));
}

/* Which of BYTES are not below BOUND. */
static inline uint64_t as_stride_reach(const uint8_t bytes[AS_STRIDE_BYTES], uint8_t bound) {
  const __m128i least = _mm_set1_epi8((char)bound);
  uint64_t reach = 0;
  for (unsigned i = 0; i < AS_STRIDE_BYTES; i += 16) {
    __m128i some = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
    __m128i equal = _mm_cmpeq_epi8(_mm_max_epu8(some, least), some);
    reach |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << i;
  }
  return reach;
}

/* Their sum, or what 32 bits hold of it. */
static inline uint32_t as_stride_sum(const uint32_t values[AS_STRIDE]) {
  const __m128i *fours = (const __m128i *)(const void *)values;
  __m128i sums = _mm_add_epi32(_mm_add_epi32(_mm_loadu_si128(fours), _mm_loadu_si128(fours + 1)),
                               _mm_add_epi32(_mm_loadu_si128(fours + 2), _mm_loadu_si128(fours + 3)));
  sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, 0x4E));
  sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, 0xB1));
  return (uint32_t)_mm_cvtsi128_si32(sums);
}

#else

static inline uint32_t as_stride_sum(const uint32_t values[AS_STRIDE]) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < AS_STRIDE; i++) sum += values[i];
  return sum;
}

static inline uint32_t as_stride_below(const uint32_t values[AS_STRIDE], uint32_t bound) {
  uint32_t below = 0;
  for (uint32_t i = 0; i < AS_STRIDE; i++) below += values[i] < bound;
  return below;
}

static inline uint32_t as_stride_above(const uint32_t values[AS_STRIDE], uint32_t bound) {
  uint32_t above = 0;
  for (uint32_t i = 0; i < AS_STRIDE; i++) above |= (uint32_t)(values[i] > bound) << i;
  return above;
}

static inline uint64_t as_stride_reach(const uint8_t bytes[AS_STRIDE_BYTES], uint8_t bound) {
  uint64_t reach = 0;
  for (unsigned i = 0; i < AS_STRIDE_BYTES; i++) reach |= (uint64_t)(bytes[i] >= bound) << i;
  return reach;
}

#endif

#endif
