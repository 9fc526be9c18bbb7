/* SPDX-License-Identifier: MIT
 * The names of fields that a query may use: title and body, those of the caller, and other names for all of these. */
#ifndef AS_QUERY_FIELD_H
#define AS_QUERY_FIELD_H

#include <stdbool.h>

#include <assist/query.h>

#include "base/slice.h"

typedef struct as_field_names {
  const char *const *names; /* NULL-ended, or NULL */
  const unsigned *kinds;    /* of NAMES, or NULL */
  const assist_field_alias *aliases;
  size_t alias_count;
} as_field_names;

typedef struct as_field {
  const char *name; /* NULL: of SOUND */
  unsigned kinds;   /* bits 1 << ASSIST_VALUE_...; 0: not known */
  bool sound;       /* no field: what follows is a reading (py:) */
} as_field;

as_field_names
as_field_names_of(const assist_parse_options *options); /* OPTIONS may be NULL; borrowed from there */
/* The field called NAME; false: none.  Names are borrowed from MORE, or static. */
bool as_field_find(as_slice name, const as_field_names *more, as_field *out_field);
bool as_field_has_column(const as_field *field); /* of numbers or dates */

#endif
