/* SPDX-License-Identifier: MIT
 * Looking into ascending arrays of numbers. */
#ifndef AS_BASE_ASCENDING_H
#define AS_BASE_ASCENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first of COUNT ascending VALUES that is not below LEAST; COUNT: there is none. */
static inline size_t as_ascending_from(const uint32_t *values, size_t count, uint32_t least) {
  const uint32_t *at = values;
  if (count == 0) return 0;
  while (count > 1) { /* nothing could predict in which half it is */
    size_t half = count / 2;
    at += half * (size_t)(at[half - 1] < least);
    count -= half;
  }
  return (size_t)(at - values) + (*at < least);
}

static inline bool as_ascending_has(const uint32_t *values, size_t count, uint32_t value) {
  size_t at = as_ascending_from(values, count, value);
  return at < count && values[at] == value;
}

#endif
