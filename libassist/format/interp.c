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

/* Values of which COUNT are left to read, the first of them not below LOW, in PLACES: as many as each has of its own when its
 * neighbours are as near as can be. */
typedef struct part {
  uint32_t *values;
  uint32_t count, low, places;
} part;

/* Bits that are loaded; numbers are taken from them one after another, and none waits for a load. */
typedef struct loaded {
  uint64_t word;
  uint64_t at; /* behind what was taken */
} loaded;

AS_ALWAYS_INLINE loaded load(const as_bit_reader *reader, uint64_t at) {
  return (loaded){as_load_u64(reader->bytes + (at >> 3)) >> (at & 7), at};
}

/* Ordered so that what comes next waits for as little as possible: the bits behind for a comparison, the places of the next value
 * for a choice. */
AS_ALWAYS_INLINE uint32_t take(loaded *from, uint32_t n) {
  const unsigned b = 31u ^ (unsigned)__builtin_clz(n);
  const uint32_t top = UINT32_C(1) << b;
  const uint32_t value = (uint32_t)from->word & (top - 1), u = 2 * top - n;
  const uint32_t bit = (uint32_t)(from->word >> b) & 1;
  const int32_t longer = (int32_t)(2 * value + (bit - u));
  const unsigned width = b + (value >= u);
  from->word >>= width;
  from->at += width;
  return (uint32_t)(longer > (int32_t)value ? longer : (int32_t)value);
}

static uint64_t fill(uint64_t at, part of) {
  for (uint32_t i = 0; i < of.count; i++) of.values[i] = of.low + i;
  return at;
}

/* One to three. */
AS_ALWAYS_INLINE void take_few(loaded *from, part of) {
  const uint32_t middle = take(from, of.places);
  if (of.count == 1) {
    of.values[0] = of.low + middle;
    return;
  }
  of.values[0] = of.low + take(from, middle + 1);
  of.values[1] = of.low + middle + 1;
  if (of.count == 3) of.values[2] = of.low + middle + 2 + take(from, of.places - middle);
}

static inline part left_of(part of, uint32_t middle) {
  return (part){of.values, of.count / 2, of.low, middle + 1};
}
static inline part right_of(part of, uint32_t middle) {
  const uint32_t left = of.count / 2 + 1;
  return (part){of.values + left, of.count - left, of.low + left + middle, of.places - middle};
}
static inline void set_middle(part of, uint32_t middle) {
  of.values[of.count / 2] = of.low + of.count / 2 + middle;
}

/* So many of three, of four, and of one are in what is loaded at once; a single one is less than 2^31 as well. */
#define THREE_PLACES (1u << 19)
#define FOUR_PLACES (1u << 14)
#define PLACES_MOST (1u << 30)

/* One to seven. */
AS_ALWAYS_INLINE uint64_t get_some(const as_bit_reader *reader, uint64_t at, part of) {
  loaded from = load(reader, at);
  if (of.count > 3) {
    const uint32_t middle = take(&from, of.places);
    set_middle(of, middle);
    take_few(&from, left_of(of, middle));
    from = load(reader, from.at);
    of = right_of(of, middle);
  }
  take_few(&from, of);
  return from.at;
}

/* The recursion, compiled for both kinds of processor. */
#define DEFINE_GET(name)                                                                                     \
  static uint64_t name(const as_bit_reader *reader, uint64_t at, uint32_t *values, uint32_t count,           \
                       uint32_t low, uint32_t places) {                                                      \
    part of = {values, count, low, places};                                                                  \
    while (of.count > 7 || of.places > (of.count > 3 ? FOUR_PLACES : THREE_PLACES)) {                        \
      if (of.count == 0 || of.places == 1) break;                                                            \
      loaded from = load(reader, at);                                                                        \
      const uint32_t middle = take(&from, of.places);                                                        \
      set_middle(of, middle);                                                                                \
      at = name(reader, from.at, of.values, of.count / 2, of.low, middle + 1);                               \
      of = right_of(of, middle);                                                                             \
    }                                                                                                        \
    if (of.places == 1) return fill(at, of);                                                                 \
    return of.count == 0 ? at : get_some(reader, at, of);                                                    \
  }
DEFINE_GET(get_plain)
AS_BMI DEFINE_GET(get_fast)

/* Where a word cannot be loaded at once, or beyond the end; and any number of places. */
static void get_slow(as_bit_reader *reader, part of) {
  while (of.count > 0) {
    const uint32_t middle = (uint32_t)as_bits_get_trunc(reader, of.places);
    set_middle(of, middle);
    get_slow(reader, left_of(of, middle));
    of = right_of(of, middle);
  }
}

void as_interp_get(as_bit_reader *reader, uint32_t *values, uint32_t count, uint32_t low, uint32_t high) {
  if (count == 0) return;
  if (high < low || high - low < count - 1 || high == UINT32_MAX) {
    reader->corrupt = true;
    return;
  }
  const part all = {values, count, low, high - low + 2 - count};
  /* A number takes no more bits than its range. */
  const uint64_t most = (uint64_t)count * as_bits_width(high - low) + 64;
  if (all.places > PLACES_MOST || reader->limit < reader->at || reader->limit - reader->at < most)
    get_slow(reader, all);
  else
    reader->at = (as_bmi_is_here() ? get_fast : get_plain)(reader, reader->at, values, count, low, all.places);
}
