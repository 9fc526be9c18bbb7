/* SPDX-License-Identifier: MIT
 *
 * Snapshots: opening one commit, and reading documents out of it.
 *
 * All files are opened at once, so that what a writer unlinks later stays readable.  A file that is gone before it was
 * opened means that a commit came between: the manifest is read again.  Only when the manifest is still the same is a
 * missing file damage. */
#include "index/snapshot.h"

#include <stdatomic.h>

#include "base/error.h"
#include "index/deletions.h"
#include "index/handle.h"
#include "port/mem.h"

#define MOST_TRIES 1000
#define FURNITURE_LEAST 3u
#define FURNITURE_SHARE 1000u
#define DESKS 4u /* kept; searches at one time beyond these ask for memory */

struct as_snapshot_private {
  as_refs refs;
  as_home *home;
  as_manifest *manifest;
  uint64_t *length_sums;
  as_spelled *_Atomic spelled;         /* NULL: nobody asked yet */
  as_saturation *_Atomic *saturations; /* by text field, likewise */
  void *_Atomic desks[DESKS];          /* NULL: in use, or not made */
};

as_snapshot *as_snapshot_take(as_snapshot *snapshot) {
  as_refs_take(&snapshot->private_part->refs);
  return snapshot;
}

static void free_leaf(as_leaf *leaf) {
  as_mem_free(leaf->furniture);
  as_segment_close(leaf->segment);
  as_bitset_clear(&leaf->dead);
}

void as_snapshot_drop(as_snapshot *snapshot) {
  if (snapshot == NULL || !as_refs_drop(&snapshot->private_part->refs)) return;
  struct as_snapshot_private *own = snapshot->private_part;
  for (size_t i = 0; i < snapshot->leaf_count; i++) free_leaf(&snapshot->leaves[i]);
  as_mem_free(snapshot->leaves);
  as_home_drop(own->home);
  as_mem_free(own->length_sums);
  for (uint8_t field = 0; field < snapshot->manifest->schema.text_count; field++)
    as_mem_free(atomic_load_explicit(&own->saturations[field], memory_order_relaxed));
  as_mem_free(own->saturations);
  as_manifest_free(own->manifest);
  as_spelled_free(atomic_load_explicit(&own->spelled, memory_order_relaxed));
  for (unsigned i = 0; i < DESKS; i++)
    as_mem_free(atomic_load_explicit(&own->desks[i], memory_order_relaxed));
  as_mem_free(own);
  as_mem_free(snapshot);
}

as_spelled *as_snapshot_spelled(const as_snapshot *snapshot) {
  struct as_snapshot_private *own = snapshot->private_part;
  as_spelled *spelled = atomic_load_explicit(&own->spelled, memory_order_acquire);
  if (spelled != NULL) return spelled;
  as_spelled *made = as_spelled_new(snapshot->documents);
  if (made == NULL || atomic_compare_exchange_strong_explicit(&own->spelled, &spelled, made,
                                                              memory_order_acq_rel, memory_order_acquire)) {
    return made;
  }
  as_spelled_free(made); /* another thread was first */
  return spelled;
}

as_saturation *as_snapshot_saturation(const as_snapshot *snapshot, uint8_t field) {
  as_saturation *_Atomic *kept = &snapshot->private_part->saturations[field];
  as_saturation *saturation = atomic_load_explicit(kept, memory_order_acquire);
  if (saturation != NULL) return saturation;
  as_saturation *made = as_mem_alloc(sizeof *made);
  if (made == NULL) return NULL;
  as_saturation_init(made, snapshot->documents, snapshot->length_sums[field]);
  if (atomic_compare_exchange_strong_explicit(kept, &saturation, made, memory_order_acq_rel,
                                              memory_order_acquire))
    return made;
  as_mem_free(made); /* another thread was first */
  return saturation;
}

/* Places are looked at before they are changed: what another thread uses is left to it. */
void *as_snapshot_take_desk(const as_snapshot *snapshot) {
  void *_Atomic *desks = snapshot->private_part->desks;
  for (unsigned i = 0; i < DESKS; i++) {
    if (atomic_load_explicit(&desks[i], memory_order_relaxed) == NULL) continue;
    void *desk = atomic_exchange_explicit(&desks[i], NULL, memory_order_acquire);
    if (desk != NULL) return desk;
  }
  return as_mem_alloc(AS_SNAPSHOT_DESK);
}

void as_snapshot_give_desk(const as_snapshot *snapshot, void *desk) {
  void *_Atomic *desks = snapshot->private_part->desks;
  for (unsigned i = 0; i < DESKS; i++) {
    void *none = NULL;
    if (atomic_load_explicit(&desks[i], memory_order_relaxed) == NULL &&
        atomic_compare_exchange_strong_explicit(&desks[i], &none, desk, memory_order_release,
                                                memory_order_relaxed))
      return;
  }
  as_mem_free(desk);
}

static as_snapshot *snapshot_new(as_home *home, as_manifest *manifest) {
  as_snapshot *snapshot = as_mem_calloc(1, sizeof *snapshot);
  struct as_snapshot_private *own = as_mem_calloc(1, sizeof *own);
  as_leaf *leaves = as_mem_calloc(manifest->segment_count, sizeof *leaves);
  uint64_t *sums = as_mem_calloc(manifest->schema.text_count, sizeof *sums);
  as_saturation *_Atomic *saturations = as_mem_calloc(manifest->schema.text_count, sizeof *saturations);
  if (snapshot == NULL || own == NULL || leaves == NULL || sums == NULL || saturations == NULL) {
    as_mem_free(snapshot);
    as_mem_free(own);
    as_mem_free(leaves);
    as_mem_free(sums);
    as_mem_free(saturations);
    as_manifest_free(manifest);
    return NULL;
  }
  as_refs_init(&own->refs);
  own->home = as_home_take(home);
  own->manifest = manifest;
  own->length_sums = sums;
  own->saturations = saturations;
  snapshot->private_part = own;
  snapshot->manifest = manifest;
  snapshot->leaves = leaves;
  snapshot->length_sums = sums;
  return snapshot;
}

static assist_status open_leaf(as_folder *folder, const as_manifest_segment *segment, bool map, as_leaf *leaf,
                               assist_error *error) {
  assist_status status = as_segment_open(folder, &segment->record, map, &leaf->segment, error);
  if (status != ASSIST_OK) return status;
  status = as_deletions_read(folder, segment, &leaf->dead, error);
  if (status == ASSIST_OK && as_segment_field_count(leaf->segment) != segment->text_count) {
    status = as_fail(error, ASSIST_CORRUPT, "manifest and segment disagree on fields");
  }
  if (status == ASSIST_OK && as_segment_has_marks(leaf->segment)) {
    leaf->furniture = as_mem_calloc(as_segment_lines(leaf->segment), sizeof *leaf->furniture);
    if (leaf->furniture == NULL) status = as_fail_nomem(error);
    if (status == ASSIST_OK) status = as_segment_most_line(leaf->segment, &leaf->most_lines, error);
  }
  if (status != ASSIST_OK) {
    free_leaf(leaf);
    return status;
  }
  leaf->documents = segment->record.documents;
  leaf->ranks = as_segment_ranks(leaf->segment);
  leaf->places = as_segment_places(leaf->segment);
  leaf->dead_count = segment->dead_count;
  return ASSIST_OK;
}

assist_status as_snapshot_open(as_home *home, as_manifest *manifest, bool map, as_snapshot **out_snapshot,
                               assist_error *error) {
  assist_error own_error = {0};
  as_snapshot *snapshot = snapshot_new(home, manifest);
  if (snapshot == NULL) return as_fail_nomem(error);
  if (error == NULL) error = &own_error;
  for (size_t i = 0; i < manifest->segment_count; i++) {
    as_leaf *leaf = &snapshot->leaves[i];
    assist_status status = open_leaf(home->folder, &manifest->segments[i], map, leaf, error);
    if (status != ASSIST_OK) {
      as_snapshot_drop(snapshot);
      return status;
    }
    snapshot->leaf_count++;
    leaf->base = snapshot->documents;
    snapshot->documents += leaf->documents;
    snapshot->live += leaf->documents - leaf->dead_count;
    for (uint8_t field = 0; field < manifest->segments[i].text_count; field++) {
      snapshot->private_part->length_sums[field] += as_segment_length_sum(leaf->segment, field);
    }
  }
  *out_snapshot = snapshot;
  return ASSIST_OK;
}

assist_status as_snapshot_newest(as_home *home, bool map, bool any_tables, as_snapshot **out_snapshot,
                                 assist_error *error) {
  assist_status status = ASSIST_CORRUPT;
  for (int try = 0; try < MOST_TRIES; try++) {
    as_manifest *manifest;
    as_hash128 now;
    status = as_home_manifest(home->folder, &manifest, error);
    if (status != ASSIST_OK) return status;
    as_hash128 identity = manifest->identity;
    if (!any_tables) status = as_home_check_tables(manifest, error);
    if (status != ASSIST_OK) {
      as_manifest_free(manifest);
      return status;
    }
    status = as_snapshot_open(home, manifest, map, out_snapshot, error);
    if (status != ASSIST_NOTFOUND) return status;
    if (as_manifest_peek(home->folder, &now, NULL) != ASSIST_OK) continue;
    if (now.high == identity.high && now.low == identity.low) break;
  }
  if (error != NULL) error->code = ASSIST_CORRUPT; /* the message names the file that is missing */
  return ASSIST_CORRUPT;
}

bool as_snapshot_locate(const as_snapshot *snapshot, uint64_t document, const as_leaf **out_leaf,
                        uint32_t *out_local) {
  size_t low = 0, high = snapshot->leaf_count;
  if (document >= snapshot->documents) return false;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (snapshot->leaves[middle].base <= document) {
      low = middle;
    } else {
      high = middle;
    }
  }
  *out_leaf = &snapshot->leaves[low];
  *out_local = (uint32_t)(document - snapshot->leaves[low].base);
  if (snapshot->leaves[low].places != NULL) *out_local = snapshot->leaves[low].places[*out_local];
  return true;
}

static assist_status read_key(const as_leaf *leaf, uint32_t local, assist_document *out_document,
                              as_buf *scratch, assist_error *error) {
  as_document_clear(out_document);
  assist_status status = as_segment_key(leaf->segment, local, scratch, error);
  if (status != ASSIST_OK) return status;
  if (!as_document_set_key(out_document, as_slice_of(scratch->bytes, scratch->size)))
    return as_fail_nomem(error);
  as_buf_reset(scratch);
  status = as_segment_stamp(leaf->segment, local, scratch, error);
  if (status != ASSIST_OK) return status;
  if (!as_document_set_stamp(out_document, as_slice_of(scratch->bytes, scratch->size)))
    return as_fail_nomem(error);
  as_buf_reset(scratch);
  return ASSIST_OK;
}

static assist_status locate_live(const as_snapshot *snapshot, uint64_t document, const as_leaf **out_leaf,
                                 uint32_t *out_local, assist_error *error) {
  if (as_snapshot_locate(snapshot, document, out_leaf, out_local) &&
      !as_leaf_is_dead(*out_leaf, *out_local)) {
    return ASSIST_OK;
  }
  return as_fail(error, ASSIST_NOTFOUND, "no document has number %llu in this snapshot",
                 (unsigned long long)document);
}

assist_status as_snapshot_read_key(const as_snapshot *snapshot, uint64_t document,
                                   assist_document *out_document, assist_error *error) {
  const as_leaf *leaf;
  uint32_t local;
  as_buf scratch;
  assist_status status = locate_live(snapshot, document, &leaf, &local, error);
  if (status != ASSIST_OK) return status;
  as_buf_init(&scratch);
  status = read_key(leaf, local, out_document, &scratch, error);
  as_buf_clear(&scratch);
  return status;
}

assist_status as_leaf_read(const as_leaf *leaf, const as_schema *schema, uint32_t local,
                           assist_document *document, assist_error *error) {
  as_buf scratch;
  as_buf_init(&scratch);
  assist_status status = read_key(leaf, local, document, &scratch, error);
  if (status == ASSIST_OK && as_segment_has_store(leaf->segment)) {
    status = as_segment_stored(leaf->segment, local, &scratch, error);
    if (status == ASSIST_OK) {
      status = as_document_decode(document, schema, as_slice_of(scratch.bytes, scratch.size), error);
    }
  }
  as_buf_clear(&scratch);
  return status;
}

assist_status as_snapshot_read(const as_snapshot *snapshot, uint64_t document, assist_document **out_document,
                               assist_error *error) {
  const as_leaf *leaf;
  uint32_t local;
  assist_status status = locate_live(snapshot, document, &leaf, &local, error);
  if (status != ASSIST_OK) return status;
  assist_document *made = as_document_new();
  if (made == NULL) return as_fail_nomem(error);
  status = as_leaf_read(leaf, &snapshot->manifest->schema, local, made, error);
  if (status != ASSIST_OK) {
    as_document_free(made);
    return status;
  }
  *out_document = made;
  return ASSIST_OK;
}

typedef struct live_search {
  const as_leaf *leaf;
  bool found;
  uint32_t document;
} live_search;

static void note_live(void *context, uint32_t document) {
  live_search *search = context;
  if (as_leaf_is_dead(search->leaf, document)) return;
  search->found = true;
  search->document = document;
}

assist_status as_snapshot_find(const as_snapshot *snapshot, as_slice key, uint64_t *out_document,
                               assist_error *error) {
  uint64_t hash = as_hash64(key.bytes, key.size);
  for (size_t i = snapshot->leaf_count; i-- > 0;) {
    live_search search = {&snapshot->leaves[i], false, 0};
    assist_status status = as_segment_find_key(search.leaf->segment, key, hash, note_live, &search, error);
    if (status != ASSIST_OK) return status;
    if (!search.found) continue;
    *out_document = as_leaf_number(search.leaf, search.document);
    return ASSIST_OK;
  }
  char shown[128];
  return as_fail(error, ASSIST_NOTFOUND, "no document has key '%s'",
                 as_error_escape(shown, sizeof shown, key.bytes, key.size));
}

assist_status as_snapshot_line_documents(const as_snapshot *snapshot, uint64_t hash, uint64_t *out_documents,
                                         assist_error *error) {
  uint64_t sum = 0;
  for (size_t i = 0; i < snapshot->leaf_count; i++) {
    uint32_t documents;
    assist_status status = as_segment_line_documents(snapshot->leaves[i].segment, hash, &documents, error);
    if (status != ASSIST_OK) return status;
    sum += documents;
  }
  *out_documents = sum;
  return ASSIST_OK;
}

bool as_snapshot_is_furniture(const as_snapshot *snapshot, uint64_t documents) {
  return documents >= FURNITURE_LEAST && documents >= snapshot->live / FURNITURE_SHARE;
}

/* In an only segment the line that most documents have decides for all. */
bool as_snapshot_may_have_furniture(const as_snapshot *snapshot, const as_leaf *leaf) {
  if (leaf->furniture == NULL) return false;
  return snapshot->leaf_count > 1 || as_snapshot_is_furniture(snapshot, leaf->most_lines);
}

enum { NOT_ASKED = 0, IS_NONE = 1, IS_FURNITURE = 2 };

assist_status as_snapshot_judge_line(const as_snapshot *snapshot, const as_leaf *leaf, uint32_t line,
                                     bool *out_is, assist_error *error) {
  uint8_t known = atomic_load_explicit(&leaf->furniture[line], memory_order_relaxed);
  if (known == NOT_ASKED) {
    uint64_t hash, documents;
    uint32_t here;
    assist_status status = as_segment_line(leaf->segment, line, &hash, &here, error);
    if (status != ASSIST_OK) return status;
    documents = here;
    if (!as_snapshot_is_furniture(snapshot, here))
      status = as_snapshot_line_documents(snapshot, hash, &documents, error);
    if (status != ASSIST_OK) return status;
    known = as_snapshot_is_furniture(snapshot, documents) ? IS_FURNITURE : IS_NONE;
    atomic_store_explicit(&leaf->furniture[line], known, memory_order_relaxed);
  }
  *out_is = known == IS_FURNITURE;
  return ASSIST_OK;
}
