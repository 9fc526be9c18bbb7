/* SPDX-License-Identifier: MIT
 *
 * What indexing costs, as a whole and by stage.
 *
 *   bench_index CORPUS.jsonl FOLDER [MEMORY-MB [ROUNDS]]
 *   bench_index --peer[-no-text] CORPUS.jsonl FOLDER    the whole alone, as drivers of others say it
 *
 * As a whole: through the public API, title and body (and a date, where there is one), stored text kept, one thread and
 * then as many as the library takes; the index made by one thread stays in FOLDER/index.
 *
 * By stage: the rooms of the library are driven one after another, as a flush drives them, on this thread.  What cannot
 * be timed alone is a difference of two runs over the whole corpus:
 *
 *   text scan        bytes to units: as_scan_all into a sink that does nothing
 *   words            as_inverter_text, less the scan: a word a position, the map of tokens
 *   sort, inversion  as_inverter_seal and reading every posting out
 *   encode, write    as_segment_writer_terms, less that reading; documents without text
 *   stored text      as_segment_writer_add with stored text, less without
 *   names, sync      as_segment_writer_finish
 *
 * Figures are the least of ROUNDS.  A posting is one occurrence of a term with positions. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <assist.h>

#include "memory/inverter.h"
#include "port/file.h"
#include "segwrite/segment.h"
#include "tests/bench/bench.h"
#include "text/unit.h"

static bench_corpus corpus;
static assist_error failure;
static uint64_t memory;

static void need(assist_status status) {
  if (status != ASSIST_OK) bench_fail("%s: %s", assist_status_name(status), failure.message);
}

/* ---- as a whole ---- */

typedef struct whole {
  bench_time put, commit;
  assist_stats stats;
} whole;

static void put_all(assist_writer *writer) {
  assist_document *document;
  need(assist_document_new(&document, &failure));
  for (size_t i = 0; i < corpus.count; i++) {
    const bench_document *from = &corpus.documents[i];
    char key[32];
    /* the ordinal: keys of corpora may repeat, and then documents would replace each other */
    size_t size = (size_t)snprintf(key, sizeof key, "%08zu", i); /* in order, as keys that are numbers are */
    assist_document_clear(document);
    need(assist_document_set_key(document, key, size, &failure));
    if (from->title_size > 0)
      need(assist_document_add_text(document, "title", from->title, from->title_size, &failure));
    need(assist_document_add_text(document, "body", from->body, from->body_size, &failure));
    if (from->dated) need(assist_document_add_date(document, "date", from->date, &failure));
    need(assist_writer_put(writer, document, NULL, &failure));
  }
  assist_document_free(document);
}

static void read_stats(assist_index *index, assist_stats *out_stats) {
  assist_snapshot *snapshot;
  need(assist_index_snapshot(index, &snapshot, &failure));
  need(assist_snapshot_stats(snapshot, out_stats, &failure));
  assist_snapshot_close(snapshot);
}

static whole index_all(const char *path, unsigned flags, int threads) {
  assist_open_options opening = ASSIST_OPEN_OPTIONS_INIT;
  assist_writer_options writing = ASSIST_WRITER_OPTIONS_INIT;
  assist_index *index;
  assist_writer *writer;
  whole made = {.stats = ASSIST_STATS_INIT};
  opening.flags = ASSIST_OPEN_CREATE | flags;
  writing.threads = threads;
  writing.memory = memory;
  need(assist_index_open(path, &opening, &index, &failure));
  bench_time start = bench_now();
  need(assist_writer_open(index, &writing, &writer, &failure));
  put_all(writer);
  made.put = bench_since(start);
  start = bench_now();
  need(assist_writer_commit(writer, &failure));
  assist_writer_close(writer);
  made.commit = bench_since(start);
  read_stats(index, &made.stats);
  assist_index_close(index);
  return made;
}

static void remove_index(const char *path) {
  char command[4200];
  snprintf(command, sizeof command, "rm -rf '%s'", path);
  if (system(command) != 0) bench_fail("%s: cannot be removed", path);
}

static void print_whole(const char *what, const whole *made) {
  double wall = made->put.wall + made->commit.wall;
  double process = made->put.process + made->commit.process;
  double thread = made->put.thread + made->commit.thread;
  double bytes = (double)corpus.text_bytes;
  printf("%-22s %8.3f %8.3f %8.3f %8.3f %8.1f %8.1f %8.1f\n", what, wall, process, thread, process - thread,
         bytes / process / 1e6, bytes / wall / 1e6, process / (double)made->stats.positions * 1e9);
  printf("%-22s %8.3f %8.3f\n", "  of that, commit", made->commit.wall, made->commit.process);
}

static whole best_whole(const char *folder, const char *name, int threads, int rounds, bool keep) {
  whole best = {0};
  char path[4100];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  for (int i = 0; i < rounds; i++) {
    remove_index(path);
    whole made = index_all(path, 0, threads);
    if (i == 0 || made.put.process + made.commit.process < best.put.process + best.commit.process)
      best = made;
  }
  if (!keep) remove_index(path);
  return best;
}

/* ---- by stage ---- */

enum stage { SCAN, ADD, DRAIN, DOCUMENTS, DOCUMENTS_STORED, TERMS, FINISH, STAGES };
static bench_time took[STAGES];

static void note(bench_time *sums, enum stage stage, bench_time start) {
  bench_time passed = bench_since(start);
  sums[stage].wall += passed.wall;
  sums[stage].thread += passed.thread;
}

static bool on_characters(void *context, uint32_t position, const uint32_t *seconds, uint32_t count) {
  *(uint32_t *)context += position ^ seconds[count - 1];
  return true;
}
static bool on_token(void *context, uint32_t position, const uint8_t *bytes, size_t size) {
  *(uint32_t *)context += position ^ bytes[size - 1];
  return true;
}

static void scan_all(bench_time *sums) {
  static volatile uint32_t sink;
  uint32_t sum = 0, next;
  as_unit_sink nothing = {&sum, on_characters, on_token};
  as_scanner *scanner = bench_need(as_scanner_new());
  bench_time start = bench_now();
  for (size_t i = 0; i < corpus.count; i++) {
    const bench_document *from = &corpus.documents[i];
    need(as_scan_all(scanner, from->title, from->title_size, 0, &nothing, &next, &failure));
    need(as_scan_all(scanner, from->body, from->body_size, 0, &nothing, &next, &failure));
  }
  note(sums, SCAN, start);
  sink = sum;
  (void)sink;
  as_scanner_free(scanner);
}

/* From document *at as many as a batch takes; lengths[] gets the positions of each. */
static size_t fill(as_inverter *inverter, size_t at, uint32_t *lengths, uint32_t *title_ends) {
  for (size_t first = at; at < corpus.count; at++) {
    const bench_document *from = &corpus.documents[at];
    uint32_t begin, end = 0;
    if (at > first && as_inverter_full(inverter, from->title_size + from->body_size)) break;
    need(as_inverter_begin(inverter, &failure));
    if (from->title_size > 0)
      need(as_inverter_text(inverter, 0, from->title, from->title_size, &begin, &end, &failure));
    title_ends[at - first] = end;
    need(as_inverter_text(inverter, 0, from->body, from->body_size, &begin, &end, &failure));
    need(as_inverter_end(inverter, 1, &lengths[at - first], &failure));
  }
  return at;
}

static assist_status next_token(void *inverter, uint8_t field, as_slice *out, bool *more,
                                assist_error *error) {
  return as_inverter_next_token(inverter, field, out, more, error);
}
static assist_status next_term(void *inverter, as_term *out, bool *more, assist_error *error) {
  return as_inverter_next_term(inverter, out, more, error);
}
static assist_status next_block(void *inverter, as_posting_block *out, assist_error *error) {
  return as_inverter_next_block(inverter, out->documents, out->frequencies, &out->positions, &out->count,
                                error);
}

static void drain(as_inverter *inverter) {
  static as_posting_block block;
  as_slice token;
  as_term term;
  bool more = true;
  need(as_inverter_seal(inverter, &failure));
  while (more) need(as_inverter_next_token(inverter, 0, &token, &more, &failure));
  for (;;) {
    need(as_inverter_next_term(inverter, &term, &more, &failure));
    if (!more) return;
    do { need(next_block(inverter, &block, &failure)); } while (block.count > 0);
  }
}

static void write_segment(bench_time *sums, as_folder *folder, as_inverter *inverter, size_t first,
                          size_t end, const uint32_t *lengths, const uint32_t *title_ends, bool store) {
  const as_segment_writer_options options = {.field_count = 1, .store = store, .store_level = 1};
  const as_term_source source = {inverter, next_token, next_term, next_block};
  as_segment_writer *writer;
  as_segment_record record;
  need(as_segment_writer_open(folder, "bench", &options, &writer, &failure));
  bench_time start = bench_now();
  for (size_t i = first; i < end; i++) {
    const bench_document *from = &corpus.documents[i];
    char key[32];
    size_t size = (size_t)snprintf(key, sizeof key, "%08zu", i); /* in order, as keys that are numbers are */
    const as_segment_document made = {.key = as_slice_of(key, size),
                                      .insertion = i,
                                      .text_bytes = from->title_size + from->body_size,
                                      .lengths = &lengths[i - first],
                                      .title_end = title_ends[i - first],
                                      .stored = as_slice_of(from->body, from->body_size)};
    need(as_segment_writer_add(writer, &made, &failure));
  }
  note(sums, store ? DOCUMENTS_STORED : DOCUMENTS, start);
  if (store) {
    as_segment_writer_abandon(writer);
    return;
  }
  start = bench_now();
  need(as_inverter_seal(inverter, &failure));
  need(as_segment_writer_terms(writer, &source, &failure));
  note(sums, TERMS, start);
  start = bench_now();
  need(as_segment_writer_finish(writer, &record, &failure));
  note(sums, FINISH, start);
}

static void run_stages(bench_time *sums, as_folder *folder) {
  const as_inverter_options options = {.memory = memory};
  as_inverter *inverter;
  uint32_t *lengths = bench_need(malloc(corpus.count * sizeof *lengths));
  uint32_t *title_ends = bench_need(malloc(corpus.count * sizeof *title_ends));
  scan_all(sums);
  need(as_inverter_new(&options, &inverter, &failure));
  for (size_t first = 0, end; first < corpus.count; first = end) {
    bench_time start = bench_now();
    end = fill(inverter, first, lengths, title_ends);
    note(sums, ADD, start);
    start = bench_now();
    drain(inverter);
    note(sums, DRAIN, start);
    as_inverter_reset(inverter);
    (void)fill(inverter, first, lengths, title_ends);
    write_segment(sums, folder, inverter, first, end, lengths, title_ends, true);
    write_segment(sums, folder, inverter, first, end, lengths, title_ends, false);
    as_inverter_reset(inverter);
  }
  as_inverter_free(inverter);
  free(lengths);
  free(title_ends);
}

static void best_stages(const char *folder_path, int rounds) {
  as_folder *folder;
  char path[4100];
  snprintf(path, sizeof path, "%s/stages", folder_path);
  for (int i = 0; i < rounds; i++) {
    bench_time sums[STAGES] = {{0}};
    remove_index(path);
    need(as_folder_make(path, &failure));
    need(as_folder_open(path, &folder, &failure));
    run_stages(sums, folder);
    as_folder_close(folder);
    for (int stage = 0; stage < STAGES; stage++)
      if (i == 0 || sums[stage].thread < took[stage].thread) took[stage] = sums[stage];
  }
  remove_index(path);
}

static void print_stage(const char *what, enum stage stage, enum stage less, double postings) {
  double cpu = took[stage].thread - (less < STAGES ? took[less].thread : 0);
  double wall = took[stage].wall - (less < STAGES ? took[less].wall : 0);
  printf("%-22s %8.3f %8.3f %10.1f %10.1f\n", what, cpu, wall, cpu / postings * 1e9,
         (double)corpus.text_bytes / cpu / 1e6);
}

static void print_stages(double postings) {
  printf("\nby stage, one thread          CPU s   wall s ns/posting   MB/s (CPU)\n");
  print_stage("text scan", SCAN, STAGES, postings);
  print_stage("words", ADD, SCAN, postings);
  print_stage("sort, inversion", DRAIN, STAGES, postings);
  print_stage("encode, write lists", TERMS, DRAIN, postings);
  print_stage("keys, lengths", DOCUMENTS, STAGES, postings);
  print_stage("stored text", DOCUMENTS_STORED, DOCUMENTS, postings);
  print_stage("names, sync", FINISH, STAGES, postings);
}

/* Everything into one segment, in the index at PATH. */
static bench_time merge_all(const char *path, assist_stats *out_stats) {
  assist_writer_options writing = ASSIST_WRITER_OPTIONS_INIT;
  assist_index *index;
  assist_writer *writer;
  writing.threads = 1;
  writing.memory = memory;
  need(assist_index_open(path, NULL, &index, &failure));
  bench_time start = bench_now();
  need(assist_writer_open(index, &writing, &writer, &failure));
  need(assist_writer_merge(writer, &failure));
  assist_writer_close(writer);
  bench_time passed = bench_since(start);
  read_stats(index, out_stats);
  assist_index_close(index);
  return passed;
}

/* As the drivers of others do it (tests/bench/peers/driver.h): one thread, then one segment. */
static void run_as_peer(const char *folder, unsigned flags) {
  char path[4100];
  snprintf(path, sizeof path, "%s/index", folder);
  whole made = index_all(path, flags, 1);
  printf("index\t%.4f\t%.4f\n", made.put.process + made.commit.process, made.put.wall + made.commit.wall);
  bench_time merged = merge_all(path, &made.stats);
  printf("optimize\t%.4f\t%.4f\n", merged.process, merged.wall);
  printf("stored\t%llu\n", (unsigned long long)made.stats.bytes_store);
}

int main(int argc, char **argv) {
  if (argc == 4 && strncmp(argv[1], "--peer", 6) == 0) {
    memory = ASSIST_MEMORY_DEFAULT;
    bench_corpus_read(argv[2], &corpus);
    run_as_peer(argv[3], strcmp(argv[1], "--peer-no-text") == 0 ? ASSIST_OPEN_NO_STORE : 0);
    return EXIT_SUCCESS;
  }
  if (argc < 3) bench_fail("usage: bench_index CORPUS.jsonl FOLDER [MEMORY-MB [ROUNDS]]");
  memory = (argc > 3 ? strtoull(argv[3], NULL, 10) : 256) << 20;
  int rounds = argc > 4 && atoi(argv[4]) > 0 ? atoi(argv[4]) : 1;
  bench_corpus_read(argv[1], &corpus);
  printf("%zu documents, %.1f MB of text, budget %llu MB, best of %d\n\n", corpus.count,
         (double)corpus.text_bytes / 1e6, (unsigned long long)(memory >> 20), rounds);
  printf("whole, by the API        wall s    CPU s   caller   others MB/s CPU MB/s wall ns/posting\n");
  whole one = best_whole(argv[2], "index", 1, rounds, true);
  print_whole("one thread", &one);
  whole all = best_whole(argv[2], "threads", 0, rounds, false);
  print_whole("threads of its choice", &all);
  best_stages(argv[2], rounds);
  print_stages((double)one.stats.positions);
  return EXIT_SUCCESS;
}
