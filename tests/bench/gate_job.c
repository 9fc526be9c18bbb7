/* SPDX-License-Identifier: MIT
 *
 * The fixed job whose instructions gate.sh counts.
 *
 *   gate_job which                  the machine, the compiler and its flags: "x86_64 gcc-12 -g -O2"
 *   gate_job index FOLDER PAGE...   each page COPIES times, with a number in each copy, by one thread; commit
 *   gate_job ask FOLDER             the queries below, ROUNDS times, with what a caller does with them: hits, a snippet
 *
 * Everything outside main (loading, relocation) is left out by gate.sh.  The job says what it found, so that one that
 * finds nothing is seen. */
#include <stdlib.h>
#include <string.h>

#include <assist.h>

#include "tests/bench/bench.h"

#define COPIES 30
#define ROUNDS 2

#if defined(__x86_64__)
#define MACHINE "x86_64"
#elif defined(__aarch64__)
#define MACHINE "aarch64"
#else
#define MACHINE "other"
#endif
#if defined(__clang__)
#define COMPILER "clang"
#define COMPILER_MAJOR __clang_major__
#else
#define COMPILER "gcc"
#define COMPILER_MAJOR __GNUC__
#endif
#ifndef GATE_CFLAGS
#define GATE_CFLAGS "unknown"
#endif

static const char *const queries[] = {"村",
                                      "医院",
                                      "乡村振兴",
                                      "领导带队到",
                                      "10月30日",
                                      "CT检查",
                                      "医院 村民",
                                      "医院 -视频",
                                      "学校 OR 图书馆 OR 茶园 OR 诗",
                                      "\"今年的收成\"",
                                      "title:医院",
                                      "豆腐怎么做才好吃",
                                      "村里的小学生送来一张画",
                                      "图书馆什么时候开门",
                                      "=\"醫院\"",
                                      "的",
                                      "一",
                                      "电脑 办公室",
                                      "天气 庙会",
                                      "没有的东西"};
static assist_error failure;

static void need(assist_status status) {
  if (status != ASSIST_OK) bench_fail("%s: %s", assist_status_name(status), failure.message);
}

static size_t read_page(const char *path, char *text, size_t size) {
  FILE *file = fopen(path, "r");
  if (file == NULL) bench_fail("%s: cannot be read", path);
  size_t count = fread(text, 1, size, file);
  fclose(file);
  return count;
}

static void put_page(assist_writer *writer, assist_document *document, const char *text, size_t size,
                     int page, int copy) {
  char key[64];
  size_t title = 0;
  while (title < size && text[title] != '\n') title++;
  int key_size = snprintf(key, sizeof key, "%d/%d", page, copy);
  assist_document_clear(document);
  need(assist_document_set_key(document, key, (size_t)key_size, &failure));
  need(assist_document_add_text(document, "title", text, title, &failure));
  need(assist_document_add_text(document, "body", text + title, size - title, &failure));
  need(assist_document_add_text(document, "body", key, (size_t)key_size, &failure));
  need(assist_writer_put(writer, document, NULL, &failure));
}

static void run_index(const char *folder, int pages, char **paths) {
  static char text[1 << 18];
  assist_open_options opening = ASSIST_OPEN_OPTIONS_INIT;
  assist_writer_options writing = ASSIST_WRITER_OPTIONS_INIT;
  assist_index *index;
  assist_writer *writer;
  assist_document *document;
  opening.flags = ASSIST_OPEN_CREATE;
  writing.threads = 1;
  need(assist_index_open(folder, &opening, &index, &failure));
  need(assist_writer_open(index, &writing, &writer, &failure));
  need(assist_document_new(&document, &failure));
  for (int i = 0; i < pages; i++) {
    size_t size = read_page(paths[i], text, sizeof text);
    for (int copy = 0; copy < COPIES; copy++) put_page(writer, document, text, size, i, copy);
  }
  need(assist_writer_commit(writer, &failure));
  assist_document_free(document);
  assist_writer_close(writer);
  assist_index_close(index);
  printf("%d documents\n", pages * COPIES);
}

static uint64_t ask(const assist_snapshot *snapshot, const char *text) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_query *query;
  assist_results *results;
  assist_hit hit;
  need(assist_query_parse(text, strlen(text), NULL, &query, &failure));
  need(assist_search(snapshot, query, &options, &results, &failure));
  for (size_t i = 0; i < assist_results_count(results); i++)
    need(assist_results_hit(results, i, &hit, &failure));
  if (assist_results_count(results) > 0) {
    const assist_document *document;
    assist_snippet *snippet;
    need(assist_results_document(results, 0, &document, &failure));
    need(assist_snippet_make(query, document, NULL, &snippet, &failure));
    assist_snippet_free(snippet);
  }
  uint64_t total = assist_results_total(results);
  assist_results_free(results);
  assist_query_free(query);
  return total;
}

static void run_ask(const char *folder) {
  assist_index *index;
  assist_snapshot *snapshot;
  uint64_t sum = 0;
  need(assist_index_open(folder, NULL, &index, &failure));
  need(assist_index_snapshot(index, &snapshot, &failure));
  for (int round = 0; round < ROUNDS; round++)
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) sum += ask(snapshot, queries[i]);
  assist_snapshot_close(snapshot);
  assist_index_close(index);
  if (sum == 0) bench_fail("nothing was found");
  printf("%llu hits\n", (unsigned long long)sum);
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "which") == 0) {
    printf("%s %s-%d %s\n", MACHINE, COMPILER, COMPILER_MAJOR, GATE_CFLAGS);
  } else if (argc > 3 && strcmp(argv[1], "index") == 0) {
    run_index(argv[2], argc - 3, argv + 3);
  } else if (argc == 3 && strcmp(argv[1], "ask") == 0) {
    run_ask(argv[2]);
  } else {
    bench_fail("usage: gate_job which | index FOLDER PAGE... | ask FOLDER");
  }
  return EXIT_SUCCESS;
}
