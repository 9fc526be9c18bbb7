/* SPDX-License-Identifier: MIT
 * Progress of a long call: asked after every small piece of work, tells the caller every 20 ms or so. */
#ifndef AS_INDEX_TICKER_H
#define AS_INDEX_TICKER_H

#include <stdbool.h>

#include <assist/status.h>

typedef struct as_ticker {
  assist_progress_function function; /* NULL: nobody asks */
  void *context;
  uint64_t done, total;
  int64_t told;    /* when */
  unsigned skips;  /* steps since the last look at the clock */
  uint64_t looked; /* what was done then */
} as_ticker;

void as_ticker_begin(as_ticker *ticker, uint64_t total);
/* DONE more of the total.  CANCELLED when the caller wants to stop. */
assist_status as_ticker_step(as_ticker *ticker, uint64_t done, assist_error *error);
/* Between pieces that are not small: look at the clock now. */
assist_status as_ticker_look(as_ticker *ticker, assist_error *error);

#endif
