/* SPDX-License-Identifier: MIT
 *
 * Counting.  Whole values of a text field are counted by ordinal, dates by the day, numbers in whole steps of 1, 0.1, 0.01 or 0.001,
 * in an array, segment by segment; when the next segment begins the counts go to the values themselves, since places in the array
 * mean something else there.  Days become months and years only at the end: some thousand days instead of a million documents.
 * Other words (moments; numbers between the steps; what is too far apart) go to a table at once.
 *
 *   text     ordinal         -> count  per segment     value -> count  over all
 *   days     day - first     -> count  per segment     word  -> count  over all
 *   numbers  step - first    -> count  per segment     word  -> count  over all
 *   others                                             word  -> count  over all
 *
 * Where one segment is all there is, its array is the result as it is, and of texts only those are read that may be shown.
 *
 * A document counts once for a value, however often it has it. */
#include "search/counter.h"

#include <string.h>

#include "base/census.h"
#include "base/ordered.h"
#include "base/tally.h"
#include "model/date.h"
#include "search/fields.h"
#include "search/text_counts.h"
#include "segread/column.h"

#define NO_PLACE SIZE_MAX
#define TOGETHER 8u               /* rows of a tally: capacities are multiples */
#define FEW 16u                   /* values of a document that are compared with each other */
#define ROWS_MOST (1u << 20)      /* of an array */
#define STEPS_MOST 1e15           /* numbers up to this are steps of their own */
#define DAY UINT64_C(86400000000) /* microseconds, as in words */

struct as_counter {
  as_search_context *context;
  const char *field;
  int kind, interval;
  uint64_t documents;
  size_t place; /* the segment being counted */
  bool several; /* it is not the first */
  uint8_t number;
  as_column_reader *reader;
  bool dense;              /* by the array */
  uint64_t base;           /* days: the word of the first one's beginning */
  double steps;            /* numbers: so many in 1 */
  int64_t first;           /* the step of the first row */
  AS_VEC(uint32_t) counts; /* the array */
  AS_VEC(uint64_t) words;  /* of a chunk's documents, to be counted together */
  as_text_counts *texts;   /* over all */
  as_value_table values;   /* of the only segment, if they were read ahead */
  as_census census;        /* over all */
  as_tally wide;           /* its days as the intervals that were asked for, at the end */
};

as_counter *as_counter_new(as_search_context *context, const char *field, int kind, int interval) {
  as_counter *counter = as_mem_calloc(1, sizeof *counter);
  if (counter == NULL) {
    as_search_fail(context, ASSIST_NOMEM, NULL);
    return NULL;
  }
  counter->context = context;
  counter->field = field;
  counter->kind = kind;
  counter->interval = interval;
  counter->place = NO_PLACE;
  return counter;
}

void as_counter_free(as_counter *counter) {
  if (counter == NULL) return;
  as_vec_free(&counter->counts);
  as_vec_free(&counter->words);
  as_text_counts_free(counter->texts);
  as_census_clear(&counter->census);
  as_tally_clear(&counter->wide);
  as_mem_free(counter);
}

static bool no_memory(as_counter *counter) { return as_search_fail(counter->context, ASSIST_NOMEM, NULL); }

static as_segment *segment_of(const as_counter *counter) {
  return counter->context->places[counter->place].leaf->segment;
}

static bool is_wide(const as_counter *counter) {
  return counter->interval == ASSIST_FACET_MONTH || counter->interval == ASSIST_FACET_YEAR;
}

/* ---- from segment to segment ---- */

static bool flush_texts(as_counter *counter) {
  const size_t count = counter->counts.count;
  counter->counts.count = 0;
  if (count == 0) return true;
  if (counter->texts == NULL) counter->texts = as_text_counts_new(counter->context);
  return counter->texts != NULL && as_text_counts_add(counter->texts, segment_of(counter), counter->number,
                                                      counter->counts.items, count);
}

/* What row I of the array counts. */
static uint64_t word_of(const as_counter *counter, size_t i) {
  if (counter->kind == ASSIST_VALUE_DATE) return counter->base + i * DAY;
  return as_ordered_of_number((double)(counter->first + (int64_t)i) / counter->steps);
}

static bool flush_counts(as_counter *counter) {
  if (counter->kind == ASSIST_VALUE_TEXT) return flush_texts(counter);
  for (size_t i = 0; i < counter->counts.count; i++) {
    uint32_t count = counter->counts.items[i];
    if (count != 0 && !as_census_add(&counter->census, word_of(counter, i), count)) return no_memory(counter);
  }
  counter->counts.count = 0;
  return true;
}

static int64_t floor_of(int64_t date, int interval) {
  return as_date_floor(date, interval == ASSIST_FACET_YEAR    ? AS_DATE_YEAR
                             : interval == ASSIST_FACET_MONTH ? AS_DATE_MONTH
                                                              : AS_DATE_DAY);
}

static uint64_t floor_word(const as_counter *counter, uint64_t word, int interval) {
  if (counter->interval == ASSIST_FACET_VALUE) return word;
  return as_ordered_of_date(floor_of(as_ordered_to_date(word), interval));
}

/* The least and the largest word of the segment; false: there are none. */
static bool span_words(const as_counter *counter, uint64_t *out_least, uint64_t *out_most) {
  *out_least = UINT64_MAX;
  *out_most = 0;
  for (uint32_t i = 0; i < counter->reader->count; i++) {
    uint64_t low, high;
    as_column_bounds(counter->reader, i, &low, &high);
    *out_least = low < *out_least ? low : *out_least;
    *out_most = high > *out_most ? high : *out_most;
  }
  return *out_least <= *out_most;
}

/* The step that NUMBER is; false: it is none. */
static inline bool step_of(double number, double steps, int64_t *out_step) {
  double place = number * steps;
  if (!(place > -STEPS_MOST && place < STEPS_MOST)) return false;
  *out_step = (int64_t)(place < 0 ? place - 0.5 : place + 0.5);
  return (double)*out_step / steps == number;
}

/* Whether the numbers of the segment's first chunk are steps of this size. */
static bool are_steps(const as_counter *counter, double steps) {
  const as_chunk *chunk = &counter->reader->chunk;
  int64_t step;
  for (uint32_t i = 0; i < chunk->starts[chunk->count]; i++)
    if (!step_of(as_ordered_to_number(chunk->values[i]), steps, &step)) return false;
  return true;
}

/* Whether the numbers of the segment fit into an array; how many rows it has.  Numbers that are no steps are counted elsewhere. */
static bool span_steps(as_counter *counter, size_t *out_rows) {
  uint64_t least, most;
  if (!span_words(counter, &least, &most)) return false;
  assist_error error = {0};
  assist_status status = as_column_unpack(counter->reader, 0, &error);
  if (status != ASSIST_OK) return as_search_fail(counter->context, status, &error);
  counter->steps = 1;
  while (counter->steps <= 1000 && !are_steps(counter, counter->steps)) counter->steps *= 10;
  double low = as_ordered_to_number(least) * counter->steps,
         high = as_ordered_to_number(most) * counter->steps;
  if (counter->steps > 1000 || !(low > -STEPS_MOST && high < STEPS_MOST)) return false;
  counter->first = (int64_t)low - 1;
  *out_rows = (size_t)((int64_t)high - counter->first) + 2;
  return *out_rows <= ROWS_MOST;
}

/* Whether the days of the segment fit into an array; how many they are. */
static bool span_days(as_counter *counter, size_t *out_days) {
  uint64_t least, most;
  if (!span_words(counter, &least, &most)) return false;
  /* So near the ends of time the beginning of a day is not a date. */
  if (least < DAY * 366 || most > UINT64_MAX - DAY * 366) return false;
  counter->base = floor_word(counter, least, ASSIST_FACET_YEAR); /* several values are counted there */
  *out_days = (size_t)((most - counter->base) / DAY) + 1;
  return *out_days <= ROWS_MOST;
}

static bool begin_counts(as_counter *counter) {
  size_t count = 0;
  counter->dense = true;
  if (counter->kind == ASSIST_VALUE_TEXT)
    count = as_segment_distinct(segment_of(counter), counter->number);
  else if (counter->kind == ASSIST_VALUE_NUMBER)
    counter->dense = span_steps(counter, &count);
  else
    counter->dense = counter->interval != ASSIST_FACET_VALUE && span_days(counter, &count);
  if (counter->context->status != ASSIST_OK) return false;
  if (!counter->dense) return true;
  if (!as_vec_reserve(&counter->counts, count + 1)) return no_memory(counter);
  memset(counter->counts.items, 0, count * sizeof(uint32_t));
  counter->counts.count = count;
  return true;
}

static bool begin_place(as_counter *counter, size_t place, uint8_t number) {
  as_search_context *context = counter->context;
  if (!flush_counts(counter)) return false;
  counter->several = counter->place != NO_PLACE;
  counter->place = place;
  counter->number = number;
  bool text = counter->kind == ASSIST_VALUE_TEXT;
  if (text && as_segment_has_too_many_values(segment_of(counter), number))
    return as_search_refuse(context, ASSIST_UNSUPPORTED,
                            "the field '%s' has too many different values to count", counter->field);
  counter->reader =
      text ? as_search_values(context, place, number) : as_search_column(context, place, number);
  return counter->reader != NULL && begin_counts(counter);
}

/* ---- counting ---- */

/* An ordinal without a value, a day outside its chunk's bounds. */
static bool wrong_word(as_counter *counter, uint64_t word) {
  assist_error error = {0};
  as_slice value;
  assist_status status = ASSIST_CORRUPT;
  if (counter->kind == ASSIST_VALUE_TEXT)
    status = as_segment_value(segment_of(counter), counter->number, word, &value, &error);
  return as_search_fail(counter->context, status == ASSIST_OK ? ASSIST_CORRUPT : status, &error);
}

static bool count_dense(as_counter *counter, const uint64_t *words, size_t count) {
  uint32_t *counts = counter->counts.items;
  bool days = counter->kind != ASSIST_VALUE_TEXT;
  for (size_t i = 0; i < count; i++) {
    uint64_t at = days ? (words[i] - counter->base) / DAY : words[i];
    if (at >= counter->counts.count) return wrong_word(counter, words[i]);
    counts[at]++;
  }
  return true;
}

/* What is no step, or lies outside, goes to the table. */
static bool count_steps(as_counter *counter, const uint64_t *words, size_t count) {
  uint32_t *counts = counter->counts.items;
  for (size_t i = 0; i < count; i++) {
    int64_t step = 0;
    bool found = step_of(as_ordered_to_number(words[i]), counter->steps, &step);
    uint64_t at = (uint64_t)(step - counter->first);
    if (found && at < counter->counts.count)
      counts[at]++;
    else if (!as_census_add(&counter->census, words[i], 1))
      return no_memory(counter);
  }
  return true;
}

static bool count_words(as_counter *counter, uint64_t *words, size_t count) {
  if (counter->dense && counter->kind == ASSIST_VALUE_NUMBER) return count_steps(counter, words, count);
  if (counter->dense) return count_dense(counter, words, count);
  for (size_t i = 0; i < count && counter->interval != ASSIST_FACET_VALUE; i++)
    words[i] = floor_word(counter, words[i], ASSIST_FACET_DAY);
  return as_census_add_all(&counter->census, words, count) || no_memory(counter);
}

static bool count_many(as_counter *counter, const uint64_t *values, uint32_t count) {
  as_tally once;
  as_tally_init(&once);
  bool good = true;
  for (uint32_t i = 0; good && i < count; i++)
    good = as_tally_add(&once, floor_word(counter, values[i], counter->interval), 1);
  if (!good) no_memory(counter);
  for (size_t i = 0; good && i < once.capacity; i++)
    if (once.rows[i].count != 0) good = count_words(counter, &once.rows[i].word, 1);
  as_tally_clear(&once);
  return good;
}

/* Of several values those of the same interval count once: by its beginning, which is a day as well. */
static bool count_several(as_counter *counter, const uint64_t *values, uint32_t count) {
  uint64_t words[FEW];
  size_t kept = 0;
  if (count > FEW) return count_many(counter, values, count);
  for (uint32_t i = 0; i < count; i++) {
    uint64_t word = floor_word(counter, values[i], counter->interval);
    size_t before = 0;
    while (before < kept && words[before] != word) before++;
    if (before == kept) words[kept++] = word;
  }
  return count_words(counter, words, kept);
}

/* Whether the documents begin with those of the chunk unpacked, all of them, each with one value. */
static bool is_whole(const as_column_reader *reader, const uint32_t *documents, size_t count) {
  const as_chunk *chunk = &reader->chunk;
  return reader->dense && count >= chunk->count && chunk->starts[chunk->count] == chunk->count &&
         documents[0] == chunk->documents[0] &&
         documents[chunk->count - 1] == chunk->documents[chunk->count - 1];
}

/* Where documents follow each other and have one value each: the values of those from *IO_AT on that are before END. */
static bool count_singles(as_counter *counter, const uint32_t *documents, size_t count, uint32_t end,
                          size_t *io_at) {
  const as_chunk *chunk = &counter->reader->chunk;
  const uint32_t first = chunk->documents[0];
  uint64_t *words = counter->words.items;
  size_t at = *io_at, kept = 0;
  for (; at < count && documents[at] - first < chunk->count; at++)
    words[kept++] = chunk->values[documents[at] - first];
  while (at < count && documents[at] < end) at++;
  *io_at = at;
  counter->documents += kept;
  return count_words(counter, words, kept);
}

/* The documents from *IO_AT on that are in the chunk unpacked, which ends before END. */
static bool count_chunk(as_counter *counter, const uint32_t *documents, size_t count, uint32_t end,
                        size_t *io_at) {
  const as_column_reader *reader = counter->reader;
  const as_chunk *chunk = &reader->chunk;
  size_t single = 0;
  uint32_t at = 0;
  if (is_whole(reader, documents + *io_at, count - *io_at)) {
    memcpy(counter->words.items, chunk->values, chunk->count * sizeof *chunk->values);
    counter->documents += chunk->count;
    *io_at += chunk->count;
    return count_words(counter, counter->words.items, chunk->count);
  }
  if (reader->dense && chunk->starts[chunk->count] == chunk->count)
    return count_singles(counter, documents, count, end, io_at);
  for (; *io_at < count && documents[*io_at] < end; ++*io_at) {
    uint32_t document = documents[*io_at];
    if (reader->dense) at = document - chunk->documents[0];
    while (at < chunk->count && chunk->documents[at] < document) at++;
    if (at >= chunk->count || chunk->documents[at] != document) continue;
    counter->documents++;
    uint32_t values = chunk->starts[at + 1] - chunk->starts[at];
    if (values == 1)
      counter->words.items[single++] = chunk->values[chunk->starts[at]];
    else if (!count_several(counter, chunk->values + chunk->starts[at], values))
      return false;
  }
  return count_words(counter, counter->words.items, single);
}

bool as_counter_add(as_counter *counter, size_t place, uint8_t number, const uint32_t *documents,
                    size_t count) {
  if (counter->place != place && !begin_place(counter, place, number)) return false;
  if (!as_vec_reserve(&counter->words, AS_CHUNK_DOCUMENTS)) return no_memory(counter);
  as_column_reader *reader = counter->reader;
  for (size_t at = 0; at < count;) {
    uint32_t chunk = as_column_locate(reader, documents[at]);
    if (chunk == reader->count) {
      at++;
      continue;
    }
    assist_error error = {0};
    assist_status status = as_column_unpack(reader, chunk, &error);
    if (status != ASSIST_OK) return as_search_fail(counter->context, status, &error);
    if (!count_chunk(counter, documents, count, as_column_first(reader, chunk + 1), &at)) return false;
  }
  return true;
}

/* ---- the end ---- */

static bool widen(void *taker, const as_tally *tally, as_census_bounds bounds) {
  (void)bounds;
  as_counter *counter = taker;
  for (size_t i = 0; i < tally->capacity; i++) {
    const as_tally_row *row = &tally->rows[i];
    if (row->count != 0 &&
        !as_tally_add(&counter->wide, floor_word(counter, row->word, counter->interval), row->count))
      return false;
  }
  return true;
}

bool as_counter_end(as_counter *counter, uint64_t *out_documents) {
  *out_documents = counter->documents;
  if (!is_wide(counter) && !counter->several) return true; /* words in the array are not in the census */
  if (!flush_counts(counter)) return false;
  if (counter->texts != NULL && !as_text_counts_end(counter->texts)) return false;
  return !is_wide(counter) || as_census_walk(&counter->census, widen, counter) || no_memory(counter);
}

/* What is offered to, and what is said of it. */
typedef struct offering {
  as_topk *top;
  uint64_t distinct;
  as_topk_item worst; /* what must be beaten; a score of 0: nothing */
} offering;

static bool offer(offering *to, uint64_t word, uint64_t count) {
  if (!as_topk_offer(to->top, (as_topk_item){.score = count, .number = word})) return false;
  if (to->top->count == to->top->limit) to->worst = to->top->items[0];
  return true;
}

/* Whether one of some rows may enter.  Free ones do not, and which those are is a matter of chance: no matter for a branch. */
static inline bool any_enters(const as_tally_row rows[TOGETHER], as_topk_item worst) {
  unsigned any = 0;
  for (unsigned i = 0; i < TOGETHER; i++)
    any |= (unsigned)(rows[i].count > worst.score) |
           ((unsigned)(rows[i].count == worst.score) & (unsigned)(rows[i].word < worst.number));
  return any != 0;
}

static bool offer_tally(void *taker, const as_tally *tally, as_census_bounds bounds) {
  offering *to = taker;
  to->distinct += tally->count;
  if (to->top->limit == 0 || bounds.most < to->worst.score ||
      (bounds.most == to->worst.score && bounds.low >= to->worst.number))
    return true;
  for (size_t from = 0; from < tally->capacity; from += TOGETHER) {
    const as_tally_row *rows = tally->rows + from;
    if (to->worst.score != 0 && !any_enters(rows, to->worst)) continue;
    for (size_t i = 0; i < TOGETHER; i++)
      if (rows[i].count != 0 && !offer(to, rows[i].word, rows[i].count)) return false;
  }
  return true;
}

bool as_counter_words(as_counter *counter, as_topk *top, uint64_t *out_distinct) {
  offering to = {.top = top};
  bool good = true;
  for (size_t i = 0; good && i < counter->counts.count; i++) {
    uint32_t count = counter->counts.items[i];
    to.distinct += count != 0;
    if (count != 0 && count >= to.worst.score && top->limit > 0)
      good = offer(&to, word_of(counter, i), count);
  }
  good = good && (is_wide(counter) ? offer_tally(&to, &counter->wide, (as_census_bounds){UINT64_MAX, 0})
                                   : as_census_walk(&counter->census, offer_tally, &to));
  *out_distinct = to.distinct;
  return good || no_memory(counter);
}

size_t as_counter_texts(const as_counter *counter, size_t from, uint64_t out_counts[AS_COUNTS_BLOCK]) {
  const size_t all = counter->counts.count;
  size_t count = 0;
  if (counter->texts != NULL) return as_text_counts_counts(counter->texts, from, out_counts, AS_COUNTS_BLOCK);
  for (; count < AS_COUNTS_BLOCK && from + count < all; count++)
    out_counts[count] = counter->counts.items[from + count];
  return count;
}

bool as_counter_text_first(const as_counter *counter, size_t i, uint64_t *out_first) {
  if (counter->texts == NULL) return false;
  *out_first = as_text_counts_first(counter->texts, i);
  return true;
}

bool as_counter_texts_ahead(as_counter *counter, size_t wanted) {
  assist_error error = {0};
  if (counter->texts != NULL || wanted < counter->counts.count / 8) return true;
  assist_status status = as_segment_values(segment_of(counter), counter->number, &counter->values, &error);
  return status == ASSIST_OK || as_search_fail(counter->context, status, &error);
}

bool as_counter_text(as_counter *counter, size_t i, as_slice *out_text) {
  if (counter->texts != NULL) {
    *out_text = as_text_counts_text(counter->texts, i);
    return true;
  }
  if (as_value_at(&counter->values, i, out_text)) return true;
  assist_error error = {0};
  assist_status status = as_segment_value(segment_of(counter), counter->number, i, out_text, &error);
  return status == ASSIST_OK || as_search_fail(counter->context, status, &error);
}
