/* SPDX-License-Identifier: MIT
 * A few ascending numbers in a range, as gaps in a Rice code whose low bits stand apart: the low bits of all, then the high parts as
 * unary numbers.  It begins at any bit, and has no parameter: how wide low bits are follows from how many numbers there are. */
#ifndef AS_BASE_RICE_ROW_H
#define AS_BASE_RICE_ROW_H

#include "base/bits.h"

#define AS_RICE_ROW_MOST 128u /* numbers */

/* COUNT numbers of PLACES, neither 0. */
static inline unsigned as_rice_row_width(uint32_t count, uint32_t places) {
  const uint64_t gap = (uint64_t)places * 7 / ((uint64_t)count * 8);
  return gap == 0 ? 0 : as_bits_log2(gap);
}

/* The bits they take. */
uint64_t as_rice_row_bits(const uint32_t *values, uint32_t count, uint32_t first, uint32_t end);
/* VALUES ascend, in [FIRST, END), of fewer than 2^31.  The pen has room for COUNT fields. */
void as_rice_row_put(as_bit_pen *pen, const uint32_t *values, uint32_t count, uint32_t first, uint32_t end);

/* COUNT numbers in [FIRST, END), which are at most 2^31, ascending whatever the bits say; what does not fit makes READER corrupt. */
void as_rice_row_get(as_bit_reader *reader, uint32_t count, uint32_t first, uint32_t end,
                     uint32_t *out_values);
/* The same with one way of doing it, for tests: 0 is plain C, others may not be there (then plain C). */
#define AS_RICE_ROW_WAYS 2u
void as_rice_row_get_by(unsigned way, as_bit_reader *reader, uint32_t count, uint32_t first, uint32_t end,
                        uint32_t *out_values);

#endif
