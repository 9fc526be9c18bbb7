/* SPDX-License-Identifier: MIT
 * Reads the streams of sealed lanes in term order: fields, kinds, first units, groups of equal keys, blocks of postings. */
#ifndef AS_MEMORY_READOUT_H
#define AS_MEMORY_READOUT_H

#include "base/term.h"
#include "memory/ranks.h"
#include "memory/records.h"
#include "memory/split.h"

typedef struct as_read_field {
  const as_lane *lane; /* NULL: no text in that field */
  as_ranks ranks;
  uint32_t token_at; /* the next token to give */
} as_read_field;

/* First units [begin, end) of one field and kind; of tokens, COUNT of them from FIRST on, in their order. */
typedef struct as_term_range {
  uint8_t field, kind;
  uint32_t begin, end;
  uint32_t first, count;
} as_term_range;
typedef AS_VEC(as_term_range) as_term_ranges;

typedef struct as_readout {
  as_read_field *fields; /* by number */
  bool beside;           /* they are another's */
  size_t field_count;
  uint64_t *buffer;
  size_t buffer_size; /* bytes mapped */
  as_records records;
  size_t field; /* being read */
  uint8_t kind;
  uint32_t
      next_code; /* the next first unit of this kind: a character, or 0 and 1 where there is one stream */
  uint32_t end;  /* of first units; UINT32_MAX: all of them, and all fields and kinds */
  uint32_t first_token, token_count; /* of the range */
  uint32_t first;                    /* the one whose records these are */
  as_stream_reader list;             /* CHAR: the rest of the current list */
  bool in_part;                      /* there are records to be given as terms */
  size_t term;                       /* the next key of the records */
  size_t at, term_end;               /* the next record, and the end of the current term's */
  bool in_term;
  AS_VEC(uint32_t) positions;
} as_readout;

/* LANES by field number, NULL where there is none; SORT_BYTES for the buffer.  False: no memory. */
bool as_readout_init(as_readout *readout, as_lane *const *lanes, size_t lane_count, size_t sort_bytes);
/* One more that reads the lanes of OWNER, which lives longer; it may be used while others are. */
bool as_readout_init_beside(as_readout *readout, const as_readout *owner, size_t sort_bytes);
/* All terms in order, in ranges of about CELLS occurrences or more, for READOUTs beside each other.  False: no memory. */
bool as_readout_ranges(const as_readout *readout, size_t cells, as_term_ranges *out_ranges);
void as_readout_begin(as_readout *readout, as_term_range range); /* read that, and no more */
void as_readout_clear(as_readout *readout);
bool as_readout_token(as_readout *readout, size_t field, as_slice *out_token); /* false: no more */
bool as_readout_term(as_readout *readout, as_term *out_term, bool *out_more);  /* false: no memory */
/* False: no memory.  *out_count 0: the term has no more. */
bool as_readout_block(as_readout *readout, uint32_t *documents, uint32_t *frequencies, uint32_t *out_count);

#endif
