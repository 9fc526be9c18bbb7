/* SPDX-License-Identifier: MIT
 * A segment as the manifest knows it: its files by hash and size, and how many documents they hold. */
#ifndef AS_FORMAT_SEGMENT_RECORD_H
#define AS_FORMAT_SEGMENT_RECORD_H

#include <stdint.h>

#include "base/hash.h"

/* Of all files of an index, the manifest too. */
#define AS_FORMAT_VERSION 4u

/* What a manifest records of one file of a segment. */
typedef struct as_file_record {
  as_hash128 hash; /* of the whole file; its name is 32 hex digits and the suffix of its kind */
  uint64_t size;   /* 0: there is no such file (no stored text) */
} as_file_record;

enum as_segment_file { AS_FILE_TERMS, AS_FILE_POSTINGS, AS_FILE_DOCUMENTS, AS_FILE_STORE, AS_SEGMENT_FILES };

typedef struct as_segment_record {
  as_file_record files[AS_SEGMENT_FILES];
  uint32_t documents;
} as_segment_record;

/* The name of a segment's file: 32 hex digits, a dot and a suffix ("terms", "posts", "docs", "store"). */
#define AS_FILE_NAME_SIZE 48u
void as_segment_file_name(const as_file_record *record, enum as_segment_file kind,
                          char out_name[AS_FILE_NAME_SIZE]);

#endif
