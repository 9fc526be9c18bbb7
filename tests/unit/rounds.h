/* SPDX-License-Identifier: MIT
 * How often a test repeats what is random: with ASSIST_TEST_FRACTION=N an N-th as often, for valgrind and the like. */
#ifndef ROUNDS_H
#define ROUNDS_H

#include <stdlib.h>

static inline unsigned rounds_fraction(void) {
  const char *text = getenv("ASSIST_TEST_FRACTION");
  int fraction = text == NULL ? 1 : atoi(text);
  return fraction < 1 ? 1 : (unsigned)fraction;
}

static inline unsigned rounds_of(unsigned usual) {
  unsigned rounds = usual / rounds_fraction();
  return rounds == 0 ? 1 : rounds;
}

#endif
