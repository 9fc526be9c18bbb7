/* SPDX-License-Identifier: MIT
 *
 * Names of a segment's files: what is in a file names it, so that equal files have equal names on every
 * machine, a name is never used for two contents, and nothing in a manifest can point outside the folder.
 * */
#include "format/segment_record.h"

#include <string.h>

void as_segment_file_name(const as_file_record *record, enum as_segment_file kind,
                          char out_name[AS_FILE_NAME_SIZE]) {
  static const char suffixes[AS_SEGMENT_FILES][8] = {".terms", ".posts", ".docs", ".store"};
  as_hash128_text(record->hash, out_name);
  memcpy(out_name + 32, suffixes[kind], sizeof suffixes[kind]);
}
