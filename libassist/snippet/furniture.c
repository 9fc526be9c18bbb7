/* SPDX-License-Identifier: MIT
 *
 * A page as it is scraped: its text, and around it menus, footers, headlines of other pages, often twice.
 *
 *   furniture   a line that stands in the text more than once, or in many documents
 *   teaser      the one line after a headline that is given twice, and before furniture or the end; such are
 *               furniture where a text has two or more
 *   span        a run of lines that are not furniture
 *
 * Lines of a few characters are neither: they belong to what they stand in. */
#include "snippet/furniture.h"

#include <stdlib.h>

#include "base/error.h"
#include "text/lines.h"

typedef struct marked_line {
  as_line line;
  uint64_t hash;
  bool furniture, twice; /* twice: the line before it is the same */
} marked_line;

typedef struct page {
  AS_VEC(marked_line) lines;
  AS_VEC(uint64_t) repeated; /* hashes that occur more than once, ascending, each once */
} page;

static int compare(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

static assist_status read_lines(page *of, const void *text, size_t size, const as_watch *watch,
                                assist_error *error) {
  marked_line next = {0};
  for (size_t at = 0; as_line_next(text, size, at, &next.line); at = next.line.after) {
    if (of->lines.count % AS_WATCH_STEPS == 0 && as_watch_stops(watch, 0)) return as_watch_stopped(error);
    next.hash = as_line_hash(text, &next.line);
    if (next.hash != 0 && !as_vec_push(&of->repeated, next.hash)) return as_fail_nomem(error);
    if (!as_vec_push(&of->lines, next)) return as_fail_nomem(error);
  }
  return ASSIST_OK;
}

static void keep_repeated(page *of) {
  uint64_t *hashes = of->repeated.items;
  size_t kept = 0;
  if (of->repeated.count > 1) qsort(hashes, of->repeated.count, sizeof *hashes, compare);
  for (size_t i = 1; i < of->repeated.count; i++)
    if (hashes[i] == hashes[i - 1] && (kept == 0 || hashes[kept - 1] != hashes[i]))
      hashes[kept++] = hashes[i];
  of->repeated.count = kept;
}

static assist_status mark(page *of, const as_furniture *furniture, const as_watch *watch,
                          assist_error *error) {
  uint64_t before = 0;
  for (size_t i = 0; i < of->lines.count; i++) {
    marked_line *at = &of->lines.items[i];
    uint64_t hash = at->hash;
    if (i % AS_WATCH_STEPS == 0 && as_watch_stops(watch, 0)) return as_watch_stopped(error);
    if (hash == 0) continue;
    at->twice = hash == before;
    before = hash;
    at->furniture = of->repeated.count > 0 &&
                    bsearch(&hash, of->repeated.items, of->repeated.count, sizeof hash, compare) != NULL;
    if (at->furniture || furniture == NULL) continue;
    assist_status status = furniture->is_furniture(furniture->context, hash, &at->furniture, error);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

/* How many teasers there are; MARKS: they become furniture. */
static size_t find_teasers(page *of, bool marks) {
  size_t count = 0;
  marked_line *before = NULL, *middle = NULL; /* the last two lines that are long enough */
  for (size_t i = 0; i <= of->lines.count; i++) {
    marked_line *at = i < of->lines.count ? &of->lines.items[i] : NULL;
    if (at != NULL && at->hash == 0) continue;
    bool closes = at == NULL || at->furniture;
    if (closes && before != NULL && before->twice && !middle->furniture) {
      count++;
      if (marks) middle->furniture = true;
    }
    before = middle;
    middle = at;
  }
  return count;
}

/* Adds [BEGIN, END) to the spans, to the last one when they touch; what is EMPTY begins none. */
static bool add(as_spans *spans, size_t begin, size_t end, bool empty) {
  assist_range *last = spans->list.count > 0 ? &spans->list.items[spans->list.count - 1] : NULL;
  if (last != NULL && last->end == begin) {
    last->end = end;
    return true;
  }
  const assist_range span = {begin, end};
  return empty || as_vec_push(&spans->list, span);
}

static bool collect(const page *of, size_t size, as_spans *spans) {
  for (size_t i = 0; i < of->lines.count; i++) {
    const marked_line *at = &of->lines.items[i];
    if (at->furniture) continue;
    if (!add(spans, at->line.begin, at->line.after, at->line.end == at->line.start)) return false;
  }
  return spans->list.count > 0 || add(spans, 0, size, false);
}

assist_status as_spans_find(const void *text, size_t size, const as_furniture *furniture,
                            const as_watch *watch, as_spans *out_spans, assist_error *error) {
  page of = {AS_VEC_INIT, AS_VEC_INIT};
  as_spans spans = {AS_VEC_INIT};
  assist_status status = read_lines(&of, text, size, watch, error);
  if (status == ASSIST_OK) {
    keep_repeated(&of);
    status = mark(&of, furniture, watch, error);
  }
  if (status == ASSIST_OK) {
    if (find_teasers(&of, false) >= 2) (void)find_teasers(&of, true);
    if (!collect(&of, size, &spans)) status = as_fail_nomem(error);
  }
  as_vec_free(&of.lines);
  as_vec_free(&of.repeated);
  if (status == ASSIST_OK) {
    *out_spans = spans;
  } else {
    as_spans_clear(&spans);
  }
  return status;
}

void as_spans_clear(as_spans *spans) { as_vec_free(&spans->list); }
