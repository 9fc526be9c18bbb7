/* SPDX-License-Identifier: MIT
 * One line of progress, on a terminal only. */
#ifndef ASSIST_TOOLS_PROGRESS_H
#define ASSIST_TOOLS_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* WANTED: unless the user asked for quiet.  Shown when standard error is a terminal. */
void at_progress_start(bool wanted);
bool at_progress_shown(void);
void at_progress_total(uint64_t bytes); /* how much there is to read; 0: unknown */
/* So far, from the beginning.  Draws at most five times a second. */
void at_progress_adding(uint64_t documents, uint64_t bytes);
/* Of the library: an assist_progress_function.  CONTEXT is the name of the work.  Says stop after a signal.
 * */
int at_progress_library(void *context, uint64_t done, uint64_t total);
/* Wipe the line, before anything else is said. */
void at_progress_clear(void);

#endif
