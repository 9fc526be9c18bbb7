/* SPDX-License-Identifier: MIT
 *
 * Sorting is the heap of the best k with another score: the word of the value (base/ordered.h), or its complement for ascending
 * order.  A document without a value gets the least score and a bit above its number, so that it comes after those whose value is
 * the least there is. */
#include "search/sort.h"

#include "search/fields.h"
#include "segread/column.h"

#define WITHOUT (UINT64_C(1) << 63)

struct as_sorter {
  as_search_context *context;
  bool descending;
  uint8_t *columns;           /* by place; AS_NO_NUMBER: none */
  as_column_reader **readers; /* by place; NULL: not open yet */
};

as_sorter *as_sorter_new(as_search_context *context, const char *field, bool descending) {
  as_sorter *sorter = as_search_alloc(context, sizeof *sorter);
  if (sorter == NULL) return NULL;
  sorter->context = context;
  sorter->descending = descending;
  sorter->readers = as_search_alloc(context, context->place_count * sizeof *sorter->readers);
  sorter->columns = as_search_alloc(context, context->place_count);
  if (context->status != ASSIST_OK) return NULL;
  uint8_t kind;
  if (!as_field_columns(context, field, sorter->columns, &kind)) return NULL;
  if (kind == 0 && context->documents > 0) {
    as_search_refuse(context, ASSIST_INVALID, "the field '%s' has no numbers or dates to sort by", field);
    return NULL;
  }
  return sorter;
}

bool as_sorter_key(as_sorter *sorter, size_t place, uint32_t document, as_topk_item *item) {
  const uint64_t *values;
  uint32_t count = 0;
  if (sorter->columns[place] != AS_NO_NUMBER) {
    as_column_reader **reader = &sorter->readers[place];
    if (*reader == NULL) *reader = as_search_column(sorter->context, place, sorter->columns[place]);
    if (*reader == NULL) return false;
    assist_error error = {0};
    assist_status status = as_column_seek(*reader, document, &values, &count, &error);
    if (status != ASSIST_OK) return as_search_fail(sorter->context, status, &error);
  }
  item->score = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t score = sorter->descending ? values[i] : ~values[i];
    if (score > item->score) item->score = score;
  }
  if (count == 0) item->number |= WITHOUT;
  return true;
}

uint64_t as_sorter_number(const as_topk_item *item) { return item->number & ~WITHOUT; }
