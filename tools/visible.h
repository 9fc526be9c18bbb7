/* SPDX-License-Identifier: MIT
 * Text of documents made safe to show: control characters appear as \x1b, what would change the direction of
 * writing as \u202e, broken bytes as \xff. */
#ifndef ASSIST_TOOLS_VISIBLE_H
#define ASSIST_TOOLS_VISIBLE_H

#include <stddef.h>

#include "text_buffer.h"

/* Append BYTES; other bytes that are no UTF-8 are left as they are (keys and paths are bytes). */
void at_visible_bytes(at_text *out, const char *bytes, size_t size);
/* Append text of a document in the locale's encoding: tab and newline as one space, what cannot be shown
 * escaped. */
void at_visible_text(at_text *out, const char *text, size_t size);

#endif
