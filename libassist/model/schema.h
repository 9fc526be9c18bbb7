/* SPDX-License-Identifier: MIT
 * The schema: the fields an index has seen, in order of first sight.  It only grows.  `title` and `body` are always there and
 * share text field 0; every other text field has a number of its own (1, 2...: a separate space of terms and positions); every
 * field with numbers or dates has a column number. */
#ifndef AS_MODEL_SCHEMA_H
#define AS_MODEL_SCHEMA_H

#include <assist/document.h>

#include "base/buf.h"
#include "base/cursor.h"

#define AS_NO_NUMBER 0xFFu

typedef struct as_schema_field {
  char *name;
  uint8_t main_kind;     /* ASSIST_VALUE_..., by its first indexed value; 0: only stored ones yet */
  uint8_t text_number;   /* AS_NO_NUMBER: no text */
  uint8_t column_number; /* AS_NO_NUMBER: no column */
  uint8_t column_kind;   /* ASSIST_VALUE_NUMBER or _DATE */
} as_schema_field;

typedef struct as_schema {
  as_schema_field *fields;
  size_t count;
  uint8_t text_count; /* at least 1 */
  uint8_t column_count;
} as_schema;

bool as_schema_init(as_schema *schema); /* with title and body; false: no memory */
void as_schema_clear(as_schema *schema);
bool as_schema_copy(as_schema *schema, const as_schema *from);
const as_schema_field *as_schema_find(const as_schema *schema, const char *name); /* NULL: unknown */
/* Text field number of a name: 0 for NULL, title and body; AS_NO_NUMBER when unknown or without text. */
uint8_t as_schema_text_number(const as_schema *schema, const char *name);
/* Learn the fields of a document's values; *out_misfits counts values whose kind is not their field's, *out_first names the
 * first (borrowed from the document).  A DATE value beside TEXT of the same name makes a date column, no misfit. */
assist_status as_schema_learn(as_schema *schema, const assist_document *document, size_t *out_misfits,
                              const char **out_first, assist_error *error);
/* Whether VALUE is indexed as its kind (it fits its field). */
bool as_schema_fits(const as_schema *schema, const assist_value *value);
void as_schema_encode(const as_schema *schema, as_buf *out);
/* CORRUPT (names, numbers, limits) or NOMEM leave SCHEMA cleared. */
assist_status as_schema_decode(as_schema *schema, as_cursor *cursor);

#endif
