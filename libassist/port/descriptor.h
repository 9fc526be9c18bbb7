/* SPDX-License-Identifier: MIT
 * What the files of port/ share about descriptors; not for other rooms. */
#ifndef AS_PORT_DESCRIPTOR_H
#define AS_PORT_DESCRIPTOR_H

#include <sys/stat.h>

#include "port/file.h"

/* openat with O_CLOEXEC, EINTR retried, never 0 to 2.  -1 and errno on failure. */
int as_descriptor_open(int folder, const char *name, int flags, mode_t mode);
void as_descriptor_close(int descriptor); /* keeps errno */
int as_descriptor_sync(int descriptor);   /* EINTR retried */
int as_folder_descriptor(const as_folder *folder);

#endif
