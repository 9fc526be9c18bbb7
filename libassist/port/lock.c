/* SPDX-License-Identifier: MIT
 *
 * The single-writer lock.  flock belongs to the open file, not to the process: closing another descriptor of
 * the same file, as a backup library in the same process might, does not drop it, which record locks of fcntl
 * do.  The kernel drops it when the last descriptor goes, so that a killed writer leaves nothing behind.
 *
 * A registry of this process's locks stands beside it, since some file systems turn flock into a lock of the
 * process, which a second handle would be granted.
 *
 *   take:  open -> enter in the registry, or BUSY -> flock, or leave the registry again and BUSY
 *   drop:  unlock -> close -> leave the registry
 *
 * fork: the child inherits descriptor and registry, but each entry carries the process that made it.  In the
 * child the lock is not held, drop only closes (unlocking would unlock the parent's), and a take of its own
 * meets the parent's flock.  The registry is guarded by a spin lock that stores its owner's process id: one
 * that another thread of the parent held at the moment of the fork is recognised and taken over.  That is
 * safe as every change to the list is one store.
 *
 * The lock file is created once and never deleted: deleting it would let two writers lock two files. */
#include "port/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/file.h>

#include "port/clock.h"
#include "port/descriptor.h"
#include "port/hook.h"
#include "port/mem.h"
#include "port/report.h"

struct as_lock {
  uint64_t device;
  uint64_t inode;
  long process;
  int descriptor;
  as_lock *next;
};

static as_lock *registry;
static _Atomic long registry_owner; /* process id; 0: free */

static void registry_enter(long process) {
  long owner = 0;
  while (!atomic_compare_exchange_weak_explicit(&registry_owner, &owner, process, memory_order_acquire,
                                                memory_order_relaxed)) {
    if (owner == process) owner = 0; /* another thread: a few instructions, wait for them */
  }
}

static void registry_leave(void) { atomic_store_explicit(&registry_owner, 0, memory_order_release); }

static bool registry_add(as_lock *lock) {
  bool taken = false;
  registry_enter(lock->process);
  for (const as_lock *other = registry; other != NULL; other = other->next) {
    taken = taken ||
            (other->process == lock->process && other->device == lock->device && other->inode == lock->inode);
  }
  if (!taken) {
    lock->next = registry;
    registry = lock;
  }
  registry_leave();
  return !taken;
}

static void registry_remove(const as_lock *lock, long process) {
  registry_enter(process);
  as_lock **link = &registry;
  while (*link != NULL && *link != lock) link = &(*link)->next;
  if (*link != NULL) *link = lock->next;
  registry_leave();
}

static assist_status busy(assist_error *error, const as_folder *folder, const char *name) {
  return as_report_file(error, ASSIST_BUSY, "is locked: index is in use by another writer",
                        as_folder_path(folder), name);
}

static assist_status open_lock_file(as_lock *lock, as_folder *folder, const char *name, assist_error *error) {
  const char *path = as_folder_path(folder);
  lock->descriptor = as_descriptor_open(as_folder_descriptor(folder), name,
                                        O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0666);
  if (lock->descriptor < 0 && errno != ELOOP) return as_report_path(error, errno, "open", path, name);
  struct stat about = {0};
  if (lock->descriptor >= 0 && as_hooks_current()->stat(lock->descriptor, &about) != 0) {
    return as_report_path(error, errno, "examine", path, name);
  }
  if (!S_ISREG(about.st_mode))
    return as_report_file(error, ASSIST_CORRUPT, "is not a regular file", path, name);
  lock->device = (uint64_t)about.st_dev;
  lock->inode = (uint64_t)about.st_ino;
  return ASSIST_OK;
}

/* One try.  0: held; else an errno, EWOULDBLOCK for somebody else's. */
static int try_once(as_lock *lock) {
  if (!registry_add(lock)) return EWOULDBLOCK;
  int result;
  do {
    result = as_hooks_current()->lock(lock->descriptor, LOCK_EX | LOCK_NB);
  } while (result != 0 && errno == EINTR);
  if (result == 0) return 0;
  int os_errno = errno;
  registry_remove(lock, lock->process);
  return os_errno;
}

/* Asks again and again, since waiting in the kernel could not be given an end. */
static int try_until(as_lock *lock, int64_t wait_microseconds) {
  const int64_t longest_pause = 50000;
  int64_t start = as_clock_now();
  int64_t pause = 1000;
  for (;;) {
    int os_errno = try_once(lock);
    if (os_errno != EWOULDBLOCK || wait_microseconds == 0) return os_errno;
    int64_t passed = as_clock_now() - start;
    if (wait_microseconds > 0 && passed >= wait_microseconds) return os_errno;
    int64_t left = wait_microseconds < 0 ? pause : wait_microseconds - passed;
    as_clock_sleep(left < pause ? left : pause);
    pause = pause * 2 < longest_pause ? pause * 2 : longest_pause;
  }
}

assist_status as_lock_take(as_folder *folder, const char *name, int64_t wait_microseconds, as_lock **out_lock,
                           assist_error *error) {
  as_lock *lock = as_mem_calloc(1, sizeof *lock);
  if (lock == NULL) return as_report_path(error, ENOMEM, "lock", as_folder_path(folder), name);
  lock->process = as_clock_process();
  assist_status status = open_lock_file(lock, folder, name, error);
  if (status == ASSIST_OK) {
    int os_errno = try_until(lock, wait_microseconds);
    if (os_errno == EWOULDBLOCK) {
      status = busy(error, folder, name);
    } else if (os_errno != 0) {
      status = as_report_path(error, os_errno, "lock", as_folder_path(folder), name);
    }
  }
  if (status != ASSIST_OK) {
    as_descriptor_close(lock->descriptor);
    as_mem_free(lock);
    return status;
  }
  *out_lock = lock;
  return ASSIST_OK;
}

bool as_lock_held(const as_lock *lock) { return lock != NULL && lock->process == as_clock_process(); }

/* The unlock is said aloud: a child made by fork may still hold a copy of the descriptor. */
void as_lock_drop(as_lock *lock) {
  if (lock == NULL) return;
  if (as_lock_held(lock)) (void)as_hooks_current()->lock(lock->descriptor, LOCK_UN);
  as_descriptor_close(lock->descriptor);
  registry_remove(lock, as_clock_process());
  as_mem_free(lock);
}

void as_lock_forget(void) {
  long process = as_clock_process();
  registry_enter(process);
  as_lock *list = registry;
  registry = NULL;
  registry_leave();
  while (list != NULL) {
    as_lock *next = list->next;
    as_descriptor_close(list->descriptor);
    as_mem_free(list);
    list = next;
  }
}
