/* SPDX-License-Identifier: MIT
 *
 * --prune: what is in the index and no longer in the world goes.
 *
 *   a document that is a file      goes when its file is gone
 *   a record of a JSONL file       goes when that file is gone, or was read to its end in this run without
 * this record
 *
 * Documents under a key of the user's choice, from standard input, or put by other programs stay.  Of a file
 * with lines that could not be read no record goes: it may be one of those. */
#include <errno.h>
#include <string.h>

#include "add.h"
#include "signals.h"
#include "tool.h"

#define SOURCE_PREFIX "file:"

static bool is_gone(const at_add *add, const char *key, size_t size) {
  at_text path = {0};
  struct stat status;
  at_keys_path(&add->keys, key, size, &path);
  bool gone = stat(path.bytes, &status) != 0 ? errno == ENOENT || errno == ENOTDIR : S_ISDIR(status.st_mode);
  at_text_clear(&path);
  return gone;
}

static void find_gone_sources(at_add *add, at_hash_set *out) {
  const char *name;
  for (size_t at = 0; (name = assist_snapshot_attribute_at(add->before, at)) != NULL; at++) {
    if (strncmp(name, SOURCE_PREFIX, sizeof SOURCE_PREFIX - 1) != 0) continue;
    const char *key = name + sizeof SOURCE_PREFIX - 1;
    if (!is_gone(add, key, strlen(key))) continue;
    at_hash_set_add(out, at_stamp_hash(key, strlen(key)));
    at_add_attribute(add, name, NULL, 0);
  }
}

static bool is_stale(const at_add *add, const at_hash_set *gone, const char *key, size_t size,
                     const char *stamp, size_t stamp_size) {
  switch (at_stamp_kind(stamp, stamp_size)) {
  case AT_STAMP_FILE: return is_gone(add, key, size);
  case AT_STAMP_RECORD: {
    uint64_t source = at_stamp_record_source(stamp);
    return at_hash_set_has(gone, source) || at_hash_set_has(&add->changed, source);
  }
  default: return false;
  }
}

void at_add_prune(at_add *add) {
  at_hash_set gone = {0};
  assist_error error = {0};
  if (add->before == NULL || add->fatal) return;
  find_gone_sources(add, &gone);
  at_hash_set_seal(&gone);
  at_hash_set_seal(&add->changed);
  at_hash_set_seal(&add->given);
  uint64_t limit = assist_snapshot_document_limit(add->before);
  for (uint64_t number = 0; !add->fatal && !at_signals_caught(); number++) {
    number = assist_snapshot_next_document(add->before, number);
    if (number >= limit) break;
    if (assist_snapshot_document_key(add->before, number, add->document, &error) != ASSIST_OK) {
      at_add_problem(add, add->path, 0, error.message);
      add->fatal = true;
      break;
    }
    size_t size, stamp_size;
    const char *key = assist_document_key(add->document, &size);
    const char *stamp = assist_document_stamp(add->document, &stamp_size);
    if (at_hash_set_has(&add->given, at_stamp_hash(key, size))) continue;
    if (is_stale(add, &gone, key, size, stamp, stamp_size)) at_add_remove(add, key, size);
  }
  at_hash_set_clear(&gone);
}
