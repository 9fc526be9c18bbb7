/* SPDX-License-Identifier: MIT
 *
 * A tag with very many attributes goes without them: we read none, and the parser compares each with all before it, which takes minutes
 * for a megabyte.  Where a tag ends is what quotes say; comments and scripts hold no tags. */
#include <string.h>
#include <strings.h>

#include "html_text.h"

#define MOST 1000 /* signs that may part attributes */

static bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

/* Where MARK stands at or after AT, in any case; SIZE: nowhere. */
static size_t find(const char *page, size_t size, size_t at, const char *mark) {
  size_t length = strlen(mark);
  while (at + length <= size) {
    const char *first = memchr(page + at, mark[0], size - length + 1 - at);
    if (first == NULL) break;
    at = (size_t)(first - page);
    if (strncasecmp(first, mark, length) == 0) return at;
    at++;
  }
  return size;
}

/* Behind the tag whose name begins at AT. */
static size_t tag_end(const char *page, size_t size, size_t at, size_t *out_signs) {
  char quote = '\0', before = '\0';
  *out_signs = 0;
  for (; at < size; at++) {
    char byte = page[at];
    if (quote != '\0') {
      if (byte == quote) quote = '\0';
      continue;
    }
    if (byte == '>') return at + 1;
    bool is_blank = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
    if ((byte == '"' || byte == '\'') && before == '=') quote = byte;
    if (is_blank || byte == '/' || byte == '=' || byte == '"' || byte == '\'') ++*out_signs;
    if (!is_blank) before = byte;
  }
  return size;
}

/* Where the text of an element that holds no tags ends; AT for others. */
static size_t raw_end(const char *page, size_t size, size_t at, const char *name, size_t name_size) {
  if (name_size == 6 && strncasecmp(name, "script", 6) == 0) return find(page, size, at, "</script");
  if (name_size == 5 && strncasecmp(name, "style", 5) == 0) return find(page, size, at, "</style");
  return at;
}

/* One tag, and what it holds if that is no HTML; AT is its '<'.  Returns where the next thing begins. */
static size_t trim_tag(const char *page, size_t size, size_t at, at_text *out) {
  size_t name = at + 1, name_end = name, signs;
  while (name_end < size && (is_letter(page[name_end]) || (page[name_end] >= '0' && page[name_end] <= '9')))
    name_end++;
  size_t end = tag_end(page, size, name_end, &signs);
  size_t next = raw_end(page, size, end, page + name, name_end - name);
  at_text_add(out, page + at, (signs > MOST ? name_end : end) - at);
  if (signs > MOST) at_text_add_byte(out, '>');
  at_text_add(out, page + end, next - end);
  return next;
}

void at_html_trim(const char *page, size_t size, at_text *out) {
  size_t from = 0;
  for (size_t at = 0; at < size;) {
    const char *sign = memchr(page + at, '<', size - at);
    if (sign == NULL) break;
    at = (size_t)(sign - page);
    if (size - at >= 4 && memcmp(sign, "<!--", 4) == 0) {
      at = find(page, size, at + 4, "-->");
    } else if (size - at >= 2 && is_letter(sign[1])) {
      at_text_add(out, page + from, at - from);
      from = at = trim_tag(page, size, at, out);
    } else {
      at++;
    }
  }
  at_text_add(out, page + from, size - from);
}
