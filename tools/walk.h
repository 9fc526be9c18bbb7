/* SPDX-License-Identifier: MIT
 * Walking folders. */
#ifndef ASSIST_TOOLS_WALK_H
#define ASSIST_TOOLS_WALK_H

#include <stdbool.h>
#include <sys/stat.h>

typedef struct at_walk_file {
  const char *path;     /* as the user would write it: for opening and for messages */
  const char *absolute; /* for the key; NULL for standard input */
  bool named;           /* by the user, not met on a walk */
} at_walk_file;

typedef struct at_walk {
  bool follow; /* links to folders too */
  bool quiet;  /* say nothing of what cannot be read: a first look that only counts */
  /* Called for each file; non-zero ends the walk. */
  int (*visit)(void *context, const at_walk_file *file);
  void *context;
  bool failed; /* something could not be read (said already) */
} at_walk;

/* PATH as named by the user: `-`, a file (of any kind), or a folder, which is walked.  Non-zero: what visit
 * gave. */
int at_walk_path(at_walk *walk, const char *path);

#endif
