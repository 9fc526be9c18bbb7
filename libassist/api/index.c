/* SPDX-License-Identifier: MIT
 *
 * <assist/index.h>: arguments are checked here, the rest is in index/. */
#include <assist/index.h>

#include <string.h>

#include "base/error.h"
#include "index/check.h"
#include "index/dump.h"
#include "index/handle.h"

assist_status assist_index_open(const char *path, const assist_open_options *options,
                                assist_index **out_index, assist_error *error) {
  static const assist_open_options defaults = ASSIST_OPEN_OPTIONS_INIT;
  const uint32_t known = ASSIST_OPEN_CREATE | ASSIST_OPEN_NO_STORE | ASSIST_OPEN_ANY_TABLES;
  if (options == NULL) options = &defaults;
  if (path == NULL || *path == '\0' || out_index == NULL) return as_fail(error, ASSIST_INVALID, "no path");
  if (options->version != 1 || (options->flags & ~known) != 0 ||
      (options->access != ASSIST_ACCESS_READ && options->access != ASSIST_ACCESS_MAP)) {
    return as_fail(error, ASSIST_INVALID, "options of open are not understood");
  }
  return as_index_open(path, options->flags, options->access == ASSIST_ACCESS_MAP, out_index, error);
}

void assist_index_close(assist_index *index) { as_index_close(index); }

int assist_index_exists(const char *path) { return path != NULL && as_index_exists(path); }

assist_status assist_index_snapshot(assist_index *index, assist_snapshot **out_snapshot,
                                    assist_error *error) {
  if (index == NULL || out_snapshot == NULL) return as_fail(error, ASSIST_INVALID, "no index");
  return as_index_snapshot(index, out_snapshot, error);
}

void assist_snapshot_close(assist_snapshot *snapshot) { as_snapshot_drop(snapshot); }

static void sum_segments(const assist_snapshot *snapshot, assist_stats *stats) {
  for (size_t i = 0; i < snapshot->leaf_count; i++) {
    as_segment_counts counts;
    as_segment_counts_of(snapshot->leaves[i].segment, &counts);
    stats->terms += counts.terms;
    stats->postings += counts.postings;
    stats->positions += counts.positions;
    stats->text_bytes += counts.text_bytes;
    stats->bytes_terms += counts.bytes[AS_FILE_TERMS];
    stats->bytes_postings += counts.bytes[AS_FILE_POSTINGS];
    stats->bytes_documents +=
        counts.bytes[AS_FILE_DOCUMENTS] + snapshot->manifest->segments[i].deletions.size;
    stats->bytes_store += counts.bytes[AS_FILE_STORE];
    if (snapshot->leaves[i].ranks != NULL) stats->reordered++;
  }
  stats->bytes_total =
      stats->bytes_terms + stats->bytes_postings + stats->bytes_documents + stats->bytes_store;
}

assist_status assist_snapshot_stats(const assist_snapshot *snapshot, assist_stats *out_stats,
                                    assist_error *error) {
  assist_stats stats = ASSIST_STATS_INIT;
  if (snapshot == NULL || out_stats == NULL || out_stats->size < sizeof out_stats->size) {
    return as_fail(error, ASSIST_INVALID, "size of the numbers is not set");
  }
  size_t size = out_stats->size < sizeof stats ? out_stats->size : sizeof stats;
  stats.documents = snapshot->live;
  stats.deleted = snapshot->documents - snapshot->live;
  stats.segments = snapshot->leaf_count;
  stats.operations = snapshot->manifest->operations;
  stats.units = snapshot->length_sums[0];
  stats.stored = snapshot->manifest->store;
  memcpy(stats.fingerprint, snapshot->manifest->fingerprint, sizeof stats.fingerprint);
  sum_segments(snapshot, &stats);
  stats.size = out_stats->size;
  memcpy(out_stats, &stats, size);
  return ASSIST_OK;
}

uint64_t assist_snapshot_document_limit(const assist_snapshot *snapshot) {
  return snapshot == NULL ? 0 : snapshot->documents;
}

uint64_t assist_snapshot_next_document(const assist_snapshot *snapshot, uint64_t from) {
  const as_leaf *leaf;
  uint32_t local;
  if (snapshot == NULL) return 0;
  while (as_snapshot_locate(snapshot, from, &leaf, &local) && as_leaf_is_dead(leaf, local)) from++;
  return from < snapshot->documents ? from : snapshot->documents;
}

assist_status assist_snapshot_find(const assist_snapshot *snapshot, const char *key, size_t size,
                                   uint64_t *out_document, assist_error *error) {
  uint64_t document;
  if (snapshot == NULL || key == NULL || size == 0) return as_fail(error, ASSIST_INVALID, "key is empty");
  return as_snapshot_find(snapshot, as_slice_of(key, size), out_document == NULL ? &document : out_document,
                          error);
}

assist_status assist_snapshot_document(const assist_snapshot *snapshot, uint64_t document,
                                       assist_document **out_document, assist_error *error) {
  if (snapshot == NULL || out_document == NULL)
    return as_fail(error, ASSIST_INVALID, "no place for the document");
  return as_snapshot_read(snapshot, document, out_document, error);
}

assist_status assist_snapshot_document_key(const assist_snapshot *snapshot, uint64_t document,
                                           assist_document *out_document, assist_error *error) {
  if (snapshot == NULL || out_document == NULL) return as_fail(error, ASSIST_INVALID, "no document to fill");
  return as_snapshot_read_key(snapshot, document, out_document, error);
}

assist_status assist_snapshot_attribute(const assist_snapshot *snapshot, const char *name,
                                        const void **out_bytes, size_t *out_size, assist_error *error) {
  if (snapshot == NULL || name == NULL) return as_fail(error, ASSIST_INVALID, "attribute has no name");
  const as_manifest_attribute *attribute = as_manifest_attribute_of(snapshot->manifest, name);
  char shown[128];
  if (attribute == NULL) {
    return as_fail(error, ASSIST_NOTFOUND, "no attribute is called '%s'",
                   as_error_escape(shown, sizeof shown, name, strlen(name)));
  }
  if (out_bytes != NULL) *out_bytes = attribute->bytes;
  if (out_size != NULL) *out_size = attribute->size;
  return ASSIST_OK;
}

const char *assist_snapshot_attribute_at(const assist_snapshot *snapshot, size_t at) {
  if (snapshot == NULL) return NULL;
  return at < snapshot->manifest->attribute_count ? snapshot->manifest->attributes[at].name : NULL;
}

const char *assist_snapshot_field_at(const assist_snapshot *snapshot, size_t at, unsigned *out_kinds) {
  if (snapshot == NULL) return NULL;
  const as_schema *schema = &snapshot->manifest->schema;
  if (at >= schema->count) return NULL;
  const as_schema_field *field = &schema->fields[at];
  unsigned kinds = 0;
  if (field->text_number != AS_NO_NUMBER) kinds |= 1u << ASSIST_VALUE_TEXT;
  if (field->column_number != AS_NO_NUMBER) kinds |= 1u << field->column_kind;
  if (kinds == 0) kinds = 1u << ASSIST_VALUE_STORED;
  if (out_kinds != NULL) *out_kinds = kinds;
  return field->name;
}

assist_status assist_snapshot_terms(const assist_snapshot *snapshot,
                                    int (*each)(void *context, const char *term, size_t size,
                                                const char *field, uint64_t documents, uint64_t occurrences),
                                    void *context, assist_error *error) {
  if (snapshot == NULL || each == NULL) return as_fail(error, ASSIST_INVALID, "nobody to give the terms to");
  return as_dump_terms(snapshot, each, context, error);
}

assist_status assist_snapshot_postings(const assist_snapshot *snapshot, const char *field, const char *term,
                                       size_t size,
                                       int (*each)(void *context, uint64_t document,
                                                   const uint32_t *positions, size_t count),
                                       void *context, assist_error *error) {
  if (snapshot == NULL || each == NULL || term == NULL)
    return as_fail(error, ASSIST_INVALID, "no term, or nobody to give its postings to");
  return as_dump_postings(snapshot, field, as_slice_of(term, size), each, context, error);
}

assist_status assist_index_check(const char *path, void (*report)(void *context, const char *line),
                                 assist_progress_function progress, void *context, assist_error *error) {
  const as_check_options options = {report, progress, context};
  if (path == NULL || *path == '\0') return as_fail(error, ASSIST_INVALID, "no path");
  return as_index_check(path, &options, error);
}
