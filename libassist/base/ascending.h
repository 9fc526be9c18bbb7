/* SPDX-License-Identifier: MIT
 * Looking into ascending arrays of numbers. */
#ifndef AS_BASE_ASCENDING_H
#define AS_BASE_ASCENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first of COUNT ascending VALUES that is not below LEAST; COUNT: there is none. */
static inline size_t as_ascending_from(const uint32_t *values, size_t count, uint32_t least) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (values[middle] < least) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static inline bool as_ascending_has(const uint32_t *values, size_t count, uint32_t value) {
  size_t at = as_ascending_from(values, count, value);
  return at < count && values[at] == value;
}

#endif
