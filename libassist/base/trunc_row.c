/* SPDX-License-Identifier: MIT
 *
 * Two fields at a time go to the pen where both fit, as nearly always. */
#include "base/trunc_row.h"

#include "base/bmi.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define WIDE 1
#endif

#define LANES 16u
#define JOINED_MOST (1u << 28) /* places: two fields are 56 bits then */

AS_ALWAYS_INLINE as_bit_field field_of(as_trunc_row *row, uint32_t i) {
  const uint32_t places = row->places[i], value = row->values[i];
  row->wrong |= value >= places;
  return as_trunc_field(places == 0 ? 1 : places, value);
}

AS_ALWAYS_INLINE void flush_each(as_trunc_row *row) {
  as_bit_pen pen = row->pen;
  uint32_t i = 0;
  for (; i + 2 <= row->count; i += 2) {
    const as_bit_field a = field_of(row, i), b = field_of(row, i + 1);
    if (a.width + b.width <= AS_PEN_MOST) {
      as_pen_put_field(&pen, as_fields_join(a, b));
    } else {
      as_pen_put_field(&pen, a);
      as_pen_put_field(&pen, b);
    }
  }
  if (i < row->count) as_pen_put_field(&pen, field_of(row, i));
  row->pen = pen;
}

static void flush_plain(as_trunc_row *row) { flush_each(row); }
AS_BMI static void flush_fast(as_trunc_row *row) { flush_each(row); }

#ifdef WIDE

#define AVX512 __attribute__((target("avx512f,avx512cd,bmi,bmi2")))

/* Bits and widths of sixteen, in place of places and values; those that are none have one place, which takes no bits.  *io_all
 * gathers the bits of places, *io_wrong whether a value has none. */
AVX512 static inline void make_fields(uint32_t *io_places, uint32_t *io_values, __mmask16 some,
                                      __m512i *io_all, unsigned *io_wrong) {
  const __m512i one = _mm512_set1_epi32(1);
  const __m512i places = _mm512_mask_loadu_epi32(one, some, io_places);
  const __m512i values = _mm512_maskz_loadu_epi32(some, io_values);
  const __m512i b = _mm512_sub_epi32(_mm512_set1_epi32(31), _mm512_lzcnt_epi32(places));
  const __m512i u = _mm512_sub_epi32(_mm512_sllv_epi32(_mm512_set1_epi32(2), b), places);
  const __m512i longer = _mm512_add_epi32(values, u);
  const __mmask16 more = _mm512_cmpge_epu32_mask(values, u);
  const __m512i last = _mm512_sllv_epi32(_mm512_and_si512(longer, one), b);
  const __m512i bits = _mm512_mask_or_epi32(values, more, _mm512_srli_epi32(longer, 1), last);
  _mm512_storeu_si512(io_values, bits);
  _mm512_storeu_si512(io_places, _mm512_mask_add_epi32(b, more, b, one));
  *io_all = _mm512_or_si512(*io_all, places);
  *io_wrong |= _mm512_cmpge_epu32_mask(values, places);
}

/* Sixteen fields in lanes of 32 bits become eight in lanes of 64. */
AVX512 static inline void join_fields(uint32_t *io_widths, uint32_t *io_bits) {
  const __m512i low = _mm512_set1_epi64(UINT32_MAX);
  const __m512i widths = _mm512_loadu_si512(io_widths), bits = _mm512_loadu_si512(io_bits);
  const __m512i first = _mm512_and_si512(widths, low);
  const __m512i second = _mm512_sllv_epi64(_mm512_srli_epi64(bits, 32), first);
  _mm512_storeu_si512(io_bits, _mm512_or_si512(_mm512_and_si512(bits, low), second));
  _mm512_storeu_si512(io_widths, _mm512_add_epi64(first, _mm512_srli_epi64(widths, 32)));
}

AVX512 static inline void put_joined(as_trunc_row *row) {
  as_bit_pen pen = row->pen;
  const uint8_t *bits = (const uint8_t *)row->values, *widths = (const uint8_t *)row->places;
  for (uint32_t i = 0; i < row->count; i += LANES) join_fields(row->places + i, row->values + i);
  for (uint32_t i = 0; i < (row->count + 1) / 2; i++)
    as_pen_put(&pen, as_load_u64(bits + 8 * (size_t)i), (unsigned)as_load_u64(widths + 8 * (size_t)i));
  row->pen = pen;
}

AVX512 static void put_single(as_trunc_row *row) {
  as_bit_pen pen = row->pen;
  for (uint32_t i = 0; i < row->count; i++) as_pen_put(&pen, row->values[i], row->places[i]);
  row->pen = pen;
}

AVX512 static void flush_wide(as_trunc_row *row) {
  __m512i all = _mm512_setzero_si512();
  unsigned wrong = 0;
  for (uint32_t i = 0; i < row->count; i += LANES) {
    const uint32_t left = row->count - i, some = left < LANES ? (1u << left) - 1 : (1u << LANES) - 1;
    make_fields(row->places + i, row->values + i, (__mmask16)some, &all, &wrong);
  }
  row->wrong |= wrong != 0;
  if (_mm512_cmpge_epu32_mask(all, _mm512_set1_epi32((int)JOINED_MOST)) == 0) {
    put_joined(row);
  } else {
    put_single(row);
  }
}

static bool is_wide(void) { return __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("bmi2"); }

#else

static void flush_wide(as_trunc_row *row) { flush_plain(row); }
static bool is_wide(void) { return false; }

#endif

void as_trunc_row_flush_by(unsigned way, as_trunc_row *row) {
  if (way == 2 && is_wide()) {
    flush_wide(row);
  } else if (way != 0 && as_bmi_is_here()) {
    flush_fast(row);
  } else {
    flush_plain(row);
  }
  row->count = 0;
}

void as_trunc_row_flush(as_trunc_row *row) { as_trunc_row_flush_by(2, row); }
