/* SPDX-License-Identifier: MIT
 * A snippet: matches of each text that may be shown, the best window of the best text, its bytes, and the
 * matches in it as ranges.  Matches that overlap or touch make one range.
 *
 * The text itself is never changed or copied. */
#include "snippet/snippet.h"

#include "base/error.h"
#include "base/vec.h"
#include "snippet/cut.h"
#include "text/grapheme.h"

#define IN_FURNITURE 1000u /* added to the rank of matches in furniture: anything else is shown first */

/* The matches of the source that is best so far. */
typedef struct best_source {
  const as_snippet_source *source;
  unsigned rank;
  as_match_list list; /* all of them: neighbours are marked too */
  as_window window;
  assist_range span; /* of the text: the slice stays in it */
} best_source;

static bool is_better(const best_source *best, unsigned rank, const as_window *window) {
  if (best->list.count == 0 || rank != best->rank) return best->list.count == 0 || rank < best->rank;
  if (window->distinct != best->window.distinct) return window->distinct > best->window.distinct;
  return window->matches > best->window.matches;
}

/* The best window of the matches within SPAN, which begin with number FROM; returns the number of the first one behind.
 * Kept in CHOICE when it is better.  False: no memory. */
static bool choose_in(const as_match_list *list, assist_range span, uint32_t width, size_t *from,
                      best_source *choice) {
  as_text_match *items = list->items;
  as_match_list within = {.leaves = list->leaves};
  while (*from < list->count && items[*from].start < span.start) (*from)++;
  within.items = items + *from;
  for (; *from < list->count && items[*from].start < span.end; (*from)++)
    if (items[*from].end <= span.end)
      within.count++;
    else
      break; /* it runs out of the span, and so do those that follow it in the same line */
  as_window window;
  if (within.count == 0) return true;
  if (!as_window_choose(&within, width, &window)) return false;
  if (choice->list.count == 0 || is_better(choice, choice->rank, &window)) {
    choice->list = *list;
    choice->window = window;
    choice->span = span;
  }
  return true;
}

/* The best window of LIST: outside furniture when there is a match. */
static bool choose(const as_snippet_source *source, const as_match_list *list, const as_spans *spans,
                   uint32_t width, best_source *out_choice) {
  best_source choice = {.source = source, .rank = source->rank};
  size_t from = 0;
  for (size_t i = 0; i < spans->list.count; i++)
    if (!choose_in(list, spans->list.items[i], width, &from, &choice)) return false;
  if (choice.list.count == 0) {
    choice.list = *list;
    choice.rank += IN_FURNITURE;
    choice.span = (assist_range){0, source->size};
    if (!as_window_choose(list, width, &choice.window)) return false;
  }
  *out_choice = choice;
  return true;
}

/* Look at SOURCE, and keep its matches when they are better. */
static assist_status consider(const as_node *root, const as_snippet_source *source, const as_spans *spans,
                              uint32_t width, bool relaxed, best_source *best, assist_error *error) {
  as_match_text text = {source->field, (const uint8_t *)source->text, source->size, source->title_start,
                        source->title_end};
  as_match_list list;
  best_source choice;
  assist_status status = as_text_matches(root, &text, relaxed, &list, error);
  if (status != ASSIST_OK || list.count == 0) {
    if (status == ASSIST_OK) as_mem_free(list.items);
    return status;
  }
  if (!choose(source, &list, spans, width, &choice)) {
    as_mem_free(list.items);
    return as_fail_nomem(error);
  }
  bool better = is_better(best, choice.rank, &choice.window);
  as_mem_free(better ? best->list.items : list.items);
  if (better) *best = choice;
  return ASSIST_OK;
}

/* The matches within SLICE of TEXT as ranges from its beginning on; false: no memory.  What vanishes in
 * the analysis, such as a variation selector after the last character, is still a part of that character. */
static bool merge(const as_match_list *list, as_slice text, assist_range slice, assist_range **out_ranges,
                  size_t *out_count) {
  AS_VEC(assist_range) ranges = AS_VEC_INIT;
  for (size_t i = 0; i < list->count; i++) {
    size_t start = list->items[i].start;
    size_t end = as_grapheme_ceiling(text.bytes, text.size, list->items[i].end);
    if (start >= slice.end) break;
    if (end <= slice.start) continue;
    start = start > slice.start ? start - slice.start : 0;
    end = (end < slice.end ? end : slice.end) - slice.start;
    assist_range *last = ranges.count > 0 ? &ranges.items[ranges.count - 1] : NULL;
    assist_range range = {start, end};
    if (last != NULL && start <= last->end) {
      if (end > last->end) last->end = end;
    } else if (!as_vec_push(&ranges, range)) {
      as_vec_free(&ranges);
      return false;
    }
  }
  *out_ranges = ranges.items;
  *out_count = ranges.count;
  return true;
}

/* The slice within the best span: around the window, or where the span begins. */
static assist_status cut(const best_source *best, uint32_t width, assist_range *out_slice,
                         assist_error *error) {
  const uint8_t *text = (const uint8_t *)best->source->text;
  const assist_range span = best->span;
  if (best->list.count > 0)
    return as_slice_cut(text, best->source->size, span, &best->window, width, out_slice, error);
  const assist_range whole = {0, span.end - span.start};
  assist_status status = as_slice_cut(text + span.start, whole.end, whole, NULL, width, out_slice, error);
  if (status != ASSIST_OK) return status;
  out_slice->start += span.start;
  out_slice->end += span.start;
  return ASSIST_OK;
}

/* Cut the best slice out of the best source. */
static assist_status show(const best_source *best, uint32_t width, assist_snippet *snippet,
                          assist_error *error) {
  const as_snippet_source *source = best->source;
  assist_range slice;
  assist_status status = cut(best, width, &slice, error);
  if (status != ASSIST_OK) return status;
  snippet->text = source->text + slice.start;
  snippet->size = slice.end - slice.start;
  snippet->field = source->field;
  snippet->start = slice.start;
  as_slice text = as_slice_of(source->text, source->size);
  if (merge(&best->list, text, slice, &snippet->ranges, &snippet->range_count)) return ASSIST_OK;
  return as_fail_nomem(error);
}

static uint32_t width_of(const assist_snippet_options *options) {
  if (options == NULL || options->width == 0) return AS_SNIPPET_WIDTH;
  return options->width < AS_SNIPPET_WIDTH_MAX ? (uint32_t)options->width : AS_SNIPPET_WIDTH_MAX;
}

/* Where the parts of SOURCE that are its own lie; texts other than the body have no furniture. */
static assist_status find_spans(const as_snippet_source *source, const as_furniture *furniture,
                                as_spans *out_spans, assist_error *error) {
  if (source->rank == 0) return as_spans_find(source->text, source->size, furniture, out_spans, error);
  const assist_range whole = {0, source->size};
  *out_spans = (as_spans){AS_VEC_INIT};
  return as_vec_push(&out_spans->list, whole) ? ASSIST_OK : as_fail_nomem(error);
}

static assist_status choose_source(const as_node *root, const as_snippet_source *sources, size_t count,
                                   const as_furniture *furniture, uint32_t width, bool relaxed,
                                   best_source *best, assist_error *error) {
  for (size_t i = 0; i < count; i++) {
    as_spans spans;
    if (best->list.count > 0 && sources[i].rank > best->rank) continue;
    assist_status status = find_spans(&sources[i], furniture, &spans, error);
    if (status != ASSIST_OK) return status;
    if (i == 0) best->span = spans.list.items[0];
    status = consider(root, &sources[i], &spans, width, relaxed, best, error);
    as_spans_clear(&spans);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

assist_status as_snippet_make(const as_node *root, const as_snippet_source *sources, size_t count,
                              const as_furniture *furniture, const assist_snippet_options *options,
                              assist_snippet **out_snippet, assist_error *error) {
  assist_snippet *snippet = as_mem_calloc(1, sizeof *snippet);
  if (snippet == NULL) return as_fail_nomem(error);
  uint32_t width = width_of(options);
  bool relaxed = options != NULL && options->relaxed;
  best_source best = {.source = sources};
  assist_status status = choose_source(root, sources, count, furniture, width, relaxed, &best, error);
  snippet->text = "";
  snippet->field = "body";
  if (status == ASSIST_OK && count > 0) status = show(&best, width, snippet, error);
  as_mem_free(best.list.items);
  if (status == ASSIST_OK)
    *out_snippet = snippet;
  else
    as_snippet_free(snippet);
  return status;
}

void as_snippet_free(assist_snippet *snippet) {
  if (snippet == NULL) return;
  as_mem_free(snippet->ranges);
  as_mem_free(snippet);
}

assist_status as_highlight(const as_node *root, const char *field, const void *text, size_t size,
                           bool relaxed, assist_range **out_ranges, size_t *out_count, assist_error *error) {
  as_match_text asked = {.field = field, .bytes = text, .size = size};
  as_match_list list;
  assist_status status = as_text_matches(root, &asked, relaxed, &list, error);
  if (status != ASSIST_OK) return status;
  assist_range whole = {0, size};
  bool good = merge(&list, as_slice_of(text, size), whole, out_ranges, out_count);
  as_mem_free(list.items);
  return good ? ASSIST_OK : as_fail_nomem(error);
}
