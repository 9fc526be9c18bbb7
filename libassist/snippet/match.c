/* SPDX-License-Identifier: MIT
 * Matching: patterns out of the query, two automata (one by fold, one by spelling, where the query asks
 * for it), seekers for what is known by shape or sound, and one pass of the scanner over the text.  Only the borders of the last units are kept, as
 * many as the longest pattern has. */
#include "snippet/match.h"

#include <stdlib.h>

#include "base/error.h"
#include "snippet/automaton.h"
#include "snippet/nearness.h"
#include "snippet/seek.h"

typedef struct border {
  size_t start, end;
  uint32_t position;
} border;

typedef struct matcher {
  const as_match_text *text;
  as_patterns patterns;
  as_automaton folded, exact;
  as_seekers seekers;
  border *borders; /* a ring */
  size_t mask;
  as_scanner *scanner;
  AS_VEC(as_text_match) found;
  bool stopped; /* by the caller */
} matcher;

static bool prepare(matcher *match, const as_node *root, bool relaxed) {
  const as_match_text *text = match->text;
  bool has_title = text->title_start < text->title_end;
  if (!as_patterns_collect(&match->patterns, root, text->field, has_title, relaxed)) return false;
  if (!as_automaton_build(&match->folded, &match->patterns, false)) return false;
  if (!as_automaton_build(&match->exact, &match->patterns, true)) return false;
  if (!as_seekers_init(&match->seekers, &match->patterns)) return false;
  size_t longest =
      match->folded.longest > match->exact.longest ? match->folded.longest : match->exact.longest;
  if (match->seekers.longest > longest) longest = match->seekers.longest;
  size_t slots = 1;
  while (slots < longest) slots *= 2;
  match->mask = slots - 1;
  match->borders = as_mem_calloc(slots, sizeof *match->borders);
  match->scanner = as_scanner_new();
  return match->borders != NULL && match->scanner != NULL;
}

static void release(matcher *match) {
  as_patterns_free(&match->patterns);
  as_automaton_clear(&match->folded);
  as_automaton_clear(&match->exact);
  as_seekers_clear(&match->seekers);
  as_mem_free(match->borders);
  as_scanner_free(match->scanner);
  as_vec_free(&match->found);
}

static bool in_part(const matcher *match, enum as_pattern_part part, border first, border last) {
  if (part == AS_PATTERN_ANYWHERE) return true;
  size_t start = match->text->title_start, end = match->text->title_end;
  bool first_in = first.start >= start && first.end <= end;
  bool last_in = last.start >= start && last.end <= end;
  return part == AS_PATTERN_TITLE ? first_in && last_in : !first_in && !last_in;
}

/* The patterns that end at one state, which UNIT, the INDEX-th, led to. */
static bool report_state(matcher *match, const as_automaton *automaton, uint32_t state, const as_unit *unit,
                         uint32_t index) {
  const as_automaton_state *at = &automaton->states.items[state];
  uint32_t first = index - (at->depth - 1);
  border from = match->borders[first & match->mask], last = {unit->start, unit->end, unit->position};
  for (uint32_t i = at->pattern; i != AS_AUTOMATON_NONE; i = automaton->next[i]) {
    if (!in_part(match, match->patterns.list.items[i].part, from, last)) continue;
    as_text_match found = {from.start, unit->full_end, first, index, from.position, unit->position + 1, i};
    if (!as_vec_push(&match->found, found)) return false;
  }
  return true;
}

static bool report(matcher *match, const as_automaton *automaton, uint32_t state, const as_unit *unit,
                   uint32_t index) {
  const as_automaton_state *states = automaton->states.items;
  uint32_t at = states[state].found;
  for (unsigned i = 0; i < AS_MATCHES_AT_ONCE && at != 0; i++) {
    if (!report_state(match, automaton, at, unit, index)) return false;
    at = states[states[at].fail].found;
  }
  return true;
}

typedef struct seeking {
  matcher *match;
  const as_unit *unit;
  uint32_t index;
} seeking;

static bool report_sought(void *context, uint32_t units, uint32_t leaf, enum as_pattern_part part) {
  const seeking *seek = context;
  matcher *match = seek->match;
  uint32_t first = seek->index - (units - 1);
  border from = match->borders[first & match->mask], last = match->borders[seek->index & match->mask];
  as_text_match found = {.start = from.start,
                         .end = seek->unit->full_end,
                         .first_unit = first,
                         .last_unit = seek->index,
                         .leaf = leaf};
  return !in_part(match, part, from, last) || as_vec_push(&match->found, found);
}

/* Is it time to ask, and does the caller say stop? */
static bool is_stopped(matcher *match, const as_watch *watch, uint32_t index, const as_unit *unit) {
  if (index % AS_WATCH_STEPS == 0) match->stopped = as_watch_stops(watch, unit->end);
  return match->stopped;
}

static bool run(matcher *match, const as_watch *watch) {
  const as_match_text *text = match->text;
  uint32_t folded = 0, exact = 0;
  as_unit unit;
  as_scanner_begin(match->scanner, AS_TEXT_DOCUMENT, text->bytes, text->size);
  for (uint32_t index = 0; as_scanner_next(match->scanner, &unit); index++) {
    if (is_stopped(match, watch, index, &unit)) return false;
    match->borders[index & match->mask] = (border){unit.start, unit.end, unit.position};
    seeking seek = {match, &unit, index};
    if (!as_seekers_step(&match->seekers, &unit, report_sought, &seek)) return false;
    if (match->folded.longest > 0) {
      folded = as_automaton_step(&match->folded, folded, &unit, text->bytes);
      if (folded != 0 && !report(match, &match->folded, folded, &unit, index)) return false;
    }
    if (match->exact.longest > 0) {
      exact = as_automaton_step(&match->exact, exact, &unit, text->bytes);
      if (exact != 0 && !report(match, &match->exact, exact, &unit, index)) return false;
    }
  }
  return !as_scanner_failed(match->scanner) && !match->folded.symbols.failed && !match->exact.symbols.failed;
}

static int compare(const void *a, const void *b) {
  const as_text_match *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  if (x->end != y->end) return x->end < y->end ? -1 : 1;
  return x->leaf < y->leaf ? -1 : x->leaf > y->leaf;
}

assist_status as_text_matches(const as_node *root, const as_match_text *text, bool relaxed,
                              const as_watch *watch, as_match_list *out_list, assist_error *error) {
  matcher match = {.text = text};
  bool good = prepare(&match, root, relaxed);
  size_t leaves = match.patterns.list.count + match.patterns.sought.count;
  if (good && leaves > 0) good = run(&match, watch);
  if (good) good = as_matches_thin(&match.patterns, match.found.items, &match.found.count);
  if (good) {
    if (match.found.count > 1)
      qsort(match.found.items, match.found.count, sizeof *match.found.items, compare);
    *out_list = (as_match_list){match.found.items, match.found.count, (uint32_t)leaves};
    match.found.items = NULL;
  }
  release(&match);
  if (match.stopped) return as_watch_stopped(error);
  return good ? ASSIST_OK : as_fail_nomem(error);
}
