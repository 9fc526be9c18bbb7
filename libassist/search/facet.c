/* SPDX-License-Identifier: MIT
 *
 * What is asked, and what comes of it: the fields are looked up, the documents found are handed on to be counted (counter.c) some
 * thousand at a time, and of the values counted the commonest are put in order and given names. */
#include "search/facet.h"

#include <stdlib.h>
#include <string.h>

#include "base/ordered.h"
#include "base/topk.h"
#include "model/date.h"
#include "model/number.h"
#include "search/commonest.h"
#include "search/counter.h"
#include "search/fields.h"

#define WAITING 4096u

typedef struct facet {
  as_facet_result result;
  size_t limit;
  uint8_t *numbers;    /* by place: of the column or the text field */
  as_counter *counter; /* of the place that is counted, and what those before gave */
} facet;

struct as_facets {
  as_search_context *context;
  facet *items;
  size_t count;
  size_t place; /* of what waits to be counted */
  uint32_t *waiting;
  size_t waiting_count;
};

/* ---- what is asked ---- */

/* Is what has dates there in writing as well?  Then its values are the strings, of which some read as dates, as years are titles of
 * books; the dates are asked for by an interval. */
static bool is_written(const as_search_context *context, const char *name) {
  for (size_t i = 0; i < context->place_count; i++) {
    const as_schema *schema = &context->places[i].snapshot->manifest->schema;
    const as_schema_field *field = as_schema_find(schema, name);
    if (field != NULL && field->column_number != AS_NO_NUMBER && field->text_number == AS_NO_NUMBER)
      return false;
  }
  return true;
}

static bool prepare(as_search_context *context, facet *item, const assist_facet_request *request) {
  const char *name = request->field;
  uint8_t kind;
  item->limit = request->limit;
  item->result.interval = request->interval;
  item->result.field = as_arena_copy(&context->arena, name, strlen(name) + 1);
  item->numbers = as_search_alloc(context, context->place_count);
  if (item->result.field == NULL) return as_search_fail(context, ASSIST_NOMEM, NULL);
  if (item->numbers == NULL || !as_field_columns(context, name, item->numbers, &kind)) return false;
  const bool by_value = request->interval == ASSIST_FACET_VALUE && kind == ASSIST_VALUE_DATE;
  if ((kind == 0 || (by_value && is_written(context, name))) && as_field_texts(context, name, item->numbers))
    kind = ASSIST_VALUE_TEXT;
  item->result.kind = kind;
  if (context->documents == 0) return true;
  if (kind == 0)
    return as_search_refuse(context, ASSIST_INVALID, "the field '%s' has no values to count", name);
  if (request->interval != ASSIST_FACET_VALUE && kind != ASSIST_VALUE_DATE)
    return as_search_refuse(context, ASSIST_INVALID, "the field '%s' has no dates to count by", name);
  return true;
}

as_facets *as_facets_new(as_search_context *context, const assist_facet_request *requests, size_t count) {
  as_facets *facets = as_search_alloc(context, sizeof *facets);
  if (facets == NULL) return NULL;
  facets->context = context;
  facets->items = as_search_alloc(context, count * sizeof *facets->items);
  facets->waiting = as_search_alloc(context, WAITING * sizeof *facets->waiting);
  if (facets->items == NULL || facets->waiting == NULL) return NULL;
  for (; facets->count < count; facets->count++) {
    facet *item = &facets->items[facets->count];
    if (prepare(context, item, &requests[facets->count]))
      item->counter = as_counter_new(context, item->result.field, item->result.kind, item->result.interval);
    if (item->counter != NULL) continue;
    as_facets_free(facets);
    return NULL;
  }
  return facets;
}

void as_facets_free(as_facets *facets) {
  for (size_t i = 0; facets != NULL && i < facets->count; i++) as_counter_free(facets->items[i].counter);
}

/* ---- counting ---- */

static bool count_waiting(as_facets *facets) {
  size_t count = facets->waiting_count;
  facets->waiting_count = 0;
  for (size_t i = 0; i < facets->count && count > 0; i++) {
    facet *item = &facets->items[i];
    uint8_t number = item->numbers[facets->place];
    if (number == AS_NO_NUMBER) continue;
    if (!as_counter_add(item->counter, facets->place, number, facets->waiting, count)) return false;
  }
  return true;
}

bool as_facets_add(as_facets *facets, size_t place, uint32_t document) {
  if ((facets->waiting_count == WAITING || facets->place != place) && !count_waiting(facets)) return false;
  facets->place = place;
  facets->waiting[facets->waiting_count++] = document;
  return true;
}

bool as_facets_add_set(as_facets *facets, size_t place, uint32_t first, const uint64_t *hits, size_t words) {
  if (facets->place != place && !count_waiting(facets)) return false;
  facets->place = place;
  for (size_t i = 0; i < words; i++, first += 64) {
    if (facets->waiting_count + 64 > WAITING && !count_waiting(facets)) return false;
    uint32_t *to = facets->waiting + facets->waiting_count;
    uint32_t count = 0;
    if (hits[i] == UINT64_MAX)
      for (; count < 64; count++) to[count] = first + count;
    else
      for (uint64_t left = hits[i]; left != 0; left &= left - 1)
        to[count++] = first + (uint32_t)__builtin_ctzll(left);
    facets->waiting_count += count;
  }
  return true;
}

/* ---- the end ---- */

static int by_word(const void *a, const void *b) {
  const as_facet_row *x = a, *y = b;
  return x->word < y->word ? -1 : x->word > y->word;
}

/* Numbers and dates: to the front of the rows, in their order. */
static bool keep_words(as_search_context *context, facet *item) {
  as_facet_result *result = &item->result;
  as_topk best;
  bool good = as_topk_init(&best, item->limit) || as_search_fail(context, ASSIST_NOMEM, NULL);
  good = good && as_counter_words(item->counter, &best, &result->distinct);
  if (good) {
    as_topk_sort(&best);
    result->rows = as_search_alloc(context, best.count * sizeof *result->rows);
    good = result->rows != NULL;
  }
  for (; good && result->count < best.count; result->count++)
    result->rows[result->count] =
        (as_facet_row){.word = best.items[result->count].number, .count = best.items[result->count].score};
  if (good && result->interval != ASSIST_FACET_VALUE)
    qsort(result->rows, result->count, sizeof *result->rows, by_word);
  as_topk_clear(&best);
  return good;
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

/* Texts of the rows, into the context's memory. */
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
  if (!as_counter_end(item->counter, &result->documents)) return false;
  bool good = result->kind == ASSIST_VALUE_TEXT
                  ? as_commonest_texts(context, item->counter, item->limit, result)
                  : keep_words(context, item);
  return good && keep_texts(context, result);
}

as_facet_result *as_facets_end(as_facets *facets) {
  as_facet_result *results = as_search_alloc(facets->context, facets->count * sizeof *results);
  if (!count_waiting(facets)) return NULL;
  for (size_t i = 0; results != NULL && i < facets->count; i++) {
    if (!end_facet(facets->context, &facets->items[i])) return NULL;
    results[i] = facets->items[i].result;
  }
  return results;
}
