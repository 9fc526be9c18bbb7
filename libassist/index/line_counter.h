/* SPDX-License-Identifier: MIT
 * Counts in how many documents of a segment each line of text occurs: what many pages have is furniture (menus, footers,
 * lists of other pages), and a snippet does better without. */
#ifndef AS_INDEX_LINE_COUNTER_H
#define AS_INDEX_LINE_COUNTER_H

#include "base/buf.h"
#include "index/line_places.h"
#include "index/mark_log.h"

typedef struct as_line_counter as_line_counter;

as_line_counter *as_line_counter_new(void); /* NULL: no memory */
void as_line_counter_free(as_line_counter *counter);
void as_line_counter_reset(as_line_counter *counter);
/* The next document's lines: counted alone, or also logged where they stand, as long as they repeat.  False: no memory. */
bool as_line_counter_count(as_line_counter *counter, const assist_document *document);
bool as_line_counter_add(as_line_counter *counter, const as_line_places *places);
as_mark_log *as_line_counter_log(as_line_counter *counter);
/* The rows for the segment, in OUT (doc/format.md, section 6): as_buf_failed tells. */
void as_line_counter_rows(const as_line_counter *counter, as_buf *out);
size_t as_line_counter_memory(const as_line_counter *counter);

#endif
