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
#include "format/interp_code.h"

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
