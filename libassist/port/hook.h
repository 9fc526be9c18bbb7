/* SPDX-License-Identifier: MIT
 * The table of every operating-system call the library makes.  port/ calls through it and nothing else in the
 * library calls the system, so that a test can wrap the real table: log the operations, fail the n-th one, give
 * short transfers, or leave (exit, longjmp) at the n-th, as a crash would.
 *
 * Each entry behaves as the call it is named after: -1 or NULL and errno on failure, EINTR allowed.  Names are
 * resolved against FOLDER as by openat; AT_FDCWD stands for paths.  No entry is called while a mutex or the
 * lock registry of port/ is held, so leaving by longjmp is safe (as_lock_forget then drops what was held).
 *
 *   static as_hooks table;
 *   table = *as_hooks_real();  table.sync = failing_sync;  as_hooks_set(&table);  ...  as_hooks_set(NULL); */
#ifndef AS_PORT_HOOK_H
#define AS_PORT_HOOK_H

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

typedef struct as_hooks {
  /* Memory: NULL when there is none.  SIZE is never 0. */
  void *(*allocate)(size_t size);
  void *(*allocate_zeroed)(size_t count, size_t size);
  void *(*reallocate)(void *old, size_t size);
  void (*release)(void *memory);
  void *(*map_memory)(size_t size); /* anonymous, zeroed */
  void (*unmap_memory)(void *memory, size_t size);
  void (*want_large_pages)(void *memory, size_t size); /* advice */
  void (*forget_memory)(void *memory, size_t size);    /* advice: its bytes are not needed again */

  /* Descriptors. */
  int (*open)(int folder, const char *name, int flags, mode_t mode);
  int (*duplicate_above)(int descriptor, int least); /* close-on-exec */
  int (*close)(int descriptor);
  int (*stat)(int descriptor, struct stat *out_stat);
  ssize_t (*read_at)(int descriptor, void *buffer, size_t size, off_t offset);
  ssize_t (*write)(int descriptor, const void *bytes, size_t size);
  int (*sync)(int descriptor);
  void (*will_sync)(int descriptor, off_t offset,
                    off_t size); /* advice: these bytes may go to the disk now */
  void (*will_need)(int descriptor, off_t offset, off_t size); /* advice */
  void *(*map_file)(int descriptor, size_t size);              /* read-only; NULL on failure */
  void (*unmap_file)(void *memory, size_t size);
  int (*lock)(int descriptor, int operation); /* flock */

  /* Names. */
  int (*rename)(int folder, const char *from, const char *to);
  int (*remove)(int folder, const char *name);
  int (*make_folder)(const char *path, mode_t mode);
  DIR *(*list_open)(int descriptor); /* takes DESCRIPTOR on success */
  struct dirent *(*list_next)(DIR *list);
  int (*list_close)(DIR *list);

  /* Time, process, threads. */
  int64_t (*now)(void); /* microseconds, monotonic */
  void (*sleep)(int64_t microseconds);
  long (*process)(void);
  int (*start_thread)(pthread_t *out_thread, void *(*run)(void *), void *context); /* an errno; 0: started */
} as_hooks;

const as_hooks *as_hooks_real(void); /* the system itself */
void as_hooks_set(
    const as_hooks *hooks); /* tests only; NULL: the system itself; not while other threads run */

extern const as_hooks *_Atomic as_hooks_table; /* for as_hooks_current alone */
static inline const as_hooks *as_hooks_current(void) {
  return atomic_load_explicit(&as_hooks_table, memory_order_relaxed);
}

#endif
