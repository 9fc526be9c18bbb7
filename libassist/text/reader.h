/* SPDX-License-Identifier: MIT
 * Bytes to atoms: decoded, folded, composed, with what vanishes gone.  An atom is one folded code point and the bytes
 * it came from.  A reader is a plain value: to look ahead, copy it and read from the copy. */
#ifndef AS_TEXT_READER_H
#define AS_TEXT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/table.h"
#include "text/utf8.h"

#define AS_ATOM_END 31u /* char_class after the last atom */
#define AS_CLUSTER 32u  /* a character and the marks that may compose with it; further marks do not compose */
#define AS_PENDING 128u /* folded code points of one cluster; longer ones are cut */
#define AS_INTERLINEAR 64u /* code points between U+FFFA and U+FFFB */

typedef struct as_atom {
  uint32_t code;     /* folded */
  uint32_t original; /* the (first) code point as written */
  uint8_t char_class;
  bool apart; /* never glued to atoms of another character */
  bool whole; /* the only atom of its character: reading may start again at `start` */
  size_t start, end;
} as_atom;

typedef struct as_reader {
  const uint8_t *text;
  size_t size, offset;
  bool anchored;                   /* a U+FFF9 is open */
  size_t hidden_start, hidden_end; /* the last interlinear annotation that vanished; 0, 0 before the first */
  as_atom shared;                  /* what the pending atoms have in common */
  unsigned pending_at, pending_count;
  uint32_t pending[AS_PENDING];
} as_reader;

void as_reader_begin(as_reader *reader, const void *text, size_t size);
void as_reader_next(as_reader *reader, as_atom *out_atom);
/* One code point of SIZE bytes at AT, if it is of the plainest: Han of three bytes that folds to one, or ASCII before ASCII, which
 * composes with nothing.  Gives its size, or 0. */
static inline unsigned as_plain_atom(const uint8_t *at, size_t size, as_atom *out_atom) {
  if (size > 1 && at[0] < 0x80 && at[1] < 0x80 && at[0] != '\r') {
    const uint32_t entry = as_table_entry(at[0]);
    out_atom->char_class = (uint8_t)as_entry_class(entry);
    out_atom->code = as_entry_value(entry);
    out_atom->original = at[0];
    return out_atom->char_class == AS_CHAR_IGNORED ? 0 : 1;
  }
  if (size < 3 || at[0] < 0xE4 || as_utf8_next(at, 3, &out_atom->original) != 3) return 0;
  const uint16_t folded = as_table_rows[out_atom->original];
  out_atom->char_class = AS_CHAR_HAN;
  out_atom->code = folded;
  return folded == AS_ROW_NONE || folded == AS_ROW_BREAK ? 0 : 3;
}
/* The Han character of three bytes at AT, of which LEFT follow, if it folds to one and lies where nothing else than Han does, below
 * U+A000: what it folds to, or 0. */
static inline uint32_t as_plain_han(const uint8_t *at, size_t left) {
  if (left < 3 || at[0] < 0xE4 || at[0] > 0xE9 || !as_utf8_is_tail(at[1]) || !as_utf8_is_tail(at[2]))
    return 0;
  const uint16_t folded = as_table_rows[(at[0] & 0x0Fu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu)];
  return folded == AS_ROW_BREAK ? 0 : folded;
}
/* Whether a text is such characters alone, and some: each is a unit then, and adjacent to the one before. */
static inline bool as_is_plain_han(const uint8_t *text, size_t size) {
  for (size_t at = 0; at < size; at += 3)
    if (as_plain_han(text + at, size - at) == 0) return false;
  return size > 0;
}
/* A plain atom where such comes next; false, and nothing read: something else does. */
static inline bool as_reader_next_plain(as_reader *reader, as_atom *out_atom) {
  const size_t start = reader->offset;
  if (reader->pending_at != reader->pending_count) return false;
  const unsigned used = as_plain_atom(reader->text + start, reader->size - start, out_atom);
  if (used == 0) return false;
  out_atom->apart = false;
  out_atom->whole = true;
  out_atom->start = start;
  out_atom->end = reader->offset = start + used;
  return true;
}
void as_reader_seek(as_reader *reader,
                    size_t offset); /* to the start of a character; an open U+FFF9 stays open */
/* The next code point as written that neither vanishes nor is hidden; false at the end of the text. */
bool as_reader_raw(as_reader *reader, size_t *out_start, uint32_t *out_code_point);

#endif
