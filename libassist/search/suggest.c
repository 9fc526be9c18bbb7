/* SPDX-License-Identifier: MIT
 *
 * What completion and correction share: counting a text, and spelling it.  Terms are folded, and a fold's representative may be a form
 * that nobody in this collection writes, so a suggestion is copied out of a document that has it. */
#include "search/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "search/verify.h"
#include "text/utf8.h"

static bool count_place(as_search_context *context, const as_bound_phrase *bound, size_t place,
                        as_counted *counted) {
  as_iter *iter = as_iter_phrase(context, bound, place);
  const as_leaf *leaf = context->places[place].leaf;
  if (iter == NULL) return false;
  for (uint32_t d = iter->document; d != AS_DOC_END; d = as_iter_advance(iter, d + 1)) {
    if (as_leaf_is_dead(leaf, d) || !as_iter_matches(iter)) continue;
    if (counted->count < AS_SPELLINGS)
      counted->first[counted->count++] = (struct as_counted_place){(uint32_t)place, d};
    counted->documents++;
  }
  return context->status == ASSIST_OK;
}

/* The leaf lives as long as what is bound to it is used, and no longer: there are many. */
bool as_suggest_with_phrase(as_search_context *context, as_slice text,
                            bool (*call)(as_search_context *context, const as_bound_phrase *bound,
                                         void *data),
                            void *data) {
  as_arena memory;
  as_arena_init(&memory);
  as_node *leaf = as_node_text(&memory, ASSIST_RUN, NULL, text.bytes, text.size);
  bool good = leaf != NULL || as_search_fail(context, ASSIST_NOMEM, NULL);
  if (good && leaf->phrase_count == 1) {
    as_bound_phrase *bound = as_bind_phrase(context, leaf, &leaf->phrases[0]);
    good = bound != NULL && call(context, bound, data);
  }
  as_arena_clear(&memory);
  return good;
}

static bool count_bound(as_search_context *context, const as_bound_phrase *bound, void *data) {
  for (size_t i = 0; i < context->place_count; i++)
    if (!as_search_tick(context, context->places[i].base) || !count_place(context, bound, i, data))
      return false;
  return true;
}

bool as_suggest_count(as_search_context *context, as_slice text, as_counted *out_counted) {
  *out_counted = (as_counted){0};
  return as_suggest_with_phrase(context, text, count_bound, out_counted);
}

typedef struct spelling {
  const as_counted *counted;
  as_slice typed, best;
  size_t alike, most; /* code points of BEST that are the typed ones; all of these */
} spelling;

static size_t count_alike(as_slice a, as_slice b) {
  size_t at = 0, other = 0, count = 0;
  while (at < a.size && other < b.size) {
    uint32_t x, y;
    at += as_utf8_next(a.bytes + at, a.size - at, &x);
    other += as_utf8_next(b.bytes + other, b.size - other, &y);
    count += x == y;
  }
  return count;
}

static bool spell_bound(as_search_context *context, const as_bound_phrase *bound, void *data) {
  spelling *spell = data;
  as_buf text;
  as_buf_init(&text);
  bool good = true;
  for (size_t i = 0; good && i < spell->counted->count && spell->alike < spell->most; i++) {
    as_buf_reset(&text);
    const struct as_counted_place *at = &spell->counted->first[i];
    if (!as_verify_copy(context, bound, at->place, at->document, &text)) continue;
    size_t alike = count_alike(as_slice_of(text.bytes, text.size), spell->typed);
    if (spell->best.bytes != NULL && alike <= spell->alike) continue;
    char *copy = as_arena_copy(&context->arena, text.bytes, text.size);
    good = copy != NULL || as_search_fail(context, ASSIST_NOMEM, NULL);
    spell->best = as_slice_of(copy, text.size);
    spell->alike = alike;
  }
  as_buf_clear(&text);
  return good && context->status == ASSIST_OK;
}

as_slice as_suggest_spell(as_search_context *context, as_slice text, as_slice typed,
                          const as_counted *counted) {
  spelling spell = {.counted = counted, .typed = typed, .most = count_alike(typed, typed)};
  bool stored = true;
  for (size_t i = 0; i < context->place_count; i++) stored &= context->places[i].snapshot->manifest->store;
  if (stored && !as_suggest_with_phrase(context, text, spell_bound, &spell)) return (as_slice){0};
  if (spell.best.bytes != NULL) return spell.best;
  char *copy = as_arena_copy(&context->arena, text.bytes, text.size);
  if (copy == NULL) as_search_fail(context, ASSIST_NOMEM, NULL);
  return as_slice_of(copy, copy == NULL ? 0 : text.size);
}

static int compare(const void *a, const void *b) {
  const as_suggestion *x = a, *y = b;
  if (x->documents != y->documents) return x->documents > y->documents ? -1 : 1;
  return as_slice_compare(x->text, y->text);
}

void as_suggest_sort(as_suggestion_list *list, size_t limit) {
  size_t kept = 0;
  if (list->count > 1) qsort(list->items, list->count, sizeof *list->items, compare);
  for (size_t i = 0; i < list->count; i++)
    if (kept == 0 || !as_slice_equal(list->items[i].text, list->items[kept - 1].text))
      list->items[kept++] = list->items[i];
  list->count = kept < limit ? kept : limit;
}
