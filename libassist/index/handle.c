/* SPDX-License-Identifier: MIT
 *
 * Opening, creating and asking an index.
 *
 * Creation makes the folder, takes the writer's lock and writes the manifest of an empty index.  Cut short anywhere it
 * leaves a folder with nothing, a lock or a manifest.new.  That is an empty index, and the next creation or writer
 * completes it: no file of a segment is ever written beside no manifest, so that where one stands alone, something was lost.
 *
 * A snapshot is kept by the handle; while the manifest's bytes are the same it is given out again. */
#include "index/handle.h"

#include <string.h>

#include "base/error.h"
#include "port/lock.h"
#include "port/mem.h"
#include "text/unit.h"

#define CREATION_WAIT INT64_C(10000000) /* microseconds: another process creates the same index */

static as_home *home_new(as_folder *folder) {
  as_home *home = as_mem_alloc(sizeof *home);
  if (home == NULL) return NULL;
  as_refs_init(&home->refs);
  home->folder = folder;
  return home;
}

as_home *as_home_take(as_home *home) {
  as_refs_take(&home->refs);
  return home;
}

void as_home_drop(as_home *home) {
  if (home == NULL || !as_refs_drop(&home->refs)) return;
  as_folder_close(home->folder);
  as_mem_free(home);
}

assist_status as_home_check_tables(const as_manifest *manifest, assist_error *error) {
  if (strcmp(manifest->fingerprint, as_analysis_fingerprint()) == 0) return ASSIST_OK;
  return as_fail(error, ASSIST_VERSION, "index was analysed with %s, this library has %s: rebuild the index",
                 manifest->fingerprint, as_analysis_fingerprint());
}

static assist_status not_an_index(as_folder *folder, assist_error *error) {
  char path[160];
  as_error_escape(path, sizeof path, as_folder_path(folder), strlen(as_folder_path(folder)));
  return as_fail(error, ASSIST_NOTFOUND, "no index in folder '%s'", path);
}

/* The manifest is asked for first and the folder looked at only without one: a list that is read while a writer renames may
 * miss the name. */
assist_status as_home_manifest(as_folder *folder, as_manifest **out_manifest, assist_error *error) {
  enum as_folder_state state;
  assist_status status = as_manifest_read(folder, out_manifest, error);
  if (status != ASSIST_NOTFOUND) return status;
  status = as_folder_look(folder, &state, error);
  if (status != ASSIST_OK) return status;
  if (state == AS_FOLDER_INDEX) return as_manifest_read(folder, out_manifest, error);
  if (state == AS_FOLDER_FOREIGN) return not_an_index(folder, error);
  *out_manifest = as_manifest_new(true);
  return *out_manifest == NULL ? as_fail_nomem(error) : ASSIST_OK;
}

static assist_status write_empty(as_folder *folder, bool store, assist_error *error) {
  bool unsure;
  as_manifest *manifest = as_manifest_new(store);
  if (manifest == NULL) return as_fail_nomem(error);
  assist_status status = as_manifest_write(folder, manifest, &unsure, error);
  as_manifest_free(manifest);
  return status;
}

static assist_status create(as_folder *folder, bool store, assist_error *error) {
  as_lock *lock;
  as_hash128 identity;
  assist_status status = as_folder_sync_parent(folder, error);
  if (status != ASSIST_OK) return status;
  status = as_lock_take(folder, AS_LOCK_NAME, CREATION_WAIT, &lock, error);
  if (status != ASSIST_OK) return status;
  status = as_manifest_peek(folder, &identity, error); /* somebody else may have been faster */
  if (status == ASSIST_NOTFOUND) status = write_empty(folder, store, error);
  as_lock_drop(lock);
  return status;
}

/* Make sure that FOLDER is an index. */
static assist_status prepare(as_folder *folder, uint32_t flags, assist_error *error) {
  enum as_folder_state state;
  as_hash128 identity;
  bool may_create = (flags & ASSIST_OPEN_CREATE) != 0;
  assist_status status = as_manifest_peek(folder, &identity, error);
  if (status != ASSIST_NOTFOUND) return status;
  status = as_folder_look(folder, &state, error);
  if (status != ASSIST_OK || state == AS_FOLDER_INDEX) return status;
  if (!may_create) return state != AS_FOLDER_FOREIGN ? ASSIST_OK : not_an_index(folder, error);
  if (state == AS_FOLDER_FOREIGN) {
    return as_fail(error, ASSIST_INVALID, "folder is neither empty nor an index: nothing was created");
  }
  return create(folder, (flags & ASSIST_OPEN_NO_STORE) == 0, error);
}

static assist_status open_folder(const char *path, uint32_t flags, as_folder **out_folder,
                                 assist_error *error) {
  assist_status status = as_folder_open(path, out_folder, error);
  if (status == ASSIST_NOTFOUND && (flags & ASSIST_OPEN_CREATE) != 0) {
    status = as_folder_make(path, error);
    if (status == ASSIST_OK) status = as_folder_open(path, out_folder, error);
  }
  if (status != ASSIST_OK) return status;
  status = prepare(*out_folder, flags, error);
  if (status != ASSIST_OK) as_folder_close(*out_folder);
  return status;
}

assist_status as_index_open(const char *path, uint32_t flags, bool map, assist_index **out_index,
                            assist_error *error) {
  as_folder *folder;
  assist_status status = open_folder(path, flags, &folder, error);
  if (status != ASSIST_OK) return status;
  as_home *home = home_new(folder);
  if (home == NULL) {
    as_folder_close(folder);
    return as_fail_nomem(error);
  }
  assist_index *index = as_mem_calloc(1, sizeof *index);
  if (index != NULL) index->mutex = as_mutex_new();
  if (index == NULL || index->mutex == NULL) {
    as_mem_free(index);
    as_home_drop(home);
    return as_fail_nomem(error);
  }
  index->home = home;
  index->flags = flags;
  index->map = map;
  /* The first snapshot tells at once whether the index can be read. */
  status = as_snapshot_newest(home, map, (flags & ASSIST_OPEN_ANY_TABLES) != 0, &index->newest, error);
  if (status != ASSIST_OK) {
    as_index_close(index);
    return status;
  }
  *out_index = index;
  return ASSIST_OK;
}

void as_index_close(assist_index *index) {
  if (index == NULL) return;
  as_snapshot_drop(index->newest);
  as_mutex_free(index->mutex);
  as_home_drop(index->home);
  as_mem_free(index);
}

bool as_index_exists(const char *path) {
  as_folder *folder;
  enum as_folder_state state = AS_FOLDER_EMPTY;
  as_buf bytes;
  if (as_folder_open(path, &folder, NULL) != ASSIST_OK) return false;
  as_buf_init(&bytes);
  bool exists;
  if (as_folder_slurp(folder, AS_MANIFEST_NAME, &bytes, NULL) == ASSIST_OK) {
    exists = as_manifest_is(as_slice_of(bytes.bytes, bytes.size));
  } else {
    exists = as_folder_look(folder, &state, NULL) == ASSIST_OK &&
             (state == AS_FOLDER_BEGUN || state == AS_FOLDER_INDEX);
  }
  as_buf_clear(&bytes);
  as_folder_close(folder);
  return exists;
}

assist_status as_index_snapshot(assist_index *index, as_snapshot **out_snapshot, assist_error *error) {
  as_hash128 identity = {0, 0};
  as_snapshot *newest = NULL;
  as_mutex_lock(index->mutex);
  assist_status status = as_manifest_peek(index->home->folder, &identity, error);
  if (status == ASSIST_NOTFOUND) status = ASSIST_OK; /* an empty index has none yet, and identity 0 */
  const as_hash128 *have = &index->newest->manifest->identity;
  if (status == ASSIST_OK && (have->high != identity.high || have->low != identity.low)) {
    status = as_snapshot_newest(index->home, index->map, (index->flags & ASSIST_OPEN_ANY_TABLES) != 0,
                                &newest, error);
    if (status == ASSIST_OK) {
      as_snapshot_drop(index->newest);
      index->newest = newest;
    }
  }
  if (status == ASSIST_OK) *out_snapshot = as_snapshot_take(index->newest);
  as_mutex_unlock(index->mutex);
  return status;
}
