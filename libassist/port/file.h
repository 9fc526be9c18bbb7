/* SPDX-License-Identifier: MIT
 * Files and folders.  Every call goes through the table in port/hook.h, retries EINTR and short transfers,
 * opens with O_CLOEXEC, and never uses descriptors 0 to 2.  Paths are bytes.  Names inside a folder (NAME)
 * hold no '/'.  Failures return a status and fill ERROR with the path and errno: NOTFOUND for ENOENT, else IO
 * (NOMEM for ENOMEM). */
#ifndef AS_PORT_FILE_H
#define AS_PORT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <assist/status.h>

/* A folder held open; names are resolved against it (openat), so a rename of the folder does no harm. */
typedef struct as_folder as_folder;
assist_status as_folder_open(const char *path, as_folder **out_folder, assist_error *error);
assist_status as_folder_make(const char *path,
                             assist_error *error); /* mkdir 0777&~umask; OK if a folder is there */
void as_folder_close(as_folder *folder);
const char *as_folder_path(const as_folder *folder); /* as it was opened, for messages */
assist_status as_folder_sync(as_folder *folder, assist_error *error);
/* The folder that holds it, so that the folder's own name lasts. */
assist_status as_folder_sync_parent(as_folder *folder, assist_error *error);
assist_status as_folder_rename(as_folder *folder, const char *from, const char *to,
                               assist_error *error); /* replaces TO */
assist_status as_folder_remove(as_folder *folder, const char *name,
                               assist_error *error); /* NOTFOUND when absent */
assist_status as_folder_list(as_folder *folder, assist_status (*each)(void *context, const char *name),
                             void *context,
                             assist_error *error); /* without . and ..; stops at EACH's first failure */
/* Identity of the folder itself (device and inode), for a registry of open writers. */
assist_status as_folder_identity(as_folder *folder, uint64_t out_id[2], assist_error *error);

/* A file being read.  Regular files only (O_NOFOLLOW): anything else is ASSIST_CORRUPT. */
typedef struct as_file as_file;
assist_status as_file_open(as_folder *folder, const char *name, as_file **out_file, assist_error *error);
void as_file_close(as_file *file);
uint64_t as_file_size(const as_file *file); /* at open */
const char *as_file_name(const as_file *file);
assist_status as_file_read(as_file *file, uint64_t offset, void *buffer, size_t size,
                           assist_error *error); /* all of it, or CORRUPT when the file ends before */
/* The whole file as read-only memory (never written through).  Undone by as_file_close. */
assist_status as_file_map(as_file *file, const uint8_t **out_bytes, assist_error *error);
void as_file_will_need(const as_file *file, uint64_t offset, size_t size); /* advice only */

/* A file being written from its start, once.  It is created new (O_EXCL; an existing one is removed first). */
typedef struct as_output as_output;
assist_status as_output_open(as_folder *folder, const char *name, as_output **out_output,
                             assist_error *error);
assist_status as_output_write(as_output *output, const void *bytes, size_t size, assist_error *error);
assist_status as_output_flush(as_output *output,
                              assist_error *error); /* what is buffered, to the system: it can be read */
assist_status as_output_sync(as_output *output,
                             assist_error *error); /* flush and fsync; a failure is final */
void as_output_close(as_output *output);           /* NULL is fine; without sync nothing is promised */

#endif
