/* SPDX-License-Identifier: MIT
 *
 * A block of stored text is unpacked as a whole, so that documents read here and there would each cost a block.  Of the next so many
 * that are wanted, all are read in the order they stand in, a block once, and kept until they are given:
 *
 *   wanted   70 3 71 5 4        read   3 4 5 | 70 71        given   70 3 71 5 4
 *
 * How many is told by the sizes of their texts, which are near the sizes of what is stored.  Where more is stored than that, some stay
 * unread, and are read when their turn comes. */
#include "index/stored_ahead.h"

#include "base/bits.h"
#include "base/error.h"
#include "memory/radix.h"

#define UNREAD SIZE_MAX
#define OVERHEAD 256u /* bytes of a document beside its text */

void as_stored_ahead_init(as_stored_ahead *ahead) {
  *ahead = (as_stored_ahead){0};
  as_buf_init(&ahead->bytes);
}

void as_stored_ahead_clear(as_stored_ahead *ahead) {
  as_buf_clear(&ahead->bytes);
  as_vec_free(&ahead->wanted);
  as_vec_free(&ahead->found);
  as_vec_free(&ahead->offsets);
}

/* How far the room reaches. */
static assist_status measure(as_stored_ahead *ahead, const as_part *parts, const as_merge_order *order,
                             uint64_t room, assist_error *error) {
  uint64_t sum = 0;
  while (ahead->end < order->documents) {
    const as_merge_place from = order->from[ahead->end];
    uint64_t bytes;
    assist_status status = as_segment_text_bytes(parts[from.part].segment, from.document, &bytes, error);
    if (status != ASSIST_OK) return status;
    sum += bytes + OVERHEAD;
    if (ahead->end > ahead->begin && sum > room) break;
    ahead->end++;
  }
  return ASSIST_OK;
}

/* Records of a part: its document, and the place in the window. */
static bool list_part(as_stored_ahead *ahead, const as_merge_order *order, size_t part) {
  ahead->wanted.count = 0;
  for (uint32_t i = ahead->begin; i < ahead->end; i++) {
    const as_merge_place from = order->from[i];
    const uint64_t record = (uint64_t)from.document << 32 | (i - ahead->begin);
    if (from.part == part && !as_vec_push(&ahead->wanted, record)) return false;
  }
  return as_vec_reserve(&ahead->wanted, 2 * ahead->wanted.count);
}

static assist_status read_part(as_stored_ahead *ahead, const as_part *part, uint64_t room, uint64_t share,
                               as_ticker *ticker, assist_error *error) {
  const size_t count = ahead->wanted.count;
  const unsigned bits = as_bits_width(part->entry.record.documents);
  const uint64_t *sorted = as_radix_sort(ahead->wanted.items, ahead->wanted.items + count, count, 32, bits);
  for (size_t i = 0; i < count && ahead->bytes.size < room; i++) {
    const size_t size = ahead->bytes.size;
    assist_status status =
        as_segment_stored(part->segment, (uint32_t)(sorted[i] >> 32), &ahead->bytes, error);
    if (status == ASSIST_OK) status = as_ticker_step(ticker, 1, error);
    if (status != ASSIST_OK) return status;
    as_segment_forget(part->segment, share);
    ahead->offsets.items[(uint32_t)sorted[i]] = size;
    ahead->found.items[(uint32_t)sorted[i]].size = ahead->bytes.size - size;
  }
  return ASSIST_OK;
}

assist_status as_stored_ahead_fill(as_stored_ahead *ahead, const as_part *parts, const as_merge_order *order,
                                   uint32_t begin, uint64_t room, uint64_t share, as_ticker *ticker,
                                   assist_error *error) {
  ahead->begin = ahead->end = begin;
  as_buf_reset(&ahead->bytes);
  assist_status status = measure(ahead, parts, order, room, error);
  if (status != ASSIST_OK) return status;
  const size_t count = ahead->end - begin;
  if (!as_vec_reserve(&ahead->found, count) || !as_vec_reserve(&ahead->offsets, count))
    return as_fail_nomem(error);
  for (size_t i = 0; i < count; i++) ahead->offsets.items[i] = UNREAD;
  for (size_t p = 0; status == ASSIST_OK && p < order->part_count; p++) {
    if (!list_part(ahead, order, p)) return as_fail_nomem(error);
    status = read_part(ahead, &parts[p], 2 * room, share, ticker, error);
  }
  for (size_t i = 0; i < count; i++) {
    const size_t offset = ahead->offsets.items[i];
    ahead->found.items[i].bytes = offset == UNREAD ? NULL : ahead->bytes.bytes + offset;
  }
  return status;
}

as_slice as_stored_ahead_get(const as_stored_ahead *ahead, uint32_t at) {
  return ahead->found.items[at - ahead->begin];
}
