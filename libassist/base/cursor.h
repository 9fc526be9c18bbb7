/* SPDX-License-Identifier: MIT
 * The one way to read untrusted bytes: forward only, every fetch length-checked, and a sticky `corrupt`: after
 * the first failure every fetch returns 0 or an empty slice, and one check at the end is enough. */
#ifndef AS_BASE_CURSOR_H
#define AS_BASE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

typedef struct as_cursor {
  const uint8_t *at;
  const uint8_t *end;
  bool corrupt;
} as_cursor;

void as_cursor_init(as_cursor *cursor, const void *bytes, size_t size);
size_t as_cursor_left(const as_cursor *cursor);
uint8_t as_cursor_u8(as_cursor *cursor);
uint16_t as_cursor_u16(as_cursor *cursor);
uint32_t as_cursor_u32(as_cursor *cursor);
uint64_t as_cursor_u64(as_cursor *cursor);
uint64_t as_cursor_varint(as_cursor *cursor);
uint64_t as_cursor_varint_most(as_cursor *cursor, uint64_t most); /* corrupt when above MOST */
as_slice as_cursor_take(as_cursor *cursor, size_t size);          /* borrowed from the bytes */
as_slice as_cursor_block(as_cursor *cursor);                      /* varint size, bytes */
void as_cursor_fail(as_cursor *cursor);

#endif
