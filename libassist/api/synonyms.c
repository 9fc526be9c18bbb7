/* SPDX-License-Identifier: MIT
 *
 * include/assist/synonyms.h: check the arguments, ask query/synonyms.h. */
#include <assist/synonyms.h>

#include "base/error.h"
#include "query/synonyms.h"

assist_status assist_synonyms_new(assist_synonyms **out_synonyms, assist_error *error) {
  if (out_synonyms == NULL) return as_fail(error, ASSIST_INVALID, "a place for the synonyms is missing");
  assist_synonyms *made = as_synonyms_new();
  if (made == NULL) return as_fail_nomem(error);
  *out_synonyms = made;
  return ASSIST_OK;
}

void assist_synonyms_free(assist_synonyms *synonyms) { as_synonyms_free(synonyms); }

assist_status assist_synonyms_add(assist_synonyms *synonyms, const char *text, size_t size,
                                  assist_error *error) {
  if (synonyms == NULL || (text == NULL && size > 0))
    return as_fail(error, ASSIST_INVALID, "the synonyms or their text is missing");
  return as_synonyms_add(synonyms, as_slice_of(size > 0 ? text : "", size), error);
}

size_t assist_synonyms_count(const assist_synonyms *synonyms) {
  return synonyms == NULL ? 0 : synonyms->groups;
}

assist_status assist_query_expand(assist_query *query, const assist_synonyms *synonyms,
                                  assist_query **out_query, assist_error *error) {
  if (query == NULL || synonyms == NULL || out_query == NULL) {
    as_query_free(query);
    return as_fail(error, ASSIST_INVALID, "a query, synonyms or a place for the result is missing");
  }
  if (!as_query_expand(query, synonyms)) {
    as_query_free(query);
    return as_fail_nomem(error);
  }
  *out_query = query;
  return ASSIST_OK;
}
