/* SPDX-License-Identifier: MIT
 *
 * Folders held open, and what can be done to the names in them.  The index names its files relative to a
 * descriptor, so that renaming or moving the folder while it is open cannot send a write elsewhere.
 *
 * Syncing a folder makes the names in it last (created, renamed, removed); syncing a file does not.  File
 * systems that cannot sync a folder say EINVAL and order names by themselves; that is taken as done, as other
 * databases do, for there is nothing better to ask of them.
 *
 * Also here: the few descriptor calls that files, outputs and locks share.  A descriptor of 0 to 2 is moved up,
 * because a stray print to the standard streams of a process that closed them would write into an index. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "port/descriptor.h"
#include "port/hook.h"
#include "port/mem.h"
#include "port/report.h"

struct as_folder {
  int descriptor;
  char path[];
};

int as_descriptor_open(int folder, const char *name, int flags, mode_t mode) {
  const as_hooks *hooks = as_hooks_current();
  int descriptor;
  do {
    descriptor = hooks->open(folder, name, flags | O_CLOEXEC, mode);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0 || descriptor > 2) return descriptor;
  int moved = hooks->duplicate_above(descriptor, 3);
  as_descriptor_close(descriptor);
  return moved;
}

/* EINTR from close leaves nothing to close on Linux, and a second try might close someone else's. */
void as_descriptor_close(int descriptor) {
  int kept = errno;
  if (descriptor >= 0) (void)as_hooks_current()->close(descriptor);
  errno = kept;
}

int as_descriptor_sync(int descriptor) {
  int result;
  do { result = as_hooks_current()->sync(descriptor); } while (result != 0 && errno == EINTR);
  return result;
}

int as_folder_descriptor(const as_folder *folder) { return folder->descriptor; }

assist_status as_folder_open(const char *path, as_folder **out_folder, assist_error *error) {
  size_t size = strlen(path) + 1;
  as_folder *folder = as_mem_alloc(sizeof *folder + size);
  if (folder == NULL) return as_report_path(error, ENOMEM, "open folder", path, NULL);
  memcpy(folder->path, path, size);
  folder->descriptor = as_descriptor_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, 0);
  if (folder->descriptor < 0) {
    int os_errno = errno;
    as_mem_free(folder);
    return as_report_path(error, os_errno, "open folder", path, NULL);
  }
  *out_folder = folder;
  return ASSIST_OK;
}

/* A name that is taken is fine when a folder took it; a symbolic link to one counts. */
assist_status as_folder_make(const char *path, assist_error *error) {
  if (as_hooks_current()->make_folder(path, 0777) == 0) return ASSIST_OK;
  int os_errno = errno;
  if (os_errno == EEXIST) {
    int descriptor = as_descriptor_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, 0);
    if (descriptor >= 0) {
      as_descriptor_close(descriptor);
      return ASSIST_OK;
    }
    os_errno = errno;
  }
  return as_report_path(error, os_errno, "make folder", path, NULL);
}

void as_folder_close(as_folder *folder) {
  if (folder == NULL) return;
  as_descriptor_close(folder->descriptor);
  as_mem_free(folder);
}

const char *as_folder_path(const as_folder *folder) { return folder->path; }

assist_status as_folder_sync(as_folder *folder, assist_error *error) {
  if (as_descriptor_sync(folder->descriptor) == 0 || errno == EINVAL) return ASSIST_OK;
  return as_report_path(error, errno, "sync folder", folder->path, NULL);
}

assist_status as_folder_sync_parent(as_folder *folder, assist_error *error) {
  int descriptor = as_descriptor_open(folder->descriptor, "..", O_RDONLY | O_DIRECTORY, 0);
  bool synced = descriptor >= 0 && (as_descriptor_sync(descriptor) == 0 || errno == EINVAL);
  int os_errno = errno;
  as_descriptor_close(descriptor);
  return synced ? ASSIST_OK : as_report_path(error, os_errno, "sync folder that holds", folder->path, NULL);
}

assist_status as_folder_rename(as_folder *folder, const char *from, const char *to, assist_error *error) {
  int result;
  do {
    result = as_hooks_current()->rename(folder->descriptor, from, to);
  } while (result != 0 && errno == EINTR);
  return result == 0 ? ASSIST_OK : as_report_path(error, errno, "rename", folder->path, from);
}

assist_status as_folder_remove(as_folder *folder, const char *name, assist_error *error) {
  int result;
  do { result = as_hooks_current()->remove(folder->descriptor, name); } while (result != 0 && errno == EINTR);
  return result == 0 ? ASSIST_OK : as_report_path(error, errno, "remove", folder->path, name);
}

static bool is_self_or_parent(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

static assist_status visit(as_folder *folder, DIR *list, assist_status (*each)(void *, const char *),
                           void *context, assist_error *error) {
  for (;;) {
    errno = 0; /* the only way to tell an error from the end */
    struct dirent *entry = as_hooks_current()->list_next(list);
    if (entry == NULL && errno == EINTR) continue;
    if (entry == NULL && errno != 0) return as_report_path(error, errno, "list folder", folder->path, NULL);
    if (entry == NULL) return ASSIST_OK;
    if (is_self_or_parent(entry->d_name)) continue;
    assist_status status = each(context, entry->d_name);
    if (status != ASSIST_OK) return status;
  }
}

/* The list has a descriptor of its own: the position in a folder belongs to the open file, and two lists at a
 * time must not share it. */
assist_status as_folder_list(as_folder *folder, assist_status (*each)(void *context, const char *name),
                             void *context, assist_error *error) {
  int descriptor = as_descriptor_open(folder->descriptor, ".", O_RDONLY | O_DIRECTORY, 0);
  if (descriptor < 0) return as_report_path(error, errno, "list folder", folder->path, NULL);
  DIR *list = as_hooks_current()->list_open(descriptor);
  if (list == NULL) {
    as_descriptor_close(descriptor);
    return as_report_path(error, errno, "list folder", folder->path, NULL);
  }
  assist_status status = visit(folder, list, each, context, error);
  (void)as_hooks_current()->list_close(list);
  return status;
}

assist_status as_folder_identity(as_folder *folder, uint64_t out_id[2], assist_error *error) {
  struct stat about;
  if (as_hooks_current()->stat(folder->descriptor, &about) != 0) {
    return as_report_path(error, errno, "examine folder", folder->path, NULL);
  }
  out_id[0] = (uint64_t)about.st_dev;
  out_id[1] = (uint64_t)about.st_ino;
  return ASSIST_OK;
}
