/* SPDX-License-Identifier: MIT
 * The Han characters just read, as written, for the annotations that may read them. */
#ifndef AS_TEXT_HISTORY_H
#define AS_TEXT_HISTORY_H

#include <stdint.h>

#define AS_HISTORY 8u /* an annotation reads at most so many characters */

typedef struct as_history {
  uint32_t codes[AS_HISTORY]; /* a ring */
  uint64_t first, next;       /* counters of the characters held: the last AS_HISTORY of [first, next) */
} as_history;

static inline void as_history_clear(as_history *history) { history->first = history->next; }
static inline void as_history_add(as_history *history, uint32_t code_point) {
  history->codes[history->next++ % AS_HISTORY] = code_point;
}
static inline unsigned as_history_size(const as_history *history) {
  uint64_t size = history->next - history->first;
  return size < AS_HISTORY ? (unsigned)size : AS_HISTORY;
}
/* The BACK-th character from the end: 1 is the last. */
static inline uint32_t as_history_at(const as_history *history, unsigned back) {
  return history->codes[(history->next - back) % AS_HISTORY];
}

#endif
