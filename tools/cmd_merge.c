/* SPDX-License-Identifier: MIT
 *
 * assist-index merge: to one segment without deleted documents.  assist-index rebuild: the stored text of
 * every document analysed anew, for an index whose tables or format are not this library's.  Each is one
 * transaction. */
#include <stdlib.h>

#include "commands.h"
#include "progress.h"
#include "signals.h"
#include "tool.h"

typedef assist_status work_function(assist_writer *writer, assist_error *error);

typedef struct work {
  char *name;
  unsigned flags;
  work_function *run;
} work;

static bool parse(int argc, char **argv, at_common *common) {
  static const struct option options[] = {AT_COMMON_LONG};
  int option;
  while ((option = getopt_long(argc, argv, AT_COMMON_SHORT, options, NULL)) != -1)
    if (!at_common_option(common, option)) return false;
  return at_no_words(argc, argv);
}

static int run(int argc, char **argv, at_common *common, const work *what) {
  assist_index *index;
  assist_writer *writer;
  assist_error error;
  char *path;
  int status = AT_ERROR;
  if (!parse(argc, argv, common) || !at_index_open(common, what->flags, &path, &index)) return AT_ERROR;
  if (at_writer_open(common, index, path, what->name, &writer)) {
    status = what->run(writer, &error) == ASSIST_OK ? AT_DONE : AT_ERROR;
    at_progress_clear();
    if (status != AT_DONE && !at_signals_caught()) at_fail(path, &error);
    assist_writer_close(writer);
  }
  assist_index_close(index);
  free(path);
  return status;
}

int at_command_merge(int argc, char **argv, at_common *common) {
  static char name[] = "merging";
  static const work merge = {name, 0, assist_writer_merge};
  return run(argc, argv, common, &merge);
}

int at_command_rebuild(int argc, char **argv, at_common *common) {
  static char name[] = "rebuilding";
  static const work rebuild = {name, ASSIST_OPEN_ANY_TABLES, assist_writer_rebuild};
  return run(argc, argv, common, &rebuild);
}
