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
#define AS_ALPHABET_CODE 3u /* bytes of a character in a table of them */

/* The tokens of a field. */
typedef struct as_string_section {
  uint32_t count;
  uint64_t offsets; /* of the table of runs */
  uint64_t end;     /* of the last run */
} as_string_section;

/* The characters of a field, ascending, and among them AS_SECOND_ALONE.  Terms of pairs go by their places. */
typedef struct as_alphabet {
  uint32_t count;
  uint64_t codes; /* AS_ALPHABET_CODE bytes each */
} as_alphabet;

/* The terms of a field and kind. */
typedef struct as_term_section {
  uint64_t terms, postings, positions; /* counts */
  uint64_t entries, end;               /* the blocks of entries */
  uint32_t groups;                     /* count: as many as characters, or 0: all blocks are one group */
  uint32_t blocks;                     /* count */
  uint64_t tables;                     /* groups, then blocks */
  uint64_t posts, posts_end;           /* the lists, in .posts */
  uint8_t key_width;                   /* bits in rows */
  /* What follows from these: bits in rows, each that of its bound; bits of a row of a block, and where the first of them is. */
  uint8_t block_width, entries_width, posts_width;
  unsigned block_row;
  uint64_t block_rows;
} as_term_section;

typedef struct as_terms_directory {
  uint8_t fields;
  as_string_section *strings; /* one a field */
  as_alphabet *alphabets;     /* likewise */
  as_term_section *sections;  /* AS_TERM_KINDS a field */
  as_arena memory;            /* of them */
} as_terms_directory;

static inline uint64_t as_string_section_runs(const as_string_section *section) {
  return ((uint64_t)section->count + AS_STRINGS_RUN - 1) / AS_STRINGS_RUN;
}

/* Bits of an offset in a table of runs: that of its bound. */
static inline unsigned as_string_section_width(const as_string_section *section) {
  return as_bits_width(section->end);
}
static inline uint64_t as_string_section_size(const as_string_section *section) {
  return (as_string_section_runs(section) * as_string_section_width(section) + 7) / 8;
}

/* Whether terms of this kind form groups by a character. */
static inline bool as_term_kind_is_grouped(unsigned kind) {
  return kind == AS_TERM_PAIR || kind == AS_TERM_CHAR_TOKEN || kind == AS_TERM_TOKEN_CHAR;
}

/* Sets what follows from the rest. */
void as_term_section_measure(as_term_section *section);

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
