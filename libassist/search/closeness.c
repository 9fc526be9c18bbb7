/* SPDX-License-Identifier: MIT
 *
 * A document's positions of all the query's terms are brought into one order; a window slides over them:
 *
 *   position   3     7  8      41  42  43  44
 *   term       張+x6 原告 告曹    離婚 婚糾 糾紛 原告
 *                                |<- 32 ->|             the most weight of different terms
 *
 * A title has a known first and last position.  All of it is in the query when, position by position, the terms there are those of
 * one stretch of a run; any one of its terms says which stretches can be meant.  A term of weight 0 (a question word)
 * is asked for only when everything else agrees.
 *
 * Characters have no positions of their own: one counts where a pair of the query holds it. */
#include "search/closeness.h"

#include <string.h>

#include "base/ascending.h"
#include "segread/segment.h"

#define EVENT(position, term) ((uint64_t)(position) << 32 | (term))
#define POSITION(event) ((uint32_t)((event) >> 32))
#define TERM(event) ((uint32_t)(event))

static size_t longest_run(const as_relaxation *relaxation) {
  size_t longest = 0, length = 0;
  for (size_t i = 0; i < relaxation->unit_count; i++) {
    length++;
    if (length > longest) longest = length;
    if (!relaxation->units[i].joins) length = 0;
  }
  return longest;
}

bool as_closeness_init(as_closeness *closeness, as_search_context *context, as_relaxation *relaxation) {
  *closeness = (as_closeness){.context = context, .relaxation = relaxation};
  size_t counts = relaxation->count + relaxation->character_count;
  closeness->counts = as_search_alloc(context, counts * sizeof *closeness->counts);
  closeness->taken = as_search_alloc(context, relaxation->term_count * sizeof *closeness->taken);
  closeness->longest = longest_run(relaxation);
  return as_term_lists_init(&closeness->lists, context, relaxation->terms, relaxation->term_count) &&
         context->status == ASSIST_OK;
}

void as_closeness_clear(as_closeness *closeness) {
  as_vec_free(&closeness->events);
  as_vec_free(&closeness->spare);
  as_vec_free(&closeness->ends);
}

void as_closeness_begin(as_closeness *closeness, size_t place) {
  as_term_lists_begin(&closeness->lists, place);
}

/* ---- which terms are there ---- */

static bool has(const uint64_t *bits, size_t i) { return bits[i / 64] >> i % 64 & 1; }

/* The weight of character I when PRESENCE did not have it yet. */
static uint64_t cover(const as_closeness *closeness, as_presence *presence, uint32_t i) {
  if (i == AS_NO_TERM || has(presence->characters, i)) return 0;
  presence->characters[i / 64] |= UINT64_C(1) << i % 64;
  return closeness->relaxation->characters[i].weight;
}

/* What does not score is not looked for here. */
static bool may_stand(const as_closeness *closeness, const as_presence *presence, uint32_t term) {
  if (term == AS_NO_TERM) return false;
  return term >= closeness->relaxation->count || has(presence->terms, term);
}

/* Whether so many units of the query follow each other all of whose terms may be in the document. */
static bool may_hold(const as_closeness *closeness, const as_presence *presence, uint32_t size) {
  const as_relaxation *relaxation = closeness->relaxation;
  uint32_t length = 1;
  for (size_t i = 0; i < relaxation->unit_count && length < size; i++) {
    const as_run_unit *unit = &relaxation->units[i];
    bool goes_on = unit->joins && (unit->pair == AS_NO_TERM ? may_stand(closeness, presence, unit->alone)
                                                            : may_stand(closeness, presence, unit->pair));
    length = goes_on ? length + 1 : 1;
  }
  return length >= size;
}

static bool title_of(as_closeness *closeness, uint32_t document, uint32_t *out_begin, uint32_t *out_size) {
  assist_error error = {0};
  assist_status status = as_segment_title(closeness->lists.segment, document, out_begin, out_size, &error);
  if (status != ASSIST_OK) return as_search_fail(closeness->context, status, &error);
  *out_size -= *out_begin;
  return true;
}

static void mark(const as_closeness *closeness, as_presence *presence, size_t i) {
  const as_relaxed_term *term = &closeness->relaxation->terms[i];
  presence->terms[i / 64] |= UINT64_C(1) << i % 64;
  presence->weight += term->weight;
  presence->covered += cover(closeness, presence, term->inside[0]);
  presence->covered += cover(closeness, presence, term->inside[1]);
}

/* Term after term, so that a short list passes over most documents. */
static void mark_all(as_closeness *closeness, const uint32_t *documents, size_t count, as_presence *out) {
  for (size_t i = 0; i < closeness->relaxation->count; i++) {
    for (size_t at = 0; at < count;) {
      uint32_t document = as_term_lists_seek(&closeness->lists, i, documents[at]);
      if (document == documents[at]) mark(closeness, &out[at], i);
      at++;
      while (at < count && documents[at] < document) at++;
    }
  }
}

bool as_closeness_presence(as_closeness *closeness, const uint32_t *documents, size_t count,
                           as_presence *out) {
  const as_relaxation *relaxation = closeness->relaxation;
  size_t term_words = (relaxation->count + 63) / 64;
  size_t words = term_words + (relaxation->character_count + 63) / 64;
  uint64_t *bits = as_search_alloc(closeness->context, count * words * sizeof *bits);
  if (bits == NULL) return false;
  for (size_t at = 0; at < count; at++, bits += words)
    out[at] = (as_presence){.terms = bits, .characters = bits + term_words};
  mark_all(closeness, documents, count, out);
  for (size_t at = 0; at < count && closeness->context->status == ASSIST_OK; at++) {
    uint32_t begin, size;
    if (!title_of(closeness, documents[at], &begin, &size)) return false;
    out[at].titled = size >= 2 && size <= closeness->longest && may_hold(closeness, &out[at], size);
  }
  return closeness->context->status == ASSIST_OK;
}

/* ---- positions of all terms ---- */

static bool no_memory(as_closeness *closeness) {
  return as_search_fail(closeness->context, ASSIST_NOMEM, NULL);
}

static bool add_events(as_closeness *closeness, size_t term, uint32_t document) {
  if (closeness->relaxation->terms[term].piece.kind == AS_TERM_CHAR) return true;
  as_postings *list = as_term_lists_at(&closeness->lists, term, document);
  if (list == NULL) return closeness->context->status == ASSIST_OK;
  uint32_t count = 0;
  const uint32_t *positions = as_term_lists_positions(&closeness->lists, list, &count);
  if (positions == NULL) return false;
  size_t have = closeness->events.count;
  if (!as_vec_reserve(&closeness->events, have + count)) return no_memory(closeness);
  for (uint32_t i = 0; i < count; i++) closeness->events.items[have + i] = EVENT(positions[i], term);
  closeness->events.count = have + count;
  return as_vec_push(&closeness->ends, have + count) || no_memory(closeness);
}

static void merge(const uint64_t *from, size_t begin, size_t middle, size_t end, uint64_t *to) {
  size_t a = begin, b = middle;
  for (size_t at = begin; at < end; at++) {
    bool first = b == end || (a < middle && from[a] < from[b]);
    to[at] = from[first ? a++ : b++];
  }
}

/* The events, in order list by list, into one order: neighbours are merged until one is left. */
static bool order_events(as_closeness *closeness) {
  if (!as_vec_reserve(&closeness->spare, closeness->events.count)) return no_memory(closeness);
  while (closeness->ends.count > 1) {
    size_t begin = 0, kept = 0;
    for (size_t i = 0; i < closeness->ends.count; i += 2) {
      size_t middle = closeness->ends.items[i];
      size_t end = i + 1 < closeness->ends.count ? closeness->ends.items[i + 1] : middle;
      merge(closeness->events.items, begin, middle, end, closeness->spare.items);
      closeness->ends.items[kept++] = begin = end;
    }
    closeness->ends.count = kept;
    uint64_t *items = closeness->events.items;
    size_t capacity = closeness->events.capacity;
    closeness->events.items = closeness->spare.items;
    closeness->events.capacity = closeness->spare.capacity;
    closeness->spare.items = items;
    closeness->spare.capacity = capacity;
  }
  return true;
}

static bool gather(as_closeness *closeness, uint32_t document, const as_presence *presence) {
  closeness->events.count = closeness->ends.count = 0;
  for (size_t i = 0; i < closeness->relaxation->count; i++)
    if (has(presence->terms, i) && !add_events(closeness, i, document)) return false;
  return order_events(closeness);
}

/* ---- the window ---- */

/* The weight a term brings when it enters the window: its own, and that of the characters in it, each as far as it is not there. */
static uint64_t enter(as_closeness *closeness, uint32_t number) {
  const as_relaxation *relaxation = closeness->relaxation;
  const as_relaxed_term *term = &relaxation->terms[number];
  uint64_t weight = closeness->counts[number]++ == 0 ? term->weight : 0;
  for (int i = 0; i < 2; i++) {
    uint32_t inside = term->inside[i];
    if (inside != AS_NO_TERM && closeness->counts[relaxation->count + inside]++ == 0)
      weight += relaxation->characters[inside].weight;
  }
  return weight;
}

static uint64_t leave(as_closeness *closeness, uint32_t number) {
  const as_relaxation *relaxation = closeness->relaxation;
  const as_relaxed_term *term = &relaxation->terms[number];
  uint64_t weight = --closeness->counts[number] == 0 ? term->weight : 0;
  for (int i = 0; i < 2; i++) {
    uint32_t inside = term->inside[i];
    if (inside != AS_NO_TERM && --closeness->counts[relaxation->count + inside] == 0)
      weight += relaxation->characters[inside].weight;
  }
  return weight;
}

static uint64_t best_window(as_closeness *closeness) {
  const uint64_t *events = closeness->events.items;
  uint64_t weight = 0, best = 0;
  size_t tail = 0;
  for (size_t i = 0; i < closeness->events.count; i++) {
    for (; POSITION(events[tail]) + AS_WINDOW <= POSITION(events[i]); tail++)
      weight -= leave(closeness, TERM(events[tail]));
    weight += enter(closeness, TERM(events[i]));
    if (weight > best) best = weight;
  }
  for (; tail < closeness->events.count; tail++) (void)leave(closeness, TERM(events[tail]));
  return best;
}

/* ---- the title ---- */

/* The first of the events that is not before POSITION. */
static size_t event_from(const as_closeness *closeness, uint32_t position) {
  size_t low = 0, high = closeness->events.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (POSITION(closeness->events.items[middle]) < position)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* A term that does not score, at POSITION of DOCUMENT. */
static bool silent_stands(as_closeness *closeness, uint32_t term, uint32_t document, uint32_t position) {
  as_relaxed_term *silent = &closeness->relaxation->terms[term];
  const as_sought_piece sought = {&silent->piece, &silent->a, &silent->b};
  if (silent->piece.infos == NULL &&
      !as_pieces_find(closeness->context, &sought, 1, closeness->relaxation->numbers))
    return false;
  as_postings *list = as_term_lists_at(&closeness->lists, term, document);
  uint32_t count = 0;
  const uint32_t *positions = list == NULL ? NULL : as_term_lists_positions(&closeness->lists, list, &count);
  return positions != NULL && as_ascending_has(positions, count, position);
}

static bool stands(as_closeness *closeness, uint32_t term, uint32_t document, uint32_t position,
                   bool silent) {
  if (term == AS_NO_TERM) return false;
  if (term >= closeness->relaxation->count)
    return !silent || silent_stands(closeness, term, document, position);
  size_t at = event_from(closeness, position);
  while (at < closeness->events.count && closeness->events.items[at] < EVENT(position, term)) at++;
  return at < closeness->events.count && closeness->events.items[at] == EVENT(position, term);
}

/* Whether SIZE positions of the document from BEGIN on are the units of the query from UNIT on.  SILENT: terms that do not score are
 * asked for as well. */
static bool agrees(as_closeness *closeness, size_t unit, uint32_t document, uint32_t begin, uint32_t size,
                   bool silent) {
  const as_run_unit *units = closeness->relaxation->units + unit;
  for (uint32_t i = 0; i + 1 < size; i++) {
    if (!units[i].joins) return false;
    bool words = units[i].pair == AS_NO_TERM; /* two tokens; or nothing is known of the pair */
    if (!words && !stands(closeness, units[i].pair, document, begin + i, silent)) return false;
    if (words && (!stands(closeness, units[i].alone, document, begin + i, silent) ||
                  !stands(closeness, units[i + 1].alone, document, begin + i + 1, silent)))
      return false;
  }
  return true;
}

static uint64_t weight_of_title(as_closeness *closeness, uint32_t begin, uint32_t end) {
  const as_relaxed_term *terms = closeness->relaxation->terms;
  const uint64_t *events = closeness->events.items;
  uint64_t weight = 0;
  size_t first = event_from(closeness, begin);
  for (size_t i = first; i < closeness->events.count && POSITION(events[i]) < end; i++) {
    uint32_t term = TERM(events[i]);
    if (POSITION(events[i]) + terms[term].piece.width > end || closeness->taken[term]) continue;
    closeness->taken[term] = true;
    weight += terms[term].weight;
  }
  for (size_t i = first; i < closeness->events.count && POSITION(events[i]) < end; i++)
    closeness->taken[TERM(events[i])] = false;
  return weight;
}

/* The first term that lies within the title; false: none does. */
static bool term_within(const as_closeness *closeness, uint32_t begin, uint32_t end, uint64_t *out_event) {
  for (size_t i = event_from(closeness, begin); i < closeness->events.count; i++) {
    uint64_t event = closeness->events.items[i];
    if (POSITION(event) >= end) return false;
    *out_event = event;
    if (POSITION(event) + closeness->relaxation->terms[TERM(event)].piece.width <= end) return true;
  }
  return false;
}

static uint64_t title_weight(as_closeness *closeness, uint32_t document) {
  const as_relaxation *relaxation = closeness->relaxation;
  uint32_t begin, size;
  uint64_t event;
  if (!title_of(closeness, document, &begin, &size)) return 0;
  if (!term_within(closeness, begin, begin + size, &event)) return 0;
  uint32_t before = POSITION(event) - begin;
  for (size_t i = before; i + size - before <= relaxation->unit_count; i++) {
    if (relaxation->units[i].pair != TERM(event) && relaxation->units[i].alone != TERM(event)) continue;
    if (agrees(closeness, i - before, document, begin, size, false) &&
        agrees(closeness, i - before, document, begin, size, true))
      return weight_of_title(closeness, begin, begin + size);
  }
  return 0;
}

bool as_closeness_measure(as_closeness *closeness, uint32_t document, const as_presence *presence,
                          uint64_t *out_window, uint64_t *out_title) {
  if (!gather(closeness, document, presence)) return false;
  *out_window = best_window(closeness);
  *out_title = presence->titled ? title_weight(closeness, document) : 0;
  return closeness->context->status == ASSIST_OK;
}
