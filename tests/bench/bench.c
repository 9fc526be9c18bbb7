/* SPDX-License-Identifier: MIT
 *
 * Clocks, chance, and reading of what is measured with.
 *
 * The corpus is read whole before anything is timed, and never freed: these programs run once. */
#include "tests/bench/bench.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yajl/yajl_tree.h>

#include <assist.h>

static double seconds_of(clockid_t which) {
  struct timespec now;
  clock_gettime(which, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

bench_time bench_now(void) {
  return (bench_time){seconds_of(CLOCK_MONOTONIC), seconds_of(CLOCK_THREAD_CPUTIME_ID),
                      seconds_of(CLOCK_PROCESS_CPUTIME_ID)};
}

double bench_wall(void) { return seconds_of(CLOCK_MONOTONIC); }

bench_time bench_since(bench_time start) {
  bench_time now = bench_now();
  return (bench_time){now.wall - start.wall, now.thread - start.thread, now.process - start.process};
}

void bench_fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(EXIT_FAILURE);
}

void *bench_need(void *memory) {
  if (memory == NULL) bench_fail("no memory");
  return memory;
}

void *bench_grow(void *items, size_t count, size_t *capacity, size_t item_size) {
  if (count < *capacity) return items;
  *capacity = *capacity == 0 ? 64 : *capacity * 2;
  return bench_need(realloc(items, *capacity * item_size));
}

bench_chance bench_chance_of(uint64_t seed) {
  return (bench_chance){seed * UINT64_C(0x9E3779B97F4A7C15) ^ UINT64_C(88172645463325252)};
}

uint64_t bench_random(bench_chance *chance) {
  uint64_t state = chance->state;
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  chance->state = state;
  return state * UINT64_C(2685821657736338717);
}

size_t bench_below(bench_chance *chance, size_t limit) {
  return (size_t)((bench_random(chance) >> 33) % limit);
}

/* ---- the corpus ---- */

static const char *member(yajl_val record, const char *name) {
  const char *path[] = {name, NULL};
  yajl_val value = yajl_tree_get(record, path, yajl_t_any);
  if (value == NULL) return NULL;
  if (YAJL_IS_STRING(value)) return YAJL_GET_STRING(value);
  return YAJL_IS_NUMBER(value) ? YAJL_GET_NUMBER(value) : NULL;
}

static char *copied(const char *text) {
  return bench_need(
      strdup(text == NULL ? "" : text)); /* the analyzer of leaks sees nothing to free: run once */
}

static bool is_date(const char *text, int64_t *out_date) {
  return text != NULL && assist_date_parse(text, strlen(text), out_date, NULL, NULL) == ASSIST_OK;
}

static void take_record(bench_corpus *corpus, yajl_val record, size_t line) {
  bench_document *made = &corpus->documents[corpus->count++];
  char number[32];
  snprintf(number, sizeof number, "%zu", line);
  const char *key = member(record, "id");
  const char *body = member(record, "body");
  const char *title = member(record, "title");
  made->key = copied(key == NULL ? number : key);
  made->title = copied(title);
  made->body = copied(body == NULL ? member(record, "text") : body);
  made->title_size = strlen(made->title);
  made->body_size = strlen(made->body);
  made->dated = is_date(member(record, "date"), &made->date) || is_date(title, &made->date);
  corpus->dated += made->dated;
  corpus->text_bytes += made->title_size + made->body_size;
}

void bench_corpus_read(const char *path, bench_corpus *out) {
  FILE *file = fopen(path, "r");
  char *line = NULL;
  size_t capacity = 0, room = 0;
  char why[200];
  if (file == NULL) bench_fail("%s: cannot be read", path);
  memset(out, 0, sizeof *out);
  for (size_t number = 1; getline(&line, &capacity, file) > 0; number++) {
    if (line[strspn(line, " \t\r\n")] == '\0') continue;
    yajl_val record = yajl_tree_parse(line, why, sizeof why);
    if (record == NULL) bench_fail("%s:%zu: %s", path, number, why);
    out->documents = bench_grow(out->documents, out->count, &room, sizeof *out->documents);
    take_record(out, record, number);
    yajl_tree_free(record);
  }
  free(line);
  fclose(file);
  if (out->count == 0) bench_fail("%s: no records", path);
}

/* ---- queries ---- */

static bench_query split(char *line) {
  bench_query made = {.class_name = line};
  line[strcspn(line, "\r\n")] = '\0';
  for (char *tab = strchr(line, '\t'); tab != NULL && made.part_count < BENCH_PARTS;
       tab = strchr(tab + 1, '\t')) {
    *tab = '\0';
    made.parts[made.part_count++] = tab + 1;
  }
  return made;
}

size_t bench_queries_read(const char *path, bench_query **out) {
  FILE *file = fopen(path, "r");
  char *line = NULL;
  size_t capacity = 0, room = 0, count = 0;
  bench_query *made = NULL;
  if (file == NULL) bench_fail("%s: cannot be read", path);
  while (getline(&line, &capacity, file) > 0) {
    made = bench_grow(made, count, &room, sizeof *made);
    made[count++] = split(copied(line));
  }
  free(line);
  fclose(file);
  *out = made;
  return count;
}
