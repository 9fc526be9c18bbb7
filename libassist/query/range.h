/* SPDX-License-Identifier: MIT
 * A range of values as people write it: `2021-03..2021-06`, `>=2021`, `3.5..7`.  Whether 2021 is a year or a number is
 * known only when the field is, so both readings are kept. */
#ifndef AS_QUERY_RANGE_H
#define AS_QUERY_RANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "query/bind.h"

/* Ends belong to the range; low > high, from > to: an empty one. */
typedef struct as_range {
  bool plain;       /* one value, no operator: in a field of text it is text */
  bool number;      /* reads as numbers: */
  bool date;        /* reads as dates: */
  double low, high; /* open ends are infinite */
  int64_t from, to; /* microseconds since 1970; open ends are INT64_MIN and INT64_MAX */
} as_range;

/* False: TEXT as a whole is no range.  The forms are those at the head of range.c. */
bool as_range_read(as_slice text, as_range *out_range);
/* For the calls that build: without an end that EXCLUDES names (ASSIST_RANGE_...). */
as_range as_range_of_numbers(double low, double high, int excludes);
as_range as_range_of_dates(int64_t from, int64_t to, int excludes);

/* A leaf of RANGE, which is copied.  TEXT is bound like that of a RUN as well (node->phrases, of which there may be none):
 * a field that has text and no column takes it as text; so does, beside its column, a plain range.  NULL: no memory. */
as_node *as_node_range(const as_binder *binder, const char *field, as_slice text, const as_range *range);

#endif
