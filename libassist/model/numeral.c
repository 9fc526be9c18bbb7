/* SPDX-License-Identifier: MIT
 *
 * Numerals are read as a whole run, since 十 means nothing by itself: a run of figures alone is its digits, any other is
 *
 *   number = [ figure 百 | 百 ] [ 零 ] [ figure 十 | 十 | 廿 | 卅 ] [ figure ]
 *
 * Dates need no more than that: days, months, and the years of an era. */
#include "model/numeral.h"

#include <stdbool.h>

#include "text/utf8.h"

#define RUN_MAX 16u

/* What a numeral is worth: 0 to 9, or the tens or hundred that it names; -1: no numeral. */
static int worth(uint32_t code_point) {
  static const uint32_t figures[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                     0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
  for (int i = 0; i < 10; i++)
    if (figures[i] == code_point) return i;
  switch (code_point) {
  case 0x25CB: /* other ways to write 〇 */
  case 0x25EF:
  case 0x96F6: return 0;
  case 0x5341: return 10;
  case 0x5EFF: return 20;
  case 0x5345: return 30;
  case 0x767E: return 100;
  default: return -1;
  }
}

/* The value of a run with names of places in it; 0: it is no number. */
static unsigned add_places(const int *run, size_t count) {
  int place = 1000, figure = -1, value = 0;
  for (size_t i = 0; i < count; i++) {
    if (run[i] < 10) {
      if (figure > 0) return 0;
      figure = run[i];
      continue;
    }
    int here = run[i] == 100 ? 100 : 10;
    bool with_figure = run[i] == 10 || run[i] == 100;
    if (here >= place || figure == 0 || (figure > 0 && !with_figure)) return 0;
    value += run[i] * (figure > 0 ? figure : 1);
    place = here;
    figure = -1;
  }
  return figure == 0 ? 0 : (unsigned)(figure > 0 ? value + figure : value);
}

static size_t put_number(unsigned number, char *out) {
  size_t size = 0;
  for (unsigned scale = 100; scale > 0; scale /= 10)
    if (number >= scale) out[size++] = (char)('0' + number / scale % 10);
  return size;
}

size_t as_numeral_read(const uint8_t *text, size_t size, char *out, size_t *out_size) {
  int run[RUN_MAX];
  size_t at = 0, count = 0;
  bool places = false;
  while (at < size) {
    uint32_t code_point;
    unsigned used = as_utf8_next(text + at, size - at, &code_point);
    int value = worth(code_point);
    if (value < 0) break;
    if (count == RUN_MAX) return 0;
    run[count++] = value;
    places = places || value >= 10;
    at += used;
  }
  if (places) {
    unsigned number = add_places(run, count);
    if (number == 0) return 0;
    *out_size = put_number(number, out);
  } else {
    for (size_t i = 0; i < count; i++) out[i] = (char)('0' + run[i]);
    *out_size = count;
  }
  return at;
}
