/* SPDX-License-Identifier: MIT
 *
 * Speed and size of the codes of postings, on lists made up with frequencies as words have them: a term of
 * rank r is in N / r documents, and twice in a document now and then.  Not run by `make check`.
 *
 *   bench_postings [documents]
 *
 * For lists of several lengths: bits a posting of documents alone, with frequencies, with positions; and
 * nanoseconds of one thread's time to encode and to decode a posting, the best of several rounds, since
 * the machine has other things to do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "format/interp.h"
#include "format/length.h"
#include "format/posting_block.h"
#include "port/mem.h"

#define ROUNDS 9
#define SLACK 8u         /* bytes behind a list that may be loaded, as the reader of segments sees to */
#define POSTINGS 400000u /* of all lists of a length together */

static uint64_t state = 88172645463325252u;

static uint64_t next_random(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

typedef struct list {
  uint32_t count;
  uint32_t *documents, *frequencies, *positions;
  uint64_t occurrences;
  uint64_t *ends;  /* of its blocks, in the buffer */
  unsigned *modes; /* and theirs */
} list;

static uint32_t documents;
static uint8_t *codes;

static void make_lengths(void) {
  codes = malloc(documents);
  for (uint32_t i = 0; i < documents; i++) {
    codes[i] = as_length_code(
        (uint32_t)(60 + next_random() % 400 + (next_random() % 4 == 0 ? next_random() % 2500 : 0)));
  }
}

static int by_number(const void *a, const void *b) {
  uint32_t left = *(const uint32_t *)a;
  uint32_t right = *(const uint32_t *)b;
  return left < right ? -1 : left > right;
}

/* About COUNT documents, anywhere. */
static list make_list(uint32_t count) {
  list made = {.documents = malloc(count * 4), .frequencies = malloc(count * 4)};
  for (uint32_t i = 0; i < count; i++) made.documents[i] = (uint32_t)(next_random() % documents);
  qsort(made.documents, count, sizeof *made.documents, by_number);
  for (uint32_t i = 0; i < count; i++) {
    if (made.count != 0 && made.documents[made.count - 1] == made.documents[i]) continue;
    made.documents[made.count] = made.documents[i];
    made.frequencies[made.count] = 1;
    if (next_random() % 5 == 0)
      made.frequencies[made.count] = 2 + (uint32_t)(next_random() % 8 == 0 ? next_random() % 6 : 0);
    made.occurrences += made.frequencies[made.count++];
  }
  made.positions = malloc(made.occurrences * 4);
  made.ends = malloc((made.count / AS_BLOCK_DOCUMENTS + 2) * sizeof *made.ends);
  made.modes = malloc((made.count / AS_BLOCK_DOCUMENTS + 2) * sizeof *made.modes);
  uint64_t at = 0;
  for (uint32_t i = 0; i < made.count; i++) {
    uint32_t length = as_length_of_code(codes[made.documents[i]]);
    uint32_t share = length / made.frequencies[i];
    for (uint32_t j = 0; j < made.frequencies[i]; j++) {
      made.positions[at++] = j * share + (uint32_t)(next_random() % share);
    }
  }
  return made;
}

/* PARTS: 1 documents, 2 and frequencies and positions. */
static void encode(list *from, as_buf *out, as_buf *scratch, int parts) {
  const uint32_t *positions = from->positions;
  uint32_t before = AS_BLOCK_NONE;
  for (uint32_t i = 0, block = 0; i < from->count; i += AS_BLOCK_DOCUMENTS, block++) {
    uint32_t left = from->count - i;
    uint8_t own[AS_BLOCK_DOCUMENTS];
    for (uint32_t j = 0; j < AS_BLOCK_DOCUMENTS && j < left; j++) own[j] = codes[from->documents[i + j]];
    as_posting_run run = {.count = left < AS_BLOCK_DOCUMENTS ? left : AS_BLOCK_DOCUMENTS,
                          .documents = from->documents + i,
                          .frequencies = parts == 1 ? NULL : from->frequencies + i,
                          .positions = positions,
                          .codes = own};
    if (from->count < AS_BLOCK_DOCUMENTS) {
      as_short_list_put(out, &run, documents);
    } else {
      from->modes[block] = as_posting_block_put(out, scratch, &run, before);
    }
    before = run.documents[run.count - 1];
    for (uint32_t j = 0; j < run.count; j++) positions += from->frequencies[i + j];
    from->ends[block] = out->size;
  }
}

static uint64_t decode_positions(as_bit_reader *reader, const uint32_t *found, const uint32_t *frequencies,
                                 uint32_t n) {
  uint32_t positions[64];
  uint64_t sum = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t length = as_length_of_code(codes[found[i]]);
    if (frequencies[i] == 1) {
      sum += as_bits_get_trunc(reader, length);
    } else {
      as_interp_get(reader, positions, frequencies[i], 0, length - 1);
      sum += positions[0];
    }
  }
  return sum;
}

/* PARTS: 1 documents, 2 and frequencies, 3 and positions. */
static uint64_t decode(const list *from, const uint8_t *bytes, uint64_t begin, int parts) {
  uint32_t found[AS_BLOCK_DOCUMENTS];
  uint32_t frequencies[AS_BLOCK_DOCUMENTS];
  uint64_t groups[AS_BLOCK_GROUPS];
  uint32_t before = AS_BLOCK_NONE;
  uint64_t sum = 0;
  for (uint32_t i = 0, block = 0; i < from->count; i += AS_BLOCK_DOCUMENTS, block++) {
    uint32_t left = from->count - i;
    uint32_t n = left < AS_BLOCK_DOCUMENTS ? left : AS_BLOCK_DOCUMENTS;
    as_bit_reader reader;
    as_bit_reader_init(&reader, bytes + begin, (size_t)(from->ends[block] - begin) + SLACK);
    bool is_short = from->count < AS_BLOCK_DOCUMENTS;
    uint32_t last = from->documents[i + n - 1];
    if (is_short) {
      as_short_list_documents(&reader, n, documents, found);
    } else {
      as_posting_block_documents(&reader, from->modes[block], n, before, last, found);
    }
    if (parts > 1 && is_short) as_short_list_frequencies(&reader, n, from->occurrences, frequencies);
    if (parts > 1 && !is_short) as_posting_block_frequencies(&reader, n, frequencies);
    if (parts > 2 && !is_short) as_posting_block_groups(&reader, n, frequencies, groups);
    if (parts > 2) sum += decode_positions(&reader, found, frequencies, n);
    if (reader.corrupt || found[n - 1] != last) abort();
    sum += found[0];
    before = last;
    begin = from->ends[block];
  }
  return sum;
}

typedef struct figures {
  uint64_t postings, occurrences;
  double bits[3], encode_time, decode_time[3];
} figures;

static double best(double now, double before) { return before == 0 || now < before ? now : before; }

static void measure(list *lists, size_t count, figures *out) {
  static volatile uint64_t sink;
  as_buf bytes;
  as_buf scratch;
  as_buf_init(&bytes);
  as_buf_init(&scratch);
  for (int parts = 1; parts <= 2; parts++) {
    for (int round = 0; round < ROUNDS; round++) {
      as_buf_reset(&bytes);
      double start = seconds();
      for (size_t i = 0; i < count; i++) encode(&lists[i], &bytes, &scratch, parts);
      if (parts == 2) out->encode_time = best(seconds() - start, out->encode_time);
    }
    out->bits[parts - 1] = (double)bytes.size * 8;
    as_buf_add_zeros(&bytes, SLACK);
  }
  for (int parts = 1; parts <= 3; parts++) {
    for (int round = 0; round < ROUNDS; round++) {
      double start = seconds();
      uint64_t begin = 0;
      for (size_t i = 0; i < count; i++) {
        sink = sink + decode(&lists[i], bytes.bytes, begin, parts);
        begin = lists[i].ends[(lists[i].count - 1) / AS_BLOCK_DOCUMENTS];
      }
      out->decode_time[parts - 1] = best(seconds() - start, out->decode_time[parts - 1]);
    }
  }
  as_buf_clear(&bytes);
  as_buf_clear(&scratch);
}

static void run(uint32_t length) {
  size_t count = POSTINGS / length + 1;
  list *lists = malloc(count * sizeof *lists);
  figures sums = {0};
  for (size_t i = 0; i < count; i++) {
    lists[i] = make_list(length);
    sums.postings += lists[i].count;
    sums.occurrences += lists[i].occurrences;
  }
  measure(lists, count, &sums);
  double postings = (double)sums.postings;
  printf("%8u | %6.2f %6.2f | %6.2f | %6.1f %6.1f %6.1f\n", length, sums.bits[0] / postings,
         sums.bits[1] / (double)sums.occurrences, sums.encode_time / (double)sums.occurrences * 1e9,
         sums.decode_time[0] / postings * 1e9, sums.decode_time[1] / postings * 1e9,
         sums.decode_time[2] / (double)sums.occurrences * 1e9);
  for (size_t i = 0; i < count; i++) {
    free(lists[i].documents);
    free(lists[i].frequencies);
    free(lists[i].positions);
    free(lists[i].ends);
    free(lists[i].modes);
  }
  free(lists);
}

int main(int argc, char **argv) {
  static const uint32_t lengths[] = {1, 2, 5, 20, 100, 400, 2000, 10000, 40000};
  documents = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 65536;
  if (documents < 40000) return EXIT_FAILURE;
  make_lengths();
  printf("list     | bits          | encode | decode (ns): docs, with freqs, with positions\n");
  printf("length   | doc    all/pos| ns/pos | /doc   /doc   /pos\n");
  for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) run(lengths[i]);
  free(codes);
  return EXIT_SUCCESS;
}
