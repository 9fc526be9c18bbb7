/* SPDX-License-Identifier: MIT
 *
 * The oracle over any index there is:
 *
 *   scan-index INDEX PHRASES SEED
 *   scan-index --change RECORDS INDEX PHRASES SEED
 *
 * Reads every stored document back, analyses it, draws random phrases of 1 to 12 characters from random documents, and compares the
 * hits of each, quoted, with a plain scan.  To stay bearable on 100 MB the scan looks only at the documents' places where
 * the phrase's rarest unit stands; that table is made here, from the units alone.  Prints the counts; exits 1 on any difference.
 *
 * With --change the texts are those of the JSONL file the index was made of (records.h), and what the index stores must be
 * the same.  A copy of the index is compared as it is, after a random tenth of its documents was removed, after another tenth
 * was replaced, after a merge, and opened anew.  Phrases are drawn from what is gone as well. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "oracle.h"
#include "records.h"

struct place {
  uint64_t text;
  uint32_t document, unit;
};

struct corpus {
  const struct records *records; /* NULL: what the index stores */
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

static bool stores(const assist_document *document, const char *field, const char *text, size_t size) {
  size_t found = 0;
  const char *stored = assist_document_text(document, field, &found);
  return found == size && (size == 0 || memcmp(stored, text, size) == 0);
}

/* The document must be one of the records, and store what that has. */
static void add_record(struct corpus *corpus, const assist_document *document, uint64_t number) {
  size_t size;
  const char *key = assist_document_key(document, &size);
  const struct record *record = records_find(corpus->records, key, size);
  if (record == NULL || record->dead) fail("a document that should not be there", NULL);
  if (!stores(document, "title", record->title, record->title_size) ||
      !stores(document, "body", record->body, record->body_size))
    fail("a document stores another text", NULL);
  struct oracle_text *text = &corpus->texts[number];
  if ((record->title_size > 0 &&
       !oracle_add(text, corpus->analyzer, record->title, record->title_size, false)) ||
      (record->body_size > 0 && !oracle_add(text, corpus->analyzer, record->body, record->body_size, false)))
    fail("memory", NULL);
}

static void expect_live(const struct corpus *corpus, size_t documents) {
  size_t live = 0;
  for (size_t i = 0; i < corpus->records->count; i++) live += !corpus->records->items[i].dead;
  if (documents != live) fail("not as many documents as records", NULL);
}

static void read_corpus(struct corpus *corpus) {
  assist_error error = {0};
  corpus->limit = assist_snapshot_document_limit(corpus->snapshot);
  corpus->texts = calloc(corpus->limit + 1, sizeof *corpus->texts);
  size_t units = 0, documents = 0;
  for (uint64_t d = assist_snapshot_next_document(corpus->snapshot, 0); d < corpus->limit;
       d = assist_snapshot_next_document(corpus->snapshot, d + 1)) {
    assist_document *document;
    if (assist_snapshot_document(corpus->snapshot, d, &document, &error) != ASSIST_OK)
      fail("document", &error);
    if (corpus->records != NULL) {
      add_record(corpus, document, d);
    } else {
      add_values(corpus, document, d, "title");
      add_values(corpus, document, d, "body");
    }
    documents++;
    units += corpus->texts[d].count;
    assist_document_free(document);
  }
  if (corpus->records != NULL) expect_live(corpus, documents);
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

static void free_corpus(struct corpus *corpus) {
  for (uint64_t d = 0; d < corpus->limit; d++) oracle_clear(&corpus->texts[d]);
  free(corpus->texts);
  free(corpus->places);
  corpus->texts = NULL;
  corpus->places = NULL;
  corpus->place_count = 0;
}

/* A random slice of 1 to 12 code points. */
static char *draw_slice(const char *text, size_t size, unsigned long *seed) {
  size_t start = random_next(seed) % size, letters = 1 + random_next(seed) % 12;
  while (start > 0 && ((unsigned char)text[start] & 0xC0) == 0x80) start--;
  size_t end = start;
  while (end < size && letters-- > 0)
    for (end++; end < size && ((unsigned char)text[end] & 0xC0) == 0x80;) end++;
  char *phrase = calloc(1, end - start + 1);
  if (phrase == NULL) fail("memory", NULL);
  memcpy(phrase, text + start, end - start);
  return phrase;
}

/* Of a record, be it gone or its text replaced: of the title now and then. */
static char *draw_from_records(const struct records *records, unsigned long *seed) {
  for (;;) {
    const struct record *record = &records->items[random_next(seed) % records->count];
    if (record->title_size > 0 && random_next(seed) % 16 == 0)
      return draw_slice(record->title, record->title_size, seed);
    if (record->before != NULL && random_next(seed) % 2 == 0)
      return draw_slice(record->before, record->before_size, seed);
    if (record->body_size > 0) return draw_slice(record->body, record->body_size, seed);
  }
}

/* Of a random body (or title, where there is no body). */
static char *draw_phrase(const struct corpus *corpus, unsigned long *seed) {
  if (corpus->records != NULL) return draw_from_records(corpus->records, seed);
  for (;;) {
    uint64_t d = assist_snapshot_next_document(corpus->snapshot, random_next(seed) % corpus->limit);
    assist_document *document;
    if (d == corpus->limit) continue;
    if (assist_snapshot_document(corpus->snapshot, d, &document, NULL) != ASSIST_OK) fail("document", NULL);
    size_t size = 0;
    const char *text = assist_document_text(document, "body", &size);
    if (text == NULL || size == 0) text = assist_document_text(document, "title", &size);
    char *phrase = text != NULL && size > 0 ? draw_slice(text, size, seed) : NULL;
    assist_document_free(document);
    if (phrase != NULL) return phrase;
  }
}

struct counts {
  size_t hits;          /* of the scan */
  size_t wrong, missed; /* by the index */
};

static void compare(const struct corpus *corpus, const char *text, struct counts *counts) {
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
  counts->hits += wanted;
  counts->wrong += wrong;
  counts->missed += wanted - (got - wrong);
  assist_results_free(results);
  assist_query_free(query);
  oracle_clear(&phrase);
  free(marks);
}

/* Compares PHRASES of them over SNAPSHOT; false when anything differs. */
static bool compare_many(struct corpus *corpus, const assist_snapshot *snapshot, const char *what,
                         unsigned long phrases, unsigned long *seed) {
  struct counts counts = {0};
  corpus->snapshot = snapshot;
  read_corpus(corpus);
  for (unsigned long i = 0; i < phrases; i++) {
    char *phrase = draw_phrase(corpus, seed);
    compare(corpus, phrase, &counts);
    free(phrase);
  }
  printf("%s%lu phrases over %" PRIu64
         " documents: %zu hits by the scan, %zu differences (%zu wrong, %zu missed)\n",
         what, phrases, corpus->limit, counts.hits, counts.wrong + counts.missed, counts.wrong,
         counts.missed);
  free_corpus(corpus);
  return counts.wrong + counts.missed == 0;
}

static bool compare_newest(struct corpus *corpus, assist_index *index, const char *what,
                           unsigned long phrases, unsigned long *seed) {
  assist_snapshot *snapshot;
  assist_error error = {0};
  if (assist_index_snapshot(index, &snapshot, &error) != ASSIST_OK) fail(what, &error);
  bool same = compare_many(corpus, snapshot, what, phrases, seed);
  assist_snapshot_close(snapshot);
  return same;
}

/* ---- changes ---- */

static void remove_tenth(struct records *records, assist_writer *writer, unsigned long *seed) {
  assist_error error = {0};
  for (size_t i = 0; i < records->count; i++) {
    struct record *record = &records->items[i];
    if (random_next(seed) % 10 != 0) continue;
    record->dead = true;
    if (assist_writer_remove(writer, record->key, record->key_size, &error) != ASSIST_OK)
      fail("remove", &error);
  }
  if (assist_writer_commit(writer, &error) != ASSIST_OK) fail("commit", &error);
}

/* The new body is that of another record before a half of the old one. */
static void replace_body(struct record *record, const struct record *other) {
  size_t half = record->body_size / 2;
  while (half > 0 && ((unsigned char)record->body[half] & 0xC0) == 0x80) half--;
  char *body = malloc(other->body_size + half + 1);
  if (body == NULL) fail("memory", NULL);
  memcpy(body, other->body, other->body_size);
  memcpy(body + other->body_size, record->body, half);
  body[other->body_size + half] = '\0';
  free(record->before);
  record->before = record->body;
  record->before_size = record->body_size;
  record->body = body;
  record->body_size = other->body_size + half;
}

static void replace_tenth(struct records *records, assist_writer *writer, unsigned long *seed) {
  assist_error error = {0};
  assist_document *document;
  if (assist_document_new(&document, &error) != ASSIST_OK) fail("document", &error);
  for (size_t i = 0; i < records->count; i++) {
    struct record *record = &records->items[i];
    if (record->dead || random_next(seed) % 10 != 0) continue;
    replace_body(record, &records->items[(i + 1 + random_next(seed)) % records->count]);
    assist_document_clear(document);
    assist_status status = assist_document_set_key(document, record->key, record->key_size, &error);
    if (status == ASSIST_OK)
      status = assist_document_add_text(document, "title", record->title, record->title_size, &error);
    if (status == ASSIST_OK)
      status = assist_document_add_text(document, "body", record->body, record->body_size, &error);
    if (status == ASSIST_OK) status = assist_writer_put(writer, document, NULL, &error);
    if (status != ASSIST_OK) fail("put", &error);
  }
  assist_document_free(document);
  if (assist_writer_commit(writer, &error) != ASSIST_OK) fail("commit", &error);
}

static void run(const char *command, const char *from, const char *to) {
  char line[4096];
  if (strchr(from, '\'') != NULL || (size_t)snprintf(line, sizeof line, command, from, to) >= sizeof line ||
      system(line) != 0)
    fail("copying failed", NULL);
}

/* Into one segment, in another order of documents. */
static void reorder(assist_index *index) {
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  assist_writer *writer;
  assist_error error = {0};
  options.flags = ASSIST_WRITER_REORDER;
  if (assist_writer_open(index, &options, &writer, &error) != ASSIST_OK) fail("writer", &error);
  if (assist_writer_merge(writer, &error) != ASSIST_OK) fail("merge", &error);
  assist_writer_close(writer);
}

static bool change_and_compare(struct corpus *corpus, struct records *records, const char *path,
                               unsigned long phrases, unsigned long seed) {
  char copy[] = "/tmp/scan-index-XXXXXX";
  assist_index *index;
  assist_writer *writer;
  assist_error error = {0};
  if (mkdtemp(copy) == NULL) fail("mkdtemp", NULL);
  run("cp -R '%s'/. '%s'", path, copy);
  if (assist_index_open(copy, NULL, &index, &error) != ASSIST_OK) fail(copy, &error);
  bool same = compare_newest(corpus, index, "as given: ", phrases, &seed);
  reorder(index);
  same &= compare_newest(corpus, index, "reordered: ", phrases, &seed);
  if (assist_writer_open(index, NULL, &writer, &error) != ASSIST_OK) fail(copy, &error);
  remove_tenth(records, writer, &seed);
  same &= compare_newest(corpus, index, "a tenth removed: ", phrases, &seed);
  replace_tenth(records, writer, &seed);
  same &= compare_newest(corpus, index, "a tenth replaced: ", phrases, &seed);
  if (assist_writer_merge(writer, &error) != ASSIST_OK) fail("merge", &error);
  same &= compare_newest(corpus, index, "merged: ", phrases, &seed);
  assist_writer_close(writer);
  assist_index_close(index);
  if (assist_index_check(copy, NULL, NULL, NULL, &error) != ASSIST_OK) fail("check", &error);
  if (assist_index_open(copy, NULL, &index, &error) != ASSIST_OK) fail(copy, &error);
  same &= compare_newest(corpus, index, "opened anew: ", phrases, &seed);
  assist_index_close(index);
  run("rm -rf '%s'%s", copy, "");
  return same;
}

int main(int argc, char **argv) {
  struct corpus corpus = {0};
  struct records records = {0};
  assist_index *index;
  assist_error error = {0};
  bool change = argc == 6 && strcmp(argv[1], "--change") == 0, same;
  if (argc != 4 && !change) fail("usage: scan-index [--change RECORDS] INDEX PHRASES SEED", NULL);
  char **rest = argv + argc - 3;
  unsigned long phrases = strtoul(rest[1], NULL, 10), seed = strtoul(rest[2], NULL, 10);
  if (assist_analyzer_new(&corpus.analyzer, &error) != ASSIST_OK) fail("analyzer", &error);
  if (change) {
    if (!records_read(&records, argv[2])) fail("the records cannot be read", NULL);
    corpus.records = &records;
    same = change_and_compare(&corpus, &records, rest[0], phrases, seed);
  } else {
    if (assist_index_open(rest[0], NULL, &index, &error) != ASSIST_OK) fail(rest[0], &error);
    same = compare_newest(&corpus, index, "", phrases, &seed);
    assist_index_close(index);
  }
  records_clear(&records);
  assist_analyzer_free(corpus.analyzer);
  return same ? 0 : 1;
}
