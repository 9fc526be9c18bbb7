/* SPDX-License-Identifier: MIT
 *
 * Dates as people write them.  One cursor over the text, no locale, no time zone of the machine.
 *
 *   date  := year [ sep month [ sep day ] ]      sep is - or / or . , the same both times
 *          | eight digits
 *          | year 年 [ month 月 [ day 日 ] ]         spaces around what is between the brackets
 *   year  := four digits, 公元 or 西元 before them  |  民國 ( one to three digits | 元 )      -- 1 is 1912
 *   text  := date [ ( T | spaces | nothing after 日 ) time [ zone ] ]      -- a time needs a day
 *   time  := hh : mm [ : ss [ . digits ] ]
 *          | hh 时 mm 分 [ ss 秒 ]               -- 時 点 點 too
 *   zone  := Z | (+|-) hh [ : ] mm
 *
 * What does not read so is folded, and read once more: full-width forms are ASCII, Chinese numerals digits where there is a 年: 一九八四
 * is as likely the title of a book.
 *
 * The span of a date is the length of what it names: a year, a month, a day, a minute, a second or a fraction of one, so that
 * a range that ends with it can take in the whole of it.  A leap second (ss 60) is the second after. */
#include "model/date.h"

#include <stdio.h>
#include <string.h>

#include "model/numeral.h"
#include "text/utf8.h"

#define TEXT_MAX 128u /* bytes of a date that is folded */
#define ERA_BEFORE 1911u
#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define DAY (1440 * MINUTE)

typedef struct reader {
  const char *at, *end;
} reader;

/* LEAST to MOST digits. */
static bool digits(reader *in, unsigned least, unsigned most, unsigned *out) {
  unsigned count = 0, value = 0;
  while (count < most && in->at < in->end && *in->at >= '0' && *in->at <= '9') {
    value = value * 10 + (unsigned)(*in->at++ - '0');
    count++;
  }
  *out = value;
  return count >= least;
}

/* A month or day: written means not 0, since 0 stands for one left out. */
static bool part(reader *in, unsigned least, unsigned most, unsigned *out) {
  return digits(in, least, most, out) && *out != 0;
}

static bool skip(reader *in, const char *text) {
  size_t size = strlen(text);
  if ((size_t)(in->end - in->at) < size || memcmp(in->at, text, size) != 0) return false;
  in->at += size;
  return true;
}

static bool is_leap(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static unsigned days_of_month(int64_t year, unsigned month) {
  static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29u : days[month - 1];
}

/* Years begin in March, so that the leap day is the last; eras of 400 years repeat. */
int64_t as_date_of_day(int64_t year, unsigned month, unsigned day) {
  int64_t shifted = month <= 2 ? year - 1 : year;
  int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  int64_t of_era = shifted - era * 400;
  int64_t of_year = (153 * (int64_t)(month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return (era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468) * DAY;
}

typedef struct parsed {
  unsigned year, month, day; /* 0: not given */
} parsed;

static bool skip_any(reader *in, const char *const *texts, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (skip(in, texts[i])) return true;
  return false;
}

static void skip_spaces(reader *in) {
  while (skip(in, " ")) {}
}

static bool parse_year(reader *in, unsigned *year) {
  static const char *const eras[] = {"中華民國", "中华民国", "民國", "民国"};
  static const char *const common[] = {"公元", "西元"};
  bool era = skip_any(in, eras, sizeof eras / sizeof *eras);
  if (era || skip_any(in, common, sizeof common / sizeof *common)) skip_spaces(in);
  if (!era) return digits(in, 4, 4, year);
  if (skip(in, "元"))
    *year = 1;
  else if (!part(in, 1, 3, year))
    return false;
  *year += ERA_BEFORE;
  return true;
}

/* The number of a month or day, and its mark; with the spaces around both. */
static bool part_with_mark(reader *in, unsigned *out, const char *const *marks, size_t count) {
  skip_spaces(in);
  if (!part(in, 1, 2, out)) return false;
  skip_spaces(in);
  return skip_any(in, marks, count);
}

static bool parse_with_marks(reader *in, parsed *date) {
  static const char *const months[] = {"月"}, *const days[] = {"日", "号", "號"};
  skip_spaces(in);
  if (!skip(in, "年")) return false;
  if (in->at == in->end) return true;
  if (!part_with_mark(in, &date->month, months, 1)) return false;
  return in->at == in->end || part_with_mark(in, &date->day, days, 3);
}

static bool parse_date(reader *in, parsed *date) {
  if (!parse_year(in, &date->year)) return false;
  if (in->at == in->end) return true;
  char sep[2] = {*in->at, '\0'};
  if (sep[0] >= '0' && sep[0] <= '9') return part(in, 2, 2, &date->month) && part(in, 2, 2, &date->day);
  if (sep[0] != '-' && sep[0] != '/' && sep[0] != '.') return parse_with_marks(in, date);
  in->at++;
  if (!part(in, 1, 2, &date->month)) return false;
  if (in->at == in->end) return true;
  return skip(in, sep) && part(in, 1, 2, &date->day);
}

static bool parse_fraction(reader *in, int64_t *time, int64_t *span) {
  int64_t unit = SECOND;
  const char *start = in->at;
  while (in->at < in->end && *in->at >= '0' && *in->at <= '9') {
    unit /= 10;
    *time += unit * (*in->at++ - '0');
  }
  *span = unit > 0 ? unit : 1;
  return in->at > start;
}

static bool parse_seconds(reader *in, int64_t *time, int64_t *span) {
  unsigned second;
  if (!digits(in, 2, 2, &second) || second > 60) return false;
  *time += second * SECOND;
  *span = SECOND;
  return !skip(in, ".") || parse_fraction(in, time, span);
}

static bool parse_time(reader *in, int64_t *time, int64_t *span) {
  unsigned hour, minute, second;
  if (!digits(in, 1, 2, &hour) || hour > 23) return false;
  static const char *const hours[] = {"时", "時", "点", "點"};
  bool marks = skip_any(in, hours, sizeof hours / sizeof *hours);
  if (!marks && !skip(in, ":")) return false;
  if (!digits(in, marks ? 1 : 2, 2, &minute) || minute > 59) return false;
  *time = hour * (60 * MINUTE) + minute * MINUTE;
  *span = MINUTE;
  if (!marks) return !skip(in, ":") || parse_seconds(in, time, span);
  if (!skip(in, "分")) return false;
  if (in->at == in->end || !digits(in, 1, 2, &second)) return true;
  *time += second * SECOND;
  *span = SECOND;
  return second <= 60 && skip(in, "秒");
}

static bool parse_zone(reader *in, int64_t *time) {
  unsigned hour, minute;
  if (in->at == in->end || skip(in, "Z")) return true;
  int sign = skip(in, "+") ? 1 : skip(in, "-") ? -1 : 0;
  if (sign == 0 || !digits(in, 2, 2, &hour)) return false;
  (void)skip(in, ":");
  if (!digits(in, 2, 2, &minute) || hour > 23 || minute > 59) return false;
  *time -= sign * (hour * (60 * MINUTE) + minute * MINUTE);
  return true;
}

static int64_t span_of(const parsed *date) {
  if (date->month == 0) return (is_leap(date->year) ? 366 : 365) * DAY;
  return date->day == 0 ? (int64_t)days_of_month(date->year, date->month) * DAY : DAY;
}

static bool parse_plain(const char *text, size_t size, int64_t *out_microseconds, int64_t *out_span) {
  reader in = {text, text + size};
  parsed date = {0, 0, 0};
  int64_t time = 0;
  if (!parse_date(&in, &date)) return false;
  bool whole = in.at == in.end;
  if (date.month > 12 || (date.month != 0 && date.day > days_of_month(date.year, date.month))) return false;
  int64_t span = span_of(&date);
  if (!whole) {
    if (!skip(&in, "T")) skip_spaces(&in);
    if (date.day == 0 || !parse_time(&in, &time, &span) || !parse_zone(&in, &time) || in.at != in.end)
      return false;
  }
  *out_microseconds =
      as_date_of_day(date.year, date.month == 0 ? 1 : date.month, date.day == 0 ? 1 : date.day) + time;
  *out_span = span;
  return true;
}

/* One character that is not ASCII: its plain form, or itself; or a run of NUMERALS.  Bytes read. */
static size_t fold_one(const uint8_t *text, size_t size, bool numerals, char *out, size_t *out_size) {
  uint32_t code_point;
  size_t run = numerals ? as_numeral_read(text, size, out, out_size) : 0;
  if (run > 0) return run;
  unsigned used = as_utf8_next(text, size, &code_point);
  bool wide = code_point >= 0xFF01 && code_point <= 0xFF5E;
  *out_size = wide || code_point == 0x3000 ? 1 : used;
  if (*out_size == 1)
    *out = wide ? (char)(code_point - 0xFEE0) : ' ';
  else
    memcpy(out, text, used);
  return used;
}

/* Most texts are told to be no date by their first character. */
static bool may_begin(const char *text, size_t size) {
  static const uint32_t eras[] = {0x6C11, 0x4E2D, 0x516C, 0x897F}; /* 民 中 公 西 */
  uint32_t code_point;
  char digits[4];
  if (size == 0) return false;
  size_t used = as_utf8_next((const uint8_t *)text, size, &code_point), count;
  if (code_point < 0x80) return code_point >= '0' && code_point <= '9';
  if (code_point >= 0xFF10 && code_point <= 0xFF19) return true;
  for (size_t i = 0; i < sizeof eras / sizeof *eras; i++)
    if (eras[i] == code_point) return true;
  return as_numeral_read((const uint8_t *)text, used, digits, &count) > 0;
}

static bool has_year_mark(const char *text, size_t size) {
  for (size_t at = 0; at + 3 <= size; at++)
    if (memcmp(text + at, "年", 3) == 0) return true;
  return false;
}

bool as_date_parse(const char *text, size_t size, int64_t *out_microseconds, int64_t *out_span) {
  char plain[TEXT_MAX];
  size_t kept = 0, more;
  if (parse_plain(text, size, out_microseconds, out_span)) return true;
  if (size > TEXT_MAX || !may_begin(text, size)) return false;
  const bool numerals = has_year_mark(text, size);
  for (size_t at = 0; at < size; kept += more) {
    more = 1;
    plain[kept] = text[at];
    at += (unsigned char)text[at] < 0x80
              ? 1
              : fold_one((const uint8_t *)text + at, size - at, numerals, plain + kept, &more);
  }
  return kept < size && parse_plain(plain, kept, out_microseconds, out_span);
}

/* The inverse of as_date_of_day, from days since 1970. */
static void split_days(int64_t days, int64_t *year, unsigned *month, unsigned *day) {
  days += 719468;
  int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  int64_t of_era = days - era * 146097;
  int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
  unsigned shifted = (unsigned)((5 * of_year + 2) / 153);
  *day = (unsigned)(of_year - (153 * (int64_t)shifted + 2) / 5 + 1);
  *month = shifted < 10 ? shifted + 3 : shifted - 9;
  *year = years + era * 400 + (*month <= 2);
}

int64_t as_date_floor(int64_t microseconds, enum as_date_unit unit) {
  int64_t days = microseconds / DAY - (microseconds % DAY < 0), year;
  unsigned month, day;
  if (unit == AS_DATE_DAY) return days * DAY;
  split_days(days, &year, &month, &day);
  return as_date_of_day(year, unit == AS_DATE_YEAR ? 1 : month, 1);
}

void as_date_print(int64_t microseconds, char out_text[40]) {
  int64_t days = microseconds / DAY, time = microseconds % DAY, year;
  unsigned month, day;
  if (time < 0) {
    time += DAY;
    days--;
  }
  split_days(days, &year, &month, &day);
  int used =
      snprintf(out_text, 40, year < 0 ? "%05lld-%02u-%02u" : "%04lld-%02u-%02u", (long long)year, month, day);
  if (time == 0) return;
  int minutes = (int)(time / MINUTE), seconds = (int)(time % MINUTE / SECOND),
      fraction = (int)(time % SECOND);
  used +=
      snprintf(out_text + used, 40 - (size_t)used, "T%02d:%02d:%02d", minutes / 60, minutes % 60, seconds);
  if (fraction != 0) {
    used += snprintf(out_text + used, 40 - (size_t)used, ".%06d", fraction);
    while (out_text[used - 1] == '0') used--;
  }
  memcpy(out_text + used, "Z", 2);
}
