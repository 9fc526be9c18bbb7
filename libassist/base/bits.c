/* SPDX-License-Identifier: MIT
 *
 * The rare ways of the bit streams of base/bits.h: the last bytes of a stream, where a whole word must not be
 * loaded, long unary parts, and the exponential codes.
 *
 * A reader that ran out is moved to its end, so that every later fetch fails at its first test and yields 0;
 * loops that count codes are bounded by their own counts, and those that look for a 0 bit by the bytes. */
#include "base/bits.h"

void as_bit_writer_init(as_bit_writer *writer, as_buf *out) { *writer = (as_bit_writer){.out = out}; }

void as_bits_flush(as_bit_writer *writer) {
  unsigned size = (writer->used + 7) / 8;
  uint8_t bytes[8];
  as_store_u64(bytes, writer->word);
  as_buf_add(writer->out, bytes, size);
  writer->word = 0;
  writer->used = 0;
}

void as_bits_put_unary(as_bit_writer *writer, uint64_t ones) {
  for (; ones >= 32 && !as_buf_failed(writer->out); ones -= 32) as_bits_put(writer, UINT32_MAX, 32);
  unsigned rest = (unsigned)ones & 31;
  as_bits_put(writer, as_bits_mask(rest), rest + 1);
}

void as_bits_put_expg_slow(as_bit_writer *writer, unsigned k, uint64_t value) {
  value += UINT64_C(1) << k;
  unsigned b = as_bits_log2(value);
  as_bits_put_unary(writer, b - k);
  unsigned low = b < 32 ? b : 32;
  as_bits_put(writer, value, low);
  as_bits_put(writer, (value & as_bits_mask(b)) >> low, b - low);
}

/* The writer's word goes out as far as it is whole bytes, so that the pen begins with less than one. */
bool as_bit_pen_take(as_bit_pen *pen, as_bit_writer *writer, size_t puts) {
  as_buf *out = writer->out;
  uint8_t *room = as_buf_room(out, puts * 4 + 16);
  if (room == NULL) return false;
  *pen = (as_bit_pen){.to = room};
  unsigned whole = writer->used & 0x38u;
  as_pen_put(pen, writer->word & as_bits_mask(whole), whole);
  as_pen_put(pen, writer->word >> whole, writer->used - whole);
  return true;
}

void as_bit_pen_give(const as_bit_pen *pen, as_bit_writer *writer) {
  writer->out->size = (size_t)(pen->to - writer->out->bytes);
  writer->word = pen->word;
  writer->used = pen->used;
}

void as_bit_reader_init(as_bit_reader *reader, const void *bytes, size_t size) {
  bool huge = size > SIZE_MAX / 16; /* the bits could not be counted */
  *reader = (as_bit_reader){.bytes = bytes, .limit = huge ? 0 : (uint64_t)size * 8, .corrupt = huge};
}

static uint64_t fail(as_bit_reader *reader) {
  reader->corrupt = true;
  reader->at = reader->limit;
  return 0;
}

/* Up to 57 bits from here on, zeros after the end. */
static uint64_t peek_slow(const as_bit_reader *reader) {
  if (as_bits_far_from_end(reader)) return as_bits_peek(reader);
  uint64_t first = reader->at >> 3;
  uint64_t end = (reader->limit + 7) >> 3;
  uint64_t word = 0;
  for (unsigned i = 0; i < 8 && first + i < end; i++) word |= (uint64_t)reader->bytes[first + i] << (8 * i);
  return word >> (reader->at & 7);
}

uint64_t as_bits_get_slow(as_bit_reader *reader, unsigned width) {
  if (width > AS_BITS_MOST || width > reader->limit - reader->at) return fail(reader);
  uint64_t value = peek_slow(reader) & as_bits_mask(width);
  reader->at += width;
  return value;
}

uint64_t as_bits_get_unary(as_bit_reader *reader) {
  uint64_t sum = 0;
  for (;;) {
    unsigned ones = (unsigned)__builtin_ctzll(~peek_slow(reader) | UINT64_C(1) << 56);
    uint64_t left = reader->limit - reader->at;
    if (ones >= left) return fail(reader); /* the 0 is missing */
    sum += ones;
    reader->at += ones;
    if (ones == 56) continue; /* as far as one look goes */
    reader->at += 1;
    return sum;
  }
}

uint64_t as_bits_get_rice_slow(as_bit_reader *reader, unsigned k) {
  if (k > AS_BITS_MOST) return fail(reader);
  uint64_t ones = as_bits_get_unary(reader);
  uint64_t low = as_bits_get(reader, k);
  if (reader->corrupt) return 0;
  return ones > UINT64_MAX >> k ? fail(reader) : ones << k | low;
}

uint64_t as_bits_get_trunc_slow(as_bit_reader *reader, uint64_t n) {
  unsigned b = as_bits_log2(n);
  uint64_t u = b < AS_BITS_MOST ? (UINT64_C(2) << b) - n : n;
  if (n > UINT64_C(1) << AS_BITS_MOST) b = AS_BITS_MOST + 1; /* no such code: as_bits_get calls it corrupt */
  uint64_t value = as_bits_get(reader, b);
  if (value < u) return value;
  value = (value << 1 | as_bits_get(reader, 1)) - u;
  return reader->corrupt ? 0 : value;
}

uint64_t as_bits_get_expg_slow(as_bit_reader *reader, unsigned k) {
  uint64_t more = as_bits_get_unary(reader);
  if (k > 62 || more > 63 - k) return fail(reader);
  unsigned b = (unsigned)more + k;
  unsigned low = b < 32 ? b : 32;
  uint64_t value = as_bits_get(reader, low);
  value |= as_bits_get(reader, b - low) << low;
  return reader->corrupt ? 0 : value + (UINT64_C(1) << b) - (UINT64_C(1) << k);
}
