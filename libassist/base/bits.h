/* SPDX-License-Identifier: MIT
 * Bit streams, least significant bit first: a writer over as_buf, a reader over untrusted bytes with a sticky
 * `corrupt`.  Inline, since postings live on them.  The reader never reads beyond `size`; codes are bounded (a
 * unary part stops at the end of the bytes), and parameters from disk may have any value: those a code cannot
 * have are corrupt.
 *
 *   rice(k, v)    unary v>>k (that many 1 bits, then a 0), then k low bits; k <= 57
 *   trunc(n, v)   v in [0,n), n <= 2^57: truncated binary.  With b = floor(log2 n), u = 2^(b+1) - n: v < u takes
 *                 b bits; else w = v + u takes b bits of w>>1, then the bit w&1; n <= 1 takes no bits
 *   expg(k, v)    exponential Golomb of order k, v < 2^63: with w = v + 2^k, b = floor(log2 w): unary b - k, then
 *                 b low bits of w
 *
 * Picture of three codes in two bytes, fields from the right:   byte 1  . . . c c c c b   byte 0  b b b b b a a a */
#ifndef AS_BASE_BITS_H
#define AS_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fixed.h"

#define AS_BITS_MOST                                                                                         \
  57u /* the widest field: what an unaligned 64-bit load holds whatever the bit it starts at */

typedef struct as_bit_writer {
  as_buf *out;
  uint64_t word; /* bits not yet in OUT */
  unsigned used; /* how many: 0 to 63 */
} as_bit_writer;

typedef struct as_bit_reader {
  const uint8_t *bytes;
  uint64_t limit; /* bits */
  uint64_t at;    /* bits */
  bool corrupt;
} as_bit_reader;

/* The rare ways: near the end of the bytes, long unary parts. */
void as_bits_put_unary(as_bit_writer *writer, uint64_t ones); /* then a 0 */
uint64_t as_bits_get_slow(as_bit_reader *reader, unsigned width);
uint64_t as_bits_get_unary(as_bit_reader *reader);
uint64_t as_bits_get_rice_slow(as_bit_reader *reader, unsigned k);
uint64_t as_bits_get_trunc_slow(as_bit_reader *reader, uint64_t n); /* n > 1 */
uint64_t as_bits_get_expg_slow(as_bit_reader *reader, unsigned k);

/* A signed number, in two's complement, folded to an unsigned one that is small where it is: 0, -1, 1, -2 are 0, 1, 2, 3; and back. */
static inline uint64_t as_zigzag(uint64_t value) { return (value << 1) ^ (0 - (value >> 63)); }
static inline uint64_t as_unzigzag(uint64_t value) { return (value >> 1) ^ (0 - (value & 1)); }

static inline uint64_t as_bits_mask(unsigned width) { return (UINT64_C(1) << width) - 1; } /* width < 64 */

/* Bits needed: 0 for 0. */
static inline unsigned as_bits_width(uint64_t value) {
  return value == 0 ? 0 : 64 - (unsigned)__builtin_clzll(value);
}

/* Floor; value > 0. */
static inline unsigned as_bits_log2(uint64_t value) { return (unsigned)__builtin_clzll(value) ^ 63u; }

void as_bit_writer_init(as_bit_writer *writer, as_buf *out);
void as_bits_flush(as_bit_writer *writer); /* zero-pads to a whole byte */

/* Width 0 to 57; higher bits of VALUE are left out. */
static inline void as_bits_put(as_bit_writer *writer, uint64_t value, unsigned width) {
  value &= as_bits_mask(width);
  writer->word |= value << writer->used;
  unsigned used = writer->used + width;
  if (used >= 64) {
    uint8_t *room = as_buf_room(writer->out, 8);
    if (room != NULL) {
      as_store_u64(room, writer->word);
      writer->out->size += 8;
    }
    writer->word = value >> (64 - writer->used); /* used was 7 at least */
    used -= 64;
  }
  writer->used = used;
}

static inline void as_bits_put_rice(as_bit_writer *writer, unsigned k, uint64_t value) {
  uint64_t ones = value >> k;
  if (ones + k < AS_BITS_MOST) {
    uint64_t low = value & as_bits_mask(k);
    as_bits_put(writer, low << (ones + 1) | as_bits_mask((unsigned)ones), (unsigned)ones + 1 + k);
    return;
  }
  as_bits_put_unary(writer, ones);
  as_bits_put(writer, value, k);
}

/* Without a branch on the value, which nothing could predict. */
static inline void as_bits_put_trunc(as_bit_writer *writer, uint64_t n, uint64_t value) {
  if (n <= 1) return;
  unsigned b = as_bits_log2(n);
  uint64_t u = (UINT64_C(2) << b) - n;
  uint64_t longer = value + u;
  unsigned more = value >= u;
  if (b >= AS_BITS_MOST) {
    as_bits_put(writer, more ? longer >> 1 : value, b);
    as_bits_put(writer, longer & 1, more);
    return;
  }
  as_bits_put(writer, more ? longer >> 1 | (longer & 1) << b : value, b + more);
}

/* Bits that expg(k, v) takes. */
static inline unsigned as_bits_expg_width(unsigned k, uint64_t value) {
  return 2 * as_bits_log2(value + (UINT64_C(1) << k)) - k + 1;
}

void as_bits_put_expg_slow(as_bit_writer *writer, unsigned k, uint64_t value);
static inline void as_bits_put_expg(as_bit_writer *writer, unsigned k, uint64_t value) {
  uint64_t raised = value + (UINT64_C(1) << k);
  unsigned b = as_bits_log2(raised), ones = b - k;
  if (ones + 1 + b > AS_BITS_MOST) {
    as_bits_put_expg_slow(writer, k, value);
    return;
  }
  uint64_t low = raised & as_bits_mask(b);
  as_bits_put(writer, low << (ones + 1) | as_bits_mask(ones), ones + 1 + b);
}

/* The same bits, faster, where the room for them is made beforehand: a loop keeps a pen in registers and tests nothing.
 *
 *   as_bit_pen pen;
 *   if (as_bit_pen_take(&pen, writer, values)) { as_pen_put...(&pen, ...) ...; as_bit_pen_give(&pen, writer); } */
typedef struct as_bit_pen {
  uint8_t *to;
  uint64_t word; /* bits from TO on that are written so far */
  unsigned used; /* how many: 0 to 7 */
} as_bit_pen;

/* Room for PUTS fields of 32 bits; the writer must not be used until the pen is given back.  False after a failure. */
bool as_bit_pen_take(as_bit_pen *pen, as_bit_writer *writer, size_t puts);
void as_bit_pen_give(const as_bit_pen *pen, as_bit_writer *writer);

/* The same without a writer, for bits that begin and end with a byte. */
static inline bool as_bit_pen_begin(as_bit_pen *pen, as_buf *out, size_t puts) {
  *pen = (as_bit_pen){.to = as_buf_room(out, puts * 4 + 16)};
  return pen->to != NULL;
}
static inline void as_bit_pen_end(const as_bit_pen *pen, as_buf *out) {
  out->size = (size_t)(pen->to - out->bytes) + (pen->used != 0); /* the last put has stored them */
}

#define AS_PEN_MOST 56u
/* WIDTH at most AS_PEN_MOST, VALUE without higher bits. */
static inline void as_pen_put(as_bit_pen *pen, uint64_t value, unsigned width) {
  uint64_t word = pen->word | value << pen->used;
  unsigned used = pen->used + width;
  as_store_u64(pen->to, word);
  pen->to += used >> 3;
  pen->word = word >> (used & 0x38u);
  pen->used = used & 7u;
}

/* Bits on their way to a pen: several fields are joined before they are put, so that none waits for the one before. */
typedef struct as_bit_field {
  uint64_t bits;
  unsigned width;
} as_bit_field;

/* N from 1 to 2^55; no bits for 1. */
static inline as_bit_field as_trunc_field(uint64_t n, uint64_t value) {
  unsigned b = as_bits_log2(n);
  uint64_t u = (UINT64_C(2) << b) - n;
  uint64_t longer = value + u, more = (value - u) >> 63 ^ 1; /* value >= u */
  uint64_t field = longer >> more | ((longer & more) << b);
  return (as_bit_field){field - (u & (more - 1)), b + (unsigned)more};
}

/* Together AS_PEN_MOST bits at most. */
static inline as_bit_field as_fields_join(as_bit_field a, as_bit_field b) {
  return (as_bit_field){a.bits | b.bits << a.width, a.width + b.width};
}

static inline void as_pen_put_field(as_bit_pen *pen, as_bit_field field) {
  as_pen_put(pen, field.bits, field.width);
}

static inline void as_pen_put_trunc(as_bit_pen *pen, uint64_t n, uint64_t value) {
  as_pen_put_field(pen, as_trunc_field(n, value));
}

/* Of numbers below 2^32. */
static inline void as_pen_put_expg(as_bit_pen *pen, unsigned k, uint32_t value) {
  const uint64_t raised = value + (UINT64_C(1) << k);
  const unsigned b = as_bits_log2(raised), ones = b - k;
  as_pen_put(pen, as_bits_mask(ones), ones + 1);
  as_pen_put(pen, raised & as_bits_mask(b), b);
}

void as_bit_reader_init(as_bit_reader *reader, const void *bytes, size_t size);

/* True where 57 bits may be taken from one load. */
static inline bool as_bits_far_from_end(const as_bit_reader *reader) {
  return reader->limit - reader->at >= 64;
}

static inline uint64_t as_bits_peek(const as_bit_reader *reader) {
  return as_load_u64(reader->bytes + (reader->at >> 3)) >> (reader->at & 7);
}

/* Width 0 to 57; 0 after corrupt. */
static inline uint64_t as_bits_get(as_bit_reader *reader, unsigned width) {
  if (width > AS_BITS_MOST || !as_bits_far_from_end(reader)) return as_bits_get_slow(reader, width);
  uint64_t value = as_bits_peek(reader) & as_bits_mask(width);
  reader->at += width;
  return value;
}

static inline uint64_t as_bits_get_rice(as_bit_reader *reader, unsigned k) {
  if (k >= AS_BITS_MOST || !as_bits_far_from_end(reader)) return as_bits_get_rice_slow(reader, k);
  uint64_t word = as_bits_peek(reader);
  unsigned ones = (unsigned)__builtin_ctzll(~word | UINT64_C(1) << 63);
  if (ones + 1 + k > AS_BITS_MOST) return as_bits_get_rice_slow(reader, k);
  reader->at += ones + 1 + k;
  return (uint64_t)ones << k | (word >> (ones + 1) & as_bits_mask(k));
}

/* Without a branch on the value, which nothing could predict. */
static inline uint64_t as_bits_get_trunc(as_bit_reader *reader, uint64_t n) {
  if (n <= 1) return 0;
  if (n >= UINT64_C(1) << (AS_BITS_MOST - 1) || !as_bits_far_from_end(reader)) {
    return as_bits_get_trunc_slow(reader, n);
  }
  unsigned b = as_bits_log2(n);
  uint64_t u = (UINT64_C(2) << b) - n;
  uint64_t word = as_bits_peek(reader);
  uint64_t value = word & as_bits_mask(b);
  uint64_t longer = (value << 1 | (word >> b & 1)) - u;
  uint64_t more = value >= u;
  reader->at += b + more;
  return more ? longer : value;
}

/* A code at the beginning of WORD: its bits, more than AS_BITS_MOST where it is not in the word as a whole; and its value. */
static inline unsigned as_expg_width(uint64_t word, unsigned k) {
  unsigned ones = (unsigned)__builtin_ctzll(~word | UINT64_C(1) << 63);
  return 2 * ones + 1 + k;
}
static inline uint64_t as_expg_value(uint64_t word, unsigned k) {
  unsigned ones = (unsigned)__builtin_ctzll(~word | UINT64_C(1) << 63);
  return (word >> (ones + 1) & as_bits_mask(ones + k)) + (UINT64_C(1) << (ones + k)) - (UINT64_C(1) << k);
}

static inline uint64_t as_bits_get_expg(as_bit_reader *reader, unsigned k) {
  if (k >= AS_BITS_MOST || !as_bits_far_from_end(reader)) return as_bits_get_expg_slow(reader, k);
  uint64_t word = as_bits_peek(reader);
  unsigned ones = (unsigned)__builtin_ctzll(~word | UINT64_C(1) << 63);
  unsigned b = ones + k;
  if (ones + 1 + b > AS_BITS_MOST) return as_bits_get_expg_slow(reader, k);
  reader->at += ones + 1 + b;
  return (word >> (ones + 1) & as_bits_mask(b)) + (UINT64_C(1) << b) - (UINT64_C(1) << k);
}

#endif
