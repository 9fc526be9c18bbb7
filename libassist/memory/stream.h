/* SPDX-License-Identifier: MIT
 * The occurrences of one first unit, in the order in which they came: a key (the second unit), an entry (a document) and a
 * position each.  Mostly four bytes an occurrence.
 *
 *   cell     [31..16] where   [15..0] key; all ones: the key follows in a cell of its own
 *   where    0 [14..0] in the same entry: positions since the occurrence before
 *            1 [14..10] entries since the occurrence before  [9..0] position
 *            all ones but the lowest bit: a cell follows    [31..18] entries since  [17..0] position
 *            all ones: two cells follow                      entries since, position
 *
 * There are thousands of streams, and the next occurrence may be of any of them.  So each gathers a line of sixteen cells beside what
 * else is needed to add one, and lines go to chunks of memory, whose places are far from each other, as a whole:
 *
 *   stream   ... | line                      chunk   next | lines | line line ...       chunks grow from one line to sixteen
 *
 * Entries, and positions within one, ascend; the first entry is counted from -1. */
#ifndef AS_MEMORY_STREAM_H
#define AS_MEMORY_STREAM_H

#include "memory/pool.h"

#define AS_CELL_WIDE 0xFFFFu
#define AS_WHERE_ONE_CELL 0xFFFEu
#define AS_WHERE_TWO_CELLS 0xFFFFu
#define AS_WHERE_OTHER 0x8000u
#define AS_WHERE_POSITION 10u
#define AS_ONE_CELL_POSITION 18u
#define AS_OCCURRENCE_CELLS 4u /* that one may take at most */

#define AS_LINE_CELLS 16u
typedef struct as_stream {
  struct as_chunk *chunk;        /* the last one, whose `next` is the first; NULL: none yet */
  uint32_t *to;                  /* where the line goes when it is full */
  uint32_t next_entry, position; /* of the occurrence before: its entry and one, its position */
  uint32_t lines;                /* in chunks */
  uint16_t left;                 /* lines the last chunk has room for */
  uint16_t fill;                 /* cells in the line: fewer than all */
  uint32_t line[AS_LINE_CELLS];
} as_stream;

bool as_stream_put_slow(as_stream *stream, as_pool *pool, uint32_t key, uint32_t entry, uint32_t position);
bool as_stream_put_line(as_stream *stream, as_pool *pool);

/* Occurrences are no more than this. */
static inline size_t as_stream_cells(const as_stream *stream) {
  return (size_t)stream->lines * AS_LINE_CELLS + stream->fill;
}

static inline uint32_t as_all_bits_unless_zero(uint32_t value) { return 0 - ((value | (0 - value)) >> 31); }

/* False: no memory.  Whether the entry is the same as before cannot be foreseen, so nothing branches on it. */
static inline bool as_stream_put(as_stream *stream, as_pool *pool, uint32_t key, uint32_t entry,
                                 uint32_t position) {
  uint32_t step = entry + 1 - stream->next_entry; /* 0: the same entry */
  uint32_t other = as_all_bits_unless_zero(step);
  uint32_t since = position - (stream->position & ~other);
  uint32_t most = AS_WHERE_OTHER >> (other & (15 - AS_WHERE_POSITION));
  uint32_t where = ((AS_WHERE_OTHER | step << AS_WHERE_POSITION) & other) | since;
  if ((key >= AS_CELL_WIDE) | (since >= most) | (where >= AS_WHERE_ONE_CELL) | (step > 31))
    return as_stream_put_slow(stream, pool, key, entry, position);
  stream->next_entry = entry + 1;
  stream->position = position;
  stream->line[stream->fill] = where << 16 | key;
  return ++stream->fill != AS_LINE_CELLS || as_stream_put_line(stream, pool);
}

/* Reads from the beginning, some cells at a time.  A loop works on a view, which the compiler keeps in registers:
 *
 *   as_stream_open(&reader, stream);
 *   while (as_stream_more(&reader)) {
 *     as_stream_view view = as_stream_view_of(&reader);
 *     while (view.at < view.limit) ... as_stream_get(&view) ... view.next_entry - 1, view.position ...
 *     as_stream_view_end(&reader, &view);
 *   } */
typedef struct as_stream_view {
  const uint32_t *at, *limit; /* an occurrence that begins below LIMIT is there as a whole */
  uint32_t next_entry, position;
} as_stream_view;

#define AS_READER_CELLS 2048u
typedef struct as_stream_reader {
  const as_stream *stream;
  const struct as_chunk *chunk; /* NULL: all chunks are read */
  uint32_t line;                /* of the chunk */
  bool at_end;                  /* the stream's own line is read too */
  uint32_t at, limit, count;    /* of the cells */
  uint32_t next_entry, position;
  uint32_t cells[AS_READER_CELLS];
} as_stream_reader;

void as_stream_open(as_stream_reader *reader, const as_stream *stream);
bool as_stream_more(as_stream_reader *reader); /* false: there is nothing more */

static inline as_stream_view as_stream_view_of(const as_stream_reader *reader) {
  return (as_stream_view){reader->cells + reader->at, reader->cells + reader->limit, reader->next_entry,
                          reader->position};
}

static inline void as_stream_view_end(as_stream_reader *reader, const as_stream_view *view) {
  reader->at = (uint32_t)(view->at - reader->cells);
  reader->next_entry = view->next_entry;
  reader->position = view->position;
}

static inline void as_stream_get_wide(as_stream_view *view, uint32_t where) {
  uint32_t step = *view->at++, position;
  if (where == AS_WHERE_ONE_CELL) {
    position = step & ((1u << AS_ONE_CELL_POSITION) - 1);
    step >>= AS_ONE_CELL_POSITION;
  } else {
    position = *view->at++;
  }
  view->next_entry += step;
  view->position = position;
}

/* The key of the next occurrence; at < limit must hold. */
static inline uint32_t as_stream_get(as_stream_view *view) {
  uint32_t cell = *view->at++;
  uint32_t key = cell & AS_CELL_WIDE, where = cell >> 16;
  if (key == AS_CELL_WIDE) key = *view->at++;
  if (where >= AS_WHERE_ONE_CELL) {
    as_stream_get_wide(view, where);
    return key;
  }
  uint32_t other = 0 - (where >> 15);
  view->next_entry += where >> AS_WHERE_POSITION & 31 & other;
  view->position = (view->position & ~other) + (where & (AS_WHERE_OTHER - 1 - (other & 0x7C00)));
  return key;
}

#endif
