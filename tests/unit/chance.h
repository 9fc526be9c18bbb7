/* SPDX-License-Identifier: MIT
 * Chance for tests: the same in every run.  And bytes and numbers as bad luck would have them. */
#ifndef CHANCE_H
#define CHANCE_H

#include <stdint.h>
#include <stdlib.h>

static uint64_t chance_state = 88172645463325252u;

static inline uint64_t next_random(void) {
  chance_state ^= chance_state << 13;
  chance_state ^= chance_state >> 7;
  chance_state ^= chance_state << 17;
  return chance_state;
}

static inline uint32_t below(uint64_t n) { return (uint32_t)(next_random() % n); }

/* Of every magnitude up to MOST. */
static inline uint64_t skewed(uint64_t most) {
  uint64_t value = next_random() >> (next_random() % 64);
  return most == UINT64_MAX ? value : value % (most + 1);
}

/* SIZE bytes: all ones, mostly zeros, or anything.  Owned: free. */
static inline uint8_t *noise(size_t size) {
  uint8_t *bytes = malloc(size == 0 ? 1 : size);
  unsigned shape = below(4);
  for (size_t i = 0; i < size; i++) {
    bytes[i] = shape == 0   ? 0xFF
               : shape == 1 ? (uint8_t)(next_random() & next_random())
                            : (uint8_t)next_random();
  }
  return bytes;
}

#endif
