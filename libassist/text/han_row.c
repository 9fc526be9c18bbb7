/* SPDX-License-Identifier: MIT
 *
 * Sequences that are too long for what they say, and surrogates, are no Han; what they say when they are no Han is a break as they
 * are.
 *
 * Sixteen at a time, with masks of a bit a character:
 *
 *   breaks   0 0 1 1 0 0 1 0      before   breaks << 1, and whether the last one before was one
 *   kept     1 1 1 0 1 1 1 1      all but breaks & before
 *   begins   0 0 0 0 1 0 0 1      before, less breaks */
#include "text/han_row.h"

#include "base/fixed.h"
#include "text/table.h"
#include "text/unit.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define WIDE 1
#endif

static bool take_plain(as_han_row *row) {
  const uint8_t *at = row->at, *last = row->end - 4, *group = row->group, *after = row->after;
  uint32_t count = row->count, units = row->units, open = row->open;
  for (; count < AS_HAN_ROW && at <= last; at += 3) {
    uint32_t word = as_load_u32(at);
    if ((word & 0xC0C0F0) != 0x8080E0) break;
    const uint32_t code = as_table_rows[(word & 15) << 12 | (word >> 2 & 0xFC0) | (word >> 16 & 63)];
    if (code == AS_ROW_NONE) break;
    const uint32_t other = code == AS_ROW_BREAK;
    row->codes[count] = code | (0 - other);
    count += 1 - (other & open);
    units += 1 - other;
    group = (open & ~other) != 0 ? at : group;
    after = other != 0 ? after : at + 3;
    open = other;
  }
  row->at = at, row->group = group, row->after = after;
  row->count = count, row->units = units, row->open = open != 0;
  return count == AS_HAN_ROW;
}

#ifdef WIDE

#define LANES 16u
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi,popcnt")))

/* What the table says of sixteen characters; the lanes before the first that is neither Han nor punctuation come back. */
AVX512 static inline __mmask16 look_up(const uint8_t *at, __m512i *out_codes) {
  static const uint8_t bytes[64] = {0,  1,  2,  2,  3,  4,  5,  5,  6,  7,  8,  8,  9,  10, 11, 11,
                                    12, 13, 14, 14, 15, 16, 17, 17, 18, 19, 20, 20, 21, 22, 23, 23,
                                    24, 25, 26, 26, 27, 28, 29, 29, 30, 31, 32, 32, 33, 34, 35, 35,
                                    36, 37, 38, 38, 39, 40, 41, 41, 42, 43, 44, 44, 45, 46, 47, 47};
  const __m512i text = _mm512_maskz_loadu_epi8((UINT64_C(1) << 48) - 1, at);
  const __m512i words = _mm512_permutexvar_epi8(_mm512_loadu_si512(bytes), text);
  const __mmask16 three = _mm512_cmpeq_epi32_mask(_mm512_and_si512(words, _mm512_set1_epi32(0xC0C0F0)),
                                                  _mm512_set1_epi32(0x8080E0));
  const __m512i first = _mm512_and_si512(_mm512_slli_epi32(words, 12), _mm512_set1_epi32(0xF000));
  const __m512i second = _mm512_and_si512(_mm512_srli_epi32(words, 2), _mm512_set1_epi32(0xFC0));
  const __m512i third = _mm512_and_si512(_mm512_srli_epi32(words, 16), _mm512_set1_epi32(63));
  const __m512i index = _mm512_or_si512(_mm512_or_si512(first, second), third);
  /* two rows of the table at a time, so that nothing behind it is read */
  const __m512i pairs = _mm512_i32gather_epi32(_mm512_srli_epi32(index, 1), as_table_rows, 4);
  const __m512i shift = _mm512_slli_epi32(_mm512_and_si512(index, _mm512_set1_epi32(1)), 4);
  const __m512i codes = _mm512_and_si512(_mm512_srlv_epi32(pairs, shift), _mm512_set1_epi32(0xFFFF));
  const uint32_t wrong = ~(uint32_t)_mm512_mask_test_epi32_mask(three, codes, codes);
  *out_codes = codes;
  return (__mmask16)((wrong & -wrong) - 1);
}

/* Where the highest bit is; MASK is not 0. */
AVX512 static inline uint32_t highest(uint32_t mask) { return 31 - (uint32_t)__builtin_clz(mask); }

/* The characters at AT whose bits are in GOOD, the lower ones. */
AVX512 static inline void add_wide(as_han_row *row, const uint8_t *at, uint32_t good, __m512i codes) {
  const __mmask16 other =
      _mm512_mask_cmpeq_epi32_mask((__mmask16)good, codes, _mm512_set1_epi32((int)AS_ROW_BREAK));
  const uint32_t breaks = other, before = breaks << 1 | row->open, kept = good & ~(breaks & before);
  const uint32_t han = good & ~breaks, begins = han & before;
  codes = _mm512_mask_set1_epi32(codes, other, (int)AS_UNIT_BREAK);
  _mm512_storeu_si512(row->codes + row->count, _mm512_maskz_compress_epi32((__mmask16)kept, codes));
  row->count += (uint32_t)__builtin_popcount(kept);
  row->units += (uint32_t)__builtin_popcount(han);
  if (begins != 0) row->group = at + 3 * (size_t)highest(begins);
  if (han != 0) row->after = at + 3 * (size_t)highest(han) + 3;
  row->open = (breaks & (good + 1) >> 1) != 0;
}

/* Where the next sixteen are does not wait for what these are: that they are all good is foreseen. */
AVX512 static bool take_wide(as_han_row *row) {
  while ((size_t)(row->end - row->at) > 3 * LANES) {
    if (row->count > AS_HAN_ROW - LANES) return true;
    __m512i codes;
    const uint32_t good = look_up(row->at, &codes);
    if (good != (1u << LANES) - 1) {
      if (good == 0) return false;
      add_wide(row, row->at, good, codes);
      row->at += 3 * (size_t)__builtin_popcount(good);
      return false;
    }
    add_wide(row, row->at, good, codes);
    row->at += 3 * LANES;
  }
  return take_plain(row);
}

static bool is_wide(void) {
  return __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("popcnt");
}

#else

static bool take_wide(as_han_row *row) { return take_plain(row); }
static bool is_wide(void) { return false; }

#endif

bool as_han_row_take_by(unsigned way, as_han_row *row) {
  return way != 0 && is_wide() ? take_wide(row) : take_plain(row);
}

bool as_han_row_take(as_han_row *row) { return as_han_row_take_by(1, row); }
