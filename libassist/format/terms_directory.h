/* SPDX-License-Identifier: MIT
 * The directory of a .terms file (doc/format.md, section 5). */
#ifndef AS_FORMAT_TERMS_DIRECTORY_H
#define AS_FORMAT_TERMS_DIRECTORY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cursor.h"
#include "base/term.h"

#define AS_STRINGS_RUN 16u  /* tokens from one full one to the next */
#define AS_TOKEN_MOST 4096u /* bytes of a token */
#define AS_GROUP_ROW 8u     /* bytes: first, block */
#define AS_BLOCK_ROW 16u    /* bytes: key, entries, posts */

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
