/* SPDX-License-Identifier: MIT
 * Marks: at which positions of a document the lines of the table of repeated lines stand (doc/format.md, section 6). */
#ifndef AS_FORMAT_MARKS_H
#define AS_FORMAT_MARKS_H

#include <stdbool.h>
#include <stdint.h>

#include <assist/status.h>

#include "base/buf.h"
#include "base/vec.h"

typedef struct as_line_mark {
  uint32_t line;       /* a number of the table */
  uint32_t begin, end; /* positions of text field 0: [begin, end), not empty */
} as_line_mark;

typedef AS_VEC(as_line_mark) as_line_marks;

/* Of a document. */
typedef struct as_mark_list {
  as_line_marks list; /* ascending and apart */
  bool whole;         /* all lines of the body that have positions are marked */
} as_mark_list;

/* They are kept where they take one in so many of a document's LENGTH positions, which is what its length code says: a few headings that
 * other documents have as well do not lead astray. */
#define AS_MARK_SHARE 16u
bool as_marks_are_many(const as_mark_list *marks, uint32_t length);

#define AS_MARK_DOCUMENTS 128u /* in a block */
#define AS_MARK_ENOUGH 65536u  /* marks end a block before that */

/* A block to be. */
typedef struct as_mark_block {
  uint32_t documents[AS_MARK_DOCUMENTS]; /* ascending */
  uint32_t counts[AS_MARK_DOCUMENTS];    /* marks of each, at least 1 */
  bool whole[AS_MARK_DOCUMENTS];         /* all lines of the body that have positions are marked */
  unsigned count;
  as_line_marks marks; /* of one after another; of each ascending and apart */
} as_mark_block;

/* COUNT at least 1. */
void as_mark_block_put(as_buf *out, const as_mark_block *block);

/* The marks of DOCUMENT in a block whose first one is FIRST, in OUT (what was there is gone); none: it has none there.  LINES bounds their
 * numbers.  CORRUPT, NOMEM. */
assist_status as_mark_block_get(const uint8_t *bytes, size_t size, uint32_t first, uint32_t document,
                                uint32_t lines, as_mark_list *out);
/* Whether it has any there: false for damage too. */
bool as_mark_block_has(const uint8_t *bytes, size_t size, uint32_t first, uint32_t document);
/* The documents of a block, ascending; their number, 0: damage. */
unsigned as_mark_block_documents(const uint8_t *bytes, size_t size, uint32_t first,
                                 uint32_t out_documents[AS_MARK_DOCUMENTS]);

/* Lines are numbered in marks by how many documents have them, most first, then by their place in the table: out_rows[i] is the place of
 * number i.  ROWS as in the file.  False: no memory. */
bool as_mark_order(const uint8_t *rows, uint32_t count, uint32_t *out_rows);

#endif
