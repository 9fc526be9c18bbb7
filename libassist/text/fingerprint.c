/* SPDX-License-Identifier: MIT
 * The name of this analysis: which tables, which rules.  An index holds it, and one made by another analysis is not
 * searched but rebuilt.  The ICU found at run time is no part of it: what it composes is fixed for good. */
#include <stdatomic.h>

#include "text/table.h"
#include "text/unit.h"

enum { HEX = 16, DIGITS = 10 };

static void write_name(char *out) {
  static const char digits[] = "0123456789abcdef";
  for (int i = 0; i < HEX; i++) *out++ = digits[as_table_fingerprint >> (4 * (HEX - 1 - i)) & 15u];
  *out++ = '-';
  char reversed[DIGITS];
  int count = 0;
  for (unsigned rules = AS_ANALYSIS_RULES; rules > 0; rules /= 10) reversed[count++] = digits[rules % 10];
  while (count > 0) *out++ = reversed[--count];
  *out = '\0';
}

/* Written by the first caller; the others wait the few nanoseconds that takes. */
const char *as_analysis_fingerprint(void) {
  enum { NEW, WRITING, READY };
  static atomic_int state = NEW;
  static char name[HEX + 1 + DIGITS + 1];
  int seen = NEW;
  if (atomic_compare_exchange_strong(&state, &seen, WRITING)) {
    write_name(name);
    atomic_store(&state, READY);
  }
  while (atomic_load(&state) != READY) continue;
  return name;
}
