/* SPDX-License-Identifier: MIT
 * Ctrl-C and TERM while an index is being written: the work is cancelled, nothing is committed. */
#ifndef ASSIST_TOOLS_SIGNALS_H
#define ASSIST_TOOLS_SIGNALS_H

#include <stdbool.h>

void at_signals_start(void);
bool at_signals_caught(void);
/* After cleaning up: end by the signal that was caught, as a shell expects.  Returns when there was none. */
void at_signals_end(void);

#endif
