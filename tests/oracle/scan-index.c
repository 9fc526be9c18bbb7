/* SPDX-License-Identifier: MIT
 *
 * The oracle over any index there is:   scan-index INDEX PHRASES SEED
 *
 * Reads every stored document back, analyses it, draws random phrases of 1 to 12 characters from random documents, and compares the
 * hits of each, quoted, with a plain scan.  To stay bearable on 100 MB the scan looks only at the documents' places where
 * the phrase's rarest unit stands; that table is made here, from the units alone.  Prints the counts; exits 1 on any difference. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"

struct place {
  uint64_t text;
  uint32_t document, unit;
};

struct corpus {
  const assist_snapshot *snapshot;
  assist_analyzer *analyzer;
  uint64_t limit; /* documents */
  struct oracle_text *texts;
  struct place *places;
  size_t place_count;
};

static void fail(const char *what, const assist_error *error) {
  fprintf(stderr, "scan-index: %s: %s\n", what, error == NULL ? "" : error->message);
  exit(2);
}

static int by_text(const void *a, const void *b) {
  const struct place *x = a, *y = b;
  if (x->text != y->text) return x->text < y->text ? -1 : 1;
  if (x->document != y->document) return x->document < y->document ? -1 : 1;
  return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static void add_values(struct corpus *corpus, const assist_document *document, uint64_t number,
                       const char *field) {
  for (size_t i = 0; i < assist_document_value_count(document); i++) {
    assist_value value;
    if (assist_document_value_at(document, i, &value, NULL) != ASSIST_OK) fail("value", NULL);
    if (value.kind != ASSIST_VALUE_TEXT || strcmp(value.field, field) != 0) continue;
    if (!oracle_add(&corpus->texts[number], corpus->analyzer, value.text, value.size, false))
      fail("memory", NULL);
  }
}

static void read_corpus(struct corpus *corpus) {
  assist_error error = {0};
  corpus->limit = assist_snapshot_document_limit(corpus->snapshot);
  corpus->texts = calloc(corpus->limit + 1, sizeof *corpus->texts);
  size_t units = 0;
  for (uint64_t d = assist_snapshot_next_document(corpus->snapshot, 0); d < corpus->limit;
       d = assist_snapshot_next_document(corpus->snapshot, d + 1)) {
    assist_document *document;
    if (assist_snapshot_document(corpus->snapshot, d, &document, &error) != ASSIST_OK)
      fail("document", &error);
    add_values(corpus, document, d, "title");
    add_values(corpus, document, d, "body");
    units += corpus->texts[d].count;
    assist_document_free(document);
  }
  corpus->places = malloc((units + 1) * sizeof *corpus->places);
  if (corpus->texts == NULL || corpus->places == NULL) fail("memory", NULL);
  for (uint64_t d = 0; d < corpus->limit; d++)
    for (size_t u = 0; u < corpus->texts[d].count; u++)
      corpus->places[corpus->place_count++] =
          (struct place){corpus->texts[d].units[u].text, (uint32_t)d, (uint32_t)u};
  qsort(corpus->places, corpus->place_count, sizeof *corpus->places, by_text);
}

static size_t lower_bound(const struct corpus *corpus, uint64_t text) {
  size_t low = 0, high = corpus->place_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (corpus->places[middle].text < text)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Marks the documents that hold PHRASE; returns how many. */
static size_t scan(const struct corpus *corpus, const struct oracle_text *phrase, unsigned char *marks) {
  size_t rarest = 0, least = SIZE_MAX, from = 0, found = 0;
  for (size_t i = 0; i < phrase->count; i++) {
    size_t low = lower_bound(corpus, phrase->units[i].text),
           high = lower_bound(corpus, phrase->units[i].text + 1);
    if (high - low >= least) continue;
    least = high - low;
    rarest = i;
    from = low;
  }
  for (size_t i = 0; phrase->count > 0 && i < least; i++) {
    const struct place *place = &corpus->places[from + i];
    const struct oracle_text *text = &corpus->texts[place->document];
    if (marks[place->document] || place->unit < rarest || place->unit - rarest + phrase->count > text->count)
      continue;
    struct oracle_text window = {text->units + (place->unit - rarest), phrase->count, 0};
    if (!oracle_has(&window, phrase, 0, phrase->count)) continue;
    marks[place->document] = 1;
    found++;
  }
  return found;
}

static unsigned long random_next(unsigned long *seed) {
  *seed = *seed * 6364136223846793005UL + 1442695040888963407UL;
  return *seed >> 33;
}

/* A random slice of 1 to 12 code points of a random body (or title, where there is no body). */
static char *draw_phrase(const struct corpus *corpus, unsigned long *seed) {
  for (;;) {
    uint64_t d = assist_snapshot_next_document(corpus->snapshot, random_next(seed) % corpus->limit);
    assist_document *document;
    if (d == corpus->limit) continue;
    if (assist_snapshot_document(corpus->snapshot, d, &document, NULL) != ASSIST_OK) fail("document", NULL);
    size_t size = 0;
    const char *text = assist_document_text(document, "body", &size);
    if (text == NULL || size == 0) text = assist_document_text(document, "title", &size);
    if (text != NULL && size > 0) {
      size_t start = random_next(seed) % size, letters = 1 + random_next(seed) % 12;
      while (start > 0 && ((unsigned char)text[start] & 0xC0) == 0x80) start--;
      size_t end = start;
      while (end < size && letters-- > 0)
        for (end++; end < size && ((unsigned char)text[end] & 0xC0) == 0x80;) end++;
      char *phrase = calloc(1, end - start + 1);
      memcpy(phrase, text + start, end - start);
      assist_document_free(document);
      return phrase;
    }
    assist_document_free(document);
  }
}

/* Number of differences. */
static size_t compare(const struct corpus *corpus, const char *text, size_t *hits) {
  struct oracle_text phrase = {0};
  unsigned char *marks = calloc(corpus->limit + 1, 1);
  assist_query *query;
  assist_results *results;
  assist_error error = {0};
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.limit = ASSIST_LIMIT_ALL;
  options.flags = ASSIST_SEARCH_STRICT | ASSIST_SEARCH_UNRANKED;
  if (!oracle_add(&phrase, corpus->analyzer, text, strlen(text), true)) fail("memory", NULL);
  size_t wanted = scan(corpus, &phrase, marks), wrong = 0;
  if (assist_query_text(ASSIST_PHRASE, NULL, text, strlen(text), &query, &error) != ASSIST_OK)
    fail("query", &error);
  if (assist_search(corpus->snapshot, query, &options, &results, &error) != ASSIST_OK) fail(text, &error);
  size_t got = assist_results_count(results);
  for (size_t i = 0; i < got; i++) {
    assist_hit hit;
    if (assist_results_hit(results, i, &hit, &error) != ASSIST_OK) fail("hit", &error);
    wrong += !marks[hit.document];
  }
  if (wrong > 0 || got != wanted)
    printf("differs: <%s>: scan %zu, index %zu, of which not in the scan %zu\n", text, wanted, got, wrong);
  *hits += wanted;
  size_t missed = wanted - (got - wrong);
  assist_results_free(results);
  assist_query_free(query);
  oracle_clear(&phrase);
  free(marks);
  return wrong + missed;
}

int main(int argc, char **argv) {
  struct corpus corpus = {0};
  assist_index *index;
  assist_snapshot *snapshot;
  assist_error error = {0};
  if (argc != 4) fail("usage: scan-index INDEX PHRASES SEED", NULL);
  if (assist_analyzer_new(&corpus.analyzer, &error) != ASSIST_OK) fail("analyzer", &error);
  if (assist_index_open(argv[1], NULL, &index, &error) != ASSIST_OK) fail(argv[1], &error);
  if (assist_index_snapshot(index, &snapshot, &error) != ASSIST_OK) fail(argv[1], &error);
  corpus.snapshot = snapshot;
  read_corpus(&corpus);
  unsigned long phrases = strtoul(argv[2], NULL, 10), seed = strtoul(argv[3], NULL, 10);
  size_t different = 0, hits = 0;
  for (unsigned long i = 0; i < phrases; i++) {
    char *phrase = draw_phrase(&corpus, &seed);
    different += compare(&corpus, phrase, &hits);
    free(phrase);
  }
  printf("%lu phrases over %" PRIu64 " documents: %zu hits by the scan, %zu differences\n", phrases,
         corpus.limit, hits, different);
  for (uint64_t d = 0; d < corpus.limit; d++) oracle_clear(&corpus.texts[d]);
  free(corpus.texts);
  free(corpus.places);
  assist_snapshot_close(snapshot);
  assist_index_close(index);
  assist_analyzer_free(corpus.analyzer);
  return different == 0 ? 0 : 1;
}
