/* SPDX-License-Identifier: MIT
 * What the programs that measure share: clocks, chance from a seed, memory that is there or the program ends, and the
 * corpus and the queries read into memory.  They are programs for people who measure: a fault is a message and an exit. */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Seconds: of the wall, of this thread's processor, of the whole process's. */
typedef struct bench_time {
  double wall, thread, process;
} bench_time;
bench_time bench_now(void);
bench_time bench_since(bench_time start);
/* The wall's alone: the other two are calls of the system, which take as long as a tenth of a short query. */
double bench_wall(void);

void bench_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void *bench_need(void *memory); /* ends the program for NULL */
void *bench_grow(void *items, size_t count, size_t *capacity, size_t item_size); /* room for one more */

typedef struct bench_chance {
  uint64_t state;
} bench_chance;
bench_chance bench_chance_of(uint64_t seed);
uint64_t bench_random(bench_chance *chance);
/* From 0 to LIMIT - 1. */
size_t bench_below(bench_chance *chance, size_t limit);

typedef struct bench_document {
  const char *key, *title, *body; /* NUL-ended; "" where the record has none */
  size_t title_size, body_size;
  bool dated;
  int64_t date; /* microseconds */
} bench_document;

typedef struct bench_corpus {
  bench_document *documents;
  size_t count, dated;
  uint64_t text_bytes; /* titles and bodies */
} bench_corpus;
/* Records of JSON, one a line: `id` (else the line's number), `title`, `body` (else `text`), and `date` (else a title
 * that is a date). */
void bench_corpus_read(const char *path, bench_corpus *out);

/* A line of queries: a class, then texts, separated by tabs. */
#define BENCH_PARTS 8u
typedef struct bench_query {
  const char *class_name;
  const char *parts[BENCH_PARTS];
  size_t part_count;
} bench_query;
/* Returns how many; *out is never freed. */
size_t bench_queries_read(const char *path, bench_query **out);

#endif
