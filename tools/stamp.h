/* SPDX-License-Identifier: MIT
 * Stamps: how `add` knows that a file is unchanged, and which file a record came from. */
#ifndef ASSIST_TOOLS_STAMP_H
#define ASSIST_TOOLS_STAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#define AT_STAMP_FILE 'F'    /* a document that is a file; its key is the file's path */
#define AT_STAMP_NAMED 'K'   /* a document that is a file, under a key of the user's choice: never pruned */
#define AT_STAMP_SOURCE 'S'  /* the attribute of a file of records, read to its end without complaint */
#define AT_STAMP_PARTIAL 'P' /* the same with lines that could not be read: to be read again next time */
#define AT_STAMP_RECORD 'R'  /* a document that is a record of such a file */

#define AT_STAMP_FILE_SIZE 30u
#define AT_STAMP_READING_SIZE 8u
#define AT_STAMP_RECORD_SIZE 18u

typedef struct at_stamp {
  unsigned char bytes[40];
  size_t size; /* 0: no stamp (standard input, pipes) */
} at_stamp;

/* The stamp of a file as STATUS tells; empty unless it is a regular file. */
void at_stamp_file(at_stamp *stamp, int kind, const struct stat *status);
/* The stamp of a record of the file with key SOURCE, which itself has the stamp FILE.  Empty when FILE is. */
void at_stamp_record(at_stamp *stamp, const char *source, size_t size, const at_stamp *file);
/* How a file is read, unless as it looks (0), as a part of its stamp. */
void at_stamp_reading(at_stamp *stamp, uint64_t reading);
/* ANY_READING: however the file was read that BYTES are the stamp of. */
bool at_stamp_equal(const at_stamp *stamp, const void *bytes, size_t size, bool any_reading);
/* The kind of stored BYTES; 0 when they are no stamp of ours. */
int at_stamp_kind(const void *bytes, size_t size);
/* Whether a record's stamp names the source with this hash. */
uint64_t at_stamp_record_source(const void *bytes);
uint64_t at_stamp_hash(const void *bytes, size_t size);

#endif
