/* SPDX-License-Identifier: MIT
 *
 * assist-index merge: to one segment without deleted documents, in order of insertion, or with --reorder in
 * one that takes less room.  assist-index rebuild: the stored text of every document analysed anew, for an index
 * whose tables or format are not this library's.  Each is one transaction. */
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
  const struct option *options;
} work;

enum { REORDER = 256 };

static bool parse(int argc, char **argv, const struct option *options, at_common *common,
                  unsigned *io_writer_flags) {
  int option;
  while ((option = at_next_option(argc, argv, ":" AT_COMMON_SHORT, options)) != -1) {
    if (option == REORDER)
      *io_writer_flags |= ASSIST_WRITER_REORDER;
    else if (!at_common_option(common, option))
      return false;
  }
  return at_no_words(argc, argv);
}

static int run(int argc, char **argv, at_common *common, const work *what) {
  assist_index *index;
  assist_writer *writer;
  assist_error error;
  char *path;
  int status = AT_ERROR;
  unsigned writer_flags = 0;
  if (!parse(argc, argv, what->options, common, &writer_flags) ||
      !at_index_open(common, what->flags, &path, &index))
    return AT_ERROR;
  if (at_writer_open(common, index, path, what->name, writer_flags, &writer)) {
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
  static const struct option options[] = {{"reorder", no_argument, NULL, REORDER}, AT_COMMON_LONG};
  static const work merge = {name, 0, assist_writer_merge, options};
  return run(argc, argv, common, &merge);
}

int at_command_rebuild(int argc, char **argv, at_common *common) {
  static char name[] = "rebuilding";
  static const struct option options[] = {AT_COMMON_LONG};
  static const work rebuild = {name, ASSIST_OPEN_ANY_TABLES, assist_writer_rebuild, options};
  return run(argc, argv, common, &rebuild);
}
