/* SPDX-License-Identifier: MIT
 *
 * As in base/rice_block.c the place p of the i-th zero of the unary numbers gives the sum of all high parts so far, p - i:
 *
 *   value i = first + i + ((p - i) << width) + sum of the low parts up to i
 *
 * Two ways of the same: plain C, and AVX-512, sixteen numbers at a time.  A row begins anywhere in a byte, so the bytes that a lane
 * needs are reckoned, not looked up:
 *
 *   lane i    bit b = i * width + first, of the bytes loaded     bytes b/8 to b/8 + 3, shifted by b mod 8, and cut
 *
 * Nothing is trusted: with COUNT zeros, and high parts that do not pass what the range has of them, no sum overflows, each value is at least
 * 1 above the one before, and it is enough to compare the last one. */
#include "base/rice_row.h"

#define WIDTH_MOST 24u /* of low parts a lane can take: with 7 bits before them they are within four bytes */
#define UNARY_MOST 48u /* ones in a field for a pen */

static void put_high(as_bit_pen *pen, uint32_t high) {
  for (; high > UNARY_MOST; high -= UNARY_MOST) as_pen_put(pen, as_bits_mask(UNARY_MOST), UNARY_MOST);
  as_pen_put(pen, as_bits_mask(high), high + 1);
}

uint64_t as_rice_row_bits(const uint32_t *values, uint32_t count, uint32_t first, uint32_t end) {
  const unsigned width = as_rice_row_width(count, end - first);
  uint64_t bits = (uint64_t)count * (width + 1);
  for (uint32_t i = 0, next = first; i < count; next = values[i++] + 1) bits += (values[i] - next) >> width;
  return bits;
}

void as_rice_row_put(as_bit_pen *pen, const uint32_t *values, uint32_t count, uint32_t first, uint32_t end) {
  const unsigned width = as_rice_row_width(count, end - first);
  for (uint32_t i = 0, next = first; i < count; next = values[i++] + 1)
    as_pen_put(pen, (values[i] - next) & as_bits_mask(width), width);
  for (uint32_t i = 0, next = first; i < count; next = values[i++] + 1)
    put_high(pen, (values[i] - next) >> width);
}

/* What is read: numbers from bit AT on, their high parts from bit HIGH_AT. */
typedef struct row {
  const uint8_t *bytes;
  size_t size;
  uint64_t at, high_at;
  uint32_t count, first;
  unsigned width;
} row;

/* Eight bytes of a row of unary numbers with their zeros as ones; nothing after the end. */
static inline uint64_t zeros_at(const row *of, size_t byte) {
  if (of->size - byte >= 8) return ~as_load_u64(of->bytes + byte);
  uint64_t zeros = 0;
  for (unsigned i = 0; byte + i < of->size; i++) zeros |= (uint64_t)(uint8_t)~of->bytes[byte + i] << (8 * i);
  return zeros;
}

/* The high parts' sums; returns the bits they take, 0 where there are not so many. */
static uint64_t get_high(const row *of, uint32_t *sums) {
  const unsigned first = of->high_at & 7;
  uint64_t base = 0 - (uint64_t)first, skipped = UINT64_MAX << first;
  uint32_t i = 0;
  for (size_t byte = (size_t)(of->high_at >> 3); byte < of->size; byte += 8, base += 64) {
    for (uint64_t zeros = zeros_at(of, byte) & skipped; zeros != 0; zeros &= zeros - 1) {
      sums[i] = (uint32_t)(base + (unsigned)__builtin_ctzll(zeros)) - i;
      if (++i == of->count) return (uint64_t)sums[i - 1] + i;
    }
    skipped = UINT64_MAX;
  }
  return 0;
}

static uint64_t get_plain(const row *of, uint32_t *values) {
  const uint64_t taken = get_high(of, values);
  as_bit_reader reader;
  if (taken == 0) return 0;
  as_bit_reader_init(&reader, of->bytes, of->size);
  reader.at = of->at;
  for (uint32_t i = 0, sum = of->first; i < of->count; i++) {
    sum += (uint32_t)as_bits_get(&reader, of->width);
    values[i] = i + (values[i] << of->width) + sum;
  }
  return taken;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define AVX512 "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt"
#define SPARE 64u /* places that may be written behind the last one */
#define PLACES_MOST (AS_RICE_ROW_MOST + SPARE)
#define PLACE_MOST 4096u /* where they are looked for: no row that is right needs as much */

static const uint8_t counted[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                    48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

/* The places of the zeros; returns the bits they take, 0 where there are not so many. */
__attribute__((target(AVX512))) static inline uint64_t get_places(const row *of, uint16_t *places) {
  const __m512i all = _mm512_loadu_si512(counted);
  const unsigned first = of->high_at & 7;
  uint32_t base = 0, i = 0;
  uint64_t skipped = UINT64_MAX << first;
  for (size_t byte = (size_t)(of->high_at >> 3); byte < of->size && base < PLACE_MOST;
       byte += 8, base += 64) {
    const uint64_t zeros = zeros_at(of, byte) & skipped;
    const __m512i found = _mm512_maskz_compress_epi8(zeros, all),
                  from = _mm512_set1_epi16((short)(base - first));
    _mm512_storeu_si512(places + i,
                        _mm512_add_epi16(_mm512_cvtepu8_epi16(_mm512_castsi512_si256(found)), from));
    _mm512_storeu_si512(places + i + 32,
                        _mm512_add_epi16(_mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(found, 1)), from));
    i += (uint32_t)__builtin_popcountll(zeros);
    if (i >= of->count) return (uint64_t)places[of->count - 1] + 1;
    skipped = UINT64_MAX;
  }
  return 0;
}

__attribute__((target(AVX512))) static inline __m512i prefix16(__m512i x) {
  const __m512i zero = _mm512_setzero_si512();
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 15));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 14));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 12));
  return _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 8));
}

__attribute__((target(AVX512))) static uint64_t get_16(const row *of, uint32_t *values) {
  uint16_t places[PLACES_MOST];
  const uint64_t taken = get_places(of, places);
  if (taken == 0) return 0;
  const __m512i repeat = _mm512_set4_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0x00000000);
  const __m512i ascending = _mm512_set1_epi32(0x03020100), sixteen = _mm512_set1_epi32(16);
  __m512i lanes = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)counted));
  const __m512i bits = _mm512_add_epi32(_mm512_mullo_epi32(lanes, _mm512_set1_epi32((int)of->width)),
                                        _mm512_set1_epi32((int)(of->at & 7)));
  const __m512i from = _mm512_add_epi8(_mm512_shuffle_epi8(_mm512_srli_epi32(bits, 3), repeat), ascending);
  const __m512i shifts = _mm512_and_si512(bits, _mm512_set1_epi32(7));
  const __m512i mask = _mm512_set1_epi32((int)((UINT32_C(1) << of->width) - 1));
  const __m128i high_shift = _mm_cvtsi32_si128((int)of->width);
  __m512i base = _mm512_set1_epi32((int)of->first);
  size_t byte = (size_t)(of->at >> 3);
  for (uint32_t i = 0; i < of->count; i += 16, byte += 2 * (size_t)of->width) {
    const size_t left = of->size - byte,
                 needed = 2 * (size_t)of->width + 1; /* the first of them may be what is left */
    const __m512i loaded =
        _mm512_maskz_loadu_epi8(as_bits_mask((unsigned)(left < needed ? left : needed)), of->bytes + byte);
    __m512i sums = _mm512_and_si512(_mm512_srlv_epi32(_mm512_permutexvar_epi8(from, loaded), shifts), mask);
    sums = _mm512_add_epi32(prefix16(sums), base);
    base = _mm512_permutexvar_epi32(_mm512_set1_epi32(15), sums);
    const __m512i place =
        _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(const void *)(places + i)));
    const __m512i high = _mm512_sll_epi32(_mm512_sub_epi32(place, lanes), high_shift);
    const uint32_t behind = of->count - i; /* what lies there is the caller's */
    const __mmask16 kept = (__mmask16)(behind < 16 ? (1u << behind) - 1 : UINT16_MAX);
    _mm512_mask_storeu_epi32(values + i, kept, _mm512_add_epi32(_mm512_add_epi32(high, lanes), sums));
    lanes = _mm512_add_epi32(lanes, sixteen);
  }
  return taken;
}

static bool is_wide(void) {
  return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq");
}

#else

static bool is_wide(void) { return false; }
static uint64_t get_16(const row *of, uint32_t *values) { return get_plain(of, values); }

#endif

void as_rice_row_get_by(unsigned way, as_bit_reader *reader, uint32_t count, uint32_t first, uint32_t end,
                        uint32_t *out_values) {
  if (count == 0 || reader->corrupt) return;
  const uint32_t places = end - first;
  if (end < first || places < count) {
    reader->corrupt = true;
    return;
  }
  const unsigned width = as_rice_row_width(count, places);
  const uint64_t left = reader->limit < reader->at ? 0 : reader->limit - reader->at;
  const uint64_t low_bits = (uint64_t)count * width;
  const row of = {
      reader->bytes, (size_t)((reader->limit + 7) / 8), reader->at, reader->at + low_bits, count, first,
      width};
  uint64_t taken = 0;
  if (left > low_bits)
    taken = (way > 0 && width <= WIDTH_MOST && is_wide() ? get_16 : get_plain)(&of, out_values);
  if (taken == 0 || taken - count > places >> width || out_values[count - 1] >= end) {
    reader->corrupt = true;
    return;
  }
  reader->at = of.high_at + taken;
}

void as_rice_row_get(as_bit_reader *reader, uint32_t count, uint32_t first, uint32_t end,
                     uint32_t *out_values) {
  as_rice_row_get_by(1, reader, count, first, end, out_values);
}
