/* SPDX-License-Identifier: MIT
 * Which names are fields.  In this order: the caller's names and aliases as they are written; title and body; then all of them
 * without regard to ASCII case, since people write Title: and AUTHOR: alike; then Chinese names for title and body, and for the
 * fields that collections commonly have, where the caller has such a field; and py, for readings. */
#include "query/field.h"

#include <string.h>

#include <assist/document.h>

static const struct {
  const char *name;
  const char *field; /* NULL: readings */
} known[] = {
    {"\xE6\xA0\x87\xE9\xA2\x98", "title"},  /* U+6807 U+9898 */
    {"\xE6\xA8\x99\xE9\xA1\x8C", "title"},  /* the same, Traditional */
    {"\xE6\xAD\xA3\xE6\x96\x87", "body"},   /* U+6B63 U+6587 */
    {"\xE6\x97\xA5\xE6\x9C\x9F", "date"},   /* U+65E5 U+671F */
    {"\xE4\xBD\x9C\xE8\x80\x85", "author"}, /* U+4F5C U+8005 */
    {"\xE6\x9D\xA5\xE6\xBA\x90", "source"}, /* U+6765 U+6E90 */
    {"\xE4\xBE\x86\xE6\xBA\x90", "source"}, /* Traditional */
    {"\xE4\xBB\xB7\xE6\xA0\xBC", "price"},  /* U+4EF7 U+683C */
    {"\xE5\x83\xB9\xE6\xA0\xBC", "price"},  /* Traditional */
    {"\xE6\x8B\xBC\xE9\x9F\xB3", NULL},     /* U+62FC U+97F3 */
    {"py", NULL},
};

as_field_names as_field_names_of(const assist_parse_options *options) {
  if (options == NULL) return (as_field_names){0};
  if (options->version < 2) return (as_field_names){.names = options->fields};
  size_t aliases = options->aliases != NULL ? options->alias_count : 0;
  return (as_field_names){options->fields, options->kinds, options->aliases, aliases};
}

static uint8_t lower(uint8_t byte) { return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte; }

static bool same_name(as_slice name, const char *other, bool any_case) {
  size_t size = strlen(other);
  if (size != name.size) return false;
  if (!any_case) return memcmp(name.bytes, other, size) == 0;
  for (size_t i = 0; i < size; i++)
    if (lower(name.bytes[i]) != lower((uint8_t)other[i])) return false;
  return true;
}

static bool find_default(as_slice name, bool any_case, as_field *out_field) {
  static const char *const names[] = {"title", "body"};
  for (size_t i = 0; i < 2; i++) {
    if (!same_name(name, names[i], any_case)) continue;
    *out_field = (as_field){.name = names[i], .kinds = 1u << ASSIST_VALUE_TEXT};
    return true;
  }
  return false;
}

static bool find_name(as_slice name, const as_field_names *more, bool any_case, as_field *out_field) {
  for (size_t i = 0; more->names != NULL && more->names[i] != NULL; i++) {
    if (!same_name(name, more->names[i], any_case)) continue;
    *out_field = (as_field){.name = more->names[i], .kinds = more->kinds != NULL ? more->kinds[i] : 0};
    return true;
  }
  return find_default(name, any_case, out_field);
}

static bool find_alias(as_slice name, const as_field_names *more, bool any_case, as_field *out_field) {
  for (size_t i = 0; i < more->alias_count; i++) {
    const assist_field_alias *alias = &more->aliases[i];
    if (alias->alias == NULL || alias->field == NULL || !same_name(name, alias->alias, any_case)) continue;
    if (find_name(as_slice_of_text(alias->field), more, false, out_field)) return true;
  }
  return false;
}

static bool find_known(as_slice name, const as_field_names *more, as_field *out_field) {
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (!same_name(name, known[i].name, true)) continue;
    *out_field = (as_field){.sound = true};
    return known[i].field == NULL || find_name(as_slice_of_text(known[i].field), more, false, out_field);
  }
  return false;
}

bool as_field_find(as_slice name, const as_field_names *more, as_field *out_field) {
  return find_name(name, more, false, out_field) || find_alias(name, more, false, out_field) ||
         find_name(name, more, true, out_field) || find_alias(name, more, true, out_field) ||
         find_known(name, more, out_field);
}

bool as_field_has_column(const as_field *field) {
  return (field->kinds & (1u << ASSIST_VALUE_NUMBER | 1u << ASSIST_VALUE_DATE)) != 0;
}
