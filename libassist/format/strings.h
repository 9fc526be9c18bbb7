/* SPDX-License-Identifier: MIT
 * Front coding: strings one after another, each with what it shares with the one before (doc/format.md). */
#ifndef AS_FORMAT_STRINGS_H
#define AS_FORMAT_STRINGS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/cursor.h"

/* Appends TEXT to OUT; BEFORE is the string before it (empty for the first). */
void as_string_put(as_buf *out, as_slice before, as_slice text);
/* TEXT holds the string before and becomes the next one.  False: damaged bytes, or longer than MOST.  No
 * memory shows in TEXT (as_buf_failed), and is no damage. */
bool as_string_get(as_cursor *cursor, as_buf *text, size_t most);

#endif
