/* SPDX-License-Identifier: MIT
 *
 * The monotonic clock, sleeping and the process id, over the hook table.  The clock serves progress calls,
 * limits and waiting; its values mean nothing outside the process and are never written to a file.  Sleeping
 * may end early (a signal): callers that wait look at the clock again. */
#include "port/clock.h"

#include "port/hook.h"

int64_t as_clock_now(void) { return as_hooks_current()->now(); }

void as_clock_sleep(int64_t microseconds) {
  if (microseconds > 0) as_hooks_current()->sleep(microseconds);
}

long as_clock_process(void) { return as_hooks_current()->process(); }
