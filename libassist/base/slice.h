/* SPDX-License-Identifier: MIT
 * A view of bytes: borrowed, never owned.  May hold NUL. */
#ifndef AS_BASE_SLICE_H
#define AS_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct as_slice {
  const uint8_t *bytes;
  size_t size;
} as_slice;

static inline as_slice as_slice_of(const void *bytes, size_t size) { return (as_slice){bytes, size}; }
as_slice as_slice_of_text(const char *text);
bool as_slice_equal(as_slice a, as_slice b);
int as_slice_compare(as_slice a, as_slice b); /* bytes, then length: memcmp order */

#endif
