/* SPDX-License-Identifier: MIT
 *
 * The rare ways of adding: a line that is full, a new chunk, and numbers that do not fit into half a cell; and reading, which
 * copies lines to where they lie together. */
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

static uint32_t lines_in(const as_stream_reader *reader) {
  const as_stream *stream = reader->stream;
  return reader->chunk->lines - (reader->chunk == stream->chunk ? stream->left : 0);
}

void as_stream_open(as_stream_reader *reader, const as_stream *stream) {
  reader->stream = stream;
  reader->chunk = stream->chunk == NULL ? NULL : stream->chunk->next;
  reader->line = reader->count = 0;
  reader->next_entry = reader->position = 0;
  reader->at_end = false;
  reader->at = reader->limit = 0;
}

/* Chunks lie anywhere in the pool: the next one is on its way while this one is read. */
static void next_chunk(as_stream_reader *reader) {
  const as_chunk *chunk = reader->chunk == reader->stream->chunk ? NULL : reader->chunk->next;
  reader->chunk = chunk;
  reader->line = 0;
  if (chunk == NULL) return;
  for (size_t line = 0; line < 4; line++) __builtin_prefetch((const char *)chunk->next + LINE_BYTES * line);
}

static void take_lines(as_stream_reader *reader) {
  while (reader->chunk != NULL && AS_READER_CELLS - reader->count >= AS_LINE_CELLS) {
    uint32_t lines = lines_in(reader) - reader->line,
             room = (AS_READER_CELLS - reader->count) / AS_LINE_CELLS;
    uint32_t taken = lines < room ? lines : room;
    memcpy(reader->cells + reader->count, reader->chunk->cells + (size_t)reader->line * AS_LINE_CELLS,
           taken * LINE_BYTES);
    reader->count += taken * AS_LINE_CELLS;
    reader->line += taken;
    if (taken == lines) next_chunk(reader);
  }
}

bool as_stream_more(as_stream_reader *reader) {
  uint32_t rest = reader->count - reader->at;
  memmove(reader->cells, reader->cells + reader->at, rest * sizeof *reader->cells);
  reader->at = 0;
  reader->count = rest;
  take_lines(reader);
  const as_stream *stream = reader->stream;
  if (reader->chunk == NULL && !reader->at_end && AS_READER_CELLS - reader->count >= stream->fill) {
    memcpy(reader->cells + reader->count, stream->line, stream->fill * sizeof *reader->cells);
    reader->count += stream->fill;
    reader->at_end = true;
  }
  reader->limit = reader->count;
  if (!reader->at_end) reader->limit -= AS_OCCURRENCE_CELLS - 1;
  return reader->at < reader->limit;
}
