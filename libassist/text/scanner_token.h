/* SPDX-License-Identifier: MIT
 * One token: how far it goes, and what of it is a clock time or a number with commas. */
#ifndef AS_TEXT_SCANNER_TOKEN_H
#define AS_TEXT_SCANNER_TOKEN_H

#include "text/scanner.h"

static inline bool as_is_token_class(unsigned char_class) {
  return char_class == AS_CHAR_LETTER || char_class == AS_CHAR_DIGIT;
}

/* Read the token that starts with `ahead` into UNIT (token and end; the rest is placed already).  With COUNT_O,
 * returns how many letters o it is made of, 0 if of anything else. */
size_t as_scanner_token(as_scanner *scanner, as_unit *unit, bool count_o);

#endif
