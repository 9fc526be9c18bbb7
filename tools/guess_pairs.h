/* SPDX-License-Identifier: MIT
 * How well bytes read as Chinese in encodings of two bytes a character. */
#ifndef ASSIST_TOOLS_GUESS_PAIRS_H
#define ASSIST_TOOLS_GUESS_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#define AT_PAIRS_COUNT 3

typedef struct at_pairs_score {
  const char *name;
  size_t count, bad; /* characters beyond ASCII, and those of them that are none */
  long mean; /* weight of a character, in hundredths: 100 and more for prose, below -200 for what is none */
} at_pairs_score;

/* Of one beginning of a text, for each encoding. */
void at_pairs_weigh(const char *bytes, size_t size, at_pairs_score out[AT_PAIRS_COUNT]);

#endif
