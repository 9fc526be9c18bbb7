/* SPDX-License-Identifier: MIT
 * Which part of a text shows best what was found: by unit numbers, not yet by bytes. */
#ifndef AS_SNIPPET_CHOOSE_H
#define AS_SNIPPET_CHOOSE_H

#include "snippet/match.h"

typedef struct as_window {
  uint32_t first, last; /* units that must be shown */
  size_t distinct;      /* different leaves found in it */
  size_t matches;
} as_window;

/* The best window of WIDTH units: most distinct leaves, then most matches, then the earliest.  A longer
 * match makes a longer window, up to four times WIDTH.  LIST has at least one match.  False: no memory. */
bool as_window_choose(const as_match_list *list, uint32_t width, as_window *out_window);

#endif
