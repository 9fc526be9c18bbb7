/* SPDX-License-Identifier: MIT
 *
 * The byte builder.  Growth doubles, so that appending is linear in the end; a failure sticks, and the builder
 * keeps what it had, so that builders of whole blocks need one check at their end.
 *
 * Numbers are little-endian; varints are LEB128: seven bits a byte, least significant first, the high bit set
 * on all bytes but the last, never longer than needed (base/cursor.h refuses longer ones). */
#include "base/buf.h"

#include "base/fixed.h"
#include "port/mem.h"

#define LEAST_CAPACITY ((size_t)64)

void as_buf_init(as_buf *buf) { *buf = (as_buf){0}; }

void as_buf_clear(as_buf *buf) {
  as_mem_free(buf->bytes);
  as_buf_init(buf);
}

void as_buf_reset(as_buf *buf) {
  buf->size = 0;
  if (buf->failed) as_buf_clear(buf);
}

bool as_buf_failed(const as_buf *buf) { return buf->failed; }

/* A failed builder keeps capacity == size, so that every later as_buf_room comes here. */
static bool fail(as_buf *buf) {
  buf->failed = true;
  buf->capacity = buf->size;
  return false;
}

bool as_buf_grow_slow(as_buf *buf, size_t more) {
  if (buf->failed || more > SIZE_MAX / 2 - buf->size) return fail(buf);
  size_t wanted = buf->size + more;
  size_t capacity = buf->capacity < LEAST_CAPACITY ? LEAST_CAPACITY : buf->capacity;
  while (capacity < wanted) capacity *= 2;
  uint8_t *bytes = as_mem_resize(buf->bytes, capacity, 1);
  if (bytes == NULL) return fail(buf);
  buf->bytes = bytes;
  buf->capacity = capacity;
  return true;
}

void as_buf_add_u8(as_buf *buf, uint8_t value) {
  uint8_t *room = as_buf_room(buf, 1);
  if (room == NULL) return;
  *room = value;
  buf->size += 1;
}

void as_buf_add_u16(as_buf *buf, uint16_t value) {
  uint8_t *room = as_buf_room(buf, 2);
  if (room == NULL) return;
  as_store_u16(room, value);
  buf->size += 2;
}

void as_buf_add_u32(as_buf *buf, uint32_t value) {
  uint8_t *room = as_buf_room(buf, 4);
  if (room == NULL) return;
  as_store_u32(room, value);
  buf->size += 4;
}

void as_buf_add_u64(as_buf *buf, uint64_t value) {
  uint8_t *room = as_buf_room(buf, 8);
  if (room == NULL) return;
  as_store_u64(room, value);
  buf->size += 8;
}

void as_buf_add_varint(as_buf *buf, uint64_t value) {
  uint8_t *room = as_buf_room(buf, 10);
  if (room == NULL) return;
  size_t size = 0;
  for (; value >= 0x80; value >>= 7) room[size++] = (uint8_t)(value | 0x80);
  room[size++] = (uint8_t)value;
  buf->size += size;
}

void as_buf_add_text(as_buf *buf, const char *text) { as_buf_add(buf, text, strlen(text)); }

void as_buf_add_block(as_buf *buf, const void *bytes, size_t size) {
  as_buf_add_varint(buf, size);
  as_buf_add(buf, bytes, size);
}

void as_buf_add_zeros(as_buf *buf, size_t count) {
  uint8_t *room = as_buf_room(buf, count);
  if (room == NULL || count == 0) return;
  memset(room, 0, count);
  buf->size += count;
}

uint8_t *as_buf_steal(as_buf *buf) {
  uint8_t *bytes = buf->bytes;
  as_buf_init(buf);
  return bytes;
}
