/* SPDX-License-Identifier: MIT
 * Encodes the lists of slices of terms in several threads, of which the caller's is one, and hands them on in order. */
#ifndef AS_SEGWRITE_CREW_H
#define AS_SEGWRITE_CREW_H

#include "segwrite/lists.h"

typedef struct as_crew_term {
  as_term term;
  as_entry entry;
  as_slice list;               /* empty for a term that occurs once, which */
  uint32_t document, position; /* stands here */
} as_crew_term;

typedef struct as_crew_job {
  const as_term_slices *slices;
  uint32_t documents;         /* of the segment */
  unsigned field_count;       /* fields that have */
  uint8_t *const *lengths;    /* codes of each, by document */
  as_saturation *saturations; /* in each */
  /* Called in the caller's thread, with CONTEXT, for each term in order. */
  assist_status (*take)(void *context, const as_crew_term *term, assist_error *error);
  void *context;
} as_crew_job;

/* The status is that of the first slice that failed; all threads have ended then. */
assist_status as_crew_run(const as_crew_job *job, assist_error *error);

#endif
