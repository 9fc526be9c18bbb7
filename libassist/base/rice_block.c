/* SPDX-License-Identifier: MIT
 *
 * In a row of unary numbers the zeros are what ends the numbers; the place p of the i-th zero gives the sum of all high
 * parts so far, p - i, so that a number is found without looking at the one before:
 *
 *   value i = before + (i + 1) + ((p - i) << width) + sum of the low parts up to i
 *
 * Four ways of the same: plain C; NEON, four numbers at a time; AVX2, eight; AVX-512, sixteen, which also finds the
 * zeros of 64 bits at once.  Vectors take low parts of at most 24 bits alone: a part then lies within four bytes
 * whatever bit it begins at, and sums stay within 32 bits.
 *
 *   bytes     b0 b1 b2 b3 b4 ...       shuffled: each lane gets the four bytes its part begins in,
 *   lanes     [b0..b3][b0..b3][b1..b4] then shifted by the bit it begins at, and cut
 *
 * Nothing is trusted: what the bits say must come out at LAST exactly, with sums that cannot have overflowed; then the values
 * ascend, since each is at least 1 above the one before.  Reads stay within SIZE: behind the low parts there are
 * at least 16 bytes of high parts, which is as far as a vector reaches beyond. */
#include "base/rice_block.h"

#include "base/bitpack.h"
#include "base/fixed.h"

#define COUNT AS_RICE_BLOCK
#define SPARE 64u /* values that may be written behind the 128th high part */
#define WIDTH_MOST 24u
/* Where places of zeros are kept in 16 bits: a word may begin there, and high parts may add up to so much. */
#define PLACE_MOST (UINT16_MAX - 127u)
#define HIGH_MOST (PLACE_MOST - COUNT)

/* Eight bytes of a row of unary numbers with their zeros as ones; nothing after the end. */
static uint64_t zeros_at(const uint8_t *bytes, size_t size, size_t byte) {
  if (size - byte >= 8) return ~as_load_u64(bytes + byte);
  uint64_t word = UINT64_MAX;
  for (unsigned i = 0; byte + i < size; i++) word &= ~((uint64_t)(uint8_t)~bytes[byte + i] << (8 * i));
  return ~word;
}

/* The high parts' sums, and the bits they take; 0: there are not 128 of them. */
static uint64_t get_high(const uint8_t *bytes, size_t size, uint32_t *high) {
  uint64_t base = 0;
  uint32_t i = 0;
  for (size_t byte = 0; byte < size && base < UINT32_MAX; byte += 8, base += 64) {
    uint64_t zeros = zeros_at(bytes, size, byte);
    for (; zeros != 0; zeros &= zeros - 1) {
      high[i] = (uint32_t)base + (uint32_t)__builtin_ctzll(zeros) - i;
      if (++i == COUNT) return (uint64_t)high[COUNT - 1] + COUNT;
    }
  }
  return 0;
}

static bool fits(uint64_t high_bits, unsigned width, uint32_t span) {
  return high_bits != 0 && high_bits - COUNT <= span >> width; /* now no sum overflows */
}

static bool get_plain(const uint8_t *bytes, size_t size, unsigned width, uint32_t before, uint32_t last,
                      uint32_t *values, uint64_t *out_bits) {
  uint32_t low[AS_PACK_BLOCK];
  size_t packed = as_bitpack_size(width);
  if (size < packed) return false;
  uint64_t high_bits = get_high(bytes + packed, size - packed, values);
  if (!fits(high_bits, width, last - before)) return false;
  as_bitpack_get(bytes, width, low);
  uint64_t sum = 0, high = values[COUNT - 1];
  for (uint32_t i = 0; i < COUNT; i++) {
    sum += low[i];
    values[i] = before + i + 1 + (uint32_t)(((uint64_t)values[i] << width) + sum);
  }
  *out_bits = packed * 8 + high_bits;
  return (high << width) + sum + COUNT == last - before;
}

/* Both arrays of one length, so that a vector of them is taken at a time. */
static void part(const uint32_t *restrict sums, uint32_t *restrict steps) {
  for (uint32_t i = 0; i < COUNT; i++) steps[i] = sums[i + 1] - sums[i];
}

static bool get_then_part(unsigned way, const uint8_t *bytes, size_t size, unsigned width, uint32_t sum,
                          uint32_t *steps, uint64_t *out_bits) {
  uint32_t sums[COUNT + 1]; /* before each, and at the end */
  if (!as_rice_block_get_by(way, bytes, size, width, 0, sum, sums + 1, out_bits)) return false;
  sums[0] = 0;
  part(sums, steps);
  return true;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define HAS_AVX
#elif defined(__aarch64__) && defined(__ARM_NEON) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#include <arm_neon.h>
#define HAS_NEON
#endif

#if !defined(HAS_AVX)
bool as_rice_block_steps_by(unsigned way, const uint8_t *bytes, size_t size, unsigned width, uint32_t sum,
                            uint32_t out_steps[AS_RICE_BLOCK], uint64_t *out_bits) {
  return get_then_part(way, bytes, size, width, sum, out_steps, out_bits);
}
#endif

#if defined(HAS_AVX) || defined(HAS_NEON)
#define ROWS(each)                                                                                           \
  each(0) each(1) each(2) each(3) each(4) each(5) each(6) each(7) each(8) each(9) each(10) each(11) each(12) \
      each(13) each(14) each(15) each(16) each(17) each(18) each(19) each(20) each(21) each(22) each(23)     \
          each(24)

/* ---- in fours ---- */

/* Of part i of four: the byte it begins in, counted from the byte that the first of the four begins in. */
#define BYTE4(w, half, i) (uint8_t)(((half)*4 * (w) % 8 + (i) * (w)) / 8)
#define LANE4(w, half, i)                                                                                    \
  BYTE4(w, half, i), BYTE4(w, half, i) + 1, BYTE4(w, half, i) + 2, BYTE4(w, half, i) + 3
#define LANES4(w, half) LANE4(w, half, 0), LANE4(w, half, 1), LANE4(w, half, 2), LANE4(w, half, 3)
#define ROW8(w) {LANES4(w, 0), LANES4(w, 1)},
static const uint8_t shuffles8[WIDTH_MOST + 1][32] = {ROWS(ROW8)};
#endif

#if defined(HAS_NEON)

/* ---- four at a time ---- */

static inline uint32x4_t prefix4(uint32x4_t x) {
  const uint32x4_t zero = vdupq_n_u32(0);
  x = vaddq_u32(x, vextq_u32(zero, x, 3));
  return vaddq_u32(x, vextq_u32(zero, x, 2));
}

static bool get_4(const uint8_t *bytes, size_t size, unsigned width, uint32_t before, uint32_t last,
                  uint32_t *values, uint64_t *out_bits) {
  static const uint32_t ones[4] = {1, 2, 3, 4};
  static const int32_t counted[8] = {0, 1, 2, 3, 4, 5, 6, 7};
  size_t packed = as_bitpack_size(width);
  if (size < packed + COUNT / 8) return false;
  uint64_t high_bits = get_high(bytes + packed, size - packed, values);
  if (!fits(high_bits, width, last - before)) return false;
  const uint32x4_t mask = vdupq_n_u32((UINT32_C(1) << width) - 1);
  const int32x4_t high_shift = vdupq_n_s32((int32_t)width), seven = vdupq_n_s32(7);
  uint32x4_t base = vdupq_n_u32(before), step = vld1q_u32(ones);
  for (uint32_t i = 0; i < COUNT; i += 4) {
    const uint32_t half = i / 4 % 2;
    const int32x4_t bits = vmulq_n_s32(vld1q_s32(counted + (size_t)half * 4), (int32_t)width);
    const uint8x16_t shuffle = vld1q_u8(shuffles8[width] + (size_t)half * 16);
    uint8x16_t low = vqtbl1q_u8(vld1q_u8(bytes + (size_t)i / 8 * width + half * (width / 2)), shuffle);
    uint32x4_t parts = vshlq_u32(vreinterpretq_u32_u8(low), vnegq_s32(vandq_s32(bits, seven)));
    uint32x4_t sums = vaddq_u32(prefix4(vandq_u32(parts, mask)), base);
    base = vdupq_laneq_u32(sums, 3);
    uint32x4_t high = vshlq_u32(vld1q_u32(values + i), high_shift);
    vst1q_u32(values + i, vaddq_u32(vaddq_u32(high, step), sums));
    step = vaddq_u32(step, vdupq_n_u32(4));
  }
  *out_bits = packed * 8 + high_bits;
  return values[COUNT - 1] == last;
}

static unsigned best_way(void) { return 1; }

bool as_rice_block_get_by(unsigned way, const uint8_t *bytes, size_t size, unsigned width, uint32_t before,
                          uint32_t last, uint32_t out_values[AS_RICE_BLOCK], uint64_t *out_bits) {
  return (width > WIDTH_MOST || way == 0 ? get_plain : get_4)(bytes, size, width, before, last, out_values,
                                                              out_bits);
}

#elif defined(HAS_AVX)

/* ---- eight at a time ---- */

__attribute__((target("avx2"))) static inline __m256i prefix8(__m256i x) {
  x = _mm256_add_epi32(x, _mm256_slli_si256(x, 4));
  x = _mm256_add_epi32(x, _mm256_slli_si256(x, 8));
  __m256i first = _mm256_permutevar8x32_epi32(x, _mm256_set1_epi32(3));
  return _mm256_add_epi32(x, _mm256_blend_epi32(_mm256_setzero_si256(), first, 0xF0));
}

__attribute__((target("avx2"))) static bool get_8(const uint8_t *bytes, size_t size, unsigned width,
                                                  uint32_t before, uint32_t last, uint32_t *values,
                                                  uint64_t *out_bits) {
  size_t packed = as_bitpack_size(width);
  if (size < packed + COUNT / 8) return false;
  uint64_t high_bits = get_high(bytes + packed, size - packed, values);
  if (!fits(high_bits, width, last - before)) return false;
  const __m256i eight = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  const __m256i shuffle = _mm256_loadu_si256((const __m256i *)(const void *)shuffles8[width]);
  const __m256i bits = _mm256_mullo_epi32(eight, _mm256_set1_epi32((int)width));
  const __m256i shifts = _mm256_and_si256(bits, _mm256_set1_epi32(7));
  const __m256i mask = _mm256_set1_epi32((int)((UINT32_C(1) << width) - 1));
  const __m128i high_shift = _mm_cvtsi32_si128((int)width);
  __m256i base = _mm256_set1_epi32((int)before);
  __m256i step = _mm256_add_epi32(eight, _mm256_set1_epi32(1));
  for (uint32_t i = 0; i < COUNT; i += 8) {
    const uint8_t *at = bytes + (size_t)i / 8 * width;
    __m256i low =
        _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)at)),
                                _mm_loadu_si128((const __m128i *)(const void *)(at + width / 2)), 1);
    low = _mm256_and_si256(_mm256_srlv_epi32(_mm256_shuffle_epi8(low, shuffle), shifts), mask);
    __m256i sums = _mm256_add_epi32(prefix8(low), base);
    base = _mm256_permutevar8x32_epi32(sums, _mm256_set1_epi32(7));
    __m256i high = _mm256_loadu_si256((const __m256i *)(void *)(values + i));
    __m256i value = _mm256_add_epi32(_mm256_add_epi32(_mm256_sll_epi32(high, high_shift), step), sums);
    _mm256_storeu_si256((__m256i *)(void *)(values + i), value);
    step = _mm256_add_epi32(step, _mm256_set1_epi32(8));
  }
  *out_bits = packed * 8 + high_bits;
  return values[COUNT - 1] == last;
}

/* ---- sixteen at a time ---- */

#define AVX512 "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2"

#define BYTE16(w, i) (uint8_t)((i) * (w) / 8)
#define LANE16(w, i) BYTE16(w, i), BYTE16(w, i) + 1, BYTE16(w, i) + 2, BYTE16(w, i) + 3
#define LANES16(w, i) LANE16(w, i), LANE16(w, (i) + 1), LANE16(w, (i) + 2), LANE16(w, (i) + 3)
#define ROW16(w) {LANES16(w, 0), LANES16(w, 4), LANES16(w, 8), LANES16(w, 12)},
static const uint8_t shuffles16[WIDTH_MOST + 1][64] = {ROWS(ROW16)};

static const uint8_t counted[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                    48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

__attribute__((target(AVX512))) static inline __m512i counted16(void) {
  return _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)counted));
}

/* The places of the zeros, and the bits they take; 0: there are not 128 of them, or they are too far.  PLACES has room for
 * COUNT + SPARE; how many of a word are written does not depend on the bits. */
__attribute__((target(AVX512))) static uint32_t get_places(const uint8_t *bytes, size_t size,
                                                           uint16_t *places) {
  const __m512i all = _mm512_loadu_si512(counted);
  uint32_t base = 0, i = 0;
  for (size_t byte = 0; byte < size && base <= PLACE_MOST; byte += 8, base += 64) {
    uint64_t zeros = zeros_at(bytes, size, byte);
    __m512i found = _mm512_maskz_compress_epi8(zeros, all), from = _mm512_set1_epi16((short)base);
    __m512i first = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(found));
    __m512i second = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(found, 1));
    _mm512_storeu_si512(places + i, _mm512_add_epi16(first, from));
    _mm512_storeu_si512(places + i + 32, _mm512_add_epi16(second, from));
    i += (uint32_t)__builtin_popcountll(zeros);
    if (i >= COUNT) return (uint32_t)places[COUNT - 1] + 1;
  }
  return 0;
}

__attribute__((target(AVX512))) static inline __m512i load_places(const uint16_t *places) {
  return _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(const void *)places));
}

__attribute__((target(AVX512))) static inline __m512i prefix16(__m512i x) {
  const __m512i zero = _mm512_setzero_si512();
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 15));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 14));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 12));
  return _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 8));
}

/* Low parts, sixteen at a time. */
typedef struct low_parts {
  const uint8_t *bytes;
  unsigned width;
  __mmask64 loaded;
  __m512i shuffle, shifts, mask;
} low_parts;

__attribute__((target(AVX512))) static inline low_parts low_parts_of(const uint8_t *bytes, unsigned width) {
  const __m512i bits = _mm512_mullo_epi32(counted16(), _mm512_set1_epi32((int)width));
  return (low_parts){bytes,
                     width,
                     (UINT64_C(1) << (2 * width)) - 1,
                     _mm512_loadu_si512(shuffles16[width]),
                     _mm512_and_si512(bits, _mm512_set1_epi32(7)),
                     _mm512_set1_epi32((int)((UINT32_C(1) << width) - 1))};
}

__attribute__((target(AVX512))) static inline __m512i low_at(const low_parts *of, uint32_t i) {
  __m512i low = _mm512_maskz_loadu_epi8(of->loaded, of->bytes + (size_t)i / 8 * of->width);
  return _mm512_and_si512(_mm512_srlv_epi32(_mm512_permutexvar_epi8(of->shuffle, low), of->shifts), of->mask);
}

__attribute__((target(AVX512))) static bool get_16(const uint8_t *bytes, size_t size, unsigned width,
                                                   uint32_t before, uint32_t last, uint32_t *values,
                                                   uint64_t *out_bits) {
  uint16_t places[COUNT + SPARE];
  size_t packed = as_bitpack_size(width);
  if (size < packed + COUNT / 8) return false;
  const uint32_t high_bits = get_places(bytes + packed, size - packed, places);
  if (!fits(high_bits, width, last - before)) return false;
  const low_parts low = low_parts_of(bytes, width);
  const __m128i high_shift = _mm_cvtsi32_si128((int)width);
  const __m512i sixteen = _mm512_set1_epi32(16);
  __m512i lanes = counted16(), base = _mm512_set1_epi32((int)(before + 1));
  for (uint32_t i = 0; i < COUNT; i += 16) {
    __m512i sums = _mm512_add_epi32(prefix16(low_at(&low, i)), base);
    base = _mm512_permutexvar_epi32(_mm512_set1_epi32(15), sums);
    __m512i high = _mm512_sll_epi32(_mm512_sub_epi32(load_places(places + i), lanes), high_shift);
    _mm512_storeu_si512(values + i, _mm512_add_epi32(_mm512_add_epi32(high, lanes), sums));
    lanes = _mm512_add_epi32(lanes, sixteen);
  }
  *out_bits = packed * 8 + high_bits;
  return values[COUNT - 1] == last;
}

/* The sum of the lanes, modulo 2^32. */
__attribute__((target(AVX512))) static inline uint32_t sum16(__m512i x) {
  const __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(x), _mm512_extracti64x4_epi64(x, 1));
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  return (uint32_t)_mm_cvtsi128_si32(_mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1)));
}

/* Each less the one before: nothing has to be added up but the sum. */
__attribute__((target(AVX512))) static bool get_steps_16(const uint8_t *bytes, size_t size, unsigned width,
                                                         uint32_t sum, uint32_t *steps, uint64_t *out_bits) {
  uint16_t room[1 + COUNT + SPARE], *places = room + 1;
  size_t packed = as_bitpack_size(width);
  if (size < packed + COUNT / 8) return false;
  const uint32_t high_bits = get_places(bytes + packed, size - packed, places);
  if (!fits(high_bits, width, sum)) return false;
  places[-1] = UINT16_MAX; /* -1 */
  const low_parts low = low_parts_of(bytes, width);
  const __m128i high_shift = _mm_cvtsi32_si128((int)width);
  const __m512i one = _mm512_set1_epi32(1);
  __m512i all = _mm512_setzero_si512();
  for (uint32_t i = 0; i < COUNT; i += 16) {
    __m256i here = _mm256_loadu_si256((const __m256i *)(const void *)(places + i));
    __m256i before = _mm256_loadu_si256((const __m256i *)(const void *)(places + i - 1));
    __m512i high = _mm512_cvtepu16_epi32(_mm256_sub_epi16(here, before)); /* and one more, for its zero */
    high = _mm512_sll_epi32(_mm512_sub_epi32(high, one), high_shift);
    __m512i step = _mm512_add_epi32(_mm512_add_epi32(low_at(&low, i), high), one);
    _mm512_storeu_si512(steps + i, step);
    all = _mm512_add_epi32(all, step);
  }
  *out_bits = packed * 8 + high_bits;
  return sum16(all) == sum;
}

static unsigned best_way(void) {
  if (__builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq"))
    return 2;
  return __builtin_cpu_supports("avx2") ? 1 : 0;
}

bool as_rice_block_get_by(unsigned way, const uint8_t *bytes, size_t size, unsigned width, uint32_t before,
                          uint32_t last, uint32_t out_values[AS_RICE_BLOCK], uint64_t *out_bits) {
  unsigned best = best_way();
  if (way > best) way = best;
  if (width > WIDTH_MOST || way == 0)
    return get_plain(bytes, size, width, before, last, out_values, out_bits);
  const bool near = (last - before) >> width <= HIGH_MOST;
  return (way == 2 && near ? get_16 : get_8)(bytes, size, width, before, last, out_values, out_bits);
}

bool as_rice_block_steps_by(unsigned way, const uint8_t *bytes, size_t size, unsigned width, uint32_t sum,
                            uint32_t out_steps[AS_RICE_BLOCK], uint64_t *out_bits) {
  if (way < 2 || best_way() < 2 || width > WIDTH_MOST || sum >> width > HIGH_MOST)
    return get_then_part(way, bytes, size, width, sum, out_steps, out_bits);
  return get_steps_16(bytes, size, width, sum, out_steps, out_bits);
}

#else

static unsigned best_way(void) { return 0; }

bool as_rice_block_get_by(unsigned way, const uint8_t *bytes, size_t size, unsigned width, uint32_t before,
                          uint32_t last, uint32_t out_values[AS_RICE_BLOCK], uint64_t *out_bits) {
  (void)way;
  return get_plain(bytes, size, width, before, last, out_values, out_bits);
}

#endif

bool as_rice_block_get(const uint8_t *bytes, size_t size, unsigned width, uint32_t before, uint32_t last,
                       uint32_t out_values[AS_RICE_BLOCK], uint64_t *out_bits) {
  return as_rice_block_get_by(best_way(), bytes, size, width, before, last, out_values, out_bits);
}

bool as_rice_block_steps(const uint8_t *bytes, size_t size, unsigned width, uint32_t sum,
                         uint32_t out_steps[AS_RICE_BLOCK], uint64_t *out_bits) {
  return as_rice_block_steps_by(best_way(), bytes, size, width, sum, out_steps, out_bits);
}
