/* SPDX-License-Identifier: MIT
 * Mutexes, reference counts, and one kind of worker thread.  C11 atomics are used directly elsewhere. */
#ifndef AS_PORT_THREAD_H
#define AS_PORT_THREAD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <assist/status.h>

typedef struct as_mutex as_mutex;
as_mutex *as_mutex_new(void); /* NULL: no memory */
void as_mutex_free(as_mutex *mutex);
void as_mutex_lock(as_mutex *mutex);
void as_mutex_unlock(as_mutex *mutex);

/* Reference count: starts at 1; drop returns true for the last one (acquire-release). */
typedef struct as_refs {
  atomic_int count;
} as_refs;
void as_refs_init(as_refs *refs);
void as_refs_take(as_refs *refs);
bool as_refs_drop(as_refs *refs);

/* A thread that runs one function; join returns what it returned.  All signals are blocked in it. */
typedef struct as_thread as_thread;
assist_status as_thread_start(assist_status (*run)(void *context), void *context, as_thread **out_thread,
                              assist_error *error);
assist_status as_thread_join(as_thread *thread); /* frees it */
/* False in a child of the process that started it: there it does not run, and join does not wait. */
bool as_thread_is_here(const as_thread *thread);

unsigned as_thread_processors(void); /* that this process may use, about; at least 1 */

/* Where threads meet: wait releases MUTEX while waiting. */
typedef struct as_signal as_signal;
as_signal *as_signal_new(void);
void as_signal_free(as_signal *signal);
void as_signal_wait(as_signal *signal, as_mutex *mutex);
void as_signal_wait_for(as_signal *signal, as_mutex *mutex, int64_t microseconds); /* or so long */
void as_signal_all(as_signal *signal);

#endif
