/* SPDX-License-Identifier: MIT
 *
 * Front coding.
 *
 *   string = shared:varint rest:varint bytes      "notes/a.txt" "notes/b.txt"  ->  0 11 notes/a.txt  6 5
 *                                                                                                    b.txt */
#include "format/strings.h"

void as_string_put(as_buf *out, as_slice before, as_slice text) {
  size_t shared = 0;
  while (shared < before.size && shared < text.size && before.bytes[shared] == text.bytes[shared]) shared++;
  as_buf_add_varint(out, shared);
  as_buf_add_block(out, text.bytes + shared, text.size - shared);
}

bool as_string_get(as_cursor *cursor, as_buf *text, size_t most) {
  uint64_t shared = as_cursor_varint_most(cursor, text->size);
  as_slice rest = as_cursor_block(cursor);
  if (cursor->corrupt || rest.size > most || shared > most - rest.size) return false;
  text->size = (size_t)shared;
  as_buf_add(text, rest.bytes, rest.size);
  return true;
}
