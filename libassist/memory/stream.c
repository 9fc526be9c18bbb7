/* SPDX-License-Identifier: MIT
 *
 * The rare ways of adding: a line that is full, a new chunk, and numbers that do not fit into half a cell; and reading, from
 * piece to piece. */
#include "memory/stream.h"

#include <string.h>

#include "port/cpu.h"

#define LINES_MOST 31u
#define LINE_BYTES (AS_LINE_CELLS * sizeof(uint32_t))

typedef struct as_chunk {
  struct as_chunk *next;      /* of the last one: the first */
  uint32_t lines, unused[13]; /* so that the lines are lines of the cache */
  uint32_t cells[];
} as_chunk;

/* About as large as all chunks before it, so that little is left over in short streams. */
static bool add_chunk(as_stream *stream, as_pool *pool) {
  uint32_t lines = 1;
  while (lines < stream->lines && lines < LINES_MOST) lines = lines * 2 + 1;
  as_chunk *chunk = as_pool_take(pool, sizeof *chunk + lines * LINE_BYTES);
  if (chunk == NULL) return false;
  chunk->lines = lines;
  chunk->next = chunk;
  if (stream->chunk != NULL) {
    chunk->next = stream->chunk->next;
    stream->chunk->next = chunk;
  }
  stream->chunk = chunk;
  stream->to = chunk->cells;
  stream->left = (uint16_t)lines;
  return true;
}

bool as_stream_put_line(as_stream *stream, as_pool *pool) {
  if (stream->left == 0 && !add_chunk(stream, pool)) return false;
  as_cpu_put_line(stream->to, stream->line);
  stream->to += AS_LINE_CELLS;
  stream->left--;
  stream->lines++;
  stream->fill = 0;
  return true;
}

static bool put_cell(as_stream *stream, as_pool *pool, uint32_t cell) {
  stream->line[stream->fill++] = cell;
  return stream->fill != AS_LINE_CELLS || as_stream_put_line(stream, pool);
}

static uint32_t where_of(uint32_t step, uint32_t position, uint32_t before) {
  const uint32_t since = position - before;
  if (step == 0 && since < AS_WHERE_SAME) return since;
  if (step != 0 && step < 32 && position < AS_WHERE_POSITIONS) {
    const uint32_t where = (step + AS_WHERE_RAISED) << AS_WHERE_POSITION | position;
    if (where < AS_WHERE_ONE_CELL) return where;
  }
  const bool one = step < 1u << (32 - AS_ONE_CELL_POSITION) && position < 1u << AS_ONE_CELL_POSITION;
  return one ? AS_WHERE_ONE_CELL : AS_WHERE_TWO_CELLS;
}

bool as_stream_put_slow(as_stream *stream, as_pool *pool, uint32_t key, uint64_t mark) {
  const uint32_t step = (uint32_t)mark - (uint32_t)stream->mark, position = as_mark_position(mark);
  const uint32_t where = where_of(step, position, as_mark_position(stream->mark));
  bool good = put_cell(stream, pool, where << 16 | (key < AS_CELL_WIDE ? key : AS_CELL_WIDE));
  if (key >= AS_CELL_WIDE) good = good && put_cell(stream, pool, key);
  if (where == AS_WHERE_ONE_CELL)
    good = good && put_cell(stream, pool, step << AS_ONE_CELL_POSITION | position);
  if (where == AS_WHERE_TWO_CELLS)
    good = good && put_cell(stream, pool, step) && put_cell(stream, pool, position);
  stream->mark = mark;
  return good;
}

void as_steps_init(as_steps *steps, unsigned entry_at) {
  steps->entry_at = entry_at;
  for (uint32_t i = 0; i < AS_CELL_STEPS; i++) {
    const bool same = i <= AS_WHERE_RAISED;
    steps->keep[i] = same ? UINT64_MAX : UINT64_MAX << entry_at;
    steps->add[i] = same ? (uint64_t)i << AS_WHERE_POSITION : (uint64_t)(i - AS_WHERE_RAISED) << entry_at;
  }
}

void as_stream_open(as_stream_reader *reader, const as_stream *stream) {
  reader->stream = stream;
  reader->chunk = stream->chunk == NULL ? NULL : stream->chunk->next;
  reader->at_end = reader->chunk == NULL && stream->fill == 0;
  reader->at = reader->limit = reader->end = reader->seam;
  reader->next_entry = reader->position = 0;
}

/* LEFT cells of this piece, and what may belong to them of the next one. */
static void sew(as_stream_reader *reader, uint32_t left) {
  uint32_t cells[AS_SEAM_CELLS] = {0};
  const as_stream *stream = reader->stream;
  const bool few = reader->chunk == NULL && stream->fill < AS_OCCURRENCE_CELLS - 1;
  const uint32_t *next = reader->chunk == NULL ? stream->line : reader->chunk->cells;
  memcpy(cells, reader->at, left * sizeof *cells);
  memcpy(cells + left, next, (few ? stream->fill : AS_OCCURRENCE_CELLS - 1) * sizeof *cells);
  memcpy(reader->seam, cells, sizeof cells);
  reader->at = reader->seam;
  reader->end = reader->seam + left;
}

static void go_on(as_stream_reader *reader) {
  const as_stream *stream = reader->stream;
  const as_chunk *chunk = reader->chunk;
  const size_t taken = (size_t)(reader->at - reader->end);
  const bool last = chunk == NULL || chunk == stream->chunk;
  const uint32_t *piece = chunk == NULL ? stream->line : chunk->cells;
  const size_t lines = chunk == NULL ? 0 : chunk->lines - (last ? stream->left : 0u);
  reader->at = piece + taken;
  reader->end = piece + (chunk == NULL ? stream->fill : lines * AS_LINE_CELLS);
  reader->chunk = last ? NULL : chunk->next;
  reader->at_end = chunk == NULL || (last && stream->fill == 0);
  reader->ahead = (const char *)reader->chunk;
}

/* Some lines of the piece: as many of the next one, which lies anywhere in the pool, are on their way meanwhile. */
#define STRIDE_LINES 8u
#define STRIDE_CELLS (STRIDE_LINES * AS_LINE_CELLS)
static bool take_stride(as_stream_reader *reader) {
  const size_t kept = reader->at_end ? 0 : AS_OCCURRENCE_CELLS - 1;
  if ((size_t)(reader->end - reader->at) <= kept) return false;
  const size_t left = (size_t)(reader->end - reader->at) - kept;
  reader->limit = reader->at + (left < STRIDE_CELLS ? left : STRIDE_CELLS);
  if (reader->chunk == NULL) return true;
  for (size_t line = 0; line < STRIDE_LINES; line++) __builtin_prefetch(reader->ahead + line * LINE_BYTES);
  reader->ahead += STRIDE_LINES * LINE_BYTES;
  return true;
}

bool as_stream_more(as_stream_reader *reader) {
  for (;;) {
    if (reader->at < reader->end) {
      if (take_stride(reader)) return true;
      sew(reader, (uint32_t)(reader->end - reader->at));
      reader->limit = reader->end;
      return true;
    }
    if (reader->at_end) return false;
    go_on(reader);
  }
}
