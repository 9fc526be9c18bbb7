/* SPDX-License-Identifier: MIT
 * The rows behind a long list, one a block: where it ends, its last document, its bounds (doc/format.md,
 * section 4). */
#ifndef AS_FORMAT_SKIPS_H
#define AS_FORMAT_SKIPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

typedef struct as_skip {
  uint32_t last;    /* document */
  uint32_t most;    /* largest frequency */
  uint64_t end;     /* of its bytes, from the list's begin */
  uint8_t strength; /* bound of the saturation of its documents */
  uint8_t mode;     /* format/posting_block.h */
} as_skip;

/* The table, and behind it its size; DOCUMENTS: of the segment. */
void as_skips_put(as_buf *out, const as_skip *rows, size_t count, uint32_t documents);

/* A column: value i is ramp(total, i) + base + fixed(width). */
typedef struct as_skip_column {
  uint64_t total;
  uint64_t step, rest; /* total / rows, total % rows: known to a reader */
  uint64_t base;
  unsigned width;
} as_skip_column;

typedef struct as_skips {
  const uint8_t *rows; /* borrowed */
  size_t size;
  uint64_t count;
  unsigned row_bits;
  as_skip_column last, end;
  uint32_t most;     /* of the list */
  uint8_t strongest; /* largest strength of the list */
  uint8_t mode;      /* smallest of the list */
  unsigned most_width, strength_width, mode_width;
} as_skips;

/* From up to SIZE bytes that end where a list ends: how many of them are the table, and how many its size
 * (1 to 5).
 * False: impossible. */
#define AS_SKIPS_TRAILER 5u
bool as_skips_size(const uint8_t *bytes, size_t size, uint64_t *out_table, unsigned *out_trailer);
/* BYTES is the table of COUNT blocks in AREA bytes.  False when its numbers are impossible. */
bool as_skips_open(as_skips *skips, const uint8_t *bytes, size_t size, uint64_t count, uint32_t documents,
                   uint64_t area);
/* Row I < count.  Any values may come out of damaged bytes. */
as_skip as_skips_row(const as_skips *skips, uint64_t i);
/* The strengths of all rows. */
void as_skips_strengths(const as_skips *skips, uint8_t *out_strengths);
uint32_t as_skips_last(const as_skips *skips, uint64_t i);

#endif
