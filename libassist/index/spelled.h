/* SPDX-License-Identifier: MIT
 * How the documents of a snapshot spell what a fold makes equal, as far as that has been looked at: what is
 * learned from one reading of a text need not be read again.  Threads: share freely, without locks. */
#ifndef AS_INDEX_SPELLED_H
#define AS_INDEX_SPELLED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

typedef struct as_spelled as_spelled;

/* One character of a text: its folded code, and the code point written; 0 when it is more than one. */
typedef struct as_spelling {
  uint32_t code, written;
} as_spelling;

as_spelled *as_spelled_new(uint64_t documents); /* NULL: no memory */
void as_spelled_free(as_spelled *spelled);
/* All characters of the document's title and body. */
void as_spelled_learn(as_spelled *spelled, uint64_t document, const as_spelling *characters, size_t count);
/* The same of its texts as they stand, in a small part of the time.  False: something in them needs the rules of the scanner, and nothing
 * is learned. */
bool as_spelled_skim(as_spelled *spelled, uint64_t document, const as_slice *texts, size_t count);
/* Whether anything has been learned of it. */
bool as_spelled_knows(const as_spelled *spelled, uint64_t document);
/* What the document writes wherever it has CODE; 0: not known. */
uint32_t as_spelled_form(const as_spelled *spelled, uint64_t document, uint32_t code);

#endif
