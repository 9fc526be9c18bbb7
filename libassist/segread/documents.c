/* SPDX-License-Identifier: MIT
 *
 * What is known of a document without its text: key, stamp, insertion number, title, lengths (columns: column.c).
 * Everything is reached by the document's number in a step or two: a row of 12 bytes leads to its block of
 * 32 documents, a binary search to its run of insertion numbers.  Length codes
 * are one array for each field, verified as a whole when first asked for, since postings look at them all
 * over. */
#include <string.h>

#include "base/error.h"
#include "base/fixed.h"
#include "format/docblock.h"
#include "format/length.h"
#include "port/mem.h"
#include "segread/opened.h"

static assist_status corrupt(as_segment *segment, uint64_t offset, assist_error *error) {
  return as_pages_corrupt(as_segment_file(segment, AS_FILE_DOCUMENTS), offset, "impossible document", error);
}

static assist_status need(as_segment *segment, uint64_t offset, uint64_t size, const uint8_t **out_bytes,
                          assist_error *error) {
  return as_pages_need(as_segment_file(segment, AS_FILE_DOCUMENTS), offset, size, out_bytes, error);
}

/* ---- blocks ---- */

AS_ALWAYS_INLINE assist_status find_block(as_segment *segment, uint32_t document, as_document_block *out,
                                          assist_error *error) {
  const uint8_t *bytes;
  if (document >= segment->record.documents)
    return as_fail(error, ASSIST_NOTFOUND, "no document of that number");
  uint64_t row = segment->docs.blocks + (uint64_t)(document / AS_DOCBLOCK) * AS_DOCBLOCK_ROW;
  assist_status status = need(segment, row, AS_DOCBLOCK_ROW, &bytes, error);
  if (status != ASSIST_OK) return status;
  out->segment = segment;
  out->document = document;
  out->offset = as_load_u64(bytes);
  out->size = as_load_u32(bytes + 8);
  uint32_t left = segment->record.documents - document / AS_DOCBLOCK * AS_DOCBLOCK;
  out->count = left < AS_DOCBLOCK ? left : AS_DOCBLOCK;
  return need(segment, out->offset, out->size, &out->bytes, error);
}

static assist_status open_block(as_segment *segment, uint32_t document, as_docblock *block,
                                uint64_t *out_offset, assist_error *error) {
  as_document_block found = {0};
  assist_status status = find_block(segment, document, &found, error);
  if (status != ASSIST_OK) return status;
  *out_offset = found.offset;
  bool good = as_docblock_open(block, found.bytes, found.size, found.count);
  return good ? ASSIST_OK : corrupt(segment, found.offset, error);
}

static assist_status get_string(as_segment *segment, uint32_t document, bool stamp, as_buf *out,
                                assist_error *error) {
  as_docblock block;
  uint64_t offset = 0;
  as_buf text;
  assist_status status = open_block(segment, document, &block, &offset, error);
  if (status != ASSIST_OK) return status;
  as_buf_init(&text);
  const unsigned i = document % AS_DOCBLOCK;
  if (!(stamp ? as_docblock_stamp(&block, i, &text) : as_docblock_key(&block, i, &text))) {
    status = corrupt(segment, offset, error);
  } else {
    as_buf_add(out, text.bytes, text.size);
    if (as_buf_failed(&text) || as_buf_failed(out)) status = as_fail_nomem(error);
  }
  as_buf_clear(&text);
  return status;
}

assist_status as_segment_find_in_block(as_segment *segment, uint32_t block, as_slice key, as_buf *scratch,
                                       uint32_t *out_document, assist_error *error) {
  as_docblock opened;
  uint64_t offset = 0;
  unsigned i = AS_DOCBLOCK;
  assist_status status = open_block(segment, block * AS_DOCBLOCK, &opened, &offset, error);
  if (status != ASSIST_OK) return status;
  if (!as_docblock_find(&opened, key, scratch, &i)) return corrupt(segment, offset, error);
  if (as_buf_failed(scratch)) return as_fail_nomem(error);
  *out_document = i < opened.count ? block * AS_DOCBLOCK + i : UINT32_MAX;
  return ASSIST_OK;
}

assist_status as_segment_key(as_segment *segment, uint32_t document, as_buf *out_key, assist_error *error) {
  return get_string(segment, document, false, out_key, error);
}

assist_status as_segment_stamp(as_segment *segment, uint32_t document, as_buf *out_stamp,
                               assist_error *error) {
  return get_string(segment, document, true, out_stamp, error);
}

assist_status as_segment_find_block(as_segment *segment, uint32_t document, as_document_block *out_block,
                                    assist_error *error) {
  assist_status status = find_block(segment, document, out_block, error);
  if (status != ASSIST_OK) return status;
  __builtin_prefetch(out_block->bytes);
  __builtin_prefetch(out_block->bytes + (out_block->size < 64 ? out_block->size : 64) - 1);
  return ASSIST_OK;
}

static assist_status get_extent(as_segment *segment, uint32_t document, as_extent *out_extent,
                                assist_error *error) {
  as_docblock block;
  uint64_t offset = 0;
  assist_status status = open_block(segment, document, &block, &offset, error);
  if (status != ASSIST_OK) return status;
  bool good = as_docblock_extent(&block, document % AS_DOCBLOCK, out_extent);
  return good ? ASSIST_OK : corrupt(segment, offset, error);
}

assist_status as_segment_title(as_segment *segment, uint32_t document, uint32_t *out_begin, uint32_t *out_end,
                               assist_error *error) {
  as_extent extent;
  assist_status status = get_extent(segment, document, &extent, error);
  if (status != ASSIST_OK) return status;
  *out_begin = extent.title_begin;
  *out_end = extent.title_begin + extent.title_size;
  return ASSIST_OK;
}

_Static_assert(AS_TITLES == AS_DOCBLOCK, "titles are read a block at a time");

assist_status as_segment_titles(as_segment *segment, uint32_t document, as_titles *out_titles,
                                assist_error *error) {
  as_docblock block;
  uint64_t offset = 0;
  assist_status status = open_block(segment, document, &block, &offset, error);
  if (status != ASSIST_OK) return status;
  as_extent extents[AS_DOCBLOCK];
  if (!as_docblock_extents(&block, extents)) return corrupt(segment, offset, error);
  out_titles->count = block.count;
  for (unsigned i = 0; i < block.count; i++) {
    out_titles->begins[i] = extents[i].title_begin;
    out_titles->ends[i] = extents[i].title_begin + extents[i].title_size;
  }
  return ASSIST_OK;
}

assist_status as_segment_text_bytes(as_segment *segment, uint32_t document, uint64_t *out_bytes,
                                    assist_error *error) {
  as_extent extent;
  assist_status status = get_extent(segment, document, &extent, error);
  if (status == ASSIST_OK) *out_bytes = extent.text;
  return status;
}

assist_status as_segment_sketch(as_segment *segment, uint32_t document, uint8_t out_sketch[AS_SKETCH_BYTES],
                                assist_error *error) {
  as_docblock block;
  uint64_t offset;
  assist_status status = open_block(segment, document, &block, &offset, error);
  if (status != ASSIST_OK) return status;
  const uint8_t *sketch = as_docblock_sketch(&block, document % AS_DOCBLOCK);
  if (sketch == NULL) {
    memset(out_sketch, 0, AS_SKETCH_BYTES);
  } else {
    memcpy(out_sketch, sketch, AS_SKETCH_BYTES);
  }
  return ASSIST_OK;
}

/* ---- rows by document ---- */

/* The last of COUNT rows that begin with a document not above DOCUMENT; COUNT: none. */
static assist_status find_row(as_segment *segment, uint64_t rows, uint32_t count, unsigned size,
                              uint32_t document, uint32_t *out_row, assist_error *error) {
  uint32_t low = 0;
  uint32_t high = count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    const uint8_t *row;
    assist_status status = need(segment, rows + (uint64_t)middle * size, 4, &row, error);
    if (status != ASSIST_OK) return status;
    if (as_load_u32(row) <= document) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  *out_row = low == 0 ? count : low - 1;
  return ASSIST_OK;
}

static uint32_t rank_of(const as_segment *segment, uint32_t document) {
  return segment->ranks == NULL ? document : segment->ranks[document];
}

/* Of the document of RANK, by run AT. */
static inline assist_status count_in_run(as_segment *segment, uint32_t rank, uint32_t at,
                                         uint64_t *out_insertion, assist_error *error) {
  const uint64_t runs = segment->docs.runs;
  const uint8_t *row;
  assist_status status = need(segment, runs + (uint64_t)at * AS_RUN_ROW, AS_RUN_ROW, &row, error);
  if (status != ASSIST_OK) return status;
  if (as_load_u32(row) > rank) return corrupt(segment, runs, error);
  *out_insertion = as_load_u64(row + 4) + (rank - as_load_u32(row));
  return ASSIST_OK;
}

assist_status as_segment_insertion(as_segment *segment, uint32_t document, uint64_t *out_insertion,
                                   assist_error *error) {
  const as_docs_directory *docs = &segment->docs;
  uint32_t at = 0;
  if (document >= segment->record.documents)
    return as_fail(error, ASSIST_NOTFOUND, "no document of that number");
  const uint32_t rank = rank_of(segment, document);
  assist_status status = find_row(segment, docs->runs, docs->run_count, AS_RUN_ROW, rank, &at, error);
  if (status != ASSIST_OK) return status;
  if (at == docs->run_count) return corrupt(segment, docs->runs, error);
  return count_in_run(segment, rank, at, out_insertion, error);
}

assist_status as_segment_name(const as_document_block *block, as_arena *memory, as_document_name *out_name,
                              assist_error *error) {
  as_segment *segment = block->segment;
  const uint32_t document = block->document;
  if (!as_docblock_copy_key(block->bytes, block->size, block->count, document % AS_DOCBLOCK, memory,
                            &out_name->key))
    return corrupt(segment, block->offset, error);
  if (out_name->key.bytes == NULL) return as_fail_nomem(error);
  if (segment->docs.run_count == 1)
    return count_in_run(segment, rank_of(segment, document), 0, &out_name->insertion, error);
  return as_segment_insertion(segment, document, &out_name->insertion, error);
}

assist_status as_segment_line_documents(as_segment *segment, uint64_t hash, uint32_t *out_documents,
                                        assist_error *error) {
  uint32_t low = 0;
  uint32_t high = segment->docs.furniture_count;
  *out_documents = 0;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    uint64_t here;
    uint32_t documents;
    assist_status status = as_segment_line(segment, middle, &here, &documents, error);
    if (status != ASSIST_OK) return status;
    if (here == hash) {
      *out_documents = documents;
      return ASSIST_OK;
    }
    if (here < hash) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return ASSIST_OK;
}

/* ---- lengths ---- */

/* A field that no document has: all zeros. */
static const uint8_t *zero_codes(as_segment *segment, assist_error *error) {
  as_mutex_lock(segment->mutex);
  if (segment->no_codes == NULL) segment->no_codes = as_mem_calloc((size_t)segment->record.documents + 1, 1);
  const uint8_t *codes = segment->no_codes;
  as_mutex_unlock(segment->mutex);
  if (codes == NULL) (void)as_fail_nomem(error);
  return codes;
}

const uint8_t *as_segment_length_codes(as_segment *segment, uint8_t field, assist_error *error) {
  if (field >= segment->docs.field_count || segment->docs.fields[field].codes == 0)
    return zero_codes(segment, error);
  const uint8_t *codes = atomic_load_explicit(&segment->codes[field], memory_order_acquire);
  if (codes != NULL) return codes;
  assist_status status =
      need(segment, segment->docs.fields[field].codes, segment->record.documents, &codes, error);
  if (status != ASSIST_OK) return NULL;
  atomic_store_explicit(&segment->codes[field], codes, memory_order_release);
  return codes;
}

assist_status as_segment_lengths(as_segment *segment, uint32_t document, uint32_t *out_lengths,
                                 assist_error *error) {
  if (document >= segment->record.documents)
    return as_fail(error, ASSIST_NOTFOUND, "no document of that number");
  for (unsigned i = 0; i < segment->docs.field_count; i++) {
    assist_error inner;
    const uint8_t *codes = as_segment_length_codes(segment, (uint8_t)i, &inner);
    if (codes == NULL) {
      if (error != NULL) *error = inner;
      return inner.code;
    }
    out_lengths[i] = as_length_of_code(codes[document]);
  }
  return ASSIST_OK;
}
