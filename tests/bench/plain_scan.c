/* SPDX-License-Identifier: MIT
 *
 * The plain text of a corpus, and what a plain scan of it finds: for those who are measured beside the library.
 *
 *   plain_scan write CORPUS.jsonl >FILE              a line a document: title, `\n`, body; `\n`, `\t`, `\\` are escaped
 *   plain_scan bytes CORPUS.jsonl                    how many bytes of titles and bodies
 *   plain_scan find CORPUS.jsonl QUERIES COUNT       for the first COUNT queries of each class of one or more runs of
 *                                                    characters: number, a tab, then documents by ordinal from 0
 *
 * `find` prints each query twice, `raw` and `folded`.  Raw is where the bytes of the query stand in the title or in the
 * body: whoever misses one of these misses what is there.  Folded is where they stand after case, width and variants of
 * characters are made equal and annotations are gone, with punctuation between: whoever finds something outside this finds
 * what is not there.  (Folding is the library's; the scan is memmem.) */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/bench/bench.h"
#include "text/unit.h"

typedef struct folded {
  as_buf text; /* title, newline, body: folded text has no newlines */
} folded;

static void print_escaped(const char *text) {
  for (; *text != '\0'; text++) {
    if (*text == '\n')
      fputs("\\n", stdout);
    else if (*text == '\t')
      fputs("\\t", stdout);
    else if (*text == '\r')
      fputs("\\r", stdout);
    else if (*text == '\\')
      fputs("\\\\", stdout);
    else
      putchar(*text);
  }
}

static void write_plain(const bench_corpus *corpus) {
  for (size_t i = 0; i < corpus->count; i++) {
    print_escaped(corpus->documents[i].title);
    fputs("\\n", stdout);
    print_escaped(corpus->documents[i].body);
    putchar('\n');
  }
}

static folded *fold_all(const bench_corpus *corpus, as_scanner *scanner) {
  folded *made = bench_need(calloc(corpus->count, sizeof *made));
  for (size_t i = 0; i < corpus->count; i++) {
    as_buf_init(&made[i].text);
    as_fold_text(scanner, corpus->documents[i].title, corpus->documents[i].title_size, &made[i].text);
    as_buf_add(&made[i].text, "\n", 1);
    as_fold_text(scanner, corpus->documents[i].body, corpus->documents[i].body_size, &made[i].text);
    if (as_buf_failed(&made[i].text)) bench_fail("no memory");
  }
  return made;
}

static bool holds_raw(const bench_document *document, const char *part) {
  return strstr(document->title, part) != NULL || strstr(document->body, part) != NULL;
}

static bool holds(const bench_query *query, const bench_document *document, const folded *text,
                  const as_buf *folded_parts) {
  bool any = strcmp(query->class_name, "or4") == 0;
  for (size_t i = 0; i < query->part_count; i++) {
    bool found = text == NULL ? holds_raw(document, query->parts[i])
                              : memmem(text->text.bytes, text->text.size, folded_parts[i].bytes,
                                       folded_parts[i].size) != NULL;
    if (found == any) return any;
  }
  return !any;
}

static void find(const bench_corpus *corpus, const folded *texts, const bench_query *query, size_t number,
                 as_scanner *scanner) {
  as_buf parts[BENCH_PARTS];
  for (size_t i = 0; i < query->part_count; i++) {
    as_buf_init(&parts[i]);
    as_fold_text(scanner, query->parts[i], strlen(query->parts[i]), &parts[i]);
    if (as_buf_failed(&parts[i])) bench_fail("no memory");
  }
  for (int fold = 0; fold < 2; fold++) {
    printf("%s\t%s\t%zu", fold == 1 ? "folded" : "raw", query->class_name, number);
    for (size_t i = 0; i < corpus->count; i++)
      if (holds(query, &corpus->documents[i], fold == 1 ? &texts[i] : NULL, parts)) printf("\t%zu", i);
    putchar('\n');
  }
  for (size_t i = 0; i < query->part_count; i++) as_buf_clear(&parts[i]);
}

static bool is_scanned(const char *class_name) {
  static const char *const without[] = {"q", "filter", "count"};
  for (size_t i = 0; i < 3; i++)
    if (strcmp(class_name, without[i]) == 0) return false;
  return true;
}

static void find_all(const bench_corpus *corpus, const char *path, size_t wanted) {
  bench_query *queries;
  size_t count = bench_queries_read(path, &queries), of_class = 0;
  as_scanner *scanner = bench_need(as_scanner_new());
  folded *texts = fold_all(corpus, scanner);
  for (size_t i = 0; i < count; i++) {
    of_class = i > 0 && strcmp(queries[i].class_name, queries[i - 1].class_name) == 0 ? of_class + 1 : 0;
    if (of_class < wanted && is_scanned(queries[i].class_name)) find(corpus, texts, &queries[i], i, scanner);
  }
  for (size_t i = 0; i < corpus->count; i++) as_buf_clear(&texts[i].text);
  free(texts);
  as_scanner_free(scanner);
}

int main(int argc, char **argv) {
  bench_corpus corpus;
  if (argc == 3 && strcmp(argv[1], "write") == 0) {
    bench_corpus_read(argv[2], &corpus);
    write_plain(&corpus);
  } else if (argc == 3 && strcmp(argv[1], "bytes") == 0) {
    bench_corpus_read(argv[2], &corpus);
    printf("%llu\n", (unsigned long long)corpus.text_bytes);
  } else if (argc == 5 && strcmp(argv[1], "find") == 0) {
    bench_corpus_read(argv[2], &corpus);
    find_all(&corpus, argv[3], strtoul(argv[4], NULL, 10));
  } else {
    bench_fail("usage: plain_scan write|bytes CORPUS.jsonl | plain_scan find CORPUS.jsonl QUERIES COUNT");
  }
  return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
