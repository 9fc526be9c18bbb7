/* SPDX-License-Identifier: MIT
 * Numbers as people write them, whatever the locale says about decimal points. */
#ifndef AS_MODEL_NUMBER_H
#define AS_MODEL_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* [+-] digits [ . digits ] [ e [+-] digits ], finite, of at most 256 bytes; false: TEXT is something else. */
bool as_number_read(const char *text, size_t size, double *out);
/* The shortest that reads back as NUMBER, which is finite, or "inf" and "-inf". */
void as_number_print(double number, char out_text[40]);

#endif
