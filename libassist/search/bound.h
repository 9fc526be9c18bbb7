/* SPDX-License-Identifier: MIT
 * What the rows behind a list say of scores.  A segment's rows hold for its own average length; where that of all documents asked is
 * greater, a document comes to more, but at most in the ratio of the two:
 *
 *   f + k (1 - b + b L / own)        all
 *   --------------------------  <=  ---          for all >= own
 *   f + k (1 - b + b L / all)        own */
#ifndef AS_SEARCH_BOUND_H
#define AS_SEARCH_BOUND_H

#include "index/snapshot.h"
#include "segread/postings.h"

#define AS_BOUND_SCALE_BITS 16u
#define AS_BOUND_SLACK 64u /* more than roundings of the two averages amount to */

typedef struct as_bound {
  as_saturation *saturation; /* in all documents asked */
  uint64_t scale;            /* 16 fraction bits */
  uint64_t slack;
} as_bound;

/* OWN: the average that strengths were made by. */
static inline as_bound as_bound_from(as_saturation *saturation, uint64_t own) {
  uint64_t all = saturation->average;
  if (all <= own) return (as_bound){saturation, UINT64_C(1) << AS_BOUND_SCALE_BITS, 0};
  /* Averages have 36 bits; a ratio beyond 2^20 says no more than that there is no bound. */
  uint64_t ratio = all / own >= 1u << 20 ? UINT64_C(1) << 36 : (all << AS_BOUND_SCALE_BITS) / own + 1;
  return (as_bound){saturation, ratio, AS_BOUND_SLACK};
}

/* For lists of text field NUMBER of SEGMENT. */
static inline as_bound as_bound_of(as_saturation *saturation, const as_segment *segment, uint8_t number) {
  return as_bound_from(saturation, as_segment_average(segment, number));
}

static inline uint64_t as_bound_saturation(const as_bound *bound, as_impact impact) {
  if (impact.strength == 0)
    return as_saturate(bound->saturation, impact.most_frequency, impact.least_length_code);
  return (as_strength_value(impact.strength) * bound->scale >> AS_BOUND_SCALE_BITS) + bound->slack;
}

#endif
