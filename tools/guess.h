/* SPDX-License-Identifier: MIT
 * What kind of bytes a file holds, and in which encoding. */
#ifndef ASSIST_TOOLS_GUESS_H
#define ASSIST_TOOLS_GUESS_H

#include <stdbool.h>
#include <stddef.h>

#define AT_ENCODING_NAME 40

typedef enum at_text_kind {
  AT_TEXT_UTF8,
  AT_TEXT_BROKEN, /* UTF-8 with a few broken sequences */
  AT_TEXT_OTHER   /* text in another encoding, or no text */
} at_text_kind;

/* By the beginning of a file: NUL bytes that are no UTF-16. */
bool at_guess_binary(const char *bytes, size_t size);
/* Look at a text, or at its beginning, which may end within a character.  *out_at: the first broken byte. */
at_text_kind at_guess_text(const char *bytes, size_t size, size_t *out_at);
/* Of a text of the kind AT_TEXT_OTHER: the encoding it is in.  False when nobody knows. */
bool at_guess_encoding(const char *bytes, size_t size, char out_name[AT_ENCODING_NAME]);

#endif
