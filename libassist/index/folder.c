/* SPDX-License-Identifier: MIT
 *
 * The names in an index's folder: which are ours, what a folder is by them, and the sweep after a commit.
 *
 *   manifest, manifest.new, lock     (without a manifest: a creation that was cut short)
 *   32 hex digits and .terms .posts .docs .store .dead
 *   tmp-(digits).(anything)          files being written
 *
 * The sweep removes names of these forms that the manifest does not name; nothing else in the folder is ever touched.
 * It runs only when the new manifest is sure to last, and only under the writer's lock. */
#include <string.h>

#include "base/vec.h"
#include "index/manifest.h"

static const char *const suffixes[] = {"terms", "posts", "docs", "store", "dead"};

static bool is_content_name(const char *name) {
  if (strspn(name, "0123456789abcdef") != 32 || name[32] != '.') return false;
  for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
    if (strcmp(name + 33, suffixes[i]) == 0) return true;
  }
  return false;
}

static bool is_temporary_name(const char *name) {
  if (strcmp(name, AS_MANIFEST_NEW_NAME) == 0) return true;
  if (strncmp(name, "tmp-", 4) != 0) return false;
  size_t digits = strspn(name + 4, "0123456789");
  return digits > 0 && name[4 + digits] == '.';
}

void as_deletions_name(const as_file_record *record, char out_name[AS_FILE_NAME_SIZE]) {
  as_hash128_text(record->hash, out_name);
  memcpy(out_name + 32, ".dead", sizeof ".dead");
}

bool as_manifest_names(const as_manifest *manifest, const char *name) {
  char ours[AS_FILE_NAME_SIZE];
  for (size_t i = 0; i < manifest->segment_count; i++) {
    const as_manifest_segment *segment = &manifest->segments[i];
    for (int kind = 0; kind < AS_SEGMENT_FILES; kind++) {
      if (segment->record.files[kind].size == 0) continue;
      as_segment_file_name(&segment->record.files[kind], (enum as_segment_file)kind, ours);
      if (strcmp(ours, name) == 0) return true;
    }
    if (segment->deletions.size == 0) continue;
    as_deletions_name(&segment->deletions, ours);
    if (strcmp(ours, name) == 0) return true;
  }
  return false;
}

static assist_status look_at(void *context, const char *name) {
  enum as_folder_state *state = context;
  if (strcmp(name, AS_MANIFEST_NAME) == 0) {
    *state = AS_FOLDER_INDEX;
  } else if (strcmp(name, AS_LOCK_NAME) != 0 && !is_temporary_name(name)) {
    if (*state != AS_FOLDER_INDEX) *state = AS_FOLDER_FOREIGN;
  } else if (*state == AS_FOLDER_EMPTY) {
    *state = AS_FOLDER_BEGUN;
  }
  return ASSIST_OK;
}

assist_status as_folder_look(as_folder *folder, enum as_folder_state *out_state, assist_error *error) {
  *out_state = AS_FOLDER_EMPTY;
  return as_folder_list(folder, look_at, out_state, error);
}

typedef struct sweep {
  const as_manifest *manifest;
  AS_VEC(char *) names; /* collected first: a folder is not changed while it is listed */
} sweep;

static assist_status collect(void *context, const char *name) {
  sweep *to = context;
  bool stale = is_temporary_name(name) || (is_content_name(name) && !as_manifest_names(to->manifest, name));
  if (!stale) return ASSIST_OK;
  char *copy = as_mem_copy_string(name, strlen(name));
  if (copy == NULL) return ASSIST_NOMEM;
  if (as_vec_push(&to->names, copy)) return ASSIST_OK;
  as_mem_free(copy);
  return ASSIST_NOMEM;
}

void as_folder_sweep(as_folder *folder, const as_manifest *manifest) {
  sweep stale = {manifest, AS_VEC_INIT};
  (void)as_folder_list(folder, collect, &stale, NULL);
  for (size_t i = 0; i < stale.names.count; i++) {
    (void)as_folder_remove(folder, stale.names.items[i], NULL);
    as_mem_free(stale.names.items[i]);
  }
  as_vec_free(&stale.names);
}
