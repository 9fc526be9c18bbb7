/* SPDX-License-Identifier: MIT
 *
 * Logarithms of eight numbers are one instruction where there is AVX-512.  Lanes behind the last number add nothing. */
#include "format/entries_cost.h"

#include "format/entries_code.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define WIDE 1
#endif

static uint64_t bits_plain(const uint64_t *values, unsigned count, unsigned k) {
  uint64_t bits = 0;
  for (unsigned i = 0; i < count; i++) bits += as_bits_expg_width(k, values[i]);
  return bits;
}

static unsigned miss_plain(const as_entries_sizes *list, uint64_t rate) {
  unsigned sum = 0;
  for (unsigned i = 0; i < list->count; i++)
    sum += as_bits_width(
        as_zigzag(list->size[i] - as_entries_likely(list->spread[i], list->occurrences[i], rate)));
  return sum;
}

#ifdef WIDE

#define LANES 8u
#define AVX512 __attribute__((target("avx512f,avx512cd,avx512dq")))

static inline __mmask8 lanes_from(unsigned i, unsigned count) {
  return (__mmask8)(count - i < LANES ? (1u << (count - i)) - 1 : (1u << LANES) - 1);
}

AVX512 static uint64_t bits_wide(const uint64_t *values, unsigned count, unsigned k) {
  const __m512i least = _mm512_set1_epi64((long long)(UINT64_C(1) << k));
  __m512i zeros = _mm512_setzero_si512(); /* above the highest bit of each */
  for (unsigned i = 0; i < count; i += LANES) {
    const __mmask8 some = lanes_from(i, count);
    const __m512i raised = _mm512_add_epi64(_mm512_maskz_loadu_epi64(some, values + i), least);
    zeros = _mm512_mask_add_epi64(zeros, some, zeros, _mm512_lzcnt_epi64(raised));
  }
  return (uint64_t)count * (2 * 63 + 1 - k) - 2 * (uint64_t)_mm512_reduce_add_epi64(zeros);
}

AVX512 static unsigned miss_wide(const as_entries_sizes *list, uint64_t rate) {
  const __m512i rate8 = _mm512_set1_epi64((long long)(rate * 8)), half = _mm512_set1_epi64(64);
  __m512i zeros = _mm512_setzero_si512();
  for (unsigned i = 0; i < list->count; i += LANES) {
    const __mmask8 some = lanes_from(i, list->count);
    const __m512i own = _mm512_mullo_epi64(_mm512_maskz_loadu_epi64(some, list->occurrences + i), rate8);
    const __m512i rest = _mm512_add_epi64(_mm512_maskz_loadu_epi64(some, list->spread + i), half);
    const __m512i sum = _mm512_max_epi64(_mm512_add_epi64(own, rest), _mm512_setzero_si512());
    const __m512i size = _mm512_maskz_loadu_epi64(some, list->size + i);
    const __m512i off = _mm512_sub_epi64(size, _mm512_srli_epi64(sum, 7));
    const __m512i folded = _mm512_xor_si512(_mm512_slli_epi64(off, 1), _mm512_srai_epi64(off, 63));
    zeros = _mm512_mask_add_epi64(zeros, some, zeros, _mm512_lzcnt_epi64(folded));
  }
  return 64 * list->count - (unsigned)_mm512_reduce_add_epi64(zeros);
}

unsigned as_entries_cost_way(void) {
  return __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq");
}

#else

static uint64_t bits_wide(const uint64_t *values, unsigned count, unsigned k) {
  return bits_plain(values, count, k);
}
static unsigned miss_wide(const as_entries_sizes *list, uint64_t rate) { return miss_plain(list, rate); }
unsigned as_entries_cost_way(void) { return 0; }

#endif

uint64_t as_entries_bits(unsigned way, const uint64_t *values, unsigned count, unsigned k) {
  return way == 0 ? bits_plain(values, count, k) : bits_wide(values, count, k);
}

unsigned as_entries_miss(unsigned way, const as_entries_sizes *list, uint64_t rate) {
  return way == 0 ? miss_plain(list, rate) : miss_wide(list, rate);
}
