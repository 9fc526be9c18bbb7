/* SPDX-License-Identifier: MIT
 *
 * American flag sort: words are swapped into 256 bins by their highest byte, then each bin by the next;
 * bins of a few dozen by insertion.  In place, because ten million keys are 80 MB and a second array as
 * much again.
 * Hashes are
 * even, so that three bytes are looked at, whatever the count. */
#include "segwrite/key_order.h"

#define FEW 48u
#define BINS 256u

static void insertion(uint64_t *words, size_t count) {
  for (size_t i = 1; i < count; i++) {
    uint64_t word = words[i];
    size_t j = i;
    for (; j > 0 && words[j - 1] > word; j--) words[j] = words[j - 1];
    words[j] = word;
  }
}

static unsigned bin_of(uint64_t word, unsigned shift) { return (unsigned)(word >> shift) & (BINS - 1); }

static void sort(uint64_t *words, size_t count, unsigned shift) {
  size_t next[BINS] = {0};
  size_t end[BINS];
  for (size_t i = 0; i < count; i++) next[bin_of(words[i], shift)]++;
  size_t at = 0;
  for (unsigned b = 0; b < BINS; b++) {
    at += next[b];
    end[b] = at;
    next[b] = at - next[b];
  }
  for (unsigned b = 0; b < BINS; b++) {
    while (next[b] < end[b]) {
      unsigned to = bin_of(words[next[b]], shift);
      if (to == b) {
        next[b]++;
        continue;
      }
      uint64_t other = words[next[to]];
      words[next[to]++] = words[next[b]];
      words[next[b]] = other;
    }
  }
  for (unsigned b = 0; b < BINS; b++) {
    size_t start = b == 0 ? 0 : end[b - 1];
    if (shift >= 8 && end[b] - start > FEW) {
      sort(words + start, end[b] - start, shift - 8);
    } else if (shift >= 8) {
      insertion(words + start, end[b] - start);
    }
  }
}

void as_key_order(uint64_t *words, size_t count) {
  if (count <= FEW) {
    insertion(words, count);
  } else {
    sort(words, count, 56);
  }
}
