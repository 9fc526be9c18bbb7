/* SPDX-License-Identifier: MIT
 * Where two rows of ascending numbers, at most 128 each, have the same one. */
#ifndef AS_BASE_MEET_H
#define AS_BASE_MEET_H

#include "base/stride.h"

#define AS_MEET_MOST 128u

/* Of a number that both have: where each has it. */
typedef struct as_meeting {
  uint8_t first, second;
} as_meeting;

/* Of the numbers of ONES from place FROM on up to LAST; and of TWOS, of which there are COUNT, the last one not below LAST.  Behind those
 * of each row stands a stride of larger ones.  Into OUT, for which AS_MEET_MOST are enough; returns how many. */
uint32_t as_meet(const uint32_t *ones, uint32_t from, const uint32_t *twos, uint32_t count, uint32_t last,
                 as_meeting *out);
/* The same with one way of doing it, for tests: 0 is plain C, others may not be there (then plain C). */
#define AS_MEET_WAYS 2u
uint32_t as_meet_by(unsigned way, const uint32_t *ones, uint32_t from, const uint32_t *twos, uint32_t count,
                    uint32_t last, as_meeting *out);

#endif
