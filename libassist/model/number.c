/* SPDX-License-Identifier: MIT
 *
 * Numbers.  The C library reads and prints them by the locale, which belongs to the program; here they pass it in forms that every
 * locale has in common.  Reading: 3.5 goes as 35e-1.  Printing: what is no digit, sign or e is the decimal point. */
#include "model/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 256u

static size_t digits(const char *at, const char *end) {
  size_t count = 0;
  while (at + count < end && at[count] >= '0' && at[count] <= '9') count++;
  return count;
}

/* The exponent behind the digits, 0 when none is there; *AT moves past it. */
static bool read_exponent(const char **at, const char *end, long *out) {
  *out = 0;
  if (*at == end || (**at != 'e' && **at != 'E')) return true;
  const char *start = ++*at;
  if (*at < end && (**at == '-' || **at == '+')) ++*at;
  size_t count = digits(*at, end);
  if (count == 0 || count > 6) return false;
  char copy[10] = {0};
  memcpy(copy, start, (size_t)(*at - start) + count);
  *out = strtol(copy, NULL, 10);
  *at += count;
  return true;
}

bool as_number_read(const char *text, size_t text_size, double *out) {
  const char *at = text, *end = at + text_size;
  char plain[TEXT_MAX + 32];
  size_t size = 0;
  if (at < end && (*at == '-' || *at == '+')) plain[size++] = *at++;
  size_t whole = digits(at, end), part = 0;
  if (whole > TEXT_MAX) return false;
  memcpy(plain + size, at, whole);
  size += whole;
  at += whole;
  if (at < end && *at == '.') {
    part = digits(++at, end);
    if (part > TEXT_MAX - whole) return false;
    memcpy(plain + size, at, part);
    size += part;
    at += part;
  }
  long exponent;
  if (whole + part == 0 || !read_exponent(&at, end, &exponent) || at != end) return false;
  exponent -= (long)part;
  plain[size++] = 'e';
  if (exponent < 0) plain[size++] = '-';
  unsigned long rest = exponent < 0 ? 0ul - (unsigned long)exponent : (unsigned long)exponent;
  for (unsigned long scale = 1000000; scale > 0; scale /= 10) plain[size++] = (char)('0' + rest / scale % 10);
  plain[size] = '\0';
  *out = strtod(plain, NULL);
  return isfinite(*out);
}

/* The locale's decimal point may have several bytes. */
static void put_point(const char *text, char out_text[40]) {
  size_t kept = 0;
  for (size_t i = 0; text[i] != '\0'; i++) {
    bool plain = strchr("0123456789+-e", text[i]) != NULL;
    if (plain || kept == 0 || out_text[kept - 1] != '.') out_text[kept++] = plain ? text[i] : '.';
  }
  out_text[kept] = '\0';
}

void as_number_print(double number, char out_text[40]) {
  char text[40];
  if (!isfinite(number)) {
    strcpy(out_text, number > 0 ? "inf" : "-inf");
    return;
  }
  for (int digits = 15; digits <= 17; digits++) {
    double back;
    snprintf(text, sizeof text, "%.*g", digits, number);
    put_point(text, out_text);
    if (as_number_read(out_text, strlen(out_text), &back) && memcmp(&back, &number, sizeof back) == 0) return;
  }
}
