/* SPDX-License-Identifier: MIT
 * The locale's encoding: arguments come in it, text for people goes out in it. */
#ifndef ASSIST_TOOLS_LOCALE_TEXT_H
#define ASSIST_TOOLS_LOCALE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text_buffer.h"

/* Look at LC_ALL, LC_CTYPE, LANG.  In C, POSIX and UTF-8 nothing is converted. */
void at_locale_start(void);
/* An argument as UTF-8: ARGUMENT itself, or an owned conversion that lives as long as the program.  Bytes
 * that the locale's encoding does not know end the program with a message. */
const char *at_locale_argument(const char *argument);
/* The first code point of SIZE > 0 bytes of a path, a key or an argument as it was typed, which are in the locale's
 * encoding, and how many bytes it has; AT_BROKEN where there is none. */
uint32_t at_locale_decode(const char *bytes, size_t size, size_t *out_length);
/* Append one UTF-8 character converted; false (and nothing appended) when the encoding lacks it. */
bool at_locale_add(at_text *out, const char *character, size_t size);

#endif
