/* SPDX-License-Identifier: MIT
 * Keys of a block of documents that are numbers behind a common prefix, "p0000001" (doc/format.md, section 6). */
#ifndef AS_FORMAT_NUMBERED_H
#define AS_FORMAT_NUMBERED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

/* KEYS: COUNT strings (format/strings.h).  False, and nothing in OUT: they are not of that kind, or would take no less. */
bool as_numbered_put(as_buf *out, as_slice keys, unsigned count);

typedef struct as_numbered {
  as_slice prefix, rows; /* borrowed */
  unsigned digits, width;
  uint64_t least;
} as_numbered;

/* Of COUNT keys.  False: damaged bytes. */
bool as_numbered_open(as_numbered *keys, as_slice bytes, unsigned count);
/* Key I, below the count, into TEXT (overwritten).  False: damaged bytes; no memory shows in TEXT. */
bool as_numbered_get(const as_numbered *keys, unsigned i, as_buf *text);
/* Key I of COUNT in BYTES at once, as a copy in MEMORY with a NUL behind it; BEHIND bytes behind BYTES may be looked at.  False: damaged
 * bytes; no memory gives no address. */
bool as_numbered_copy(as_slice bytes, size_t behind, unsigned count, unsigned i, as_arena *memory,
                      as_slice *out_key);

#endif
