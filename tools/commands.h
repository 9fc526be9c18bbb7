/* SPDX-License-Identifier: MIT
 * The commands of assist-index, and what they share. */
#ifndef ASSIST_TOOLS_COMMANDS_H
#define ASSIST_TOOLS_COMMANDS_H

#include <assist/index.h>
#include <assist/writer.h>
#include <getopt.h>
#include <stdbool.h>

/* Options that every command takes. */
typedef struct at_common {
  const char *index; /* -i; NULL: to be discovered */
  int64_t wait_us;   /* --wait; 0: not at all */
  bool quiet, verbose;
} at_common;

/* Each command parses its own ARGV (argv[0] is its name) and returns an exit status. */
int at_command_add(int argc, char **argv, at_common *common);
int at_command_delete(int argc, char **argv, at_common *common);
int at_command_merge(int argc, char **argv, at_common *common);
int at_command_rebuild(int argc, char **argv, at_common *common);
int at_command_check(int argc, char **argv, at_common *common);
int at_command_stats(int argc, char **argv, at_common *common);
int at_command_dump(int argc, char **argv, at_common *common);

#define AT_COMMON_SHORT "i:qvhV"
#define AT_COMMON_LONG                                                                                       \
  {"index", required_argument, NULL, 'i'}, {"wait", optional_argument, NULL, 'W'},                           \
      {"quiet", no_argument, NULL, 'q'}, {"verbose", no_argument, NULL, 'v'},                                \
      {"help", no_argument, NULL, 'h'}, {"version", no_argument, NULL, 'V'}, {                               \
    NULL, 0, NULL, 0                                                                                         \
  }

/* Handle an option that getopt_long gave and that is not the command's own.  Ends the program for --help and
 * --version; false when the option is wrong (said already). */
bool at_common_option(at_common *common, int option);
/* For commands that take no further words: false (and said) when there are some. */
bool at_no_words(int argc, char **argv);
/* The path of the index, which must exist.  NULL (said) when there is none.  Owned. */
char *at_index_path(const at_common *common);
/* Open what at_index_path finds; false (said) when it cannot be opened. */
bool at_index_open(const at_common *common, unsigned flags, char **out_path, assist_index **out_index);
/* Open the writer with progress WORK (borrowed); false (said) when another one is at work, or for another
 * reason. */
bool at_writer_open(const at_common *common, assist_index *index, const char *path, char *work,
                    unsigned flags, assist_writer **out_writer);

#endif
