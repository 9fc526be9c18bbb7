/* SPDX-License-Identifier: MIT
 *
 * What facets cost.
 *
 *   bench_facets FOLDER [DOCUMENTS PASSES ROWS]
 *
 * Makes up small records (a million, else DOCUMENTS), one value a field, in FOLDER/facets.index unless it is there, merged into one
 * segment.  Each field's values are counted over all records and over those of a word that 15 of 16 have, with a page of ten;
 * then several fields at once, and beside a relaxed pass.  The time is that of this thread's processor, the least of PASSES (10).
 *
 * With ROWS, only those with that in their name.  On standard output, by row: milliseconds of everything and of the word, the number of different values, and a sum over what was
 * counted, so that two builds can be compared. */
#include <stdlib.h>
#include <string.h>

#include <assist.h>

#include "tests/bench/bench.h"

#define DAY INT64_C(86400000000)
#define SHOWN 10u

static assist_error error;

static void need(assist_status status) {
  if (status != ASSIST_OK) bench_fail("%s: %s", assist_status_name(status), error.message);
}

typedef struct row {
  const char *name, *fields[3];
  int interval;
} row;

static const row rows[] = {
    {"text, 1,000 values", {"few"}, ASSIST_FACET_VALUE},
    {"text, 100,000 values", {"many"}, ASSIST_FACET_VALUE},
    {"text, each its own", {"own"}, ASSIST_FACET_VALUE},
    {"dates by value", {"when"}, ASSIST_FACET_VALUE},
    {"dates by day", {"when"}, ASSIST_FACET_DAY},
    {"dates by month", {"when"}, ASSIST_FACET_MONTH},
    {"whole numbers, 100,000", {"whole"}, ASSIST_FACET_VALUE},
    {"cents, 100,000", {"cents"}, ASSIST_FACET_VALUE},
    {"no steps, 100,000", {"thirds"}, ASSIST_FACET_VALUE},
    {"no steps, each its own", {"real"}, ASSIST_FACET_VALUE},
    {"three of these at once", {"few", "cents", "thirds"}, ASSIST_FACET_VALUE},
};
#define ROWS (sizeof rows / sizeof *rows)

/* ---- the records ---- */

static void add_text(assist_document *document, const char *field, const char *prefix, size_t number) {
  char text[64];
  snprintf(text, sizeof text, "%s%zu", prefix, number);
  need(assist_document_add_text(document, field, text, strlen(text), &error));
}

static void put(assist_writer *writer, assist_document *document, bench_chance *chance, size_t number) {
  char key[24];
  snprintf(key, sizeof key, "%zu", number);
  assist_document_clear(document);
  need(assist_document_set_key(document, key, strlen(key), &error));
  add_text(document, "body", bench_below(chance, 16) == 0 ? "别的" : "医院", number % 1000);
  add_text(document, "few", "名", bench_below(chance, 1000));
  add_text(document, "many", "号", bench_below(chance, 100000));
  add_text(document, "own", "码", number);
  need(assist_document_add_date(document, "when", 19000 * DAY + (int64_t)bench_below(chance, 3000) * DAY,
                                &error));
  need(assist_document_add_number(document, "whole", (double)bench_below(chance, 100000), &error));
  need(assist_document_add_number(document, "cents", (double)bench_below(chance, 100000) / 100, &error));
  need(assist_document_add_number(document, "thirds", (double)bench_below(chance, 100000) / 3, &error));
  need(assist_document_add_number(document, "real", (double)(bench_random(chance) >> 20) / 7, &error));
  need(assist_writer_put(writer, document, NULL, &error));
}

static void make(assist_index *index, size_t documents) {
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  assist_document *document;
  assist_writer *writer;
  bench_chance chance = bench_chance_of(1);
  need(assist_document_new(&document, &error));
  need(assist_writer_open(index, &options, &writer, &error));
  for (size_t i = 0; i < documents; i++) put(writer, document, &chance, i);
  need(assist_writer_commit(writer, &error));
  need(assist_writer_merge(writer, &error));
  assist_writer_close(writer);
  assist_document_free(document);
}

static assist_index *open_or_make(const char *folder, size_t documents) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  char path[4096];
  assist_index *index;
  snprintf(path, sizeof path, "%s/facets.index", folder);
  bool there = assist_index_exists(path) != 0;
  options.flags = ASSIST_OPEN_CREATE | ASSIST_OPEN_NO_STORE;
  need(assist_index_open(path, &options, &index, &error));
  if (!there) make(index, documents);
  return index;
}

/* ---- counting ---- */

typedef struct outcome {
  double took;
  uint64_t distinct, sum;
} outcome;

static uint64_t sum_up(const assist_results *results, uint64_t *out_distinct) {
  uint64_t sum = assist_results_total(results);
  *out_distinct = 0;
  for (size_t f = 0; f < assist_results_facet_count(results); f++) {
    assist_facet facet;
    need(assist_results_facet(results, f, &facet, &error));
    *out_distinct += facet.distinct;
    sum = sum * 31 + facet.documents;
    for (size_t i = 0; i < facet.count; i++) {
      assist_facet_value value;
      need(assist_results_facet_value(results, f, i, &value, &error));
      sum = sum * 31 + value.count;
      for (size_t b = 0; b < value.size; b++) sum = sum * 31 + (unsigned char)value.text[b];
    }
  }
  return sum;
}

static outcome ask(const assist_snapshot *snapshot, const char *text, const row *asked) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_facet_request requests[3];
  assist_results *results;
  assist_query *query;
  outcome out;
  for (; options.facet_count < 3 && asked->fields[options.facet_count] != NULL; options.facet_count++)
    requests[options.facet_count] =
        (assist_facet_request){asked->fields[options.facet_count], asked->interval, SHOWN};
  options.facets = requests;
  need(assist_query_parse(text, strlen(text), NULL, &query, &error));
  bench_time start = bench_now();
  need(assist_search(snapshot, query, &options, &results, &error));
  out.took = bench_since(start).thread;
  out.sum = sum_up(results, &out.distinct);
  assist_results_free(results);
  assist_query_free(query);
  return out;
}

static outcome ask_often(const assist_snapshot *snapshot, const char *text, const row *asked, int passes) {
  outcome least = ask(snapshot, text, asked);
  for (int i = 0; i < passes; i++) {
    outcome now = ask(snapshot, text, asked);
    if (now.took < least.took) least.took = now.took;
  }
  return least;
}

int main(int argc, char **argv) {
  assist_snapshot *snapshot;
  if (argc < 2 || argc > 5) bench_fail("usage: bench_facets FOLDER [DOCUMENTS PASSES ROWS]");
  assist_index *index = open_or_make(argv[1], argc > 2 ? strtoul(argv[2], NULL, 10) : 1000000);
  int passes = argc > 3 ? atoi(argv[3]) : 10;
  need(assist_index_snapshot(index, &snapshot, &error));
  printf("%-24s %10s %10s %10s %9s  %s\n", "", "everything", "a word", "relaxed", "different", "sum");
  for (size_t i = 0; i < ROWS; i++) {
    if (argc > 4 && strstr(rows[i].name, argv[4]) == NULL) continue;
    outcome all = ask_often(snapshot, "*", &rows[i], passes);
    outcome word = ask_often(snapshot, "医院", &rows[i], passes);
    outcome relaxed = ask_often(snapshot, "医院在哪里", &rows[i], passes);
    printf("%-24s %10.1f %10.1f %10.1f %9llu  %016llx\n", rows[i].name, all.took * 1e3, word.took * 1e3,
           relaxed.took * 1e3, (unsigned long long)all.distinct,
           (unsigned long long)(all.sum ^ word.sum * 3 ^ relaxed.sum * 5));
  }
  assist_snapshot_close(snapshot);
  assist_index_close(index);
  return EXIT_SUCCESS;
}
