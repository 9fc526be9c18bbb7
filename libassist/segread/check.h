/* SPDX-License-Identifier: MIT
 * What the files that verify a segment share; not for other rooms. */
#ifndef AS_SEGREAD_CHECK_H
#define AS_SEGREAD_CHECK_H

#include "segread/segment.h"

typedef struct as_segment_checker {
  as_segment *segment;
  void (*each)(void *context, const char *line);
  assist_progress_function progress;
  void *context;
  assist_error *error; /* never NULL */
  uint64_t done, total;
} as_segment_checker;

/* CANCELLED when the caller says stop. */
assist_status as_check_ask(as_segment_checker *check);
/* The same after DONE more bytes, none of which is needed any longer: they may be forgotten. */
assist_status as_check_step(as_segment_checker *check, uint64_t done);
assist_status as_check_corrupt(as_segment_checker *check, enum as_segment_file kind, uint64_t offset,
                               const char *what);
assist_status as_check_columns(as_segment_checker *check);
assist_status as_check_marks(as_segment_checker *check);
assist_status as_check_tokens(as_segment_checker *check);
assist_status as_check_terms(as_segment_checker *check);

#endif
