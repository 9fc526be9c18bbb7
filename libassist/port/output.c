/* SPDX-License-Identifier: MIT
 *
 * A file being written: once, from its start, through a buffer of 256 KB; to the disk 8 MB at a time.
 *
 * The first failure is final.  After a failed write the file holds an unknown part of the bytes; after a failed
 * fsync the system may have dropped the dirty pages and call the next fsync a success.  So the failure is kept,
 * every later call returns it, and the writer of an index starts a new file under a new name.
 *
 * A name that is taken (left over by a crash) is removed and made anew with O_EXCL, never truncated: a reader
 * may hold the old file open, and a link planted under the name must not be written through.
 *
 * Making the name itself last is as_folder_sync, by the caller. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "port/descriptor.h"
#include "port/hook.h"
#include "port/mem.h"
#include "port/report.h"

#define BUFFER_SIZE ((size_t)256 * 1024)
#define PIECE_SIZE ((uint64_t)8 * 1024 * 1024)

struct as_output {
  int descriptor;
  int os_errno; /* of the first failure; 0: none */
  size_t used;
  uint64_t written, sent; /* of the file; of that, what may be on its way to the disk */
  uint8_t *buffer;
  const char *name;
  char folder[]; /* its path, a NUL, then the name */
};

static as_output *output_new(const as_folder *folder, const char *name) {
  size_t folder_size = strlen(as_folder_path(folder)) + 1;
  size_t name_size = strlen(name) + 1;
  as_output *output = as_mem_alloc(sizeof *output + folder_size + name_size);
  if (output == NULL) return NULL;
  memcpy(output->folder, as_folder_path(folder), folder_size);
  memcpy(output->folder + folder_size, name, name_size);
  output->name = output->folder + folder_size;
  output->descriptor = -1;
  output->os_errno = 0;
  output->used = 0;
  output->written = output->sent = 0;
  output->buffer = as_mem_alloc(BUFFER_SIZE);
  if (output->buffer != NULL) return output;
  as_mem_free(output);
  return NULL;
}

static int create(int folder, const char *name) {
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
  int descriptor = as_descriptor_open(folder, name, flags, 0666);
  if (descriptor >= 0 || errno != EEXIST) return descriptor;
  if (as_hooks_current()->remove(folder, name) != 0 && errno != ENOENT) return -1;
  return as_descriptor_open(folder, name, flags, 0666);
}

assist_status as_output_open(as_folder *folder, const char *name, as_output **out_output,
                             assist_error *error) {
  as_output *output = output_new(folder, name);
  if (output == NULL) return as_report_path(error, ENOMEM, "create", as_folder_path(folder), name);
  output->descriptor = create(as_folder_descriptor(folder), name);
  if (output->descriptor < 0) {
    assist_status status = as_report_path(error, errno, "create", output->folder, output->name);
    as_output_close(output);
    return status;
  }
  *out_output = output;
  return ASSIST_OK;
}

static assist_status fail(as_output *output, int os_errno, const char *verb, assist_error *error) {
  output->os_errno = os_errno;
  return as_report_path(error, os_errno, verb, output->folder, output->name);
}

static assist_status failed_before(const as_output *output, assist_error *error) {
  return as_report_path(error, output->os_errno, "go on writing", output->folder, output->name);
}

/* What is whole goes to the disk while more is made, so that a sync at the end has little to wait for. */
static void send_piece(as_output *output) {
  const uint64_t size = output->written - output->sent;
  if (size < PIECE_SIZE) return;
  as_hooks_current()->will_sync(output->descriptor, (off_t)output->sent, (off_t)size);
  output->sent = output->written;
}

static assist_status write_all(as_output *output, const uint8_t *bytes, size_t size, assist_error *error) {
  while (size > 0) {
    ssize_t done = as_hooks_current()->write(output->descriptor, bytes, size);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return fail(output, errno, "write", error);
    if (done == 0) return fail(output, ENOSPC, "write", error);
    bytes += done;
    size -= (size_t)done;
    output->written += (size_t)done;
  }
  send_piece(output);
  return ASSIST_OK;
}

assist_status as_output_flush(as_output *output, assist_error *error) {
  if (output->os_errno != 0) return failed_before(output, error);
  size_t used = output->used;
  output->used = 0;
  return write_all(output, output->buffer, used, error);
}

assist_status as_output_write(as_output *output, const void *bytes, size_t size, assist_error *error) {
  if (output->os_errno != 0) return failed_before(output, error);
  if (size > BUFFER_SIZE - output->used) {
    assist_status status = as_output_flush(output, error);
    if (status != ASSIST_OK) return status;
    if (size >= BUFFER_SIZE) return write_all(output, bytes, size, error);
  }
  if (size != 0) memcpy(output->buffer + output->used, bytes, size);
  output->used += size;
  return ASSIST_OK;
}

assist_status as_output_sync(as_output *output, assist_error *error) {
  assist_status status = as_output_flush(output, error);
  if (status != ASSIST_OK) return status;
  if (as_descriptor_sync(output->descriptor) != 0) return fail(output, errno, "sync", error);
  return ASSIST_OK;
}

void as_output_close(as_output *output) {
  if (output == NULL) return;
  as_descriptor_close(output->descriptor);
  as_mem_free(output->buffer);
  as_mem_free(output);
}
