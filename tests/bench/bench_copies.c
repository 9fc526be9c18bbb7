/* SPDX-License-Identifier: MIT
 *
 * How well sketches tell copies from other documents, and what a sketch costs.  Not run by `make check`.
 *
 *   bench_copies [FILE]     FILE: UTF-8, one document a line; without it, text made up of words with frequencies as words
 *                           have them, in documents of 80 to 5,000 characters about topics
 *
 * Of each document a copy is made with a tenth of its characters edited: another character in the place of one,
 * characters put in or taken out, or blocks moved to another place with some of the former.  Then every
 * two sketches are compared.  Printed: for some thresholds, the share of copies that are found, the share of true ones
 * among all pairs said to be copies, and nanoseconds a character. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "memory/lane.h"
#include "memory/sketch.h"
#include "text/utf8.h"

#define DOCUMENTS 4000u
#define MOST 5000u
#define SHORTEST 80u
#define WORDS 20000u
#define TOPICS 50u
#define EDITS 3u
#define LEAST_SHOWN 34u

typedef struct text {
  uint32_t *words;
  size_t count;
} text;

static uint64_t state = 88172645463325252u;

static uint32_t random_below(uint32_t below) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)((state >> 32) * below >> 32);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static uint32_t random_character(void) {
  return 0x4E00 + random_below(3000) * (random_below(4) == 0) + random_below(600);
}

/* ---- documents ---- */

static uint32_t spelling[WORDS][3];

static void make_words(void) {
  for (unsigned i = 0; i < WORDS; i++)
    for (unsigned j = 0; j < 3; j++) spelling[i][j] = j < 2 || i % 3 == 0 ? random_character() : 0;
}

/* The rank of a word is the product of two even chances: the first ones come often. */
static uint32_t random_word(uint32_t topic) {
  uint32_t rank = random_below(random_below(random_below(WORDS) + 1) + 1);
  return random_below(3) == 0 ? rank : (rank + topic * 397) % WORDS;
}

static text make_text(uint32_t topic) {
  uint32_t share = random_below(100);
  size_t length = SHORTEST + (MOST - SHORTEST) * share * share * share / 1000000;
  text made = {malloc(2 * MOST * sizeof(uint32_t)), 0};
  while (made.count + 4 < length) {
    const uint32_t *word = spelling[random_word(topic)];
    for (unsigned i = 0; i < 3 && word[i] != 0; i++) made.words[made.count++] = word[i];
    if (random_below(7) == 0) made.words[made.count++] = AS_WORD_BREAK;
  }
  return made;
}

static bool is_character(uint32_t c) {
  return (c >= 0x3400 && c < 0x4DC0) || (c >= 0x4E00 && c < 0xA000) || (c >= '0' && c <= '9') ||
         (c >= 'a' && c <= 'z') || (c >= 0x3041 && c < 0x3100) || (c >= 0x20000 && c < 0x32000);
}

static text read_text(const char *line, size_t size) {
  text made = {malloc((2 * size + 2) * sizeof(uint32_t)), 0};
  for (size_t at = 0; at < size && made.count < MOST;) {
    uint32_t code_point;
    at += as_utf8_next((const uint8_t *)line + at, size - at, &code_point);
    bool is = is_character(code_point);
    if (is || (made.count > 0 && made.words[made.count - 1] != AS_WORD_BREAK))
      made.words[made.count++] = is ? code_point : AS_WORD_BREAK;
  }
  return made;
}

static size_t read_file(const char *path, text *texts) {
  char *line = NULL;
  size_t room = 0, count = 0;
  ssize_t size;
  FILE *file = fopen(path, "r");
  if (file == NULL) return 0;
  while (count < DOCUMENTS && (size = getline(&line, &room, file)) > 0) {
    texts[count] = read_text(line, (size_t)size);
    if (texts[count].count >= SHORTEST) {
      count++;
    } else {
      free(texts[count].words);
    }
  }
  free(line);
  fclose(file);
  return count;
}

/* ---- edits ---- */

static void insert(text *of, size_t at, uint32_t word) {
  memmove(of->words + at + 1, of->words + at, (of->count - at) * sizeof *of->words);
  of->words[at] = word;
  of->count++;
}

static void take_out(text *of, size_t at) {
  memmove(of->words + at, of->words + at + 1, (of->count - at - 1) * sizeof *of->words);
  of->count--;
}

static void move_block(text *of) {
  size_t length = of->count / 10, from = random_below((uint32_t)(of->count - length));
  uint32_t *block = malloc(length * sizeof *block);
  memcpy(block, of->words + from, length * sizeof *block);
  for (size_t i = 0; i < length; i++) take_out(of, from);
  size_t to = random_below((uint32_t)of->count);
  for (size_t i = 0; i < length; i++) insert(of, to + i, block[i]);
  free(block);
}

static text copy_edited(const text *from, unsigned how) {
  text copy = {malloc((2 * from->count + 2) * sizeof(uint32_t)), from->count};
  memcpy(copy.words, from->words, from->count * sizeof(uint32_t));
  for (size_t i = from->count / 10; i > 0; i--) {
    size_t at = random_below((uint32_t)copy.count);
    unsigned edit = how == 0 ? 0 : random_below(3);
    if (edit == 0) copy.words[at] = random_character();
    if (edit == 1) insert(&copy, at, random_character());
    if (edit == 2) take_out(&copy, at);
  }
  for (unsigned i = 0; how == 2 && i < 3; i++) move_block(&copy);
  return copy;
}

/* ---- measuring ---- */

typedef uint8_t sketch[AS_SKETCH_BYTES];

static size_t agreements[EDITS + 2]
                        [AS_SKETCH_BINS +
                         1]; /* the last two: of documents that are no copies, and of those alike before */

static size_t at_least(unsigned row, unsigned bins) {
  size_t sum = 0;
  for (unsigned i = bins; i <= AS_SKETCH_BINS; i++) sum += agreements[row][i];
  return sum;
}

/* ---- what is alike already ---- */

static int by_value(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

static size_t pairs_of(const text *of, uint64_t *pairs) {
  size_t count = 0, kept = 0;
  for (size_t i = 1; i < of->count; i++)
    if (of->words[i - 1] != AS_WORD_BREAK && of->words[i] != AS_WORD_BREAK)
      pairs[count++] = (uint64_t)of->words[i - 1] << 32 | of->words[i];
  qsort(pairs, count, sizeof *pairs, by_value);
  for (size_t i = 0; i < count; i++)
    if (kept == 0 || pairs[kept - 1] != pairs[i]) pairs[kept++] = pairs[i];
  return kept;
}

/* The share of their pairs that two documents have in common is two fifths or more. */
static bool are_alike(const text *a, const text *b) {
  static uint64_t x[2 * MOST], y[2 * MOST];
  size_t x_count = pairs_of(a, x), y_count = pairs_of(b, y), common = 0;
  for (size_t i = 0, j = 0; i < x_count && j < y_count;) {
    if (x[i] == y[j]) common++;
    if (x[i] <= y[j]) {
      i++;
    } else {
      j++;
    }
  }
  return 5 * common >= 2 * (x_count + y_count - common);
}

static void compare_all(const text *texts, sketch *const *sketches, size_t count) {
  for (size_t i = 0; i < count; i++) {
    for (unsigned edit = 0; edit < EDITS; edit++) {
      agreements[edit][as_sketch_agreement(sketches[0][i], sketches[edit + 1][i])]++;
      for (size_t j = 0; j < i; j++) {
        unsigned bins = as_sketch_agreement(sketches[edit + 1][i], sketches[0][j]);
        bool already = bins >= LEAST_SHOWN && are_alike(&texts[i], &texts[j]);
        agreements[already ? EDITS + 1 : EDITS][bins]++;
      }
    }
  }
}

static void print(size_t count) {
  static const char *const names[EDITS] = {"replaced", "mixed", "moved"};
  printf("%zu documents; bins that agree: share of copies found (recall), of true ones (precision)\n", count);
  for (unsigned bins = LEAST_SHOWN; bins <= 47; bins += 2) {
    size_t found = 0;
    printf("%s%3u ", bins == AS_SKETCH_COPY ? "*" : " ", bins);
    for (unsigned edit = 0; edit < EDITS; edit++) {
      size_t these = at_least(edit, bins);
      found += these;
      printf("  %s %.4f", names[edit], (double)these / (double)count);
    }
    size_t wrong = at_least(EDITS, bins);
    printf("  precision %.4f (%zu wrong pairs; %zu of documents that were alike before)\n",
           (double)found / (double)(found + wrong), wrong, at_least(EDITS + 1, bins));
  }
}

int main(int argc, char **argv) {
  static text texts[DOCUMENTS + 1];
  size_t count = 0, characters = 0;
  if (argc > 1) {
    count = read_file(argv[1], texts);
  } else {
    make_words();
    for (; count < DOCUMENTS; count++) texts[count] = make_text(random_below(TOPICS));
  }
  if (count == 0) return EXIT_FAILURE;
  sketch *sketches[EDITS + 1];
  for (unsigned i = 0; i <= EDITS; i++) sketches[i] = calloc(count, sizeof(sketch));
  double start = seconds();
  for (size_t i = 0; i < count; i++) {
    as_sketch_of(texts[i].words, texts[i].count, NULL, sketches[0][i]);
    characters += texts[i].count;
  }
  double taken = seconds() - start;
  for (size_t i = 0; i < count; i++)
    for (unsigned edit = 0; edit < EDITS; edit++) {
      text copy = copy_edited(&texts[i], edit);
      as_sketch_of(copy.words, copy.count, NULL, sketches[edit + 1][i]);
      free(copy.words);
    }
  compare_all(texts, sketches, count);
  print(count);
  printf("%.2f ns a character\n", taken * 1e9 / (double)characters);
  for (unsigned i = 0; i <= EDITS; i++) free(sketches[i]);
  for (size_t i = 0; i < count; i++) free(texts[i].words);
  return EXIT_SUCCESS;
}
