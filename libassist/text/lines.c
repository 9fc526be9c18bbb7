/* SPDX-License-Identifier: MIT
 *
 * Lines end with LF (or CR LF, since CR is space here).  Nothing is folded: what a page repeats, it repeats byte for byte,
 * and lines are looked at in every document that is put, at the speed of the hash. */
#include "text/lines.h"

#include <string.h>

#include "base/hash.h"

/* Bytes of the space at BYTES, before END: ASCII, no-break, ideographic; 0: none. */
static size_t space_at(const uint8_t *bytes, const uint8_t *end) {
  if (*bytes == ' ' || *bytes == '\t' || *bytes == '\r') return 1;
  if (end - bytes >= 2 && bytes[0] == 0xC2 && bytes[1] == 0xA0) return 2;
  return end - bytes >= 3 && bytes[0] == 0xE3 && bytes[1] == 0x80 && bytes[2] == 0x80 ? 3 : 0;
}

static size_t space_before(const uint8_t *begin, const uint8_t *end) {
  for (size_t size = 1; size <= 3 && (size_t)(end - begin) >= size; size++)
    if (space_at(end - size, end) == size) return size;
  return 0;
}

/* Most lines have none at their ends, which a byte tells. */
static bool may_begin_space(uint8_t byte) { return byte <= ' ' || byte == 0xC2 || byte == 0xE3; }
static bool may_end_space(uint8_t byte) { return byte <= ' ' || byte == 0xA0 || byte == 0x80; }

static bool begins_character(uint8_t byte) { return (byte & 0xC0) != 0x80; }

/* Four Han are seen at once. */
static bool is_long_enough(const uint8_t *bytes, size_t size) {
  unsigned characters = 0;
  if (size > 9 && begins_character(bytes[0]) && begins_character(bytes[3]) && begins_character(bytes[6]) &&
      begins_character(bytes[9]))
    return true;
  for (size_t i = 0; i < size && characters < AS_LINE_CHARACTERS; i++)
    characters += begins_character(bytes[i]);
  return characters >= AS_LINE_CHARACTERS;
}

bool as_line_next(const void *text, size_t size, size_t at, as_line *out_line) {
  const uint8_t *bytes = text;
  if (at >= size) return false;
  const uint8_t *newline = memchr(bytes + at, '\n', size - at);
  size_t end = newline == NULL ? size : (size_t)(newline - bytes);
  *out_line = (as_line){.begin = at, .after = newline == NULL ? size : end + 1};
  size_t length;
  while (at < end && may_begin_space(bytes[at]) && (length = space_at(bytes + at, bytes + end)) != 0)
    at += length;
  while (at < end && may_end_space(bytes[end - 1]) && (length = space_before(bytes + at, bytes + end)) != 0)
    end -= length;
  out_line->start = at;
  out_line->end = end;
  return true;
}

void as_line_starts_clear(as_line_starts *starts) { as_vec_free(&starts->list); }

void as_line_starts_add(as_line_starts *starts, size_t offset, uint32_t position, uint32_t end) {
  const as_line_start start = {offset, position, end};
  if (!as_vec_push(&starts->list, start)) starts->failed = true;
}

/* Newlines that are no LF begin lines of units too, of which only the first in a line tells where that begins. */
bool as_placed_lines_next(as_placed_lines *lines, as_placed_line *out_line) {
  const as_line_start *starts = lines->starts;
  const bool first = lines->at == 0;
  if (!as_line_next(lines->text, lines->size, lines->at, &out_line->line)) return false;
  size_t i = lines->next;
  uint32_t begin = first ? lines->first : UINT32_MAX;
  if (first && i < lines->count && starts[i].end == lines->first)
    begin = UINT32_MAX; /* nothing stands before it */
  if (begin == UINT32_MAX && i < lines->count && starts[i].offset < out_line->line.after)
    begin = starts[i].position;
  while (i < lines->count && starts[i].offset < out_line->line.after) i++;
  lines->at = out_line->line.after;
  lines->next = i;
  out_line->begin = begin;
  out_line->end = i < lines->count ? starts[i].end : lines->end;
  if (begin == UINT32_MAX) out_line->begin = out_line->end;
  return true;
}

uint64_t as_line_hash(const void *text, const as_line *line) {
  const uint8_t *bytes = (const uint8_t *)text + line->start;
  size_t size = line->end - line->start;
  if (!is_long_enough(bytes, size)) return 0;
  uint64_t hash = as_hash64(bytes, size);
  return hash == 0 ? 1 : hash;
}
