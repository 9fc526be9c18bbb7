/* SPDX-License-Identifier: MIT
 * The bytes of a manifest: everything one commit is, but for the segments' own files. */
#ifndef AS_FORMAT_MANIFEST_H
#define AS_FORMAT_MANIFEST_H

#include <assist/status.h>

#include "base/buf.h"
#include "base/slice.h"
#include "format/segment_record.h"

#define AS_FINGERPRINT_SIZE 64u /* with the NUL */

typedef struct as_manifest_segment {
  as_segment_record record;
  as_file_record deletions; /* size 0: nothing is deleted in it */
  uint32_t dead_count;
  uint8_t text_count, column_count; /* of the schema when it was written */
  uint8_t store_level;              /* zstd's, of its stored text; 0 without */
} as_manifest_segment;

typedef struct as_manifest_attribute {
  char *name;
  uint8_t *bytes;
  size_t size;
} as_manifest_attribute;

typedef struct as_manifest_parts {
  char fingerprint[AS_FINGERPRINT_SIZE];
  bool store;
  uint64_t operations, next_insertion;
  as_slice schema; /* model/schema's bytes; borrowed from the manifest's when read */
  as_manifest_segment *segments;
  size_t segment_count;
  as_manifest_attribute *attributes; /* by name */
  size_t attribute_count;
} as_manifest_parts;

void as_manifest_put(const as_manifest_parts *parts, as_buf *out);
/* Owned: as_manifest_parts_clear.  CORRUPT, VERSION (a newer format), NOMEM. */
assist_status as_manifest_get(as_slice bytes, as_manifest_parts *out_parts, assist_error *error);
void as_manifest_parts_clear(as_manifest_parts *parts);
/* Whether BYTES begin as manifests of any version do. */
bool as_manifest_is(as_slice bytes);

#endif
