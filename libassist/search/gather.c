/* SPDX-License-Identifier: MIT
 *
 * A list that is sorted and halved whenever it has grown to twice its limit.  What is thrown away then is worse than a whole list of
 * others, so it would not have been kept in the end either. */
#include "search/gather.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) {
  const as_variant *x = a, *y = b;
  if (x->documents != y->documents) return x->documents > y->documents ? -1 : 1;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  if (x->second != y->second) return x->second < y->second ? -1 : 1;
  return as_slice_compare(x->token, y->token);
}

static void cut(as_gathering *gathering) {
  if (gathering->list.count <= gathering->limit && gathering->any_order) return;
  if (gathering->list.count > 1)
    qsort(gathering->list.items, gathering->list.count, sizeof *gathering->list.items, compare);
  while (gathering->list.count > gathering->limit) {
    gathering->cut = true;
    as_mem_free(gathering->list.items[--gathering->list.count].infos);
  }
}

/* A variant's infos, and behind them the bytes of its token. */
as_variant *as_gather_new(as_gathering *gathering, as_slice token) {
  as_search_context *context = gathering->context;
  size_t infos = context->place_count * sizeof(as_term_info);
  if (gathering->list.count == 2 * gathering->limit) cut(gathering);
  uint8_t *block = as_mem_calloc(1, infos + token.size + 1);
  as_variant variant = {.infos = (as_term_info *)(void *)block};
  if (block == NULL || !as_vec_push(&gathering->list, variant)) {
    as_mem_free(block);
    as_search_fail(context, ASSIST_NOMEM, NULL);
    return NULL;
  }
  if (token.size > 0) memcpy(block + infos, token.bytes, token.size);
  as_variant *added = &gathering->list.items[gathering->list.count - 1];
  added->token = as_slice_of(block + infos, token.size);
  return added;
}

static bool keep(as_gathering *gathering, as_variants *out) {
  as_search_context *context = gathering->context;
  *out = (as_variants){.count = gathering->list.count};
  out->items = as_search_alloc(context, out->count * sizeof *out->items);
  for (size_t i = 0; i < out->count && out->items != NULL; i++) {
    const as_variant *from = &gathering->list.items[i];
    as_variant *kept = &out->items[i];
    *kept = *from;
    kept->infos = as_search_alloc(context, context->place_count * sizeof *kept->infos);
    char *token = as_arena_copy(&context->arena, from->token.bytes, from->token.size);
    if (kept->infos == NULL || token == NULL) return as_search_fail(context, ASSIST_NOMEM, NULL);
    memcpy(kept->infos, from->infos, context->place_count * sizeof *kept->infos);
    kept->token.bytes = (const uint8_t *)token;
    out->documents += from->documents;
  }
  if (out->documents > context->documents) out->documents = context->documents;
  out->idf = as_search_idf(context, out->documents);
  context->limited |= gathering->cut;
  return context->status == ASSIST_OK;
}

bool as_gather_end(as_gathering *gathering, as_variants *out) {
  bool good = gathering->context->status == ASSIST_OK;
  if (good) {
    cut(gathering);
    good = keep(gathering, out);
  }
  for (size_t i = 0; i < gathering->list.count; i++) as_mem_free(gathering->list.items[i].infos);
  as_vec_free(&gathering->list);
  return good;
}
