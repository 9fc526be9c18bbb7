/* SPDX-License-Identifier: MIT
 * A growing byte builder with a sticky failure: after the first failed growth every append is a no-op, and one
 * check at the end (as_buf_failed) is enough. */
#ifndef AS_BASE_BUF_H
#define AS_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct as_buf {
  uint8_t *bytes;
  size_t size;
  size_t capacity;
  bool failed;
} as_buf;

void as_buf_init(as_buf *buf);  /* no allocation */
void as_buf_clear(as_buf *buf); /* frees; usable again */
void as_buf_reset(as_buf *buf); /* size 0, failure forgotten, memory kept */
bool as_buf_failed(const as_buf *buf);
bool as_buf_grow_slow(as_buf *buf, size_t more);
/* Room for MORE bytes after size; NULL after a failure.  The caller writes and adds to size itself. */
static inline uint8_t *as_buf_room(as_buf *buf, size_t more) {
  if (buf->capacity - buf->size < more && !as_buf_grow_slow(buf, more)) return NULL;
  return buf->bytes + buf->size;
}
static inline void as_buf_add(as_buf *buf, const void *bytes, size_t size) {
  uint8_t *room = as_buf_room(buf, size);
  if (room == NULL || size == 0) return;
  memcpy(room, bytes, size);
  buf->size += size;
}
void as_buf_add_u8(as_buf *buf, uint8_t value);
void as_buf_add_u16(as_buf *buf, uint16_t value); /* little-endian */
void as_buf_add_u32(as_buf *buf, uint32_t value);
void as_buf_add_u64(as_buf *buf, uint64_t value);
void as_buf_add_varint(as_buf *buf, uint64_t value);                /* LEB128, at most 10 bytes */
void as_buf_add_text(as_buf *buf, const char *text);                /* without its NUL */
void as_buf_add_block(as_buf *buf, const void *bytes, size_t size); /* varint size, bytes */
void as_buf_add_zeros(as_buf *buf, size_t count);
uint8_t *as_buf_steal(as_buf *buf); /* the caller frees with as_mem_free; buf is empty again */

#endif
