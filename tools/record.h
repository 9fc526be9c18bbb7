/* SPDX-License-Identifier: MIT
 * One line of JSONL, or one row of a table, to one document. */
#ifndef ASSIST_TOOLS_RECORD_H
#define ASSIST_TOOLS_RECORD_H

#include <assist/document.h>
#include <stdbool.h>
#include <stddef.h>

#include "member_map.h"
#include "text_buffer.h"

typedef struct at_record at_record;

typedef enum at_record_result { AT_RECORD_OK, AT_RECORD_BLANK, AT_RECORD_BAD } at_record_result;

at_record *at_record_new(const at_member_map *map); /* MAP is borrowed */
void at_record_free(at_record *record);
/* Parse LINE into DOCUMENT (cleared first; its key is set when the object has one). */
at_record_result at_record_parse(at_record *record, const char *line, size_t size, assist_document *document);
/* The same from cells of a table: begin with DOCUMENT (cleared first), then each cell under the name of its column, then the end.
 * False: at_record_problem says why. */
void at_record_begin(at_record *record, assist_document *document);
bool at_record_cell(at_record *record, const char *name, size_t name_size, const char *text, size_t size);
bool at_record_end(at_record *record);
bool at_record_has_key(const at_record *record);
/* After AT_RECORD_BAD: what is wrong. */
const char *at_record_problem(const at_record *record);
/* After AT_RECORD_OK: how many values did not fit their member, and what was the first of them. */
size_t at_record_misfits(const at_record *record, const char **out_first);

#endif
