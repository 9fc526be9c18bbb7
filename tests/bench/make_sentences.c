/* SPDX-License-Identifier: MIT
 *
 * Many small documents from few large ones: each sentence of title and body a record of its own.
 *
 *   make_sentences MOST CORPUS.jsonl... >sentences.jsonl
 *
 * A sentence ends behind one of the marks below, and what closes a quotation behind it, or with a line.  What has no
 * character but such marks and spaces is left out.  Keys are s00000001, s00000002...; MOST records at most. */
#include <stdlib.h>
#include <string.h>

#include "tests/bench/bench.h"

static unsigned long written, most;

/* The bytes of the first of MARKS that TEXT begins with, or 0. */
static size_t begins_with(const char *text, const char *const *marks) {
  for (; *marks != NULL; marks++)
    if (strncmp(text, *marks, strlen(*marks)) == 0) return strlen(*marks);
  return 0;
}

static size_t size_of_end(const char *text) {
  static const char *const ends[] = {"。", "！", "？", "；", "!", "?", "\n", NULL};
  static const char *const closing[] = {"”", "’", "」", "』", "）", "》", "\"", NULL};
  size_t size = begins_with(text, ends);
  for (size_t more; size > 0 && (more = begins_with(text + size, closing)) > 0;) size += more;
  return size;
}

static void print(const char *text, size_t size) {
  printf("{\"id\":\"s%08lu\",\"body\":\"", ++written);
  for (size_t i = 0; i < size; i++) {
    unsigned char byte = (unsigned char)text[i];
    if (byte == '"' || byte == '\\') {
      printf("\\%c", byte);
    } else if (byte < 0x20) {
      printf("\\u%04x", byte);
    } else {
      putchar(byte);
    }
  }
  puts("\"}");
}

static size_t size_of_space(const char *text) {
  static const char *const spaces[] = {" ", "\t", "\r", "\n", "　", NULL};
  return begins_with(text, spaces);
}

static void cut(const char *text) {
  while (*text != '\0' && written < most) {
    size_t size, end = 0, letters = 0;
    while ((size = size_of_space(text)) > 0) text += size;
    for (; text[end] != '\0' && (size = size_of_end(text + end)) == 0; end++) letters++;
    if (text[end] == '\0') size = 0;
    size_t shown = size > 0 && text[end] == '\n' ? end : end + size;
    if (letters > 0) print(text, shown);
    text += end + size;
  }
}

int main(int argc, char **argv) {
  if (argc < 3 || (most = strtoul(argv[1], NULL, 10)) == 0)
    bench_fail("usage: make_sentences MOST CORPUS.jsonl...");
  for (int i = 2; i < argc; i++) {
    bench_corpus corpus;
    bench_corpus_read(argv[i], &corpus);
    for (size_t j = 0; j < corpus.count; j++) {
      cut(corpus.documents[j].title);
      cut(corpus.documents[j].body);
    }
  }
  return EXIT_SUCCESS;
}
