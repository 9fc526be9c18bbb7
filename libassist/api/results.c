/* SPDX-License-Identifier: MIT
 *
 * include/assist/search.h, what results say beside their hits: facets and diagnostics. */
#include <assist/search.h>

#include "base/error.h"
#include "base/ordered.h"
#include "engine/results.h"

size_t assist_results_diagnostic_count(const assist_results *results) {
  return results == NULL ? 0 : results->outcome.notes.count;
}

assist_status assist_results_diagnostic_at(const assist_results *results, size_t at,
                                           assist_diagnostic *out_diagnostic, assist_error *error) {
  if (at >= assist_results_diagnostic_count(results) || out_diagnostic == NULL)
    return as_fail(error, ASSIST_INVALID, "there is no diagnostic %zu", at);
  *out_diagnostic = results->outcome.notes.items[at];
  return ASSIST_OK;
}

size_t assist_results_facet_count(const assist_results *results) {
  return results == NULL ? 0 : results->outcome.facet_count;
}

assist_status assist_results_facet(const assist_results *results, size_t at, assist_facet *out_facet,
                                   assist_error *error) {
  if (at >= assist_results_facet_count(results) || out_facet == NULL)
    return as_fail(error, ASSIST_INVALID, "there is no facet %zu", at);
  const as_facet_result *facet = &results->outcome.facets[at];
  *out_facet = (assist_facet){facet->field, facet->interval, facet->kind,
                              facet->count, facet->distinct, facet->documents};
  return ASSIST_OK;
}

assist_status assist_results_facet_value(const assist_results *results, size_t at, size_t value,
                                         assist_facet_value *out_value, assist_error *error) {
  if (at >= assist_results_facet_count(results) || out_value == NULL ||
      value >= results->outcome.facets[at].count)
    return as_fail(error, ASSIST_INVALID, "there is no value %zu of a facet %zu", value, at);
  const as_facet_result *facet = &results->outcome.facets[at];
  const as_facet_row *row = &facet->rows[value];
  *out_value = (assist_facet_value){(const char *)row->text.bytes, row->text.size, row->count, 0, 0};
  if (facet->kind == ASSIST_VALUE_NUMBER) out_value->number = as_ordered_to_number(row->word);
  if (facet->kind == ASSIST_VALUE_DATE) out_value->microseconds = as_ordered_to_date(row->word);
  return ASSIST_OK;
}
