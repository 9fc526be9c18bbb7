/* SPDX-License-Identifier: MIT
 *
 * Recursive graph bisection (Dhulipala and others, 2016), as Mackenzie, Petri and Moffat (2021) made it fast.  A range of documents
 * is cut in two halves of equal size, and documents change sides as long as that brings terms together; then each half is
 * cut in the same way, down to a few documents.
 *
 *   0 1 2 3 4 5 6 7         range, in order of insertion
 *   0 1 2 3|4 5 6 7         cut
 *   0 2 5 7|1 3 4 6         some changed sides; each half is in order of insertion again
 *   0 2|5 7|1 3|4 6         and so on
 *
 * How much a document leans to the right is the sum over its terms of log(right) - log(left), the numbers of documents that have the
 * term on each side.  In each round those that lean to the left most, half of all, become the left half.  Rounds end when
 * the best exchange gains less than COOLING times the number of rounds before, or after ROUNDS.
 *
 * A term that only one document of a range has, or all have, says nothing about it or any part of it, and is struck from the lists:
 * deeper levels have less to read.  Logarithms are integers, so that sums do not depend on order or machine; of
 * equal leanings the document inserted first is further left.
 *
 * The two halves of a range have nothing in common but the log table: another thread takes the right one, once. */
#include "index/bisect.h"

#include <stdatomic.h>
#include <string.h>

#include "base/bits.h"
#include "base/error.h"
#include "port/clock.h"
#include "port/mem.h"
#include "port/thread.h"

#define LEAST 16u /* documents that are not cut */
#define ROUNDS 12u
#define COOLING 2   /* what an exchange must gain more after each round */
#define LOGS 65536u /* in the table; in units of 1 / LOG_ONE */
#define LOG_ONE 1024u
#define LARGE 4096u /* documents whose rounds take so long that the caller is asked after each */
#define NAP 1000    /* microseconds */

/* How many documents on each side have a term. */
typedef struct degrees {
  uint32_t left, right;
} degrees;

typedef struct cutter {
  const as_bisect_graph *graph;
  const uint16_t *logs;
  uint32_t *counts;  /* terms of each document that are still looked at */
  degrees *of;       /* by term; zero between two ranges */
  uint64_t *keys;    /* of a range: leaning, then place in it */
  uint64_t *nearest; /* some of them */
  uint8_t *sides;    /* of a range */
  uint32_t *kept;    /* scratch: documents */
  as_ticker *ticker; /* NULL in a thread of its own */
  atomic_bool *stop; /* the caller wants no more */
  assist_error *error;
} cutter;

/* ---- logarithms ---- */

/* log2 of N in units of 1 / LOG_ONE, rounded down: bit after bit, by squaring. */
static uint16_t log_of(uint32_t n) {
  unsigned whole = as_bits_log2(n);
  uint64_t mantissa = (uint64_t)n << 31 >> whole; /* 1 to 2, as 2^31 to 2^32 */
  uint32_t log = whole;
  for (uint32_t one = LOG_ONE; one > 1; one /= 2) {
    mantissa = mantissa * mantissa >> 31;
    log <<= 1;
    if (mantissa >> 32 != 0) {
      mantissa >>= 1;
      log |= 1;
    }
  }
  return (uint16_t)log;
}

static uint16_t *new_logs(void) {
  uint16_t *logs = as_mem_array(LOGS, sizeof *logs);
  if (logs == NULL) return NULL;
  logs[0] = 0; /* a side without the term draws as little as one with a single document */
  for (uint32_t i = 1; i < LOGS; i++) logs[i] = log_of(i);
  return logs;
}

static inline int64_t log_at(const uint16_t *logs, uint32_t n) {
  if (n < LOGS) return logs[n];
  unsigned shift = as_bits_log2(n) - 15;
  return logs[n >> shift] + (int64_t)shift * LOG_ONE;
}

/* ---- one range ---- */

static inline uint32_t *terms_of(const cutter *work, uint32_t document) {
  return work->graph->terms + work->graph->starts[document];
}

static void count_terms(const cutter *work, const uint32_t *documents, uint32_t count, uint32_t half) {
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t *terms = terms_of(work, documents[i]);
    const uint32_t term_count = work->counts[documents[i]];
    work->sides[i] = i >= half;
    for (uint32_t t = 0; t < term_count; t++) {
      if (i < half) {
        work->of[terms[t]].left++;
      } else {
        work->of[terms[t]].right++;
      }
    }
  }
}

/* Terms that say nothing about the range leave the lists of its documents. */
static void strike_terms(const cutter *work, const uint32_t *documents, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    uint32_t *terms = terms_of(work, documents[i]);
    const uint32_t term_count = work->counts[documents[i]];
    uint32_t kept = 0;
    for (uint32_t t = 0; t < term_count; t++) {
      const degrees *of = &work->of[terms[t]];
      const uint32_t all = of->left + of->right;
      terms[kept] = terms[t];
      kept += all > 1 && all < count;
    }
    work->counts[documents[i]] = kept;
  }
}

static void forget_terms(const cutter *work, const uint32_t *documents, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t *terms = terms_of(work, documents[i]);
    const uint32_t term_count = work->counts[documents[i]];
    for (uint32_t t = 0; t < term_count; t++) work->of[terms[t]] = (degrees){0, 0};
  }
}

static int64_t leaning_of(const cutter *work, uint32_t document) {
  const uint32_t *terms = terms_of(work, document);
  const uint32_t term_count = work->counts[document];
  int64_t sum = 0;
  for (uint32_t t = 0; t < term_count; t++) {
    const degrees of = work->of[terms[t]];
    sum += log_at(work->logs, of.right) - log_at(work->logs, of.left);
  }
  return sum;
}

#define MIDDLE (UINT64_C(1) << 31) /* of leanings, so that they are not negative */

/* Keys of the range; the gain of exchanging the two that want it most. */
static int64_t weigh(const cutter *work, const uint32_t *documents, uint32_t count) {
  int64_t most_left = INT64_MIN / 2, least_right = INT64_MAX / 2;
  for (uint32_t i = 0; i < count; i++) {
    int64_t leaning = leaning_of(work, documents[i]);
    if (leaning >= (int64_t)MIDDLE) leaning = (int64_t)MIDDLE - 1;
    if (leaning < -(int64_t)MIDDLE) leaning = -(int64_t)MIDDLE;
    if (work->sides[i] == 0) {
      if (leaning > most_left) most_left = leaning;
    } else if (leaning < least_right) {
      least_right = leaning;
    }
    work->keys[i] = (uint64_t)(leaning + (int64_t)MIDDLE) << 32 | i;
  }
  return most_left - least_right;
}

/* The key that RANK of the COUNT keys are below: digit after digit, the greatest first. */
static uint64_t find_key(const cutter *work, uint32_t count, uint32_t rank) {
  uint64_t *keys = work->nearest;
  memcpy(keys, work->keys, count * sizeof *keys);
  for (unsigned shift = 56; count > 1; shift -= 8) {
    uint32_t digits[256] = {0};
    unsigned digit = 0;
    for (uint32_t i = 0; i < count; i++) digits[keys[i] >> shift & 0xFF]++;
    for (; rank >= digits[digit]; digit++) rank -= digits[digit];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
      const uint64_t key = keys[i];
      keys[kept] = key;
      kept += (key >> shift & 0xFF) == digit;
    }
    count = kept;
  }
  return keys[0];
}

/* Documents with keys from BORDER on are right, the others left. */
static void exchange(const cutter *work, const uint32_t *documents, uint32_t count, uint64_t border) {
  for (uint32_t i = 0; i < count; i++) {
    const uint8_t side = work->keys[i] >= border;
    if (side == work->sides[i]) continue;
    const uint32_t *terms = terms_of(work, documents[i]);
    const uint32_t term_count = work->counts[documents[i]];
    const uint32_t more = side == 0 ? 1 : UINT32_MAX; /* UINT32_MAX: one less */
    for (uint32_t t = 0; t < term_count; t++) {
      work->of[terms[t]].left += more;
      work->of[terms[t]].right -= more;
    }
    work->sides[i] = side;
  }
}

static void settle(const cutter *work, uint32_t *documents, uint32_t count) {
  uint32_t left = 0, right = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (work->sides[i] == 0) {
      documents[left++] = documents[i];
    } else {
      work->kept[right++] = documents[i];
    }
  }
  memcpy(documents + left, work->kept, right * sizeof *documents);
}

/* Whether to go on, after DONE more documents of a level. */
static bool ask(const cutter *work, uint32_t done) {
  if (atomic_load_explicit(work->stop, memory_order_relaxed)) return false;
  if (work->ticker == NULL || as_ticker_step(work->ticker, done, work->error) == ASSIST_OK) return true;
  atomic_store_explicit(work->stop, true, memory_order_relaxed);
  return false;
}

/* Cut DOCUMENTS, which ascend, in halves that ascend; false when the caller wants no more. */
static bool cut(const cutter *work, uint32_t *documents, uint32_t count) {
  const uint32_t half = count / 2;
  count_terms(work, documents, count, half);
  strike_terms(work, documents, count);
  bool good = true;
  for (uint32_t round = 0; good && round < ROUNDS; round++) {
    if (weigh(work, documents, count) <= (int64_t)round * COOLING * LOG_ONE) break;
    exchange(work, documents, count, find_key(work, count, half));
    if (count >= LARGE) good = ask(work, 0);
  }
  forget_terms(work, documents, count);
  settle(work, documents, count);
  return good && ask(work, count);
}

static void cut_all(const cutter *work, uint32_t *documents, uint32_t count) {
  if (count <= LEAST || !cut(work, documents, count)) return;
  cut_all(work, documents, count / 2);
  cut_all(work, documents + count / 2, count - count / 2);
}

/* ---- all of them ---- */

static void clear(cutter *work) {
  as_mem_free(work->of);
  as_mem_free(work->keys);
  as_mem_free(work->nearest);
  as_mem_free(work->sides);
  as_mem_free(work->kept);
}

/* Scratch for ranges of COUNT documents. */
static bool prepare(cutter *work, uint32_t count) {
  work->of = as_mem_calloc(work->graph->term_count, sizeof *work->of);
  work->keys = as_mem_array(count, sizeof *work->keys);
  work->nearest = as_mem_array(count, sizeof *work->nearest);
  work->sides = as_mem_array(count, 1);
  work->kept = as_mem_array(count, sizeof *work->kept);
  return work->of != NULL && work->keys != NULL && work->nearest != NULL && work->sides != NULL &&
         work->kept != NULL;
}

typedef struct half_work {
  cutter work;
  uint32_t *documents;
  uint32_t count;
  atomic_bool done;
} half_work;

static assist_status run_half(void *context) {
  half_work *half = context;
  cut_all(&half->work, half->documents, half->count);
  atomic_store_explicit(&half->done, true, memory_order_release);
  return ASSIST_OK;
}

/* The right half in a thread, if one is to be had with its memory; *out_thread NULL: it is still to be done. */
static void start_half(const cutter *all, half_work *half, as_thread **out_thread) {
  *out_thread = NULL;
  half->work = *all;
  half->work.ticker = NULL;
  half->work.error = NULL;
  atomic_init(&half->done, false);
  if (!prepare(&half->work, half->count)) return;
  if (as_thread_start(run_half, half, out_thread, NULL) != ASSIST_OK) *out_thread = NULL;
}

static void join_half(const cutter *all, half_work *half, as_thread *thread) {
  while (!atomic_load_explicit(&half->done, memory_order_acquire)) {
    as_clock_sleep(NAP);
    (void)ask(all, 0);
  }
  (void)as_thread_join(thread);
}

static void cut_with_thread(const cutter *work, uint32_t *documents, uint32_t count) {
  half_work right = {.documents = documents + count / 2, .count = count - count / 2};
  as_thread *thread;
  if (count <= LEAST || !cut(work, documents, count)) return;
  start_half(work, &right, &thread);
  cut_all(work, documents, count / 2);
  if (thread != NULL) {
    join_half(work, &right, thread);
  } else {
    cut_all(work, right.documents, right.count);
  }
  clear(&right.work);
}

assist_status as_bisect(const as_bisect_graph *graph, bool aside, as_ticker *ticker, uint32_t *out_order,
                        assist_error *error) {
  const uint32_t count = graph->documents;
  atomic_bool stop;
  atomic_init(&stop, false);
  uint16_t *logs = new_logs();
  cutter work = {.graph = graph, .logs = logs, .ticker = ticker, .stop = &stop, .error = error};
  work.counts = as_mem_array(count, sizeof *work.counts);
  const bool good = prepare(&work, count) && logs != NULL && work.counts != NULL;
  if (good) {
    for (uint32_t i = 0; i < count; i++) {
      work.counts[i] = (uint32_t)(graph->starts[i + 1] - graph->starts[i]);
      out_order[i] = i;
    }
    if (aside) {
      cut_with_thread(&work, out_order, count);
    } else {
      cut_all(&work, out_order, count);
    }
  }
  clear(&work);
  as_mem_free(work.counts);
  as_mem_free(logs);
  if (!good) return as_fail_nomem(error);
  return atomic_load(&stop) ? ASSIST_CANCELLED : ASSIST_OK;
}
