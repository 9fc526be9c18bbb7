/* SPDX-License-Identifier: MIT
 * Which names are fields.  The caller's own names come first, as they are written; then all names without
 * regard to ASCII case, since people write Title: and AUTHOR: alike; then the names of title and body in
 * Chinese. */
#include "query/field.h"

#include <string.h>

static const struct {
  const char *name;
  const char *field;
} known[] = {
    {"title", "title"},
    {"body", "body"},
    {"\xE6\xA0\x87\xE9\xA2\x98", "title"}, /* U+6807 U+9898 */
    {"\xE6\xA8\x99\xE9\xA1\x8C", "title"}, /* the same, Traditional */
    {"\xE6\xAD\xA3\xE6\x96\x87", "body"},  /* U+6B63 U+6587 */
};

static uint8_t lower(uint8_t byte) { return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte; }

static bool same_name(as_slice name, const char *other, bool any_case) {
  size_t size = strlen(other);
  if (size != name.size) return false;
  if (!any_case) return memcmp(name.bytes, other, size) == 0;
  for (size_t i = 0; i < size; i++)
    if (lower(name.bytes[i]) != lower((uint8_t)other[i])) return false;
  return true;
}

static const char *find_in(as_slice name, const char *const *list, bool any_case) {
  for (size_t i = 0; list != NULL && list[i] != NULL; i++)
    if (same_name(name, list[i], any_case)) return list[i];
  return NULL;
}

const char *as_field_find(as_slice name, const char *const *more) {
  const char *field = find_in(name, more, false);
  for (size_t i = 0; field == NULL && i < sizeof known / sizeof *known; i++)
    if (same_name(name, known[i].name, true)) field = known[i].field;
  return field != NULL ? field : find_in(name, more, true);
}
