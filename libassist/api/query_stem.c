/* SPDX-License-Identifier: MIT
 *
 * The calls of include/assist/query.h about stems: find the language, ask query/stemming.h. */
#include <assist/query.h>

#include <string.h>

#include "base/error.h"
#include "query/stemming.h"
#include "text/stem.h"

const char *assist_query_stem_language(size_t at) { return as_stem_language(at); }

static assist_status find_language(const char *name, size_t *out_language, assist_error *error) {
  if (as_stem_language(0) == NULL)
    return as_fail(error, ASSIST_UNSUPPORTED, "this build has no libstemmer, so there are no stems");
  for (size_t i = 0; as_stem_language(i) != NULL; i++) {
    *out_language = i;
    if (strcmp(as_stem_language(i), name) == 0) return ASSIST_OK;
  }
  return as_fail(error, ASSIST_INVALID, "there are no stems for that language");
}

assist_status assist_query_stem(assist_query *query, const char *field, const char *language,
                                assist_query **out_query, assist_error *error) {
  size_t number = 0;
  assist_status status = ASSIST_OK;
  if (query == NULL || language == NULL || out_query == NULL)
    status = as_fail(error, ASSIST_INVALID, "a query, a language or a place for the result is missing");
  if (status == ASSIST_OK) status = find_language(language, &number, error);
  if (status == ASSIST_OK && !as_query_stem(query, field, number)) status = as_fail_nomem(error);
  if (status == ASSIST_OK)
    *out_query = query;
  else
    as_query_free(query);
  return status;
}
