/* SPDX-License-Identifier: MIT
 * Plain Han, as far as they go, and the plain punctuation of three bytes between them: the loop where the time of a scan is
 * spent.  Which of the two comes next cannot be foreseen, so nothing branches on it. */
#ifndef AS_TEXT_HAN_ROW_H
#define AS_TEXT_HAN_ROW_H

#include <stdbool.h>
#include <stdint.h>

#define AS_HAN_ROW 256u

typedef struct as_han_row {
  uint32_t codes[AS_HAN_ROW];   /* folded; AS_UNIT_BREAK once for what stands between two Han */
  uint32_t count, units;        /* units: Han, of all rows */
  const uint8_t *at, *end;      /* of the text; the last three bytes are left */
  const uint8_t *group, *after; /* the first Han since the last break, behind the last one */
  bool open;                    /* the last code is a break: it counts when Han follow */
} as_han_row;

/* From ROW->at on until there is no more room, which is true, or something else comes. */
bool as_han_row_take(as_han_row *row);
/* Way 0: one after another; 1: sixteen at a time, where the processor can.  The codes are the same; where rows end is not. */
bool as_han_row_take_by(unsigned way, as_han_row *row);

#endif
