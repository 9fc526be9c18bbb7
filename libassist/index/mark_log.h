/* SPDX-License-Identifier: MIT
 * Where lines stand in the documents of a batch, as far as they repeat while it is being filled; which of them are in the table of
 * repeated lines is known when it is full. */
#ifndef AS_INDEX_MARK_LOG_H
#define AS_INDEX_MARK_LOG_H

#include "base/buf.h"
#include "format/marks.h"
#include "index/line_table.h"

/* The place where a line stood alone, told when it was seen again. */
typedef struct as_late_mark {
  uint32_t document;
  as_line_mark mark; /* its line is a name */
} as_late_mark;

/* Lines have names here: 0, 1, 2... in the order in which they are seen for the second time. */
typedef struct as_mark_log {
  as_buf
      bytes; /* of each document of several lines: its number less that of the one before, its lines, its marks less those of late */
  uint32_t before;         /* one more than the document before */
  AS_VEC(uint64_t) hashes; /* by name */
  AS_VEC(as_late_mark) late;
  as_line_marks marks; /* of the document at hand */
} as_mark_log;

void as_mark_log_clear(as_mark_log *log);
void as_mark_log_reset(as_mark_log *log);
size_t as_mark_log_memory(const as_mark_log *log);
/* Each false: no memory. */
bool as_mark_log_name(as_mark_log *log, uint64_t hash, uint32_t *out_name);
bool as_mark_log_late(as_mark_log *log, uint32_t document, as_line_mark mark);
bool as_mark_log_add(as_mark_log *log, as_line_mark mark); /* of the document at hand, ascending */
/* It has LINES lines with positions in all. */
bool as_mark_log_end(as_mark_log *log, uint32_t document, uint32_t lines);

/* The marks of TABLE's lines, to EACH, document by document.  The log is of no use any more. */
assist_status as_mark_log_read(as_mark_log *log, const as_line_table *table,
                               assist_status (*each)(void *context, uint32_t document,
                                                     const as_mark_list *marks, assist_error *error),
                               void *context, assist_error *error);

#endif
