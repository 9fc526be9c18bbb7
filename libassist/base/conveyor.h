/* SPDX-License-Identifier: MIT
 * Hands blocks of bytes to a function that runs in a thread of its own, one after another, in order.  One thread gives. */
#ifndef AS_BASE_CONVEYOR_H
#define AS_BASE_CONVEYOR_H

#include <assist/status.h>

#include "base/buf.h"

typedef struct as_load {
  as_buf bytes;
  uint32_t first; /* of what is in them, as the giver counts */
} as_load;

#define AS_CONVEYOR_LOADS 8u /* at most so many are given and not yet run */

typedef struct as_conveyor as_conveyor;
typedef assist_status (*as_conveyor_run)(void *context, const as_load *load, assist_error *error);

assist_status as_conveyor_new(as_conveyor_run run, void *context, as_conveyor **out_conveyor,
                              assist_error *error);
/* An empty load to be filled, once there is one; what went wrong before is told here. */
assist_status as_conveyor_take(as_conveyor *conveyor, as_load **out_load, assist_error *error);
void as_conveyor_give(as_conveyor *conveyor); /* the load last taken */
/* Waits until all is run; the thread has ended then, whatever the status. */
assist_status as_conveyor_end(as_conveyor *conveyor, assist_error *error);
void as_conveyor_free(as_conveyor *conveyor); /* without waiting for more than one load; NULL is fine */

#endif
