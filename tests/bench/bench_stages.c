/* SPDX-License-Identifier: MIT
 *
 * What the second stage of the relaxed pass costs beside the first.
 *
 *   bench_stages INDEX QUESTIONS PASSES
 *
 * QUESTIONS has lines `id TAB question`.  Each is asked for its best ten as the library asks it, and by the first stage alone, in turns:
 * one pass that is not counted, then PASSES, of which the least counts.  The time is that of the search from tree to
 * ranked documents, without parsing and without reading keys.  Questions that something matches whole have one stage, and
 * are left out.
 *
 * The first stage alone is asked for ten documents, and may pass over more than when it has to find the candidates of the second;
 * so there is a third row, the first stage with as many documents as the second looks at.
 *
 * On standard output, by row: questions, microseconds p50, p95, p99, mean, worst. */
#include <stdlib.h>
#include <string.h>

#include <assist.h>

#include "query/tree.h"
#include "search/request.h"
#include "search/rerank.h"
#include "tests/bench/bench.h"

enum { BOTH, FIRST, CANDIDATES, WAYS };
static const char *const names[WAYS] = {"both stages", "first stage, 10", "first stage, 200"};

static void need(assist_status status, const assist_error *error) {
  if (status != ASSIST_OK) bench_fail("%s: %s", assist_status_name(status), error->message);
}

/* Microseconds; *OUT_RELAXED tells whether there were two stages. */
static double ask(const as_snapshot *snapshot, const assist_query *query, int way, bool *out_relaxed) {
  as_search_context context;
  as_search_outcome outcome;
  assist_error error = {0};
  as_search_request request = {.snapshots = &snapshot,
                               .snapshot_count = 1,
                               .root = query->root,
                               .limit = 10,
                               .first_stage = way != BOTH};
  if (way == CANDIDATES) request.limit = AS_SECOND_STAGE;
  double start = bench_wall();
  need(as_search_context_init(&context, &snapshot, 1, NULL, NULL), &error);
  need(as_search_run(&context, &request, &outcome, &error), &error);
  *out_relaxed = outcome.relaxed;
  as_search_outcome_clear(&outcome);
  as_search_context_clear(&context);
  return (bench_wall() - start) * 1e6;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static void print(const char *name, double *took, size_t count) {
  double sum = 0;
  if (count == 0) return;
  qsort(took, count, sizeof *took, ascending);
  for (size_t i = 0; i < count; i++) sum += took[i];
  printf("%-18s %6zu %9.1f %9.1f %9.1f %9.1f %9.1f\n", name, count, took[count / 2], took[count * 95 / 100],
         took[count * 99 / 100], sum / (double)count, took[count - 1]);
}

int main(int argc, char **argv) {
  assist_error error = {0};
  assist_index *index;
  assist_snapshot *snapshot;
  bench_query *questions;
  double *took[WAYS];
  size_t kept = 0;
  if (argc != 4) bench_fail("usage: bench_stages INDEX QUESTIONS PASSES");
  need(assist_index_open(argv[1], NULL, &index, &error), &error);
  need(assist_index_snapshot(index, &snapshot, &error), &error);
  size_t count = bench_queries_read(argv[2], &questions);
  int passes = atoi(argv[3]) > 0 ? atoi(argv[3]) : 1;
  for (int way = 0; way < WAYS; way++) took[way] = bench_need(calloc(count, sizeof **took));
  for (size_t i = 0; i < count; i++) {
    const char *text = questions[i].part_count > 0 ? questions[i].parts[0] : "";
    assist_query *query;
    bool relaxed = true;
    need(assist_query_parse(text, strlen(text), NULL, &query, &error), &error);
    for (int pass = 0; relaxed && pass <= passes; pass++) {
      for (int way = 0; relaxed && way < WAYS; way++) {
        double now = ask(snapshot, query, way, &relaxed);
        if (pass == 1 || (pass > 1 && now < took[way][kept])) took[way][kept] = now;
      }
    }
    kept += relaxed;
    assist_query_free(query);
  }
  printf("%-18s %6s %9s %9s %9s %9s %9s\n", "", "asked", "p50", "p95", "p99", "mean", "worst");
  for (int way = 0; way < WAYS; way++) print(names[way], took[way], kept);
  for (int way = 0; way < WAYS; way++) free(took[way]);
  assist_snapshot_close(snapshot);
  assist_index_close(index);
  return EXIT_SUCCESS;
}
