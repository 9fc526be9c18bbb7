/* SPDX-License-Identifier: MIT
 * A snapshot: the segments of one commit, open, with what is deleted in each, and the statistics of all.  Immutable but for its
 * reference count, what it has learned of spellings and lengths, and memory that it keeps for searches; shared by threads. */
#ifndef AS_INDEX_SNAPSHOT_H
#define AS_INDEX_SNAPSHOT_H

#include "base/bitset.h"
#include "format/saturation.h"
#include "index/manifest.h"
#include "index/spelled.h"
#include "model/document.h"
#include "segread/postings.h"

typedef struct as_leaf {
  as_segment *segment;
  as_bitset dead; /* deleted documents; count 0: none is */
  uint32_t dead_count;
  uint32_t documents;             /* deleted ones included */
  uint64_t base;                  /* number of its first document in the snapshot */
  const uint32_t *ranks, *places; /* the segment's: NULL where its documents stand in order of insertion */
  _Atomic uint8_t
      *furniture;      /* of each line that has marks: whether it is, once that was asked; NULL: none has */
  uint32_t most_lines; /* documents that have the line which most have */
} as_leaf;

typedef struct assist_snapshot as_snapshot; /* what the API's assist_snapshot points to */
struct assist_snapshot {
  struct as_snapshot_private *private_part; /* references, folder, files */
  const as_manifest *manifest;
  as_leaf *leaves;
  size_t leaf_count;
  uint64_t documents; /* deleted ones included */
  uint64_t live;
  const uint64_t *length_sums; /* by text field: positions of all documents, deleted ones included */
};

as_snapshot *as_snapshot_take(as_snapshot *snapshot); /* one more reference */
void as_snapshot_drop(as_snapshot *snapshot);
/* What is known of its documents' spelling; made when first asked for.  NULL: no memory. */
as_spelled *as_snapshot_spelled(const as_snapshot *snapshot);
/* Saturation in a text field of all its documents, likewise. */
as_saturation *as_snapshot_saturation(const as_snapshot *snapshot, uint8_t field);
/* Memory for one search, AS_SNAPSHOT_DESK bytes that hold anything.  Of those given back a few are kept for searches to come, so that
 * a search asks the system for nothing as a rule.  NULL: no memory.  It is given back before the snapshot is dropped. */
#define AS_SNAPSHOT_DESK ((size_t)16 << 10)
void *as_snapshot_take_desk(const as_snapshot *snapshot);
void as_snapshot_give_desk(const as_snapshot *snapshot, void *desk);
/* The place of a leaf's document in order of insertion, however the segment has its documents; and its number in the snapshot. */
static inline uint32_t as_leaf_rank(const as_leaf *leaf, uint32_t local) {
  return leaf->ranks == NULL ? local : leaf->ranks[local];
}
static inline uint64_t as_leaf_number(const as_leaf *leaf, uint32_t local) {
  return leaf->base + as_leaf_rank(leaf, local);
}
/* The leaf of a document number and its number there; false beyond the end. */
bool as_snapshot_locate(const as_snapshot *snapshot, uint64_t document, const as_leaf **out_leaf,
                        uint32_t *out_local);
static inline bool as_leaf_is_dead(const as_leaf *leaf, uint32_t local) {
  return leaf->dead.count != 0 && as_bitset_has(&leaf->dead, local);
}
/* Documents that are said to have a line with HASH, over all segments; 0: it is not known to repeat. */
assist_status as_snapshot_line_documents(const as_snapshot *snapshot, uint64_t hash, uint64_t *out_documents,
                                         assist_error *error);
/* Whether so many documents make a line furniture: at least three, and one in a thousand. */
bool as_snapshot_is_furniture(const as_snapshot *snapshot, uint64_t documents);
/* Whether any line that has marks in LEAF may be. */
bool as_snapshot_may_have_furniture(const as_snapshot *snapshot, const as_leaf *leaf);
/* Whether line LINE of LEAF, a number of its segment's, is furniture. */
assist_status as_snapshot_judge_line(const as_snapshot *snapshot, const as_leaf *leaf, uint32_t line,
                                     bool *out_is, assist_error *error);
/* The same of a leaf by the document's number there, into DOCUMENT; deleted ones too. */
assist_status as_leaf_read(const as_leaf *leaf, const as_schema *schema, uint32_t local,
                           assist_document *document, assist_error *error);
assist_status as_snapshot_read(const as_snapshot *snapshot, uint64_t document, assist_document **out_document,
                               assist_error *error); /* with its stored values */
assist_status as_snapshot_read_key(const as_snapshot *snapshot, uint64_t document,
                                   assist_document *out_document, assist_error *error);
assist_status as_snapshot_find(const as_snapshot *snapshot, as_slice key, uint64_t *out_document,
                               assist_error *error);

#endif
