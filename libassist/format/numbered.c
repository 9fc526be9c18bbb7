/* SPDX-License-Identifier: MIT
 *
 * Numbered keys.
 *
 *   numbered = digits:u8 width:u8 least:zigzag-varint  prefix byte...  fixed(width)...
 *
 *   key i    = prefix, then least + i + fixed(width) as a decimal number of so many digits
 *
 *   "p0000033" "p0000034" "p0000035" ...   ->   7 0 33 "p"          no bits a key
 *
 * Keys that were counted up as documents came take a few bytes a block; those of documents in another order, the bits
 * that their numbers differ by.  Numbers have leading zeros, so that keys of one block are of one size. */
#include "format/numbered.h"

#include <string.h>

#include "base/bits.h"
#include "base/cursor.h"
#include "format/docblock.h"
#include "format/strings.h"

#define DIGITS_MOST 18u
#define WIDTH_MOST 48u

static bool is_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

static unsigned digits_of(const as_buf *key) {
  unsigned digits = 0;
  while (digits < DIGITS_MOST && digits < key->size && is_digit(key->bytes[key->size - 1 - digits])) digits++;
  return digits;
}

/* The number behind the prefix; false: there is something else. */
static bool number_of(const as_buf *key, size_t prefix, int64_t *out_number) {
  int64_t number = 0;
  for (size_t i = prefix; i < key->size; i++) {
    if (!is_digit(key->bytes[i])) return false;
    number = number * 10 + (key->bytes[i] - '0');
  }
  *out_number = number;
  return true;
}

/* Numbers less their places; KEY is scratch, PREFIX becomes the common prefix. */
static bool read_numbers(as_slice keys, unsigned count, as_buf *key, as_buf *prefix, unsigned *out_digits,
                         int64_t *numbers) {
  as_cursor cursor;
  as_cursor_init(&cursor, keys.bytes, keys.size);
  for (unsigned i = 0; i < count; i++) {
    if (!as_string_get(&cursor, key, AS_KEY_MOST) || as_buf_failed(key)) return false;
    if (i == 0) {
      *out_digits = digits_of(key);
      as_buf_add(prefix, key->bytes, key->size - *out_digits);
      if (*out_digits == 0 || as_buf_failed(prefix)) return false;
    }
    bool same = key->size == prefix->size + *out_digits &&
                (prefix->size == 0 || memcmp(key->bytes, prefix->bytes, prefix->size) == 0);
    if (!same || !number_of(key, prefix->size, &numbers[i])) return false;
    numbers[i] -= i;
  }
  return true;
}

static bool put(as_buf *out, as_slice prefix, unsigned digits, const int64_t *numbers, unsigned count) {
  int64_t least = numbers[0], most = numbers[0];
  for (unsigned i = 1; i < count; i++) {
    if (numbers[i] < least) least = numbers[i];
    if (numbers[i] > most) most = numbers[i];
  }
  unsigned width = as_bits_width((uint64_t)(most - least));
  if (width > WIDTH_MOST) return false;
  as_buf_add_u8(out, (uint8_t)digits);
  as_buf_add_u8(out, (uint8_t)width);
  as_buf_add_varint(out, as_zigzag((uint64_t)least));
  as_buf_add(out, prefix.bytes, prefix.size);
  as_bit_writer writer;
  as_bit_writer_init(&writer, out);
  for (unsigned i = 0; i < count; i++) as_bits_put(&writer, (uint64_t)(numbers[i] - least), width);
  as_bits_flush(&writer);
  return true;
}

bool as_numbered_put(as_buf *out, as_slice keys, unsigned count) {
  int64_t numbers[AS_DOCBLOCK];
  unsigned digits = 0;
  const size_t before = out->size;
  as_buf key, prefix;
  as_buf_init(&key);
  as_buf_init(&prefix);
  bool good = count != 0 && read_numbers(keys, count, &key, &prefix, &digits, numbers) &&
              put(out, as_slice_of(prefix.bytes, prefix.size), digits, numbers, count);
  if (good && out->size - before >= keys.size) {
    out->size = before;
    good = false;
  }
  if (as_buf_failed(&key) || as_buf_failed(&prefix)) out->failed = true;
  as_buf_clear(&key);
  as_buf_clear(&prefix);
  return good;
}

static inline bool open_keys(as_numbered *keys, as_slice bytes, unsigned count) {
  as_cursor cursor;
  as_cursor_init(&cursor, bytes.bytes, bytes.size);
  keys->digits = as_cursor_u8(&cursor);
  keys->width = as_cursor_u8(&cursor);
  keys->least = as_unzigzag(as_cursor_varint(&cursor));
  size_t rows = ((size_t)count * keys->width + 7) / 8;
  if (cursor.corrupt || keys->digits > DIGITS_MOST || keys->width > WIDTH_MOST ||
      rows > as_cursor_left(&cursor))
    return false;
  keys->prefix = as_cursor_take(&cursor, as_cursor_left(&cursor) - rows);
  keys->rows = as_cursor_take(&cursor, rows);
  return keys->prefix.size + keys->digits <= AS_KEY_MOST;
}

/* All keys of a block are of one size. */
static inline size_t size_of(const as_numbered *keys) { return keys->prefix.size + keys->digits; }

/* NUMBER as COUNT digits, two at a time; false: it has more. */
static bool write_digits(uint64_t number, uint8_t *out, unsigned count) {
  static const char pairs[] =
      "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
      "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
  for (; count >= 2; number /= 100) {
    count -= 2;
    memcpy(out + count, pairs + number % 100 * 2, 2);
  }
  if (count == 0) return number == 0;
  out[0] = (uint8_t)('0' + number % 10);
  return number < 10;
}

/* To OUT, which has room for it; false: damaged bytes. */
static inline bool write_key(const as_numbered *keys, unsigned i, uint8_t *out) {
  uint64_t number = keys->least + i; /* wraps for damage: see below */
  if (keys->width > 0) {
    as_bit_reader reader;
    as_bit_reader_init(&reader, keys->rows.bytes, keys->rows.size);
    reader.at = (uint64_t)i * keys->width;
    number += as_bits_get(&reader, keys->width);
  }
  if (keys->prefix.size > 0) memcpy(out, keys->prefix.bytes, keys->prefix.size);
  return write_digits(number, out + keys->prefix.size, keys->digits);
}

bool as_numbered_open(as_numbered *keys, as_slice bytes, unsigned count) {
  return open_keys(keys, bytes, count);
}

bool as_numbered_get(const as_numbered *keys, unsigned i, as_buf *text) {
  size_t size = size_of(keys);
  as_buf_reset(text);
  uint8_t *room = as_buf_room(text, size);
  if (as_buf_failed(text)) return true;
  text->size = size;
  return write_key(keys, i, room);
}

bool as_numbered_copy(as_slice bytes, unsigned count, unsigned i, as_arena *memory, as_slice *out_key) {
  as_numbered keys;
  if (!open_keys(&keys, bytes, count)) return false;
  size_t size = size_of(&keys);
  uint8_t *copy = as_arena_alloc(memory, size + 1);
  *out_key = as_slice_of(copy, size);
  if (copy == NULL) return true;
  copy[size] = 0;
  return write_key(&keys, i, copy);
}
