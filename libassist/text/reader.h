/* SPDX-License-Identifier: MIT
 * Bytes to atoms: decoded, folded, composed, with what vanishes gone.  An atom is one folded code point and the bytes
 * it came from.  A reader is a plain value: to look ahead, copy it and read from the copy. */
#ifndef AS_TEXT_READER_H
#define AS_TEXT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/table.h"

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
void as_reader_seek(as_reader *reader,
                    size_t offset); /* to the start of a character; an open U+FFF9 stays open */
/* The next code point as written that neither vanishes nor is hidden; false at the end of the text. */
bool as_reader_raw(as_reader *reader, size_t *out_start, uint32_t *out_code_point);

#endif
