/* SPDX-License-Identifier: MIT
 *
 * assist-index add: options, the list of paths, the walk, the prune, and one commit at the end.  What could
 * not be read is one line each and exit status 2; the rest is committed.  After Ctrl-C, or when the writer
 * fails, nothing is. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "add.h"
#include "decode.h"
#include "locale_text.h"
#include "path_list.h"
#include "progress.h"
#include "signals.h"
#include "tool.h"

enum { THREADS = 256, MEMORY, FORMAT, ENCODING, KEY, MAP, FILES_FROM, PRUNE, DRY_RUN };

static const struct option options[] = {{"threads", required_argument, NULL, THREADS},
                                        {"memory", required_argument, NULL, MEMORY},
                                        {"format", required_argument, NULL, FORMAT},
                                        {"encoding", required_argument, NULL, ENCODING},
                                        {"key", required_argument, NULL, KEY},
                                        {"map", required_argument, NULL, MAP},
                                        {"files-from", required_argument, NULL, FILES_FROM},
                                        {"prune", no_argument, NULL, PRUNE},
                                        {"dry-run", no_argument, NULL, DRY_RUN},
                                        {"null", no_argument, NULL, '0'},
                                        {"dereference", no_argument, NULL, 'L'},
                                        AT_COMMON_LONG};

static bool set_format(at_add_options *o, const char *name) {
  static const char *const names[] = {"auto", "text", "jsonl", "html", "csv"};
  for (int i = 0; i <= AT_FORMAT_CSV; i++) {
    if (strcmp(name, names[i]) != 0) continue;
    o->format = (at_format)i;
    return true;
  }
  at_say("--format=%s: unknown; it is auto, text, jsonl, html or csv", name);
  return false;
}

static bool set_encoding(at_add_options *o, const char *name) {
  at_decoder *decoder = at_decoder_open(name);
  at_decoder_close(decoder);
  o->encoding = name;
  if (decoder == NULL) at_say("--encoding=%s: unknown", name);
  return decoder != NULL;
}

static bool set_threads(at_add_options *o, const char *text) {
  uint64_t threads;
  if (!at_parse_count(text, &threads) || threads > 1024) {
    at_say("--threads=%s: not a number of threads", text);
    return false;
  }
  o->threads = (int)threads;
  return true;
}

static bool set_memory(at_add_options *o, const char *text) {
  if (at_parse_size(text, &o->memory)) return true;
  at_say("--memory=%s: not a size such as 512M", text);
  return false;
}

static bool set_map(at_add_options *o, const char *text) {
  if (at_member_map_add(&o->map, at_locale_argument(text))) return true;
  at_say("--map=%s: not of the form FIELD=NAME", text);
  return false;
}

static bool set_option(at_add *add, int option) {
  at_add_options *o = &add->options;
  switch (option) {
  case THREADS: return set_threads(o, optarg);
  case MEMORY: return set_memory(o, optarg);
  case FORMAT: return set_format(o, optarg);
  case ENCODING: return set_encoding(o, optarg);
  case KEY: o->key = optarg; return true;
  case MAP: return set_map(o, optarg);
  case FILES_FROM: o->files_from = optarg; return true;
  case PRUNE: o->prune = true; return true;
  case DRY_RUN: o->dry_run = true; return true;
  case '0': o->nul = true; return true;
  case 'L': o->follow = true; return true;
  default: return at_common_option(add->common, option);
  }
}

static bool gather_paths(int argc, char **argv, const at_add_options *o, at_word_list *out) {
  for (int i = optind; i < argc; i++) at_word_list_add(out, argv[i], strlen(argv[i]));
  if (o->files_from != NULL && !at_word_list_read(out, o->files_from, o->nul)) return false;
  if (out->count == 0 && o->files_from == NULL && !o->prune) {
    at_say("add: no path; - is standard input");
    return false;
  }
  if (o->key == NULL) return true;
  struct stat status;
  if (o->key[0] == '\0' || out->count != 1 || o->format == AT_FORMAT_JSONL || o->format == AT_FORMAT_CSV ||
      (stat(out->at[0].bytes, &status) == 0 && S_ISDIR(status.st_mode))) {
    at_say("--key: names one text, so it goes with one path that is no folder and holds no records");
    return false;
  }
  return true;
}

static int sum_sizes(void *context, const at_walk_file *file) {
  struct stat status;
  uint64_t *sum = context;
  if (file->absolute != NULL && stat(file->path, &status) == 0 && S_ISREG(status.st_mode))
    *sum += (uint64_t)status.st_size;
  return at_signals_caught();
}

/* A first look that only counts bytes, for the time left. */
static void measure(const at_add *add, const at_word_list *paths) {
  uint64_t sum = 0;
  at_walk walk = {.follow = add->options.follow, .quiet = true, .visit = sum_sizes, .context = &sum};
  for (size_t i = 0; i < paths->count; i++) at_walk_path(&walk, paths->at[i].bytes);
  at_progress_total(sum);
}

static void walk_paths(at_add *add, const at_word_list *paths) {
  at_walk walk = {.follow = add->options.follow, .visit = at_add_file, .context = add};
  for (size_t i = 0; i < paths->count; i++)
    if (at_walk_path(&walk, paths->at[i].bytes) != 0) break;
  if (walk.failed) add->status = AT_ERROR;
}

static uint64_t live_documents(assist_index *index) {
  assist_snapshot *snapshot;
  assist_stats stats = {.size = sizeof stats};
  if (assist_index_snapshot(index, &snapshot, NULL) != ASSIST_OK) return 0;
  if (assist_snapshot_stats(snapshot, &stats, NULL) != ASSIST_OK) stats.documents = 0;
  assist_snapshot_close(snapshot);
  return stats.documents;
}

static void print_summary(at_add *add) {
  assist_stats before = {.size = sizeof before};
  if (add->common->quiet || (!add->common->verbose && !isatty(STDOUT_FILENO))) return;
  if (assist_snapshot_stats(add->before, &before, NULL) != ASSIST_OK) return;
  /* Of the documents put, those that made the index no larger have replaced others. */
  uint64_t fresh = live_documents(add->index) + add->removed - before.documents;
  uint64_t replaced = add->put > fresh ? add->put - fresh : 0;
  printf("%llu added, %llu replaced, %llu unchanged, %llu removed\n",
         (unsigned long long)(add->put - replaced), (unsigned long long)replaced,
         (unsigned long long)add->unchanged, (unsigned long long)add->removed);
}

static bool commit(at_add *add) {
  assist_error error = {0};
  if (add->writer == NULL) return true;
  if (assist_writer_commit(add->writer, &error) == ASSIST_OK) return true;
  if (!at_signals_caught()) {
    at_progress_clear();
    at_fail(add->path, &error);
  }
  return false;
}

static void run(at_add *add, const at_word_list *paths) {
  if (at_progress_shown()) measure(add, paths);
  walk_paths(add, paths);
  if (add->options.prune) at_add_prune(add);
  if (add->fatal || at_signals_caught() || !commit(add)) {
    add->status = AT_ERROR;
    at_progress_clear();
    return;
  }
  at_progress_clear();
  if (add->misfits > 0)
    at_say("values that did not fit their fields, and are only stored: %llu",
           (unsigned long long)add->misfits);
  if (add->writer != NULL) print_summary(add);
}

int at_command_add(int argc, char **argv, at_common *common) {
  at_add add = {.common = common};
  at_word_list paths = {0};
  int option;
  bool good = true;
  at_member_map_init(&add.options.map);
  while (good && (option = at_next_option(argc, argv, ":" AT_COMMON_SHORT "0L", options)) != -1)
    good = set_option(&add, option);
  good = good && gather_paths(argc, argv, &add.options, &paths);
  if (good) {
    at_signals_start();
    at_progress_start(!common->quiet);
    good = at_add_open(&add);
  }
  if (good) run(&add, &paths);
  at_add_close(&add);
  at_member_map_clear(&add.options.map);
  at_word_list_clear(&paths);
  return good ? add.status : AT_ERROR;
}
