/* SPDX-License-Identifier: MIT
 *
 * assist-index: make and look after an index.  Options may stand before the command (`assist-index -i x add
 * y`) or after it; each command has its own file, cmd_NAME.c. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "locale_text.h"
#include "progress.h"
#include "signals.h"
#include "tool.h"

typedef struct command {
  const char *name;
  int (*run)(int argc, char **argv, at_common *common);
} command;

static const command commands[] = {{"add", at_command_add},         {"delete", at_command_delete},
                                   {"merge", at_command_merge},     {"check", at_command_check},
                                   {"rebuild", at_command_rebuild}, {"stats", at_command_stats},
                                   {"dump", at_command_dump}};

static const command *find_command(const char *name) {
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
    if (strcmp(commands[i].name, name) == 0) return &commands[i];
  return NULL;
}

int main(int argc, char **argv) {
  static const struct option options[] = {AT_COMMON_LONG};
  at_common common = {0};
  int option;
  at_tool_start("assist-index");
  at_locale_start();
  while ((option = at_next_option(argc, argv, "+:" AT_COMMON_SHORT, options)) != -1)
    if (!at_common_option(&common, option)) return AT_ERROR;
  if (optind == argc) return at_usage("no command");
  const command *found = find_command(argv[optind]);
  if (found == NULL) return at_usage("%s: no such command", argv[optind]);
  argc -= optind;
  argv += optind;
  optind = 0; /* glibc: begin anew, with another kind of order */
  int status = at_output_end(found->run(argc, argv, &common));
  at_progress_clear();
  at_signals_end();
  return status;
}
