/* SPDX-License-Identifier: MIT
 *
 * What an index weighs, and the least it could weigh if each list were coded by itself.
 *
 *   bench_size CORPUS.jsonl INDEX
 *
 * The floor: with N documents, a term in df of them, cf times in all, tf times in a document d of L positions, and
 * every choice equally likely,
 *
 *   documents     sum over terms of              log2 C(N, df)
 *   frequencies   sum over terms of              log2 C(cf - 1, df - 1)
 *   positions     sum over terms and documents   log2 C(L, tf)
 *
 * bits.  A code that knows more (documents in an order that brings alike ones together, lists that depend on each
 * other) may go below it.  Lists of single characters have documents only.
 *
 * The terms are those of one batch that holds the whole corpus, title and body; what the index weighs is its own
 * statistics (as `assist-index stats` says). */
#include <math.h>
#include <stdlib.h>

#include <assist.h>

#include "base/term.h"
#include "memory/inverter.h"
#include "tests/bench/bench.h"

typedef struct part {
  const char *name;
  uint64_t terms, postings, occurrences;
  double documents, frequencies, positions; /* bits */
} part;

enum { HAN_PAIRS, MIXED_PAIRS, TOKENS, CHARACTERS, BREAKS, PARTS };
static part parts[PARTS + 1] = {{.name = "Han pairs"},  {.name = "mixed pairs"}, {.name = "tokens"},
                                {.name = "characters"}, {.name = "breaks"},      {.name = "all"}};
static assist_error failure;
static uint32_t *lengths;
static double small[4096]; /* log2 of factorials */

static void need(assist_status status) {
  if (status != ASSIST_OK) bench_fail("%s: %s", assist_status_name(status), failure.message);
}

static double log2_factorial(double n) {
  int sign;
  if (n < 4096) return small[(size_t)n];
  return lgamma_r(n + 1, &sign) / 0.693147180559945309;
}

static double log2_choose(double n, double k) {
  if (k <= 0 || k >= n) return 0;
  if (k == 1) return log2(n);
  return log2_factorial(n) - log2_factorial(k) - log2_factorial(n - k);
}

static part *part_of(const as_term *term) {
  switch (term->kind) {
  case AS_TERM_PAIR: return &parts[HAN_PAIRS];
  case AS_TERM_CHAR_TOKEN:
  case AS_TERM_TOKEN_CHAR: return &parts[MIXED_PAIRS];
  case AS_TERM_TOKEN: return &parts[TOKENS];
  case AS_TERM_CHAR: return &parts[CHARACTERS];
  default: return &parts[BREAKS];
  }
}

static as_inverter *invert(const bench_corpus *corpus) {
  const as_inverter_options options = {.memory = UINT64_C(64) << 30};
  as_inverter *inverter;
  lengths = bench_need(malloc(corpus->count * sizeof *lengths));
  need(as_inverter_new(&options, &inverter, &failure));
  for (size_t i = 0; i < corpus->count; i++) {
    const bench_document *from = &corpus->documents[i];
    uint32_t begin, end;
    need(as_inverter_begin(inverter, &failure));
    if (from->title_size > 0)
      need(as_inverter_text(inverter, 0, from->title, from->title_size, &begin, &end, &failure));
    need(as_inverter_text(inverter, 0, from->body, from->body_size, &begin, &end, &failure));
    need(as_inverter_end(inverter, 1, &lengths[i], &failure));
  }
  need(as_inverter_seal(inverter, &failure));
  return inverter;
}

static void add_term(part *sums, as_inverter *inverter, const as_term *term, double documents) {
  static uint32_t owners[128], frequencies[128];
  const uint32_t *positions;
  uint32_t count;
  uint64_t df = 0, cf = 0;
  for (;;) {
    need(as_inverter_next_block(inverter, owners, frequencies, &positions, &count, &failure));
    if (count == 0) break;
    df += count;
    if (term->kind == AS_TERM_CHAR) continue;
    for (uint32_t i = 0; i < count; i++) {
      cf += frequencies[i];
      sums->positions += log2_choose(lengths[owners[i]], frequencies[i]);
    }
  }
  sums->terms++;
  sums->postings += df;
  sums->occurrences += cf;
  sums->documents += log2_choose(documents, (double)df);
  if (cf > 0) sums->frequencies += log2_choose((double)cf - 1, (double)df - 1);
}

static void add_terms(as_inverter *inverter, double documents) {
  as_slice token;
  as_term term;
  bool more = true;
  while (more) need(as_inverter_next_token(inverter, 0, &token, &more, &failure));
  for (;;) {
    need(as_inverter_next_term(inverter, &term, &more, &failure));
    if (!more) return;
    add_term(part_of(&term), inverter, &term, documents);
  }
}

static void add_up(void) {
  part *all = &parts[PARTS];
  for (int i = 0; i < PARTS; i++) {
    all->terms += parts[i].terms;
    all->postings += parts[i].postings;
    all->occurrences += parts[i].occurrences;
    all->documents += parts[i].documents;
    all->frequencies += parts[i].frequencies;
    all->positions += parts[i].positions;
  }
}

static double per(double bits, uint64_t count) { return count == 0 ? 0 : bits / (double)count; }

static void print_floor(double text_bytes) {
  printf("floor of independent lists\n");
  printf("%-12s %10s %11s %11s | %8s %8s %8s | %8s %8s\n", "terms", "terms", "(t,d)", "occurrences",
         "doc/(t,d)", "frq/(t,d)", "pos/occ", "bits/occ", "B/B text");
  for (int i = 0; i <= PARTS; i++) {
    const part *at = &parts[i];
    double bits = at->documents + at->frequencies + at->positions;
    printf("%-12s %10llu %11llu %11llu | %8.2f %8.2f %8.2f | %8.2f %8.4f\n", at->name,
           (unsigned long long)at->terms, (unsigned long long)at->postings,
           (unsigned long long)at->occurrences, per(at->documents, at->postings),
           per(at->frequencies, at->postings), per(at->positions, at->occurrences),
           per(bits, at->occurrences), bits / 8 / text_bytes);
  }
}

static void print_line(const char *what, uint64_t bytes, const assist_stats *stats) {
  printf("%-22s %12llu %12.2f %12.4f\n", what, (unsigned long long)bytes,
         (double)bytes * 8 / (double)stats->positions, (double)bytes / (double)stats->text_bytes);
}

static void print_index(const char *path) {
  assist_stats stats = ASSIST_STATS_INIT;
  assist_index *index;
  assist_snapshot *snapshot;
  need(assist_index_open(path, NULL, &index, &failure));
  need(assist_index_snapshot(index, &snapshot, &failure));
  need(assist_snapshot_stats(snapshot, &stats, &failure));
  printf("\nthe index: %llu segments, %llu postings, %llu occurrences, %llu bytes of text\n",
         (unsigned long long)stats.segments, (unsigned long long)stats.postings,
         (unsigned long long)stats.positions, (unsigned long long)stats.text_bytes);
  printf("%-22s %12s %12s %12s\n", "part", "bytes", "bits/occ", "B/B text");
  print_line("lists", stats.bytes_postings, &stats);
  print_line("dictionaries", stats.bytes_terms, &stats);
  print_line("keys, lengths, columns", stats.bytes_documents, &stats);
  uint64_t searched = stats.bytes_postings + stats.bytes_terms + stats.bytes_documents;
  print_line("without stored text", searched, &stats);
  print_line("stored text", stats.bytes_store, &stats);
  print_line("all", stats.bytes_total, &stats);
  const part *all = &parts[PARTS];
  double floor = (all->documents + all->frequencies + all->positions) / 8;
  printf("lists are %.3f of the floor\n", (double)stats.bytes_postings / floor);
  assist_snapshot_close(snapshot);
  assist_index_close(index);
}

int main(int argc, char **argv) {
  bench_corpus corpus;
  if (argc != 3) bench_fail("usage: bench_size CORPUS.jsonl INDEX");
  for (int i = 1; i < 4096; i++) small[i] = small[i - 1] + log2(i);
  bench_corpus_read(argv[1], &corpus);
  as_inverter *inverter = invert(&corpus);
  add_terms(inverter, (double)corpus.count);
  as_inverter_free(inverter);
  add_up();
  print_floor((double)corpus.text_bytes);
  print_index(argv[2]);
  return EXIT_SUCCESS;
}
