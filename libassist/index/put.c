/* SPDX-License-Identifier: MIT
 *
 * Documents into the batch.  A document's texts go to the inverter, in the order title, body, other fields; its key, stamp,
 * numbers, dates and stored form straight into the files of the segment to be.
 *
 *   field 0   title texts, break, body texts      title range: the positions of the title texts,
 *             or body texts alone                 or those of the title's bytes in the body
 *
 * A segment has the fields the schema had when it was begun, so that a document with a new one begins another. */
#include <string.h>

#include "base/error.h"
#include "base/ordered.h"
#include "index/writer.h"

/* Positions of a document, as they are found. */
typedef struct layout {
  uint32_t lengths[256];
  uint32_t title_begin, title_end;
  uint64_t text_bytes;
} layout;

/* Where the lines of a body text stand is noted in the writer. */
static assist_status add_text(assist_writer *writer, const assist_value *value, uint8_t field, layout *to,
                              uint32_t *out_begin) {
  uint32_t end;
  const bool is_title = strcmp(value->field, "title") == 0;
  const bool is_body = !is_title && field == 0 && writer->filling->lines != NULL;
  as_inverter_note_lines(writer->filling->inverter, is_body ? &writer->places.starts : NULL);
  assist_status status = as_inverter_text(writer->filling->inverter, field, value->text, value->size,
                                          out_begin, &end, &writer->failure);
  if (status != ASSIST_OK) return status;
  to->text_bytes += value->size;
  const as_slice text = as_slice_of(value->text, value->size);
  if (is_body && !as_line_places_add(&writer->places, text, *out_begin, end))
    return as_fail_nomem(&writer->failure);
  if (!is_title) return ASSIST_OK;
  if (to->title_end == 0) to->title_begin = *out_begin;
  to->title_end = end;
  return ASSIST_OK;
}

/* All texts of the field called NAME, which has text number 0, in order. */
static assist_status add_field(assist_writer *writer, const assist_document *document, const char *name,
                               layout *to) {
  size_t offset, size;
  bool in_body = as_document_title_in_body(document, &offset, &size);
  for (size_t i = 0; i < as_document_value_count(document); i++) {
    assist_value value = as_document_value(document, i);
    uint32_t begin;
    if (value.kind != ASSIST_VALUE_TEXT || strcmp(value.field, name) != 0) continue;
    assist_status status = add_text(writer, &value, 0, to, &begin);
    if (status == ASSIST_OK && in_body && strcmp(name, "body") == 0) {
      status = as_inverter_locate(writer->filling->inverter, value.text, value.size, begin, offset,
                                  offset + size, &to->title_begin, &to->title_end, &writer->failure);
      in_body = false; /* of the first body text */
    }
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

static assist_status add_texts(assist_writer *writer, const assist_document *document, layout *to) {
  const as_schema *schema = &writer->next->schema;
  as_line_places_reset(&writer->places);
  assist_status status = add_field(writer, document, "title", to);
  if (status == ASSIST_OK) status = add_field(writer, document, "body", to);
  for (size_t i = 0; status == ASSIST_OK && i < as_document_value_count(document); i++) {
    assist_value value = as_document_value(document, i);
    uint32_t begin;
    if (value.kind != ASSIST_VALUE_TEXT || !as_schema_fits(schema, &value)) continue;
    uint8_t field = as_schema_text_number(schema, value.field);
    if (field != 0) status = add_text(writer, &value, field, to, &begin);
  }
  return status;
}

#define FEW_VALUES 16u

/* The values from FROM on, moved before them in order of column: one after another where they are few, as nearly always, else
 * counted, since a document may have 65,535. */
static void order_values(const as_column_value *from, size_t count, as_column_value *to) {
  size_t places[257];
  if (count <= FEW_VALUES) {
    for (size_t i = 0; i < count; i++) {
      size_t at = i;
      for (; at > 0 && to[at - 1].column > from[i].column; at--) to[at] = to[at - 1];
      to[at] = from[i];
    }
    return;
  }
  memset(places, 0, sizeof places);
  for (size_t i = 0; i < count; i++) places[from[i].column + 1u]++;
  for (size_t i = 1; i < 257; i++) places[i] += places[i - 1];
  for (size_t i = 0; i < count; i++) to[places[from[i].column]++] = from[i];
}

/* Values of columns, by column, then in the document's order. */
static bool collect_values(assist_writer *writer, const assist_document *document) {
  const as_schema *schema = &writer->next->schema;
  size_t values = as_document_value_count(document), count = 0;
  if (!as_vec_reserve(&writer->values, values * 2)) return false;
  as_column_value *unordered = writer->values.items + values;
  for (size_t i = 0; i < values; i++) {
    assist_value value = as_document_value(document, i);
    if (value.kind == ASSIST_VALUE_TEXT || !as_schema_fits(schema, &value)) continue;
    uint64_t word = value.kind == ASSIST_VALUE_NUMBER ? as_ordered_of_number(value.number)
                                                      : as_ordered_of_date(value.microseconds);
    unordered[count++] = (as_column_value){as_schema_find(schema, value.field)->column_number, word};
  }
  order_values(unordered, count, writer->values.items);
  writer->values.count = count;
  return true;
}

/* Texts of fields other than title and body, for counting them as wholes. */
static bool collect_texts(assist_writer *writer, const assist_document *document) {
  const as_schema *schema = &writer->next->schema;
  size_t values = as_document_value_count(document);
  writer->texts.count = 0;
  for (size_t i = 0; i < values; i++) {
    assist_value value = as_document_value(document, i);
    if (value.kind != ASSIST_VALUE_TEXT || !as_schema_fits(schema, &value)) continue;
    as_text_value made = {as_schema_text_number(schema, value.field), as_slice_of(value.text, value.size)};
    if (made.field != 0 && !as_vec_push(&writer->texts, made)) return false;
  }
  return true;
}

static assist_status need_batch(assist_writer *writer) {
  if (writer->filling == NULL) {
    assist_status status =
        as_batch_new(writer->memory, writer->threads, &writer->ticker, &writer->filling, &writer->failure);
    if (status != ASSIST_OK) return status;
  }
  as_batch *batch = writer->filling;
  if (batch->segment != NULL) return ASSIST_OK;
  if (writer->next->store && batch->lines == NULL) {
    batch->lines = as_line_counter_new();
    if (batch->lines == NULL) return as_fail_nomem(&writer->failure);
  }
  const as_schema *schema = &writer->next->schema;
  char stem[AS_STEM_SIZE];
  as_writer_stem(writer, stem);
  batch->options = (as_segment_writer_options){.field_count = schema->text_count,
                                               .column_count = schema->column_count,
                                               .store = writer->next->store,
                                               .store_level = AS_STORE_LEVEL_ADDED,
                                               .apart = writer->threads > 1};
  return as_segment_writer_open(writer->home->folder, stem, &batch->options, &batch->segment,
                                &writer->failure);
}

/* A batch with room for the document and with its fields. */
static assist_status make_room(assist_writer *writer, size_t text_bytes) {
  const as_batch *batch = writer->filling;
  const as_schema *schema = &writer->next->schema;
  bool other_fields = batch != NULL && batch->segment != NULL &&
                      (batch->options.field_count != schema->text_count ||
                       batch->options.column_count != schema->column_count);
  if (batch != NULL && (other_fields || as_batch_is_full(batch, text_bytes))) {
    assist_status status = as_writer_flush(writer, true);
    if (status != ASSIST_OK) return status;
  }
  return need_batch(writer);
}

static assist_status write_document(assist_writer *writer, const assist_document *document,
                                    uint64_t insertion, const layout *at) {
  as_buf *stored = &writer->scratch;
  as_buf_reset(stored);
  if (writer->next->store) as_document_encode(document, &writer->next->schema, stored);
  if (as_buf_failed(stored) || !collect_values(writer, document) || !collect_texts(writer, document))
    return as_fail_nomem(&writer->failure);
  const bool sketched = as_sketch_is_kept(writer->next->store, at->lengths[0]);
  const as_segment_document made = {.key = as_document_key(document),
                                    .stamp = as_document_stamp(document),
                                    .insertion = insertion,
                                    .text_bytes = at->text_bytes,
                                    .lengths = at->lengths,
                                    .title_begin = at->title_begin,
                                    .title_end = at->title_end,
                                    .values = writer->values.items,
                                    .value_count = writer->values.count,
                                    .texts = writer->texts.items,
                                    .text_count = writer->texts.count,
                                    .sketch = sketched ? as_inverter_sketch(writer->filling->inverter) : NULL,
                                    .stored = as_slice_of(stored->bytes, stored->size)};
  as_line_counter *lines = writer->filling->lines;
  if (lines != NULL && !as_line_counter_add(lines, &writer->places)) return as_fail_nomem(&writer->failure);
  assist_status status = as_segment_writer_add(writer->filling->segment, &made, &writer->failure);
  if (status != ASSIST_OK) return status;
  return as_batch_note(writer->filling, made.key, made.stamp) ? ASSIST_OK : as_fail_nomem(&writer->failure);
}

assist_status as_writer_put_again(assist_writer *writer, const assist_document *document,
                                  uint64_t insertion) {
  layout at; /* its lengths are filled when the document ends */
  at.title_begin = at.title_end = 0;
  at.text_bytes = 0;
  writer->changed = true;
  assist_status status = make_room(writer, as_document_bytes(document));
  if (status != ASSIST_OK) {
    writer->half_done = true;
    return status;
  }
  as_inverter *inverter = writer->filling->inverter;
  as_batch_expect(writer->filling, as_document_key(document));
  status = as_inverter_begin(inverter, &writer->failure);
  if (status == ASSIST_OK) status = add_texts(writer, document, &at);
  if (status != ASSIST_OK) {
    as_inverter_cancel(inverter);
    return status;
  }
  writer->half_done = true;
  status = as_inverter_end(inverter, writer->filling->options.field_count, at.lengths, &writer->failure);
  if (status == ASSIST_OK) status = write_document(writer, document, insertion, &at);
  return status;
}

assist_status as_writer_put(assist_writer *writer, const assist_document *document, size_t *out_misfits) {
  const char *first;
  char shown[100];
  assist_status status = as_home_check_tables(writer->next, &writer->failure);
  if (status == ASSIST_OK) status = as_document_validate(document, &writer->failure);
  if (status == ASSIST_OK) {
    status = as_schema_learn(&writer->next->schema, document, out_misfits, &first, &writer->failure);
  }
  if (status != ASSIST_OK) return status;
  as_ticker_begin(&writer->ticker, 0);
  status = as_writer_put_again(writer, document, writer->next->next_insertion);
  if (status != ASSIST_OK) return status;
  writer->next->next_insertion++;
  writer->next->operations++;
  if (*out_misfits > 0) {
    (void)as_fail(&writer->failure, ASSIST_OK,
                  "values that are not of their field's kind: %zu, the first in '%s'", *out_misfits,
                  as_error_escape(shown, sizeof shown, first, strlen(first)));
  }
  return ASSIST_OK;
}

/* The part that holds KEY live; *out_part is NULL when none does. */
static assist_status find_part(assist_writer *writer, as_slice key, as_part **out_part,
                               uint32_t *out_document) {
  uint64_t hash = as_hash64(key.bytes, key.size);
  *out_part = NULL;
  for (size_t i = writer->parts.count; i-- > 0;) {
    bool found;
    as_part *part = &writer->parts.items[i];
    as_segment_forget(part->segment, as_writer_share(writer, writer->parts.count));
    assist_status status = as_part_find(part, key, hash, out_document, &found, &writer->failure);
    if (status != ASSIST_OK) return status;
    if (!found) continue;
    *out_part = part;
    return ASSIST_OK;
  }
  return ASSIST_OK;
}

/* The batch, if it decides about KEY; NULL: the parts do.  *out_document is AS_BATCH_NONE when it says removed. */
static as_batch *find_batch(assist_writer *writer, as_slice key, uint32_t *out_document) {
  bool removed;
  if (writer->filling == NULL) return NULL;
  *out_document = as_batch_find(writer->filling, key, &removed);
  return removed || *out_document != AS_BATCH_NONE ? writer->filling : NULL;
}

static assist_status not_there(assist_writer *writer, as_slice key) {
  char shown[128];
  return as_fail(&writer->failure, ASSIST_NOTFOUND, "no document has key '%s'",
                 as_error_escape(shown, sizeof shown, key.bytes, key.size));
}

assist_status as_writer_remove(assist_writer *writer, as_slice key) {
  uint32_t document;
  as_part *part;
  assist_status status = as_home_check_tables(writer->next, &writer->failure);
  if (status != ASSIST_OK) return status;
  as_batch *batch = find_batch(writer, key, &document);
  if (batch != NULL) {
    if (document == AS_BATCH_NONE) return not_there(writer, key);
    if (!as_batch_remove(batch, key)) return as_fail_nomem(&writer->failure);
  } else {
    status = find_part(writer, key, &part, &document);
    if (status == ASSIST_OK && part == NULL) return not_there(writer, key);
    if (status == ASSIST_OK) status = as_part_kill(part, document, &writer->failure);
    if (status != ASSIST_OK) return status;
  }
  writer->next->operations++;
  writer->changed = true;
  return ASSIST_OK;
}

assist_status as_writer_has(assist_writer *writer, as_slice key, bool *out_has, as_buf *out_stamp) {
  uint32_t document;
  as_part *part;
  as_batch *batch = find_batch(writer, key, &document);
  if (batch != NULL) {
    *out_has = document != AS_BATCH_NONE;
    if (!*out_has) return ASSIST_OK;
    as_slice stamp = as_batch_stamp(batch, document);
    as_buf_add(out_stamp, stamp.bytes, stamp.size);
    return as_buf_failed(out_stamp) ? as_fail_nomem(&writer->failure) : ASSIST_OK;
  }
  assist_status status = find_part(writer, key, &part, &document);
  *out_has = status == ASSIST_OK && part != NULL;
  if (!*out_has) return status;
  return as_segment_stamp(part->segment, document, out_stamp, &writer->failure);
}
