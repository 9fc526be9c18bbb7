/* SPDX-License-Identifier: MIT
 *
 * A score taken apart, in lines for people.  Nothing here is kept while searching: the iterators of the hit's segment are opened again
 * and moved to its document. */
#include "engine/results.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "search/closeness.h"
#include "search/rerank.h"
#include "text/unit.h"
#include "text/utf8.h"

static void line(assist_results *results, unsigned depth, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void line(assist_results *results, unsigned depth, const char *format, ...) {
  char text[400];
  va_list arguments;
  va_start(arguments, format);
  int size = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  for (unsigned i = 0; i < depth; i++) as_buf_add_text(&results->explanation, "  ");
  if (size > 0) as_buf_add_text(&results->explanation, text);
  as_buf_add_u8(&results->explanation, '\n');
}

/* A score in natural units, with six digits. */
#define SCORE_FORMAT "%" PRIu64 ".%06" PRIu64
#define SCORE(value) (value) / 1000000u, (value) % 1000000u

static size_t put_unit(char *out, const as_phrase_unit *unit) {
  if (unit->kind == AS_UNIT_CHAR) return as_utf8_put(unit->code, (uint8_t *)out);
  size_t size = unit->token.size < 60 ? unit->token.size : 60;
  for (size_t i = 0; i < size; i++) out[i] = (char)unit->token.bytes[i];
  return size;
}

static const char *name_units(char out[160], const as_phrase_unit *a, const as_phrase_unit *b) {
  size_t size = put_unit(out, a);
  if (b != NULL) size += put_unit(out + size, b);
  out[size] = 0;
  return out;
}

static bool explain_phrase(assist_results *results, const as_bound_phrase *bound, const as_found *found,
                           unsigned depth) {
  char name[160];
  as_iter *iter = as_iter_phrase(&results->context, bound, found->place);
  if (iter == NULL) return false;
  bool there = as_iter_advance(iter, found->document) == found->document && as_iter_matches(iter);
  if (!there) {
    line(results, depth, "phrase of %zu units: not there", bound->phrase->count);
    return results->context.status == ASSIST_OK;
  }
  line(results, depth, "phrase of %zu units: weight " SCORE_FORMAT ", occurs %u times, gives " SCORE_FORMAT,
       bound->phrase->count, SCORE(bound->weight), as_iter_phrase_frequency(iter),
       SCORE(as_iter_score(iter)));
  for (size_t i = 0; i < bound->piece_count; i++) {
    const as_piece *piece = &bound->pieces[i];
    const as_phrase_unit *unit = &bound->phrase->units[piece->unit];
    line(results, depth + 1, "%s in %" PRIu64 " documents, weight " SCORE_FORMAT,
         name_units(name, unit, piece->width == 2 ? unit + 1 : NULL), piece->documents, SCORE(piece->idf));
  }
  return true;
}

static const char *name_of(enum as_node_kind kind) {
  switch (kind) {
  case AS_NODE_NOTHING: return "nothing";
  case AS_NODE_EVERYTHING: return "everything";
  case AS_NODE_AND: return "all of";
  case AS_NODE_OR: return "any of";
  case AS_NODE_NOT: return "none of";
  case AS_NODE_REQUIRED: return "held";
  case AS_NODE_NEAR: return "near each other";
  case AS_NODE_TEXT: return "";
  case AS_NODE_RANGE: return "range ";
  case AS_NODE_PATTERN: return "words like ";
  case AS_NODE_SOUND: return "sound ";
  case AS_NODE_KEY: return "key ";
  }
  return "";
}

/* What the clause is, and its own boost. */
static void explain_node(assist_results *results, const as_node *node, unsigned depth) {
  char boost[40] = "";
  int size = (int)(node->size < 200 ? node->size : 200);
  if (node->boost != AS_BOOST_ONE)
    snprintf(boost, sizeof boost, ", times %u.%03u", node->boost / AS_BOOST_ONE, node->boost % AS_BOOST_ONE);
  line(results, depth, "%s%s%s%.*s%s", name_of(node->kind), node->field == NULL ? "" : node->field,
       node->field == NULL ? "" : ":", size, node->text == NULL ? "" : node->text, boost);
}

/* What nearness gives, as a whole. */
static bool explain_near(assist_results *results, const as_plan *plan, const as_found *found,
                         unsigned depth) {
  as_iter *iter = as_plan_open_unboosted(&results->context, plan, found->place);
  if (iter == NULL) return false;
  if (as_iter_advance(iter, found->document) == found->document && as_iter_matches(iter))
    line(results, depth, "occurs %u times, gives " SCORE_FORMAT, as_iter_near_frequency(iter),
         SCORE(as_iter_score(iter)));
  return results->context.status == ASSIST_OK;
}

#define VARIANTS_SHOWN 8u

static void explain_variants(assist_results *results, const as_variants *link, unsigned depth) {
  char name[160];
  for (size_t i = 0; i < link->count && i < VARIANTS_SHOWN; i++) {
    const as_variant *variant = &link->items[i];
    as_phrase_unit a = {.kind = AS_UNIT_TOKEN, .token = variant->token}, b = {.kind = AS_UNIT_CHAR};
    if (variant->token.size == 0) a = (as_phrase_unit){.kind = AS_UNIT_CHAR, .code = variant->first};
    b.code = variant->second;
    line(results, depth, "%s in %" PRIu64 " documents", name_units(name, &a, b.code != 0 ? &b : NULL),
         variant->documents);
  }
  if (link->count > VARIANTS_SHOWN) line(results, depth, "and %zu more", link->count - VARIANTS_SHOWN);
}

static bool explain_chain(assist_results *results, const as_chain *chain, const as_found *found,
                          unsigned depth) {
  as_iter *iter = as_iter_chain(&results->context, chain, found->place);
  if (iter == NULL) return false;
  bool there = as_iter_advance(iter, found->document) == found->document && as_iter_matches(iter);
  if (there)
    line(results, depth, "stands for: weight " SCORE_FORMAT ", occurs %u times, gives " SCORE_FORMAT,
         SCORE(chain->weight), as_iter_chain_frequency(iter), SCORE(as_iter_score(iter)));
  else
    line(results, depth, "stands for: not there");
  for (size_t i = 0; i < chain->count; i++) explain_variants(results, &chain->links[i], depth + 1);
  return results->context.status == ASSIST_OK;
}

static bool explain_plan(assist_results *results, const as_plan *plan, const as_found *found,
                         unsigned depth) {
  explain_node(results, plan->node, depth);
  if (plan->node->kind == AS_NODE_NEAR && !explain_near(results, plan, found, depth + 1)) return false;
  for (size_t i = 0; i < plan->phrase_count; i++)
    if (!explain_phrase(results, plan->phrases[i], found, depth + 1)) return false;
  for (size_t i = 0; i < plan->chain_count; i++)
    if (!explain_chain(results, plan->chains[i], found, depth + 1)) return false;
  for (size_t i = 0; i < plan->count; i++)
    if (!explain_plan(results, plan->children[i], found, depth + 1)) return false;
  return true;
}

/* The list of TERM, moved to the hit's document; NULL when it is not there, or after a failure (sticky tells). */
static as_postings *list_at(assist_results *results, const as_relaxed_term *term, const as_found *found) {
  const as_term_info *info = &term->piece.infos[found->place];
  if (info->documents == 0) return NULL;
  as_postings *list =
      as_search_postings(&results->context, results->context.places[found->place].leaf->segment, info);
  if (list == NULL) return NULL;
  uint32_t document = as_postings_next(list);
  if (document < found->document) document = as_postings_advance(list, found->document);
  if (list->status != ASSIST_OK) as_search_fail(&results->context, list->status, &list->error);
  return list->status == ASSIST_OK && document == found->document ? list : NULL;
}

/* Each of these adds what it gives to *SUM. */
static bool explain_term(assist_results *results, const as_relaxed_term *term, const as_found *found,
                         uint64_t *sum) {
  char name[160];
  as_postings *list = list_at(results, term, found);
  if (list == NULL) return results->context.status == ASSIST_OK;
  assist_error error = {0};
  as_segment *segment = results->context.places[found->place].leaf->segment;
  const uint8_t *codes = as_segment_length_codes(segment, 0, &error);
  if (codes == NULL) return as_search_fail(&results->context, error.code, &error);
  uint32_t frequency = term->piece.kind == AS_TERM_CHAR ? 1 : as_postings_frequency(list);
  uint64_t share = as_weigh(
      term->weight, as_saturate(results->outcome.relaxation->saturation, frequency, codes[found->document]));
  *sum += share;
  line(results, 1,
       "%s in %" PRIu64 " documents, weight " SCORE_FORMAT
       " (%u in the query, grade %u%%), occurs %u times, gives " SCORE_FORMAT,
       name_units(name, &term->a, term->piece.width == 2 ? &term->b : NULL), term->piece.documents,
       SCORE(term->weight), term->query_frequency, term->grade, frequency, SCORE(share));
  return true;
}

/* A character of the second stage gives its weight, however often it occurs. */
static bool explain_character(assist_results *results, const as_relaxed_term *character,
                              const as_found *found, uint64_t *sum) {
  char name[160];
  if (list_at(results, character, found) == NULL) return results->context.status == ASSIST_OK;
  *sum += character->weight;
  line(results, 1,
       "character %s in %" PRIu64 " documents (%u in the query, grade %u%%), is there, gives " SCORE_FORMAT,
       name_units(name, &character->a, NULL), character->piece.documents, character->query_frequency,
       character->grade, SCORE(character->weight));
  return true;
}

static bool measure(assist_results *results, const as_found *found, as_measures *out_measures) {
  as_lookup lookup;
  as_closeness closeness;
  as_candidate candidate = {.place = found->place, .document = found->document};
  as_candidate *const one = &candidate;
  as_relaxation *relaxation = results->outcome.relaxation;
  as_lookup_init(&lookup, &results->context);
  candidate.marked = as_furnished_may(&results->context, found->place, found->document);
  bool good = as_closeness_init(&closeness, &results->context, relaxation, &lookup) &&
              as_candidates_init(one, 1, &results->context, relaxation) &&
              as_closeness_read(&closeness, &one, 1);
  if (good) as_candidate_bound_title(one, relaxation);
  good = good && as_closeness_measure(&closeness, one, out_measures);
  as_closeness_clear(&closeness);
  return good;
}

/* What positions give and take: terms close together, the title, furniture.  All else has given SUM. */
static bool explain_closeness(assist_results *results, const as_found *found, uint64_t sum) {
  as_measures measures;
  if (!measure(results, found, &measures)) return false;
  if (measures.window > 0)
    line(results, 1, "within %u positions: weight " SCORE_FORMAT ", gives " SCORE_FORMAT, AS_WINDOW,
         SCORE(measures.window), SCORE(as_window_share(measures.window)));
  if (measures.title > 0)
    line(results, 1, "all of the title in the query: weight " SCORE_FORMAT ", gives " SCORE_FORMAT,
         SCORE(measures.title), SCORE(as_title_share(measures.title)));
  sum += as_window_share(measures.window) + as_title_share(measures.title);
  const uint64_t taken = sum - as_furniture_leaves(sum, measures.loss, results->outcome.bottom);
  if (measures.loss > 0)
    line(results, 1, "in lines that many documents have: %u of the terms alone, takes " SCORE_FORMAT "%s",
         measures.inside, SCORE(taken), taken < measures.loss ? ", as far as it stays with the first" : "");
  return true;
}

static bool explain_relaxed(assist_results *results, size_t rank, const as_found *found) {
  const as_relaxation *relaxation = results->outcome.relaxation;
  const bool reranked = rank < results->outcome.reranked;
  uint64_t sum = 0;
  for (size_t i = 0; i < relaxation->count; i++)
    if (!explain_term(results, &relaxation->terms[i], found, &sum)) return false;
  for (size_t i = 0; reranked && i < relaxation->character_count; i++)
    if (!explain_character(results, &relaxation->characters[i], found, &sum)) return false;
  return !reranked || explain_closeness(results, found, sum);
}

bool as_explain_hit(assist_results *results, size_t at) {
  size_t rank = results->first + at;
  const as_found *found = &results->outcome.found[rank];
  bool relaxed = results->outcome.relaxed;
  as_buf_reset(&results->explanation);
  line(results, 0, "score " SCORE_FORMAT "%s", SCORE(found->score), relaxed ? ", relaxed" : "");
  bool good = relaxed ? explain_relaxed(results, rank, found)
                      : explain_plan(results, results->outcome.plan, found, 1);
  if (!good) return false;
  as_buf_add_u8(&results->explanation, 0);
  if (as_buf_failed(&results->explanation)) return as_search_fail(&results->context, ASSIST_NOMEM, NULL);
  return true;
}
