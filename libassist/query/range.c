/* SPDX-License-Identifier: MIT
 *
 * Ranges in two steps: the text is folded to plain bytes, then read.
 *
 *   range = value | compare value | [ value ] SEP [ value ]       compare = > >= < <= =
 *   value = what as_date_parse reads | what as_number_read reads
 *
 * Folding: full-width forms are ASCII; two dots or more, an ellipsis, ~, a long dash, and the words for `to` (至 到) are SEP;
 * Chinese numerals are digits (model/numeral.h).  A second date may leave out what it shares with the first (2021年3月至6月).
 *
 * An end covers the whole span of what it names: `..2021-06` includes June 30, `>2021-06` begins with July.
 * Numbers keep to their own ends; an end that is left out is the next double beside it, so that ranges have no flags. */
#include "query/range.h"

#include <math.h>
#include <string.h>

#include <assist/document.h>

#include "model/date.h"
#include "model/number.h"
#include "model/numeral.h"
#include "text/utf8.h"

#define SEP '\x01'
#define TEXT_MAX 256u /* bytes of a range that is read at all */

/* Folded text; no longer than the text was. */
typedef struct folded {
  char bytes[2 * TEXT_MAX];
  size_t size;
  bool numerals; /* some digit was a Chinese numeral */
} folded;

typedef struct piece {
  const char *at;
  size_t size;
} piece;

static void put(folded *out, char byte) {
  bool again = byte == SEP && out->size > 0 && out->bytes[out->size - 1] == SEP;
  if (!again) out->bytes[out->size++] = byte;
}

static bool is_separator(uint32_t code_point) {
  static const uint32_t separators[] = {'~',    0x2014, 0x2015, 0x2025, 0x2026, 0x301C,
                                        0x81F3, 0x5230, 0xFF5E, 0x223C, 0x2E3A};
  for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
    if (separators[i] == code_point) return true;
  return false;
}

static void fold_one(folded *out, uint32_t code_point, const uint8_t *bytes, unsigned used) {
  if (code_point >= 0xFF01 && code_point <= 0xFF5D) code_point -= 0xFEE0;
  if (code_point == 0x2264 || code_point == 0x2265) {
    put(out, code_point == 0x2264 ? '<' : '>');
    code_point = '=';
  }
  if (code_point == 0x3000) code_point = ' ';
  if (code_point == 0x2212) code_point = '-';
  if (is_separator(code_point))
    put(out, SEP);
  else if (code_point < 0x80)
    put(out, (char)code_point);
  else
    for (unsigned i = 0; i < used; i++) put(out, (char)bytes[i]);
}

/* Dots that stand together become a separator where they stand. */
static void fold_dots(folded *out) {
  size_t kept = 0;
  for (size_t at = 0; at < out->size;) {
    size_t run = 0;
    while (at + run < out->size && out->bytes[at + run] == '.') run++;
    char byte = run >= 2 ? SEP : out->bytes[at];
    if (byte != SEP || kept == 0 || out->bytes[kept - 1] != SEP) out->bytes[kept++] = byte;
    at += run >= 2 ? run : 1;
  }
  out->size = kept;
}

static bool fold(as_slice text, folded *out) {
  if (text.size == 0 || text.size > TEXT_MAX) return false;
  for (size_t at = 0; at < text.size;) {
    size_t digits,
        numerals = as_numeral_read(text.bytes + at, text.size - at, out->bytes + out->size, &digits);
    if (numerals > 0) {
      out->numerals = true;
      out->size += digits;
      at += numerals;
      continue;
    }
    uint32_t code_point;
    unsigned used = as_utf8_next(text.bytes + at, text.size - at, &code_point);
    if (code_point < 0x20) return false;
    if (code_point < 0x80)
      put(out, code_point == '~' ? SEP : (char)code_point);
    else
      fold_one(out, code_point, text.bytes + at, used);
    at += used;
  }
  fold_dots(out);
  return true;
}

static piece trim(const char *start, const char *end) {
  while (start < end && *start == ' ') start++;
  while (start < end && end[-1] == ' ') end--;
  return (piece){start, (size_t)(end - start)};
}

typedef struct value {
  bool number, date;
  double of_number;
  int64_t start, last; /* of the date's span */
} value;

static void read_date(piece text, value *out) {
  int64_t span;
  out->date = as_date_parse(text.at, text.size, &out->start, &span);
  if (out->date) out->last = out->start + span - 1;
}

static bool read_value(piece text, bool numerals, value *out) {
  *out = (value){0};
  out->number = !numerals && as_number_read(text.at, text.size, &out->of_number);
  read_date(text, out);
  return out->number || out->date;
}

/* HIGH as a date that begins as LOW does, up to its month, year or era. */
static void read_rest(piece low, piece high, value *out) {
  static const char *const marks[] = {"月", "年", "國", "国"};
  char whole[4 * TEXT_MAX];
  for (size_t i = 0; i < sizeof marks / sizeof *marks && !out->date; i++) {
    for (size_t at = low.size; at >= 3 && !out->date; at--) {
      if (memcmp(low.at + at - 3, marks[i], 3) != 0) continue;
      memcpy(whole, low.at, at);
      memcpy(whole + at, high.at, high.size);
      read_date((piece){whole, at + high.size}, out);
    }
  }
}

/* The next double, above or below. */
static double step(double number, bool up) {
  uint64_t bits;
  if (number == 0) return up ? 4.9406564584124654e-324 : -4.9406564584124654e-324;
  if (isinf(number) && (number > 0) == up) return number;
  memcpy(&bits, &number, sizeof bits);
  bits += (number > 0) == up ? 1 : UINT64_MAX;
  memcpy(&number, &bits, sizeof number);
  return number;
}

static as_range everything(void) {
  return (as_range){
      .number = true, .date = true, .low = -HUGE_VAL, .high = HUGE_VAL, .from = INT64_MIN, .to = INT64_MAX};
}

/* Only readings that both ends have. */
static void bound_low(as_range *range, const value *low, bool excluded) {
  range->number = range->number && low->number;
  range->date = range->date && low->date;
  range->low = excluded ? step(low->of_number, true) : low->of_number;
  range->from = excluded ? low->last + 1 : low->start;
}

static void bound_high(as_range *range, const value *high, bool excluded) {
  range->number = range->number && high->number;
  range->date = range->date && high->date;
  range->high = excluded ? step(high->of_number, false) : high->of_number;
  range->to = excluded ? high->start - 1 : high->last;
}

static bool read_comparison(const char *at, const char *end, bool numerals, as_range *range) {
  char sign = *at++;
  bool with = at < end && *at == '=';
  if (with) at++;
  value bound;
  if (!read_value(trim(at, end), numerals, &bound)) return false;
  if (sign != '<') bound_low(range, &bound, sign == '>' && !with);
  if (sign != '>') bound_high(range, &bound, sign == '<' && !with);
  return true;
}

/* No end at all is two dots and nothing else: a dash alone asks for no range. */
static bool read_ends(piece low, piece high, bool numerals, as_range *range) {
  value bound;
  bool date = true;
  if (low.size > 0) {
    if (!read_value(low, numerals, &bound)) return false;
    date = bound.date;
    bound_low(range, &bound, false);
  }
  if (high.size > 0) {
    bool good = read_value(high, numerals, &bound);
    if (low.size > 0 && date && !bound.date) read_rest(low, high, &bound);
    if (!good && !bound.date) return false;
    bound_high(range, &bound, false);
  }
  return range->number || range->date;
}

bool as_range_read(as_slice text, as_range *out_range) {
  folded plain;
  plain.size = 0;
  plain.numerals = false;
  if (!fold(text, &plain)) return false;
  piece whole = trim(plain.bytes, plain.bytes + plain.size);
  if (whole.size == 0) return false;
  as_range range = everything();
  const char *end = whole.at + whole.size, *sep = memchr(whole.at, SEP, whole.size);
  bool good;
  if (sep != NULL) {
    bool open = whole.size == 1 && (text.bytes[0] != '.' || text.size > 2);
    good = !open && read_ends(trim(whole.at, sep), trim(sep + 1, end), plain.numerals, &range);
  } else if (*whole.at == '<' || *whole.at == '>' || *whole.at == '=') {
    good = read_comparison(whole.at, end, plain.numerals, &range);
  } else {
    good = read_ends(whole, whole, plain.numerals, &range);
    range.plain = true;
  }
  if (good) *out_range = range;
  return good;
}

as_range as_range_of_numbers(double low, double high, int excludes) {
  as_range range = everything();
  range.date = false;
  range.low = (excludes & ASSIST_RANGE_WITHOUT_LOW) != 0 ? step(low, true) : low;
  range.high = (excludes & ASSIST_RANGE_WITHOUT_HIGH) != 0 ? step(high, false) : high;
  return range;
}

as_range as_range_of_dates(int64_t from, int64_t to, int excludes) {
  as_range range = everything();
  range.number = false;
  range.from = (excludes & ASSIST_RANGE_WITHOUT_LOW) != 0 && from != INT64_MIN ? from + 1 : from;
  range.to = (excludes & ASSIST_RANGE_WITHOUT_HIGH) != 0 && to != INT64_MAX ? to - 1 : to;
  /* Nothing lies above the last date, nor below the first. */
  if ((excludes & ASSIST_RANGE_WITHOUT_LOW) != 0 && from == INT64_MAX) range.to = INT64_MIN;
  return range;
}

as_node *as_node_range(const as_binder *binder, const char *field, as_slice text, const as_range *range) {
  as_node *leaf = as_node_bound(binder, ASSIST_RUN, field, text);
  as_range *copy = as_arena_alloc(binder->memory, sizeof *copy);
  if (leaf == NULL || copy == NULL) return NULL;
  *copy = *range;
  leaf->kind = AS_NODE_RANGE;
  leaf->range = copy;
  return leaf;
}
