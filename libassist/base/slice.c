/* SPDX-License-Identifier: MIT
 *
 * Views of bytes.  An empty slice may have no address; the memory functions of C must not see that, hence the
 * tests of the size.  The order is that of unsigned bytes, which for UTF-8 is the order of code points. */
#include "base/slice.h"

#include <string.h>

as_slice as_slice_of_text(const char *text) { return as_slice_of(text, strlen(text)); }

bool as_slice_equal(as_slice a, as_slice b) {
  return a.size == b.size && (a.size == 0 || memcmp(a.bytes, b.bytes, a.size) == 0);
}

int as_slice_compare(as_slice a, as_slice b) {
  size_t common = a.size < b.size ? a.size : b.size;
  int order = common == 0 ? 0 : memcmp(a.bytes, b.bytes, common);
  if (order != 0) return order;
  return (a.size > b.size) - (a.size < b.size);
}
