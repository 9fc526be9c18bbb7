/* SPDX-License-Identifier: MIT
 *
 * Fields over several indexes.  One index may not know a field at all: its documents are then without a value. */
#include "search/fields.h"

#include <string.h>

#include "base/error.h"

bool as_search_refuse(as_search_context *context, assist_status status, const char *format,
                      const char *name) {
  char shown[100];
  assist_error error;
  as_fail(&error, status, format, as_error_escape(shown, sizeof shown, name, strlen(name)));
  return as_search_fail(context, status, &error);
}

bool as_field_columns(as_search_context *context, const char *name, uint8_t *columns, uint8_t *out_kind) {
  *out_kind = 0;
  for (size_t i = 0; i < context->place_count; i++) {
    const as_schema_field *field = as_schema_find(&context->places[i].snapshot->manifest->schema, name);
    columns[i] = field == NULL ? AS_NO_NUMBER : field->column_number;
    if (columns[i] == AS_NO_NUMBER) continue;
    if (*out_kind != 0 && *out_kind != field->column_kind)
      return as_search_refuse(context, ASSIST_INVALID,
                              "the field '%s' has numbers in one index and dates in another", name);
    *out_kind = field->column_kind;
  }
  return true;
}

bool as_field_texts(as_search_context *context, const char *name, uint8_t *numbers) {
  bool any = false;
  for (size_t i = 0; i < context->place_count; i++) {
    numbers[i] = as_schema_text_number(&context->places[i].snapshot->manifest->schema, name);
    if (numbers[i] == 0) numbers[i] = AS_NO_NUMBER;
    any |= numbers[i] != AS_NO_NUMBER;
  }
  return any;
}
