/* SPDX-License-Identifier: MIT
 * Checking a whole index: assist_index_check. */
#ifndef AS_INDEX_CHECK_H
#define AS_INDEX_CHECK_H

#include <assist/status.h>

typedef struct as_check_options {
  void (*report)(void *context, const char *line); /* may be NULL */
  assist_progress_function progress;               /* may be NULL */
  void *context;
} as_check_options;

assist_status as_index_check(const char *path, const as_check_options *options, assist_error *error);

#endif
