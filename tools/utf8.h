/* SPDX-License-Identifier: MIT
 * UTF-8 in the tools: one code point at a time, and a fast look over a whole text. */
#ifndef ASSIST_TOOLS_UTF8_H
#define ASSIST_TOOLS_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AT_BROKEN UINT32_MAX

/* The code point at TEXT (SIZE at least 1), and its length in *out_length.  For bytes that are no UTF-8:
 * AT_BROKEN, and the length of the longest beginning of a character there (Unicode's maximal subpart), at
 * least 1. */
uint32_t at_utf8_decode(const char *text, size_t size, size_t *out_length);
/* Where the first broken sequence at or after FROM starts; SIZE when there is none. */
size_t at_utf8_check(const char *text, size_t size, size_t from);
/* A place up to which all from FROM on is well formed, and where a sequence begins: found fast, and not the last such place. */
size_t at_utf8_good(const char *text, size_t size, size_t from);

static inline bool at_is_han(uint32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2E80 && c <= 0x2FD5) || c == 0x3007;
}

#endif
