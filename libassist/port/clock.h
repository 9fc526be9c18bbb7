/* SPDX-License-Identifier: MIT
 * Monotonic time in microseconds, for progress, limits and waiting; never written into an index. */
#ifndef AS_PORT_CLOCK_H
#define AS_PORT_CLOCK_H

#include <stdint.h>

int64_t as_clock_now(void);
void as_clock_sleep(int64_t microseconds);
long as_clock_process(void); /* the process id: a forked child differs */

#endif
