/* SPDX-License-Identifier: MIT
 * Stored text of documents that are wanted in another order than they stand in, read some time before. */
#ifndef AS_INDEX_STORED_AHEAD_H
#define AS_INDEX_STORED_AHEAD_H

#include "base/vec.h"
#include "index/merge_order.h"

typedef struct as_stored_ahead {
  uint32_t begin, end;     /* documents of the order that were looked at together */
  as_buf bytes;            /* of those that were read */
  AS_VEC(uint64_t) wanted; /* place they come from, place in the window; scratch */
  AS_VEC(as_slice) found;  /* by place in the window; NULL bytes: not read */
  AS_VEC(size_t) offsets;  /* the same while the bytes move */
} as_stored_ahead;

void as_stored_ahead_init(as_stored_ahead *ahead);
void as_stored_ahead_clear(as_stored_ahead *ahead);
/* Documents of ORDER from BEGIN on, as many as have ROOM bytes of text together, at least one.  SHARE: bytes that each part may keep of
 * its files in memory. */
assist_status as_stored_ahead_fill(as_stored_ahead *ahead, const as_part *parts, const as_merge_order *order,
                                   uint32_t begin, uint64_t room, uint64_t share, as_ticker *ticker,
                                   assist_error *error);
/* The stored text of document AT of the order; NULL bytes: it was not read. */
as_slice as_stored_ahead_get(const as_stored_ahead *ahead, uint32_t at);

#endif
