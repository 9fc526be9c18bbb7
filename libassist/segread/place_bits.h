/* SPDX-License-Identifier: MIT
 * Positions of a list as bits, a block at a time: for who wants all of them, in no order. */
#ifndef AS_SEGREAD_PLACE_BITS_H
#define AS_SEGREAD_PLACE_BITS_H

#include "format/positions.h"
#include "segread/postings.h"

/* Marks the positions of the document that LIST stands on, and of those behind it in the block, before UNTIL; it stands on the last of
 * them then.  Not for CHAR terms.  False: failed, as list->status says. */
bool as_postings_mark(as_postings *list, uint32_t until, const as_position_marks *marks);

#endif
