/* SPDX-License-Identifier: MIT
 * Terms and postings of a snapshot, printed: for dumps and tools. */
#ifndef AS_INDEX_DUMP_H
#define AS_INDEX_DUMP_H

#include "index/snapshot.h"

typedef int (*as_dump_term)(void *context, const char *term, size_t size, const char *field,
                            uint64_t documents, uint64_t occurrences);
typedef int (*as_dump_posting)(void *context, uint64_t document, const uint32_t *positions, size_t count);

assist_status as_dump_terms(const as_snapshot *snapshot, as_dump_term each, void *context,
                            assist_error *error);
/* TERM as printed by the call above. */
assist_status as_dump_postings(const as_snapshot *snapshot, const char *field, as_slice term,
                               as_dump_posting each, void *context, assist_error *error);

#endif
