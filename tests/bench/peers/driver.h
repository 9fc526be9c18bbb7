/* SPDX-License-Identifier: MIT
 * What the drivers of other engines share, in C and C++.  Each is one program:
 *
 *   DRIVER index PLAIN FOLDER                             PLAIN: a line a document, `\n` `\t` `\\` escaped
 *     prints  index CPU-SECONDS WALL-SECONDS,  and  optimize ...  when the engine has such a step,  and
 *     stored BYTES  when it keeps the text beside, in so many of its bytes
 *   DRIVER query FOLDER QUERIES WARM PASSES HITS COUNT
 *     prints  number class microseconds hits  a query: the least of PASSES after WARM passes that do not count;
 *     HITS gets  number ordinal...  for the first COUNT queries of each class that has a plain truth
 *
 * separated by tabs.  A class an engine cannot do is left out.  Include once a program. */
#ifndef PEERS_DRIVER_H
#define PEERS_DRIVER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static inline double peer_clock(int processor) {
  struct timespec now;
  clock_gettime(processor ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static inline void peer_fail(const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(EXIT_FAILURE);
}

static inline FILE *peer_open(const char *path, const char *mode) {
  FILE *file = fopen(path, mode);
  if (file == NULL) peer_fail(path, "cannot be opened");
  return file;
}

/* Text without its escapes, in place; returns its size. */
static inline size_t peer_unescape(char *text) {
  char *to = text;
  for (const char *at = text; *at != '\0'; at++) {
    if (*at != '\\') {
      *to++ = *at;
      continue;
    }
    at++;
    *to++ = *at == 'n' ? '\n' : *at == 't' ? '\t' : *at == 'r' ? '\r' : '\\';
  }
  *to = '\0';
  return (size_t)(to - text);
}

typedef struct peer_text {
  char *bytes;
  size_t size;
} peer_text;

/* All documents, in memory before anything is timed. */
static inline size_t peer_read(const char *path, peer_text **out) {
  FILE *file = peer_open(path, "r");
  char *line = NULL;
  size_t capacity = 0, count = 0, room = 0;
  ssize_t size;
  peer_text *made = NULL;
  while ((size = getline(&line, &capacity, file)) > 0) {
    if (line[size - 1] == '\n') line[size - 1] = '\0';
    if (count == room) made = (peer_text *)realloc(made, (room = room * 2 + 1024) * sizeof *made);
    made[count].bytes = strdup(line);
    made[count].size = peer_unescape(made[count].bytes);
    count++;
  }
  free(line);
  fclose(file);
  *out = made;
  return count;
}

static inline void peer_report(const char *what, double processor, double wall) {
  printf("%s\t%.4f\t%.4f\n", what, peer_clock(1) - processor, peer_clock(0) - wall);
}

/* ---- terms: bigrams of Han, a Han alone, words of ASCII in lower case ---- */

static inline size_t peer_han(const char *text) { /* bytes of the Han there, or 0 */
  const unsigned char *at = (const unsigned char *)text;
  if (at[0] < 0xE3 || at[0] > 0xE9 || at[1] == 0 || at[2] == 0) return at[0] == 0xF0 && at[1] >= 0xA0 ? 4 : 0;
  unsigned code = (unsigned)(at[0] & 15) << 12 | (unsigned)(at[1] & 63) << 6 | (at[2] & 63u);
  return (code >= 0x3400 && code < 0x4DC0) || (code >= 0x4E00 && code < 0xA000) ? 3 : 0;
}

static inline int peer_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The terms of TEXT into OUT (room for 3 times its size + 16), a space after each; returns the size. */
static inline size_t peer_terms(const char *text, char *out) {
  char *to = out;
  while (*text != '\0') {
    size_t first = peer_han(text), alone = 1, second;
    for (; first > 0 && (second = peer_han(text + first)) > 0; text += first, first = second, alone = 0) {
      memcpy(to, text, first + second);
      to += first + second;
      *to++ = ' ';
    }
    if (first > 0) {
      if (alone) {
        memcpy(to, text, first);
        to += first;
        *to++ = ' ';
      }
      text += first;
    } else if (peer_word(*text)) {
      for (; peer_word(*text); text++) *to++ = (char)(*text >= 'A' && *text <= 'Z' ? *text + 32 : *text);
      *to++ = ' ';
    } else {
      text++;
    }
  }
  *to = '\0';
  return (size_t)(to - out);
}

/* ---- queries ---- */

typedef struct peer_query {
  char *name; /* of the class */
  char *parts[8];
  int count;
} peer_query;

static inline size_t peer_queries(const char *path, peer_query **out) {
  FILE *file = peer_open(path, "r");
  char *line = NULL;
  size_t capacity = 0, count = 0, room = 0;
  peer_query *made = NULL;
  while (getline(&line, &capacity, file) > 0) {
    line[strcspn(line, "\n")] = '\0';
    if (count == room) made = (peer_query *)realloc(made, (room = room * 2 + 1024) * sizeof *made);
    peer_query *query = &made[count++];
    memset(query, 0, sizeof *query);
    query->name = strdup(line);
    for (char *tab = strchr(query->name, '\t'); tab != NULL && query->count < 8;
         tab = strchr(tab + 1, '\t')) {
      *tab = '\0';
      query->parts[query->count++] = tab + 1;
    }
  }
  free(line);
  fclose(file);
  *out = made;
  return count;
}

static inline int peer_is(const peer_query *query, const char *name) {
  return strcmp(query->name, name) == 0;
}

/* What an engine gives: ASK returns hits seen (negative: cannot do this class), the best ten found and ranked, or
 * all counted for class `count`; LIST writes the ordinals of all hits, each after a tab. */
typedef struct peer_engine {
  void *context;
  long (*ask)(void *context, const peer_query *query);
  void (*list)(void *context, const peer_query *query, FILE *hits);
} peer_engine;

static inline void peer_run_class(const peer_engine *engine, const peer_query *queries, size_t first,
                                  size_t end, int warm, int passes) {
  double *best = (double *)calloc(end - first, sizeof *best);
  long *hits = (long *)calloc(end - first, sizeof *hits);
  for (int pass = 0; pass < warm + passes; pass++) {
    for (size_t i = first; i < end; i++) {
      double start = peer_clock(0);
      hits[i - first] = engine->ask(engine->context, &queries[i]);
      double took = peer_clock(0) - start;
      if (pass == warm || (pass > warm && took < best[i - first])) best[i - first] = took;
      if (hits[i - first] < 0) end = first; /* the class is left out */
    }
  }
  for (size_t i = first; i < end; i++)
    printf("%zu\t%s\t%.2f\t%ld\n", i, queries[i].name, best[i - first] * 1e6, hits[i - first]);
  free(best);
  free(hits);
}

static inline int peer_has_truth(const peer_query *query) {
  return !peer_is(query, "q") && !peer_is(query, "filter") && !peer_is(query, "count");
}

/* ARGUMENTS: QUERIES WARM PASSES HITS COUNT. */
static inline int peer_run(const peer_engine *engine, char **arguments) {
  peer_query *queries;
  size_t count = peer_queries(arguments[0], &queries), wanted = strtoul(arguments[4], NULL, 10);
  FILE *hits = peer_open(arguments[3], "w");
  for (size_t first = 0, end; first < count; first = end) {
    for (end = first; end < count && strcmp(queries[end].name, queries[first].name) == 0;) end++;
    if (peer_is(&queries[first], "filter")) continue;
    peer_run_class(engine, queries, first, end, atoi(arguments[1]), atoi(arguments[2]));
    for (size_t i = first; i < end && i < first + wanted && peer_has_truth(&queries[i]); i++) {
      if (engine->ask(engine->context, &queries[i]) < 0) break;
      fprintf(hits, "%zu", i);
      engine->list(engine->context, &queries[i], hits);
      fputc('\n', hits);
    }
  }
  fclose(hits);
  return EXIT_SUCCESS;
}

#endif
