/* SPDX-License-Identifier: MIT
 *
 * Reading untrusted bytes.  Every fetch asks how much is left first; a fetch that cannot be met marks the cursor
 * corrupt and moves it to its end, so that nothing after it can be met either and loops over it stop.
 *
 * Varints must be as short as possible and fit 64 bits: one number has one spelling.
 *
 *   e5 8e 26   ->  0x65 | 0x0e << 7 | 0x26 << 14 = 624485
 *   80 00      ->  corrupt, a longer spelling of 0 */
#include "base/cursor.h"

#include "base/fixed.h"

void as_cursor_fail(as_cursor *cursor) {
  cursor->corrupt = true;
  cursor->at = cursor->end;
}

/* The next SIZE bytes; NULL: there are not so many. */
static const uint8_t *fetch(as_cursor *cursor, size_t size) {
  if (as_cursor_left(cursor) < size || cursor->corrupt) {
    as_cursor_fail(cursor);
    return NULL;
  }
  const uint8_t *bytes = cursor->at;
  cursor->at += size;
  return bytes;
}

uint16_t as_cursor_u16(as_cursor *cursor) {
  const uint8_t *bytes = fetch(cursor, 2);
  return bytes == NULL ? 0 : as_load_u16(bytes);
}

uint32_t as_cursor_u32(as_cursor *cursor) {
  const uint8_t *bytes = fetch(cursor, 4);
  return bytes == NULL ? 0 : as_load_u32(bytes);
}

uint64_t as_cursor_u64(as_cursor *cursor) {
  const uint8_t *bytes = fetch(cursor, 8);
  return bytes == NULL ? 0 : as_load_u64(bytes);
}

uint64_t as_cursor_varint_long(as_cursor *cursor) {
  uint64_t value = 0;
  const uint8_t *at = cursor->at;
  for (unsigned shift = 0; at < cursor->end && shift < 64; shift += 7) {
    uint8_t byte = *at++;
    if (shift == 63 && byte > 1) break; /* beyond 64 bits */
    value |= (uint64_t)(byte & 0x7F) << shift;
    if (byte & 0x80) continue;
    if (byte == 0 && shift != 0) break; /* longer than needed */
    cursor->at = at;
    return value;
  }
  as_cursor_fail(cursor);
  return 0;
}

as_slice as_cursor_block(as_cursor *cursor) {
  uint64_t size = as_cursor_varint_most(cursor, as_cursor_left(cursor));
  return as_cursor_take(cursor, (size_t)size);
}
