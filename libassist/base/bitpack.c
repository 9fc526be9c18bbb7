/* SPDX-License-Identifier: MIT
 *
 * Packing of 128 integers at one width.  A quarter of a block, 32 values, fills exactly WIDTH words of 32 bits, so
 * that a quarter never shares a word with the next, and nothing beyond 16*width bytes is touched:
 *
 *   word 0  [v0][v1][v2]..[v..      word 1  ..][v..][..           value i begins at bit i*width
 *
 * The quarter is written out as 32 steps over a constant width, one function a width; every shift and word number
 * is then known to the compiler, and the tests in a step vanish.  (Quarters and not halves: under the sanitizers every
 * load is a dozen instructions, and 64 steps made this file take minutes.) */
#include "base/bitpack.h"

#include "base/bits.h"

#define QUARTER 32u /* unpacked at a time */

#define EIGHT(step, i)                                                                                       \
  step((i) + 0) step((i) + 1) step((i) + 2) step((i) + 3) step((i) + 4) step((i) + 5) step((i) + 6)          \
      step((i) + 7)
#define ALL(step) EIGHT(step, 0) EIGHT(step, 8) EIGHT(step, 16) EIGHT(step, 24)

AS_ALWAYS_INLINE void get_quarter(const uint8_t *restrict in, unsigned width, uint32_t *restrict values) {
  const uint32_t mask = (uint32_t)((UINT64_C(1) << width) - 1);
#define WORD(i) ((i)*width / 32)
#define SHIFT(i) ((i)*width % 32)
#define REST(i) (SHIFT(i) + width > 32 ? as_load_u32(in + 4 * (WORD(i) + 1)) << 1 << (31 - SHIFT(i)) : 0)
#define STEP(i) values[i] = (as_load_u32(in + 4 * WORD(i)) >> SHIFT(i) | REST(i)) & mask;
  ALL(STEP)
#undef STEP
}

/* What is packed is what a pen writes: two values at a time where they fit. */
void as_bitpack_put(const uint32_t values[AS_PACK_BLOCK], unsigned width, uint8_t *out) {
  uint8_t bytes[AS_PACK_BLOCK / 8 * 32 + 8];
  as_bit_pen pen = {.to = bytes};
  const uint64_t mask = as_bits_mask(width);
  if (2 * width <= AS_PEN_MOST) {
    for (unsigned i = 0; i < AS_PACK_BLOCK; i += 2)
      as_pen_put(&pen, (values[i] & mask) | (values[i + 1] & mask) << width, 2 * width);
  } else {
    for (unsigned i = 0; i < AS_PACK_BLOCK; i++) as_pen_put(&pen, values[i] & mask, width);
  }
  memcpy(out, bytes, as_bitpack_size(width));
}

/* The widths 1 to 32. */
#define WIDTHS(each)                                                                                         \
  each(1) each(2) each(3) each(4) each(5) each(6) each(7) each(8) each(9) each(10) each(11) each(12)         \
      each(13) each(14) each(15) each(16) each(17) each(18) each(19) each(20) each(21) each(22) each(23)     \
          each(24) each(25) each(26) each(27) each(28) each(29) each(30) each(31) each(32)

#define DEFINE(width)                                                                                        \
  static void get_##width(const uint8_t *in, uint32_t *values) {                                             \
    for (unsigned quarter = 0; quarter < AS_PACK_BLOCK / QUARTER; quarter++) {                               \
      get_quarter(in + (size_t)quarter * 4 * width, width, values + quarter * QUARTER);                      \
    }                                                                                                        \
  }
WIDTHS(DEFINE)

static void get_0(const uint8_t *in, uint32_t *values) {
  (void)in;
  for (unsigned i = 0; i < AS_PACK_BLOCK; i++) values[i] = 0;
}

#define NAME(width) get_##width,
static void (*const getters[33])(const uint8_t *, uint32_t *) = {get_0, WIDTHS(NAME)};

size_t as_bitpack_size(unsigned width) { return (size_t)width * (AS_PACK_BLOCK / 8); }

void as_bitpack_get(const uint8_t *in, unsigned width, uint32_t values[AS_PACK_BLOCK]) {
  getters[width](in, values);
}
