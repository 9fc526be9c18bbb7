/* SPDX-License-Identifier: MIT
 * The occurrences of one first unit, in the order in which they came: a key (the second unit) and a place (the number of
 * the position in the batch) each.  About four bytes an occurrence.
 *
 *   cell     [31..16] place - place before   [15..0] key
 *            a half that is all ones stands for a number that did not fit: it follows in a cell of its own, the key's first
 *   chunk    cell ... | address of the next chunk, its size, unused cells of this one
 *            chunks grow with the stream from 32 to 1,024 bytes; the last has no link yet
 *
 * A cell and what follows it are in one chunk.  Keys are below 2^32, places below 2^32 and ascending. */
#ifndef AS_MEMORY_STREAM_H
#define AS_MEMORY_STREAM_H

#include "memory/pool.h"

#define AS_CELL_WIDE 0xFFFFu

typedef struct as_stream {
  uint32_t *at, *end; /* where the next cell goes; the end of the chunk's cells */
  uint32_t *head;     /* NULL: nothing yet */
  uint32_t last;      /* the place before */
  uint32_t bound;     /* there are no more occurrences than this */
} as_stream;

bool as_stream_put_slow(as_stream *stream, as_pool *pool, uint32_t key, uint32_t place);

/* False: no memory. */
static inline bool as_stream_put(as_stream *stream, as_pool *pool, uint32_t key, uint32_t place) {
  uint32_t step = place - stream->last;
  if (key >= AS_CELL_WIDE || step >= AS_CELL_WIDE || stream->at == stream->end)
    return as_stream_put_slow(stream, pool, key, place);
  *stream->at++ = step << 16 | key;
  stream->last = place;
  return true;
}

/* Reads from the beginning, a chunk at a time:
 *   as_stream_open(&reader, stream);
 *   do {
 *     while (reader.at < reader.end) ... as_stream_get(&reader) ... reader.place ...
 *   } while (as_stream_chunk(&reader)); */
typedef struct as_stream_reader {
  const as_stream *stream;
  const uint32_t *at, *end, *chunk_end;
  uint32_t place;
} as_stream_reader;

void as_stream_open(as_stream_reader *reader, const as_stream *stream);
bool as_stream_chunk(as_stream_reader *reader); /* the next chunk; false: that was the last */

/* The key of the next occurrence of the chunk; at < end must hold. */
static inline uint32_t as_stream_get(as_stream_reader *reader) {
  uint32_t cell = *reader->at++;
  uint32_t key = cell & AS_CELL_WIDE, step = cell >> 16;
  if (key == AS_CELL_WIDE) key = *reader->at++;
  if (step == AS_CELL_WIDE) step = *reader->at++;
  reader->place += step;
  return key;
}

#endif
