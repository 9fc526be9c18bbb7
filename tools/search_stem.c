/* SPDX-License-Identifier: MIT
 *
 * --stem=[FIELD=]LANGUAGE: words of a query asked with those of their stem, and filters as well. */
#include <stdlib.h>
#include <string.h>

#include "search.h"
#include "tool.h"

static assist_status stem_by(const char *option, assist_query **io_query, assist_error *error) {
  const char *equals = strchr(option, '='), *language = equals == NULL ? option : equals + 1;
  char *field = equals == NULL ? NULL : at_alloc((size_t)(equals - option) + 1);
  if (field != NULL) {
    memcpy(field, option, (size_t)(equals - option));
    field[equals - option] = '\0';
  }
  assist_query *query = *io_query;
  *io_query = NULL; /* it is taken */
  assist_status status = assist_query_stem(query, field, language, io_query, error);
  free(field);
  return status;
}

assist_status at_stem(const at_search_options *options, assist_query **io_query, assist_error *error) {
  assist_status status = ASSIST_OK;
  for (size_t i = 0; i < options->stems.count && status == ASSIST_OK; i++)
    status = stem_by(options->stems.at[i], io_query, error);
  return status;
}
