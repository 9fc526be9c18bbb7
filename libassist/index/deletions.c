/* SPDX-License-Identifier: MIT
 *
 * A deletions file is small and read whole: hash and size are those of the manifest, or it is damaged.  It is never
 * changed: more deletions are another file. */
#include "index/deletions.h"

#include <stdio.h>

#include "base/error.h"
#include "format/deletions.h"

assist_status as_deletions_read(as_folder *folder, const as_manifest_segment *segment, as_bitset *out_dead,
                                assist_error *error) {
  char name[AS_FILE_NAME_SIZE];
  as_buf bytes;
  *out_dead = (as_bitset){NULL, 0};
  if (segment->dead_count == 0) return ASSIST_OK;
  as_buf_init(&bytes);
  as_deletions_name(&segment->deletions, name);
  assist_status status = as_folder_slurp(folder, name, &bytes, error);
  if (status == ASSIST_OK) {
    as_hash128 hash = as_hash_wide(bytes.bytes, bytes.size);
    if (bytes.size != segment->deletions.size || hash.high != segment->deletions.hash.high ||
        hash.low != segment->deletions.hash.low) {
      status = as_fail(error, ASSIST_CORRUPT, "deletions file '%s' is not the one that was written", name);
    }
  }
  if (status == ASSIST_OK) {
    status = as_deletions_get(as_slice_of(bytes.bytes, bytes.size), segment->record.documents,
                              segment->dead_count, out_dead, error);
  }
  as_buf_clear(&bytes);
  return status;
}

static assist_status write_file(as_folder *folder, const char *temporary, const char *name,
                                const as_buf *bytes, assist_error *error) {
  as_output *output;
  assist_status status = as_output_open(folder, temporary, &output, error);
  if (status != ASSIST_OK) return status;
  status = as_output_write(output, bytes->bytes, bytes->size, error);
  if (status == ASSIST_OK) status = as_output_sync(output, error);
  as_output_close(output);
  if (status == ASSIST_OK) status = as_folder_rename(folder, temporary, name, error);
  if (status != ASSIST_OK) (void)as_folder_remove(folder, temporary, NULL);
  return status;
}

assist_status as_deletions_write(as_folder *folder, const char *stem, const as_bitset *dead,
                                 as_file_record *out_record, assist_error *error) {
  char temporary[AS_FILE_NAME_SIZE], name[AS_FILE_NAME_SIZE];
  as_buf bytes;
  as_buf_init(&bytes);
  as_deletions_put(dead, &bytes);
  if (as_buf_failed(&bytes)) {
    as_buf_clear(&bytes);
    return as_fail_nomem(error);
  }
  as_file_record record = {as_hash_wide(bytes.bytes, bytes.size), bytes.size};
  (void)snprintf(temporary, sizeof temporary, "%s.dead", stem);
  as_deletions_name(&record, name);
  assist_status status = write_file(folder, temporary, name, &bytes, error);
  as_buf_clear(&bytes);
  if (status == ASSIST_OK) *out_record = record;
  return status;
}
