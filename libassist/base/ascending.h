/* SPDX-License-Identifier: MIT
 * Looking into ascending arrays of numbers. */
#ifndef AS_BASE_ASCENDING_H
#define AS_BASE_ASCENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* The first of COUNT ascending VALUES that is not below LEAST; COUNT: there is none. */
static inline size_t as_ascending_from(const uint32_t *values, size_t count, uint32_t least) {
  const uint32_t *at = values;
  if (count == 0) return 0;
  while (count > 1) { /* nothing could predict in which half it is */
    size_t half = count / 2;
    at += half * (size_t)(at[half - 1] < least);
    count -= half;
  }
  return (size_t)(at - values) + (*at < least);
}

static inline bool as_ascending_has(const uint32_t *values, size_t count, uint32_t value) {
  size_t at = as_ascending_from(values, count, value);
  return at < count && values[at] == value;
}

/* Do COUNT VALUES, one at least, ascend, and end below LIMIT?  Without leaving early, so that several are compared at once. */
static inline bool as_ascends(const uint32_t *values, uint32_t count, uint32_t limit) {
  uint32_t wrong = values[count - 1] >= limit, i = 1;
#ifdef __SSE2__
  const __m128i half = _mm_set1_epi32(INT32_MIN); /* numbers are compared as if they had a sign */
  __m128i good = _mm_set1_epi32(-1);
  for (; i + 4 <= count; i += 4) {
    const __m128i before = _mm_loadu_si128((const __m128i *)(const void *)(values + i - 1));
    const __m128i here = _mm_loadu_si128((const __m128i *)(const void *)(values + i));
    good = _mm_and_si128(good, _mm_cmpgt_epi32(_mm_xor_si128(here, half), _mm_xor_si128(before, half)));
  }
  wrong |= _mm_movemask_epi8(good) != 0xFFFF;
#endif
  for (; i < count; i++) wrong |= values[i - 1] >= values[i];
  return wrong == 0;
}

#endif
