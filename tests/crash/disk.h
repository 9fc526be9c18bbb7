/* SPDX-License-Identifier: MIT
 * A disk that can lose power: records every change that a session makes in one folder, and builds what the folder may be after
 * a power cut at any point, by the rules of POSIX and no kinder: bytes last when their file was synced, names when the folder
 * was. */
#ifndef DISK_H
#define DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disk_loss {
  DISK_KEEPS_ALL,   /* a crash of the process alone */
  DISK_LOSES_ALL,   /* every name and byte that was not synced */
  DISK_LOSES_BYTES, /* names are kept, their bytes not */
  DISK_LOSES_NAMES, /* and the other way round */
  DISK_LOSES_SOME   /* by chance, name for name and byte for byte */
};

void disk_begin(void); /* record from now on, through the hooks of port/hook.h */
void disk_end(void);
size_t disk_changes(void); /* recorded so far */
/* The files that the empty folder PATH may hold when power is cut after N changes. */
void disk_build(const char *path, size_t n, enum disk_loss loss, uint32_t seed);

/* While set: the change number FAIL_AT (from 1) fails with OS_ERRNO; FOR_EVER: all later ones too.  0: none. */
void disk_fail(size_t fail_at, int os_errno, bool for_ever);
bool disk_has_failed(void);

#endif
