/* SPDX-License-Identifier: MIT
 * The names of fields that a query may use: title and body with their Chinese names, and those of the
 * caller. */
#ifndef AS_QUERY_FIELD_H
#define AS_QUERY_FIELD_H

#include "base/slice.h"

/* The field called NAME; NULL: none.  MORE: the caller's names, NULL-ended, or NULL.  Borrowed from there
 * or static. */
const char *as_field_find(as_slice name, const char *const *more);

#endif
