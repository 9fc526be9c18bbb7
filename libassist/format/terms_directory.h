/* SPDX-License-Identifier: MIT
 * The directory of a .terms file (doc/format.md, section 5). */
#ifndef AS_FORMAT_TERMS_DIRECTORY_H
#define AS_FORMAT_TERMS_DIRECTORY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bits.h"
#include "base/buf.h"
#include "base/cursor.h"
#include "base/term.h"

#define AS_STRINGS_RUN 16u  /* tokens from one full one to the next */
#define AS_TOKEN_MOST 4096u /* bytes of a token */

/* The tokens of a field. */
typedef struct as_string_section {
  uint32_t count;
  uint64_t offsets; /* of the table of runs */
  uint64_t end;     /* of the last run */
} as_string_section;

/* The terms of a field and kind. */
typedef struct as_term_section {
  uint64_t terms, postings, positions; /* counts */
  uint64_t entries, end;               /* the blocks of entries */
  uint32_t groups, blocks;             /* counts */
  uint64_t tables;                     /* groups, then blocks */
  uint64_t posts, posts_end;           /* the lists, in .posts */
  uint8_t first_width, key_width;      /* bits in rows */
} as_term_section;

typedef struct as_terms_directory {
  uint8_t fields;
  as_string_section *strings; /* one a field */
  as_term_section *sections;  /* AS_TERM_KINDS a field */
  as_arena memory;            /* of both */
} as_terms_directory;

static inline uint64_t as_string_section_runs(const as_string_section *section) {
  return ((uint64_t)section->count + AS_STRINGS_RUN - 1) / AS_STRINGS_RUN;
}

/* Bits of the rows of groups (first, block) and of blocks (key, entries, posts).  What has no width of its own has that of
 * its bound. */
static inline unsigned as_term_section_block_width(const as_term_section *section) {
  return as_bits_width(section->blocks);
}
static inline unsigned as_term_section_entries_width(const as_term_section *section) {
  return as_bits_width(section->end - section->entries);
}
static inline unsigned as_term_section_posts_width(const as_term_section *section) {
  return as_bits_width(section->posts_end - section->posts);
}
static inline unsigned as_term_section_group_row(const as_term_section *section) {
  return section->first_width + as_term_section_block_width(section);
}
static inline unsigned as_term_section_block_row(const as_term_section *section) {
  return section->key_width + as_term_section_entries_width(section) + as_term_section_posts_width(section);
}
/* Where the rows of blocks begin: behind those of groups. */
static inline uint64_t as_term_section_block_rows(const as_term_section *section) {
  return section->tables + ((uint64_t)section->groups * as_term_section_group_row(section) + 7) / 8;
}

bool as_terms_directory_init(as_terms_directory *directory, uint8_t fields); /* all zero; false: no memory */
void as_terms_directory_clear(as_terms_directory *directory);
void as_terms_directory_put(as_buf *out, const as_terms_directory *directory);
/* The number of fields stands first: 0 means damage. */
uint8_t as_terms_directory_fields(const uint8_t *bytes, size_t size);
/* Into an initialised DIRECTORY.  False when anything lies outside the LIMIT bytes of .terms or POSTS
 * bytes of .posts. */
bool as_terms_directory_get(as_terms_directory *directory, const uint8_t *bytes, size_t size, uint64_t limit,
                            uint64_t posts);

#endif
