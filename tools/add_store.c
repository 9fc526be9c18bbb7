/* SPDX-License-Identifier: MIT
 *
 * The index as `add` sees it.  In a dry run there is no writer: documents are looked up in the last commit,
 * and what would be done is printed instead.  One run is one transaction: nothing is visible before the
 * commit at its end. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "add.h"
#include "discover.h"
#include "progress.h"
#include "signals.h"
#include "tool.h"
#include "visible.h"

#define MISFITS_SHOWN 10

void at_add_warn(const char *where, uint64_t line, const char *what) {
  at_progress_clear();
  at_text place = {0};
  at_text_add_string(&place, where);
  if (line != 0) at_text_print(&place, ":%" PRIu64, line);
  at_say_text(at_text_string(&place), what);
  at_text_clear(&place);
}

void at_add_problem(at_add *add, const char *where, uint64_t line, const char *what) {
  /* What fails because the user stops us is no news. */
  if (!at_signals_caught()) at_add_warn(where, line, what);
  add->status = AT_ERROR;
}

static bool open_index(at_add *add) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  assist_error error;
  bool is_new = assist_index_exists(add->path) != 1;
  if (is_new && add->options.dry_run) return true;
  if (!add->options.dry_run) options.flags = ASSIST_OPEN_CREATE;
  if (assist_index_open(add->path, &options, &add->index, &error) != ASSIST_OK) {
    at_fail(add->path, &error);
    return false;
  }
  if (is_new && !add->common->quiet) at_say("new index %s", add->path);
  return true;
}

static bool open_writer(at_add *add) {
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  assist_error error;
  static char work[] = "writing";
  options.threads = add->options.threads;
  options.memory = add->options.memory;
  options.wait_microseconds = add->common->wait_us;
  options.progress = at_progress_library;
  options.progress_context = work;
  if (assist_writer_open(add->index, &options, &add->writer, &error) == ASSIST_OK) return true;
  at_fail(add->path, &error);
  return false;
}

bool at_add_open(at_add *add) {
  assist_error error;
  add->path = at_discover_index(add->common->index);
  if (add->path == NULL) add->path = at_copy("./.assist");
  if (!open_index(add)) return false;
  if (!at_keys_open(&add->keys, add->path)) {
    at_say("%s: %s", add->path, strerror(errno));
    return false;
  }
  if (!add->options.dry_run && !open_writer(add)) return false;
  if ((add->index != NULL && assist_index_snapshot(add->index, &add->before, &error) != ASSIST_OK) ||
      assist_document_new(&add->document, &error) != ASSIST_OK) {
    at_fail(add->path, &error);
    return false;
  }
  return true;
}

void at_add_close(at_add *add) {
  at_record_free(add->record);
  assist_document_free(add->document);
  assist_snapshot_close(add->before);
  assist_writer_close(add->writer);
  assist_index_close(add->index);
  at_keys_close(&add->keys);
  at_text_clear(&add->text);
  at_hash_set_clear(&add->changed);
  at_hash_set_clear(&add->given);
  free(add->path);
}

static bool find_stamp(at_add *add, const char *key, size_t size, void *out_stamp, size_t *out_size) {
  uint64_t number;
  if (add->before == NULL || assist_snapshot_find(add->before, key, size, &number, NULL) != ASSIST_OK)
    return false;
  if (assist_snapshot_document_key(add->before, number, add->document, NULL) != ASSIST_OK) return false;
  const char *stamp = assist_document_stamp(add->document, out_size);
  if (*out_size > 0) memcpy(out_stamp, stamp, *out_size);
  return true;
}

bool at_add_stamp(at_add *add, const char *key, size_t size, void *out_stamp, size_t *out_size) {
  assist_error error = {0};
  *out_size = 0;
  if (size == 0 || size > ASSIST_KEY_MAX) return false;
  if (add->writer == NULL) return find_stamp(add, key, size, out_stamp, out_size);
  return assist_writer_has(add->writer, key, size, out_stamp, out_size, &error) == 1;
}

static void print_key(const char *what, const char *key, size_t size) {
  at_text line = {0};
  at_progress_clear();
  at_text_add_string(&line, what);
  at_text_add_byte(&line, '\t');
  at_visible_bytes(&line, key, size);
  at_text_add_byte(&line, '\n');
  fwrite(line.bytes, 1, line.size, stdout);
  at_text_clear(&line);
}

static void report_misfits(at_add *add, const char *where, uint64_t line, size_t count, const char *first) {
  if (count == 0) return;
  if (add->misfits < MISFITS_SHOWN || add->common->verbose) at_add_warn(where, line, first);
  add->misfits += count;
}

/* A failure of the writer: of this document only, or of everything from now on. */
static bool put_failed(at_add *add, const char *where, uint64_t line, const assist_error *error) {
  add->fatal = error->code != ASSIST_INVALID && error->code != ASSIST_LIMIT;
  at_add_problem(add, add->fatal ? add->path : where, add->fatal ? 0 : line, error->message);
  return false;
}

static bool dry_put(at_add *add, const char *where, uint64_t line, const char *key, size_t size) {
  uint64_t number;
  if (size == 0 || size > ASSIST_KEY_MAX) {
    at_add_problem(add, where, line, "the key is longer than 4096 bytes");
    return false;
  }
  bool known =
      add->before != NULL && assist_snapshot_find(add->before, key, size, &number, NULL) == ASSIST_OK;
  print_key(known ? "replace" : "add", key, size);
  return true;
}

bool at_add_put(at_add *add, const char *where, uint64_t line) {
  assist_error error = {0};
  size_t size, misfits = 0;
  const char *first, *key = assist_document_key(add->document, &size);
  if (add->options.dry_run) {
    if (!dry_put(add, where, line, key, size)) return false;
  } else if (assist_writer_put(add->writer, add->document, &misfits, &error) != ASSIST_OK) {
    return put_failed(add, where, line, &error);
  }
  if (add->options.prune) at_hash_set_add(&add->given, at_stamp_hash(key, size));
  if (add->common->verbose && !add->options.dry_run) print_key("add", key, size);
  report_misfits(add, where, line, misfits, error.message);
  if (line != 0) {
    misfits = at_record_misfits(add->record, &first);
    report_misfits(add, where, line, misfits, first);
  }
  add->put++;
  at_progress_adding(add->put, add->read_bytes);
  return true;
}

bool at_add_remove(at_add *add, const char *key, size_t size) {
  assist_error error = {0};
  if (add->writer != NULL) {
    assist_status status = assist_writer_remove(add->writer, key, size, &error);
    if (status == ASSIST_NOTFOUND) return true;
    if (status != ASSIST_OK) return put_failed(add, add->path, 0, &error);
  }
  if (add->common->verbose || add->options.dry_run) print_key("remove", key, size);
  add->removed++;
  return true;
}

void at_add_attribute(at_add *add, const char *name, const void *bytes, size_t size) {
  assist_error error = {0};
  if (add->writer == NULL) return;
  if (assist_writer_set_attribute(add->writer, name, bytes, size, &error) != ASSIST_OK)
    put_failed(add, add->path, 0, &error);
}
