/* SPDX-License-Identifier: MIT
 *
 * Of documents with the same frequency the shortest comes to most.  So frequencies and length codes are laid out in a byte each, and
 * the shortest is looked for once for each frequency that is few, without a branch on any of them:
 *
 *   few      1 1 3 1 2 1 ...  0 0      frequencies, AS_FEW + 1 for all above; 0 behind the last document
 *   codes    9 4 7 7 5 8 ...  0 0      of their lengths */
#include "segwrite/most.h"

#include <string.h>

#include "base/wide.h"

typedef struct table {
  uint8_t few[AS_BLOCK_DOCUMENTS], codes[AS_BLOCK_DOCUMENTS];
} table;

#define NO_CODE UINT8_MAX

AS_ALWAYS_INLINE uint32_t fill_few(uint8_t *restrict few, const uint32_t *frequencies, uint32_t count) {
  uint32_t most = 1;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t frequency = frequencies[i];
    few[i] = (uint8_t)(frequency <= AS_FEW ? frequency : AS_FEW + 1);
    most = frequency > most ? frequency : most;
  }
  return most;
}

/* A loop of a known length becomes vector code. */
AS_ALWAYS_INLINE uint32_t fill_table(table *to, const as_posting_run *run) {
  memcpy(to->codes, run->codes, run->count);
  memset(to->few, run->frequencies == NULL, run->count);
  memset(to->few + run->count, 0, AS_BLOCK_DOCUMENTS - run->count);
  if (run->frequencies == NULL) return 1;
  return run->count == AS_BLOCK_DOCUMENTS ? fill_few(to->few, run->frequencies, AS_BLOCK_DOCUMENTS)
                                          : fill_few(to->few, run->frequencies, run->count);
}

/* The least code of those with the frequency FEW; NO_CODE may also be that there are none. */
AS_ALWAYS_INLINE uint8_t shortest_of(const table *of, uint8_t few) {
  uint8_t least = NO_CODE;
  for (uint32_t i = 0; i < AS_BLOCK_DOCUMENTS; i++) {
    const uint8_t other = (uint8_t)(0 - (of->few[i] != few)), code = of->codes[i] | other;
    least = code < least ? code : least;
  }
  return least;
}

static bool has(const table *of, uint8_t few) {
  bool found = false;
  for (uint32_t i = 0; i < AS_BLOCK_DOCUMENTS; i++) found |= of->few[i] == few;
  return found;
}

static uint64_t more_of(uint64_t most, as_saturation *saturation, uint32_t frequency, uint8_t code) {
  const uint64_t value = as_saturate(saturation, frequency, code);
  return value > most ? value : most;
}

AS_ALWAYS_INLINE uint64_t most_of(as_saturation *saturation, const as_posting_run *run,
                                  uint32_t *out_frequency) {
  table here;
  uint64_t most = 0;
  const uint32_t highest = fill_table(&here, run);
  *out_frequency = highest;
  for (uint32_t few = 1; few <= AS_FEW && few <= highest; few++) {
    const uint8_t code = shortest_of(&here, (uint8_t)few);
    if (code != NO_CODE || has(&here, (uint8_t)few)) most = more_of(most, saturation, few, code);
  }
  for (uint32_t i = 0; i < run->count && highest > AS_FEW; i++)
    if (here.few[i] > AS_FEW) most = more_of(most, saturation, run->frequencies[i], here.codes[i]);
  return most;
}

static uint64_t most_plain(as_saturation *saturation, const as_posting_run *run, uint32_t *out_frequency) {
  return most_of(saturation, run, out_frequency);
}
AS_WIDE static uint64_t most_wide(as_saturation *saturation, const as_posting_run *run,
                                  uint32_t *out_frequency) {
  return most_of(saturation, run, out_frequency);
}

uint64_t as_run_most_by(unsigned way, as_saturation *saturation, const as_posting_run *run,
                        uint32_t *out_frequency) {
  return way != 0 && as_wide_is_here() ? most_wide(saturation, run, out_frequency)
                                       : most_plain(saturation, run, out_frequency);
}

uint64_t as_run_most(as_saturation *saturation, const as_posting_run *run, uint32_t *out_frequency) {
  return as_run_most_by(1, saturation, run, out_frequency);
}
