/* SPDX-License-Identifier: MIT
 * Reads sealed lanes in term order: fields, kinds, partitions of records, groups of equal keys, blocks of postings. */
#ifndef AS_MEMORY_READOUT_H
#define AS_MEMORY_READOUT_H

#include "memory/records.h"

#define AS_READOUT_BLOCK 128u

typedef struct as_readout {
  as_ranked *fields; /* by number; lane NULL: no text in that field */
  size_t field_count;
  uint32_t *token_at; /* by field: the next token to give */
  uint64_t *buffers;
  size_t buffer_size; /* bytes mapped */
  as_records records;
  size_t field; /* being read */
  uint8_t kind;
  bool in_kind;       /* records are those of field and kind */
  uint32_t character; /* CHAR: the rank of the current or next list */
  size_t at;          /* the next record of the partition (CHAR: document) */
  size_t end;         /* CHAR: of the current list */
  uint32_t key;       /* of the current term's records */
  bool in_term;
  AS_VEC(uint32_t) positions;
} as_readout;

/* LANES by field number, NULL where there is none; SORT_BYTES for the buffers.  False: no memory. */
bool as_readout_init(as_readout *readout, as_lane *const *lanes, size_t lane_count, size_t sort_bytes);
void as_readout_clear(as_readout *readout);
bool as_readout_token(as_readout *readout, size_t field, as_slice *out_token); /* false: no more */
bool as_readout_term(as_readout *readout, as_term *out_term, bool *out_more);  /* false: no memory */
/* False: no memory.  *out_count 0: the term has no more. */
bool as_readout_block(as_readout *readout, uint32_t *documents, uint32_t *frequencies, uint32_t *out_count);

#endif
