/* SPDX-License-Identifier: MIT
 * Lines of plain JSON, fast. */
#ifndef ASSIST_TOOLS_JSON_LINE_H
#define ASSIST_TOOLS_JSON_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <yajl/yajl_parse.h>

#include "text_buffer.h"

/* LINE as one JSON value, told to CALLBACKS as yajl would.  False: it is not that, or not plain, or a callback returned 0; then yajl
 * has to read it from its beginning.  What callbacks of strings get stands in the line, or in DECODED where it has escapes. */
bool at_json_line(const char *line, size_t size, const yajl_callbacks *callbacks, void *context,
                  at_text *decoded);

#endif
