/* SPDX-License-Identifier: MIT
 * The occurrences of one stream in key order, as many at a time as the buffers hold.
 *
 *   record   key | entry | position       the key from bit key_at on, the entry from bit entry_at on */
#ifndef AS_MEMORY_RECORDS_H
#define AS_MEMORY_RECORDS_H

#include "memory/lane.h"

typedef struct as_record_source {
  const as_stream *stream;
  const uint32_t *ranks; /* of keys, or NULL: keys are in order as they are */
  uint32_t keys;         /* all are below */
  bool with_none;        /* AS_KEY_NONE is no key, but to be left out */
} as_record_source;

typedef struct as_records {
  unsigned entry_at, key_at;
  as_steps steps;    /* with the same entry_at */
  uint64_t *buffers; /* 2 * capacity, borrowed */
  size_t capacity;
  as_record_source source;
  uint32_t key, key_end; /* the keys of this part: [key, key_end) */
  uint32_t *counts;      /* by key, of a stream that is more than a part */
  bool streaming;        /* one key is more than a part: its records come in pieces */
  as_stream_reader reader;
  const uint64_t *sorted; /* the part */
  size_t count;
} as_records;

void as_records_init(as_records *records, uint64_t *buffers, size_t capacity);
void as_records_clear(as_records *records);
void as_records_shape(as_records *records, uint32_t entries, uint32_t longest); /* of a lane */
void as_records_begin(as_records *records, as_record_source source);
/* The next part, which has records; *out_more false: there is none.  False: no memory. */
bool as_records_next(as_records *records, bool *out_more);
/* While streaming: the next piece of the same key; false when there is none. */
bool as_records_piece(as_records *records);

static inline uint32_t as_records_key(const as_records *records, uint64_t record) {
  return (uint32_t)(record >> records->key_at);
}

/* Whether keys, entries and positions fit into a record. */
bool as_records_fit(uint64_t keys, uint64_t entries, uint64_t positions);

#endif
