/* SPDX-License-Identifier: MIT
 * The directories of .docs and .store files (doc/format.md, sections 6 and 7). */
#ifndef AS_FORMAT_DOCS_DIRECTORY_H
#define AS_FORMAT_DOCS_DIRECTORY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

#define AS_DOCBLOCK_ROW 12u     /* bytes: offset, size */
#define AS_CHUNK_ROW 32u        /* bytes: first document, size, offset, least, most */
#define AS_RUN_ROW 12u          /* bytes: document, insertion */
#define AS_FURNITURE_ROW 12u    /* bytes: hash of a line, documents that have it */
#define AS_FURNITURE_LEAST 2u   /* such documents, in a row */
#define AS_FURNITURE_MOST 8192u /* rows */
#define AS_MARK_ROW 16u         /* bytes: first document, size, offset of a block of marks */
#define AS_STORE_ROW 12u        /* bytes: first document, offset */

typedef struct as_docs_column {
  uint64_t chunks; /* offset of the rows */
  uint32_t count;
} as_docs_column;

/* Whole values of a text field. */
#define AS_DISTINCT_MOST (1u << 20)
#define AS_DISTINCT_TOO_MANY UINT32_MAX
#define AS_VALUE_BYTES_MOST 128u
typedef struct as_docs_values {
  as_docs_column column; /* of ordinals */
  uint32_t distinct;     /* AS_DISTINCT_TOO_MANY: there is no such column */
  uint32_t size;         /* of their bytes */
  uint64_t bytes, ends;  /* offsets */
} as_docs_values;

typedef struct as_docs_field {
  uint64_t codes; /* offset of the length codes; 0: no document has the field */
  uint64_t sum;   /* of the lengths of the codes */
  as_docs_values values;
} as_docs_field;

typedef struct as_docs_directory {
  uint32_t documents; /* of the footer */
  uint8_t field_count, column_count;
  bool ordered; /* keys ascend with documents: there are neither buckets nor entries */
  uint8_t bucket_bits;
  uint32_t run_count;
  uint64_t text;                           /* bytes of text of all documents */
  uint64_t blocks, runs, buckets, entries; /* offsets of tables */
  uint64_t furniture;
  uint32_t furniture_count;
  uint64_t marks; /* rows of blocks of marks */
  uint32_t mark_count;
  uint64_t lines; /* offset of the numbers of lines in marks; 0: there are no marks */
  uint64_t ranks; /* offset of the ranks of insertion; 0: documents stand in that order */
  as_docs_field *fields;
  as_docs_column *columns;
  as_arena memory; /* of both */
} as_docs_directory;

bool as_docs_directory_init(as_docs_directory *directory, uint8_t fields,
                            uint8_t columns); /* false: no memory */
void as_docs_directory_clear(as_docs_directory *directory);
void as_docs_directory_put(as_buf *out, const as_docs_directory *directory);
/* The numbers of fields and columns stand first; 0 fields: damage. */
uint8_t as_docs_directory_counts(const uint8_t *bytes, size_t size, uint8_t *out_columns);
/* Into an initialised DIRECTORY with `documents` set.  False when anything lies outside LIMIT bytes. */
bool as_docs_directory_get(as_docs_directory *directory, const uint8_t *bytes, size_t size, uint64_t limit);

/* The table of ranks. */
unsigned as_rank_bits(uint32_t documents);
uint64_t as_rank_table_size(uint32_t documents); /* bytes */

/* The table of numbers of lines in marks: of rows of furniture. */
unsigned as_line_bits(uint32_t furniture_count);
uint64_t as_line_table_size(uint32_t furniture_count); /* bytes */

/* The table of key hashes. */
#define AS_BUCKET_BITS_MOST 16u
#define AS_HASH_PART 16u
#define AS_HASH_BITS 33u /* of a hash that order the entries, from the top */
unsigned as_bucket_bits(uint32_t documents);
unsigned as_hash_entry_bits(uint32_t documents);
uint64_t as_hash_table_size(uint32_t documents); /* bytes, with the 8 behind */

typedef struct as_store_directory {
  uint64_t blocks;
  uint32_t count;
} as_store_directory;
void as_store_directory_put(as_buf *out, const as_store_directory *directory);
bool as_store_directory_get(as_store_directory *directory, const uint8_t *bytes, size_t size, uint64_t limit);

#endif
