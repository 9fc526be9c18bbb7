/* SPDX-License-Identifier: MIT
 * What kind of bytes a file holds. */
#ifndef ASSIST_TOOLS_GUESS_H
#define ASSIST_TOOLS_GUESS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum at_text_kind {
  AT_TEXT_UTF8,
  AT_TEXT_BROKEN, /* UTF-8 with a few broken sequences */
  AT_TEXT_OTHER   /* text in another encoding, or no text */
} at_text_kind;

/* By the beginning of a file: the name of the encoding that has NUL bytes in text ("UTF-16LE"), else NULL. */
const char *at_guess_wide(const char *bytes, size_t size);
/* By the beginning of a file: NUL bytes that are no UTF-16. */
bool at_guess_binary(const char *bytes, size_t size);
/* Look at a whole text.  *out_at: the first broken byte; *out_name: what it seems to be instead, NULL when
 * nobody knows. */
at_text_kind at_guess_text(const char *bytes, size_t size, size_t *out_at, const char **out_name);

#endif
