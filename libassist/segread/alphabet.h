/* SPDX-License-Identifier: MIT
 * Numbers of the characters of a field, by which its dictionary goes; for the files of segread/. */
#ifndef AS_SEGREAD_ALPHABET_H
#define AS_SEGREAD_ALPHABET_H

#include "base/fixed.h"
#include "segread/opened.h"

/* Rows of some bits each, in .terms. */
typedef struct as_rows {
  const uint8_t *bytes; /* verified, and a word behind the last row */
  uint64_t at;          /* bit where the first begins */
  unsigned width;
} as_rows;

/* COUNT rows of WIDTH bits from row I of TABLE on. */
assist_status as_rows_at(as_segment *segment, uint64_t table, unsigned width, uint32_t i, uint32_t count,
                         as_rows *out_rows, assist_error *error);
/* WIDTH bits (57 at most) of row I, behind the first FROM. */
static inline uint64_t as_rows_get(const as_rows *rows, uint32_t i, unsigned from, unsigned width) {
  uint64_t bit = rows->at + (uint64_t)i * rows->width + from;
  return as_load_u64(rows->bytes + (bit >> 3)) >> (bit & 7) & as_bits_mask(width);
}
/* Of COUNT rows, whose first KEY_WIDTH bits are ascending keys: how many are below WANTED. */
uint32_t as_rows_below(const as_rows *rows, unsigned key_width, uint32_t count, uint64_t wanted);

/* A character's number, or that of the first behind it when it has none: *out_there tells.  The second of a pair may be one
 * that stands behind a space. */
assist_status as_alphabet_find(as_segment *segment, unsigned field, uint32_t code, uint32_t *out_number,
                               bool *out_there, assist_error *error);
/* And back. */
assist_status as_alphabet_code(as_segment *segment, unsigned field, uint32_t number, uint32_t *out_code,
                               assist_error *error);

#endif
