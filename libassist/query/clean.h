/* SPDX-License-Identifier: MIT
 * The text of a query without the readings pasted with it, and the way back to the offsets of what was
 * typed. */
#ifndef AS_QUERY_CLEAN_H
#define AS_QUERY_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"
#include "base/vec.h"

typedef struct as_clean_cut {
  size_t at;      /* offset in the clean text where bytes are missing */
  size_t removed; /* bytes missing up to and with this cut */
} as_clean_cut;

typedef struct as_clean {
  as_slice text; /* what was typed, or a copy with less */
  as_buf copy;
  AS_VEC(as_clean_cut) cuts;
} as_clean;

/* TEXT is borrowed.  False: no memory; as_clean_free is due either way. */
bool as_clean_make(as_clean *clean, const void *text, size_t size);
void as_clean_free(as_clean *clean);
/* Offset in the text as typed.  END: of the end of something: what was cut right after it is not part of
 * it. */
size_t as_clean_origin(const as_clean *clean, size_t offset, bool end);

#endif
