/* SPDX-License-Identifier: MIT
 *
 * Verifying columns: every chunk unpacks, its documents are those between its row and the next, its bounds are those of its
 * values; ordinals have values, and the values are what a writer makes: different ones, each with a document. */
#include "base/bitset.h"
#include "base/bytemap.h"
#include "base/error.h"
#include "segread/check.h"
#include "segread/column.h"
#include "segread/opened.h"

static assist_status check_bounds(as_segment_checker *check, as_column_reader *reader, uint32_t i) {
  const as_chunk *chunk = &reader->chunk;
  uint64_t least, most, least_found = UINT64_MAX, most_found = 0;
  for (uint32_t at = 0; at < chunk->starts[chunk->count]; at++) {
    if (chunk->values[at] < least_found) least_found = chunk->values[at];
    if (chunk->values[at] > most_found) most_found = chunk->values[at];
  }
  as_column_bounds(reader, i, &least, &most);
  if (least == least_found && most == most_found) return ASSIST_OK;
  return as_check_corrupt(check, AS_FILE_DOCUMENTS, check->segment->docs.blocks, "wrong bounds of a column");
}

/* SEEN, if wanted, gets the ordinals that occur. */
static assist_status check_chunks(as_segment_checker *check, as_column_reader *reader, as_bitset *seen) {
  for (uint32_t i = 0; i < reader->count; i++) {
    assist_status status = as_column_unpack(reader, i, check->error);
    if (status == ASSIST_OK) status = check_bounds(check, reader, i);
    if (status != ASSIST_OK) return status;
    const as_chunk *chunk = &reader->chunk;
    for (uint32_t at = 0; seen != NULL && at < chunk->starts[chunk->count]; at++) {
      if (chunk->values[at] >= seen->count)
        return as_check_corrupt(check, AS_FILE_DOCUMENTS, check->segment->docs.blocks,
                                "ordinal without a value");
      as_bitset_add(seen, (size_t)chunk->values[at]);
    }
  }
  return ASSIST_OK;
}

static assist_status check_distinct(as_segment_checker *check, uint8_t field, const as_bitset *seen) {
  as_bytemap *map = as_bytemap_new();
  if (map == NULL) return as_fail_nomem(check->error);
  assist_status status = ASSIST_OK;
  for (uint32_t i = 0; status == ASSIST_OK && i < seen->count; i++) {
    as_slice value;
    bool fresh = false;
    status = as_segment_value(check->segment, field, i, &value, check->error);
    if (status != ASSIST_OK) break;
    if (as_bytemap_add(map, value, &fresh) == UINT32_MAX) {
      status = as_fail_nomem(check->error);
    } else if (!fresh || !as_bitset_has(seen, i)) {
      status = as_check_corrupt(check, AS_FILE_DOCUMENTS, check->segment->docs.fields[field].values.ends,
                                "value without a document, or twice");
    }
  }
  as_bytemap_free(map);
  return status;
}

static assist_status check_values(as_segment_checker *check, uint8_t field) {
  as_column_reader reader;
  as_bitset seen;
  if (!as_bitset_init(&seen, as_segment_distinct(check->segment, field))) return as_fail_nomem(check->error);
  assist_status status = as_column_reader_open_values(&reader, check->segment, field, check->error);
  if (status == ASSIST_OK) status = check_chunks(check, &reader, &seen);
  as_column_reader_clear(&reader);
  if (status == ASSIST_OK) status = check_distinct(check, field, &seen);
  as_bitset_clear(&seen);
  return status == ASSIST_OK ? as_check_step(check, 0) : status;
}

assist_status as_check_columns(as_segment_checker *check) {
  for (unsigned i = 0; i < check->segment->docs.column_count; i++) {
    as_column_reader reader;
    assist_status status = as_column_reader_open(&reader, check->segment, (uint8_t)i, check->error);
    if (status == ASSIST_OK) status = check_chunks(check, &reader, NULL);
    as_column_reader_clear(&reader);
    if (status == ASSIST_OK) status = as_check_step(check, 0);
    if (status != ASSIST_OK) return status;
  }
  for (unsigned i = 0; i < check->segment->docs.field_count; i++) {
    assist_status status = check_values(check, (uint8_t)i);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}
