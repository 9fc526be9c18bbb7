/* SPDX-License-Identifier: MIT
 * A segment as a writer sees it: open, with the documents that are deleted so far, committed or not. */
#ifndef AS_INDEX_PART_H
#define AS_INDEX_PART_H

#include "index/manifest.h"
#include "segread/segment.h"

typedef struct as_part {
  as_manifest_segment entry; /* deletions are those of the last commit */
  as_segment *segment;
  as_bitset dead; /* count 0: nothing is */
  uint32_t dead_count;
  bool dead_changed; /* since they were written */
} as_part;

/* Open the segment of ENTRY with its deletions. */
assist_status as_part_open(as_part *part, as_folder *folder, const as_manifest_segment *entry,
                           assist_error *error);
void as_part_close(as_part *part);
static inline bool as_part_is_dead(const as_part *part, uint32_t document) {
  return part->dead.count != 0 && as_bitset_has(&part->dead, document);
}
static inline bool as_part_is_empty(const as_part *part) {
  return part->dead_count == part->entry.record.documents;
}
assist_status as_part_kill(as_part *part, uint32_t document, assist_error *error);
/* The live document with KEY. */
assist_status as_part_find(const as_part *part, as_slice key, uint64_t hash, uint32_t *out_document,
                           bool *out_found, assist_error *error);
uint64_t as_part_bytes(const as_part *part); /* of its files */

#endif
