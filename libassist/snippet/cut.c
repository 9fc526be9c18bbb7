/* SPDX-License-Identifier: MIT
 * Cutting a slice out of a text.
 *
 *      low ....... [begin ....... first == window == last ....... end] ....... high
 *                     \_ moved to a punctuation mark near _/
 *
 * The window is put in the middle of WIDTH units.  Each cut then moves to the nearest break within a
 * quarter of WIDTH, but never into the window.  A slice begins where a unit does, with the opening
 * brackets and quotes right before it, and ends where one does, with its annotation and the stops and
 * closing brackets right after it.  Then the cuts are moved off interlinear annotations and graphemes.
 * The text is analysed again up to the end of the slice only; units are kept only near it. */
#include "snippet/cut.h"

#include <string.h>

#include "base/error.h"
#include "base/vec.h"
#include "text/grapheme.h"
#include "text/unit.h"
#include "text/utf8.h"

#define ANCHOR_LOOK 320u /* bytes around a cut in which an interlinear annotation may lie */

typedef struct place {
  size_t start, end; /* end: with annotations */
  bool break_before;
} place;

typedef struct cutting {
  const uint8_t *text;
  size_t size;
  uint32_t width;
  uint32_t low; /* number of the first unit kept */
  assist_range span;
  AS_VEC(place) units;
  bool begins;   /* the first unit kept is the first of the span */
  bool complete; /* the last unit kept is the last of the span */
  bool stopped;  /* by the caller */
} cutting;

/* The units [low, high] of the text that begin in the span. */
static bool read_units(cutting *cut, uint32_t high, const as_watch *watch) {
  as_scanner *scanner = as_scanner_new();
  if (scanner == NULL) return false;
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, cut->text, cut->size);
  as_unit unit;
  bool good = true, more = true;
  uint32_t before = 0; /* units before the span */
  for (uint32_t index = 0; good && index <= high; index++) {
    more = as_scanner_next(scanner, &unit) && unit.start < cut->span.end;
    if (!more) break;
    if (index % AS_WATCH_STEPS == 0) cut->stopped = as_watch_stops(watch, unit.end);
    if (cut->stopped) break;
    if (unit.start < cut->span.start) {
      before = index + 1;
      continue;
    }
    place added = {unit.start, unit.full_end, unit.break_before};
    if (index >= cut->low) good = as_vec_push(&cut->units, added);
  }
  cut->begins = before >= cut->low;
  if (cut->begins) cut->low = before;
  cut->complete = !more;
  good = good && !cut->stopped && !as_scanner_failed(scanner);
  as_scanner_free(scanner);
  return good;
}

static bool may_begin(const cutting *cut, size_t i) {
  return cut->units.items[i].break_before || (i == 0 && cut->begins);
}

static bool may_end(const cutting *cut, size_t i) {
  return i + 1 < cut->units.count ? cut->units.items[i + 1].break_before : cut->complete;
}

/* The place nearest to WANTED in [low, high] where a cut may be; WANTED itself when there is none within
 * NEAR. */
static size_t nearest(const cutting *cut, size_t wanted, size_t low, size_t high, size_t near,
                      bool (*may)(const cutting *, size_t)) {
  for (size_t off = 0; off <= near; off++) {
    if (wanted >= low + off && may(cut, wanted - off)) return wanted - off;
    if (wanted + off <= high && may(cut, wanted + off)) return wanted + off;
  }
  return wanted;
}

static bool is_one_of(uint32_t code_point, const char *list) {
  uint8_t bytes[5] = {0};
  bytes[as_utf8_put(code_point, bytes)] = 0;
  return code_point != 0 && strstr(list, (const char *)bytes) != NULL;
}

/* OFFSET moved back over opening punctuation. */
static size_t with_opening(const cutting *cut, size_t offset) {
  for (unsigned i = 0; i < 2 && offset > 0; i++) {
    size_t before = offset - 1;
    for (unsigned k = 0; k < 3 && before > 0 && !as_utf8_boundary(cut->text, cut->size, before); k++)
      before--;
    uint32_t code_point;
    as_utf8_next(cut->text + before, cut->size - before, &code_point);
    if (!is_one_of(code_point, "《〈「『“‘（【〔([{")) break;
    offset = before;
  }
  return offset;
}

static size_t with_closing(const cutting *cut, size_t offset) {
  for (unsigned i = 0; i < 3 && offset < cut->size; i++) {
    uint32_t code_point;
    unsigned used = as_utf8_next(cut->text + offset, cut->size - offset, &code_point);
    if (!is_one_of(code_point, "。！？；…》〉」』”’）】〕)]}.!?;%％")) break;
    offset += used;
  }
  return offset;
}

/* What begins at AT: 1 for U+FFF9, 3 for U+FFFB, 0 for anything else. */
static int anchor_at(const cutting *cut, size_t at) {
  if (cut->size - at < 3 || memcmp(cut->text + at, "\xEF\xBF", 2) != 0) return 0;
  return cut->text[at + 2] == 0xB9 ? 1 : cut->text[at + 2] == 0xBB ? 3 : 0;
}

/* The interlinear annotation that OFFSET lies in: [*out_start, *out_end). */
static bool find_interlinear(const cutting *cut, size_t offset, size_t *out_start, size_t *out_end) {
  size_t low = offset > ANCHOR_LOOK ? offset - ANCHOR_LOOK : 0;
  size_t high = cut->size - offset > ANCHOR_LOOK ? offset + ANCHOR_LOOK : cut->size;
  size_t at = offset;
  int anchor = 0;
  while (at > low && anchor == 0) anchor = anchor_at(cut, --at);
  if (anchor != 1) return false;
  *out_start = at;
  for (at = offset; at < high; at++) {
    anchor = anchor_at(cut, at);
    if (anchor == 1) return false;
    *out_end = at + 3;
    if (anchor == 3) return true;
  }
  return false;
}

/* Units [begin, end] as bytes. */
static assist_range bytes_of(const cutting *cut, size_t begin, size_t end) {
  assist_range slice = {with_opening(cut, cut->units.items[begin].start), cut->units.items[end].end};
  slice.end = with_closing(cut, slice.end);
  size_t start, stop;
  if (find_interlinear(cut, slice.start, &start, &stop)) slice.start = start;
  if (find_interlinear(cut, slice.end, &start, &stop)) slice.end = stop;
  return slice;
}

/* At most so many bytes, with as much as possible of the units [first, last] in them; then off graphemes. */
static assist_range settle(const cutting *cut, assist_range slice, assist_range core) {
  size_t most = (size_t)cut->width * AS_SLICE_BYTES_PER_UNIT;
  if (slice.end - slice.start > most) {
    size_t spare = core.end - core.start < most ? most - (core.end - core.start) : 0;
    if (core.start - slice.start > spare / 2) slice.start = core.start - spare / 2;
    if (slice.end - slice.start > most) slice.end = slice.start + most;
  }
  slice.start = as_grapheme_floor(cut->text, cut->size, slice.start);
  slice.end = as_grapheme_ceiling(cut->text, cut->size, slice.end);
  return slice;
}

static assist_range cut_around(const cutting *cut, const as_window *window) {
  size_t count = cut->units.count, first = window->first - cut->low, last = window->last - cut->low;
  if (last >= count) last = count - 1;
  size_t shown = last - first + 1, spare = cut->width > shown ? cut->width - shown : 0;
  size_t begin = first > spare / 2 ? first - spare / 2 : 0;
  size_t end = last + (spare - (first - begin));
  if (end >= count) {
    size_t missing = end - (count - 1);
    end = count - 1;
    begin = begin > missing ? begin - missing : 0;
  }
  size_t near = cut->width / 4;
  begin = nearest(cut, begin, 0, first, near, may_begin);
  end = nearest(cut, end, last, count - 1, near, may_end);
  assist_range core = {cut->units.items[first].start, cut->units.items[last].end};
  return settle(cut, bytes_of(cut, begin, end), core);
}

/* A text without units: as many bytes as so many Han characters have. */
static assist_range cut_beginning(const cutting *cut) {
  size_t most = (size_t)cut->width * 3;
  assist_range slice = {0, cut->size < most ? cut->size : most};
  slice.end = as_grapheme_floor(cut->text, cut->size, slice.end);
  return slice;
}

assist_status as_slice_cut(const uint8_t *text, size_t size, assist_range span, const as_window *window,
                           uint32_t width, const as_watch *watch, assist_range *out_slice,
                           assist_error *error) {
  cutting cut = {.text = text, .size = size, .width = width, .span = span};
  as_window beginning = {0};
  if (window == NULL) window = &beginning;
  uint32_t around = width + width / 4 + 1;
  cut.low = window->first > around ? window->first - around : 0;
  uint32_t high = window->last < UINT32_MAX - around ? window->last + around : UINT32_MAX;
  bool good = read_units(&cut, high, watch);
  if (good)
    *out_slice = cut.units.count > window->first - cut.low ? cut_around(&cut, window) : cut_beginning(&cut);
  as_vec_free(&cut.units);
  if (cut.stopped) return as_watch_stopped(error);
  return good ? ASSIST_OK : as_fail_nomem(error);
}
