/* SPDX-License-Identifier: MIT
 * An index opened: its folder, shared with snapshots and writers, which outlive the handle, and the newest snapshot taken. */
#ifndef AS_INDEX_HANDLE_H
#define AS_INDEX_HANDLE_H

#include <assist/index.h>

#include "index/snapshot.h"
#include "port/thread.h"

typedef struct as_home {
  as_refs refs;
  as_folder *folder;
} as_home;

as_home *as_home_take(as_home *home);
void as_home_drop(as_home *home); /* NULL is fine */

struct assist_index {
  as_home *home;
  as_mutex *mutex; /* guards newest */
  as_snapshot *newest;
  uint32_t flags;
  bool map;
};

assist_status as_index_open(const char *path, uint32_t flags, bool map, assist_index **out_index,
                            assist_error *error);
void as_index_close(assist_index *index);
bool as_index_exists(const char *path);
assist_status as_index_snapshot(assist_index *index, as_snapshot **out_snapshot, assist_error *error);

/* The newest manifest of FOLDER; an empty one, of identity 0, where a creation was cut short or
 * the folder is empty; NOTFOUND when it holds other things. */
assist_status as_home_manifest(as_folder *folder, as_manifest **out_manifest, assist_error *error);
/* VERSION when MANIFEST was made with other analysis tables. */
assist_status as_home_check_tables(const as_manifest *manifest, assist_error *error);
/* Open what MANIFEST (taken, on failure too) names.  NOTFOUND: a file is gone. */
assist_status as_snapshot_open(as_home *home, as_manifest *manifest, bool map, as_snapshot **out_snapshot,
                               assist_error *error);
/* The newest commit, whatever writers do meanwhile. */
assist_status as_snapshot_newest(as_home *home, bool map, bool any_tables, as_snapshot **out_snapshot,
                                 assist_error *error);

#endif
