/* SPDX-License-Identifier: MIT
 * Numbers and dates as 64-bit words whose unsigned order is theirs: columns, ranges, sorts and facets compare nothing else.
 *
 *   date     the sign bit turned over
 *   number   the bits of a double; the sign bit turned over, of negative ones all bits; -0 is 0 */
#ifndef AS_BASE_ORDERED_H
#define AS_BASE_ORDERED_H

#include <stdint.h>
#include <string.h>

#define AS_ORDERED_SIGN (UINT64_C(1) << 63)

static inline uint64_t as_ordered_of_date(int64_t date) { return (uint64_t)date ^ AS_ORDERED_SIGN; }

static inline int64_t as_ordered_to_date(uint64_t word) {
  int64_t date;
  word ^= AS_ORDERED_SIGN;
  memcpy(&date, &word, sizeof date);
  return date;
}

static inline uint64_t as_ordered_of_number(double number) {
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  if (bits == AS_ORDERED_SIGN) bits = 0;
  return (bits & AS_ORDERED_SIGN) != 0 ? ~bits : bits | AS_ORDERED_SIGN;
}

static inline double as_ordered_to_number(uint64_t word) {
  double number;
  word = (word & AS_ORDERED_SIGN) != 0 ? word ^ AS_ORDERED_SIGN : ~word;
  memcpy(&number, &word, sizeof number);
  return number;
}

#endif
