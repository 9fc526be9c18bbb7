/* SPDX-License-Identifier: MIT
 * A field by its name in everything that is asked: indexes side by side may number it differently. */
#ifndef AS_SEARCH_FIELDS_H
#define AS_SEARCH_FIELDS_H

#include "model/schema.h"
#include "search/context.h"

/* Column numbers by place, AS_NO_NUMBER where there is none; *out_kind is the kind of all (ASSIST_VALUE_NUMBER, _DATE) or 0.  False
 * after a failure: INVALID when one index has numbers and another dates. */
bool as_field_columns(as_search_context *context, const char *name, uint8_t *columns, uint8_t *out_kind);
/* Text field numbers by place, those of title and body left out; whether there is any. */
bool as_field_texts(as_search_context *context, const char *name, uint8_t *numbers);
/* Records a failure; always false. */
bool as_search_refuse(as_search_context *context, assist_status status, const char *format, const char *name);

#endif
