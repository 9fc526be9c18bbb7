/* SPDX-License-Identifier: MIT
 * Documents of long lists as bits, for those that are looked into again and again.  They are made when a list has been asked about
 * so often that unpacking all of it costs no more than what was spent on it, and stay with the segment as far as there is room.
 * Threads: share freely, without locks. */
#ifndef AS_SEGREAD_DENSE_H
#define AS_SEGREAD_DENSE_H

#include "segread/terms.h"

/* Bytes that a segment's sets take together, at most so many, and so many for each of its documents. */
#define AS_DENSE_MEMORY (UINT64_C(16) << 20)
#define AS_DENSE_BYTES 256u
/* A list gets a set when it has one of so many documents: then its bits take no more than its documents as plain numbers. */
#define AS_DENSE_SHARE 32u

typedef struct as_dense as_dense;

/* The documents of INFO's list, a bit each, with words of 64; NULL: go to the list.  It is about to be looked into LOOKS times. */
const uint64_t *as_dense_documents(as_segment *segment, const as_term_info *info, uint32_t looks);
static inline bool as_dense_has(const uint64_t *words, uint32_t document) {
  return words[document / 64] >> document % 64 & 1;
}
/* What the sets take so far, and what they may take. */
uint64_t as_dense_memory(const as_segment *segment);
uint64_t as_dense_memory_most(const as_segment *segment);
void as_dense_free(as_dense *dense);

#endif
