/* SPDX-License-Identifier: MIT
 *
 * A snippet shows some sixty units; a text may have 25 million.  So a long text is looked at in stretches, and the first one that has
 * something to show ends the search:
 *
 *   |---------- from ------------------- to|
 *                              |from ------------------- to|      OVERLAP bytes are in both
 *     low ...................... high
 *                                 low ...                         and so is each match of up to LEAF_MOST bytes
 *
 * Stretches begin and end at newlines where there is one near, else between two characters. */
#include "snippet/stretch.h"

#include <string.h>

#include "base/error.h"
#include "text/grapheme.h"

#define OVERLAP ((size_t)128 << 10)
#define LINE_LOOK ((size_t)64 << 10) /* so far from where it is wanted a newline is looked for */
#define MARGIN 1024u /* more than what a scanner looks ahead, or a joint text of readings takes */
#define LEAF_MOST                                                                                            \
  256u /* bytes of a leaf; with readings between, in the text, less than OVERLAP - LINE_LOOK */

/* Behind the last newline before AT. */
static size_t border_before(const uint8_t *text, size_t size, size_t at) {
  for (size_t i = at; i > at - LINE_LOOK; i--)
    if (text[i - 1] == '\n') return i;
  return as_grapheme_floor(text, size, at);
}

static size_t border_behind(const uint8_t *text, size_t size, size_t at) {
  const uint8_t *newline = memchr(text + at, '\n', LINE_LOOK);
  return newline != NULL ? (size_t)(newline - text) + 1 : as_grapheme_floor(text, size, at);
}

as_stretch as_stretch_at(const uint8_t *text, size_t size, size_t from, size_t *out_next) {
  as_stretch stretch = {.from = from, .to = size, .low = from == 0 ? 0 : from + MARGIN, .high = size};
  *out_next = size;
  if (size - from <= AS_STRETCH_BYTES + OVERLAP) return stretch;
  stretch.to = border_before(text, size, from + AS_STRETCH_BYTES);
  stretch.high = stretch.to - MARGIN;
  *out_next = border_behind(text, size, stretch.to - OVERLAP);
  return stretch;
}

bool as_stretch_is_too_short(const as_node *root) {
  if (root->kind == AS_NODE_NEAR || root->slop > 0 || root->size > LEAF_MOST) return true;
  for (size_t i = 0; i < root->count; i++)
    if (as_stretch_is_too_short(root->children[i])) return true;
  return false;
}

bool as_watch_stops(const as_watch *watch, uint64_t more) {
  if (watch == NULL || watch->progress == NULL) return false;
  uint64_t done = watch->total - watch->done < more ? watch->total : watch->done + more;
  return watch->progress(watch->context, done, watch->total) != 0;
}

assist_status as_watch_stopped(assist_error *error) {
  return as_fail(error, ASSIST_CANCELLED, "the snippet was cancelled");
}
