/* SPDX-License-Identifier: MIT
 *
 * What the commands of assist-index share: the common options, finding and opening the index, and taking its
 * lock. */
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "discover.h"
#include "index_help.h"
#include "progress.h"
#include "signals.h"
#include "tool.h"

static bool set_wait(at_common *common, const char *seconds) {
  if (seconds == NULL) {
    common->wait_us = -1;
    return true;
  }
  if (at_parse_seconds(seconds, &common->wait_us)) return true;
  at_say("--wait=%s: not a number of seconds", seconds);
  return false;
}

bool at_common_option(at_common *common, int option) {
  switch (option) {
  case 'i': common->index = optarg; return true;
  case 'W': return set_wait(common, optarg);
  case 'q': common->quiet = true; return true;
  case 'v': common->verbose = true; return true;
  case 'h': at_index_help(); exit(at_output_end(AT_DONE));
  case 'V': at_print_version(); exit(at_output_end(AT_DONE));
  default: return false;
  }
}

bool at_no_words(int argc, char **argv) {
  if (optind >= argc) return true;
  at_say("%s: takes no further words, but there is '%s'", argv[0], argv[optind]);
  return false;
}

char *at_index_path(const at_common *common) {
  char *path = at_discover_index(common->index);
  if (path == NULL) at_say("no index: none named by -i or ASSIST_INDEX, and no .assist here or above");
  return path;
}

bool at_index_open(const at_common *common, unsigned flags, char **out_path, assist_index **out_index) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  assist_error error;
  char *path = at_index_path(common);
  if (path == NULL) return false;
  options.flags = flags;
  if (assist_index_open(path, &options, out_index, &error) != ASSIST_OK) {
    at_fail(path, &error);
    free(path);
    return false;
  }
  *out_path = path;
  return true;
}

bool at_writer_open(const at_common *common, assist_index *index, const char *path, char *work,
                    unsigned flags, assist_writer **out_writer) {
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  assist_error error;
  options.flags = flags;
  options.wait_microseconds = common->wait_us;
  options.progress = at_progress_library;
  options.progress_context = work;
  at_signals_start();
  at_progress_start(!common->quiet);
  assist_status status = assist_writer_open(index, &options, out_writer, &error);
  if (status == ASSIST_OK) return true;
  at_fail(path, &error);
  return false;
}
