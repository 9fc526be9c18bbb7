/* SPDX-License-Identifier: MIT
 *
 * The real table of operating-system calls (port/hook.h).  Each entry is one system call in the shape the rest
 * of port/ wants; no policy lives here.  Retrying EINTR, finishing short transfers and turning errno into a
 * status is the callers' work, since a test's table must be able to make them do it.
 *
 * The table is reached through one atomic pointer, read relaxed: on every machine we know that is a plain load,
 * so that an allocation pays a load and an indirect call above malloc itself. */
#include "port/hook.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static void *map_memory(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

static void unmap(void *memory, size_t size) { (void)munmap(memory, size); }

static void want_large_pages(void *memory, size_t size) {
#ifdef MADV_HUGEPAGE
  (void)madvise(memory, size, MADV_HUGEPAGE);
#else
  (void)memory, (void)size;
#endif
}

static void forget_memory(void *memory, size_t size) { (void)madvise(memory, size, MADV_DONTNEED); }

static int open_at(int folder, const char *name, int flags, mode_t mode) {
  return openat(folder, name, flags, mode);
}

static int duplicate_above(int descriptor, int least) { return fcntl(descriptor, F_DUPFD_CLOEXEC, least); }

static int sync_descriptor(int descriptor) {
#ifdef F_FULLFSYNC /* where fsync alone leaves the bytes in the drive's cache */
  if (fcntl(descriptor, F_FULLFSYNC) == 0) return 0;
#endif
  return fsync(descriptor);
}

static void will_sync(int descriptor, off_t offset, off_t size) {
#ifdef SYNC_FILE_RANGE_WRITE
  (void)sync_file_range(descriptor, offset, size, SYNC_FILE_RANGE_WRITE);
#else
  (void)descriptor, (void)offset, (void)size;
#endif
}

static void will_need(int descriptor, off_t offset, off_t size) {
#ifdef POSIX_FADV_WILLNEED
  (void)posix_fadvise(descriptor, offset, size, POSIX_FADV_WILLNEED);
#else
  (void)descriptor, (void)offset, (void)size;
#endif
}

static void *map_file(int descriptor, size_t size) {
  void *memory = mmap(NULL, size, PROT_READ, MAP_SHARED, descriptor, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

static int rename_in(int folder, const char *from, const char *to) {
  return renameat(folder, from, folder, to);
}

static int remove_in(int folder, const char *name) { return unlinkat(folder, name, 0); }

static int64_t now(void) {
  struct timespec time;
  if (clock_gettime(CLOCK_MONOTONIC, &time) != 0) return 0;
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void sleep_for(int64_t microseconds) {
  struct timespec time = {(time_t)(microseconds / 1000000), (long)(microseconds % 1000000) * 1000};
  (void)nanosleep(&time, NULL);
}

static long process(void) { return (long)getpid(); }

static int start_thread(pthread_t *out_thread, void *(*run)(void *), void *context) {
  return pthread_create(out_thread, NULL, run, context);
}

static const as_hooks real = {
    .allocate = malloc,
    .allocate_zeroed = calloc,
    .reallocate = realloc,
    .release = free,
    .map_memory = map_memory,
    .unmap_memory = unmap,
    .want_large_pages = want_large_pages,
    .forget_memory = forget_memory,
    .open = open_at,
    .duplicate_above = duplicate_above,
    .close = close,
    .stat = fstat,
    .read_at = pread,
    .write = write,
    .sync = sync_descriptor,
    .will_sync = will_sync,
    .will_need = will_need,
    .map_file = map_file,
    .unmap_file = unmap,
    .lock = flock,
    .rename = rename_in,
    .remove = remove_in,
    .make_folder = mkdir,
    .list_open = fdopendir,
    .list_next = readdir,
    .list_close = closedir,
    .now = now,
    .sleep = sleep_for,
    .process = process,
    .start_thread = start_thread,
};

const as_hooks *_Atomic as_hooks_table = &real;

const as_hooks *as_hooks_real(void) { return &real; }

void as_hooks_set(const as_hooks *hooks) {
  atomic_store_explicit(&as_hooks_table, hooks == NULL ? &real : hooks, memory_order_relaxed);
}
