/* SPDX-License-Identifier: MIT
 * Reading interpolative codes (format/interp.h) of a few values in line, where words can be loaded.  Of some values, PLACES says how
 * many each of them could have when its neighbours are as near to it as can be; what is told is which of these it has.  So those to
 * the left of a value that has the place T (from 0 on) have T + 1 places, those to the right T less than it has; no range is made
 * of values.  For interp.c and positions.c. */
#ifndef AS_FORMAT_INTERP_CODE_H
#define AS_FORMAT_INTERP_CODE_H

#include "base/bits.h"

/* Values of which COUNT are left to read, the first of them not below LOW, in PLACES: as many as each has of its own when its
 * neighbours are as near as can be. */
typedef struct as_interp_part {
  uint32_t *values;
  uint32_t count, low, places;
} as_interp_part;

/* Bits that are loaded; numbers are taken from them one after another, and none waits for a load. */
typedef struct as_loaded {
  uint64_t word;
  uint64_t at; /* behind what was taken */
} as_loaded;

AS_ALWAYS_INLINE as_loaded as_loaded_from(const uint8_t *bytes, uint64_t at) {
  return (as_loaded){as_load_u64(bytes + (at >> 3)) >> (at & 7), at};
}

/* Ordered so that what comes next waits for as little as possible: the bits behind for a comparison, the places of the next value
 * for a choice. */
AS_ALWAYS_INLINE uint32_t as_loaded_take(as_loaded *from, uint32_t n) {
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

/* One to three. */
AS_ALWAYS_INLINE void as_interp_take_few(as_loaded *from, as_interp_part of) {
  const uint32_t middle = as_loaded_take(from, of.places);
  if (of.count == 1) {
    of.values[0] = of.low + middle;
    return;
  }
  of.values[0] = of.low + as_loaded_take(from, middle + 1);
  of.values[1] = of.low + middle + 1;
  if (of.count == 3) of.values[2] = of.low + middle + 2 + as_loaded_take(from, of.places - middle);
}

static inline as_interp_part as_interp_left(as_interp_part of, uint32_t middle) {
  return (as_interp_part){of.values, of.count / 2, of.low, middle + 1};
}
static inline as_interp_part as_interp_right(as_interp_part of, uint32_t middle) {
  const uint32_t left = of.count / 2 + 1;
  return (as_interp_part){of.values + left, of.count - left, of.low + left + middle, of.places - middle};
}
static inline void as_interp_set_middle(as_interp_part of, uint32_t middle) {
  of.values[of.count / 2] = of.low + of.count / 2 + middle;
}

/* So many of three, of four, and of one are in what is loaded at once; a single one is less than 2^31 as well. */
#define AS_INTERP_THREE (1u << 19)
#define AS_INTERP_SEVEN (1u << 14)
#define AS_INTERP_MOST (1u << 30)

/* One to seven. */
AS_ALWAYS_INLINE uint64_t as_interp_get_some(const uint8_t *bytes, uint64_t at, as_interp_part of) {
  as_loaded from = as_loaded_from(bytes, at);
  if (of.count > 3) {
    const uint32_t middle = as_loaded_take(&from, of.places);
    as_interp_set_middle(of, middle);
    as_interp_take_few(&from, as_interp_left(of, middle));
    from = as_loaded_from(bytes, from.at);
    of = as_interp_right(of, middle);
  }
  as_interp_take_few(&from, of);
  return from.at;
}

#endif
