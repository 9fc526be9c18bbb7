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

#include "base/bmi.h"

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

void as_interp_row(as_trunc_row *row, const uint32_t *values, uint32_t count, uint32_t low, uint32_t high) {
  rest stack[32];
  unsigned depth = 0;
  uint32_t at = row->count;
  for (;;) {
    at = as_trunc_row_room(row, at);
    if (count <= 3) {
      at = add_few(row, at, values, count, low, high);
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

/* Where a word cannot be loaded at once, or beyond the end. */
static as_bits_taken take_slow(as_bit_reader *reader, uint64_t at, uint32_t n) {
  reader->at = at;
  uint64_t value = as_bits_get_trunc(reader, n);
  return (as_bits_taken){reader->at, value};
}

/* FAR: a word can be loaded, for this number and all after it. */
AS_ALWAYS_INLINE as_bits_taken take(as_bit_reader *reader, uint64_t at, uint32_t n, bool far) {
  return far || reader->limit - at >= 64 ? as_bits_take_trunc(reader->bytes, at, n)
                                         : take_slow(reader, at, n);
}

/* One to three values, of which nothing is left to halve. */
AS_ALWAYS_INLINE uint64_t get_few(as_bit_reader *reader, uint64_t at, uint32_t *values, uint32_t count,
                                  uint32_t low, uint32_t high, bool far) {
  if (count == 1) {
    as_bits_taken only = take(reader, at, high - low + 1, far);
    values[0] = low + (uint32_t)only.value;
    return only.at;
  }
  as_bits_taken middle = take(reader, at, high - low + 2 - count, far);
  uint32_t value = low + 1 + (uint32_t)middle.value;
  as_bits_taken first = take(reader, middle.at, value - low, far);
  values[0] = low + (uint32_t)first.value;
  values[1] = value;
  if (count == 2) return first.at;
  as_bits_taken last = take(reader, first.at, high - value, far);
  values[2] = value + 1 + (uint32_t)last.value;
  return last.at;
}

/* Four to seven. */
AS_ALWAYS_INLINE uint64_t get_some(as_bit_reader *reader, uint64_t at, uint32_t *values, uint32_t count,
                                   uint32_t low, uint32_t high, bool far) {
  uint32_t middle = count / 2;
  as_bits_taken halving = take(reader, at, high - low + 2 - count, far);
  uint32_t value = (uint32_t)halving.value + low + middle;
  values[middle] = value;
  at = get_few(reader, halving.at, values, middle, low, value - 1, far);
  return get_few(reader, at, values + middle + 1, count - middle - 1, value + 1, high, far);
}

static uint64_t fill(uint64_t at, uint32_t *values, uint32_t count, uint32_t low) {
  for (uint32_t i = 0; i < count; i++) values[i] = low + i;
  return at;
}

/* The recursion, compiled for both kinds of processor. */
#define DEFINE_GET(name, far)                                                                                \
  static uint64_t name(as_bit_reader *reader, uint64_t at, uint32_t *values, uint32_t count, uint32_t low,   \
                       uint32_t high) {                                                                      \
    while (count > 7) {                                                                                      \
      uint32_t spare = high - low + 1 - count;                                                               \
      if (spare == 0) return fill(at, values, count, low);                                                   \
      uint32_t middle = count / 2;                                                                           \
      as_bits_taken halving = take(reader, at, spare + 1, far);                                              \
      uint32_t value = (uint32_t)halving.value + low + middle;                                               \
      values[middle] = value;                                                                                \
      at = name(reader, halving.at, values, middle, low, value - 1);                                         \
      values += middle + 1;                                                                                  \
      count -= middle + 1;                                                                                   \
      low = value + 1;                                                                                       \
    }                                                                                                        \
    if (count == 0) return at;                                                                               \
    if (high - low + 1 == count) return fill(at, values, count, low);                                        \
    return count <= 3 ? get_few(reader, at, values, count, low, high, far)                                   \
                      : get_some(reader, at, values, count, low, high, far);                                 \
  }
DEFINE_GET(get_near, false)
DEFINE_GET(get_far, true)
AS_BMI DEFINE_GET(get_near_fast, false) AS_BMI DEFINE_GET(get_far_fast, true)

    void as_interp_get(as_bit_reader *reader, uint32_t *values, uint32_t count, uint32_t low, uint32_t high) {
  if (count == 0) return;
  if (high < low || high - low < count - 1 || high == UINT32_MAX) {
    reader->corrupt = true;
    return;
  }
  uint64_t most =
      (uint64_t)count * as_bits_width(high - low) + 64; /* bits; a number takes no more than its range */
  bool far = reader->limit >= reader->at && reader->limit - reader->at >= most;
  bool fast = as_bmi_is_here();
  reader->at = far ? (fast ? get_far_fast : get_far)(reader, reader->at, values, count, low, high)
                   : (fast ? get_near_fast : get_near)(reader, reader->at, values, count, low, high);
}
