/* SPDX-License-Identifier: MIT
 * Rows of a dictionary section, bounds-checked; for the files of segread/. */
#ifndef AS_SEGREAD_SECTIONS_H
#define AS_SEGREAD_SECTIONS_H

#include "format/entries.h"
#include "segread/opened.h"
#include "segread/terms.h"

/* A block of entries. */
typedef struct as_section_block {
  uint32_t key;         /* of its first term */
  const uint8_t *bytes; /* verified, and AS_ENTRIES_SLACK behind them */
  size_t size;
  uint64_t posts;     /* where its lists begin */
  uint64_t posts_end; /* and where those of the next block do */
} as_section_block;

/* NULL: no such field or kind, or no terms. */
const as_term_section *as_section_of(const as_segment *segment, unsigned field, unsigned kind);
/* A term's group: AS_SECTION_NO_GROUP where its character is none of the field's. */
#define AS_SECTION_NO_GROUP UINT32_MAX
assist_status as_section_group_of(as_segment *segment, as_term term, uint32_t *out_group,
                                  assist_error *error);
/* A term's key in its group; where it can have none (*out_there false), that of the first that may come behind it. */
assist_status as_section_key_of(as_segment *segment, as_term term, uint32_t *out_key, bool *out_there,
                                assist_error *error);
/* And back: the term of FIELD and KIND with KEY in GROUP. */
assist_status as_section_term(as_segment *segment, unsigned field, unsigned kind, uint32_t group,
                              uint32_t key, as_term *out_term, assist_error *error);
/* The blocks [begin, end) of a group; none in one without terms, or beyond the last. */
assist_status as_section_group(as_segment *segment, const as_term_section *section, uint32_t group,
                               uint32_t *out_begin, uint32_t *out_end, assist_error *error);
/* Key of block I. */
assist_status as_section_key(as_segment *segment, const as_term_section *section, uint32_t i,
                             uint32_t *out_key, assist_error *error);
assist_status as_section_block_open(as_segment *segment, const as_term_section *section, uint32_t i,
                                    as_section_block *out_block, assist_error *error);
/* The last block in [begin, end) whose key is not above KEY; END when there is none. */
assist_status as_section_find_block(as_segment *segment, const as_term_section *section, uint32_t key,
                                    uint32_t begin, uint32_t end, uint32_t *out_block, assist_error *error);
/* The same, opened; size 0 when there is none. */
assist_status as_section_block_of(as_segment *segment, const as_term_section *section, uint32_t key,
                                  uint32_t begin, uint32_t end, as_section_block *out_block,
                                  assist_error *error);
/* Info of the entry that READER gave last, whose list begins at OFFSET; lists of the block and its bundle end at END.  False when it
 * cannot be. */
bool as_section_info(const as_segment *segment, as_term term, const as_entries_reader *reader,
                     const as_entry *entry, uint64_t offset, uint64_t end, as_term_info *out_info);
assist_status as_section_corrupt(as_segment *segment, const as_term_section *section, assist_error *error);

#endif
