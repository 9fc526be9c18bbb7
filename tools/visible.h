/* SPDX-License-Identifier: MIT
 * Text of documents made safe to show: control characters appear as \x1b, what would change the direction of
 * writing as \u202e, broken bytes as \xff. */
#ifndef ASSIST_TOOLS_VISIBLE_H
#define ASSIST_TOOLS_VISIBLE_H

#include <stddef.h>

#include "text_buffer.h"

/* Append BYTES of the locale's encoding, which are not converted: keys, paths and arguments as they were typed.  What is
 * broken is left as it is. */
void at_visible_bytes(at_text *out, const char *bytes, size_t size);
/* Append text, UTF-8, of a document, a query or the library, in the locale's encoding: tab and newline as one space, what cannot be shown
 * escaped. */
void at_visible_text(at_text *out, const char *text, size_t size);
/* Append each of LINES, text of the library, behind PREFIX. */
void at_visible_lines(at_text *out, const char *prefix, const char *lines);

#endif
