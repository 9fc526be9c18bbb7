/* SPDX-License-Identifier: MIT
 *
 * A batch.  Keys and stamps stay in memory until the segment is there, for questions about documents just put.
 *
 *   keys    key -> number      latest  number -> document      dead  documents overtaken within the batch */
#include "index/batch.h"

#include "base/error.h"

static assist_status look(void *context, assist_error *error) { return as_ticker_look(context, error); }

assist_status as_batch_new(uint64_t memory, unsigned threads, as_ticker *ticker, as_batch **out_batch,
                           assist_error *error) {
  const as_inverter_options options = {memory, threads, look, ticker};
  as_batch *batch = as_mem_calloc(1, sizeof *batch);
  if (batch == NULL) return as_fail_nomem(error);
  batch->memory = memory;
  batch->ticker = ticker;
  batch->keys = as_bytemap_new();
  assist_status status =
      batch->keys == NULL ? as_fail_nomem(error) : as_inverter_new(&options, &batch->inverter, error);
  if (status != ASSIST_OK) {
    as_batch_free(batch);
    return status;
  }
  *out_batch = batch;
  return ASSIST_OK;
}

void as_batch_free(as_batch *batch) {
  if (batch == NULL) return;
  as_segment_writer_abandon(batch->segment);
  as_inverter_free(batch->inverter);
  as_line_counter_free(batch->lines);
  as_bytemap_free(batch->keys);
  as_vec_free(&batch->latest);
  as_vec_free(&batch->dead);
  as_vec_free(&batch->stamp_ends);
  as_buf_clear(&batch->stamps);
  as_mem_free(batch);
}

void as_batch_reset(as_batch *batch) {
  as_segment_writer_abandon(batch->segment);
  batch->segment = NULL;
  as_inverter_reset(batch->inverter);
  if (batch->lines != NULL) as_line_counter_reset(batch->lines);
  as_bytemap_reset(batch->keys);
  batch->latest.count = batch->dead.count = batch->stamp_ends.count = 0;
  as_buf_reset(&batch->stamps);
}

uint32_t as_batch_documents(const as_batch *batch) { return as_inverter_documents(batch->inverter); }

/* What a document takes beside what is asked below: its key among the others by hash when the batch ends, 16 bytes; the rest is
 * what lists of documents leave unused in the heap when they double, measured with 3.7 million documents of a sentence each. */
#define DOCUMENT_BYTES 128u

bool as_batch_is_full(const as_batch *batch, size_t text_bytes) {
  if (as_batch_documents(batch) == 0) return false;
  if (as_inverter_full(batch->inverter, text_bytes)) return true;
  uint64_t held =
      as_inverter_memory(batch->inverter) + as_bytemap_memory(batch->keys) + batch->stamps.capacity +
      (batch->latest.capacity + batch->dead.capacity) * sizeof(uint32_t) +
      batch->stamp_ends.capacity * sizeof(size_t) + (uint64_t)as_batch_documents(batch) * DOCUMENT_BYTES;
  if (batch->lines != NULL) held += as_line_counter_memory(batch->lines);
  if (batch->segment != NULL) held += as_segment_writer_memory(batch->segment);
  return held + text_bytes * 2 > batch->memory;
}

uint32_t as_batch_find(const as_batch *batch, as_slice key, bool *out_removed) {
  uint32_t number = as_bytemap_find(batch->keys, key);
  *out_removed = false;
  if (number == UINT32_MAX) return AS_BATCH_NONE;
  *out_removed = batch->latest.items[number] == AS_BATCH_NONE;
  return batch->latest.items[number];
}

as_slice as_batch_stamp(const as_batch *batch, uint32_t document) {
  size_t begin = document == 0 ? 0 : batch->stamp_ends.items[document - 1];
  return as_slice_of(batch->stamps.bytes + begin, batch->stamp_ends.items[document] - begin);
}

void as_batch_expect(const as_batch *batch, as_slice key) { as_bytemap_fetch(batch->keys, key); }

bool as_batch_note(as_batch *batch, as_slice key, as_slice stamp) {
  uint32_t document = as_batch_documents(batch) - 1;
  bool fresh;
  as_buf_add(&batch->stamps, stamp.bytes, stamp.size);
  if (as_buf_failed(&batch->stamps) || !as_vec_push(&batch->stamp_ends, batch->stamps.size)) return false;
  uint32_t number = as_bytemap_add(batch->keys, key, &fresh);
  if (number == UINT32_MAX) return false;
  if (fresh) return as_vec_push(&batch->latest, document);
  uint32_t before = batch->latest.items[number];
  batch->latest.items[number] = document;
  return before == AS_BATCH_NONE || as_vec_push(&batch->dead, before);
}

bool as_batch_remove(as_batch *batch, as_slice key) {
  uint32_t *latest = &batch->latest.items[as_bytemap_find(batch->keys, key)];
  if (!as_vec_push(&batch->dead, *latest)) return false;
  *latest = AS_BATCH_NONE;
  return true;
}
