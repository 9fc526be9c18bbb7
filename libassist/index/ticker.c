/* SPDX-License-Identifier: MIT
 *
 * Progress is told at most every 20 ms, and the clock looked at once in 32 steps; a step is some microseconds of work,
 * a big document or block counting for more, so that 50 ms never pass in silence. */
#include "index/ticker.h"

#include "base/error.h"
#include "port/clock.h"

#define TELL_EVERY 20000 /* microseconds */
#define STEPS_A_LOOK 32u
#define BIG_STEP 4096u

void as_ticker_begin(as_ticker *ticker, uint64_t total) {
  ticker->done = 0;
  ticker->total = total;
  ticker->skips = 0;
}

assist_status as_ticker_step(as_ticker *ticker, uint64_t done, assist_error *error) {
  ticker->done += done;
  if (ticker->function == NULL) return ASSIST_OK;
  if (++ticker->skips < STEPS_A_LOOK && done < BIG_STEP) return ASSIST_OK;
  ticker->skips = 0;
  int64_t now = as_clock_now();
  if (now - ticker->told < TELL_EVERY) return ASSIST_OK;
  ticker->told = now;
  if (ticker->done > ticker->total) ticker->total = ticker->done;
  if (ticker->function(ticker->context, ticker->done, ticker->total) == 0) return ASSIST_OK;
  return as_fail(error, ASSIST_CANCELLED, "stopped by the caller");
}
