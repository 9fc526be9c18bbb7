/* SPDX-License-Identifier: MIT
 *
 * Files being read.  The names in an index folder are ours, but the folder may come from anyone: a symbolic
 * link, a pipe or a device under one of them is damage, and must neither be followed nor block the open
 * (O_NOFOLLOW, O_NONBLOCK, then a look at what was opened).
 *
 * Reading is by offset (pread), so that threads may share a file.  The size is taken at open: files of an index
 * are written once, so that a read beyond it is damage and one that ends early is a file cut under us; both are
 * CORRUPT.  Mapping is for files that nobody truncates; touching a page that is gone raises a signal, which is
 * why reading by offset exists beside it.
 *
 * Does not write (output.c), and knows no names or contents. */
#include "port/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "port/descriptor.h"
#include "port/hook.h"
#include "port/mem.h"
#include "port/report.h"

struct as_file {
  int descriptor;
  uint64_t size;
  void *map; /* NULL: not mapped */
  const char *name;
  char folder[]; /* its path, a NUL, then the name */
};

static as_file *file_new(const as_folder *folder, const char *name) {
  size_t folder_size = strlen(as_folder_path(folder)) + 1;
  size_t name_size = strlen(name) + 1;
  as_file *file = as_mem_alloc(sizeof *file + folder_size + name_size);
  if (file == NULL) return NULL;
  memcpy(file->folder, as_folder_path(folder), folder_size);
  memcpy(file->folder + folder_size, name, name_size);
  file->name = file->folder + folder_size;
  file->descriptor = -1;
  file->size = 0;
  file->map = NULL;
  return file;
}

static assist_status not_regular(const as_file *file, assist_error *error) {
  return as_report_file(error, ASSIST_CORRUPT, "is not a regular file", file->folder, file->name);
}

static assist_status open_regular(as_file *file, const as_folder *folder, assist_error *error) {
  file->descriptor =
      as_descriptor_open(as_folder_descriptor(folder), file->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  if (file->descriptor < 0) {
    /* a link; a socket or a device without a driver */
    if (errno == ELOOP || errno == EMLINK || errno == ENXIO || errno == ENODEV)
      return not_regular(file, error);
    return as_report_path(error, errno, "open", file->folder, file->name);
  }
  struct stat about;
  if (as_hooks_current()->stat(file->descriptor, &about) != 0) {
    return as_report_path(error, errno, "examine", file->folder, file->name);
  }
  if (!S_ISREG(about.st_mode) || about.st_size < 0) return not_regular(file, error);
  file->size = (uint64_t)about.st_size;
  return ASSIST_OK;
}

assist_status as_file_open(as_folder *folder, const char *name, as_file **out_file, assist_error *error) {
  as_file *file = file_new(folder, name);
  if (file == NULL) return as_report_path(error, ENOMEM, "open", as_folder_path(folder), name);
  assist_status status = open_regular(file, folder, error);
  if (status != ASSIST_OK) {
    as_file_close(file);
    return status;
  }
  *out_file = file;
  return ASSIST_OK;
}

void as_file_close(as_file *file) {
  if (file == NULL) return;
  if (file->map != NULL) as_hooks_current()->unmap_file(file->map, (size_t)file->size);
  as_descriptor_close(file->descriptor);
  as_mem_free(file);
}

uint64_t as_file_size(const as_file *file) { return file->size; }

const char *as_file_name(const as_file *file) { return file->name; }

static assist_status too_short(const as_file *file, assist_error *error) {
  return as_report_file(error, ASSIST_CORRUPT, "ends too early", file->folder, file->name);
}

assist_status as_file_read(as_file *file, uint64_t offset, void *buffer, size_t size, assist_error *error) {
  if (offset > file->size || size > file->size - offset) return too_short(file, error);
  uint8_t *to = buffer;
  while (size > 0) {
    ssize_t got = as_hooks_current()->read_at(file->descriptor, to, size, (off_t)offset);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return as_report_path(error, errno, "read", file->folder, file->name);
    if (got == 0) return too_short(file, error);
    to += got;
    offset += (uint64_t)got;
    size -= (size_t)got;
  }
  return ASSIST_OK;
}

assist_status as_file_map(as_file *file, const uint8_t **out_bytes, assist_error *error) {
  static const uint8_t nothing[1] = {0}; /* the system refuses to map 0 bytes */
  if (file->size > SIZE_MAX / 2) return as_report_path(error, ENOMEM, "map", file->folder, file->name);
  if (file->size != 0 && file->map == NULL) {
    file->map = as_hooks_current()->map_file(file->descriptor, (size_t)file->size);
    if (file->map == NULL) return as_report_path(error, errno, "map", file->folder, file->name);
  }
  *out_bytes = file->map == NULL ? nothing : file->map;
  return ASSIST_OK;
}

void as_file_will_need(const as_file *file, uint64_t offset, size_t size) {
  if (offset >= file->size) return;
  if (size > file->size - offset) size = (size_t)(file->size - offset);
  as_hooks_current()->will_need(file->descriptor, (off_t)offset, (off_t)size);
}
