/* SPDX-License-Identifier: MIT
 * Document lengths in a byte.  A code stands for a range of lengths; what it decodes to is the largest
 * length of its range (an upper bound, exact up to 24 or so), which scoring and the position codes use. 
 * code order is length order. */
#ifndef AS_FORMAT_LENGTH_H
#define AS_FORMAT_LENGTH_H

#include <stdint.h>

uint8_t as_length_code(uint32_t length); /* 0 for 0; length <= AS_POSITIONS_MAX */
extern const uint32_t as_length_table[256];
/* The largest length with this code. */
static inline uint32_t as_length_of_code(uint8_t code) { return as_length_table[code]; }

#endif
