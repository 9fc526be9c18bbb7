/* SPDX-License-Identifier: MIT
 * The records of one kind of term of a sealed lane, in key order, one partition at a time.
 *
 * A record is a key (rank of the first unit, rank of the second) above bit `key_at` and a place below (memory/ranked.h).  A partition is a range of
 * keys whose records fit the buffers: one scan over the words makes them, one radix sort orders them.  CHAR terms want no
 * sort: they are documents, counted beforehand, dropped into place. */
#ifndef AS_MEMORY_RECORDS_H
#define AS_MEMORY_RECORDS_H

#include "memory/ranked.h"

typedef struct as_records {
  const as_ranked *ranked;
  uint64_t *buffers; /* 2 * capacity + some slack */
  size_t capacity;   /* records a partition may have */
  uint8_t kind;
  uint32_t first, end;         /* ranks of the first unit in this partition: [first, end) */
  uint32_t second, second_end; /* of the second */
  unsigned second_bits;
  uint32_t seconds; /* ranks a second unit may have in this kind */
  uint32_t *
      second_counts; /* of one first unit whose records fill more than a partition; NULL before the first such */
  bool split;        /* partitions are within one first unit now */
  bool streaming;    /* one key fills more than a partition: its records come in pieces */
  size_t resume;     /* the word where the next piece begins */
  const uint64_t *sorted;    /* the partition; for CHAR see documents */
  const uint32_t *documents; /* CHAR: entries of the lane, those of `first` first */
  size_t count;
} as_records;

/* BUFFERS: 16 * (CAPACITY + AS_RECORDS_SLACK) bytes, borrowed. */
#define AS_RECORDS_SLACK 64u
void as_records_init(as_records *records, uint64_t *buffers, size_t capacity);
void as_records_clear(as_records *records);
void as_records_begin(as_records *records, const as_ranked *ranked, enum as_term_kind kind);
/* The next partition that has records; *out_more false at the end of the kind.  False: no memory. */
bool as_records_next(as_records *records, bool *out_more);
/* While streaming: the next piece of the same key; false when there is none. */
bool as_records_piece(as_records *records);
static inline uint32_t as_records_first(const as_records *records, uint64_t record) {
  return records->first + (uint32_t)(record >> records->ranked->key_at >> records->second_bits);
}
static inline uint32_t as_records_second(const as_records *records, uint64_t record) {
  return (uint32_t)(record >> records->ranked->key_at) &
         (uint32_t)((UINT64_C(1) << records->second_bits) - 1);
}

#endif
