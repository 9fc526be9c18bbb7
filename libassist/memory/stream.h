/* SPDX-License-Identifier: MIT
 * The occurrences of one first unit, in the order in which they came: a key (the second unit), an entry (a document) and a
 * position each.  Mostly four bytes an occurrence.
 *
 *   cell     [31..16] where   [15..0] key; all ones: the key follows in a cell of its own
 *   where    below 8192              in the same entry: positions since the occurrence before
 *            [15..11] s  [10..0] p   s - 3 entries since the occurrence before, position p; s is 4 at least
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

#include "base/fixed.h"
#include "memory/pool.h"

#define AS_CELL_WIDE 0xFFFFu
#define AS_WHERE_ONE_CELL 0xFFFEu
#define AS_WHERE_TWO_CELLS 0xFFFFu
#define AS_WHERE_POSITION 11u
#define AS_WHERE_POSITIONS (1u << AS_WHERE_POSITION)
#define AS_WHERE_RAISED 3u /* s is that much more than the entries */
#define AS_WHERE_SAME ((AS_WHERE_RAISED + 1) << AS_WHERE_POSITION)
#define AS_ONE_CELL_POSITION 18u
#define AS_OCCURRENCE_CELLS 4u /* that one may take at most */

/* An occurrence before, in one word, so that one load and one store do: its position, its entry and one. */
static inline uint64_t as_mark(uint32_t entry, uint32_t position) {
  return (uint64_t)position << 32 | (entry + 1);
}
#define AS_MARK_POSITION (UINT64_C(1) << 32) /* added, it is the next position */
static inline uint32_t as_mark_position(uint64_t mark) { return (uint32_t)(mark >> 32); }

#define AS_LINE_CELLS 16u
typedef struct as_stream {
  uint64_t mark;          /* of the occurrence before */
  struct as_chunk *chunk; /* the last one, whose `next` is the first; NULL: none yet */
  uint32_t *to;           /* where the line goes when it is full */
  uint32_t lines;         /* in chunks */
  uint16_t left;          /* lines the last chunk has room for */
  uint16_t fill;          /* cells in the line: fewer than all */
  uint32_t line[AS_LINE_CELLS];
} as_stream;

bool as_stream_put_slow(as_stream *stream, as_pool *pool, uint32_t key, uint64_t mark);
bool as_stream_put_line(as_stream *stream, as_pool *pool);

/* Occurrences are no more than this. */
static inline size_t as_stream_cells(const as_stream *stream) {
  return (size_t)stream->lines * AS_LINE_CELLS + stream->fill;
}

/* False: no memory.  NEAR: the position is below AS_WHERE_POSITIONS and the key below AS_CELL_WIDE, as nearly always, so that
 * one test finds all that is rare.  Whether the entry is the same as before cannot be foreseen, so nothing branches on it. */
AS_ALWAYS_INLINE bool as_stream_put(as_stream *stream, as_pool *pool, uint32_t key, uint64_t mark,
                                    bool near) {
  const uint64_t since = mark - stream->mark; /* in both halves: entries never descend */
  const uint32_t step = (uint32_t)since;
  const uint64_t other = 0 - (uint64_t)(step != 0);
  const uint64_t same_where = since >> 32;
  const uint64_t other_where =
      ((uint64_t)step << AS_WHERE_POSITION) + (AS_WHERE_RAISED << AS_WHERE_POSITION) + (mark >> 32);
  const uint64_t where = same_where ^ ((same_where ^ other_where) & other);
  bool rare = where >= AS_WHERE_ONE_CELL;
  if (!near) {
    const uint64_t limit = other != 0 ? AS_WHERE_POSITIONS : AS_WHERE_SAME;
    rare |= (key >= AS_CELL_WIDE) | ((other != 0 ? mark >> 32 : same_where) >= limit);
  }
  if (rare) return as_stream_put_slow(stream, pool, key, mark);
  stream->mark = mark;
  stream->line[stream->fill] = (uint32_t)where << 16 | key;
  return ++stream->fill != AS_LINE_CELLS || as_stream_put_line(stream, pool);
}

/* Reads from the beginning, a piece at a time: cells where they lie, or a seam, where an occurrence goes on in the piece that
 * follows.  A loop works on a view, which the compiler keeps in registers:
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

#define AS_SEAM_CELLS (2 * (AS_OCCURRENCE_CELLS - 1))
typedef struct as_stream_reader {
  const as_stream *stream;
  const struct as_chunk *chunk; /* the next piece; NULL: the stream's own line, if not AT_END */
  bool at_end;                  /* there is no next piece */
  const uint32_t *at, *limit,
      *end;          /* of this one; AT may be beyond the end of a seam, by cells of the next piece */
  const char *ahead; /* of the next piece, what is to be fetched next */
  uint32_t next_entry, position;
  uint32_t seam[AS_SEAM_CELLS];
} as_stream_reader;

void as_stream_open(as_stream_reader *reader, const as_stream *stream);
bool as_stream_more(as_stream_reader *reader); /* false: there is nothing more */

static inline as_stream_view as_stream_view_of(const as_stream_reader *reader) {
  return (as_stream_view){reader->at, reader->limit, reader->next_entry, reader->position};
}

static inline void as_stream_view_end(as_stream_reader *reader, const as_stream_view *view) {
  reader->at = view->at;
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

/* Is there more of it than its own cell?  Seldom. */
static inline bool as_cell_is_rare(uint32_t cell) {
  return (cell >> 16 >= AS_WHERE_ONE_CELL) | ((cell & AS_CELL_WIDE) == AS_CELL_WIDE);
}

/* The key of the next occurrence, whatever its cells; at < limit must hold. */
static inline uint32_t as_stream_get(as_stream_view *view) {
  const uint32_t cell = *view->at++, where = cell >> 16;
  uint32_t key = cell & AS_CELL_WIDE;
  if (key == AS_CELL_WIDE) key = *view->at++;
  if (where >= AS_WHERE_ONE_CELL) {
    as_stream_get_wide(view, where);
  } else if (where < AS_WHERE_SAME) {
    view->position += where;
  } else {
    view->next_entry += (where >> AS_WHERE_POSITION) - AS_WHERE_RAISED;
    view->position = where & (AS_WHERE_POSITIONS - 1);
  }
  return key;
}

/* Entry and position as one number, the entry from bit ENTRY_AT on; and what a cell that is not rare does to it, by its highest
 * five bits, so that nothing branches:
 *
 *   place = (place & steps->keep[s]) + steps->add[s] + as_cell_low(cell) */
#define AS_CELL_STEPS (1u << (16 - AS_WHERE_POSITION))
typedef struct as_steps {
  unsigned entry_at;
  uint64_t keep[AS_CELL_STEPS], add[AS_CELL_STEPS];
} as_steps;

void as_steps_init(as_steps *steps, unsigned entry_at);
static inline uint32_t as_cell_step(uint32_t cell) { return cell >> (16 + AS_WHERE_POSITION); }
static inline uint32_t as_cell_low(uint32_t cell) { return cell >> 16 & (AS_WHERE_POSITIONS - 1); }
static inline uint64_t as_steps_pack(const as_steps *steps, const as_stream_view *view) {
  return (((uint64_t)view->next_entry - 1) << steps->entry_at) + view->position;
}
static inline void as_steps_unpack(const as_steps *steps, uint64_t place, as_stream_view *view) {
  view->position = (uint32_t)(place & ~steps->keep[AS_CELL_STEPS - 1]);
  view->next_entry = (uint32_t)(place >> steps->entry_at) + 1;
}

#endif
