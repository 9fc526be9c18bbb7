/* SPDX-License-Identifier: MIT
 * Chinese numerals, as dates are written in. */
#ifndef AS_MODEL_NUMERAL_H
#define AS_MODEL_NUMERAL_H

#include <stddef.h>
#include <stdint.h>

/* The numerals at the beginning of TEXT as decimal digits: 二〇二一 is 2021, 十二 12, 廿八 28, 一百零五 105.  OUT has room for as
 * many bytes as are read.  Returns how many those are; 0: none stand there, or they make no number below 1000 (as digits, 16). */
size_t as_numeral_read(const uint8_t *text, size_t size, char *out, size_t *out_size);

#endif
