/* SPDX-License-Identifier: MIT
 *
 * port/: files and folders, the writer's lock (second handle, second process, fork, crash), memory, threads, and
 * the table of hooks itself: an n-th allocation, write or sync that fails must come back as a status, and short
 * or interrupted transfers must not show at all. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "port/clock.h"
#include "port/file.h"
#include "port/hook.h"
#include "port/lock.h"
#include "port/mem.h"
#include "port/thread.h"

static char root[64];
static as_folder *folder;
static assist_error error;
static as_hooks table;
static int countdown; /* calls until the failure */
static int os_errno_given;
static long held; /* allocations alive */
static jmp_buf crash;

static void set_up(void) {
  strcpy(root, "/tmp/assist-port-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(root));
  ck_assert_int_eq(as_folder_open(root, &folder, &error), ASSIST_OK);
  table = *as_hooks_real();
}

static assist_status remove_each(void *context, const char *name) {
  return as_folder_remove(context, name, NULL);
}

static void tear_down(void) {
  as_hooks_set(NULL);
  (void)as_folder_list(folder, remove_each, folder, NULL);
  as_folder_close(folder);
  (void)rmdir(root);
}

static void write_file(const char *name, const void *bytes, size_t size) {
  as_output *output;
  ck_assert_int_eq(as_output_open(folder, name, &output, &error), ASSIST_OK);
  ck_assert_int_eq(as_output_write(output, bytes, size, &error), ASSIST_OK);
  ck_assert_int_eq(as_output_sync(output, &error), ASSIST_OK);
  as_output_close(output);
}

static bool due(void) {
  if (countdown == 0 || --countdown != 0) return false;
  errno = os_errno_given;
  return true;
}

static void *counted_allocate(size_t size) {
  void *memory = due() ? NULL : malloc(size);
  held += memory != NULL;
  return memory;
}

static void *counted_zeroed(size_t count, size_t size) {
  void *memory = due() ? NULL : calloc(count, size);
  held += memory != NULL;
  return memory;
}

static void counted_release(void *memory) {
  held -= memory != NULL;
  free(memory);
}

static int failing_sync(int descriptor) { return due() ? -1 : fsync(descriptor); }
static ssize_t failing_write(int descriptor, const void *bytes, size_t size) {
  return due() ? -1 : write(descriptor, bytes, size);
}

static int calls;
static ssize_t short_write(int descriptor, const void *bytes, size_t size) {
  if (calls++ % 2 == 0) return errno = EINTR, -1;
  return write(descriptor, bytes, size < 1000 ? size : 1000);
}
static ssize_t short_read(int descriptor, void *buffer, size_t size, off_t offset) {
  if (calls++ % 2 == 0) return errno = EINTR, -1;
  return pread(descriptor, buffer, size < 1000 ? size : 1000, offset);
}

START_TEST(test_round_trip) {
  const size_t size = 600001;
  uint8_t *bytes = malloc(size), *back = malloc(size);
  for (size_t i = 0; i < size; i++) bytes[i] = (uint8_t)(i * 31 >> 3);
  if (_i == 1) {
    table.write = short_write;
    table.read_at = short_read;
    as_hooks_set(&table);
  }
  as_output *output;
  ck_assert_int_eq(as_output_open(folder, "a", &output, &error), ASSIST_OK);
  for (size_t at = 0, step = 1; at < size; at += step, step = step * 3 + 1) {
    if (step > size - at) step = size - at;
    ck_assert_int_eq(as_output_write(output, bytes + at, step, &error), ASSIST_OK);
  }
  ck_assert_int_eq(as_output_sync(output, &error), ASSIST_OK);
  as_output_close(output);
  ck_assert_int_eq(as_folder_sync(folder, &error), ASSIST_OK);

  as_file *file;
  const uint8_t *map;
  ck_assert_int_eq(as_file_open(folder, "a", &file, &error), ASSIST_OK);
  ck_assert_uint_eq(as_file_size(file), size);
  ck_assert_str_eq(as_file_name(file), "a");
  ck_assert_int_eq(as_file_read(file, 0, back, size, &error), ASSIST_OK);
  ck_assert_mem_eq(back, bytes, size);
  ck_assert_int_eq(as_file_map(file, &map, &error), ASSIST_OK);
  ck_assert_mem_eq(map, bytes, size);
  as_file_will_need(file, 10, SIZE_MAX);
  ck_assert_int_eq(as_file_read(file, size - 1, back, 2, &error), ASSIST_CORRUPT);
  ck_assert_int_eq(as_file_read(file, UINT64_MAX, back, 2, &error), ASSIST_CORRUPT);
  ck_assert_int_eq(as_file_read(file, size, back, 0, &error), ASSIST_OK);
  as_file_close(file);
  free(bytes);
  free(back);
}
END_TEST

START_TEST(test_truncated_while_open) {
  char path[96], back[8];
  write_file("cut", "12345678", 8);
  as_file *file;
  ck_assert_int_eq(as_file_open(folder, "cut", &file, &error), ASSIST_OK);
  snprintf(path, sizeof path, "%s/cut", root);
  ck_assert_int_eq(truncate(path, 5), 0);
  ck_assert_int_eq(as_file_read(file, 0, back, 8, &error), ASSIST_CORRUPT);
  ck_assert_ptr_nonnull(strstr(error.message, "cut"));
  as_file_close(file);
}
END_TEST

static assist_status count_each(void *context, const char *name) {
  ck_assert(strcmp(name, ".") != 0 && strcmp(name, "..") != 0);
  return --*(int *)context == 0 ? ASSIST_LIMIT : ASSIST_OK;
}

START_TEST(test_names) {
  as_file *file;
  ck_assert_int_eq(as_file_open(folder, "none", &file, &error), ASSIST_NOTFOUND);
  ck_assert_int_eq(error.os_errno, ENOENT);
  ck_assert_int_eq(as_folder_remove(folder, "none", &error), ASSIST_NOTFOUND);
  write_file("a", "old", 3);
  write_file("b", "", 0);
  write_file("a", "new!", 4); /* replaces what a crash left */
  ck_assert_int_eq(as_folder_rename(folder, "a", "b", &error), ASSIST_OK);
  ck_assert_int_eq(as_file_open(folder, "b", &file, &error), ASSIST_OK);
  ck_assert_uint_eq(as_file_size(file), 4);
  as_file_close(file);
  write_file("c", "", 0);
  const uint8_t *map = NULL;
  ck_assert_int_eq(as_file_open(folder, "c", &file, &error), ASSIST_OK);
  ck_assert_int_eq(as_file_map(file, &map, &error), ASSIST_OK);
  ck_assert_ptr_nonnull(map);
  as_file_close(file);
  int left = 100;
  ck_assert_int_eq(as_folder_list(folder, count_each, &left, &error), ASSIST_OK);
  ck_assert_int_eq(left, 98);
  left = 1;
  ck_assert_int_eq(as_folder_list(folder, count_each, &left, &error), ASSIST_LIMIT);
  ck_assert_int_eq(as_folder_make(root, &error), ASSIST_OK);
  uint64_t one[2], two[2];
  as_folder *again;
  ck_assert_int_eq(as_folder_open(root, &again, &error), ASSIST_OK);
  ck_assert_int_eq(as_folder_identity(folder, one, &error), ASSIST_OK);
  ck_assert_int_eq(as_folder_identity(again, two, &error), ASSIST_OK);
  ck_assert_mem_eq(one, two, sizeof one);
  as_folder_close(again);
  ck_assert_int_eq(as_folder_open("/tmp/no such\nfolder", &again, &error), ASSIST_NOTFOUND);
  ck_assert_ptr_nonnull(strstr(error.message, "such\\x0Afolder"));
}
END_TEST

/* A link, a pipe and a folder under a file's name: refused, not followed, not waited for. */
START_TEST(test_not_regular) {
  char path[96];
  as_file *file;
  as_lock *lock;
  snprintf(path, sizeof path, "%s/odd", root);
  const int made = _i == 0   ? symlink("/etc/hostname", path)
                   : _i == 1 ? mkfifo(path, 0600)
                             : mkdir(path, 0700);
  ck_assert_int_eq(made, 0);
  ck_assert_int_eq(as_file_open(folder, "odd", &file, &error), ASSIST_CORRUPT);
  ck_assert_int_ne(as_lock_take(folder, "odd", 0, &lock, &error), ASSIST_OK);
  if (_i == 2) ck_assert_int_eq(rmdir(path), 0);
}
END_TEST

START_TEST(test_standard_descriptors_avoided) {
  fflush(NULL);
  int kept = dup(0);
  close(0);
  as_output *output;
  assist_status status = as_output_open(folder, "a", &output, &error);
  bool free_still = fcntl(0, F_GETFD) < 0;
  ck_assert_int_eq(dup2(kept, 0), 0);
  close(kept);
  ck_assert_int_eq(status, ASSIST_OK);
  ck_assert(free_still);
  as_output_close(output);
}
END_TEST

/* The n-th allocation fails: NOMEM, nothing leaks, and with enough of them it works. */
START_TEST(test_nth_allocation_fails) {
  table.allocate = counted_allocate;
  table.allocate_zeroed = counted_zeroed;
  table.release = counted_release;
  as_hooks_set(&table);
  assist_status status = ASSIST_NOMEM;
  for (int n = 1; status != ASSIST_OK; n++) {
    ck_assert_int_lt(n, 20);
    held = 0;
    countdown = n;
    as_folder *opened = NULL;
    as_output *output = NULL;
    as_file *file = NULL;
    as_lock *lock = NULL;
    status = as_folder_open(root, &opened, &error);
    if (status == ASSIST_OK) status = as_output_open(opened, "a", &output, &error);
    if (status == ASSIST_OK) status = as_file_open(opened, "a", &file, &error);
    if (status == ASSIST_OK) status = as_lock_take(opened, "lock", 0, &lock, &error);
    ck_assert(status == ASSIST_OK || status == ASSIST_NOMEM);
    ck_assert(status == ASSIST_OK ? n > 5 : n <= 5);
    as_lock_drop(lock);
    as_file_close(file);
    as_output_close(output);
    as_folder_close(opened);
    ck_assert_int_eq(held, 0);
  }
  countdown = 0;
}
END_TEST

/* A failed write or sync is final, though the system would call the next one a success. */
START_TEST(test_output_failure_is_final) {
  as_output *output;
  table.write = failing_write;
  table.sync = failing_sync;
  as_hooks_set(&table);
  os_errno_given = _i == 1 ? ENOSPC : EIO;
  ck_assert_int_eq(as_output_open(folder, "a", &output, &error), ASSIST_OK);
  ck_assert_int_eq(as_output_write(output, "text", 4, &error), ASSIST_OK);
  countdown = _i;
  ck_assert_int_eq(as_output_sync(output, &error), ASSIST_IO);
  ck_assert_int_eq(error.os_errno, os_errno_given);
  ck_assert_int_eq(countdown, 0);
  ck_assert_int_eq(as_output_sync(output, &error), ASSIST_IO);
  ck_assert_int_eq(as_output_write(output, "text", 4, &error), ASSIST_IO);
  ck_assert_int_eq(as_output_flush(output, &error), ASSIST_IO);
  as_output_close(output);
  countdown = 1;
  ck_assert_int_eq(as_folder_sync(folder, &error), ASSIST_IO);
}
END_TEST

START_TEST(test_lock_second_handle) {
  as_lock *first, *second = NULL;
  as_folder *again;
  ck_assert_int_eq(as_folder_open(root, &again, &error), ASSIST_OK);
  ck_assert_int_eq(as_lock_take(folder, "lock", 0, &first, &error), ASSIST_OK);
  ck_assert(as_lock_held(first));
  int64_t before = as_clock_now();
  ck_assert_int_eq(as_lock_take(again, "lock", 30000, &second, &error), ASSIST_BUSY);
  ck_assert_int_ge(as_clock_now() - before, 30000);
  ck_assert_ptr_nonnull(strstr(error.message, "index is in use by another writer"));
  ck_assert_ptr_null(second);
  ck_assert(!as_lock_held(second));
  as_lock_drop(first);
  ck_assert_int_eq(as_lock_take(again, "lock", 0, &second, &error), ASSIST_OK);
  as_lock_drop(second);
  as_lock_drop(NULL);
  as_folder_close(again);
}
END_TEST

static int lock_always_granted(int descriptor, int operation) {
  (void)descriptor, (void)operation;
  return 0;
}

/* Where the file system grants a process its own lock again, the registry still refuses. */
START_TEST(test_lock_registry_alone) {
  as_lock *first, *second;
  table.lock = lock_always_granted;
  as_hooks_set(&table);
  ck_assert_int_eq(as_lock_take(folder, "lock", 0, &first, &error), ASSIST_OK);
  ck_assert_int_eq(as_lock_take(folder, "lock", 0, &second, &error), ASSIST_BUSY);
  as_lock_drop(first);
}
END_TEST

static int in_child(int (*work)(as_lock *lock), as_lock *lock) {
  pid_t child = fork();
  if (child == 0) _exit(work(lock));
  int result = -1;
  ck_assert_int_eq(waitpid(child, &result, 0), child);
  return WIFEXITED(result) ? WEXITSTATUS(result) : -1;
}

static int child_meddles(as_lock *inherited) {
  as_lock *own;
  if (as_lock_held(inherited)) return 1;
  if (as_lock_take(folder, "lock", 0, &own, NULL) != ASSIST_BUSY) return 2;
  as_lock_drop(inherited);
  return as_lock_take(folder, "lock", 0, &own, NULL) == ASSIST_BUSY ? 0 : 3;
}

static int child_takes(as_lock *nothing) {
  as_lock *own;
  (void)nothing;
  return as_lock_take(folder, "lock", 0, &own, NULL) == ASSIST_OK ? 0 : 1; /* and dies holding it */
}

START_TEST(test_lock_fork) {
  as_lock *lock;
  ck_assert_int_eq(as_lock_take(folder, "lock", 0, &lock, &error), ASSIST_OK);
  ck_assert_int_eq(in_child(child_meddles, lock), 0);
  ck_assert_int_eq(in_child(child_takes, NULL), 1); /* the meddling released nothing */
  ck_assert(as_lock_held(lock));
  as_lock_drop(lock);
  ck_assert_int_eq(in_child(child_takes, NULL), 0);
  ck_assert_int_eq(as_lock_take(folder, "lock", 0, &lock, &error), ASSIST_OK); /* death freed it */
  as_lock_drop(lock);
}
END_TEST

static int crashing_lock(int descriptor, int operation) {
  (void)descriptor, (void)operation;
  longjmp(crash, 1);
}

START_TEST(test_lock_forgotten_after_crash) {
  as_lock *lock = NULL;
  table.lock = crashing_lock;
  as_hooks_set(&table);
  if (setjmp(crash) == 0) {
    (void)as_lock_take(folder, "lock", 0, &lock, &error);
    ck_abort_msg("the hook was not called");
  }
  as_hooks_set(NULL);
  ck_assert_int_eq(as_lock_take(folder, "lock", 0, &lock, &error), ASSIST_BUSY);
  as_lock_forget();
  ck_assert_int_eq(as_lock_take(folder, "lock", 0, &lock, &error), ASSIST_OK);
  as_lock_drop(lock);
}
END_TEST

START_TEST(test_memory) {
  volatile size_t huge = SIZE_MAX / 2 + 1; /* behind the compiler's back */
  ck_assert_ptr_null(as_mem_array(huge, 2));
  ck_assert_ptr_null(as_mem_calloc(huge, 3));
  ck_assert_ptr_null(as_mem_resize(NULL, huge, 2));
  ck_assert_ptr_null(as_mem_map(SIZE_MAX - 1));
  void *empty = as_mem_alloc(0);
  ck_assert_ptr_nonnull(empty);
  as_mem_free(empty);
  char *text = as_mem_copy_string("abc", 2);
  ck_assert_str_eq(text, "ab");
  as_mem_free(text);
  const size_t sizes[] = {0, 1, 5000, (size_t)2 << 20, ((size_t)5 << 20) + 77};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    uint8_t *map = as_mem_map(sizes[i]);
    ck_assert_ptr_nonnull(map);
    if (sizes[i] >= (size_t)2 << 20) ck_assert_uint_eq((uintptr_t)map % ((size_t)2 << 20), 0);
    for (size_t at = 0; at < sizes[i]; at += 997) {
      ck_assert_uint_eq(map[at], 0);
      map[at] = 1;
    }
    as_mem_unmap(map, sizes[i]);
  }
}
END_TEST

typedef struct meeting {
  as_mutex *mutex;
  as_signal *signal;
  as_refs refs;
  int arrived;
} meeting;

static assist_status arrive(void *context) {
  meeting *m = context;
  as_mutex_lock(m->mutex);
  m->arrived++;
  as_signal_all(m->signal);
  while (m->arrived < 3) as_signal_wait(m->signal, m->mutex);
  as_mutex_unlock(m->mutex);
  return as_refs_drop(&m->refs) ? ASSIST_CANCELLED : ASSIST_OK;
}

START_TEST(test_threads) {
  meeting m = {.mutex = as_mutex_new(), .signal = as_signal_new()};
  as_thread *threads[3];
  as_refs_init(&m.refs);
  for (int i = 0; i < 3; i++) {
    if (i > 0) as_refs_take(&m.refs);
    ck_assert_int_eq(as_thread_start(arrive, &m, &threads[i], &error), ASSIST_OK);
  }
  int last = 0;
  for (int i = 0; i < 3; i++) last += as_thread_join(threads[i]) == ASSIST_CANCELLED;
  ck_assert_int_eq(m.arrived, 3);
  ck_assert_int_eq(last, 1);
  as_signal_free(m.signal);
  as_mutex_free(m.mutex);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("port");
  TCase *files = tcase_create("files");
  tcase_add_checked_fixture(files, set_up, tear_down);
  tcase_add_loop_test(files, test_round_trip, 0, 2);
  tcase_add_test(files, test_truncated_while_open);
  tcase_add_test(files, test_names);
  tcase_add_loop_test(files, test_not_regular, 0, 3);
  tcase_add_test(files, test_standard_descriptors_avoided);
  tcase_add_test(files, test_nth_allocation_fails);
  tcase_add_loop_test(files, test_output_failure_is_final, 1, 3);
  suite_add_tcase(suite, files);
  TCase *locks = tcase_create("locks");
  tcase_add_checked_fixture(locks, set_up, tear_down);
  tcase_add_test(locks, test_lock_second_handle);
  tcase_add_test(locks, test_lock_registry_alone);
  tcase_add_test(locks, test_lock_fork);
  tcase_add_test(locks, test_lock_forgotten_after_crash);
  suite_add_tcase(suite, locks);
  TCase *rest = tcase_create("memory and threads");
  tcase_add_test(rest, test_memory);
  tcase_add_test(rest, test_threads);
  suite_add_tcase(suite, rest);

  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
