/* SPDX-License-Identifier: MIT
 *
 * assist-index delete: documents by key, in one commit.  Keys are taken as they are (nothing is made
 * relative); an unknown key is one line and exit status 1, the others are removed. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "path_list.h"
#include "progress.h"
#include "signals.h"
#include "tool.h"

enum { KEYS_FROM = 256 };

static const struct option options[] = {
    {"keys-from", required_argument, NULL, KEYS_FROM}, {"null", no_argument, NULL, '0'}, AT_COMMON_LONG};

static int remove_keys(assist_writer *writer, const at_word_list *keys, const at_common *common) {
  int result = AT_DONE;
  assist_error error;
  for (size_t i = 0; i < keys->count && !at_signals_caught(); i++) {
    const at_word *key = &keys->at[i];
    assist_status status = assist_writer_remove(writer, key->bytes, key->size, &error);
    if (status == ASSIST_OK) continue;
    if (status != ASSIST_NOTFOUND && status != ASSIST_INVALID) return at_fail(NULL, &error);
    if (!common->quiet) at_say("%s: no such document", key->bytes);
    result = AT_NOTHING;
  }
  if (at_signals_caught()) return AT_ERROR;
  if (assist_writer_commit(writer, &error) == ASSIST_OK) return result;
  at_progress_clear();
  return at_fail(NULL, &error);
}

static int run(const at_common *common, const at_word_list *keys) {
  static char work[] = "writing";
  assist_index *index;
  assist_writer *writer;
  char *path;
  int status = AT_ERROR;
  if (!at_index_open(common, 0, &path, &index)) return AT_ERROR;
  if (at_writer_open(common, index, path, work, 0, &writer)) {
    status = remove_keys(writer, keys, common);
    assist_writer_close(writer);
  }
  assist_index_close(index);
  free(path);
  return status;
}

int at_command_delete(int argc, char **argv, at_common *common) {
  at_word_list keys = {0};
  const char *keys_from = NULL;
  bool nul = false;
  int option, status = AT_ERROR;
  while ((option = at_next_option(argc, argv, ":" AT_COMMON_SHORT "0", options)) != -1) {
    if (option == KEYS_FROM)
      keys_from = optarg;
    else if (option == '0')
      nul = true;
    else if (!at_common_option(common, option))
      return AT_ERROR;
  }
  for (int i = optind; i < argc; i++) at_word_list_add(&keys, argv[i], strlen(argv[i]));
  if (keys.count == 0 && keys_from == NULL)
    at_say("delete: no key");
  else if (keys_from == NULL || at_word_list_read(&keys, keys_from, nul))
    status = run(common, &keys);
  at_word_list_clear(&keys);
  return status;
}
