/* SPDX-License-Identifier: MIT
 *
 * From a batch to a segment: the inverter presented as the source that a segment is written from, whole for one thread, in
 * ranges for several. */
#include "base/error.h"
#include "index/batch.h"

#define SLICES_SHARE 64u

static assist_status step(const as_batch *batch, assist_error *error) {
  return as_ticker_step(batch->ticker, 1, error);
}

static assist_status next_token(void *context, uint8_t field, as_slice *out_token, bool *out_more,
                                assist_error *error) {
  const as_batch *batch = context;
  assist_status status = step(batch, error);
  if (status != ASSIST_OK) return status;
  return as_inverter_next_token(batch->inverter, field, out_token, out_more, error);
}

static assist_status next_term(void *context, as_term *out_term, bool *out_more, assist_error *error) {
  const as_batch *batch = context;
  assist_status status = step(batch, error);
  if (status != ASSIST_OK) return status;
  return as_inverter_next_term(batch->inverter, out_term, out_more, error);
}

static assist_status next_block(void *context, as_posting_block *out_block, assist_error *error) {
  const as_batch *batch = context;
  assist_status status = step(batch, error);
  if (status != ASSIST_OK) return status;
  return as_inverter_next_block(batch->inverter, out_block->documents, out_block->frequencies,
                                &out_block->positions, &out_block->count, error);
}

/* ---- by several threads: only the caller's, which has the first reader, may ask its progress function ---- */

static assist_status step_of(const as_batch_reader *reader, assist_error *error) {
  if (reader == reader->batch->readers) return step(reader->batch, error);
  if (!atomic_load_explicit(reader->stop, memory_order_relaxed)) return ASSIST_OK;
  return as_fail(error, ASSIST_CANCELLED, "stopped");
}

static assist_status next_term_of_range(void *context, as_term *out_term, bool *out_more,
                                        assist_error *error) {
  const as_batch_reader *reader = context;
  assist_status status = step_of(reader, error);
  if (status != ASSIST_OK) return status;
  return as_readout_term(reader->readout, out_term, out_more) ? ASSIST_OK : as_fail_nomem(error);
}

static assist_status next_block_of_range(void *context, as_posting_block *out_block, assist_error *error) {
  const as_batch_reader *reader = context;
  assist_status status = step_of(reader, error);
  if (status != ASSIST_OK) return status;
  if (!as_readout_block(reader->readout, out_block->documents, out_block->frequencies, &out_block->count))
    return as_fail_nomem(error);
  out_block->positions = reader->readout->positions.items;
  return ASSIST_OK;
}

static void begin_range(void *context, unsigned number, size_t range, const atomic_bool *stop,
                        as_term_source *out_source) {
  as_batch *batch = context;
  as_batch_reader *reader = &batch->readers[number];
  *reader = (as_batch_reader){batch, as_inverter_reader(batch->inverter, number), stop};
  as_readout_begin(reader->readout, as_inverter_ranges(batch->inverter)->items[range]);
  *out_source = (as_term_source){reader, next_token, next_term_of_range, next_block_of_range};
}

static assist_status idle(void *context, assist_error *error) { return step(context, error); }

static assist_status put_terms(as_batch *batch, assist_error *error) {
  const as_term_source whole = {batch, next_token, next_term, next_block};
  const as_term_slices slices = {.tokens = whole,
                                 .count = as_inverter_ranges(batch->inverter)->count,
                                 .readers = as_inverter_readers(batch->inverter),
                                 .memory = (size_t)(batch->memory / SLICES_SHARE),
                                 .context = batch,
                                 .begin = begin_range,
                                 .idle = idle};
  if (slices.readers == 1) return as_segment_writer_terms(batch->segment, &whole, error);
  return as_segment_writer_slices(batch->segment, &slices, error);
}

static assist_status put_marks(void *context, uint32_t document, const as_mark_list *marks,
                               assist_error *error) {
  const as_batch *batch = context;
  assist_status status = as_segment_writer_marks(batch->segment, document, marks, error);
  return status == ASSIST_OK ? step(batch, error) : status;
}

/* The lines that repeat, and where they stand. */
static assist_status put_furniture(as_batch *batch, assist_error *error) {
  as_buf rows;
  as_line_table table = {.slots = NULL};
  if (batch->lines == NULL) return ASSIST_OK;
  as_buf_init(&rows);
  as_line_counter_rows(batch->lines, &rows);
  assist_status status = as_segment_writer_furniture(batch->segment, &rows, error);
  if (status == ASSIST_OK && !as_line_table_init(&table, &rows)) status = as_fail_nomem(error);
  if (status == ASSIST_OK)
    status = as_mark_log_read(as_line_counter_log(batch->lines), &table, put_marks, batch, error);
  as_line_table_clear(&table);
  as_buf_clear(&rows);
  return status;
}

assist_status as_batch_run(as_batch *batch, as_segment_record *out_record, assist_error *error) {
  assist_status status = as_ticker_look(batch->ticker, error);
  if (status == ASSIST_OK) status = as_inverter_seal(batch->inverter, error);
  if (status == ASSIST_OK) status = as_ticker_look(batch->ticker, error);
  if (status == ASSIST_OK) status = put_terms(batch, error);
  if (status == ASSIST_OK) status = as_ticker_look(batch->ticker, error);
  if (status == ASSIST_OK) status = put_furniture(batch, error);
  if (status != ASSIST_OK) return status;
  as_segment_writer *segment = batch->segment;
  batch->segment = NULL; /* finish closes it in every case */
  return as_segment_writer_finish(segment, out_record, error);
}
