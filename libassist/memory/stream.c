/* SPDX-License-Identifier: MIT
 *
 * The rare ways: a new chunk, and numbers that do not fit into half a cell. */
#include "memory/stream.h"

#include <string.h>

#define LINK 3u
#define LEAST 8u
#define MOST 256u

/* About as large as all chunks before it, so that little is left over in short streams. */
static uint32_t next_size(const as_stream *stream) {
  uint32_t size = LEAST;
  while (size < stream->bound && size < MOST) size *= 2;
  return size;
}

static bool add_chunk(as_stream *stream, as_pool *pool) {
  uint32_t size = next_size(stream);
  uint32_t *chunk = as_pool_take(pool, size * sizeof *chunk);
  if (chunk == NULL) return false;
  if (stream->head == NULL) {
    stream->head = chunk;
  } else {
    memcpy(stream->end, &chunk, sizeof chunk);
    stream->end[2] = size << 8 | (uint32_t)(stream->end - stream->at);
  }
  stream->at = chunk;
  stream->end = chunk + size - LINK;
  stream->bound += size - LINK;
  return true;
}

bool as_stream_put_slow(as_stream *stream, as_pool *pool, uint32_t key, uint32_t place) {
  uint32_t step = place - stream->last;
  bool wide_key = key >= AS_CELL_WIDE, wide_step = step >= AS_CELL_WIDE;
  if (stream->end - stream->at < 1 + wide_key + wide_step && !add_chunk(stream, pool)) return false;
  *stream->at++ = (wide_step ? AS_CELL_WIDE : step) << 16 | (wide_key ? AS_CELL_WIDE : key);
  if (wide_key) *stream->at++ = key;
  if (wide_step) *stream->at++ = step;
  stream->last = place;
  return true;
}

/* Chunks of a stream lie anywhere in the pool: the next one is on its way while this one is read. */
static void prefetch_next(const uint32_t *link) {
  const char *next;
  memcpy(&next, link, sizeof next);
  for (size_t i = 0; i < 4; i++) __builtin_prefetch(next + 64 * i);
}

/* Only the last chunk may be less than full by more than its link says. */
static void enter(as_stream_reader *reader, const uint32_t *chunk, uint32_t size) {
  const as_stream *stream = reader->stream;
  reader->at = chunk;
  reader->chunk_end = chunk + size - LINK;
  reader->end =
      reader->chunk_end == stream->end ? stream->at : reader->chunk_end - (reader->chunk_end[2] & 255);
  if (reader->end != stream->at) prefetch_next(reader->chunk_end);
}

void as_stream_open(as_stream_reader *reader, const as_stream *stream) {
  *reader = (as_stream_reader){.stream = stream};
  if (stream->head != NULL) enter(reader, stream->head, LEAST);
}

bool as_stream_chunk(as_stream_reader *reader) {
  const uint32_t *link = reader->chunk_end;
  if (link == NULL || link == reader->stream->end) return false;
  const uint32_t *next;
  memcpy(&next, link, sizeof next);
  enter(reader, next, link[2] >> 8);
  return true;
}
