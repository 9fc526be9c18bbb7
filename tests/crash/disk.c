/* SPDX-License-Identifier: MIT
 *
 * The log is a list of changes: create, write, sync of a file, sync of a folder, rename, remove.  Files are numbers;
 * names are resolved by replaying the log.
 *
 *   log      create 0 "lock"   create 1 "manifest.new"   write 1 ...   sync 1   rename   sync folder ...
 *   replay   names now and names at the last sync of the folder; of each file the bytes written and those synced
 *
 * There is one folder and no subfolder; descriptors of other files (terminals, lists) are let through. */
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "port/hook.h"

enum change_kind { CREATE, WRITE, SYNC, SYNC_FOLDER, RENAME, REMOVE };

#define NAME 64
#define FILES 512
#define DESCRIPTORS 1024

typedef struct change {
  enum change_kind kind;
  int file;
  char name[NAME], to[NAME];
  unsigned char *bytes;
  size_t size;
} change;

static change *changes;
static size_t count, capacity;
static int files;
static int file_of[DESCRIPTORS]; /* 0: not ours; else file + 1 */
static as_hooks hooks;
static const as_hooks *real;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER; /* a session may have threads */
static size_t asked, fail_at;
static int fail_errno;
static bool fail_for_ever, has_failed;

static change *record(enum change_kind kind) {
  if (count == capacity) {
    capacity = capacity * 2 + 64;
    changes = realloc(changes, capacity * sizeof *changes);
  }
  change *made = &changes[count++];
  memset(made, 0, sizeof *made);
  made->kind = kind;
  return made;
}

/* Whether this change is to fail. */
static bool fails(void) {
  asked++;
  if (fail_at == 0 || (fail_for_ever ? asked < fail_at : asked != fail_at)) return false;
  has_failed = true;
  errno = fail_errno;
  return true;
}

static int open_hook(int folder, const char *name, int flags, mode_t mode) {
  bool exists = (flags & O_CREAT) == 0 || faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
  if (!exists && fails()) return -1;
  int descriptor = real->open(folder, name, flags, mode);
  if (descriptor < 0 || descriptor >= DESCRIPTORS) return descriptor;
  file_of[descriptor] = 0;
  if (exists) return descriptor;
  change *made = record(CREATE);
  made->file = files++;
  (void)snprintf(made->name, NAME, "%s", name);
  file_of[descriptor] = made->file + 1;
  return descriptor;
}

static int duplicate_hook(int descriptor, int least) {
  int copy = real->duplicate_above(descriptor, least);
  if (copy >= 0 && copy < DESCRIPTORS) file_of[copy] = file_of[descriptor];
  return copy;
}

static ssize_t write_hook(int descriptor, const void *bytes, size_t size) {
  if (fails()) return -1;
  ssize_t done = real->write(descriptor, bytes, size);
  if (done <= 0 || file_of[descriptor] == 0) return done;
  change *made = record(WRITE);
  made->file = file_of[descriptor] - 1;
  made->size = (size_t)done;
  made->bytes = malloc(made->size);
  memcpy(made->bytes, bytes, made->size);
  return done;
}

/* No file is synced in truth: the test would take minutes. */
static int sync_hook(int descriptor) {
  if (fails()) return -1;
  change *made = record(file_of[descriptor] != 0 ? SYNC : SYNC_FOLDER);
  made->file = file_of[descriptor] - 1;
  return 0;
}

static int rename_hook(int folder, const char *from, const char *to) {
  if (fails()) return -1;
  int result = real->rename(folder, from, to);
  if (result != 0) return result;
  change *made = record(RENAME);
  (void)snprintf(made->name, NAME, "%s", from);
  (void)snprintf(made->to, NAME, "%s", to);
  return 0;
}

static int remove_hook(int folder, const char *name) {
  if (fails()) return -1;
  int result = real->remove(folder, name);
  if (result == 0) (void)snprintf(record(REMOVE)->name, NAME, "%s", name);
  return result;
}

/* ---- one thread at a time ---- */

#define IN_TURN(type, name, hook, parameters, arguments)                                                     \
  static type name parameters {                                                                              \
    (void)pthread_mutex_lock(&turn);                                                                         \
    type result = hook arguments;                                                                            \
    (void)pthread_mutex_unlock(&turn);                                                                       \
    return result;                                                                                           \
  }

IN_TURN(int, open_in_turn, open_hook, (int folder, const char *name, int flags, mode_t mode),
        (folder, name, flags, mode))
IN_TURN(int, duplicate_in_turn, duplicate_hook, (int descriptor, int least), (descriptor, least))
IN_TURN(ssize_t, write_in_turn, write_hook, (int descriptor, const void *bytes, size_t size),
        (descriptor, bytes, size))
IN_TURN(int, sync_in_turn, sync_hook, (int descriptor), (descriptor))
IN_TURN(int, rename_in_turn, rename_hook, (int folder, const char *from, const char *to), (folder, from, to))
IN_TURN(int, remove_in_turn, remove_hook, (int folder, const char *name), (folder, name))

void disk_begin(void) {
  real = as_hooks_real();
  hooks = *real;
  hooks.open = open_in_turn;
  hooks.duplicate_above = duplicate_in_turn;
  hooks.write = write_in_turn;
  hooks.sync = sync_in_turn;
  hooks.rename = rename_in_turn;
  hooks.remove = remove_in_turn;
  memset(file_of, 0, sizeof file_of);
  files = 0;
  asked = 0;
  has_failed = false;
  for (size_t i = 0; i < count; i++) free(changes[i].bytes);
  count = 0;
  as_hooks_set(&hooks);
}

void disk_end(void) { as_hooks_set(NULL); }

size_t disk_changes(void) { return count; }

void disk_fail(size_t at, int os_errno, bool for_ever) {
  fail_at = at;
  fail_errno = os_errno;
  fail_for_ever = for_ever;
}

bool disk_has_failed(void) { return has_failed; }

/* ---- replay ---- */

typedef struct entry {
  char name[NAME];
  int file;
} entry;

typedef struct names {
  entry entries[FILES];
  size_t count;
} names;

static size_t find(const names *in, const char *name) {
  size_t at = 0;
  while (at < in->count && strcmp(in->entries[at].name, name) != 0) at++;
  return at;
}

static void drop(names *in, const char *name) {
  size_t at = find(in, name);
  if (at < in->count) in->entries[at] = in->entries[--in->count];
}

static void enter(names *in, const char *name, int file) {
  drop(in, name);
  if (in->count == FILES) abort();
  entry *made = &in->entries[in->count++];
  (void)snprintf(made->name, NAME, "%s", name);
  made->file = file;
}

static void apply(names *to, const change *made) {
  size_t at;
  switch (made->kind) {
  case CREATE: enter(to, made->name, made->file); break;
  case REMOVE: drop(to, made->name); break;
  case RENAME:
    at = find(to, made->name);
    if (at == to->count) break; /* what made the name was lost */
    enter(to, made->to, to->entries[at].file);
    drop(to, made->name);
    break;
  default: break;
  }
}

static uint32_t state;
static uint32_t draw(uint32_t below) {
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % below;
}

static bool keeps_name(enum disk_loss loss) {
  if (loss == DISK_LOSES_SOME) return draw(2) == 0;
  return loss == DISK_KEEPS_ALL || loss == DISK_LOSES_BYTES;
}

/* Bytes of FILE that are left: all before its last sync, and of the later ones what LOSS leaves. */
static void write_file(const char *path, int file, size_t n, enum disk_loss loss) {
  size_t synced = 0, written = 0;
  FILE *out = fopen(path, "wb");
  if (out == NULL) abort();
  for (size_t i = 0; i < n; i++) {
    if (changes[i].file != file) continue;
    if (changes[i].kind == WRITE) written += changes[i].size;
    if (changes[i].kind == SYNC) synced = written;
  }
  size_t left = loss == DISK_KEEPS_ALL || loss == DISK_LOSES_NAMES ? written : synced;
  if (loss == DISK_LOSES_SOME && written > synced) left += draw((uint32_t)(written - synced + 1));
  for (size_t i = 0; i < n && left > 0; i++) {
    if (changes[i].file != file || changes[i].kind != WRITE) continue;
    size_t size = changes[i].size < left ? changes[i].size : left;
    if (fwrite(changes[i].bytes, 1, size, out) != size) abort();
    left -= size;
  }
  (void)fclose(out);
}

void disk_build(const char *path, size_t n, enum disk_loss loss, uint32_t seed) {
  static names after;
  size_t last_sync = 0;
  after.count = 0;
  state = seed * 7919u + (uint32_t)n;
  for (size_t i = 0; i < n; i++) {
    if (changes[i].kind == SYNC_FOLDER) last_sync = i;
  }
  for (size_t i = 0; i < n; i++) {
    if (i < last_sync || keeps_name(loss)) apply(&after, &changes[i]);
  }
  for (size_t i = 0; i < after.count; i++) {
    char file[256];
    (void)snprintf(file, sizeof file, "%s/%s", path, after.entries[i].name);
    write_file(file, after.entries[i].file, n, loss);
  }
}
