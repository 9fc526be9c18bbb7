/* SPDX-License-Identifier: MIT
 * assist_query_range_...: leaves of ranges, built without the parser.  Their text, which assist_query_print shows, is the range
 * with both ends in it, as the query language would write it. */
#include <assist/query.h>

#include <math.h>
#include <stdio.h>

#include "base/error.h"
#include "model/date.h"
#include "model/number.h"
#include "query/range.h"
#include "text/scanner.h"

static assist_status give(const char *field, const char *low, const char *high, const as_range *range,
                          assist_query **out_query, assist_error *error) {
  char text[96];
  int size = snprintf(text, sizeof text, "%s..%s", low, high);
  assist_query *query = as_query_new();
  if (query == NULL) return as_fail_nomem(error);
  as_scanner scanner;
  as_scanner_init(&scanner);
  as_binder binder = {&query->memory, &scanner};
  query->root = as_node_range(&binder, field, as_slice_of(text, (size_t)size), range);
  as_scanner_clear(&scanner);
  if (query->root == NULL) {
    as_query_free(query);
    return as_fail_nomem(error);
  }
  as_node_cut(query->root, 0);
  *out_query = query;
  return ASSIST_OK;
}

static assist_status check(const char *field, int excludes, assist_error *error) {
  if (field == NULL) return as_fail(error, ASSIST_INVALID, "a range needs a field");
  if ((excludes & ~(ASSIST_RANGE_WITHOUT_LOW | ASSIST_RANGE_WITHOUT_HIGH)) != 0)
    return as_fail(error, ASSIST_INVALID, "%d is no way to leave out ends", excludes);
  return ASSIST_OK;
}

assist_status assist_query_range_number(const char *field, double low, double high, int excludes,
                                        assist_query **out_query, assist_error *error) {
  assist_status status = check(field, excludes, error);
  if (status != ASSIST_OK) return status;
  if (isnan(low) || isnan(high)) return as_fail(error, ASSIST_INVALID, "an end of the range is not a number");
  as_range range = as_range_of_numbers(low, high, excludes);
  char from[40] = "", to[40] = "";
  if (!isinf(range.low)) as_number_print(range.low, from);
  if (!isinf(range.high)) as_number_print(range.high, to);
  return give(field, from, to, &range, out_query, error);
}

assist_status assist_query_range_date(const char *field, int64_t from, int64_t to, int excludes,
                                      assist_query **out_query, assist_error *error) {
  assist_status status = check(field, excludes, error);
  if (status != ASSIST_OK) return status;
  as_range range = as_range_of_dates(from, to, excludes);
  char low[40] = "", high[40] = "";
  if (range.from != INT64_MIN) as_date_print(range.from, low);
  if (range.to != INT64_MAX) as_date_print(range.to, high);
  return give(field, low, high, &range, out_query, error);
}
