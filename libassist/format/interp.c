/* SPDX-License-Identifier: MIT
 *
 * Binary interpolative coding: the middle value first, within what its neighbours leave it, then both halves.
 *
 *   values    . . a . . b c . d .        b is coded among the places that leave room for one before and
 *                                        two behind,
 *             low           high         a among those before b, d among those behind b (and one before
 *                                        it), c ...
 *
 * A range that is full takes no bits.  The recursion is as deep as the logarithm of the count.  The decoder trusts nothing:
 * whatever the bits say, a value lies where its neighbours leave room, so that order and range need no
 * check afterwards. */
#include "format/interp.h"

/* What is left to do when the left half is done; halves are at most half of what they are of. */
typedef struct rest {
  const uint32_t *values;
  uint32_t count, low, high;
} rest;

/* Ranges below this: three fields fit into a put, and two more so. */
#define FEW_BITS (1u << 18)

static inline void put_two(as_bit_pen *pen, const uint32_t *values, uint32_t low, uint32_t high) {
  const as_bit_field second = as_trunc_field(high - low, values[1] - low - 1);
  const as_bit_field first = as_trunc_field(values[1] - low, values[0] - low);
  if (high - low < FEW_BITS) {
    as_pen_put_field(pen, as_fields_join(second, first));
  } else {
    as_pen_put_field(pen, second);
    as_pen_put_field(pen, first);
  }
}

static inline void put_three(as_bit_pen *pen, const uint32_t *values, uint32_t low, uint32_t high) {
  const uint32_t middle = values[1];
  const as_bit_field second = as_trunc_field(high - low - 1, middle - low - 1);
  const as_bit_field first = as_trunc_field(middle - low, values[0] - low);
  const as_bit_field third = as_trunc_field(high - middle, values[2] - middle - 1);
  if (high - low < FEW_BITS) {
    as_pen_put_field(pen, as_fields_join(as_fields_join(second, first), third));
  } else {
    as_pen_put_field(pen, second);
    as_pen_put_field(pen, first);
    as_pen_put_field(pen, third);
  }
}

/* Of the last values nothing is left to halve.  A value that has one place takes no bits, and no test. */
static inline void put_few(as_bit_pen *pen, const uint32_t *values, uint32_t count, uint32_t low,
                           uint32_t high) {
  if (count == 2) {
    put_two(pen, values, low, high);
  } else if (count == 3) {
    put_three(pen, values, low, high);
  } else if (count == 1) {
    as_pen_put_trunc(pen, (uint64_t)high - low + 1, values[0] - low);
  }
}

as_bit_pen as_interp_pen(as_bit_pen pen, const uint32_t *values, uint32_t count, uint32_t low,
                         uint32_t high) {
  rest stack[32];
  unsigned depth = 0;
  for (;;) {
    if (count <= 3) {
      put_few(&pen, values, count, low, high);
    } else if (high - low + 1 != count) { /* high - low + 1 is 0 for all 32-bit numbers: not used so far */
      const uint32_t middle = count / 2, value = values[middle];
      as_pen_put_trunc(&pen, (uint64_t)(high - low + 1 - count) + 1, value - low - middle);
      stack[depth++] = (rest){values + middle + 1, count - middle - 1, value + 1, high};
      count = middle;
      high = value - 1;
      continue;
    }
    if (depth == 0) return pen;
    const rest *next = &stack[--depth];
    values = next->values, count = next->count, low = next->low, high = next->high;
  }
}

void as_interp_put(as_bit_writer *writer, const uint32_t *values, uint32_t count, uint32_t low,
                   uint32_t high) {
  as_bit_pen pen;
  if (!as_bit_pen_take(&pen, writer, count)) return;
  pen = as_interp_pen(pen, values, count, low, high);
  as_bit_pen_give(&pen, writer);
}

/* One value, where a word cannot be loaded at once, or beyond the end. */
static uint64_t get_slow(as_bit_reader *reader, uint64_t at, uint32_t n, uint32_t *out_value) {
  reader->at = at;
  *out_value = (uint32_t)as_bits_get_trunc(reader, n);
  return reader->at;
}

/* As as_bits_get_trunc, but the place in the bits is passed and returned, so that it stays in a register. */
static inline uint64_t get_value(as_bit_reader *reader, uint64_t at, uint32_t n, uint32_t *out_value) {
  if (reader->limit - at < 64) return get_slow(reader, at, n, out_value);
  unsigned b = as_bits_log2(n);
  uint64_t u = (UINT64_C(2) << b) - n;
  uint64_t word = as_load_u64(reader->bytes + (at >> 3)) >> (at & 7);
  uint64_t value = word & as_bits_mask(b);
  uint64_t longer = (value << 1 | (word >> b & 1)) - u;
  uint64_t more = value >= u;
  *out_value = (uint32_t)(more ? longer : value);
  return at + b + more;
}

static uint64_t get(as_bit_reader *reader, uint64_t at, uint32_t *values, uint32_t count, uint32_t low,
                    uint32_t high) {
  while (count != 0) {
    uint32_t spare = high - low + 1 - count;
    if (spare == 0) {
      for (uint32_t i = 0; i < count; i++) values[i] = low + i;
      return at;
    }
    uint32_t middle = count / 2;
    uint32_t value;
    at = get_value(reader, at, spare + 1, &value);
    value += low + middle;
    values[middle] = value;
    if (middle != 0) at = get(reader, at, values, middle, low, value - 1);
    values += middle + 1;
    count -= middle + 1;
    low = value + 1;
  }
  return at;
}

void as_interp_get(as_bit_reader *reader, uint32_t *values, uint32_t count, uint32_t low, uint32_t high) {
  if (count == 0) return;
  if (high < low || high - low < count - 1 || high == UINT32_MAX) {
    reader->corrupt = true;
    return;
  }
  reader->at = get(reader, reader->at, values, count, low, high);
}
