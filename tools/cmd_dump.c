/* SPDX-License-Identifier: MIT
 *
 * assist-index dump: what is in the index.
 *
 *   (nothing)          all documents in order of insertion, JSONL that `add` takes back
 *   --document=KEY     one of them
 *   --terms            TERM<TAB>FIELD<TAB>DOCUMENTS<TAB>OCCURRENCES
 *   --postings TERM    KEY<TAB>POSITION,POSITION,...   (no positions: single characters have none) */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "dump_line.h"
#include "locale_text.h"
#include "signals.h"
#include "tool.h"
#include "visible.h"

enum { TERMS = 256, POSTINGS, DOCUMENT };

typedef struct dumping {
  const assist_snapshot *snapshot;
  assist_document *document;
  at_text line;
  bool found;
} dumping;

static int write_out(const at_text *line) {
  if (line->size > 0) fwrite(line->bytes, 1, line->size, stdout);
  return at_output_broken() || at_signals_caught();
}

static int on_term(void *context, const char *term, size_t size, const char *field, uint64_t documents,
                   uint64_t occurrences) {
  dumping *d = context;
  at_text_reset(&d->line);
  at_visible_text(&d->line, term, size);
  at_text_add_byte(&d->line, '\t');
  if (field != NULL) at_visible_text(&d->line, field, strlen(field));
  at_text_print(&d->line, "\t%" PRIu64 "\t%" PRIu64 "\n", documents, occurrences);
  return write_out(&d->line);
}

static int on_posting(void *context, uint64_t document, const uint32_t *positions, size_t count) {
  dumping *d = context;
  size_t size;
  d->found = true;
  at_text_reset(&d->line);
  if (assist_snapshot_document_key(d->snapshot, document, d->document, NULL) != ASSIST_OK) return 1;
  const char *key = assist_document_key(d->document, &size);
  at_visible_bytes(&d->line, key, size);
  at_text_add_byte(&d->line, '\t');
  for (size_t i = 0; positions != NULL && i < count; i++)
    at_text_print(&d->line, i == 0 ? "%" PRIu32 : ",%" PRIu32, positions[i]);
  at_text_add_byte(&d->line, '\n');
  return write_out(&d->line);
}

/* A callback that stopped for a closed pipe is no error. */
static int result_of(assist_status status, const assist_error *error) {
  if (status == ASSIST_OK || (status == ASSIST_CANCELLED && at_output_broken())) return AT_DONE;
  if (status == ASSIST_CANCELLED && at_signals_caught()) return AT_ERROR;
  return at_fail(NULL, error);
}

static int dump_terms(const assist_snapshot *snapshot) {
  dumping d = {.snapshot = snapshot};
  assist_error error = {0};
  int result = result_of(assist_snapshot_terms(snapshot, on_term, &d, &error), &error);
  at_text_clear(&d.line);
  return result;
}

static int dump_postings(const assist_snapshot *snapshot, const char *term) {
  dumping d = {.snapshot = snapshot};
  assist_error error = {0};
  if (assist_document_new(&d.document, &error) != ASSIST_OK) return at_fail(NULL, &error);
  assist_status status = assist_snapshot_postings(snapshot, NULL, term, strlen(term), on_posting, &d, &error);
  int result = status == ASSIST_NOTFOUND ? AT_NOTHING : result_of(status, &error);
  if (result == AT_DONE && !d.found) result = AT_NOTHING;
  assist_document_free(d.document);
  at_text_clear(&d.line);
  return result;
}

static int write_document(at_dump *dump, const assist_snapshot *snapshot, uint64_t number) {
  assist_document *document;
  assist_error error;
  if (assist_snapshot_document(snapshot, number, &document, &error) != ASSIST_OK)
    return at_fail(NULL, &error);
  const at_text *line = at_dump_line(dump, document);
  fwrite(line->bytes, 1, line->size, stdout);
  assist_document_free(document);
  return AT_DONE;
}

static bool has_text(const assist_snapshot *snapshot) {
  assist_stats stats = {.size = sizeof stats};
  if (assist_snapshot_stats(snapshot, &stats, NULL) != ASSIST_OK || stats.stored) return true;
  at_say("the index holds no text to dump");
  return false;
}

static int dump_documents(const assist_snapshot *snapshot, const char *key) {
  at_dump *dump = at_dump_new();
  int result = AT_DONE;
  uint64_t number, limit = assist_snapshot_document_limit(snapshot);
  if (!has_text(snapshot)) {
    result = AT_ERROR;
  } else if (key != NULL) {
    bool found = assist_snapshot_find(snapshot, key, strlen(key), &number, NULL) == ASSIST_OK;
    if (!found) at_say("%s: no such document", key);
    result = found ? write_document(dump, snapshot, number) : AT_NOTHING;
  } else {
    for (number = assist_snapshot_next_document(snapshot, 0);
         number < limit && result == AT_DONE && !at_output_broken();
         number = assist_snapshot_next_document(snapshot, number + 1))
      result = write_document(dump, snapshot, number);
  }
  at_dump_free(dump);
  return result;
}

static int run(const at_common *common, int what, const char *argument) {
  assist_index *index;
  assist_snapshot *snapshot;
  assist_error error;
  char *path;
  int result;
  if (!at_index_open(common, ASSIST_OPEN_ANY_TABLES, &path, &index)) return AT_ERROR;
  if (assist_index_snapshot(index, &snapshot, &error) != ASSIST_OK) {
    result = at_fail(path, &error);
  } else {
    if (what == TERMS)
      result = dump_terms(snapshot);
    else if (what == POSTINGS)
      result = dump_postings(snapshot, at_locale_argument(argument));
    else
      result = dump_documents(snapshot, argument);
    assist_snapshot_close(snapshot);
  }
  assist_index_close(index);
  free(path);
  return result;
}

int at_command_dump(int argc, char **argv, at_common *common) {
  static const struct option options[] = {{"terms", no_argument, NULL, TERMS},
                                          {"postings", required_argument, NULL, POSTINGS},
                                          {"document", required_argument, NULL, DOCUMENT},
                                          AT_COMMON_LONG};
  const char *argument = NULL;
  int option, what = 0;
  while ((option = at_next_option(argc, argv, ":" AT_COMMON_SHORT, options)) != -1) {
    if (option < TERMS || option > DOCUMENT) {
      if (!at_common_option(common, option)) return AT_ERROR;
      continue;
    }
    if (what != 0) {
      at_say("dump: one of --terms, --postings and --document at a time");
      return AT_ERROR;
    }
    what = option;
    argument = optarg;
  }
  return at_no_words(argc, argv) ? run(common, what, argument) : AT_ERROR;
}
