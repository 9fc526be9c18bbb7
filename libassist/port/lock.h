/* SPDX-License-Identifier: MIT
 * The single-writer lock: a lock on a file that is created once and never deleted (flock, so that an unrelated
 * close cannot drop it), and a registry of this process's holders by (device, inode), so that a second handle
 * in the same process is BUSY too.  A child made by fork does not hold its parent's lock. */
#ifndef AS_PORT_LOCK_H
#define AS_PORT_LOCK_H

#include "port/file.h"

typedef struct as_lock as_lock;
/* BUSY when another holds it; waits up to WAIT_MICROSECONDS (0: not at all, negative: for ever). */
assist_status as_lock_take(as_folder *folder, const char *name, int64_t wait_microseconds, as_lock **out_lock,
                           assist_error *error);
bool as_lock_held(const as_lock *lock); /* false in a forked child */
void as_lock_drop(as_lock *lock);
/* For tests that stand in for a crash: drops every lock of this process, whoever has it; the handles are dead. */
void as_lock_forget(void);

#endif
