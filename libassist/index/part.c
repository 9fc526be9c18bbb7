/* SPDX-License-Identifier: MIT
 *
 * Segments of a writer.  Deletions are bits in memory until a commit writes them; a segment has none allocated before its
 * first. */
#include "index/part.h"

#include "base/error.h"
#include "index/deletions.h"

assist_status as_part_open(as_part *part, as_folder *folder, const as_manifest_segment *entry,
                           assist_error *error) {
  *part = (as_part){0};
  part->entry = *entry;
  assist_status status = as_segment_open(folder, &entry->record, false, &part->segment, error);
  if (status != ASSIST_OK) return status;
  status = as_deletions_read(folder, entry, &part->dead, error);
  part->dead_count = entry->dead_count;
  if (status != ASSIST_OK) as_part_close(part);
  return status;
}

void as_part_close(as_part *part) {
  as_segment_close(part->segment);
  as_bitset_clear(&part->dead);
  *part = (as_part){0};
}

assist_status as_part_kill(as_part *part, uint32_t document, assist_error *error) {
  if (part->dead.count == 0 && !as_bitset_init(&part->dead, part->entry.record.documents))
    return as_fail_nomem(error);
  if (as_bitset_has(&part->dead, document)) return ASSIST_OK;
  as_bitset_add(&part->dead, document);
  part->dead_count++;
  part->dead_changed = true;
  return ASSIST_OK;
}

typedef struct search {
  const as_part *part;
  uint32_t document;
  bool found;
} search;

static void note(void *context, uint32_t document) {
  search *state = context;
  if (as_part_is_dead(state->part, document)) return;
  state->document = document;
  state->found = true;
}

assist_status as_part_find(const as_part *part, as_slice key, uint64_t hash, uint32_t *out_document,
                           bool *out_found, assist_error *error) {
  search state = {part, 0, false};
  assist_status status = as_segment_find_key(part->segment, key, hash, note, &state, error);
  if (status != ASSIST_OK) return status;
  *out_found = state.found;
  if (state.found) *out_document = state.document;
  return ASSIST_OK;
}

uint64_t as_part_bytes(const as_part *part) {
  uint64_t sum = 0;
  for (int i = 0; i < AS_SEGMENT_FILES; i++) sum += part->entry.record.files[i].size;
  return sum;
}
