/* SPDX-License-Identifier: MIT
 *
 * A JSON writer of a hundred lines: the caller says what comes, commas come by themselves (the byte before
 * tells: after `{`, `[`, `:` or at the beginning of a line there is none).  Bytes that are no UTF-8 become
 * U+FFFD, one for each broken sequence, so that a strict reader never refuses a line because of one document.
 * */
#include "json_out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "utf8.h"

void at_json_comma(at_text *out) {
  if (out->size == 0) return;
  char last = out->bytes[out->size - 1];
  if (last != '{' && last != '[' && last != ':' && last != '\n') at_text_add_byte(out, ',');
}

void at_json_member(at_text *out, const char *name) {
  at_json_comma(out);
  at_json_string(out, name, strlen(name));
  at_text_add_byte(out, ':');
}

static void add_escape(at_text *out, uint32_t c) {
  switch (c) {
  case '"': at_text_add(out, "\\\"", 2); break;
  case '\\': at_text_add(out, "\\\\", 2); break;
  case '\n': at_text_add(out, "\\n", 2); break;
  case '\r': at_text_add(out, "\\r", 2); break;
  case '\t': at_text_add(out, "\\t", 2); break;
  default: at_text_print(out, "\\u%04x", (unsigned)c); break;
  }
}

/* How many of the bytes at P are a character to be escaped: what JSON demands, and what drives a terminal or ends a line for
 * some readers (DEL, C1, U+2028, U+2029). */
static size_t escaped_size(const unsigned char *p, size_t size) {
  if (p[0] < 0x20 || p[0] == '"' || p[0] == '\\' || p[0] == 0x7F) return 1;
  if (p[0] == 0xC2 && size > 1 && p[1] < 0xA0) return 2;
  return p[0] == 0xE2 && size > 2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9) ? 3 : 0;
}

static void add_valid(at_text *out, const char *bytes, size_t size) {
  size_t from = 0;
  for (size_t at = 0, length; at < size; at++) {
    length = escaped_size((const unsigned char *)bytes + at, size - at);
    if (length == 0) continue;
    at_text_add(out, bytes + from, at - from);
    add_escape(out, at_utf8_decode(bytes + at, size - at, &length));
    from = at + length;
    at = from - 1;
  }
  at_text_add(out, bytes + from, size - from);
}

void at_json_string(at_text *out, const char *bytes, size_t size) {
  at_text_add_byte(out, '"');
  for (size_t at = 0; at < size;) {
    size_t end = at_utf8_check(bytes, size, at), length;
    add_valid(out, bytes + at, end - at);
    at = end;
    if (at == size) break;
    at_utf8_decode(bytes + at, size - at, &length);
    at_text_add(out, "\xEF\xBF\xBD", 3);
    at += length;
  }
  at_text_add_byte(out, '"');
}

void at_json_unsigned(at_text *out, uint64_t value) { at_text_print(out, "%llu", (unsigned long long)value); }

void at_json_number(at_text *out, double value) {
  char text[40];
  if (isinf(value)) {
    at_text_add_string(out, value < 0 ? "-1e999" : "1e999");
    return;
  }
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    double back = strtod(text, NULL);
    if (!(back < value) && !(back > value)) break;
  }
  at_text_add_string(out, text);
}

void at_json_base64(at_text *out, const char *bytes, size_t size) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const unsigned char *p = (const unsigned char *)bytes;
  at_text_add_byte(out, '"');
  for (size_t at = 0; at < size; at += 3) {
    unsigned long three = (unsigned long)p[at] << 16;
    if (at + 1 < size) three |= (unsigned long)p[at + 1] << 8;
    if (at + 2 < size) three |= p[at + 2];
    at_text_add_byte(out, digits[three >> 18]);
    at_text_add_byte(out, digits[three >> 12 & 63]);
    at_text_add_byte(out, at + 1 < size ? digits[three >> 6 & 63] : '=');
    at_text_add_byte(out, at + 2 < size ? digits[three & 63] : '=');
  }
  at_text_add_byte(out, '"');
}
