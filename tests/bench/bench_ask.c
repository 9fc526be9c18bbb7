/* SPDX-License-Identifier: MIT
 *
 * Asks an index the queries that make_queries drew, through the public API, on one thread, and says what each took.
 *
 *   bench_ask INDEX QUERIES PASSES [HITS COUNT]
 *
 * On standard output a line a query: number, class, microseconds, hits (as the results say), whether that is exact.
 * The time is that of parsing the text, asking, and reading the keys of the first ten hits; the least of PASSES passes
 * over all queries, each class by itself after one pass that is not counted.  With HITS, the first COUNT queries of each class
 * are asked once more for all their hits, and HITS gets a line each: number, then insertion numbers.
 *
 * A query is text of the query language: phrases bare, `a b` for both, `a OR b`, `date:FROM..TO` for spans of dates.
 * Where the library at hand does not take such a span, the class is left out and said on standard error. */
#include <stdlib.h>
#include <string.h>

#include <assist.h>

#include "tests/bench/bench.h"

typedef struct asker {
  const assist_snapshot *snapshot;
  assist_error error;
  char text[4096];
  uint64_t total;
  bool exact;
} asker;

static const char *const fields[] = {"date", NULL};

static void write_text(const bench_query *query, char *out, size_t size) {
  const char *between = strcmp(query->class_name, "or4") == 0 ? " OR " : " ";
  size_t used = 0;
  if (strcmp(query->class_name, "filter") == 0) {
    snprintf(out, size, "%s date:%s..%s", query->parts[0], query->parts[1], query->parts[2]);
    return;
  }
  out[0] = '\0';
  for (size_t i = 0; i < query->part_count && used < size; i++)
    used += (size_t)snprintf(out + used, size - used, "%s%s", i == 0 ? "" : between, query->parts[i]);
}

static void need(asker *asking, assist_status status) {
  if (status != ASSIST_OK) bench_fail("%s: %s", assist_status_name(status), asking->error.message);
}

static assist_query *parse(asker *asking) {
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  assist_query *query;
  options.fields = fields;
  need(asking, assist_query_parse(asking->text, strlen(asking->text), &options, &query, &asking->error));
  return query;
}

static assist_search_options options_of(const bench_query *query) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  if (strcmp(query->class_name, "count") == 0) {
    options.limit = 0;
    options.flags = ASSIST_SEARCH_EXACT_TOTAL;
  }
  if (strcmp(query->class_name, "q") != 0) options.flags |= ASSIST_SEARCH_STRICT;
  return options;
}

/* Returns the seconds it took. */
static double ask(asker *asking, const bench_query *from) {
  static volatile size_t sink;
  assist_search_options options = options_of(from);
  assist_results *results;
  assist_hit hit;
  write_text(from, asking->text, sizeof asking->text);
  double start = bench_wall();
  assist_query *query = parse(asking);
  need(asking, assist_search(asking->snapshot, query, &options, &results, &asking->error));
  for (size_t i = 0; i < assist_results_count(results); i++) {
    need(asking, assist_results_hit(results, i, &hit, &asking->error));
    sink += hit.key_size;
  }
  asking->total = assist_results_total(results);
  asking->exact = assist_results_total_is_exact(results) != 0;
  assist_results_free(results);
  assist_query_free(query);
  return bench_wall() - start;
}

/* All hits of one query. */
static void list_hits(asker *asking, const bench_query *from, size_t number, FILE *hits) {
  assist_search_options options = options_of(from);
  assist_results *results;
  assist_hit hit;
  options.limit = ASSIST_LIMIT_ALL;
  options.flags |= ASSIST_SEARCH_UNRANKED;
  write_text(from, asking->text, sizeof asking->text);
  assist_query *query = parse(asking);
  need(asking, assist_search(asking->snapshot, query, &options, &results, &asking->error));
  fprintf(hits, "%zu", number);
  for (size_t i = 0; i < assist_results_count(results); i++) {
    need(asking, assist_results_hit(results, i, &hit, &asking->error));
    fprintf(hits, "\t%llu", (unsigned long long)hit.insertion);
  }
  fputc('\n', hits);
  assist_results_free(results);
  assist_query_free(query);
}

/* Whether the query language at hand makes a range of the query's last part. */
static bool takes_spans(asker *asking, const bench_query *from) {
  write_text(from, asking->text, sizeof asking->text);
  assist_query *query = parse(asking);
  bool takes =
      assist_query_diagnostic_count(query) == 0 && strstr(assist_query_print(query), "(range") != NULL;
  assist_query_free(query);
  return takes;
}

static void run_class(asker *asking, const bench_query *queries, size_t first, size_t end, int passes) {
  double *best = bench_need(calloc(end - first, sizeof *best));
  if (strcmp(queries[first].class_name, "filter") == 0 && !takes_spans(asking, &queries[first])) {
    fprintf(stderr, "filter: left out, this library's queries take no spans of dates\n");
    free(best);
    return;
  }
  for (int pass = 0; pass <= passes; pass++) {
    for (size_t i = first; i < end; i++) {
      double took = ask(asking, &queries[i]);
      if (pass == 1 || (pass > 1 && took < best[i - first])) best[i - first] = took;
    }
  }
  for (size_t i = first; i < end; i++) {
    (void)ask(asking, &queries[i]);
    printf("%zu\t%s\t%.2f\t%llu\t%d\n", i, queries[i].class_name, best[i - first] * 1e6,
           (unsigned long long)asking->total, asking->exact);
  }
  free(best);
}

static bool is_listed(const bench_query *query) {
  static const char *const without[] = {"q", "filter", "count"};
  for (size_t i = 0; i < 3; i++)
    if (strcmp(query->class_name, without[i]) == 0) return false;
  return true;
}

int main(int argc, char **argv) {
  asker asking = {0};
  assist_index *index;
  assist_snapshot *snapshot;
  bench_query *queries;
  if (argc != 4 && argc != 6) bench_fail("usage: bench_ask INDEX QUERIES PASSES [HITS COUNT]");
  need(&asking, assist_index_open(argv[1], NULL, &index, &asking.error));
  need(&asking, assist_index_snapshot(index, &snapshot, &asking.error));
  asking.snapshot = snapshot;
  size_t count = bench_queries_read(argv[2], &queries);
  int passes = atoi(argv[3]) > 0 ? atoi(argv[3]) : 1;
  size_t wanted = argc > 4 ? strtoul(argv[5], NULL, 10) : 0;
  FILE *hits = argc > 4 ? fopen(argv[4], "w") : NULL;
  if (argc > 4 && hits == NULL) bench_fail("%s: cannot be written", argv[4]);
  for (size_t first = 0, end; first < count; first = end) {
    for (end = first; end < count && strcmp(queries[end].class_name, queries[first].class_name) == 0;) end++;
    run_class(&asking, queries, first, end, passes);
    for (size_t i = first; i < end && i < first + wanted && is_listed(&queries[i]); i++)
      list_hits(&asking, &queries[i], i, hits);
  }
  if (hits != NULL) fclose(hits);
  assist_snapshot_close(snapshot);
  assist_index_close(index);
  return EXIT_SUCCESS;
}
