/* SPDX-License-Identifier: MIT
 * The bits of postings: short lists, and blocks of long ones (doc/format.md, section 4).  Everything is
 * decoded in the order in which it stands: documents, then frequencies, then positions; a list of
 * characters has documents alone. */
#ifndef AS_FORMAT_POSTING_BLOCK_H
#define AS_FORMAT_POSTING_BLOCK_H

#include "base/bits.h"

#define AS_BLOCK_DOCUMENTS 128u
#define AS_BLOCK_GROUP 32u
#define AS_BLOCK_GROUPS (AS_BLOCK_DOCUMENTS / AS_BLOCK_GROUP)
#define AS_BLOCK_INTERP 0u /* mode of a block; others are a Rice parameter and 1 */
#define AS_BLOCK_MODE_MOST 32u
#define AS_BLOCK_NONE UINT32_MAX /* "the last document of the block before" of the first block */

#define AS_BLOCK_WRONG UINT32_MAX

/* What is encoded.  The caller has checked that documents ascend, below the segment's; whether positions of a document do,
 * below the length its code stands for, is told. */
typedef struct as_posting_run {
  uint32_t count;
  const uint32_t *documents;
  const uint32_t *frequencies; /* NULL: documents alone */
  const uint32_t *positions;   /* of all documents, one after another */
  const uint8_t *codes;        /* of the length of each document */
} as_posting_run;

/* A whole list of fewer than 128 documents, of a segment with DOCUMENTS documents.  False: its positions are out of order or bounds,
 * and what was put is of no use. */
bool as_short_list_put(as_buf *out, const as_posting_run *run, uint32_t documents);
/* A block; returns its mode, which the reader must be told, or AS_BLOCK_WRONG.  BEFORE: the last document of the block before.  SCRATCH is
 * overwritten. */
unsigned as_posting_block_put(as_buf *out, as_buf *scratch, const as_posting_run *run, uint32_t before);

/* Decoding a list or a block that READER stands at; what does not fit makes it corrupt.  Documents that
 * come out ascend and are below the bound (or end with LAST) even so; frequencies are at least 1. */
void as_short_list_documents(as_bit_reader *reader, uint32_t count, uint32_t documents,
                             uint32_t *out_documents);
void as_posting_block_documents(as_bit_reader *reader, unsigned mode, uint32_t count, uint32_t before,
                                uint32_t last, uint32_t *out_documents);
void as_short_list_frequencies(as_bit_reader *reader, uint32_t count, uint64_t occurrences,
                               uint32_t *out_frequencies);
void as_posting_block_frequencies(as_bit_reader *reader, uint32_t count, uint32_t *out_frequencies);
/* Where the groups of 32 documents of a block have their positions: bits in READER.  Only who wants positions needs it. */
void as_posting_block_groups(as_bit_reader *reader, uint32_t count, const uint32_t *frequencies,
                             uint64_t out_groups[AS_BLOCK_GROUPS]);

#endif
