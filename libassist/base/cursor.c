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

/* The low sevens of the bytes of WORD, side by side. */
static uint64_t join_sevens(uint64_t word) {
  word = (word & UINT64_C(0x007F007F007F007F)) | (word & UINT64_C(0x7F007F007F007F00)) >> 1;
  word = (word & UINT64_C(0x00003FFF00003FFF)) | (word & UINT64_C(0x3FFF00003FFF0000)) >> 2;
  return (word & UINT64_C(0x000000000FFFFFFF)) | (word & UINT64_C(0x0FFFFFFF00000000)) >> 4;
}

static as_varint read_bytes(const uint8_t *at, size_t left) {
  uint64_t value = 0;
  for (size_t i = 0; i < left && i < 10; i++) {
    const uint8_t byte = at[i];
    if (i == 9 && byte > 1) break; /* beyond 64 bits */
    value |= (uint64_t)(byte & 0x7F) << (7 * i);
    if (byte & 0x80) continue;
    if (byte == 0 && i != 0) break; /* longer than needed */
    return (as_varint){value, i + 1};
  }
  return (as_varint){0, 0};
}

/* Up to 8 bytes come in one word. */
as_varint as_varint_long(const uint8_t *at, size_t left) {
  if (left < 8) return read_bytes(at, left);
  const uint64_t word = as_load_u64(at), ends = ~word & UINT64_C(0x8080808080808080);
  if (ends == 0) return read_bytes(at, left);
  const unsigned last = (unsigned)__builtin_ctzll(ends) & ~7u; /* where the last byte begins */
  if (last != 0 && (word >> last & 0xFF) == 0) return (as_varint){0, 0};
  return (as_varint){join_sevens(word & UINT64_MAX >> (56 - last)), last / 8 + 1};
}

size_t as_varint_two_slow(const uint8_t *at, size_t left) {
  unsigned ends = 0;
  for (size_t i = 0; i < left; i++) {
    ends += at[i] < 0x80;
    if (ends == 2) return i + 1;
  }
  return 0;
}

uint64_t as_cursor_varint_long(as_cursor *cursor) {
  const as_varint read = as_varint_long(cursor->at, as_cursor_left(cursor));
  if (read.size == 0) as_cursor_fail(cursor);
  cursor->at += read.size;
  return read.value;
}

as_slice as_cursor_block(as_cursor *cursor) {
  uint64_t size = as_cursor_varint_most(cursor, as_cursor_left(cursor));
  return as_cursor_take(cursor, (size_t)size);
}
