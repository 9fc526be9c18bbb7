/* SPDX-License-Identifier: MIT
 * Deletions files: read one into a bitset, write one under the name its contents give it. */
#ifndef AS_INDEX_DELETIONS_H
#define AS_INDEX_DELETIONS_H

#include "index/manifest.h"

/* What is dead in SEGMENT; *out_dead has count 0 when nothing is.  Owned. */
assist_status as_deletions_read(as_folder *folder, const as_manifest_segment *segment, as_bitset *out_dead,
                                assist_error *error);
/* Write and sync (not the folder).  STEM names the file until it is whole. */
assist_status as_deletions_write(as_folder *folder, const char *stem, const as_bitset *dead,
                                 as_file_record *out_record, assist_error *error);

#endif
