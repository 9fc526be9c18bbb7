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
  const uint8_t *bytes; /* verified */
  size_t size;
  uint64_t posts;     /* where its lists begin */
  uint64_t posts_end; /* and where those of the next block do */
} as_section_block;

static inline uint32_t as_term_key(as_term term) {
  return term.kind == AS_TERM_CHAR ? term.first : term.second;
}
static inline uint32_t as_term_group(as_term term) { return term.kind == AS_TERM_CHAR ? 0 : term.first; }

/* NULL: no such field or kind, or no terms. */
const as_term_section *as_section_of(const as_segment *segment, unsigned field, unsigned kind);
/* Group I: its first, and its blocks [begin, end). */
assist_status as_section_group(as_segment *segment, const as_term_section *section, uint32_t i,
                               uint32_t *out_first, uint32_t *out_begin, uint32_t *out_end,
                               assist_error *error);
/* Key of block I. */
assist_status as_section_key(as_segment *segment, const as_term_section *section, uint32_t i,
                             uint32_t *out_key, assist_error *error);
assist_status as_section_block_open(as_segment *segment, const as_term_section *section, uint32_t i,
                                    as_section_block *out_block, assist_error *error);
/* The blocks [begin, end) of the group of WANTED; both 0 when there is none. */
assist_status as_section_find_group(as_segment *segment, const as_term_section *section, uint32_t wanted,
                                    uint32_t *out_begin, uint32_t *out_end, assist_error *error);
/* The last block in [begin, end) whose key is not above KEY; END when there is none. */
assist_status as_section_find_block(as_segment *segment, const as_term_section *section, uint32_t key,
                                    uint32_t begin, uint32_t end, uint32_t *out_block, assist_error *error);
/* Info of the entry that READER gave last, whose list begins at OFFSET; lists of the block and its bundle end at END.  False when it
 * cannot be. */
bool as_section_info(const as_segment *segment, as_term term, const as_entries_reader *reader,
                     const as_entry *entry, uint64_t offset, uint64_t end, as_term_info *out_info);
assist_status as_section_corrupt(as_segment *segment, const as_term_section *section, assist_error *error);

#endif
