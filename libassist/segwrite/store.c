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

static void *zstd_alloc(void *context, size_t size) {
  (void)context;
  return as_mem_alloc(size);
}

static void zstd_free(void *context, void *memory) {
  (void)context;
  as_mem_free(memory);
}

assist_status as_store_writer_init(as_store_writer *writer, as_sealed *file, int level, assist_error *error) {
  *writer = (as_store_writer){.file = file};
  as_buf *const bufs[] = {&writer->sizes, &writer->content, &writer->raw, &writer->packed, &writer->rows};
  for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++) as_buf_init(bufs[i]);
  writer->zstd = ZSTD_createCCtx_advanced((ZSTD_customMem){zstd_alloc, zstd_free, NULL});
  if (writer->zstd == NULL) return as_fail_nomem(error);
  size_t result = ZSTD_CCtx_setParameter(writer->zstd, ZSTD_c_compressionLevel, level);
  if (!ZSTD_isError(result)) result = ZSTD_CCtx_setParameter(writer->zstd, ZSTD_c_contentSizeFlag, 1);
  return ZSTD_isError(result) ? as_fail(error, ASSIST_INVALID, "compression level out of range") : ASSIST_OK;
}

void as_store_writer_clear(as_store_writer *writer) {
  ZSTD_freeCCtx(writer->zstd);
  as_buf *const bufs[] = {&writer->sizes, &writer->content, &writer->raw, &writer->packed, &writer->rows};
  for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++) as_buf_clear(bufs[i]);
}

static assist_status pack(as_store_writer *writer, assist_error *error) {
  as_buf *raw = &writer->raw;
  as_buf_reset(raw);
  as_buf_add(raw, writer->sizes.bytes, writer->sizes.size);
  as_buf_add(raw, writer->content.bytes, writer->content.size);
  as_buf_reset(&writer->packed);
  size_t most = ZSTD_compressBound(raw->size);
  uint8_t *room = as_buf_room(&writer->packed, most);
  if (room == NULL || as_buf_failed(raw) || writer->sizes.failed || writer->content.failed)
    return as_fail_nomem(error);
  size_t size = ZSTD_compress2(writer->zstd, room, most, raw->bytes, raw->size);
  if (ZSTD_isError(size)) return as_fail_nomem(error); /* the only failure with room for the bound */
  writer->packed.size = size;
  return ASSIST_OK;
}

static assist_status end_block(as_store_writer *writer, assist_error *error) {
  if (writer->first == writer->documents) return ASSIST_OK;
  as_buf_add_u32(&writer->rows, writer->first);
  as_buf_add_u64(&writer->rows, as_sealed_at(writer->file));
  writer->block_count++;
  assist_status status = pack(writer, error);
  if (status != ASSIST_OK) return status;
  as_sealed_add_buf(writer->file, &writer->packed);
  writer->first = writer->documents;
  as_buf_reset(&writer->sizes);
  /* One huge document is no reason to keep its memory. */
  if (writer->raw.capacity > 16 * BLOCK_SIZE) {
    as_buf_clear(&writer->content);
    as_buf_clear(&writer->raw);
    as_buf_clear(&writer->packed);
  }
  as_buf_reset(&writer->content);
  return as_sealed_status(writer->file, error);
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
  if (status != ASSIST_OK) return status;
  as_store_directory directory = {.blocks = as_sealed_at(writer->file), .count = writer->block_count};
  as_sealed_add_buf(writer->file, &writer->rows);
  as_store_directory_put(out_directory, &directory);
  return as_sealed_status(writer->file, error);
}

size_t as_store_writer_memory(const as_store_writer *writer) {
  if (writer->zstd == NULL) return 0;
  return ZSTD_sizeof_CCtx(writer->zstd) + writer->content.capacity + writer->raw.capacity +
         writer->packed.capacity + writer->rows.capacity + writer->sizes.capacity;
}
