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

/* The matches of the source that is best so far. */
typedef struct best_source {
  const as_snippet_source *source;
  as_match_list list;
  as_window window;
} best_source;

static bool is_better(const best_source *best, const as_snippet_source *source, const as_window *window) {
  if (best->list.count == 0 || source->rank != best->source->rank)
    return best->list.count == 0 || source->rank < best->source->rank;
  if (window->distinct != best->window.distinct) return window->distinct > best->window.distinct;
  return window->matches > best->window.matches;
}

/* Look at SOURCE, and keep its matches when they are better. */
static assist_status consider(const as_node *root, const as_snippet_source *source, uint32_t width,
                              bool relaxed, best_source *best, assist_error *error) {
  as_match_text text = {source->field, (const uint8_t *)source->text, source->size, source->title_start,
                        source->title_end};
  as_match_list list;
  assist_status status = as_text_matches(root, &text, relaxed, &list, error);
  if (status != ASSIST_OK) return status;
  as_window window = {0};
  if (list.count > 0 && !as_window_choose(&list, width, &window)) {
    as_mem_free(list.items);
    return as_fail_nomem(error);
  }
  if (list.count > 0 && is_better(best, source, &window)) {
    as_mem_free(best->list.items);
    *best = (best_source){source, list, window};
  } else {
    as_mem_free(list.items);
  }
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

/* Cut the best slice out of the best source. */
static assist_status show(const best_source *best, uint32_t width, assist_snippet *snippet,
                          assist_error *error) {
  const as_snippet_source *source = best->source;
  const as_window *window = best->list.count > 0 ? &best->window : NULL;
  assist_range slice;
  assist_status status =
      as_slice_cut((const uint8_t *)source->text, source->size, window, width, &slice, error);
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

assist_status as_snippet_make(const as_node *root, const as_snippet_source *sources, size_t count,
                              const assist_snippet_options *options, assist_snippet **out_snippet,
                              assist_error *error) {
  assist_snippet *snippet = as_mem_calloc(1, sizeof *snippet);
  if (snippet == NULL) return as_fail_nomem(error);
  uint32_t width = width_of(options);
  best_source best = {.source = sources};
  assist_status status = ASSIST_OK;
  for (size_t i = 0; i < count && status == ASSIST_OK; i++) {
    if (best.list.count > 0 && sources[i].rank > best.source->rank) continue;
    status = consider(root, &sources[i], width, options != NULL && options->relaxed, &best, error);
  }
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
