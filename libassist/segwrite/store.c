/* SPDX-License-Identifier: MIT
 *
 * Stored documents gather until they have 64 KiB, which is enough for zstd to find what repeats and little
 * enough to unpack for one snippet.
 *
 *   content = size:varint ... bytes ...        packed as one zstd frame, whose header tells the size of
 *                                              the content
 *
 * The same bytes come out for the same level and version of zstd. */
#define ZSTD_STATIC_LINKING_ONLY /* for a context with our own allocator */
#include "segwrite/store.h"

#include <zstd.h>

#include "base/error.h"
#include "format/docs_directory.h"
#include "port/mem.h"

#define BLOCK_SIZE ((size_t)64 * 1024)
#define HUGE_BLOCK (16 * BLOCK_SIZE) /* one huge document is no reason to keep its memory */

static void *zstd_alloc(void *context, size_t size) {
  (void)context;
  return as_mem_alloc(size);
}

static void zstd_free(void *context, void *memory) {
  (void)context;
  as_mem_free(memory);
}

static assist_status pack_load(void *context, const as_load *load, assist_error *error);

assist_status as_store_writer_init(as_store_writer *writer, as_sealed *file, int level, bool apart,
                                   assist_error *error) {
  *writer = (as_store_writer){.file = file, .level = level};
  as_buf *const bufs[] = {&writer->sizes, &writer->content, &writer->load.bytes, &writer->packed,
                          &writer->rows};
  for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++) as_buf_init(bufs[i]);
  writer->zstd = ZSTD_createCCtx_advanced((ZSTD_customMem){zstd_alloc, zstd_free, NULL});
  if (writer->zstd == NULL) return as_fail_nomem(error);
  size_t result = ZSTD_CCtx_setParameter(writer->zstd, ZSTD_c_compressionLevel, level);
  if (!ZSTD_isError(result)) result = ZSTD_CCtx_setParameter(writer->zstd, ZSTD_c_contentSizeFlag, 1);
  if (ZSTD_isError(result)) return as_fail(error, ASSIST_INVALID, "compression level out of range");
  return apart ? as_conveyor_new(pack_load, writer, &writer->conveyor, error) : ASSIST_OK;
}

void as_store_writer_clear(as_store_writer *writer) {
  as_conveyor_free(writer->conveyor);
  ZSTD_freeCCtx(writer->zstd);
  as_buf *const bufs[] = {&writer->sizes, &writer->content, &writer->load.bytes, &writer->packed,
                          &writer->rows};
  for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++) as_buf_clear(bufs[i]);
}

/* A block to the file; in the conveyor's thread, if there is one. */
static assist_status pack_load(void *context, const as_load *load, assist_error *error) {
  as_store_writer *writer = context;
  const as_buf *raw = &load->bytes;
  as_buf_add_u32(&writer->rows, load->first);
  as_buf_add_u64(&writer->rows, as_sealed_at(writer->file));
  writer->block_count++;
  as_buf_reset(&writer->packed);
  size_t most = ZSTD_compressBound(raw->size);
  uint8_t *room = as_buf_room(&writer->packed, most);
  if (room == NULL) return as_fail_nomem(error);
  size_t size = ZSTD_compress2(writer->zstd, room, most, raw->bytes, raw->size);
  if (ZSTD_isError(size)) return as_fail_nomem(error); /* the only failure with room for the bound */
  writer->packed.size = size;
  as_sealed_add_buf(writer->file, &writer->packed);
  if (writer->packed.capacity > HUGE_BLOCK) as_buf_clear(&writer->packed);
  return as_sealed_status(writer->file, error);
}

static bool fill_load(as_store_writer *writer, as_load *load) {
  as_buf *raw = &load->bytes;
  load->first = writer->first;
  as_buf_reset(raw);
  as_buf_add(raw, writer->sizes.bytes, writer->sizes.size);
  as_buf_add(raw, writer->content.bytes, writer->content.size);
  writer->given += raw->size;
  if (raw->size > writer->largest) writer->largest = raw->size;
  return !as_buf_failed(raw) && !as_buf_failed(&writer->sizes) && !as_buf_failed(&writer->content);
}

static assist_status end_block(as_store_writer *writer, assist_error *error) {
  as_load *load = &writer->load;
  if (writer->first == writer->documents) return ASSIST_OK;
  if (writer->conveyor != NULL) {
    assist_status status = as_conveyor_take(writer->conveyor, &load, error);
    if (status != ASSIST_OK) return status;
  }
  if (!fill_load(writer, load)) return as_fail_nomem(error);
  writer->first = writer->documents;
  as_buf_reset(&writer->sizes);
  if (writer->content.capacity > HUGE_BLOCK) as_buf_clear(&writer->content);
  as_buf_reset(&writer->content);
  if (writer->conveyor != NULL) {
    as_conveyor_give(writer->conveyor);
    return ASSIST_OK;
  }
  assist_status status = pack_load(writer, load, error);
  if (load->bytes.capacity > HUGE_BLOCK) as_buf_clear(&load->bytes);
  return status;
}

assist_status as_store_writer_add(as_store_writer *writer, as_slice stored, assist_error *error) {
  if (stored.size > UINT32_MAX) return as_fail(error, ASSIST_LIMIT, "stored document of more than 4 GiB");
  if (writer->content.size != 0 && writer->content.size + stored.size > BLOCK_SIZE) {
    assist_status status = end_block(writer, error);
    if (status != ASSIST_OK) return status;
  }
  as_buf_add_varint(&writer->sizes, stored.size);
  as_buf_add(&writer->content, stored.bytes, stored.size);
  writer->documents++;
  bool full = writer->content.size >= BLOCK_SIZE || writer->sizes.size >= BLOCK_SIZE;
  return full ? end_block(writer, error) : ASSIST_OK;
}

assist_status as_store_writer_end(as_store_writer *writer, as_buf *out_directory, assist_error *error) {
  assist_status status = end_block(writer, error);
  if (status == ASSIST_OK && writer->conveyor != NULL) status = as_conveyor_end(writer->conveyor, error);
  if (status != ASSIST_OK) return status;
  as_store_directory directory = {.blocks = as_sealed_at(writer->file), .count = writer->block_count};
  as_sealed_add_buf(writer->file, &writer->rows);
  as_store_directory_put(out_directory, &directory);
  return as_sealed_status(writer->file, error);
}

/* Computed from what came in, and as if there were a conveyor: what packs may be at work, and batches must end at the same
 * document every time, whatever the threads. */
size_t as_store_writer_memory(const as_store_writer *writer) {
  if (writer->zstd == NULL) return 0;
  const size_t loads = writer->largest > HUGE_BLOCK ? AS_CONVEYOR_LOADS * HUGE_BLOCK + writer->largest
                                                    : AS_CONVEYOR_LOADS * writer->largest;
  const size_t rows = (size_t)(writer->given / BLOCK_SIZE * 24 + writer->given / 4096); /* and checksums */
  return ZSTD_estimateCCtxSize(writer->level) + ZSTD_compressBound(writer->largest) + loads + rows +
         writer->content.capacity + writer->sizes.capacity;
}
