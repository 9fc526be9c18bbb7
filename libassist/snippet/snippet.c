/* SPDX-License-Identifier: MIT
 * A snippet: matches of each text that may be shown, the best window of the best text, its bytes, and the
 * matches in it as ranges.  Matches that overlap or touch make one range.
 *
 * The text itself is never changed or copied. */
#include "snippet/snippet.h"

#include "base/error.h"
#include "base/vec.h"
#include "snippet/cut.h"
#include "snippet/stretch.h"
#include "text/grapheme.h"

#define IN_FURNITURE 1000u /* added to the rank of matches in furniture: anything else is shown first */

/* What is looked for. */
typedef struct looking {
  const as_node *root;
  const as_snippet_wish *wish;
  as_watch watch;
  bool whole; /* no text is parted */
} looking;

/* The matches of the source that is best so far. */
typedef struct best_source {
  as_snippet_source source; /* of a long text a stretch */
  size_t offset;            /* of the stretch in the text */
  unsigned rank;
  as_match_list list; /* all of them: neighbours are marked too */
  as_window window;
  assist_range span; /* of the source: the slice stays in it */
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

/* The best window of CHOICE's matches: outside furniture when there is a match.  False: no memory. */
static bool choose(const as_spans *spans, uint32_t width, best_source *choice) {
  const as_match_list list = choice->list;
  size_t from = 0;
  choice->list.count = 0;
  for (size_t i = 0; i < spans->list.count; i++)
    if (!choose_in(&list, spans->list.items[i], width, &from, choice)) return false;
  if (choice->list.count > 0) return true;
  choice->list = list;
  choice->rank += IN_FURNITURE;
  choice->span = (assist_range){0, choice->source.size};
  return as_window_choose(&list, width, &choice->window);
}

/* Matches within [LOW, HIGH] alone. */
static void keep_between(as_match_list *list, size_t low, size_t high) {
  size_t kept = 0;
  for (size_t i = 0; i < list->count; i++)
    if (list->items[i].start >= low && list->items[i].end <= high) list->items[kept++] = list->items[i];
  list->count = kept;
}

/* Look at the source of CHOICE, and keep its matches in BEST when they are better. */
static assist_status consider(const looking *look, best_source *choice, const as_spans *spans,
                              const as_stretch *stretch, best_source *best, assist_error *error) {
  const as_snippet_source *source = &choice->source;
  as_match_text text = {source->field, (const uint8_t *)source->text, source->size, source->title_start,
                        source->title_end};
  assist_status status =
      as_text_matches(look->root, &text, look->wish->relaxed, &look->watch, &choice->list, error);
  if (status != ASSIST_OK) return status;
  as_text_match *items = choice->list.items;
  keep_between(&choice->list, stretch->low - stretch->from, stretch->high - stretch->from);
  bool good = choice->list.count == 0 || choose(spans, look->wish->width, choice);
  bool better = good && choice->list.count > 0 && is_better(best, choice->rank, &choice->window);
  as_mem_free(better ? best->list.items : items);
  if (better) *best = *choice;
  return good ? ASSIST_OK : as_fail_nomem(error);
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
static assist_status cut(const looking *look, const best_source *best, assist_range *out_slice,
                         assist_error *error) {
  const uint8_t *text = (const uint8_t *)best->source.text;
  const assist_range span = best->span;
  uint32_t width = look->wish->width;
  if (best->list.count > 0)
    return as_slice_cut(text, best->source.size, span, &best->window, width, &look->watch, out_slice, error);
  const assist_range whole = {0, span.end - span.start};
  assist_status status =
      as_slice_cut(text + span.start, whole.end, whole, NULL, width, &look->watch, out_slice, error);
  if (status != ASSIST_OK) return status;
  out_slice->start += span.start;
  out_slice->end += span.start;
  return ASSIST_OK;
}

/* Cut the best slice out of the best source. */
static assist_status show(const looking *look, const best_source *best, assist_snippet *snippet,
                          assist_error *error) {
  const as_snippet_source *source = &best->source;
  assist_range slice;
  assist_status status = cut(look, best, &slice, error);
  if (status != ASSIST_OK) return status;
  snippet->text = source->text + slice.start;
  snippet->size = slice.end - slice.start;
  snippet->field = source->field;
  snippet->start = best->offset + slice.start;
  as_slice text = as_slice_of(source->text, source->size);
  if (merge(&best->list, text, slice, &snippet->ranges, &snippet->range_count)) return ASSIST_OK;
  return as_fail_nomem(error);
}

/* Where the parts of SOURCE that are its own lie; texts other than the body have no furniture. */
static assist_status find_spans(const looking *look, const as_snippet_source *source, as_spans *out_spans,
                                assist_error *error) {
  if (source->rank == 0)
    return as_spans_find(source->text, source->size, look->wish->furniture, &look->watch, out_spans, error);
  const assist_range whole = {0, source->size};
  *out_spans = (as_spans){AS_VEC_INIT};
  return as_vec_push(&out_spans->list, whole) ? ASSIST_OK : as_fail_nomem(error);
}

/* OFFSET of a text as one of its part [from, to). */
static size_t within(size_t offset, const as_stretch *part) {
  if (offset <= part->from) return 0;
  return (offset < part->to ? offset : part->to) - part->from;
}

/* The part of SOURCE that STRETCH is. */
static as_snippet_source part_of(const as_snippet_source *source, const as_stretch *stretch) {
  as_snippet_source part = *source;
  part.text += stretch->from;
  part.size = stretch->to - stretch->from;
  part.title_start = within(source->title_start, stretch);
  part.title_end = within(source->title_end, stretch);
  return part;
}

/* Look at SOURCE, a stretch after another, until one has a match that is no furniture.  FIRST: it is the one to show when nothing
 * matches. */
static assist_status look_through(looking *look, const as_snippet_source *source, bool first,
                                  best_source *best, assist_error *error) {
  const uint64_t before = look->watch.done;
  size_t next = 0;
  do {
    as_stretch stretch = {0, source->size, 0, source->size};
    size_t from = next;
    next = source->size;
    if (!look->whole) stretch = as_stretch_at((const uint8_t *)source->text, source->size, from, &next);
    best_source choice = {part_of(source, &stretch), .offset = stretch.from, .rank = source->rank};
    as_spans spans;
    look->watch.done = before + stretch.from;
    assist_status status = find_spans(look, &choice.source, &spans, error);
    if (status != ASSIST_OK) return status;
    if (first && from == 0) best->span = spans.list.items[0];
    status = consider(look, &choice, &spans, &stretch, best, error);
    as_spans_clear(&spans);
    if (status != ASSIST_OK) return status;
  } while (next < source->size && (best->list.count == 0 || best->rank > source->rank));
  look->watch.done = before + source->size;
  return ASSIST_OK;
}

static assist_status choose_source(looking *look, const as_snippet_source *sources, size_t count,
                                   best_source *best, assist_error *error) {
  for (size_t i = 0; i < count; i++) look->watch.total += sources[i].size;
  for (size_t i = 0; i < count; i++) {
    if (best->list.count > 0 && sources[i].rank > best->rank) continue;
    assist_status status = look_through(look, &sources[i], i == 0, best, error);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

assist_status as_snippet_make(const as_node *root, const as_snippet_source *sources, size_t count,
                              const as_snippet_wish *wish, assist_snippet **out_snippet,
                              assist_error *error) {
  assist_snippet *snippet = as_mem_calloc(1, sizeof *snippet);
  if (snippet == NULL) return as_fail_nomem(error);
  looking look = {root,
                  wish,
                  {.progress = wish->progress, .context = wish->progress_context},
                  .whole = as_stretch_is_too_short(root)};
  best_source best = {0};
  if (count > 0) best.source = sources[0];
  assist_status status = choose_source(&look, sources, count, &best, error);
  snippet->text = "";
  snippet->field = "body";
  if (status == ASSIST_OK && count > 0) status = show(&look, &best, snippet, error);
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
  assist_status status = as_text_matches(root, &asked, relaxed, NULL, &list, error);
  if (status != ASSIST_OK) return status;
  assist_range whole = {0, size};
  bool good = merge(&list, as_slice_of(text, size), whole, out_ranges, out_count);
  as_mem_free(list.items);
  return good ? ASSIST_OK : as_fail_nomem(error);
}
