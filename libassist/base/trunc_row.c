/* SPDX-License-Identifier: MIT
 *
 * Two fields at a time go to the pen where both fit, as nearly always; four of those made by vectors. */
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

/* Fields in the lanes of two vectors. */
typedef struct fields {
  __m512i bits, widths;
} fields;

/* Sixteen numbers as fields; those that are none have one place, which takes no bits.  *out_long: a field may be too long to be joined;
 * *io_wrong: a value has no place. */
AVX512 static inline fields make_fields(const uint32_t *row_places, const uint32_t *row_values,
                                        __mmask16 some, bool *out_long, unsigned *io_wrong) {
  const __m512i one = _mm512_set1_epi32(1);
  const __m512i places = _mm512_mask_loadu_epi32(one, some, row_places);
  const __m512i values = _mm512_maskz_loadu_epi32(some, row_values);
  const __m512i b = _mm512_sub_epi32(_mm512_set1_epi32(31), _mm512_lzcnt_epi32(places));
  const __m512i u = _mm512_sub_epi32(_mm512_sllv_epi32(_mm512_set1_epi32(2), b), places);
  const __m512i longer = _mm512_add_epi32(values, u);
  const __mmask16 more = _mm512_cmpge_epu32_mask(values, u);
  const __m512i last = _mm512_sllv_epi32(_mm512_and_si512(longer, one), b);
  *out_long = _mm512_cmpge_epu32_mask(places, _mm512_set1_epi32((int)JOINED_MOST)) != 0;
  *io_wrong |= _mm512_cmpge_epu32_mask(values, places);
  return (fields){_mm512_mask_or_epi32(values, more, _mm512_srli_epi32(longer, 1), last),
                  _mm512_mask_add_epi32(b, more, b, one)};
}

/* Sixteen in lanes of 32 bits become eight in lanes of 64. */
AVX512 static inline fields join_two(fields from) {
  const __m512i low = _mm512_set1_epi64(UINT32_MAX);
  const __m512i first = _mm512_and_si512(from.widths, low);
  const __m512i second = _mm512_sllv_epi64(_mm512_srli_epi64(from.bits, 32), first);
  return (fields){_mm512_or_si512(_mm512_and_si512(from.bits, low), second),
                  _mm512_add_epi64(first, _mm512_srli_epi64(from.widths, 32))};
}

/* Eight in lanes of 64 bits become four, in every other lane; the bits are good where the widths are AS_PEN_MOST at most. */
AVX512 static inline fields join_four(fields from) {
  const __m512i second = _mm512_sllv_epi64(_mm512_unpackhi_epi64(from.bits, from.bits), from.widths);
  return (fields){_mm512_or_si512(from.bits, second),
                  _mm512_add_epi64(from.widths, _mm512_unpackhi_epi64(from.widths, from.widths))};
}

#define EVERY_OTHER 0x55

AVX512 static inline void put_fields(as_bit_pen *io_pen, fields from, uint32_t count) {
  uint64_t bits[LANES / 2], widths[LANES / 2];
  as_bit_pen pen = *io_pen;
  _mm512_storeu_si512(bits, from.bits);
  _mm512_storeu_si512(widths, from.widths);
  for (uint32_t i = 0; i < count; i++) as_pen_put(&pen, bits[i], (unsigned)widths[i]);
  *io_pen = pen;
}

/* COUNT fields of 28 bits at most, sixteen at most: four at a time where all of them fit. */
AVX512 static inline void put_joined(as_bit_pen *pen, fields from, uint32_t count) {
  const fields two = join_two(from), four = join_four(two);
  if (_mm512_mask_cmpgt_epu64_mask(EVERY_OTHER, four.widths, _mm512_set1_epi64(AS_PEN_MOST)) != 0) {
    put_fields(pen, two, (count + 1) / 2);
    return;
  }
  const fields packed = {_mm512_maskz_compress_epi64(EVERY_OTHER, four.bits),
                         _mm512_maskz_compress_epi64(EVERY_OTHER, four.widths)};
  put_fields(pen, packed, (count + 3) / 4);
}

AVX512 static inline void put_single(as_bit_pen *io_pen, fields from, uint32_t count) {
  uint32_t bits[LANES], widths[LANES];
  as_bit_pen pen = *io_pen;
  _mm512_storeu_si512(bits, from.bits);
  _mm512_storeu_si512(widths, from.widths);
  for (uint32_t i = 0; i < count; i++) as_pen_put(&pen, bits[i], widths[i]);
  *io_pen = pen;
}

AVX512 static void flush_wide(as_trunc_row *row) {
  unsigned wrong = 0;
  as_bit_pen pen = row->pen;
  for (uint32_t i = 0; i < row->count; i += LANES) {
    const uint32_t left = row->count - i, some = left < LANES ? (1u << left) - 1 : (1u << LANES) - 1;
    bool is_long;
    const fields made = make_fields(row->places + i, row->values + i, (__mmask16)some, &is_long, &wrong);
    const uint32_t count = left < LANES ? left : LANES;
    if (is_long) {
      put_single(&pen, made, count);
    } else {
      put_joined(&pen, made, count);
    }
  }
  row->pen = pen;
  row->wrong |= wrong != 0;
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
