/* SPDX-License-Identifier: MIT
 *
 * A bare sketch of inversion, to hold the library's speed against: what the work costs when nothing is asked of it but
 * the work.  No checksums, no stored text, no keys, no breaks as terms, no lists of single characters, no budget kept
 * to the byte, no error but the end of the program.  It does what cannot be left out:
 *
 *   decode and fold   UTF-8 through one flat table, code point -> class, folded code point
 *   units             characters are their code points; tokens get numbers from a hash table, for the whole run
 *   terms             pairs with a character in them, and tokens; a break parts, and takes a position
 *   records           8 bytes: first unit [63..44], second [43..24], place in the batch [23..0]
 *   sort              least digit first, four digits of 10 bits, between two buffers on 2 MB pages
 *   encode            blocks of 128 documents: numbers, frequencies, positions as differences, packed by width
 *   merge             the runs, one a batch, merged by term, blocks copied; one file
 *
 *   sketch CORPUS.jsonl FILE [ROUNDS]        prints seconds of processor time, MB/s, bytes
 *
 * It holds two buffers of 2^24 records (256 MB).  Annotations, joints, lines of prose and whatever expands are not looked
 * at, so its terms are nearly those of the library and not quite. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "tests/bench/bench.h"
#include "text/table.h"

#define PLACES (1u << 24)
#define CODES 0x30000u
#define TOKENS_AT 0x40000u
#define TOKENS_MAX (0xFFFFFu - TOKENS_AT)
#define BLOCK 128u
#define GRAIN 256u

enum { BREAK, SPACE, CHARACTER, LETTER, SKIP };

typedef struct token {
  const char *bytes; /* in `names` */
  uint32_t size, number;
} token;

typedef struct run {
  uint64_t first, end;    /* of its bytes in the file of runs */
  uint64_t at, key, size; /* while merging: where, and the term there */
} run;

typedef struct block {
  uint32_t count, occurrences;
  uint32_t numbers[BLOCK], frequencies[BLOCK]; /* differences of documents, occurrences less one */
  uint32_t *positions;                         /* differences within a document */
} block;

typedef struct sketch {
  uint32_t *fold; /* class [31..28], code */
  uint64_t *records, *other;
  size_t count;
  uint32_t place;    /* the next in the batch */
  uint32_t *borders; /* of each document of the batch: its first place; one more at the end */
  uint32_t documents, first_document;
  token *tokens; /* open table of 2^21 */
  uint32_t token_count;
  char *names;
  size_t names_size;
  uint8_t *out;
  size_t out_size, out_room;
  run runs[4096];
  size_t run_count;
  uint64_t postings;
  block block;
  uint32_t *owners; /* the document of every 256th place */
} sketch;

static void *pages(size_t size) {
  size_t huge = 2u << 20;
  char *memory = mmap(NULL, size + huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) bench_fail("no memory");
  memory += (huge - (uintptr_t)memory % huge) % huge;
  (void)madvise(memory, size, MADV_HUGEPAGE);
  return memory;
}

static void make_table(sketch *made) {
  static const uint8_t classes[] = {
      [AS_CHAR_OTHER] = BREAK,      [AS_CHAR_HAN] = CHARACTER, [AS_CHAR_KANA] = CHARACTER,
      [AS_CHAR_HANGUL] = CHARACTER, [AS_CHAR_LETTER] = LETTER, [AS_CHAR_DIGIT] = LETTER,
      [AS_CHAR_MARK] = SKIP,        [AS_CHAR_SPACE] = SPACE,   [AS_CHAR_NEWLINE] = BREAK,
      [AS_CHAR_IGNORED] = SKIP,     [AS_CHAR_ANCHOR] = BREAK};
  made->fold = bench_need(malloc(CODES * sizeof *made->fold));
  for (uint32_t i = 0; i < CODES; i++) {
    uint32_t entry = as_table_entry(i);
    bool expands = (as_entry_flags(entry) & AS_CHAR_EXPANDS) != 0;
    made->fold[i] = (uint32_t)classes[as_entry_class(entry)] << 28 | (expands ? i : as_entry_value(entry));
  }
}

/* ---- text to records ---- */

static uint32_t token_number(sketch *made, const char *bytes, uint32_t size) {
  uint64_t hash = 0;
  for (uint32_t i = 0; i < size; i++) hash = (hash ^ (uint8_t)bytes[i]) * UINT64_C(0x100000001B3);
  for (size_t at = (hash * UINT64_C(0x9E3779B97F4A7C15)) >> 43;; at = (at + 1) & ((1u << 21) - 1)) {
    token *found = &made->tokens[at];
    if (found->bytes == NULL) {
      if (made->token_count == TOKENS_MAX) bench_fail("too many tokens for a sketch");
      memcpy(made->names + made->names_size, bytes, size);
      *found = (token){made->names + made->names_size, size, TOKENS_AT + made->token_count++};
      made->names_size += size;
      return found->number;
    }
    if (found->size == size && memcmp(found->bytes, bytes, size) == 0) return found->number;
  }
}

static inline void put(sketch *made, uint32_t first, uint32_t second, uint32_t place) {
  made->records[made->count++] = (uint64_t)first << 44 | (uint64_t)second << 24 | place;
}

/* A unit at the next place, beside BEFORE (0: a break stood there). */
static inline void put_unit(sketch *made, uint32_t unit, uint32_t before) {
  if (before != 0 && (unit < TOKENS_AT || before < TOKENS_AT)) put(made, before, unit, made->place - 1);
  if (unit >= TOKENS_AT) put(made, unit, 0, made->place);
  made->place++;
}

static inline uint32_t decode(const uint8_t **text) {
  const uint8_t *at = *text;
  if (at[0] < 0x80) return *text += 1, at[0];
  if (at[0] >= 0xE0 && at[0] < 0xF0)
    return *text += 3, (uint32_t)(at[0] & 15) << 12 | (uint32_t)(at[1] & 63) << 6 | (at[2] & 63u);
  if (at[0] < 0xE0) return *text += 2, (uint32_t)(at[0] & 31) << 6 | (at[1] & 63u);
  return *text += 4, (uint32_t)(at[0] & 7) << 18 | (uint32_t)(at[1] & 63) << 12 |
                         (uint32_t)(at[2] & 63) << 6 | (at[3] & 63u);
}

static uint32_t encode_code(uint32_t code, char *out) {
  if (code < 0x80) return out[0] = (char)code, 1;
  out[0] = (char)(code >> 16), out[1] = (char)(code >> 8),
  out[2] = (char)code; /* any bytes that tell apart */
  return 3;
}

static void take_text(sketch *made, const char *text, size_t size) {
  const uint8_t *at = (const uint8_t *)text, *end = at + size;
  uint32_t before = 0, letters = 0;
  char word[256];
  bool broken = false; /* a break since the unit before */
  while (at < end) {
    uint32_t code = decode(&at);
    uint32_t entry = code < CODES ? made->fold[code] : (uint32_t)BREAK << 28;
    uint32_t class = entry >> 28;
    if (class == LETTER && letters < 250) {
      letters += encode_code(entry & 0xFFFFFF, word + letters);
      continue;
    }
    if (letters > 0) {
      uint32_t number = token_number(made, word, letters);
      put_unit(made, number, before);
      before = number, letters = 0, broken = false;
    }
    if (class == CHARACTER) {
      put_unit(made, entry & 0xFFFFFF, before);
      before = entry & 0xFFFFFF, broken = false;
    } else if (class == BREAK && !broken) {
      made->place++;
      before = 0, broken = true;
    }
  }
  if (letters > 0) put_unit(made, token_number(made, word, letters), before);
  made->place++;
}

/* ---- sort ---- */

static void sort(sketch *made) {
  static uint32_t counts[4][1024];
  memset(counts, 0, sizeof counts);
  for (size_t i = 0; i < made->count; i++) {
    uint64_t record = made->records[i];
    for (int j = 0; j < 4; j++) counts[j][record >> (24 + 10 * j) & 1023]++;
  }
  for (int j = 0; j < 4; j++) {
    uint32_t sum = 0;
    for (int i = 0; i < 1024; i++) {
      uint32_t count = counts[j][i];
      counts[j][i] = sum;
      sum += count;
    }
    for (size_t i = 0; i < made->count; i++) {
      uint64_t record = made->records[i];
      made->other[counts[j][record >> (24 + 10 * j) & 1023]++] = record;
    }
    uint64_t *swap = made->records;
    made->records = made->other;
    made->other = swap;
  }
}

/* ---- encode ---- */

static void need_room(sketch *made, size_t size) {
  if (made->out_size + size <= made->out_room) return;
  made->out_room = made->out_room * 2 + size + (64u << 20);
  made->out = bench_need(realloc(made->out, made->out_room));
}

static void put_bytes(sketch *made, uint64_t value, size_t size) {
  memcpy(made->out + made->out_size, &value, size);
  made->out_size += size;
}

static void pack(sketch *made, const uint32_t *values, size_t count) {
  uint32_t all = 0;
  for (size_t i = 0; i < count; i++) all |= values[i];
  uint32_t width = all == 0 ? 0 : 32 - (uint32_t)__builtin_clz(all), held = 0;
  uint64_t bits = 0;
  put_bytes(made, width, 1);
  if (width == 0) return;
  for (size_t i = 0; i < count; i++) {
    bits |= (uint64_t)values[i] << held;
    held += width;
    if (held < 32) continue;
    put_bytes(made, bits & 0xFFFFFFFF, 4);
    bits >>= 32;
    held -= 32;
  }
  put_bytes(made, bits, (held + 7) / 8);
}

static void put_number(sketch *made, uint64_t value) {
  for (; value >= 128; value >>= 7) made->out[made->out_size++] = (uint8_t)(value | 128);
  made->out[made->out_size++] = (uint8_t)value;
}

static uint64_t get_number(const uint8_t *bytes, uint64_t *at) {
  uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    uint8_t byte = bytes[(*at)++];
    value |= (uint64_t)(byte & 127) << shift;
    if (byte < 128) return value;
  }
}

static void put_block(sketch *made, block *from) {
  made->out[made->out_size++] = (uint8_t)from->count;
  if (from->count < 8) {
    for (uint32_t i = 0; i < from->count; i++) put_number(made, from->numbers[i]);
    for (uint32_t i = 0; i < from->count; i++) put_number(made, from->frequencies[i]);
    for (uint32_t i = 0; i < from->occurrences; i++) put_number(made, from->positions[i]);
  } else {
    pack(made, from->numbers, from->count);
    pack(made, from->frequencies, from->count);
    pack(made, from->positions, from->occurrences);
  }
  from->count = from->occurrences = 0;
}

/* The blocks of one term, [from, to) of the sorted records. */
static void put_list(sketch *made, const uint64_t *from, const uint64_t *to) {
  block *to_fill = &made->block;
  uint32_t before = 0;
  while (from < to) {
    uint32_t place = *from & (PLACES - 1), document = made->owners[place / GRAIN];
    while (made->borders[document + 1] <= place) document++;
    uint32_t end = made->borders[document + 1], last = made->borders[document], first = to_fill->occurrences;
    for (; from < to && (*from & (PLACES - 1)) < end; from++) {
      uint32_t at = *from & (PLACES - 1);
      to_fill->positions[to_fill->occurrences++] = at - last;
      last = at;
    }
    to_fill->numbers[to_fill->count] = made->first_document + document - before;
    before = made->first_document + document;
    to_fill->frequencies[to_fill->count++] = to_fill->occurrences - first - 1;
    if (to_fill->count == BLOCK) put_block(made, to_fill);
  }
  if (to_fill->count > 0) put_block(made, to_fill);
}

/* A list: its key as the difference from the one before, its size, its blocks; the blocks are made at the end of
 * room for the numbers before them, and moved down. */
static void put_term(sketch *made, uint64_t key, uint64_t before, const uint64_t *from, const uint64_t *to) {
  need_room(made, (size_t)(to - from) * 20 + 64);
  put_number(made, key - before);
  size_t start = made->out_size;
  made->out_size += 5;
  put_list(made, from, to);
  size_t size = made->out_size - start - 5;
  made->out_size = start;
  put_number(made, size);
  memmove(made->out + made->out_size, made->out + start + 5, size);
  made->out_size += size;
}

static void note_owners(sketch *made) {
  uint32_t document = 0;
  made->borders[made->documents] = made->place;
  for (uint32_t place = 0; place < made->place; place += GRAIN) {
    while (made->borders[document + 1] <= place) document++;
    made->owners[place / GRAIN] = document;
  }
}

static void end_batch(sketch *made, FILE *file) {
  run *at = &made->runs[made->run_count++];
  uint64_t before = 0;
  at->first = made->run_count == 1 ? 0 : at[-1].end;
  made->out_size = 0;
  made->postings += made->count;
  note_owners(made);
  sort(made);
  for (size_t i = 0, end; i < made->count; i = end) {
    uint64_t key = made->records[i] >> 24;
    for (end = i + 1; end < made->count && made->records[end] >> 24 == key;) end++;
    put_term(made, key, before, made->records + i, made->records + end);
    before = key;
  }
  if (fwrite(made->out, 1, made->out_size, file) != made->out_size) bench_fail("cannot write");
  at->end = at->first + made->out_size;
  made->first_document += made->documents;
  made->documents = made->place = 0;
  made->count = 0;
}

/* ---- merge ---- */

static void next_key(const uint8_t *bytes, run *at) {
  at->key = at->at < at->end ? at->key + get_number(bytes, &at->at) : UINT64_MAX;
  at->size = at->key == UINT64_MAX ? 0 : get_number(bytes, &at->at);
}

static uint64_t merge(sketch *made, const uint8_t *bytes, FILE *to) {
  uint64_t written = made->names_size, before = 0;
  for (size_t i = 0; i < made->run_count; i++) {
    made->runs[i].at = made->runs[i].first;
    made->runs[i].key = 0;
    next_key(bytes, &made->runs[i]);
  }
  if (fwrite(made->names, 1, made->names_size, to) != made->names_size) bench_fail("cannot write");
  for (;;) {
    uint64_t least = UINT64_MAX, sum = 0;
    for (size_t i = 0; i < made->run_count; i++) {
      const run *at = &made->runs[i];
      if (at->key < least) least = at->key, sum = 0;
      if (at->key == least) sum += at->size;
    }
    if (least == UINT64_MAX) break;
    made->out_size = 0;
    put_number(made, least - before);
    put_number(made, sum);
    written += made->out_size + sum;
    before = least;
    if (fwrite(made->out, 1, made->out_size, to) != made->out_size) bench_fail("cannot write");
    for (size_t i = 0; i < made->run_count; i++) {
      run *at = &made->runs[i];
      if (at->key != least) continue;
      if (fwrite(bytes + at->at, 1, at->size, to) != at->size) bench_fail("cannot write");
      at->at += at->size;
      next_key(bytes, at);
    }
  }
  return written;
}

static uint64_t invert(sketch *made, const bench_corpus *corpus, const char *path) {
  FILE *runs = bench_need(tmpfile()), *to = bench_need(fopen(path, "wb"));
  for (size_t i = 0; i < corpus->count; i++) {
    const bench_document *from = &corpus->documents[i];
    size_t bytes = from->title_size + from->body_size + 2;
    /* a byte makes at most one place and at most two records, of which there is room for as many as places */
    if (bytes * 2 > PLACES) bench_fail("a document is too long for a sketch");
    if (made->place + bytes > PLACES || made->count + bytes * 2 > PLACES) end_batch(made, runs);
    made->borders[made->documents++] = made->place;
    take_text(made, from->title, from->title_size);
    take_text(made, from->body, from->body_size);
  }
  end_batch(made, runs);
  fflush(runs);
  uint64_t size = made->runs[made->run_count - 1].end;
  uint8_t *bytes = mmap(NULL, size + 8, PROT_READ, MAP_PRIVATE, fileno(runs), 0);
  if (bytes == MAP_FAILED) bench_fail("cannot read the runs");
  uint64_t written = merge(made, bytes, to);
  munmap(bytes, size + 8);
  fclose(runs);
  fclose(to);
  return written;
}

static sketch *sketch_new(size_t text_bytes) {
  sketch *made = bench_need(calloc(1, sizeof *made));
  make_table(made);
  made->records = pages(PLACES * sizeof *made->records);
  made->other = pages(PLACES * sizeof *made->other);
  made->borders = bench_need(malloc(PLACES * sizeof *made->borders));
  made->tokens = bench_need(calloc(1u << 21, sizeof *made->tokens));
  made->block.positions = bench_need(malloc(PLACES * sizeof(uint32_t)));
  made->owners = bench_need(malloc(PLACES / GRAIN * sizeof *made->owners));
  made->names = bench_need(malloc(text_bytes * 3 + 256));
  return made;
}

static void forget(sketch *made) {
  memset(made->tokens, 0, (1u << 21) * sizeof *made->tokens);
  made->names_size = made->run_count = made->count = 0;
  made->token_count = made->documents = made->first_document = made->place = 0;
  made->postings = 0;
}

int main(int argc, char **argv) {
  bench_corpus corpus;
  if (argc < 3) bench_fail("usage: sketch CORPUS.jsonl FILE [ROUNDS]");
  bench_corpus_read(argv[1], &corpus);
  int rounds = argc > 3 && atoi(argv[3]) > 0 ? atoi(argv[3]) : 1;
  sketch *made = sketch_new(corpus.text_bytes);
  double best = 0;
  uint64_t bytes = 0;
  for (int i = 0; i < rounds; i++) {
    forget(made);
    bench_time start = bench_now();
    bytes = invert(made, &corpus, argv[2]);
    double took = bench_since(start).process;
    if (i == 0 || took < best) best = took;
  }
  printf("%.3f s of processor time, %.1f MB/s, %llu postings, %.1f ns a posting, %zu runs, %.3f bytes a byte "
         "of text\n",
         best, (double)corpus.text_bytes / best / 1e6, (unsigned long long)made->postings,
         best / (double)made->postings * 1e9, made->run_count, (double)bytes / (double)corpus.text_bytes);
  return remove(argv[2]) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
