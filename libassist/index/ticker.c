/* SPDX-License-Identifier: MIT
 *
 * Progress is told at most every 20 ms.  The clock is looked at in the first step of a call, so that who wants to stop is
 * heard at once, and then once in 32 steps or so much work: a step is some microseconds, a big document or block more. */
#include "index/ticker.h"

#include "base/error.h"
#include "port/clock.h"

#define TELL_EVERY 20000 /* microseconds */
#define STEPS_A_LOOK 32u
#define MUCH_WORK 4096u

void as_ticker_begin(as_ticker *ticker, uint64_t total) {
  ticker->done = ticker->looked = 0;
  ticker->total = total;
  ticker->skips = STEPS_A_LOOK;
}

assist_status as_ticker_look(as_ticker *ticker, assist_error *error) {
  ticker->skips = 0;
  ticker->looked = ticker->done;
  if (ticker->function == NULL) return ASSIST_OK;
  int64_t now = as_clock_now();
  if (now - ticker->told < TELL_EVERY) return ASSIST_OK;
  ticker->told = now;
  if (ticker->done > ticker->total) ticker->total = ticker->done;
  if (ticker->function(ticker->context, ticker->done, ticker->total) == 0) return ASSIST_OK;
  return as_fail(error, ASSIST_CANCELLED, "stopped by the caller");
}

assist_status as_ticker_step(as_ticker *ticker, uint64_t done, assist_error *error) {
  ticker->done += done;
  if (++ticker->skips < STEPS_A_LOOK && ticker->done - ticker->looked < MUCH_WORK) return ASSIST_OK;
  return as_ticker_look(ticker, error);
}
