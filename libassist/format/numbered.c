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
#include "base/fixed.h"
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

/* Behind BYTES, BEHIND more may be looked at. */
AS_ALWAYS_INLINE bool open_keys(as_numbered *keys, as_slice bytes, size_t behind, unsigned count) {
  if (bytes.size < 2) return false;
  const as_varint least = as_varint_at(bytes.bytes + 2, bytes.size - 2 + behind);
  const size_t head = least.size + 2;
  keys->digits = bytes.bytes[0];
  keys->width = bytes.bytes[1];
  keys->least = as_unzigzag(least.value);
  const size_t rows = ((size_t)count * keys->width + 7) / 8;
  if (least.size == 0 || keys->digits > DIGITS_MOST || keys->width > WIDTH_MOST || head + rows > bytes.size)
    return false;
  keys->prefix = as_slice_of(bytes.bytes + head, bytes.size - head - rows);
  keys->rows = as_slice_of(bytes.bytes + bytes.size - rows, rows);
  return keys->prefix.size + keys->digits <= AS_KEY_MOST;
}

/* All keys of a block are of one size. */
static inline size_t size_of(const as_numbered *keys) { return keys->prefix.size + keys->digits; }

/* NUMBER, below 10^8, as eight digits: two fours, then four twos, then eight ones side by side in a word. */
static inline void write_eight(uint32_t number, uint8_t *out) {
  const uint64_t fours = number / 10000 | (uint64_t)(number % 10000) << 32;
  const uint64_t high_twos = fours * 10486 >> 20 & UINT64_C(0x0000007F0000007F);
  const uint64_t twos = high_twos | (fours - 100 * high_twos) << 16;
  const uint64_t high_ones = twos * 103 >> 10 & UINT64_C(0x000F000F000F000F);
  as_store_u64(out, (high_ones | (twos - 10 * high_ones) << 8) | UINT64_C(0x3030303030303030));
}

/* NUMBER as COUNT digits, eight and then two at a time; false: it has more. */
AS_ALWAYS_INLINE bool write_digits(uint64_t number, uint8_t *out, unsigned count) {
  static const char pairs[] =
      "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
      "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
  for (; count >= 8; number /= 100000000) {
    count -= 8;
    write_eight((uint32_t)(number % 100000000), out + count);
  }
  for (; count >= 2; number /= 100) {
    count -= 2;
    memcpy(out + count, pairs + number % 100 * 2, 2);
  }
  if (count == 0) return number == 0;
  out[0] = (uint8_t)('0' + number % 10);
  return number < 10;
}

/* Field I of the rows, which are all there.  A word that would reach beyond them is that of their last bytes. */
static inline uint64_t row_of(const as_numbered *keys, unsigned i) {
  const uint64_t at = (uint64_t)i * keys->width;
  const as_slice rows = keys->rows;
  if (rows.size >= 8) {
    const size_t byte = at / 8 < rows.size - 8 ? (size_t)(at / 8) : rows.size - 8;
    return as_load_u64(rows.bytes + byte) >> (at - 8 * byte) & as_bits_mask(keys->width);
  }
  uint64_t word = 0;
  for (size_t byte = 0; byte < rows.size; byte++) word |= (uint64_t)rows.bytes[byte] << (8 * byte);
  return word >> at & as_bits_mask(keys->width);
}

/* To OUT, which has room for it; false: damaged bytes. */
AS_ALWAYS_INLINE bool write_key(const as_numbered *keys, unsigned i, uint8_t *out) {
  uint64_t number = keys->least + i; /* wraps for damage: see below */
  if (keys->width > 0) number += row_of(keys, i);
  if (keys->prefix.size > 0) memcpy(out, keys->prefix.bytes, keys->prefix.size);
  return write_digits(number, out + keys->prefix.size, keys->digits);
}

bool as_numbered_open(as_numbered *keys, as_slice bytes, unsigned count) {
  return open_keys(keys, bytes, 0, count);
}

bool as_numbered_get(const as_numbered *keys, unsigned i, as_buf *text) {
  size_t size = size_of(keys);
  as_buf_reset(text);
  uint8_t *room = as_buf_room(text, size);
  if (as_buf_failed(text)) return true;
  text->size = size;
  return write_key(keys, i, room);
}

bool as_numbered_copy(as_slice bytes, size_t behind, unsigned count, unsigned i, as_arena *memory,
                      as_slice *out_key) {
  as_numbered keys;
  if (!open_keys(&keys, bytes, behind, count)) return false;
  size_t size = size_of(&keys);
  uint8_t *copy = as_arena_alloc(memory, size + 1);
  *out_key = as_slice_of(copy, size);
  if (copy == NULL) return true;
  copy[size] = 0;
  return write_key(&keys, i, copy);
}
