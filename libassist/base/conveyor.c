/* SPDX-License-Identifier: MIT
 *
 * A ring of a few loads.  Those in [done, given) belong to the thread that runs, the others to the one that gives; both numbers
 * only grow, and are looked at under the mutex.
 *
 *   take -> fill -> give  | load load load load |  -> run -> done
 *
 * After a failure loads are passed unrun, so that the giver never waits for long and learns of it with its next take.  In a
 * child of the process there is no such thread, and nothing may be asked of the mutex: the memory is freed, and that is all. */
#include "base/conveyor.h"

#include "base/error.h"
#include "port/mem.h"
#include "port/thread.h"

#define LOAD_KEPT ((size_t)1024 * 1024) /* one huge document is no reason to keep its memory */

struct as_conveyor {
  as_mutex *mutex;
  as_signal *moved;
  as_thread *thread; /* NULL: ended */
  as_conveyor_run run;
  void *context;
  as_load loads[AS_CONVEYOR_LOADS];
  uint32_t given, done;
  bool ended, dropped; /* nothing more comes; nothing more is to be run */
  assist_status status;
  assist_error error;
};

/* The next load, once there is one; NULL: the end. */
static const as_load *next_load(as_conveyor *conveyor) {
  while (conveyor->given == conveyor->done && !conveyor->ended)
    as_signal_wait(conveyor->moved, conveyor->mutex);
  if (conveyor->given == conveyor->done || conveyor->dropped) return NULL;
  return &conveyor->loads[conveyor->done % AS_CONVEYOR_LOADS];
}

static assist_status run_all(void *context) {
  as_conveyor *conveyor = context;
  const as_load *load;
  as_mutex_lock(conveyor->mutex);
  while ((load = next_load(conveyor)) != NULL) {
    assist_status status = conveyor->status;
    as_mutex_unlock(conveyor->mutex);
    if (status == ASSIST_OK) status = conveyor->run(conveyor->context, load, &conveyor->error);
    as_mutex_lock(conveyor->mutex);
    conveyor->status = status;
    conveyor->done++;
    as_signal_all(conveyor->moved);
  }
  as_mutex_unlock(conveyor->mutex);
  return ASSIST_OK;
}

assist_status as_conveyor_new(as_conveyor_run run, void *context, as_conveyor **out_conveyor,
                              assist_error *error) {
  as_conveyor *conveyor = as_mem_calloc(1, sizeof *conveyor);
  if (conveyor == NULL) return as_fail_nomem(error);
  for (size_t i = 0; i < AS_CONVEYOR_LOADS; i++) as_buf_init(&conveyor->loads[i].bytes);
  conveyor->run = run;
  conveyor->context = context;
  conveyor->mutex = as_mutex_new();
  conveyor->moved = as_signal_new();
  assist_status status =
      conveyor->mutex == NULL || conveyor->moved == NULL ? as_fail_nomem(error) : ASSIST_OK;
  if (status == ASSIST_OK) status = as_thread_start(run_all, conveyor, &conveyor->thread, error);
  if (status != ASSIST_OK) {
    as_conveyor_free(conveyor);
    return status;
  }
  *out_conveyor = conveyor;
  return ASSIST_OK;
}

assist_status as_conveyor_take(as_conveyor *conveyor, as_load **out_load, assist_error *error) {
  as_mutex_lock(conveyor->mutex);
  while (conveyor->given - conveyor->done == AS_CONVEYOR_LOADS)
    as_signal_wait(conveyor->moved, conveyor->mutex);
  const assist_status status = conveyor->status;
  as_mutex_unlock(conveyor->mutex);
  if (status != ASSIST_OK) { /* the thread changes nothing of it any more */
    if (error != NULL) *error = conveyor->error;
    return status;
  }
  as_load *load = &conveyor->loads[conveyor->given % AS_CONVEYOR_LOADS];
  if (load->bytes.capacity > LOAD_KEPT) as_buf_clear(&load->bytes);
  as_buf_reset(&load->bytes);
  *out_load = load;
  return ASSIST_OK;
}

void as_conveyor_give(as_conveyor *conveyor) {
  as_mutex_lock(conveyor->mutex);
  conveyor->given++;
  as_signal_all(conveyor->moved);
  as_mutex_unlock(conveyor->mutex);
}

static void end_thread(as_conveyor *conveyor, bool drop) {
  if (conveyor->thread == NULL) return;
  if (as_thread_is_here(conveyor->thread)) {
    as_mutex_lock(conveyor->mutex);
    conveyor->ended = true;
    conveyor->dropped = drop;
    as_signal_all(conveyor->moved);
    as_mutex_unlock(conveyor->mutex);
  }
  (void)as_thread_join(conveyor->thread);
  conveyor->thread = NULL;
}

assist_status as_conveyor_end(as_conveyor *conveyor, assist_error *error) {
  end_thread(conveyor, false);
  if (conveyor->status != ASSIST_OK && error != NULL) *error = conveyor->error;
  return conveyor->status;
}

void as_conveyor_free(as_conveyor *conveyor) {
  if (conveyor == NULL) return;
  end_thread(conveyor, true);
  for (size_t i = 0; i < AS_CONVEYOR_LOADS; i++) as_buf_clear(&conveyor->loads[i].bytes);
  as_signal_free(conveyor->moved);
  as_mutex_free(conveyor->mutex);
  as_mem_free(conveyor);
}
