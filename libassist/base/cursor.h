/* SPDX-License-Identifier: MIT
 * The one way to read untrusted bytes: forward only, every fetch length-checked, and a sticky `corrupt`: after
 * the first failure every fetch returns 0 or an empty slice, and one check at the end is enough. */
#ifndef AS_BASE_CURSOR_H
#define AS_BASE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fixed.h"
#include "base/slice.h"

typedef struct as_cursor {
  const uint8_t *at;
  const uint8_t *end;
  bool corrupt;
} as_cursor;

static inline void as_cursor_init(as_cursor *cursor, const void *bytes, size_t size) {
  static const uint8_t nothing[1] = {0};
  cursor->at = size == 0 ? nothing : bytes;
  cursor->end = cursor->at + size;
  cursor->corrupt = false;
}
void as_cursor_fail(as_cursor *cursor);
static inline size_t as_cursor_left(const as_cursor *cursor) { return (size_t)(cursor->end - cursor->at); }
uint16_t as_cursor_u16(as_cursor *cursor);
uint32_t as_cursor_u32(as_cursor *cursor);
uint64_t as_cursor_u64(as_cursor *cursor);
uint64_t as_cursor_varint_long(as_cursor *cursor); /* of more than one byte, or damaged */

/* Without a cursor, for who reads little and keeps it in registers: of LEFT bytes at AT, a number and how many bytes it takes; 0:
 * damaged. */
typedef struct as_varint {
  uint64_t value;
  size_t size;
} as_varint;
as_varint as_varint_long(const uint8_t *at, size_t left);
static inline as_varint as_varint_at(const uint8_t *at, size_t left) {
  return left > 0 && at[0] < 0x80 ? (as_varint){at[0], 1} : as_varint_long(at, left);
}
/* The bytes of two varints that nobody needs, whatever they are: each ends with the next byte below 0x80.  0: there are no two. */
size_t as_varint_two_slow(const uint8_t *at, size_t left);
static inline size_t as_varint_two(const uint8_t *at, size_t left) {
  uint64_t ends = left < 8 ? 0 : ~as_load_u64(at) & UINT64_C(0x8080808080808080);
  ends &= ends - 1;
  return ends != 0 ? (size_t)__builtin_ctzll(ends) / 8 + 1 : as_varint_two_slow(at, left);
}

static inline uint8_t as_cursor_u8(as_cursor *cursor) {
  if (cursor->at != cursor->end) return *cursor->at++;
  as_cursor_fail(cursor);
  return 0;
}

static inline uint64_t as_cursor_varint(as_cursor *cursor) {
  bool short_one = cursor->at != cursor->end && *cursor->at < 0x80;
  return short_one ? *cursor->at++ : as_cursor_varint_long(cursor);
}

/* Corrupt when above MOST. */
static inline uint64_t as_cursor_varint_most(as_cursor *cursor, uint64_t most) {
  uint64_t value = as_cursor_varint(cursor);
  if (value <= most) return value;
  as_cursor_fail(cursor);
  return 0;
}

/* Borrowed from the bytes. */
static inline as_slice as_cursor_take(as_cursor *cursor, size_t size) {
  if (as_cursor_left(cursor) < size) {
    as_cursor_fail(cursor);
    size = 0;
  }
  const uint8_t *bytes = cursor->at;
  cursor->at += size;
  return as_slice_of(bytes, size);
}

as_slice as_cursor_block(as_cursor *cursor); /* varint size, bytes */

#endif
