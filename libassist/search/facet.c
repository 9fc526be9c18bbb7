/* SPDX-License-Identifier: MIT
 *
 * Counting.  Whole values of a text field are counted by ordinal, in an array, segment by segment; when the next segment begins
 * the counts go to the values themselves, since ordinals mean something else there.  Numbers are counted by their words, dates by
 * the moment or by the day, which becomes a month or a year only at the end: some thousand days instead of a million documents.
 *
 *   text     ordinal -> count   per segment      value -> count   over all
 *   others                                       word -> count    over all
 *
 * A document counts once for a value, however often it has it. */
#include "search/facet.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytemap.h"
#include "base/ordered.h"
#include "base/tally.h"
#include "model/date.h"
#include "model/number.h"
#include "search/fields.h"
#include "segread/column.h"

#define NO_PLACE SIZE_MAX
#define FEW 16u /* values of a document that are compared with each other */

typedef struct facet {
  as_facet_result result;
  size_t limit;
  uint8_t *numbers; /* by place: of the column or the text field */
  size_t place;     /* the segment being counted */
  as_column_reader *reader;
  AS_VEC(uint32_t) ordinals; /* counts of this segment */
  AS_VEC(uint32_t) seen;     /* by ordinal: the last document with it, plus 1 */
  as_bytemap *texts;
  AS_VEC(uint64_t) counts; /* of texts */
  as_tally words;
} facet;

struct as_facets {
  as_search_context *context;
  facet *items;
  size_t count;
};

/* ---- what is asked ---- */

static bool prepare(as_search_context *context, facet *item, const assist_facet_request *request) {
  const char *name = request->field;
  uint8_t kind;
  item->limit = request->limit;
  item->place = NO_PLACE;
  item->result.interval = request->interval;
  item->result.field = as_arena_copy(&context->arena, name, strlen(name) + 1);
  item->numbers = as_search_alloc(context, context->place_count);
  if (item->result.field == NULL) return as_search_fail(context, ASSIST_NOMEM, NULL);
  if (item->numbers == NULL || !as_field_columns(context, name, item->numbers, &kind)) return false;
  if (kind == 0 && as_field_texts(context, name, item->numbers)) kind = ASSIST_VALUE_TEXT;
  item->result.kind = kind;
  if (context->documents == 0) return true;
  if (kind == 0)
    return as_search_refuse(context, ASSIST_INVALID, "the field '%s' has no values to count", name);
  if (request->interval != ASSIST_FACET_VALUE && kind != ASSIST_VALUE_DATE)
    return as_search_refuse(context, ASSIST_INVALID, "the field '%s' has no dates to count by", name);
  return true;
}

static void clear_facet(facet *item) {
  as_vec_free(&item->ordinals);
  as_vec_free(&item->seen);
  as_vec_free(&item->counts);
  as_bytemap_free(item->texts);
  as_tally_clear(&item->words);
}

as_facets *as_facets_new(as_search_context *context, const assist_facet_request *requests, size_t count) {
  as_facets *facets = as_search_alloc(context, sizeof *facets);
  if (facets == NULL) return NULL;
  facets->context = context;
  facets->items = as_search_alloc(context, count * sizeof *facets->items);
  if (facets->items == NULL) return NULL;
  facets->count = count;
  for (size_t i = 0; i < count; i++)
    if (!prepare(context, &facets->items[i], &requests[i]))
      return NULL; /* nothing allocated beside the arena */
  return facets;
}

void as_facets_free(as_facets *facets) {
  for (size_t i = 0; facets != NULL && i < facets->count; i++) clear_facet(&facets->items[i]);
}

/* ---- counting ---- */

/* The counts of a segment's ordinals go to their values. */
static bool flush_ordinals(as_search_context *context, facet *item) {
  assist_error error = {0};
  as_slice value;
  if (item->place == NO_PLACE || item->result.kind != ASSIST_VALUE_TEXT) return true;
  as_segment *segment = context->places[item->place].leaf->segment;
  if (item->texts == NULL && (item->texts = as_bytemap_new()) == NULL)
    return as_search_fail(context, ASSIST_NOMEM, NULL);
  for (size_t i = 0; i < item->ordinals.count; i++) {
    if (item->ordinals.items[i] == 0) continue;
    assist_status status = as_segment_value(segment, item->numbers[item->place], i, &value, &error);
    if (status != ASSIST_OK) return as_search_fail(context, status, &error);
    bool fresh;
    uint32_t number = as_bytemap_add(item->texts, value, &fresh);
    if (number == UINT32_MAX || (fresh && !as_vec_push(&item->counts, 0)))
      return as_search_fail(context, ASSIST_NOMEM, NULL);
    item->counts.items[number] += item->ordinals.items[i];
  }
  return true;
}

static bool begin_ordinals(as_search_context *context, facet *item, size_t place) {
  as_segment *segment = context->places[place].leaf->segment;
  if (as_segment_has_too_many_values(segment, item->numbers[place]))
    return as_search_refuse(context, ASSIST_UNSUPPORTED,
                            "the field '%s' has too many different values to count", item->result.field);
  size_t distinct = as_segment_distinct(segment, item->numbers[place]);
  if (!as_vec_reserve(&item->ordinals, distinct + 1) || !as_vec_reserve(&item->seen, distinct + 1))
    return as_search_fail(context, ASSIST_NOMEM, NULL);
  item->ordinals.count = item->seen.count = distinct;
  memset(item->ordinals.items, 0, distinct * sizeof(uint32_t));
  memset(item->seen.items, 0, distinct * sizeof(uint32_t));
  return true;
}

static bool begin_place(as_search_context *context, facet *item, size_t place) {
  bool text = item->result.kind == ASSIST_VALUE_TEXT;
  if (!flush_ordinals(context, item)) return false;
  item->place = place;
  item->reader = NULL;
  item->ordinals.count = 0;
  if (item->numbers[place] == AS_NO_NUMBER) return true;
  if (text && !begin_ordinals(context, item, place)) return false;
  item->reader = text ? as_search_values(context, place, item->numbers[place])
                      : as_search_column(context, place, item->numbers[place]);
  return item->reader != NULL;
}

static bool count_ordinals(as_search_context *context, facet *item, uint32_t document, const uint64_t *values,
                           uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (values[i] >= item->ordinals.count) {
      assist_error error = {0};
      as_slice value; /* it says what is wrong with it */
      as_segment *segment = context->places[item->place].leaf->segment;
      return as_search_fail(
          context, as_segment_value(segment, item->numbers[item->place], values[i], &value, &error), &error);
    }
    uint32_t *seen = &item->seen.items[values[i]];
    if (*seen != document + 1) item->ordinals.items[values[i]]++;
    *seen = document + 1;
  }
  return true;
}

static int64_t floor_of(int64_t date, int interval) {
  return as_date_floor(date, interval == ASSIST_FACET_YEAR    ? AS_DATE_YEAR
                             : interval == ASSIST_FACET_MONTH ? AS_DATE_MONTH
                                                              : AS_DATE_DAY);
}

static uint64_t floor_word(const facet *item, uint64_t word, int interval) {
  if (item->result.interval == ASSIST_FACET_VALUE) return word;
  return as_ordered_of_date(floor_of(as_ordered_to_date(word), interval));
}

/* Of several values those of the same interval count once: by its beginning, which is a day as well. */
static bool count_many(facet *item, const uint64_t *values, uint32_t count) {
  as_tally once;
  as_tally_init(&once);
  bool good = true;
  for (uint32_t i = 0; good && i < count; i++)
    good = as_tally_add(&once, floor_word(item, values[i], item->result.interval), 1);
  for (size_t i = 0; good && i < once.capacity; i++)
    if (once.rows[i].count != 0) good = as_tally_add(&item->words, once.rows[i].word, 1);
  as_tally_clear(&once);
  return good;
}

static bool count_several(facet *item, const uint64_t *values, uint32_t count) {
  uint64_t words[FEW];
  if (count > FEW) return count_many(item, values, count);
  bool good = true;
  for (uint32_t i = 0; good && i < count; i++) {
    words[i] = floor_word(item, values[i], item->result.interval);
    uint32_t before = 0;
    while (words[before] != words[i]) before++;
    if (before == i) good = as_tally_add(&item->words, words[i], 1);
  }
  return good;
}

static bool count_document(as_search_context *context, facet *item, uint32_t document) {
  const uint64_t *values;
  uint32_t count;
  assist_error error = {0};
  assist_status status = as_column_seek(item->reader, document, &values, &count, &error);
  if (status != ASSIST_OK) return as_search_fail(context, status, &error);
  if (count == 0) return true;
  item->result.documents++;
  if (item->result.kind == ASSIST_VALUE_TEXT) return count_ordinals(context, item, document, values, count);
  bool good = count == 1 ? as_tally_add(&item->words, floor_word(item, values[0], ASSIST_FACET_DAY), 1)
                         : count_several(item, values, count);
  return good || as_search_fail(context, ASSIST_NOMEM, NULL);
}

bool as_facets_add(as_facets *facets, size_t place, uint32_t document) {
  for (size_t i = 0; i < facets->count; i++) {
    facet *item = &facets->items[i];
    if (item->place != place && !begin_place(facets->context, item, place)) return false;
    if (item->reader != NULL && !count_document(facets->context, item, document)) return false;
  }
  return true;
}

/* ---- the end ---- */

static int by_text(const as_facet_row *x, const as_facet_row *y) {
  return as_slice_compare(x->text, y->text);
}

static int by_word(const as_facet_row *x, const as_facet_row *y) {
  return x->word < y->word ? -1 : x->word > y->word;
}

/* Words of texts are 0, texts of words are empty until the end: one of the two decides. */
static int by_value(const void *a, const void *b) {
  int order = by_word(a, b);
  return order != 0 ? order : by_text(a, b);
}

static int by_count(const void *a, const void *b) {
  const as_facet_row *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return by_value(a, b);
}

/* Days become the intervals that were asked for. */
static bool widen(as_search_context *context, facet *item) {
  int interval = item->result.interval;
  if (interval != ASSIST_FACET_MONTH && interval != ASSIST_FACET_YEAR) return true;
  as_tally wide;
  as_tally_init(&wide);
  bool good = true;
  for (size_t i = 0; good && i < item->words.capacity; i++) {
    const as_tally_row *row = &item->words.rows[i];
    if (row->count != 0) good = as_tally_add(&wide, floor_word(item, row->word, interval), row->count);
  }
  as_tally_clear(&item->words);
  item->words = wide;
  return good || as_search_fail(context, ASSIST_NOMEM, NULL);
}

static void gather_rows(facet *item, as_facet_row *rows) {
  size_t at = 0;
  for (size_t i = 0; i < item->counts.count; i++)
    rows[at++] = (as_facet_row){as_bytemap_key(item->texts, (uint32_t)i), 0, item->counts.items[i]};
  for (size_t i = 0; i < item->words.capacity; i++)
    if (item->words.rows[i].count != 0)
      rows[at++] = (as_facet_row){{NULL, 0}, item->words.rows[i].word, item->words.rows[i].count};
}

static size_t print_word(const as_facet_result *result, uint64_t word, char out[40]) {
  if (result->kind == ASSIST_VALUE_NUMBER) {
    as_number_print(as_ordered_to_number(word), out);
    return strlen(out);
  }
  as_date_print(as_ordered_to_date(word), out);
  size_t size = strlen(out);
  return result->interval == ASSIST_FACET_YEAR    ? size - 6
         : result->interval == ASSIST_FACET_MONTH ? size - 3
                                                  : size;
}

/* Texts of the rows that stay, into the context's memory. */
static bool keep_texts(as_search_context *context, as_facet_result *result) {
  for (size_t i = 0; i < result->count; i++) {
    as_facet_row *row = &result->rows[i];
    char printed[40];
    if (result->kind != ASSIST_VALUE_TEXT)
      row->text = as_slice_of(printed, print_word(result, row->word, printed));
    char *copy = as_search_alloc(context, row->text.size + 1);
    if (copy == NULL) return false;
    memcpy(copy, row->text.bytes, row->text.size);
    row->text.bytes = (const uint8_t *)copy;
  }
  return true;
}

static bool end_facet(as_search_context *context, facet *item) {
  as_facet_result *result = &item->result;
  if (!flush_ordinals(context, item) || !widen(context, item)) return false;
  result->distinct = item->counts.count + item->words.count;
  as_facet_row *rows = as_mem_array((size_t)result->distinct + 1, sizeof *rows);
  if (rows == NULL) return as_search_fail(context, ASSIST_NOMEM, NULL);
  gather_rows(item, rows);
  qsort(rows, (size_t)result->distinct, sizeof *rows, by_count);
  result->count = result->distinct < item->limit ? (size_t)result->distinct : item->limit;
  if (result->interval != ASSIST_FACET_VALUE) qsort(rows, result->count, sizeof *rows, by_value);
  result->rows = as_search_alloc(context, result->count * sizeof *rows);
  if (result->rows != NULL) memcpy(result->rows, rows, result->count * sizeof *rows);
  as_mem_free(rows);
  return result->rows != NULL && keep_texts(context, result);
}

as_facet_result *as_facets_end(as_facets *facets) {
  as_facet_result *results = as_search_alloc(facets->context, facets->count * sizeof *results);
  for (size_t i = 0; results != NULL && i < facets->count; i++) {
    if (!end_facet(facets->context, &facets->items[i])) return NULL;
    results[i] = facets->items[i].result;
  }
  return results;
}
