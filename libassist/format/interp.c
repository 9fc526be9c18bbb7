/* SPDX-License-Identifier: MIT
 *
 * Binary interpolative coding: the middle value first, within what its neighbours leave it, then both halves.
 *
 *   values    . . a . . b c . d .        b is coded among the places that leave room for one before and
 *                                        two behind,
 *             low           high         a among those before b, d among those behind b (and one before
 *                                        it), c ...
 *
 * In what order the values of a few are coded, and between which two others each of them lies, depends on nothing but how many
 * there are.  With W of each value less the number of those before it,
 *
 *   places of a value    W of the one above - W of the one below + 1        which of them    W of its own - W of the one below
 *
 * so that up to fifteen are made at once from a table of what stands where.
 *
 * A range that is full takes no bits.  The recursion is as deep as the logarithm of the count.  The decoder trusts nothing:
 * whatever the bits say, a value lies where its neighbours leave room, so that order and range need no
 * check afterwards. */
#include "format/interp.h"

#include "base/bmi.h"
#include "base/wide.h"
#include "format/interp_code.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define WIDE 1
#endif

/* What is left to do when the left half is done; halves are at most half of what they are of. */
typedef struct rest {
  const uint32_t *values;
  uint32_t count, low, high;
} rest;

/* A number at AT of ROW: how many there are is kept in a register. */
static inline uint32_t add(as_trunc_row *row, uint32_t at, uint32_t places, uint32_t value) {
  row->places[at] = places;
  row->values[at] = value;
  return at + 1;
}

/* Of the last values nothing is left to halve.  A value that has one place takes no bits, and no test. */
static inline uint32_t add_few(as_trunc_row *row, uint32_t at, const uint32_t *values, uint32_t count,
                               uint32_t low, uint32_t high) {
  if (count == 1) return add(row, at, high - low + 1, values[0] - low);
  if (count == 0) return at;
  const uint32_t second = values[1];
  at = add(row, at, high - low + 2 - count, second - low - 1);
  at = add(row, at, second - low, values[0] - low);
  return count == 2 ? at : add(row, at, high - second, values[2] - second - 1);
}

/* What puts up to LEAF values to a row that has room for them; they end at the place that is returned. */
typedef uint32_t leaf_put(as_trunc_row *row, uint32_t at, const uint32_t *values, uint32_t count,
                          uint32_t low, uint32_t high);

#define LEAF_PLAIN 3u

AS_ALWAYS_INLINE void row_of(as_trunc_row *row, const uint32_t *values, uint32_t count, uint32_t low,
                             uint32_t high, uint32_t leaf, leaf_put *put) {
  rest stack[32];
  unsigned depth = 0;
  uint32_t at = row->count;
  for (;;) {
    at = as_trunc_row_room(row, at);
    if (count <= leaf) {
      at = put(row, at, values, count, low, high);
    } else if (high - low + 1 != count) { /* high - low + 1 is 0 for all 32-bit numbers: not used so far */
      const uint32_t middle = count / 2, value = values[middle];
      at = add(row, at, high - low + 2 - count, value - low - middle);
      stack[depth++] = (rest){values + middle + 1, count - middle - 1, value + 1, high};
      count = middle;
      high = value - 1;
      continue;
    }
    if (depth == 0) break;
    const rest *next = &stack[--depth];
    values = next->values, count = next->count, low = next->low, high = next->high;
  }
  row->count = at;
}

static void row_plain(as_trunc_row *row, const uint32_t *values, uint32_t count, uint32_t low,
                      uint32_t high) {
  row_of(row, values, count, low, high, LEAF_PLAIN, add_few);
}

#ifdef WIDE

#define AVX512 __attribute__((target("avx512f")))
#define LANES 16u
#define LEAF_WIDE (LANES - 1)

/* Of so many values: which is coded first, second, ..., the one below each (LANES: none, the range begins there), and the one above
 * (that many: none). */
typedef struct halving {
  uint8_t middle[LANES], below[LANES], above[LANES];
} halving;

static const halving halvings[LEAF_WIDE] = {
    {{0}, {16}, {1}},
    {{1, 0}, {16, 16}, {2, 1}},
    {{1, 0, 2}, {16, 16, 1}, {3, 1, 3}},
    {{2, 1, 0, 3}, {16, 16, 16, 2}, {4, 2, 1, 4}},
    {{2, 1, 0, 4, 3}, {16, 16, 16, 2, 2}, {5, 2, 1, 5, 4}},
    {{3, 1, 0, 2, 5, 4}, {16, 16, 16, 1, 3, 3}, {6, 3, 1, 3, 6, 5}},
    {{3, 1, 0, 2, 5, 4, 6}, {16, 16, 16, 1, 3, 3, 5}, {7, 3, 1, 3, 7, 5, 7}},
    {{4, 2, 1, 0, 3, 6, 5, 7}, {16, 16, 16, 16, 2, 4, 4, 6}, {8, 4, 2, 1, 4, 8, 6, 8}},
    {{4, 2, 1, 0, 3, 7, 6, 5, 8}, {16, 16, 16, 16, 2, 4, 4, 4, 7}, {9, 4, 2, 1, 4, 9, 7, 6, 9}},
    {{5, 2, 1, 0, 4, 3, 8, 7, 6, 9}, {16, 16, 16, 16, 2, 2, 5, 5, 5, 8}, {10, 5, 2, 1, 5, 4, 10, 8, 7, 10}},
    {{5, 2, 1, 0, 4, 3, 8, 7, 6, 10, 9},
     {16, 16, 16, 16, 2, 2, 5, 5, 5, 8, 8},
     {11, 5, 2, 1, 5, 4, 11, 8, 7, 11, 10}},
    {{6, 3, 1, 0, 2, 5, 4, 9, 8, 7, 11, 10},
     {16, 16, 16, 16, 1, 3, 3, 6, 6, 6, 9, 9},
     {12, 6, 3, 1, 3, 6, 5, 12, 9, 8, 12, 11}},
    {{6, 3, 1, 0, 2, 5, 4, 10, 8, 7, 9, 12, 11},
     {16, 16, 16, 16, 1, 3, 3, 6, 6, 6, 8, 10, 10},
     {13, 6, 3, 1, 3, 6, 5, 13, 10, 8, 10, 13, 12}},
    {{7, 3, 1, 0, 2, 5, 4, 6, 11, 9, 8, 10, 13, 12},
     {16, 16, 16, 16, 1, 3, 3, 5, 7, 7, 7, 9, 11, 11},
     {14, 7, 3, 1, 3, 7, 5, 7, 14, 11, 9, 11, 14, 13}},
    {{7, 3, 1, 0, 2, 5, 4, 6, 11, 9, 8, 10, 13, 12, 14},
     {16, 16, 16, 16, 1, 3, 3, 5, 7, 7, 7, 9, 11, 11, 13},
     {15, 7, 3, 1, 3, 7, 5, 7, 15, 11, 9, 11, 15, 13, 15}},
};

AVX512 static inline __m512i lanes_of(const uint8_t *row) {
  return _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)row));
}

/* Lanes behind the last value are written too, and of no use. */
AVX512 static inline uint32_t add_leaf(as_trunc_row *row, uint32_t at, const uint32_t *values, uint32_t count,
                                       uint32_t low, uint32_t high) {
  if (count == 0) return at;
  const halving *order = &halvings[count - 1];
  const __mmask16 some = (__mmask16)((1u << count) - 1);
  const __m512i numbers = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m512i bounded = _mm512_mask_loadu_epi32(_mm512_set1_epi32((int)(high + 1)), some, values);
  const __m512i w = _mm512_sub_epi32(bounded, _mm512_add_epi32(numbers, _mm512_set1_epi32((int)low)));
  const __m512i own = _mm512_permutexvar_epi32(lanes_of(order->middle), w);
  const __m512i below = _mm512_permutex2var_epi32(w, lanes_of(order->below), _mm512_setzero_si512());
  const __m512i above = _mm512_permutexvar_epi32(lanes_of(order->above), w);
  const __m512i places = _mm512_add_epi32(_mm512_sub_epi32(above, below), _mm512_set1_epi32(1));
  _mm512_storeu_si512(row->places + at, places);
  _mm512_storeu_si512(row->values + at, _mm512_sub_epi32(own, below));
  return at + count;
}

AVX512 static void row_wide(as_trunc_row *row, const uint32_t *values, uint32_t count, uint32_t low,
                            uint32_t high) {
  row_of(row, values, count, low, high, LEAF_WIDE, add_leaf);
}

static bool is_wide(void) { return __builtin_cpu_supports("avx512f"); }

#else

static void row_wide(as_trunc_row *row, const uint32_t *values, uint32_t count, uint32_t low, uint32_t high) {
  row_plain(row, values, count, low, high);
}
static bool is_wide(void) { return false; }

#endif

void as_interp_row_by(unsigned way, as_trunc_row *row, const uint32_t *values, uint32_t count, uint32_t low,
                      uint32_t high) {
  if (way != 0 && is_wide()) {
    row_wide(row, values, count, low, high);
  } else {
    row_plain(row, values, count, low, high);
  }
}

void as_interp_row(as_trunc_row *row, const uint32_t *values, uint32_t count, uint32_t low, uint32_t high) {
  as_interp_row_by(1, row, values, count, low, high);
}

void as_interp_put(as_bit_writer *writer, const uint32_t *values, uint32_t count, uint32_t low,
                   uint32_t high) {
  as_bit_pen pen;
  as_trunc_row row;
  if (!as_bit_pen_take(&pen, writer, count)) return;
  as_trunc_row_begin(&row, pen);
  as_interp_row(&row, values, count, low, high);
  pen = as_trunc_row_end(&row);
  as_bit_pen_give(&pen, writer);
}

static uint64_t fill(uint64_t at, as_interp_part of) {
  for (uint32_t i = 0; i < of.count; i++) of.values[i] = of.low + i;
  return at;
}

/* The recursion, compiled for both kinds of processor. */
#define DEFINE_GET(name)                                                                                     \
  static uint64_t name(const as_bit_reader *reader, uint64_t at, uint32_t *values, uint32_t count,           \
                       uint32_t low, uint32_t places) {                                                      \
    as_interp_part of = {values, count, low, places};                                                        \
    while (of.count > 7 || of.places > (of.count > 3 ? AS_INTERP_SEVEN : AS_INTERP_THREE)) {                 \
      if (of.count == 0 || of.places == 1) break;                                                            \
      as_loaded from = as_loaded_from(reader->bytes, at);                                                    \
      const uint32_t middle = as_loaded_take(&from, of.places);                                              \
      as_interp_set_middle(of, middle);                                                                      \
      at = name(reader, from.at, of.values, of.count / 2, of.low, middle + 1);                               \
      of = as_interp_right(of, middle);                                                                      \
    }                                                                                                        \
    if (of.places == 1) return fill(at, of);                                                                 \
    return of.count == 0 ? at : as_interp_get_some(reader->bytes, at, of);                                   \
  }
DEFINE_GET(get_plain)
AS_BMI DEFINE_GET(get_fast)

    /* Where a word cannot be loaded at once, or beyond the end; and any number of places. */
    static void get_slow(as_bit_reader *reader, as_interp_part of) {
  while (of.count > 0) {
    const uint32_t middle = (uint32_t)as_bits_get_trunc(reader, of.places);
    as_interp_set_middle(of, middle);
    get_slow(reader, as_interp_left(of, middle));
    of = as_interp_right(of, middle);
  }
}

void as_interp_get(as_bit_reader *reader, uint32_t *values, uint32_t count, uint32_t low, uint32_t high) {
  if (count == 0) return;
  if (high < low || high - low < count - 1 || high == UINT32_MAX) {
    reader->corrupt = true;
    return;
  }
  const as_interp_part all = {values, count, low, high - low + 2 - count};
  /* A number takes no more bits than its range. */
  const uint64_t most = (uint64_t)count * as_bits_width(high - low) + 64;
  if (all.places > AS_INTERP_MOST || reader->limit < reader->at || reader->limit - reader->at < most)
    get_slow(reader, all);
  else
    reader->at =
        (as_bmi_is_here() ? get_fast : get_plain)(reader, reader->at, values, count, low, all.places);
}
