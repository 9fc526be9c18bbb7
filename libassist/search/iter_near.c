/* SPDX-License-Identifier: MIT
 *
 * Nearness in one segment.  Documents that hold all parts come from a conjunction; in each, the places of every part are listed
 * and joined (query/near.c).  A document holds it as often as the part that takes part in a match the least often.
 *
 * Places are positions of the index; for what has none there (a single character, an exact form) those of the stored text, which
 * are the same: both are counted by the one scanner, title first, then a break, then the body.
 *
 * Single characters have their places as bits, and so many that lists of them would take most of the time: then all parts are joined as
 * bits (query/near_bits.c). */
#include <string.h>

#include "base/error.h"
#include "query/near_bits.h"
#include "search/character.h"
#include "search/iter.h"

#define WORDS_MOST 65536u /* of a document; in longer ones most words would be empty */

typedef struct near_operand {
  as_near_operand asked;
  as_span_list spans;
} near_operand;

typedef struct near_iter {
  as_iter base;
  as_iter *all; /* documents with all parts; confirmed here */
  near_operand *operands;
  as_near_part *parts;
  size_t count;
  uint32_t *ends; /* room for the places of all parts */
  size_t ends_room;
  as_near_bits *bits;
  uint64_t *words; /* of all parts, and for their join */
  size_t words_room;
  as_saturation *saturation;
  const uint8_t *codes;
  uint64_t weight;
  uint32_t frequency; /* of the document confirmed last */
} near_iter;

static uint32_t near_advance(as_iter *iter, uint32_t target) {
  return iter->document = as_iter_advance(((near_iter *)iter)->all, target);
}

static bool ends_reserve(near_iter *near, size_t count) {
  if (count <= near->ends_room) return true;
  near->ends = as_search_alloc(near->base.context, 2 * count * sizeof *near->ends);
  near->ends_room = near->ends == NULL ? 0 : 2 * count;
  return near->ends != NULL;
}

/* The places of one part; false: there are none, or it failed. */
static bool list_places(near_iter *near, near_operand *operand) {
  operand->spans.count = 0;
  for (size_t i = 0; i < operand->asked.count; i++) {
    as_iter *leaf = operand->asked.leaves[i];
    if (leaf->document != near->base.document) continue;
    if (leaf->class->spans == NULL || !leaf->class->spans(leaf, &operand->spans)) return false;
  }
  return operand->spans.count > 0;
}

/* ---- as bits ---- */

static bool words_reserve(near_iter *near, size_t count) {
  if (count <= near->words_room) return true;
  near->words = as_search_alloc(near->base.context, 2 * count * sizeof *near->words);
  near->words_room = near->words == NULL ? 0 : 2 * count;
  return near->words != NULL;
}

/* The places of LEAF into PART.  False: not all are of one length, or it failed. */
static bool put_leaf(near_iter *near, near_operand *operand, as_iter *leaf, as_near_bits *part,
                     size_t words) {
  as_character *character = as_iter_phrase_character(leaf);
  operand->spans.count = 0;
  if (character != NULL) {
    const uint64_t *bits = as_character_bits(character, near->base.document);
    for (size_t i = 0; i < words && bits != NULL; i++) part->starts[i] |= bits[i];
    if (part->length == 0) part->length = 1;
    return part->length == 1;
  }
  if (leaf->class->spans == NULL || !leaf->class->spans(leaf, &operand->spans)) return false;
  for (size_t i = 0; i < operand->spans.count; i++) {
    const as_span span = operand->spans.items[i];
    if (part->length == 0) part->length = span.end - span.start;
    if (span.end - span.start != part->length || span.start / 64 >= words) return false;
    part->starts[span.start / 64] |= UINT64_C(1) << span.start % 64;
  }
  return true;
}

/* Whether some part is a character whose places are bits. */
static bool has_bits(const near_iter *near) {
  for (size_t i = 0; i < near->count; i++)
    for (size_t l = 0; l < near->operands[i].asked.count; l++) {
      as_iter *leaf = near->operands[i].asked.leaves[l];
      if (leaf->document == near->base.document && as_iter_phrase_character(leaf) != NULL) return true;
    }
  return false;
}

/* False: the join cannot be made so, or it failed. */
static bool join_bits(near_iter *near) {
  const size_t words = as_character_words(near->codes[near->base.document]);
  if (words > WORDS_MOST || !has_bits(near)) return false;
  if (!words_reserve(near, (near->count + 2) * words)) return false;
  memset(near->words, 0, near->count * words * sizeof *near->words);
  for (size_t i = 0; i < near->count; i++) {
    near_operand *operand = &near->operands[i];
    near->bits[i] =
        (as_near_bits){near->words + i * words, 0, operand->asked.distance, operand->asked.ordered};
    for (size_t l = 0; l < operand->asked.count; l++) {
      as_iter *leaf = operand->asked.leaves[l];
      if (leaf->document == near->base.document && !put_leaf(near, operand, leaf, &near->bits[i], words))
        return false;
    }
  }
  near->frequency = as_near_bits_join(near->bits, near->count, words, near->words + near->count * words);
  return true;
}

/* ---- as lists ---- */

static bool join_lists(near_iter *near) {
  size_t places = 0;
  for (size_t i = 0; i < near->count; i++) {
    if (!list_places(near, &near->operands[i])) return false;
    places += near->operands[i].spans.count;
  }
  if (!ends_reserve(near, places)) return false;
  places = 0;
  for (size_t i = 0; i < near->count; i++) {
    const near_operand *operand = &near->operands[i];
    near->parts[i] = (as_near_part){operand->spans.items, operand->spans.count, near->ends + places,
                                    operand->asked.distance, operand->asked.ordered};
    places += operand->spans.count;
  }
  near->frequency = (uint32_t)as_near_join(near->parts, near->count);
  return near->frequency > 0;
}

static bool near_matches(as_iter *iter) {
  near_iter *near = (near_iter *)iter;
  if (join_bits(near)) return near->frequency > 0;
  return iter->context->status == ASSIST_OK && join_lists(near);
}

static uint64_t near_score(as_iter *iter) {
  near_iter *near = (near_iter *)iter;
  return as_weigh(near->weight, as_saturate(near->saturation, near->frequency, near->codes[iter->document]));
}

static const as_iter_class near_class = {
    .advance = near_advance, .matches = near_matches, .score = near_score};

static as_iter *open_all(as_search_context *context, const as_near_operand *operands, size_t count) {
  as_iter **children = as_search_alloc(context, count * sizeof *children);
  if (children == NULL) return NULL;
  for (size_t i = 0; i < count; i++) {
    const as_near_operand *operand = &operands[i];
    children[i] =
        operand->count == 1 ? operand->leaves[0] : as_iter_or(context, operand->leaves, operand->count);
    if (children[i] == NULL) return NULL;
  }
  return as_iter_and(context, children, NULL, count, NULL, 0);
}

static bool has_characters(const as_near_operand *operands, size_t count) {
  for (size_t i = 0; i < count; i++)
    for (size_t l = 0; l < operands[i].count; l++)
      if (as_iter_phrase_has_characters(operands[i].leaves[l])) return true;
  return false;
}

/* Tells single characters which documents they will be asked about: those with all parts. */
static bool want_all(as_search_context *context, const as_near_operand *operands, size_t count,
                     size_t place) {
  as_near_operand *again = as_search_alloc(context, count * sizeof *again);
  if (again == NULL) return false;
  for (size_t i = 0; i < count; i++) {
    again[i] = operands[i];
    again[i].leaves = as_search_alloc(context, operands[i].count * sizeof *again[i].leaves);
    if (again[i].leaves == NULL) return false;
    for (size_t l = 0; l < operands[i].count; l++)
      if ((again[i].leaves[l] = as_iter_phrase(context, operands[i].bounds[l], place)) == NULL) return false;
  }
  as_iter *all = open_all(context, again, count);
  const uint64_t *wanted =
      all == NULL ? NULL : as_iter_documents(all, context->places[place].leaf->documents);
  for (size_t i = 0; i < count && wanted != NULL; i++)
    for (size_t l = 0; l < operands[i].count; l++) as_iter_phrase_want(operands[i].leaves[l], wanted);
  return wanted != NULL;
}

as_iter *as_iter_near(as_search_context *context, const as_near_operand *operands, size_t count,
                      const as_bound_phrase *bound, size_t place) {
  as_iter *all = open_all(context, operands, count);
  if (all == NULL || all->document == AS_DOC_END) return all;
  if (has_characters(operands, count) && !want_all(context, operands, count, place)) return NULL;
  near_iter *near = as_search_alloc(context, sizeof *near);
  if (near == NULL) return NULL;
  near->base = (as_iter){&near_class, context, all->document, all->cost};
  near->all = all;
  near->count = count;
  near->operands = as_search_alloc(context, count * sizeof *near->operands);
  near->parts = as_search_alloc(context, count * sizeof *near->parts);
  near->bits = as_search_alloc(context, count * sizeof *near->bits);
  if (context->status != ASSIST_OK) return NULL;
  for (size_t i = 0; i < count; i++) {
    near->operands[i].asked = operands[i];
    near->weight += operands[i].weight;
  }
  if (near->weight > AS_WEIGHT_CEILING) near->weight = AS_WEIGHT_CEILING;
  near->saturation = bound->saturation;
  assist_error error = {0};
  near->codes = as_segment_length_codes(context->places[place].leaf->segment, bound->numbers[place], &error);
  if (near->codes != NULL) return &near->base;
  as_search_fail(context, error.code, &error);
  return NULL;
}

uint32_t as_iter_near_frequency(const as_iter *iter) {
  return iter->class == &near_class ? ((const near_iter *)iter)->frequency : 0;
}
