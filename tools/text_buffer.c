/* SPDX-License-Identifier: MIT
 *
 * The one growing buffer of the tools: keys, paths, lines of input and of output.  It doubles, keeps a NUL
 * behind the last byte, and cannot fail (without memory the tool ends, tool.c). */
#include "text_buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "tool.h"

void at_text_clear(at_text *text) {
  free(text->bytes);
  *text = (at_text){0};
}

char *at_text_room(at_text *text, size_t more) {
  if (more >= SIZE_MAX / 4 - text->size) at_die("out of memory");
  size_t need = text->size + more + 1;
  if (need > text->capacity) {
    size_t capacity = text->capacity < 64 ? 64 : text->capacity * 2;
    text->capacity = capacity < need ? need : capacity;
    text->bytes = at_realloc(text->bytes, text->capacity);
  }
  return text->bytes + text->size;
}

void at_text_add_string(at_text *text, const char *string) { at_text_add(text, string, strlen(string)); }

void at_text_print(at_text *text, const char *format, ...) {
  char piece[256];
  va_list arguments;
  va_start(arguments, format);
  int size = vsnprintf(piece, sizeof piece, format, arguments);
  va_end(arguments);
  if (size > 0) at_text_add(text, piece, (size_t)size < sizeof piece ? (size_t)size : sizeof piece - 1);
}
