/* SPDX-License-Identifier: MIT
 *
 * A scraped page must not drive a terminal, nor a key a log file.  So every byte of a document, a key or a
 * path that a person will see goes through here:
 *
 *   C0 controls and DEL          \x1b      (in text, tab and line ends are one space)
 *   C1 controls, bidi overrides  \u009b    (U+0080..9F, 202A..202E, 2066..2069, 2028, 2029)
 *   broken bytes in text         \xff      (in keys they stay: keys are bytes)
 *   no such character in the locale's encoding  \u9f98
 *
 * A backslash is not doubled: this is for reading; json is for programs. */
#include "visible.h"

#include <stdbool.h>
#include <string.h>

#include "locale_text.h"
#include "utf8.h"

static bool is_hidden(uint32_t c) {
  return (c >= 0x80 && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x2028 || c == 0x2029;
}

static void add_code_point(at_text *out, uint32_t c) {
  at_text_print(out, c > 0xFFFF ? "\\U%08x" : "\\u%04x", (unsigned)c);
}

void at_visible_bytes(at_text *out, const char *bytes, size_t size) {
  for (size_t at = 0, length; at < size; at += length) {
    uint32_t c = at_locale_decode(bytes + at, size - at, &length);
    if (c < 0x20 || c == 0x7F)
      at_text_print(out, "\\x%02x", (unsigned)c);
    else if (c != AT_BROKEN && is_hidden(c))
      add_code_point(out, c);
    else
      at_text_add(out, bytes + at, length);
  }
}

/* One character of a document; TEXT has LENGTH bytes and is C. */
static void add_character(at_text *out, const char *text, size_t length, uint32_t c) {
  if (c == AT_BROKEN) {
    for (size_t i = 0; i < length; i++) at_text_print(out, "\\x%02x", (unsigned)(unsigned char)text[i]);
  } else if (c == '\t' || c == '\n' || c == '\r') {
    at_text_add_byte(out, ' ');
  } else if (c < 0x20 || c == 0x7F) {
    at_text_print(out, "\\x%02x", (unsigned)c);
  } else if (is_hidden(c) || !at_locale_add(out, text, length)) {
    add_code_point(out, c);
  }
}

void at_visible_text(at_text *out, const char *text, size_t size) {
  for (size_t at = 0, length; at < size; at += length) {
    uint32_t c = at_utf8_decode(text + at, size - at, &length);
    if (c == '\r' && at + 1 < size && text[at + 1] == '\n') continue;
    add_character(out, text + at, length, c);
  }
}

void at_visible_lines(at_text *out, const char *prefix, const char *lines) {
  while (*lines != '\0') {
    size_t size = strcspn(lines, "\n");
    at_text_add_string(out, prefix);
    at_visible_text(out, lines, size);
    at_text_add_byte(out, '\n');
    lines += size + (lines[size] == '\n');
  }
}
