/* SPDX-License-Identifier: MIT
 *
 * Stored documents: the block is found by its first document, unpacked, and kept until another one is
 * asked for, so that neighbours cost a copy.  One block a segment, under the segment's mutex; unpacking
 * happens outside of it.
 *
 *   content = size:varint ... bytes ...       of each document of the block
 *
 * Sizes are read once, when the block is unpacked: there may be a thousand small documents in it, and a merge wants each.
 *
 * A frame tells the size of its content.  What zstd cannot have made of so few bytes is refused before
 * memory is taken; a block that another thread uses is not shared but unpacked again.  What unpacks is kept as well: its 160 KB are
 * fresh pages each time. */
#define ZSTD_STATIC_LINKING_ONLY /* for a context with our own allocator */
#include <zstd.h>

#include "base/cursor.h"
#include "base/error.h"
#include "base/fixed.h"
#include "port/mem.h"
#include "segread/opened.h"

/* The smallest zstd block is 3 bytes of header and one that is repeated, 128 KiB of content at most. */
#define CONTENT_OF_BYTES(size) (((uint64_t)(size) / 3 + 1) * 128 * 1024)
#define CONTENT_MOST (UINT64_C(1) << 33)

typedef struct as_stored_block {
  uint32_t first, end; /* documents */
  as_buf content;
  size_t *ends; /* of each document, in CONTENT */
  size_t begin; /* of the first one */
} as_stored_block;

void as_stored_block_free(as_stored_block *block) {
  if (block == NULL) return;
  as_buf_clear(&block->content);
  as_mem_free(block->ends);
  as_mem_free(block);
}

static assist_status corrupt(as_segment *segment, uint64_t offset, assist_error *error) {
  return as_pages_corrupt(as_segment_file(segment, AS_FILE_STORE), offset, "impossible stored block", error);
}

/* ---- where a block is ---- */

typedef struct block_place {
  uint32_t first, end;   /* documents */
  uint64_t offset, size; /* bytes */
} block_place;

static assist_status load_row(as_segment *segment, uint32_t i, uint32_t *out_first, uint64_t *out_offset,
                              assist_error *error) {
  const as_store_directory *store = &segment->store;
  const uint8_t *row;
  if (i == store->count) {
    *out_first = segment->record.documents;
    *out_offset = store->blocks;
    return ASSIST_OK;
  }
  uint64_t at = store->blocks + (uint64_t)i * AS_STORE_ROW;
  assist_status status =
      as_pages_need(as_segment_file(segment, AS_FILE_STORE), at, AS_STORE_ROW, &row, error);
  if (status != ASSIST_OK) return status;
  *out_first = as_load_u32(row);
  *out_offset = as_load_u64(row + 4);
  return ASSIST_OK;
}

static assist_status find_place(as_segment *segment, uint32_t document, block_place *out_place,
                                assist_error *error) {
  uint32_t low = 0;
  uint32_t high = segment->store.count;
  uint64_t next = 0;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    uint32_t first;
    uint64_t offset;
    assist_status status = load_row(segment, middle, &first, &offset, error);
    if (status != ASSIST_OK) return status;
    if (first <= document) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return corrupt(segment, segment->store.blocks, error);
  assist_status status = load_row(segment, low - 1, &out_place->first, &out_place->offset, error);
  if (status == ASSIST_OK) status = load_row(segment, low, &out_place->end, &next, error);
  if (status != ASSIST_OK) return status;
  if (document < out_place->first || document >= out_place->end || next <= out_place->offset) {
    return corrupt(segment, segment->store.blocks, error);
  }
  out_place->size = next - out_place->offset;
  return ASSIST_OK;
}

/* ---- unpacking ---- */

static void *zstd_alloc(void *context, size_t size) {
  (void)context;
  return as_mem_alloc(size);
}

static void zstd_free(void *context, void *memory) {
  (void)context;
  as_mem_free(memory);
}

void as_unpacker_free(struct ZSTD_DCtx_s *unpacker) { ZSTD_freeDCtx(unpacker); }

/* The one kept, or a new one; NULL: no memory. */
static ZSTD_DCtx *take_unpacker(as_segment *segment) {
  as_mutex_lock(segment->mutex);
  ZSTD_DCtx *unpacker = segment->unpacker;
  segment->unpacker = NULL;
  as_mutex_unlock(segment->mutex);
  return unpacker != NULL ? unpacker
                          : ZSTD_createDCtx_advanced((ZSTD_customMem){zstd_alloc, zstd_free, NULL});
}

static void keep_unpacker(as_segment *segment, ZSTD_DCtx *unpacker) {
  as_mutex_lock(segment->mutex);
  ZSTD_DCtx *old = segment->unpacker;
  segment->unpacker = unpacker;
  as_mutex_unlock(segment->mutex);
  ZSTD_freeDCtx(old);
}

static assist_status unpack(as_segment *segment, const block_place *place, as_buf *content,
                            assist_error *error) {
  const uint8_t *bytes;
  assist_status status =
      as_pages_need(as_segment_file(segment, AS_FILE_STORE), place->offset, place->size, &bytes, error);
  if (status != ASSIST_OK) return status;
  unsigned long long size = ZSTD_getFrameContentSize(bytes, (size_t)place->size);
  if (size > CONTENT_OF_BYTES(place->size) || size > CONTENT_MOST)
    return corrupt(segment, place->offset, error);
  uint8_t *room = as_buf_room(content, (size_t)size);
  ZSTD_DCtx *context = take_unpacker(segment);
  if (room != NULL && context != NULL) {
    size_t result = ZSTD_decompressDCtx(context, room, (size_t)size, bytes, (size_t)place->size);
    content->size = (size_t)size;
    if (result != size) status = corrupt(segment, place->offset, error);
  } else if (size != 0 || context == NULL) {
    status = as_fail_nomem(error);
  }
  if (context != NULL) keep_unpacker(segment, context);
  return status;
}

/* What CONTENT says of its documents; CORRUPT is for the caller to report. */
static assist_status read_sizes(as_stored_block *block) {
  as_cursor cursor;
  as_cursor_init(&cursor, block->content.bytes, block->content.size);
  const uint32_t count = block->end - block->first;
  size_t all = 0;
  if (count > block->content.size) return ASSIST_CORRUPT; /* a size takes a byte */
  block->ends = as_mem_array(count, sizeof *block->ends);
  if (block->ends == NULL) return ASSIST_NOMEM;
  for (uint32_t i = 0; i < count; i++) {
    all += (size_t)as_cursor_varint_most(&cursor, block->content.size - all);
    block->ends[i] = all;
  }
  if (cursor.corrupt || all != as_cursor_left(&cursor)) return ASSIST_CORRUPT;
  block->begin = block->content.size - all;
  for (uint32_t i = 0; i < count; i++) block->ends[i] += block->begin;
  return ASSIST_OK;
}

static assist_status block_new(as_segment *segment, const block_place *place, as_stored_block **out_block,
                               assist_error *error) {
  as_stored_block *block = as_mem_calloc(1, sizeof *block);
  if (block == NULL) return as_fail_nomem(error);
  block->first = place->first;
  block->end = place->end;
  as_buf_init(&block->content);
  assist_status status = unpack(segment, place, &block->content, error);
  if (status == ASSIST_OK) {
    status = read_sizes(block);
    if (status == ASSIST_NOMEM) status = as_fail_nomem(error);
    if (status == ASSIST_CORRUPT) status = corrupt(segment, place->offset, error);
  }
  if (status == ASSIST_OK) {
    *out_block = block;
  } else {
    as_stored_block_free(block);
  }
  return status;
}

/* The kept block if DOCUMENT is in it; it is the caller's then. */
static as_stored_block *take_kept(as_segment *segment, uint32_t document) {
  as_mutex_lock(segment->mutex);
  as_stored_block *block = segment->stored;
  bool good = block != NULL && block->first <= document && document < block->end;
  if (good) segment->stored = NULL;
  as_mutex_unlock(segment->mutex);
  return good ? block : NULL;
}

static void keep(as_segment *segment, as_stored_block *block) {
  as_mutex_lock(segment->mutex);
  as_stored_block *old = segment->stored;
  segment->stored = block;
  as_mutex_unlock(segment->mutex);
  as_stored_block_free(old);
}

/* ---- a document of a block ---- */

static as_slice find_document(const as_stored_block *block, uint32_t document) {
  const uint32_t i = document - block->first;
  const size_t begin = i == 0 ? block->begin : block->ends[i - 1];
  return as_slice_of(block->content.bytes + begin, block->ends[i] - begin);
}

assist_status as_segment_stored(as_segment *segment, uint32_t document, as_buf *out_stored,
                                assist_error *error) {
  if (!segment->has_store) return as_fail(error, ASSIST_UNSUPPORTED, "this index keeps no text");
  if (document >= segment->record.documents)
    return as_fail(error, ASSIST_NOTFOUND, "no document of that number");
  as_stored_block *block = take_kept(segment, document);
  if (block == NULL) {
    block_place place;
    assist_status status = find_place(segment, document, &place, error);
    if (status == ASSIST_OK) status = block_new(segment, &place, &block, error);
    if (status != ASSIST_OK) return status;
  }
  as_slice bytes = find_document(block, document);
  as_buf_add(out_stored, bytes.bytes, bytes.size);
  assist_status status = as_buf_failed(out_stored) ? as_fail_nomem(error) : ASSIST_OK;
  keep(segment, block);
  return status;
}
