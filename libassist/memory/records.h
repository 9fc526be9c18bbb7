/* SPDX-License-Identifier: MIT
 * The occurrences of one stream by key, as many at a time as the buffer holds.
 *
 *   keys      k0 k1 k2 ...        all that occur, ascending
 *   ends      of each, where its records end in the buffer; they begin where those of the key before end
 *   record    entry | position    as memory/split.h has them
 *
 * Where there is but one key, nothing is to be put in order: its records come a piece at a time, which stays in the cache. */
#ifndef AS_MEMORY_RECORDS_H
#define AS_MEMORY_RECORDS_H

#include "base/vec.h"
#include "memory/lane.h"
#include "memory/split.h"

typedef struct as_record_source {
  const as_stream *stream;
  const uint32_t *ranks; /* of keys, or NULL: keys are in order as they are */
  uint32_t keys;         /* all are below */
  uint32_t first,
      wanted;     /* with ranks: those from FIRST on are wanted, so many; of others nothing is given */
  bool with_none; /* AS_KEY_NONE is no key, but to be left out */
} as_record_source;

typedef struct as_records {
  as_record_row row; /* the buffer, which is borrowed */
  as_steps steps;    /* with the same entry_at */
  size_t capacity;
  as_record_source source;
  AS_VEC(uint32_t) keys;
  size_t part, part_end; /* of the keys: those whose records the buffer holds */
  bool streaming;        /* one key is more than a part, or all there is: its records come in pieces */
  as_stream_reader reader;
  size_t count; /* of records in the buffer */
  /* By key, none but those that occur other than zero: how many there are, or where their records end. */
  uint32_t *ends;
  uint64_t *seen, *words_seen; /* a bit a key, and a bit a word of those */
  uint32_t room;               /* of keys */
} as_records;

void as_records_init(as_records *records, uint64_t *buffer, size_t capacity);
void as_records_clear(as_records *records);
void as_records_shape(as_records *records, const as_lane *lane);     /* whose stream is next */
bool as_records_begin(as_records *records, as_record_source source); /* false: no memory */
bool as_records_next(as_records *records);                           /* the next part; false: there is none */
/* While streaming: the next piece of the same key; false when there is none. */
bool as_records_piece(as_records *records);

#endif
