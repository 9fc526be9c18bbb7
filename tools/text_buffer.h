/* SPDX-License-Identifier: MIT
 * A growing run of bytes, always followed by a NUL.  Start with {0}. */
#ifndef ASSIST_TOOLS_TEXT_BUFFER_H
#define ASSIST_TOOLS_TEXT_BUFFER_H

#include <stddef.h>
#include <string.h>

typedef struct at_text {
  char *bytes; /* NULL while nothing was ever added */
  size_t size, capacity;
} at_text;

void at_text_clear(at_text *text);
static inline void at_text_reset(at_text *text) { text->size = 0; }
/* Room for MORE bytes and a NUL after SIZE. */
char *at_text_room(at_text *text, size_t more);
static inline void at_text_add(at_text *text, const void *bytes, size_t size) {
  char *room = at_text_room(text, size);
  if (size != 0) memcpy(room, bytes, size);
  text->size += size;
  text->bytes[text->size] = '\0';
}
static inline void at_text_add_byte(at_text *text, int byte) {
  char *room = at_text_room(text, 1);
  room[0] = (char)byte;
  room[1] = '\0';
  text->size++;
}
void at_text_add_string(at_text *text, const char *string);
#if defined(__GNUC__) || defined(__clang__)
__attribute__((format(printf, 2, 3)))
#endif
void at_text_print(at_text *text, const char *format, ...); /* at most 255 bytes at once */
/* The bytes as a string, "" when there are none. */
static inline const char *at_text_string(const at_text *text) { return text->size == 0 ? "" : text->bytes; }

#endif
