/* SPDX-License-Identifier: MIT
 * A block of up to 64 dictionary entries: keys apart, as Elias-Fano codes them, so that one is found without decoding the others;
 * a bit for each term that occurs once, of which nothing else need be said; of the others three exponential Golomb codes, with
 * an order for each kind of number that suits the block.  For entries.c and entries_reader.c.
 *
 *   block  = fixed(6) count-1, fixed(5) low, fixed(4) k0 k1 k2, fixed(7) rate, once, bundle, rows, keys, other...
 *   once   = fixed(1) of each term                      1: it occurs once
 *   bundle = expg(3) zigzag bytes-3*singles             where any does
 *   rows   = fixed(4) wb, fixed(6) ws, (fixed(wb) bits from `keys` on, fixed(ws) bytes of lists before)...
 *                                                       where each 12th of the others but the first begins, if there is any
 *   keys   = fixed(low)..., then unary...               of each term but the first: low bits, then what is above them, less
 *                                                       that of the one before, of key - first key - place in the block
 *   other  = expg(k0) documents-1, expg(k1) occurrences-documents (if counted), expg(k2) zigzag size-likely
 *
 * An order of 15 says that all numbers of that kind are 0 in the block; they take no bits then.
 *
 * What is above the low bits,          0 0 1 3 3
 * as unary of the steps:               0 0 10 110 0   each 0 is a term; behind N ones stand those of N and more
 *
 * Of a list's size, a document takes the fewer bits the more there are of them, an occurrence takes about as many in all
 * lists.  How many, in half bits, is the block's rate. */
#ifndef AS_FORMAT_ENTRIES_CODE_H
#define AS_FORMAT_ENTRIES_CODE_H

#include "base/bits.h"

#define AS_ENTRIES_COUNT_WIDTH 6u
#define AS_ENTRIES_LOW_WIDTH 5u
#define AS_ENTRIES_ORDER_WIDTH 4u
#define AS_ENTRIES_ORDER_MOST 14u
#define AS_ENTRIES_ALL_ZERO 15u
#define AS_ENTRIES_RATE_WIDTH 7u
#define AS_ENTRIES_RATE_MOST ((1u << AS_ENTRIES_RATE_WIDTH) - 1)
#define AS_ENTRIES_HEADER                                                                                    \
  (AS_ENTRIES_COUNT_WIDTH + AS_ENTRIES_LOW_WIDTH + 3 * AS_ENTRIES_ORDER_WIDTH + AS_ENTRIES_RATE_WIDTH)

#define AS_ENTRIES_BUNDLE_K 3u
#define AS_ENTRIES_SINGLE 3u /* bytes that a term takes in a bundle, about */

#define AS_ENTRIES_RUN 12u /* others from row to row */
#define AS_ENTRIES_ROWS 5u /* at most */
#define AS_ENTRIES_BITS_WIDTH 4u
#define AS_ENTRIES_SIZES_WIDTH 6u

enum { AS_ENTRIES_DOCUMENTS, AS_ENTRIES_OCCURRENCES, AS_ENTRIES_SIZE };

/* log2 in sixteenths, straight lines between powers of two; COUNT > 0. */
static inline uint64_t as_log2_sixteenths(uint64_t count) {
  unsigned b = as_bits_log2(count);
  return (uint64_t)b * 16 + ((count << 4) >> b) - 16;
}

/* Sixteenths of a bit that documents take beyond a part that is the same for each: fewer than none in long lists. */
static inline uint64_t as_entries_spread(uint64_t documents) {
  return documents * (17 * 16 - as_log2_sixteenths(documents));
}

/* Bytes of a list, about.  Unsigned throughout: numbers of damaged bytes wrap, and what comes out is checked. */
static inline uint64_t as_entries_likely(uint64_t spread, uint64_t occurrences, uint64_t rate) {
  uint64_t sum = occurrences * rate * 8 + spread + 64;
  return sum >> 63 != 0 ? 0 : sum / 128;
}

#endif
