/* SPDX-License-Identifier: MIT
 *
 * Threads over POSIX threads.  A worker runs one function and hands back its status; all signals are blocked in
 * it, so that the application's handlers run on the application's threads.
 *
 * Locking and waiting cannot fail here: the mutexes are of the plain kind, set up by us and never copied, and
 * the calls report only misuse. */
#include "port/thread.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "port/hook.h"
#include "port/mem.h"
#include "port/report.h"

struct as_mutex {
  pthread_mutex_t mutex;
};

struct as_signal {
  pthread_cond_t condition;
};

struct as_thread {
  pthread_t thread;
  pid_t process; /* that started it */
  assist_status (*run)(void *context);
  void *context;
  assist_status status;
};

as_mutex *as_mutex_new(void) {
  as_mutex *mutex = as_mem_alloc(sizeof *mutex);
  if (mutex != NULL && pthread_mutex_init(&mutex->mutex, NULL) != 0) {
    as_mem_free(mutex);
    return NULL;
  }
  return mutex;
}

void as_mutex_free(as_mutex *mutex) {
  if (mutex == NULL) return;
  (void)pthread_mutex_destroy(&mutex->mutex);
  as_mem_free(mutex);
}

void as_mutex_lock(as_mutex *mutex) { (void)pthread_mutex_lock(&mutex->mutex); }

void as_mutex_unlock(as_mutex *mutex) { (void)pthread_mutex_unlock(&mutex->mutex); }

void as_refs_init(as_refs *refs) { atomic_init(&refs->count, 1); }

/* Whoever takes holds a reference already, so nothing needs ordering here. */
void as_refs_take(as_refs *refs) { atomic_fetch_add_explicit(&refs->count, 1, memory_order_relaxed); }

bool as_refs_drop(as_refs *refs) {
  return atomic_fetch_sub_explicit(&refs->count, 1, memory_order_acq_rel) == 1;
}

static void *thread_main(void *argument) {
  as_thread *thread = argument;
  thread->status = thread->run(thread->context);
  return NULL;
}

/* The mask is inherited, so that there is no moment in which the new thread could take a signal. */
static int start_masked(as_thread *thread) {
  sigset_t all, before;
  (void)sigfillset(&all);
  int os_errno = pthread_sigmask(SIG_SETMASK, &all, &before);
  if (os_errno != 0) return os_errno;
  os_errno = as_hooks_current()->start_thread(&thread->thread, thread_main, thread);
  (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
  return os_errno;
}

assist_status as_thread_start(assist_status (*run)(void *context), void *context, as_thread **out_thread,
                              assist_error *error) {
  as_thread *thread = as_mem_alloc(sizeof *thread);
  if (thread == NULL) return as_report_path(error, ENOMEM, "start", "thread", NULL);
  thread->run = run;
  thread->context = context;
  thread->process = getpid();
  thread->status = ASSIST_OK;
  int os_errno = start_masked(thread);
  if (os_errno != 0) {
    as_mem_free(thread);
    return as_report_path(error, os_errno, "start", "thread", NULL);
  }
  *out_thread = thread;
  return ASSIST_OK;
}

bool as_thread_is_here(const as_thread *thread) { return thread->process == getpid(); }

assist_status as_thread_join(as_thread *thread) {
  if (as_thread_is_here(thread)) (void)pthread_join(thread->thread, NULL);
  assist_status status = thread->status;
  as_mem_free(thread);
  return status;
}

unsigned as_thread_processors(void) {
  const long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : count > INT_MAX ? INT_MAX : (unsigned)count;
}

as_signal *as_signal_new(void) {
  as_signal *signal = as_mem_alloc(sizeof *signal);
  if (signal != NULL && pthread_cond_init(&signal->condition, NULL) != 0) {
    as_mem_free(signal);
    return NULL;
  }
  return signal;
}

void as_signal_free(as_signal *signal) {
  if (signal == NULL) return;
  (void)pthread_cond_destroy(&signal->condition);
  as_mem_free(signal);
}

void as_signal_wait(as_signal *signal, as_mutex *mutex) {
  (void)pthread_cond_wait(&signal->condition, &mutex->mutex);
}

void as_signal_wait_for(as_signal *signal, as_mutex *mutex, int64_t microseconds) {
  struct timespec until;
  if (clock_gettime(CLOCK_REALTIME, &until) != 0) return;
  const int64_t nanoseconds = until.tv_nsec + microseconds % 1000000 * 1000;
  until.tv_sec += (time_t)(microseconds / 1000000 + nanoseconds / 1000000000);
  until.tv_nsec = (long)(nanoseconds % 1000000000);
  (void)pthread_cond_timedwait(&signal->condition, &mutex->mutex, &until);
}

void as_signal_all(as_signal *signal) { (void)pthread_cond_broadcast(&signal->condition); }
