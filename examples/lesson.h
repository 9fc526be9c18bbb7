/* SPDX-License-Identifier: MIT
 *
 * What every lesson needs beside the library: a temporary folder to put an index into, and two words.
 *
 *   TRY(call)      the call must succeed; else print the library's message and end
 *   EXPECT(fact)   the fact must be true; else print it and end
 *
 * A program of your own would return the status instead of ending: the library itself never prints and never exits. */
#ifndef ASSIST_EXAMPLES_LESSON_H
#define ASSIST_EXAMPLES_LESSON_H

#include <assist.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TRY(call)                                                                                            \
  do {                                                                                                       \
    if ((call) == ASSIST_OK) break;                                                                          \
    fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, error.message);                                       \
    exit(EXIT_FAILURE);                                                                                      \
  } while (0)

#define EXPECT(fact)                                                                                         \
  do {                                                                                                       \
    if (fact) break;                                                                                         \
    fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #fact);                                       \
    exit(EXIT_FAILURE);                                                                                      \
  } while (0)

#define LESSON_PATH 512

/* Make an empty folder and write its name. */
static inline void lesson_folder(char out_path[LESSON_PATH]) {
  const char *place = getenv("TMPDIR");
  snprintf(out_path, LESSON_PATH, "%s/assist-lesson-XXXXXX",
           place != NULL && *place != '\0' ? place : "/tmp");
  if (mkdtemp(out_path) == NULL) {
    perror(out_path);
    exit(EXIT_FAILURE);
  }
}

static inline int lesson_unlink(const char *path, const struct stat *status, int kind, struct FTW *walk) {
  (void)status, (void)kind, (void)walk;
  return remove(path);
}

/* Remove the folder and what is in it. */
static inline void lesson_remove(const char *path) { nftw(path, lesson_unlink, 16, FTW_DEPTH | FTW_PHYS); }

#endif
