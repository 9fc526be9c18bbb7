/* SPDX-License-Identifier: MIT
 *
 * Conjunction of plain lists.  The shortest leads; the others are advanced to its document, and a miss sends it on.  Hits are
 * found by documents alone: frequencies, which take longer to unpack, are asked for where the page may be entered, by what the
 * rows behind the lists say of the blocks that the hit stands in, and by the frequencies that are known.  Once enough are
 * counted, stretches in which no block of any list lets a document enter are passed over as a whole (as in
 * search/union_walk.c).
 *
 * Where the second list is not much longer than the first, looking for one document after another would wait for each look. 
 * Then what two blocks have in common is found by a table with a number a document, where the second says at which place it has it:
 *
 *   second list     3  4  9 12          table   . . . 1 2 . . . . 3 . . 4
 *   first list      1  4  5 12          found         4 at 2, 12 at 4
 *
 * Conditions are looked at last; what is more than lists of terms goes by search/iter_and.c. */
#include "search/joint.h"

#include <string.h>

#include "search/bound.h"

#define TICK_STEPS 8192u
#define SPAN 4096u      /* documents of a table */
#define LENGTHS_MOST 8u /* the second list at most so many times as long as the first, for tables to pay */

typedef struct joint_list {
  as_postings *postings;
  const as_union_part *part;
  const uint8_t *codes;
  as_bound bound;
  uint64_t most; /* that it may add to the hit stood on */
} joint_list;

typedef struct joint {
  as_collector *collector;
  const as_leaf *leaf;
  size_t place;
  joint_list *lists; /* the shortest first */
  size_t count;
  as_iter *conditions; /* NULL: none */
  uint64_t needed;     /* by a hit, to enter the page; 0 as long as that is not full */
  bool together;       /* two lists alone, of which every document counts */
  uint32_t last;       /* up to here a document may enter by its blocks; only once enough are counted */
  uint32_t steps;
  uint16_t *
      table; /* of SPAN places in the second list, each below the turn it was put there; NULL: not wanted in this place */
  uint32_t turn; /* from 1 to 255 */
} joint;

/* A document of both blocks is where the first list has it, and above that where the second does. */
#define PLACE_BITS 8u

/* ---- parts of a plan ---- */

static size_t count_terms(const as_plan *plan) {
  if (plan->node->boost != AS_BOOST_ONE) return 0;
  if (plan->node->kind == AS_NODE_TEXT) return plan->phrase_count;
  return plan->node->kind == AS_NODE_AND ? plan->count : 0;
}

/* Part I of a text in several pieces, or of an AND; false when it is more than a list. */
static bool part_of(const as_plan *plan, size_t i, as_union_part *out_part) {
  const as_plan *text = plan->node->kind == AS_NODE_AND ? plan->children[i] : plan;
  const bool whole = text != plan;
  if (whole && (text->node->kind != AS_NODE_TEXT || text->phrase_count != 1)) return false;
  if (text->node->slop != 0 || text->node->boost != AS_BOOST_ONE) return false;
  return as_union_part_of(text->phrases[whole ? 0 : i], out_part);
}

as_union_part *as_joint_parts(const as_collector *collector, const as_plan *plan, size_t *out_count) {
  size_t count = count_terms(plan);
  const bool plain = !collector->every && collector->facets == NULL && collector->ranked;
  as_union_part *parts = as_search_alloc(collector->context, count * sizeof *parts);
  *out_count = 0;
  if (count < 2 || !plain) return parts;
  for (size_t i = 0; parts != NULL && i < count; i++)
    if (!part_of(plan, i, &parts[i])) return parts;
  if (parts != NULL) *out_count = count;
  return parts;
}

/* ---- opening ---- */

static uint32_t documents_of(const joint *of, const as_union_part *part) {
  return part->piece->infos[of->place].documents;
}

/* In order of documents; the same order for the same lists. */
static void sort_in(joint *of, const as_union_part *part) {
  size_t at = of->count++;
  for (; at > 0 && documents_of(of, of->lists[at - 1].part) > documents_of(of, part); at--)
    of->lists[at] = of->lists[at - 1];
  of->lists[at] = (joint_list){.part = part};
}

static bool open_lists(joint *of) {
  as_search_context *context = of->collector->context;
  for (size_t i = 0; i < of->count; i++) {
    joint_list *list = &of->lists[i];
    assist_error error = {0};
    const uint8_t number = list->part->numbers[of->place];
    list->bound = as_bound_of(list->part->saturation, of->leaf->segment, number);
    list->codes = as_segment_length_codes(of->leaf->segment, number, &error);
    if (list->codes == NULL) return as_search_fail(context, error.code, &error);
    list->postings = as_search_postings(context, of->leaf->segment, &list->part->piece->infos[of->place]);
    if (list->postings == NULL) return false;
  }
  return true;
}

/* ---- bounds ---- */

/* The most that the hit stood on may score, by the blocks it stands in; and each list's share of that. */
static uint64_t bound_of(const joint *of, uint32_t document) {
  uint64_t sum = 0;
  for (size_t i = 0; i < of->count; i++) {
    joint_list *list = &of->lists[i];
    list->most = as_union_share(list->part, as_postings_loaded_most(list->postings), list->codes[document]);
    sum += list->most;
  }
  return sum;
}

/* The stretch from DOCUMENT on within which each list stays in one block; whether a document of it may score NEEDED. */
static bool may_enter(const joint *of, uint32_t document, uint64_t needed, uint32_t *out_last) {
  uint64_t sum = 0;
  *out_last = AS_DOC_END;
  for (size_t i = 0; i < of->count; i++) {
    uint32_t last;
    as_impact impact = as_postings_block_impact(of->lists[i].postings, document, &last);
    if (last < *out_last) *out_last = last;
    if (last == AS_DOC_END) return true; /* this list ends before: there is no hit to come */
    sum += as_weigh(of->lists[i].part->weight, as_bound_saturation(&of->lists[i].bound, impact));
  }
  return sum >= needed;
}

/* DOCUMENT, or the first one of the leading list behind the stretches that cannot enter. */
static uint32_t pass_over(joint *of, uint32_t document) {
  of->collector->passed = true;
  while (document != AS_DOC_END && document > of->last) {
    if (may_enter(of, document, of->needed, &of->last)) break;
    document = as_postings_advance(of->lists[0].postings, of->last + 1);
  }
  return document;
}

/* What a hit needs from now on. */
static void look_at_page(joint *of) {
  const as_topk *top = &of->collector->top;
  const bool full = top->limit != 0 && top->count == top->limit;
  of->needed = full ? as_collector_needed(of->collector, of->place) : 0;
}

/* ---- the loop ---- */

/* The first document from DOCUMENT on, where the leading list stands, that is in all lists. */
static uint32_t align(joint *of, uint32_t document) {
  as_postings *leader = of->lists[0].postings;
  for (size_t i = 1; i < of->count;) {
    uint32_t at = as_postings_advance(of->lists[i].postings, document);
    if (at == document) {
      i++;
      continue;
    }
    document = at == AS_DOC_END ? at : as_postings_advance(leader, at);
    if (document == AS_DOC_END) break;
    if (++of->steps % TICK_STEPS == 0) break; /* the caller looks at the clock, and comes again */
    i = 1;
  }
  return document;
}

static bool is_aligned(const joint *of, uint32_t document) {
  for (size_t i = 1; i < of->count; i++)
    if (as_postings_document(of->lists[i].postings) != document) return false;
  return true;
}

/* The score of the hit stood on, or less than NEEDED.  Shares take the place of bounds one after the other, the weightiest first: most hits
 * are out of the question by that, and the other lists, whose blocks are the more, need not unpack frequencies for them. */
static bool score_of(const joint *of, uint32_t document, uint64_t needed, uint64_t *out_score) {
  uint64_t sum = bound_of(of, document);
  for (size_t i = 0; i < of->count && sum >= needed; i++) {
    const joint_list *list = &of->lists[i];
    uint32_t frequency = as_postings_frequency(list->postings);
    if (frequency == 0 && as_search_list_fails(of->collector->context, list->postings)) return false;
    sum += as_union_share(list->part, frequency, list->codes[document]) - list->most;
  }
  *out_score = sum;
  return true;
}

static bool offer(joint *of, uint32_t document, uint64_t score) {
  as_collector *collector = of->collector;
  if (score < of->needed) return true;
  as_topk_item item = {score, as_place_number(&collector->context->places[of->place], document),
                       (uint64_t)of->place << 32 | document};
  if (!as_topk_offer(&collector->top, item)) return as_search_fail(collector->context, ASSIST_NOMEM, NULL);
  look_at_page(of);
  return true;
}

/* A hit is counted, and scored where it may enter. */
static bool take(joint *of, uint32_t document) {
  of->collector->total++;
  if (of->collector->top.limit == 0) return true;
  uint64_t score;
  if (!score_of(of, document, of->needed, &score)) return false;
  return offer(of, document, score);
}

/* The documents from BASE to LAST that the blocks of both lists have; the lists then stand on their last ones up to there.  What was
 * put into the table before is of another turn, and need not be taken out. */
static size_t meet(joint *of, uint32_t base, uint32_t last, uint16_t meetings[AS_POSTINGS_BLOCK]) {
  as_postings *one = of->lists[0].postings, *two = of->lists[1].postings;
  const uint32_t *ones = one->documents, *twos = two->documents;
  uint16_t *table = of->table;
  if (of->turn >= UINT8_MAX) memset(table, 0, SPAN * sizeof *table);
  of->turn = of->turn >= UINT8_MAX ? 1 : of->turn + 1;
  const uint32_t turn = of->turn << PLACE_BITS;
  size_t count = 0;
  uint32_t end = two->at, i = one->at;
  for (; twos[end] <= last; end++) table[twos[end] - base] = (uint16_t)(turn | end);
  for (; ones[i] <= last; i++) {
    const uint32_t found = table[ones[i] - base];
    meetings[count] = (uint16_t)(i | found << PLACE_BITS);
    count += found >> PLACE_BITS == of->turn;
  }
  one->at = i - 1;
  two->at = end - 1;
  return count;
}

static bool is_in_others(joint *of, uint32_t document) {
  for (size_t i = 2; i < of->count; i++)
    if (as_postings_advance(of->lists[i].postings, document) != document) return false;
  return true;
}

/* Each in its turn, both lists standing on it. */
static bool take_each(joint *of, const uint16_t *meetings, size_t count) {
  as_postings *one = of->lists[0].postings, *two = of->lists[1].postings;
  const uint32_t at_one = one->at, at_two = two->at;
  bool good = true;
  for (size_t i = 0; i < count && good; i++) {
    one->at = meetings[i] & 0xFFu;
    two->at = meetings[i] >> PLACE_BITS;
    uint32_t document = as_postings_document(one);
    if (is_in_others(of, document) && as_conditions_hold(of->leaf, of->conditions, document))
      good = take(of, document);
  }
  one->at = at_one;
  two->at = at_two;
  return good;
}

/* The most that a document of the block LIST stands in may have of it. */
static uint64_t block_most(const joint_list *list) {
  return as_weigh(list->part->weight,
                  as_bound_saturation(&list->bound, as_postings_loaded_impact(list->postings)));
}

/* Frequencies of the block LIST stands in; NULL after a failure. */
static const uint32_t *frequencies_of(const joint *of, const joint_list *list) {
  as_postings *postings = list->postings;
  if (as_postings_frequency(postings) != 0) return postings->frequencies;
  as_search_list_fails(of->collector->context, postings);
  return NULL;
}

/* Adds the shares of a list, which has the documents of MEETINGS at the places that lie SHIFT bits up in them, and keeps those that reach
 * LEAST with it; returns how many.  Which ones is a matter of chance, and no matter for a branch. */
static size_t keep(const joint_list *list, unsigned shift, uint64_t least, uint16_t *meetings,
                   uint64_t *scores, size_t count) {
  const uint32_t *documents = list->postings->documents, *frequencies = list->postings->frequencies;
  const as_union_part part = *list->part;
  const uint8_t *codes = list->codes;
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    const uint16_t meeting = meetings[i];
    const uint32_t place = meeting >> shift & 0xFFu;
    const uint64_t score = scores[i] + as_union_share(&part, frequencies[place], codes[documents[place]]);
    meetings[kept] = meeting;
    scores[kept] = score;
    kept += score >= least;
  }
  return kept;
}

/* All of two plain lists at once, for a page that is full: they are counted, and those offered that reach what is needed. */
static bool take_all(joint *of, uint16_t *meetings, size_t count) {
  uint64_t scores[AS_POSTINGS_BLOCK];
  const bool second = of->lists[1].postings->state.counted && !of->lists[0].postings->state.counted;
  const joint_list *list = &of->lists[second], *other = &of->lists[!second];
  const uint64_t rest = block_most(other);
  of->collector->total += count;
  if (block_most(list) + rest < of->needed) return true;
  if (frequencies_of(of, list) == NULL) return false;
  memset(scores, 0, count * sizeof *scores);
  const uint64_t least = of->needed > rest ? of->needed - rest : 0;
  count = keep(list, second ? PLACE_BITS : 0, least, meetings, scores, count);
  if (count == 0) return true;
  if (frequencies_of(of, other) == NULL) return false;
  count = keep(other, second ? 0 : PLACE_BITS, of->needed, meetings, scores, count);
  for (size_t i = 0; i < count; i++)
    if (!offer(of, of->lists[0].postings->documents[meetings[i] & 0xFFu], scores[i])) return false;
  return true;
}

static bool take_meetings(joint *of, uint16_t *meetings, size_t count) {
  if (count == 0) return true;
  if (of->together && of->needed != 0) return take_all(of, meetings, count);
  return take_each(of, meetings, count);
}

static uint32_t least_of(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* From *IO_DOCUMENT on, where the first list stands, as far as the two blocks at hand and a table reach. */
static bool take_blocks(joint *of, uint32_t *io_document) {
  as_postings *one = of->lists[0].postings, *two = of->lists[1].postings;
  uint16_t meetings[AS_POSTINGS_BLOCK];
  const uint32_t base = as_postings_advance(two, *io_document);
  *io_document = base == AS_DOC_END ? base : as_postings_advance(one, base);
  if (*io_document == AS_DOC_END) return true;
  uint32_t last = least_of(one->documents[one->count - 1], two->documents[two->count - 1]);
  last = least_of(last, base + (SPAN - 1));
  if (*io_document > last) return true; /* the second list has more to pass */
  size_t count = meet(of, base, last, meetings);
  if (!take_meetings(of, meetings, count)) return false;
  *io_document = as_postings_next(one);
  return true;
}

/* Whether tables pay in this place; false after a failure. */
static bool choose_table(joint *of) {
  uint64_t shortest = documents_of(of, of->lists[0].part), next = documents_of(of, of->lists[1].part);
  of->table = NULL;
  if (next > shortest * LENGTHS_MOST || next < AS_POSTINGS_BLOCK) return true;
  of->turn = 0;
  of->table = as_search_alloc(of->collector->context, SPAN * sizeof *of->table);
  return of->table != NULL;
}

/* The hit that DOCUMENT is, if it is one; and the next. */
static bool take_one(joint *of, uint32_t *io_document) {
  uint32_t document = align(of, *io_document);
  *io_document = document;
  if (document == AS_DOC_END || !is_aligned(of, document)) return true;
  if (as_conditions_hold(of->leaf, of->conditions, document) && !take(of, document)) return false;
  *io_document = as_postings_next(of->lists[0].postings);
  return true;
}

static bool run_place(joint *of) {
  as_search_context *context = of->collector->context;
  const uint64_t base = context->places[of->place].base;
  uint32_t document = as_postings_next(of->lists[0].postings);
  of->last = 0;
  of->together = of->count == 2 && of->conditions == NULL && of->leaf->dead.count == 0;
  look_at_page(of);
  while (document != AS_DOC_END) {
    if (++of->steps % TICK_STEPS == 0 && !as_search_tick(context, base + document)) break;
    if (as_collector_has_enough(of->collector)) document = pass_over(of, document);
    if (document == AS_DOC_END) break;
    if (!(of->table != NULL ? take_blocks : take_one)(of, &document)) return false;
  }
  for (size_t i = 0; i < of->count; i++)
    if (as_search_list_fails(of->collector->context, of->lists[i].postings)) return false;
  return context->status == ASSIST_OK;
}

bool as_collect_joint(as_collector *collector, const as_union_part *parts, size_t count,
                      as_plan *const *filters, size_t filter_count) {
  as_search_context *context = collector->context;
  joint of = {.collector = collector};
  of.lists = as_search_alloc(context, count * sizeof *of.lists);
  if (of.lists == NULL) return false;
  for (of.place = 0; of.place < context->place_count && !context->stopped; of.place++) {
    of.leaf = context->places[of.place].leaf;
    if (!as_search_tick(context, context->places[of.place].base)) break;
    of.count = 0;
    for (size_t i = 0; i < count; i++) sort_in(&of, &parts[i]);
    if (documents_of(&of, of.lists[0].part) == 0) continue;
    if (!as_conditions_open(context, filters, filter_count, of.place, &of.conditions)) return false;
    if (!choose_table(&of) || !open_lists(&of) || !run_place(&of)) return false;
  }
  return context->status == ASSIST_OK;
}
