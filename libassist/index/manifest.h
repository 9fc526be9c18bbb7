/* SPDX-License-Identifier: MIT
 * The manifest as a struct: what one commit is.  Its bytes are format/manifest.h's; reading the newest and writing the next are in
 * manifest.c: write manifest.new, sync it, rename it over `manifest` (that is the commit), sync the folder. */
#ifndef AS_INDEX_MANIFEST_H
#define AS_INDEX_MANIFEST_H

#include "base/bitset.h"
#include "format/manifest.h"
#include "model/schema.h"
#include "port/file.h"

#define AS_MANIFEST_NAME "manifest"
#define AS_MANIFEST_NEW_NAME "manifest.new"
#define AS_LOCK_NAME "lock"

typedef struct as_manifest {
  char fingerprint[AS_FINGERPRINT_SIZE]; /* of the analysis */
  bool store;
  uint64_t operations;     /* puts and removes so far */
  uint64_t next_insertion; /* of the next document put */
  as_schema schema;
  as_manifest_segment *segments; /* in order of insertion */
  size_t segment_count;
  as_manifest_attribute *attributes; /* by name */
  size_t attribute_count;
  as_hash128 identity; /* hash of its bytes: two manifests are the same when this is; not stored in them */
} as_manifest;

as_manifest *as_manifest_new(bool store); /* of an empty index, by this library's analysis; NULL: no memory */
void as_manifest_free(as_manifest *manifest);
/* The newest.  NOTFOUND: there is no manifest. */
assist_status as_manifest_read(as_folder *folder, as_manifest **out_manifest, assist_error *error);
/* Only its identity, cheaply. */
assist_status as_manifest_peek(as_folder *folder, as_hash128 *out_identity, assist_error *error);
/* Write, sync and rename; sets the identity.  *out_unsure, set before the rename: from then on a failure does not tell which
 * manifest a reader will find. */
assist_status as_manifest_write(as_folder *folder, as_manifest *manifest, bool *out_unsure,
                                assist_error *error);
/* Set, replace or (BYTES NULL) remove an attribute.  False: no memory. */
bool as_manifest_set_attribute(as_manifest *manifest, const char *name, const void *bytes, size_t size);
const as_manifest_attribute *as_manifest_attribute_of(const as_manifest *manifest, const char *name);

/* What a folder is, by the names in it. */
enum as_folder_state {
  AS_FOLDER_EMPTY,  /* nothing in it: as yet an empty index */
  AS_FOLDER_BEGUN,  /* only what a creation that was cut short leaves behind: the same */
  AS_FOLDER_INDEX,  /* a manifest is there */
  AS_FOLDER_FOREIGN /* other files */
};
assist_status as_folder_look(as_folder *folder, enum as_folder_state *out_state, assist_error *error);
/* A whole file into OUT (appended). */
assist_status as_folder_slurp(as_folder *folder, const char *name, as_buf *out, assist_error *error);
/* Remove every file with a name of ours that MANIFEST does not name.  Failures are of no consequence: the next commit tries again. */
void as_folder_sweep(as_folder *folder, const as_manifest *manifest);
/* Name of a deletions file. */
void as_deletions_name(const as_file_record *record, char out_name[AS_FILE_NAME_SIZE]);
bool as_manifest_names(const as_manifest *manifest, const char *name);

#endif
