/* SPDX-License-Identifier: MIT
 *
 * Flush and commit.
 *
 *   flush    kill what the batch replaces in the parts -> run the batch -> a part more
 *   commit   flush -> drop empty parts -> merges that are due -> deletions files -> sync the folder
 *            -> manifest (its rename is the commit) -> sweep
 *
 * Files are synced as they are finished, their names by the sync of the folder, and only then is a manifest written that
 * names them.  Nothing is removed before the new manifest is sure to last. */
#include <string.h>

#include "base/error.h"
#include "index/deletions.h"
#include "index/merge_policy.h"
#include "index/writer.h"
#include "memory/radix.h"
#include "port/mem.h"

#define MANY_PARTS 40u /* so many uncommitted segments want merging before the commit */

/* Keys of BATCH by hash, so that look-ups go through a segment's table from end to end. */
static uint64_t *keys_by_hash(const as_batch *batch, uint64_t **out_memory) {
  uint32_t count = as_bytemap_count(batch->keys);
  uint64_t *records = as_mem_array((size_t)count * 2, sizeof *records);
  *out_memory = records;
  if (records == NULL) return NULL;
  for (uint32_t i = 0; i < count; i++) {
    as_slice key = as_bytemap_key(batch->keys, i);
    records[i] = (as_hash64(key.bytes, key.size) & UINT64_C(0xFFFFFFFF00000000)) | i;
  }
  return as_radix_sort(records, records + count, count, 32, 32);
}

/* Older documents with keys of BATCH are deleted. */
static assist_status kill_replaced(assist_writer *writer, const as_batch *batch) {
  uint64_t *memory, *records;
  assist_status status = ASSIST_OK;
  if (writer->parts.count == 0) return ASSIST_OK;
  const uint64_t share = as_writer_share(writer, writer->parts.count);
  records = keys_by_hash(batch, &memory);
  if (records == NULL) return as_fail_nomem(&writer->failure);
  for (size_t p = 0; status == ASSIST_OK && p < writer->parts.count; p++) {
    as_part *part = &writer->parts.items[p];
    for (uint32_t i = 0; status == ASSIST_OK && i < as_bytemap_count(batch->keys); i++) {
      as_slice key = as_bytemap_key(batch->keys, (uint32_t)records[i]);
      uint32_t document;
      bool found = false;
      status = as_part_find(part, key, as_hash64(key.bytes, key.size), &document, &found, &writer->failure);
      if (status == ASSIST_OK && found) status = as_part_kill(part, document, &writer->failure);
      if (status == ASSIST_OK) status = as_ticker_step(&writer->ticker, 1, &writer->failure);
      as_segment_forget(part->segment, share);
    }
  }
  as_mem_free(memory);
  return status;
}

/* A part more, with what was replaced within the batch deleted. */
static assist_status add_part(assist_writer *writer, as_batch *batch, const as_segment_record *record) {
  as_manifest_segment entry = {.record = *record,
                               .text_count = batch->options.field_count,
                               .column_count = batch->options.column_count,
                               .store_level = batch->options.store ? (uint8_t)batch->options.store_level : 0};
  if (!as_vec_reserve(&writer->parts, writer->parts.count + 1)) return as_fail_nomem(&writer->failure);
  as_part *part = &writer->parts.items[writer->parts.count];
  assist_status status = as_part_open(part, writer->home->folder, &entry, &writer->failure);
  if (status != ASSIST_OK) return status == ASSIST_NOTFOUND ? ASSIST_IO : status;
  writer->parts.count++;
  for (size_t i = 0; i < batch->dead.count; i++) {
    status = as_part_kill(part, batch->dead.items[i], &writer->failure);
    if (status != ASSIST_OK) return status;
  }
  as_batch_reset(batch);
  return ASSIST_OK;
}

assist_status as_writer_flush(assist_writer *writer, bool more) {
  as_segment_record record;
  as_batch *batch = writer->filling;
  assist_status status = ASSIST_OK;
  if (batch == NULL) return ASSIST_OK;
  if (as_batch_documents(batch) > 0) status = kill_replaced(writer, batch);
  if (status != ASSIST_OK) return status;
  if (as_batch_documents(batch) == batch->dead.count) { /* nothing in it lives */
    as_batch_reset(batch);
    return ASSIST_OK;
  }
  status = as_batch_run(batch, &record, &writer->failure);
  if (status == ASSIST_OK) status = add_part(writer, batch, &record);
  if (status == ASSIST_OK && more && writer->parts.count > MANY_PARTS)
    status = as_writer_merge_by_policy(writer);
  return status;
}

static void drop_empty_parts(assist_writer *writer) {
  size_t kept = 0;
  for (size_t i = 0; i < writer->parts.count; i++) {
    if (as_part_is_empty(&writer->parts.items[i])) {
      as_part_close(&writer->parts.items[i]);
    } else {
      writer->parts.items[kept++] = writer->parts.items[i];
    }
  }
  writer->parts.count = kept;
}

assist_status as_writer_merge_by_policy(assist_writer *writer) {
  assist_status status = ASSIST_OK;
  while (status == ASSIST_OK) {
    size_t first, count;
    as_merge_size *items = as_mem_array(writer->parts.count, sizeof *items);
    if (items == NULL) return as_fail_nomem(&writer->failure);
    for (size_t i = 0; i < writer->parts.count; i++) {
      const as_part *part = &writer->parts.items[i];
      items[i] = (as_merge_size){as_part_bytes(part), part->entry.record.documents, part->dead_count};
    }
    bool due = as_merge_choose(items, writer->parts.count, &first, &count);
    as_mem_free(items);
    if (!due) break;
    status = as_writer_merge_parts(writer, first, first + count, AS_STORE_LEVEL_ADDED, false);
  }
  return status;
}

static assist_status write_deletions(assist_writer *writer) {
  for (size_t i = 0; i < writer->parts.count; i++) {
    as_part *part = &writer->parts.items[i];
    char stem[AS_STEM_SIZE];
    if (!part->dead_changed) continue;
    as_writer_stem(writer, stem);
    assist_status status = as_ticker_look(&writer->ticker, &writer->failure);
    if (status == ASSIST_OK)
      status = as_deletions_write(writer->home->folder, stem, &part->dead, &part->entry.deletions,
                                  &writer->failure);
    if (status != ASSIST_OK) return status;
    part->entry.dead_count = part->dead_count;
    part->dead_changed = false;
  }
  return ASSIST_OK;
}

static bool list_segments(assist_writer *writer) {
  as_manifest *next = writer->next;
  as_manifest_segment *segments = as_mem_array(writer->parts.count, sizeof *segments);
  if (segments == NULL) return false;
  for (size_t i = 0; i < writer->parts.count; i++) segments[i] = writer->parts.items[i].entry;
  as_mem_free(next->segments);
  next->segments = segments;
  next->segment_count = writer->parts.count;
  return true;
}

static assist_status publish(assist_writer *writer) {
  as_folder *folder = writer->home->folder;
  assist_status status = write_deletions(writer);
  if (status == ASSIST_OK && !list_segments(writer)) status = as_fail_nomem(&writer->failure);
  if (status == ASSIST_OK) status = as_folder_sync(folder, &writer->failure);
  if (status == ASSIST_OK) status = as_ticker_look(&writer->ticker, &writer->failure); /* the last chance */
  if (status == ASSIST_OK)
    status = as_manifest_write(folder, writer->next, &writer->unsure, &writer->failure);
  if (status != ASSIST_OK) return status;
  writer->unsure = false;
  writer->changed = false;
  as_folder_sweep(folder, writer->next);
  return ASSIST_OK;
}

assist_status as_writer_commit(assist_writer *writer) {
  as_ticker_begin(&writer->ticker, 0);
  if (!writer->changed) return ASSIST_OK;
  writer->half_done = true;
  assist_status status = as_writer_flush(writer, false);
  if (status != ASSIST_OK) return status;
  drop_empty_parts(writer);
  status = as_writer_merge_by_policy(writer);
  return status == ASSIST_OK ? publish(writer) : status;
}

assist_status as_writer_set_attribute(assist_writer *writer, const char *name, const void *bytes,
                                      size_t size) {
  const as_manifest *next = writer->next;
  uint64_t sum = strlen(name) + size;
  for (size_t i = 0; i < next->attribute_count; i++) {
    if (strcmp(next->attributes[i].name, name) == 0) continue;
    sum += strlen(next->attributes[i].name) + next->attributes[i].size;
  }
  if (bytes != NULL && sum > UINT64_C(16) << 20) {
    return as_fail(&writer->failure, ASSIST_LIMIT, "attributes of the index are more than 16 MiB");
  }
  if (!as_manifest_set_attribute(writer->next, name, bytes, size)) return as_fail_nomem(&writer->failure);
  writer->changed = true;
  return ASSIST_OK;
}
