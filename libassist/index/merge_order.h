/* SPDX-License-Identifier: MIT
 * The order in which a merge writes its documents, where it is not that of its parts one after another: that of insertion, when a part
 * has them in another one; or one that brings documents of the same terms together. */
#ifndef AS_INDEX_MERGE_ORDER_H
#define AS_INDEX_MERGE_ORDER_H

#include "index/part.h"
#include "index/ticker.h"

#define AS_MERGE_DROPPED UINT32_MAX

typedef struct as_merge_place {
  uint32_t part, document;
} as_merge_place;

typedef struct as_merge_order {
  uint32_t documents; /* that live */
  size_t part_count;
  uint32_t **numbers;   /* of each part: old number -> new, or DROPPED */
  as_merge_place *from; /* new number -> where it comes from */
  uint32_t *ranks;      /* new number -> place in order of insertion; NULL: the same */
} as_merge_order;

/* Whether documents of PARTS, one after another, do not stand in order of insertion. */
bool as_merge_order_is_needed(const as_part *parts, size_t count);
/* The order of insertion.  as_merge_order_close in every case. */
assist_status as_merge_order_open(as_merge_order *order, const as_part *parts, size_t count,
                                  assist_error *error);
/* Then another one, in which documents of the same terms stand together.  It depends on the live documents alone.  SHARE: bytes that each
 * part may keep of its files in memory; ASIDE: a thread may help. */
assist_status as_merge_order_bisect(as_merge_order *order, const as_part *parts, uint64_t share, bool aside,
                                    as_ticker *ticker, assist_error *error);
void as_merge_order_close(as_merge_order *order);

#endif
