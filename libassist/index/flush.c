/* SPDX-License-Identifier: MIT
 *
 * From a batch to a segment: the inverter presented as the source that a segment is written from. */
#include "base/error.h"
#include "index/batch.h"

/* Whether to go on; a thread of its own hears of it through STOP. */
static assist_status step(as_batch *batch, assist_error *error) {
  if (batch->ticker != NULL) return as_ticker_step(batch->ticker, 1, error);
  if (!atomic_load_explicit(&batch->stop, memory_order_relaxed)) return ASSIST_OK;
  return as_fail(error, ASSIST_CANCELLED, "stopped");
}

/* The same between two of the large pieces. */
static assist_status look(as_batch *batch, assist_error *error) {
  return batch->ticker != NULL ? as_ticker_look(batch->ticker, error) : step(batch, error);
}

static assist_status next_token(void *context, uint8_t field, as_slice *out_token, bool *out_more,
                                assist_error *error) {
  as_batch *batch = context;
  assist_status status = step(batch, error);
  if (status != ASSIST_OK) return status;
  return as_inverter_next_token(batch->inverter, field, out_token, out_more, error);
}

static assist_status next_term(void *context, as_term *out_term, bool *out_more, assist_error *error) {
  as_batch *batch = context;
  assist_status status = step(batch, error);
  if (status != ASSIST_OK) return status;
  return as_inverter_next_term(batch->inverter, out_term, out_more, error);
}

static assist_status next_block(void *context, as_posting_block *out_block, assist_error *error) {
  as_batch *batch = context;
  assist_status status = step(batch, error);
  if (status != ASSIST_OK) return status;
  return as_inverter_next_block(batch->inverter, out_block->documents, out_block->frequencies,
                                &out_block->positions, &out_block->count, error);
}

static assist_status put_furniture(as_batch *batch) {
  as_buf rows;
  if (batch->lines == NULL) return ASSIST_OK;
  as_buf_init(&rows);
  as_line_counter_rows(batch->lines, &rows);
  assist_status status = as_segment_writer_furniture(batch->segment, &rows, &batch->error);
  as_buf_clear(&rows);
  return status;
}

assist_status as_batch_run(void *context) {
  as_batch *batch = context;
  const as_term_source source = {batch, next_token, next_term, next_block};
  batch->status = look(batch, &batch->error);
  if (batch->status == ASSIST_OK) batch->status = as_inverter_seal(batch->inverter, &batch->error);
  if (batch->status == ASSIST_OK) batch->status = look(batch, &batch->error);
  if (batch->status == ASSIST_OK)
    batch->status = as_segment_writer_terms(batch->segment, &source, &batch->error);
  if (batch->status == ASSIST_OK) batch->status = look(batch, &batch->error);
  if (batch->status == ASSIST_OK) batch->status = put_furniture(batch);
  if (batch->status == ASSIST_OK) {
    as_segment_writer *segment = batch->segment;
    batch->segment = NULL; /* finish closes it in every case */
    batch->status = as_segment_writer_finish(segment, &batch->record, &batch->error);
  }
  atomic_store_explicit(&batch->done, true, memory_order_release);
  return batch->status;
}
