/* SPDX-License-Identifier: MIT
 *
 * Merging parts into one: documents are read and added again, in order, without the deleted ones; then the terms come
 * through merge_source.c; both go through the one writer of segments, so that a merged segment's bytes are those which its
 * documents alone would have given.
 *
 * Lines are counted first, over all stored text; then documents are copied, and of those whose lines repeat the text is scanned
 * again for where these stand.
 *
 * Without an order (merge_order.h) documents come part after part.  With one, they are read here and there, their stored text some time
 * ahead (stored_ahead.h). */
#include <string.h>

#include "base/error.h"
#include "base/fixed.h"
#include "index/line_marker.h"
#include "index/merge_order.h"
#include "index/merge_source.h"
#include "index/stored_ahead.h"
#include "index/writer.h"

/* Buffers for one document. */
typedef struct copy {
  as_buf key, stamp, stored, words;
  assist_document *kept; /* what is stored, for its lines */
  as_line_marker marker;
  AS_VEC(as_column_value) values;
  AS_VEC(as_text_value) texts;
  uint32_t lengths[256];
  uint8_t sketch[AS_SKETCH_BYTES];
  as_segment_document document;
} copy;

static void clear_copy(copy *of) {
  as_buf_clear(&of->key);
  as_buf_clear(&of->stamp);
  as_buf_clear(&of->stored);
  as_buf_clear(&of->words);
  as_vec_free(&of->values);
  as_vec_free(&of->texts);
  as_document_free(of->kept);
  as_line_marker_clear(&of->marker);
}

static assist_status read_columns(as_segment *segment, uint8_t columns, uint32_t document, copy *to,
                                  assist_error *error) {
  to->values.count = 0;
  for (uint8_t column = 0; column < columns; column++) {
    as_buf_reset(&to->words);
    assist_status status = as_segment_column(segment, column, document, &to->words, error);
    if (status != ASSIST_OK) return status;
    for (size_t at = 0; at + 8 <= to->words.size; at += 8) {
      as_column_value value = {column, as_load_u64(to->words.bytes + at)};
      if (!as_vec_push(&to->values, value)) return as_fail_nomem(error);
    }
  }
  return ASSIST_OK;
}

/* Whole values; they stay with the segment until it forgets. */
static assist_status read_values(as_segment *segment, uint32_t document, copy *to, assist_error *error) {
  to->texts.count = 0;
  for (uint8_t field = 1; field < as_segment_field_count(segment); field++) {
    as_buf_reset(&to->words);
    assist_status status = as_segment_ordinals(segment, field, document, &to->words, error);
    for (size_t at = 0; status == ASSIST_OK && at + 8 <= to->words.size; at += 8) {
      as_text_value text = {field, {NULL, 0}};
      status = as_segment_value(segment, field, as_load_u64(to->words.bytes + at), &text.text, error);
      if (status == ASSIST_OK && !as_vec_push(&to->texts, text)) status = as_fail_nomem(error);
    }
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

static assist_status read_texts(as_segment *segment, uint32_t document, bool store, copy *to,
                                assist_error *error) {
  as_buf_reset(&to->key);
  as_buf_reset(&to->stamp);
  as_buf_reset(&to->stored);
  assist_status status = as_segment_key(segment, document, &to->key, error);
  if (status == ASSIST_OK) status = as_segment_stamp(segment, document, &to->stamp, error);
  if (status == ASSIST_OK && store) status = as_segment_stored(segment, document, &to->stored, error);
  return status;
}

static assist_status read_document(const as_part *part, uint32_t document, bool store, copy *to,
                                   assist_error *error) {
  as_segment *segment = part->segment;
  as_segment_document *made = &to->document;
  *made = (as_segment_document){0};
  memset(to->lengths, 0, sizeof to->lengths);
  assist_status status = read_texts(segment, document, store, to, error);
  if (status == ASSIST_OK) status = read_columns(segment, part->entry.column_count, document, to, error);
  if (status == ASSIST_OK) status = read_values(segment, document, to, error);
  if (status == ASSIST_OK) status = as_segment_insertion(segment, document, &made->insertion, error);
  if (status == ASSIST_OK) status = as_segment_text_bytes(segment, document, &made->text_bytes, error);
  if (status == ASSIST_OK) status = as_segment_lengths(segment, document, to->lengths, error);
  if (status == ASSIST_OK) {
    status = as_segment_title(segment, document, &made->title_begin, &made->title_end, error);
  }
  if (status == ASSIST_OK) status = as_segment_sketch(segment, document, to->sketch, error);
  made->key = as_slice_of(to->key.bytes, to->key.size);
  made->stamp = as_slice_of(to->stamp.bytes, to->stamp.size);
  made->stored = as_slice_of(to->stored.bytes, to->stored.size);
  made->lengths = to->lengths;
  made->sketch = to->sketch;
  made->values = to->values.items;
  made->value_count = to->values.count;
  made->texts = to->texts.items;
  made->text_count = to->texts.count;
  return status;
}

static void give_up_values(const as_part *part, as_segment_writer *out) {
  for (uint8_t field = 1; field < as_segment_field_count(part->segment); field++)
    if (as_segment_has_too_many_values(part->segment, field)) as_segment_writer_give_up_values(out, field);
}

/* Document NUMBER of the merged segment, which is PLACE of the parts. */
static assist_status add_marks(assist_writer *writer, copy *scratch, const as_part *parts,
                               as_merge_place place, uint32_t number, as_segment_writer *out) {
  const as_marked_document of = {.part = place.part,
                                 .segment = parts[place.part].segment,
                                 .number = place.document,
                                 .document = scratch->kept,
                                 .title_end = scratch->document.title_end,
                                 .length = scratch->lengths[0]};
  assist_status status =
      as_document_decode(scratch->kept, &writer->next->schema, scratch->document.stored, &writer->failure);
  if (status == ASSIST_OK) status = as_line_marker_find(&scratch->marker, &of, &writer->failure);
  if (status != ASSIST_OK) return status;
  return as_segment_writer_marks(out, number, &scratch->marker.marks, &writer->failure);
}

static assist_status add_document(assist_writer *writer, copy *scratch, const as_part *parts,
                                  as_merge_place place, uint32_t number, as_segment_writer *out) {
  assist_status status = as_segment_writer_add(out, &scratch->document, &writer->failure);
  if (status == ASSIST_OK && writer->next->store && as_line_marker_has_lines(&scratch->marker))
    status = add_marks(writer, scratch, parts, place, number, out);
  if (status != ASSIST_OK) return status;
  return as_ticker_step(&writer->ticker, 1 + scratch->document.stored.size / 16, &writer->failure);
}

static assist_status copy_documents(assist_writer *writer, const as_part *parts, uint32_t at, copy *scratch,
                                    uint32_t *number, as_segment_writer *out) {
  const as_part *part = &parts[at];
  const uint64_t share = as_writer_share(writer, 1); /* one part after the other */
  const bool store = writer->next->store;
  assist_status status = ASSIST_OK;
  for (uint32_t i = 0; status == ASSIST_OK && i < part->entry.record.documents; i++) {
    if (as_part_is_dead(part, i)) continue;
    status = read_document(part, i, store, scratch, &writer->failure);
    const as_merge_place place = {at, i};
    if (status == ASSIST_OK) status = add_document(writer, scratch, parts, place, (*number)++, out);
    as_segment_forget(part->segment, share);
  }
  as_segment_forget(part->segment, 0);
  return status;
}

/* ---- lines ---- */

static assist_status count_lines(assist_writer *writer, as_segment *segment, uint32_t document, copy *scratch,
                                 as_line_counter *lines) {
  as_buf_reset(&scratch->stored);
  assist_status status = as_segment_stored(segment, document, &scratch->stored, &writer->failure);
  if (status != ASSIST_OK) return status;
  const as_slice stored = as_slice_of(scratch->stored.bytes, scratch->stored.size);
  status = as_document_decode(scratch->kept, &writer->next->schema, stored, &writer->failure);
  if (status != ASSIST_OK) return status;
  return as_line_counter_count(lines, scratch->kept) ? ASSIST_OK : as_fail_nomem(&writer->failure);
}

/* In order of insertion, since the counter forgets the seldom ones as it goes: what is furniture shall not depend on the order that
 * documents stand in. */
static assist_status count_part(assist_writer *writer, const as_part *part, copy *scratch,
                                as_line_counter *lines) {
  const uint64_t share = as_writer_share(writer, 1);
  const uint32_t *places = as_segment_places(part->segment);
  assist_status status = ASSIST_OK;
  for (uint32_t i = 0; status == ASSIST_OK && i < part->entry.record.documents; i++) {
    const uint32_t document = places == NULL ? i : places[i];
    if (as_part_is_dead(part, document)) continue;
    status = count_lines(writer, part->segment, document, scratch, lines);
    if (status == ASSIST_OK) status = as_ticker_step(&writer->ticker, 1, &writer->failure);
    as_segment_forget(part->segment, share);
  }
  as_segment_forget(part->segment, 0);
  return status;
}

static assist_status find_furniture(assist_writer *writer, const as_part *parts, size_t count, copy *scratch,
                                    as_segment_writer *out) {
  as_line_counter *lines = as_line_counter_new();
  assist_status status = lines == NULL ? as_fail_nomem(&writer->failure) : ASSIST_OK;
  for (size_t i = 0; status == ASSIST_OK && i < count; i++)
    status = count_part(writer, &parts[i], scratch, lines);
  if (status == ASSIST_OK) status = as_line_marker_begin(&scratch->marker, lines, count, &writer->failure);
  if (status == ASSIST_OK) status = as_segment_writer_furniture(out, &scratch->marker.rows, &writer->failure);
  as_line_counter_free(lines);
  return status;
}

/* ---- in another order ---- */

/* Document AT of the order, with what was read of it ahead. */
static assist_status read_ordered(assist_writer *writer, const as_part *parts, const as_merge_order *order,
                                  const as_stored_ahead *ahead, uint32_t at, copy *to) {
  const as_merge_place from = order->from[at];
  const bool store = writer->next->store;
  const as_slice stored = store ? as_stored_ahead_get(ahead, at) : as_slice_of(NULL, 0);
  assist_status status =
      read_document(&parts[from.part], from.document, store && stored.bytes == NULL, to, &writer->failure);
  if (stored.bytes != NULL) to->document.stored = stored;
  return status;
}

static assist_status copy_ordered(assist_writer *writer, const as_part *parts, const as_merge_order *order,
                                  copy *scratch, as_segment_writer *out) {
  const uint64_t share = as_writer_share(writer, order->part_count);
  as_stored_ahead ahead;
  assist_status status = ASSIST_OK;
  as_stored_ahead_init(&ahead);
  for (uint32_t i = 0; status == ASSIST_OK && i < order->documents; i++) {
    if (writer->next->store && i == ahead.end)
      status = as_stored_ahead_fill(&ahead, parts, order, i, writer->memory / 8, share, &writer->ticker,
                                    &writer->failure);
    if (status == ASSIST_OK) status = read_ordered(writer, parts, order, &ahead, i, scratch);
    if (status == ASSIST_OK) status = add_document(writer, scratch, parts, order->from[i], i, out);
    as_segment_forget(parts[order->from[i].part].segment, share);
  }
  as_stored_ahead_clear(&ahead);
  for (size_t i = 0; i < order->part_count; i++) as_segment_forget(parts[i].segment, 0);
  return status;
}

/* ---- all of it ---- */

static assist_status copy_all(assist_writer *writer, const as_part *parts, size_t count,
                              const as_merge_order *order, as_segment_writer *out) {
  copy scratch = {.kept = as_document_new()};
  uint32_t number = 0;
  assist_status status = scratch.kept == NULL ? as_fail_nomem(&writer->failure) : ASSIST_OK;
  for (size_t i = 0; i < count; i++) give_up_values(&parts[i], out);
  if (status == ASSIST_OK && writer->next->store)
    status = find_furniture(writer, parts, count, &scratch, out);
  if (order != NULL && status == ASSIST_OK) status = copy_ordered(writer, parts, order, &scratch, out);
  for (size_t i = 0; order == NULL && status == ASSIST_OK && i < count; i++)
    status = copy_documents(writer, parts, (uint32_t)i, &scratch, &number, out);
  clear_copy(&scratch);
  return status;
}

static assist_status write_merged(assist_writer *writer, const as_part *parts, size_t count,
                                  const as_merge_order *order, as_segment_writer *out) {
  as_merge merge;
  const uint64_t share = as_writer_share(writer, count);
  assist_status status = copy_all(writer, parts, count, order, out);
  if (status != ASSIST_OK) return status;
  status = as_merge_open(&merge, parts, count, order, share, &writer->ticker, &writer->failure);
  if (status == ASSIST_OK) {
    const as_term_source source = as_merge_source(&merge);
    status = as_segment_writer_terms(out, &source, &writer->failure);
  }
  as_merge_close(&merge);
  return status;
}

/* Whether keys ascend through all PARTS. */
static assist_status find_order(const as_part *parts, size_t count, bool *out_ordered, assist_error *error) {
  as_buf last, key;
  as_buf_init(&last);
  as_buf_init(&key);
  assist_status status = ASSIST_OK;
  bool ordered = true;
  for (size_t i = 0; i < count && ordered && status == ASSIST_OK; i++) {
    const uint32_t documents = parts[i].entry.record.documents;
    as_buf_reset(&key);
    status = as_segment_key(parts[i].segment, 0, &key, error);
    const as_slice before = as_slice_of(last.bytes, last.size);
    ordered = as_segment_is_ordered(parts[i].segment) &&
              (i == 0 || as_slice_compare(before, as_slice_of(key.bytes, key.size)) < 0);
    as_buf_reset(&last);
    if (status == ASSIST_OK) status = as_segment_key(parts[i].segment, documents - 1, &last, error);
  }
  as_buf_clear(&last);
  as_buf_clear(&key);
  *out_ordered = ordered;
  return status;
}

/* ORDER: NULL when documents come part after part. */
static assist_status write_entry(assist_writer *writer, const as_part *parts, size_t count, int store_level,
                                 const as_merge_order *order, as_manifest_segment *out_entry) {
  const as_schema *schema = &writer->next->schema;
  const bool store = writer->next->store;
  as_segment_writer_options options = {.field_count = schema->text_count,
                                       .column_count = schema->column_count,
                                       .store = store,
                                       .store_level = store_level,
                                       .apart = writer->threads > 1,
                                       .ranks = order == NULL ? NULL : order->ranks,
                                       .rank_count = order == NULL ? 0 : order->documents};
  as_segment_writer *out;
  char stem[AS_STEM_SIZE];
  as_writer_stem(writer, stem);
  *out_entry = (as_manifest_segment){.text_count = schema->text_count,
                                     .column_count = schema->column_count,
                                     .store_level = store ? (uint8_t)store_level : 0};
  assist_status status =
      order != NULL ? ASSIST_OK : find_order(parts, count, &options.ordered, &writer->failure);
  if (status != ASSIST_OK) return status;
  status = as_segment_writer_open(writer->home->folder, stem, &options, &out, &writer->failure);
  if (status != ASSIST_OK) return status;
  status = write_merged(writer, parts, count, order, out);
  if (status == ASSIST_OK) status = as_ticker_look(&writer->ticker, &writer->failure);
  if (status == ASSIST_OK) return as_segment_writer_finish(out, &out_entry->record, &writer->failure);
  as_segment_writer_abandon(out);
  return status;
}

static assist_status merge_to_entry(assist_writer *writer, const as_part *parts, size_t count,
                                    int store_level, bool reorder, as_manifest_segment *out_entry) {
  as_merge_order order;
  if (!reorder && !as_merge_order_is_needed(parts, count))
    return write_entry(writer, parts, count, store_level, NULL, out_entry);
  assist_status status = as_merge_order_open(&order, parts, count, &writer->failure);
  if (status == ASSIST_OK && reorder) {
    status = as_merge_order_bisect(&order, parts, as_writer_share(writer, count), writer->threads > 1,
                                   &writer->ticker, &writer->failure);
  }
  if (status == ASSIST_OK) status = write_entry(writer, parts, count, store_level, &order, out_entry);
  as_merge_order_close(&order);
  return status;
}

static uint64_t work_of(const as_part *parts, size_t count) {
  uint64_t sum = 0;
  for (size_t i = 0; i < count; i++) {
    as_segment_counts counts;
    as_segment_counts_of(parts[i].segment, &counts);
    sum += counts.terms + counts.positions / 16 + parts[i].entry.record.documents + counts.text_bytes / 16;
  }
  return sum;
}

/* What a batch keeps to be filled again would stand beside what merging takes, and the budget is for one of them. */
static void give_up_batch(assist_writer *writer) {
  if (writer->filling == NULL || as_batch_documents(writer->filling) > 0) return;
  as_batch_free(writer->filling);
  writer->filling = NULL;
}

assist_status as_writer_merge_parts(assist_writer *writer, size_t begin, size_t end, int store_level,
                                    bool reorder) {
  as_part *parts = writer->parts.items;
  as_manifest_segment entry;
  uint64_t live = 0;
  for (size_t i = begin; i < end; i++) live += parts[i].entry.record.documents - parts[i].dead_count;
  if (live > AS_SEGMENT_DOCS_MAX) {
    return as_fail(&writer->failure, ASSIST_LIMIT, "more than %u documents in one segment",
                   AS_SEGMENT_DOCS_MAX);
  }
  as_part merged;
  give_up_batch(writer);
  if (live > 0) {
    as_ticker_begin(&writer->ticker, work_of(parts + begin, end - begin) * (reorder ? 2 : 1));
    assist_status status = merge_to_entry(writer, parts + begin, end - begin, store_level, reorder, &entry);
    if (status == ASSIST_OK) status = as_part_open(&merged, writer->home->folder, &entry, &writer->failure);
    if (status != ASSIST_OK) return status == ASSIST_NOTFOUND ? ASSIST_IO : status;
  }
  for (size_t i = begin; i < end; i++) as_part_close(&parts[i]);
  if (live > 0) parts[begin++] = merged;
  memmove(parts + begin, parts + end, (writer->parts.count - end) * sizeof *parts);
  writer->parts.count -= end - begin;
  writer->changed = true;
  return ASSIST_OK;
}

/* Nothing is to be gained from merging: one segment, all of it live, with the fields of today, packed for good, and in the order that is
 * wanted. */
static bool is_merged(const assist_writer *writer) {
  const as_schema *schema = &writer->next->schema;
  const as_part *only = writer->parts.items;
  return writer->parts.count == 0 ||
         (writer->parts.count == 1 && only->dead_count == 0 && only->entry.text_count == schema->text_count &&
          only->entry.column_count == schema->column_count &&
          (as_segment_ranks(only->segment) != NULL) == writer->reorder &&
          (!writer->next->store || only->entry.store_level == AS_STORE_LEVEL_MERGED));
}

assist_status as_writer_merge(assist_writer *writer) {
  assist_status status = as_writer_commit(writer);
  if (status != ASSIST_OK || is_merged(writer)) return status;
  writer->half_done = true;
  status = as_writer_merge_parts(writer, 0, writer->parts.count, AS_STORE_LEVEL_MERGED, writer->reorder);
  return status == ASSIST_OK ? as_writer_commit(writer) : status;
}
