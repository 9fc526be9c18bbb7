/* SPDX-License-Identifier: MIT
 * Dates as people write them, to microseconds since 1970 in UTC (proleptic Gregorian) and back. */
#ifndef AS_MODEL_DATE_H
#define AS_MODEL_DATE_H

#include <stdbool.h>

#include <assist/document.h>

/* The forms of assist_date_parse; false: TEXT is none of them as a whole. */
bool as_date_parse(const char *text, size_t size, int64_t *out_microseconds, int64_t *out_span);
/* Microseconds of a day's beginning; month 1 to 12, day 1 to 31 as the month has them. */
int64_t as_date_of_day(int64_t year, unsigned month, unsigned day);
/* The beginning of the year, month or day that a moment lies in. */
enum as_date_unit { AS_DATE_YEAR, AS_DATE_MONTH, AS_DATE_DAY };
int64_t as_date_floor(int64_t microseconds, enum as_date_unit unit);

/* As assist_date_print. */
void as_date_print(int64_t microseconds, char out_text[40]);

#endif
