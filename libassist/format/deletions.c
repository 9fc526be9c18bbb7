/* SPDX-License-Identifier: MIT
 *
 * A deletions file, byte for byte (doc/format.md):
 *
 *   deletions := "asdead\r\n" documents:u32 dead:u32 form:u8 body crc:u32      -- CRC32C of all bytes before it
 *   body      := bit{documents}, least significant first, padded with zeros to a byte     -- form 0
 *              | gap:varint{dead}      -- form 1: the first document, then what lies between two
 *
 * The form is the shorter one, gaps when they are equal, so that equal sets are equal bytes. */
#include "format/deletions.h"

#include <string.h>

#include "base/cursor.h"
#include "base/error.h"
#include "base/fixed.h"
#include "base/hash.h"

#define MAGIC "asdead\r\n"
#define MAGIC_SIZE 8u
#define HEAD_SIZE (MAGIC_SIZE + 9u)

static void put_gaps(const as_bitset *dead, as_buf *out, size_t most) {
  size_t begin = out->size, next = 0;
  for (size_t at = as_bitset_next(dead, 0); at < dead->count; at = as_bitset_next(dead, at + 1)) {
    as_buf_add_varint(out, at - next);
    next = at + 1;
    if (as_buf_failed(out) || out->size - begin > most) return;
  }
}

static void put_bits(const as_bitset *dead, as_buf *out) {
  for (size_t at = 0; at < dead->count; at += 8)
    as_buf_add_u8(out, (uint8_t)(dead->words[at / 64] >> (at & 63)));
}

void as_deletions_put(const as_bitset *dead, as_buf *out) {
  size_t begin = out->size, bit_bytes = (dead->count + 7) / 8;
  as_buf_add(out, MAGIC, MAGIC_SIZE);
  as_buf_add_u32(out, (uint32_t)dead->count);
  as_buf_add_u32(out, (uint32_t)as_bitset_population(dead));
  as_buf_add_u8(out, 1);
  size_t body = out->size;
  put_gaps(dead, out, bit_bytes);
  if (as_buf_failed(out)) return;
  if (out->size - body > bit_bytes) {
    out->size = body;
    out->bytes[body - 1] = 0;
    put_bits(dead, out);
    if (as_buf_failed(out)) return;
  }
  as_buf_add_u32(out, as_crc32c(0, out->bytes + begin, out->size - begin));
}

static void get_gaps(as_cursor *cursor, uint32_t documents, uint32_t dead_count, as_bitset *dead) {
  uint64_t next = 0;
  for (uint32_t i = 0; i < dead_count; i++) {
    uint64_t at = next + as_cursor_varint_most(cursor, documents);
    if (at >= documents) as_cursor_fail(cursor);
    if (cursor->corrupt) return;
    as_bitset_add(dead, (size_t)at);
    next = at + 1;
  }
}

static void get_bits(as_cursor *cursor, uint32_t documents, as_bitset *dead) {
  for (size_t at = 0; at < documents; at += 8) {
    uint64_t bits = as_cursor_u8(cursor);
    if (documents - at < 8 && bits >> (documents - at) != 0) as_cursor_fail(cursor);
    dead->words[at / 64] |= bits << (at & 63);
  }
}

assist_status as_deletions_get(as_slice bytes, uint32_t documents, uint32_t dead_count, as_bitset *out_dead,
                               assist_error *error) {
  static const char damaged[] = "deletions file is damaged";
  as_cursor cursor;
  as_bitset dead;
  if (bytes.size < HEAD_SIZE + 4 || memcmp(bytes.bytes, MAGIC, MAGIC_SIZE) != 0 ||
      as_load_u32(bytes.bytes + bytes.size - 4) != as_crc32c(0, bytes.bytes, bytes.size - 4)) {
    return as_fail(error, ASSIST_CORRUPT, damaged);
  }
  as_cursor_init(&cursor, bytes.bytes + MAGIC_SIZE, bytes.size - MAGIC_SIZE - 4);
  if (as_cursor_u32(&cursor) != documents || as_cursor_u32(&cursor) != dead_count) as_cursor_fail(&cursor);
  uint8_t form = as_cursor_u8(&cursor);
  if (cursor.corrupt || form > 1) return as_fail(error, ASSIST_CORRUPT, damaged);
  if (!as_bitset_init(&dead, documents)) return as_fail_nomem(error);
  if (form == 1) {
    get_gaps(&cursor, documents, dead_count, &dead);
  } else {
    get_bits(&cursor, documents, &dead);
  }
  if (cursor.corrupt || as_cursor_left(&cursor) != 0 || as_bitset_population(&dead) != dead_count) {
    as_bitset_clear(&dead);
    return as_fail(error, ASSIST_CORRUPT, damaged);
  }
  *out_dead = dead;
  return ASSIST_OK;
}
