/* SPDX-License-Identifier: MIT
 *
 * Draws queries from a corpus, the same for the same corpus and seed.
 *
 *   make_queries CORPUS.jsonl [COUNT [SEED [QUESTIONS.tsv]]] >queries.tsv
 *
 * A line a query: its class, a tab, its texts.  Places are drawn evenly over the Han of the text, so that what is
 * frequent is asked often; texts of a class are distinct.
 *
 *   c1                     one character
 *   t2high t2mid t2low     two characters: thirds of those drawn, by the number of documents that hold them
 *   p4 p8 p12              phrases
 *   and2                   two pairs of one document          or4   pairs of four documents
 *   q                      a question: three pieces of 4 to 6 characters from places of one document, one run (which stands
 *                          nowhere, so that it is relaxed), or the second column of QUESTIONS.tsv
 *   filter                 a pair, and a span of dates that holds about a tenth of the dated documents
 *   count                  a pair or a phrase of four, to be counted
 */
#include <stdlib.h>
#include <string.h>

#include <assist.h>

#include "tests/bench/bench.h"

#define LONGEST 12u

/* Every Han of a run of Han: where its bytes start, and how many Han follow up to the end of the run, itself counted. */
typedef struct place {
  const char *text;
  uint32_t document;
  uint32_t left;
} place;

/* Pairs with the number of documents that hold them: an open table. */
typedef struct pair {
  uint64_t key; /* 0: free */
  uint32_t documents, last;
} pair;

typedef struct maker {
  bench_corpus corpus;
  bench_chance chance;
  size_t count; /* queries a class */
  place *places;
  size_t place_count, place_room;
  size_t *firsts; /* by document: its first place; one more at the end */
  pair *pairs;
  size_t pair_count, pair_room; /* a power of two */
  const char **seen;            /* texts of this class so far */
  size_t seen_count;
} maker;

/* Han of the first planes as they are drawn: three bytes each. */
static size_t han_at(const char *text, uint32_t *out_code) {
  const unsigned char *at = (const unsigned char *)text;
  if (at[0] < 0xE3 || at[0] > 0xE9 || at[1] == 0 || at[2] == 0) return 0;
  *out_code = (uint32_t)(at[0] & 15) << 12 | (uint32_t)(at[1] & 63) << 6 | (at[2] & 63u);
  return (*out_code >= 0x3400 && *out_code < 0x4DC0) || (*out_code >= 0x4E00 && *out_code < 0xA000) ? 3 : 0;
}

static pair *pair_at(maker *made, uint64_t key) {
  size_t at = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (made->pair_room - 1);
  while (made->pairs[at].key != 0 && made->pairs[at].key != key) at = (at + 1) & (made->pair_room - 1);
  return &made->pairs[at];
}

static void make_room(maker *made) {
  if (made->pair_count * 2 < made->pair_room) return;
  pair *old = made->pairs;
  size_t room = made->pair_room;
  made->pair_room = room == 0 ? 1 << 16 : room * 4;
  made->pairs = bench_need(calloc(made->pair_room, sizeof *made->pairs));
  for (size_t i = 0; i < room; i++)
    if (old[i].key != 0) *pair_at(made, old[i].key) = old[i];
  free(old);
}

static void count_pair(maker *made, uint32_t first, uint32_t second, uint32_t document) {
  make_room(made);
  pair *found = pair_at(made, (uint64_t)first << 32 | second);
  if (found->key == 0) {
    found->key = (uint64_t)first << 32 | second;
    made->pair_count++;
  } else if (found->last == document) {
    return;
  }
  found->last = document;
  found->documents++;
}

static uint32_t documents_of(maker *made, const char *text) {
  uint32_t first = 0, second = 0;
  (void)han_at(text, &first);
  (void)han_at(text + 3, &second);
  return pair_at(made, (uint64_t)first << 32 | second)->documents;
}

static void take_text(maker *made, const char *text, uint32_t document) {
  uint32_t code = 0, before = 0;
  size_t start = made->place_count;
  while (*text != '\0') {
    if (han_at(text, &code) == 0) {
      before = 0;
      start = made->place_count;
      text++;
      continue;
    }
    made->places = bench_grow(made->places, made->place_count, &made->place_room, sizeof *made->places);
    made->places[made->place_count++] = (place){text, document, 1};
    size_t first = made->place_count - start > LONGEST ? made->place_count - LONGEST : start;
    for (size_t i = first; i + 1 < made->place_count; i++) made->places[i].left++;
    if (before != 0) count_pair(made, before, code, document);
    before = code;
    text += 3;
  }
}

static void take_corpus(maker *made) {
  made->firsts = bench_need(malloc((made->corpus.count + 1) * sizeof *made->firsts));
  for (size_t i = 0; i < made->corpus.count; i++) {
    made->firsts[i] = made->place_count;
    take_text(made, made->corpus.documents[i].title, (uint32_t)i);
    take_text(made, made->corpus.documents[i].body, (uint32_t)i);
  }
  made->firsts[made->corpus.count] = made->place_count;
  if (made->place_count < 1000) bench_fail("the corpus has too few Han to draw queries from");
}

/* A place with LENGTH Han at it, in DOCUMENT or anywhere; NULL after many misses. */
static const place *draw(maker *made, size_t length, const place *beside) {
  size_t from = beside == NULL ? 0 : made->firsts[beside->document];
  size_t end = beside == NULL ? made->place_count : made->firsts[beside->document + 1];
  for (int i = 0; i < 1000; i++) {
    const place *found = &made->places[from + bench_below(&made->chance, end - from)];
    if (found->left >= length) return found;
  }
  return NULL;
}

/* Whether the Han at TEXT, LENGTH of them, were drawn before for this class; notes them. */
static bool is_new(maker *made, const char *text, size_t length) {
  for (size_t i = 0; i < made->seen_count; i++)
    if (memcmp(made->seen[i], text, length * 3) == 0) return false;
  made->seen[made->seen_count++] = text;
  return true;
}

static void begin_class(maker *made, uint64_t number, uint64_t seed) {
  made->seen_count = 0;
  made->chance = bench_chance_of(seed * 64 + number);
}

static void print_runs(maker *made, const char *class_name, size_t length) {
  for (size_t tries = 0; made->seen_count < made->count && tries < made->count * 50; tries++) {
    const place *found = draw(made, length, NULL);
    if (found == NULL) return;
    if (is_new(made, found->text, length)) printf("%s\t%.*s\n", class_name, (int)length * 3, found->text);
  }
}

typedef struct drawn {
  const char *text;
  uint32_t documents;
} drawn;

static int rarer(const void *a, const void *b) {
  const drawn *left = a, *right = b;
  if (left->documents != right->documents) return left->documents > right->documents ? -1 : 1;
  return memcmp(left->text, right->text, 6);
}

static void print_pairs(maker *made) {
  static const char *const names[] = {"t2high", "t2mid", "t2low"};
  size_t wanted = made->count * 3, count = 0;
  drawn *list = bench_need(malloc(wanted * sizeof *list));
  for (size_t tries = 0; count < wanted && tries < wanted * 50; tries++) {
    const place *found = draw(made, 2, NULL);
    if (found != NULL && is_new(made, found->text, 2))
      list[count++] = (drawn){found->text, documents_of(made, found->text)};
  }
  qsort(list, count, sizeof *list, rarer);
  for (size_t i = 0; i < count; i++) printf("%s\t%.6s\n", names[i * 3 / count], list[i].text);
  free(list);
}

static void print_boolean(maker *made) {
  for (size_t i = 0; i < made->count; i++) {
    const place *one = draw(made, 2, NULL);
    const place *other = one == NULL ? NULL : draw(made, 2, one);
    if (other != NULL && memcmp(one->text, other->text, 6) != 0)
      printf("and2\t%.6s\t%.6s\n", one->text, other->text);
  }
  for (size_t i = 0; i < made->count; i++) {
    fputs("or4", stdout);
    for (int j = 0; j < 4; j++) printf("\t%.6s", draw(made, 2, NULL)->text);
    putchar('\n');
  }
}

static void print_questions(maker *made) {
  for (size_t i = 0; i < made->count; i++) {
    const place *pieces[3];
    size_t lengths[3];
    bool whole = true;
    for (int j = 0; j < 3 && whole; j++) {
      lengths[j] = 4 + bench_below(&made->chance, 3);
      pieces[j] = draw(made, lengths[j], j == 0 ? NULL : pieces[0]);
      whole = pieces[j] != NULL;
    }
    if (!whole) continue;
    fputs("q\t", stdout);
    for (int j = 0; j < 3; j++) printf("%.*s", (int)lengths[j] * 3, pieces[j]->text);
    putchar('\n');
  }
}

static void copy_questions(maker *made, const char *path) {
  bench_query *lines;
  size_t count = bench_queries_read(path, &lines);
  for (size_t i = 0; i < made->count && i < count; i++) {
    const bench_query *line = &lines[i * count / (made->count < count ? made->count : count)];
    if (line->part_count > 0) printf("q\t%s\n", line->parts[0]);
  }
}

static int earlier(const void *a, const void *b) {
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
  return left < right ? -1 : left > right;
}

static void print_day(int64_t date) {
  char text[40];
  assist_date_print(date, text);
  printf("\t%.10s", text);
}

static void print_filters(maker *made) {
  if (made->corpus.dated * 2 < made->corpus.count) return;
  size_t count = 0, tenth = made->corpus.dated / 10 + 1;
  int64_t *dates = bench_need(malloc(made->corpus.dated * sizeof *dates));
  for (size_t i = 0; i < made->corpus.count; i++)
    if (made->corpus.documents[i].dated) dates[count++] = made->corpus.documents[i].date;
  qsort(dates, count, sizeof *dates, earlier);
  for (size_t i = 0; i < made->count; i++) {
    const place *found = draw(made, 2, NULL);
    size_t first = bench_below(&made->chance, count);
    printf("filter\t%.6s", found->text);
    print_day(dates[first]);
    print_day(dates[first + tenth < count ? first + tenth : count - 1]);
    putchar('\n');
  }
  free(dates);
}

static void print_counts(maker *made) {
  for (size_t i = 0; i < made->count; i++) {
    size_t length = i % 2 == 0 ? 2 : 4;
    const place *found = draw(made, length, NULL);
    if (found != NULL) printf("count\t%.*s\n", (int)length * 3, found->text);
  }
}

int main(int argc, char **argv) {
  if (argc < 2) bench_fail("usage: make_queries CORPUS.jsonl [COUNT [SEED [QUESTIONS.tsv]]]");
  maker made = {.count = argc > 2 ? strtoul(argv[2], NULL, 10) : 200};
  uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
  if (made.count == 0) bench_fail("no queries wanted");
  bench_corpus_read(argv[1], &made.corpus);
  take_corpus(&made);
  made.seen = bench_need(malloc(made.count * 3 * sizeof *made.seen));
  begin_class(&made, 1, seed), print_runs(&made, "c1", 1);
  begin_class(&made, 2, seed), print_pairs(&made);
  begin_class(&made, 3, seed), print_runs(&made, "p4", 4);
  begin_class(&made, 4, seed), print_runs(&made, "p8", 8);
  begin_class(&made, 5, seed), print_runs(&made, "p12", 12);
  begin_class(&made, 6, seed), print_boolean(&made);
  begin_class(&made, 7, seed);
  if (argc > 4 && argv[4][0] != '\0')
    copy_questions(&made, argv[4]);
  else
    print_questions(&made);
  begin_class(&made, 8, seed), print_filters(&made);
  begin_class(&made, 9, seed), print_counts(&made);
  free(made.seen);
  return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
