/* SPDX-License-Identifier: MIT
 *
 * A corpus for who has none: records of JSON made up from the sample pages, the same for the same arguments anywhere.
 *
 *   make_corpus DOCUMENTS SEED PAGE... >corpus.jsonl
 *
 * Text as it counts for an index, not as it reads: words of one to four characters, drawn with the frequencies that
 * words have (rank r about N / r times), made of characters that are common in the pages (half of them) or anywhere in
 * the first block (drawn with such frequencies as well); now and then a clause of the pages as it stands, a number, a
 * date or a word of Latin letters; clauses of 4 to 16 characters with punctuation between them.  A tenth of the
 * documents repeats a paragraph of an earlier one, as real collections do.  Lengths are those of news: some 300
 * characters, a few much longer. */
#include <stdlib.h>
#include <string.h>

#include "tests/bench/bench.h"

#define WORDS 60000u
#define CHARACTERS 6000u

typedef struct maker {
  bench_chance chance;
  uint32_t characters[CHARACTERS];
  uint32_t words[WORDS][4]; /* 0-ended where shorter */
  char **clauses;           /* of the pages */
  size_t clause_count;
} maker;

static uint64_t sums[WORDS + 1]; /* of the weights of all ranks before */

static void make_weights(void) {
  for (size_t rank = 0; rank < WORDS; rank++) sums[rank + 1] = sums[rank] + (UINT64_C(1) << 32) / (rank + 3);
}

/* A rank below LIMIT, as often as 1 / (rank + 3). */
static size_t rank_below(bench_chance *chance, size_t limit) {
  uint64_t drawn = (bench_random(chance) >> 16) % sums[limit];
  size_t low = 0, high = limit;
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    if (sums[middle] <= drawn)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static uint32_t next_code(const char **text) {
  const unsigned char *at = (const unsigned char *)*text;
  size_t size = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
  uint32_t code = size == 1 ? at[0] : at[0] & (0x7Fu >> size);
  for (size_t i = 1; i < size && at[i] != 0; i++) code = code << 6 | (at[i] & 0x3Fu);
  *text += size;
  return code;
}

static void print_code(uint32_t code) {
  putchar((int)(0xE0 | code >> 12));
  putchar((int)(0x80 | (code >> 6 & 0x3F)));
  putchar((int)(0x80 | (code & 0x3F)));
}

static bool is_han(uint32_t code) { return code >= 0x4E00 && code < 0x9FA6; }

/* Clauses of a page: runs of Han of at least four. */
static void take_page(maker *made, const char *path, size_t *room, uint32_t *counts) {
  static char text[1 << 20];
  FILE *file = fopen(path, "r");
  if (file == NULL) bench_fail("%s: cannot be read", path);
  text[fread(text, 1, sizeof text - 1, file)] = '\0';
  fclose(file);
  const char *start = text;
  size_t length = 0;
  for (const char *at = text; *at != '\0';) {
    const char *before = at;
    uint32_t code = next_code(&at);
    if (is_han(code)) {
      counts[code - 0x4E00]++;
      if (length++ == 0) start = before;
      continue;
    }
    if (length >= 4) {
      made->clauses = bench_grow(made->clauses, made->clause_count, room, sizeof *made->clauses);
      made->clauses[made->clause_count++] = bench_need(strndup(start, (size_t)(before - start)));
    }
    length = 0;
  }
}

static uint32_t *frequencies;
static int more_frequent(const void *a, const void *b) {
  uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
  uint32_t left_count = frequencies[left - 0x4E00], right_count = frequencies[right - 0x4E00];
  if (left_count != right_count) return left_count > right_count ? -1 : 1;
  return left < right ? -1 : left > right;
}

/* Those of the pages first, by how often; then others from anywhere in the block. */
static void choose_characters(maker *made, uint32_t *counts) {
  size_t count = 0;
  for (uint32_t code = 0x4E00; code < 0x9FA6 && count < CHARACTERS; code++)
    if (counts[code - 0x4E00] > 0) made->characters[count++] = code;
  frequencies = counts;
  qsort(made->characters, count, sizeof *made->characters, more_frequent);
  while (count < CHARACTERS)
    made->characters[count++] = 0x4E00 + (uint32_t)bench_below(&made->chance, 0x9FA6 - 0x4E00);
}

static void make_words(maker *made) {
  for (size_t i = 0; i < WORDS; i++) {
    size_t length = bench_below(&made->chance, 10);
    length = i < 200 ? 1 + length / 7 : length < 1 ? 1 : length < 7 ? 2 : length < 9 ? 3 : 4;
    for (size_t j = 0; j < length; j++)
      made->words[i][j] = made->characters[rank_below(&made->chance, CHARACTERS)];
  }
}

static size_t print_odd(maker *made) {
  static const char *const latin[] = {"CT",    "AI",     "GDP",   "5G",    "App",
                                      "Linux", "iPhone", "Wi-Fi", "PM2.5", "v1.0"};
  bench_chance *chance = &made->chance;
  switch (bench_below(chance, 4)) {
  case 0: printf("%zu", bench_below(chance, 3000)); return 2;
  case 1:
    printf("%zu年%zu月%zu日", 1990 + bench_below(chance, 35), 1 + bench_below(chance, 12),
           1 + bench_below(chance, 28));
    return 6;
  case 2: fputs(latin[rank_below(chance, 10)], stdout); return 1;
  default: printf("%zu.%zu%%", bench_below(chance, 100), bench_below(chance, 10)); return 2;
  }
}

static size_t print_clause(maker *made) {
  static const char *const marks[] = {"，", "。", "，", "、", "，", "；", "。", "：", "，", "“"};
  bench_chance *chance = &made->chance;
  size_t units = 0, wanted = 4 + bench_below(chance, 13);
  if (bench_below(chance, 25) == 0) {
    const char *clause = made->clauses[bench_below(chance, made->clause_count)];
    fputs(clause, stdout);
    units = strlen(clause) / 3;
  }
  while (units < wanted) {
    if (bench_below(chance, 40) == 0) {
      units += print_odd(made);
      continue;
    }
    const uint32_t *word = made->words[rank_below(chance, WORDS)];
    for (size_t i = 0; i < 4 && word[i] != 0; i++, units++) print_code(word[i]);
  }
  fputs(marks[bench_below(chance, 10)], stdout);
  return units + 1;
}

static void print_paragraph(maker *made, size_t units) {
  for (size_t sum = 0; sum < units;) sum += print_clause(made);
}

static void print_document(maker *made, size_t number, uint64_t seed) {
  bench_chance *chance = &made->chance;
  *chance = bench_chance_of(seed * 1000003 + number);
  printf("{\"id\":\"d%zu\",\"title\":\"", number);
  print_paragraph(made, 8);
  printf("\",\"date\":\"%zu-%02zu-%02zu\",\"body\":\"", 2000 + bench_below(chance, 24),
         1 + bench_below(chance, 12), 1 + bench_below(chance, 28));
  size_t paragraphs =
      1 + bench_below(chance, 4) + (bench_below(chance, 20) == 0 ? bench_below(chance, 40) : 0);
  for (size_t i = 0; i < paragraphs; i++) {
    if (i > 0) fputs("\\n", stdout);
    print_paragraph(made, 40 + bench_below(chance, 200));
  }
  if (number > 10 && bench_below(chance, 10) == 0) {
    *chance = bench_chance_of(seed + bench_below(chance, number / 10 + 1));
    fputs("\\n", stdout);
    print_paragraph(made, 120);
  }
  puts("\"}");
}

int main(int argc, char **argv) {
  static uint32_t counts[0x9FA6 - 0x4E00];
  if (argc < 4) bench_fail("usage: make_corpus DOCUMENTS SEED PAGE...");
  maker *made = bench_need(calloc(1, sizeof *made));
  size_t documents = strtoul(argv[1], NULL, 10), room = 0;
  uint64_t seed = strtoull(argv[2], NULL, 10);
  made->chance = bench_chance_of(seed);
  make_weights();
  for (int i = 3; i < argc; i++) take_page(made, argv[i], &room, counts);
  if (made->clause_count == 0) bench_fail("the pages hold no clause");
  choose_characters(made, counts);
  make_words(made);
  for (size_t i = 0; i < documents; i++) print_document(made, i, seed);
  return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
