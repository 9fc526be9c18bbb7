/* SPDX-License-Identifier: MIT
 * A file of a segment being written: the frame, the page checksums, the hash that becomes its name
 * (doc/format.md, section 2).  A failure is sticky: later calls do nothing, and one look at the status is
 * enough. */
#ifndef AS_SEGWRITE_SEALED_H
#define AS_SEGWRITE_SEALED_H

#include "base/buf.h"
#include "format/segment_record.h"
#include "port/file.h"

typedef struct as_sealed as_sealed;

/* Creates STEM.SUFFIX in FOLDER, which must outlive it. */
assist_status as_sealed_open(as_folder *folder, const char *stem, enum as_segment_file kind,
                             as_sealed **out_sealed, assist_error *error);
void as_sealed_add(as_sealed *sealed, const void *bytes, size_t size);
void as_sealed_add_buf(as_sealed *sealed, const as_buf *buf); /* fails with NOMEM if BUF has failed */
uint64_t as_sealed_at(const as_sealed *sealed);               /* offset of the next byte */
assist_status as_sealed_status(const as_sealed *sealed, assist_error *error);
size_t as_sealed_memory(const as_sealed *sealed);

/* DIRECTORY, checksums, footer; then fsync. */
assist_status as_sealed_finish(as_sealed *sealed, const as_buf *directory, uint32_t documents,
                               as_file_record *out_record, assist_error *error);
/* After finish: the name that says what is in it. */
assist_status as_sealed_rename(as_sealed *sealed, assist_error *error);
/* Closes.  Unless it was renamed the file is removed.  NULL is fine. */
void as_sealed_close(as_sealed *sealed);

#endif
