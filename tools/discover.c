/* SPDX-License-Identifier: MIT
 *
 * Discovery as git does it: from the working folder upward, one `.assist` a step.  A folder that belongs to
 * somebody else is passed over, so that nobody can plant an index in /tmp and have it read or written by
 * others. */
#include "discover.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text_buffer.h"
#include "tool.h"

static bool is_own_folder(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid();
}

static char *find_upward(void) {
  char *here = getcwd(NULL, 0);
  at_text path = {0};
  if (here == NULL) return NULL;
  if (is_own_folder(".assist")) {
    free(here);
    return at_copy(".assist");
  }
  for (size_t size = strlen(here); size > 0;) {
    while (size > 0 && here[size - 1] != '/') size--;
    while (size > 0 && here[size - 1] == '/') size--;
    at_text_reset(&path);
    at_text_add(&path, here, size);
    at_text_add_string(&path, "/.assist");
    if (is_own_folder(path.bytes)) break;
    at_text_reset(&path);
  }
  free(here);
  if (path.size > 0) return path.bytes;
  at_text_clear(&path);
  return NULL;
}

char *at_discover_index(const char *named) {
  if (named != NULL) return at_copy(named);
  const char *environment = getenv("ASSIST_INDEX");
  if (environment != NULL && environment[0] != '\0') return at_copy(environment);
  return find_upward();
}
