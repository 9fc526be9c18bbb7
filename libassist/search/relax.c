/* SPDX-License-Identifier: MIT
 *
 * What a query becomes when nothing matches it whole.
 *
 * The tree is split: bare runs give their terms to a pool; everything else that must hold stays a condition.  An OR that holds a bare
 * run is no condition any more (one of its sides may be relaxed), and gives all its bare runs.
 *
 *   weight(t) = query frequency * g * idf            each time it occurs counts as much as its run is boosted
 *   g = 0 when all units of t lie inside a question word, 0.3 when some do, else 1; times 0.6 with a function character;
 *   times 1.5 with a token; of a pair, less a twentieth for each side on which the run goes on;
 *   when that leaves nothing, g = 1 for all. */
#include "search/relax.h"

#include <stdlib.h>

#include "search/questions.h"
#include "text/unit.h"

/* A single character's weight, in hundredths of what its idf would give. */
#define AS_CHARACTER_SHARE 75u
/* An idf is below 2^26. */
#define BOOST_SUM_MAX (UINT64_C(1) << 37)

/* A part of the tree, and what it was bound to in the strict pass, whose look-ups are not made again; NULL: it was not. */
typedef struct bound_node {
  const as_node *node;
  as_plan *plan;
} bound_node;

typedef struct term_pool {
  as_search_context *context;
  as_relaxation *relaxation;
  enum as_relax_depth depth;
  const as_questions *questions;
  uint64_t boost; /* of the runs gathered now */
  AS_VEC(as_relaxed_term) terms;
  AS_VEC(as_relaxed_term) characters;
  AS_VEC(as_run_unit) units;
  AS_VEC(bound_node) held;
} term_pool;

/* A phrase of a bare run, with what is known of its units. */
typedef struct run_phrase {
  const as_phrase *phrase;
  const as_bound_phrase *bound; /* or NULL */
  const bool *asks, *binds;     /* one a unit: inside a question word; a function character */
} run_phrase;

static bool is_bare(const as_node *node, enum as_relax_depth depth) {
  if (node->kind != AS_NODE_TEXT || node->field != NULL) return false;
  return node->how == ASSIST_RUN || (depth == AS_RELAX_PROSE && node->in_prose);
}

static bool holds_bare(const as_node *node, enum as_relax_depth depth) {
  if (is_bare(node, depth)) return true;
  if (node->kind != AS_NODE_AND && node->kind != AS_NODE_OR) return false;
  for (size_t i = 0; i < node->count; i++)
    if (holds_bare(node->children[i], depth)) return true;
  return false;
}

static bool holds_prose(const as_node *node) {
  if (node->in_prose) return true;
  if (node->kind != AS_NODE_AND && node->kind != AS_NODE_OR) return false;
  for (size_t i = 0; i < node->count; i++)
    if (holds_prose(node->children[i])) return true;
  return false;
}

static bool same_unit(const as_phrase_unit *a, const as_phrase_unit *b, bool second) {
  if (a->kind != b->kind) return false;
  if (a->kind == AS_UNIT_TOKEN) return as_slice_equal(a->token, b->token);
  return second ? a->second == b->second : a->code == b->code;
}

static bool same_term(const as_relaxed_term *x, const as_relaxed_term *y) {
  if (x->piece.kind != y->piece.kind || !same_unit(&x->a, &y->a, false)) return false;
  return x->piece.width == 1 || same_unit(&x->b, &y->b, true);
}

static bool joins(const as_phrase *phrase, size_t i) {
  return i + 1 < phrase->count && phrase->units[i + 1].position == phrase->units[i].position + 1;
}

/* Pairs overlap: a unit inside a run stands in two of them, and would count twice. */
static uint32_t less_overlap(uint32_t grade, const as_phrase *phrase, size_t i) {
  uint32_t sides = (uint32_t)(i > 0 && joins(phrase, i - 1)) + (uint32_t)joins(phrase, i + 1);
  return grade * (20 - sides) / 20;
}

/* Of the term of WIDTH units from unit I on. */
static uint32_t grade_of(const run_phrase *of, size_t i, uint32_t width) {
  uint32_t asking = 0, binding = 0, tokens = 0;
  for (size_t at = i; at < i + width; at++) {
    asking += of->asks[at];
    binding += of->binds[at];
    tokens += of->phrase->units[at].kind == AS_UNIT_TOKEN;
  }
  uint32_t grade = asking == width ? 0 : asking > 0 ? 30 : 100;
  if (binding > 0) grade = grade * 6 / 10;
  if (tokens > 0) grade = grade * 3 / 2;
  return width == 2 ? less_overlap(grade, of->phrase, i) : grade;
}

/* What the strict pass looked up; nothing, if it did not. */
static void take_known(as_piece *piece, const as_bound_phrase *bound, size_t unit) {
  if (bound == NULL) return;
  for (uint32_t i = bound->first_piece[unit]; i < bound->first_piece[unit + 1]; i++) {
    const as_piece *known = &bound->pieces[i];
    if (known->width != piece->width || known->kind != piece->kind) continue;
    piece->documents = known->documents;
    piece->idf = known->idf;
    piece->infos = known->infos;
  }
}

/* *OUT_TERM is where TERM is in the pool, or AS_NO_TERM when there is no room for it. */
static bool add_term(term_pool *pool, as_relaxed_term term, uint32_t *out_term) {
  for (size_t i = 0; i < pool->terms.count; i++) {
    if (!same_term(&pool->terms.items[i], &term)) continue;
    pool->terms.items[i].query_frequency++;
    pool->terms.items[i].boost += pool->boost;
    if (term.grade > pool->terms.items[i].grade) pool->terms.items[i].grade = term.grade;
    *out_term = (uint32_t)i;
    return true;
  }
  if (pool->terms.count == AS_RELAXED_TERMS_MAX) return true;
  *out_term = (uint32_t)pool->terms.count;
  term.query_frequency = 1;
  term.boost = pool->boost;
  if (!as_vec_push(&pool->terms, term)) return as_search_fail(pool->context, ASSIST_NOMEM, NULL);
  return true;
}

/* The character by itself, for the second stage; its grade counts the question words and function characters too. */
static bool add_character(term_pool *pool, const run_phrase *of, size_t i) {
  as_relaxed_term term = {.a = of->phrase->units[i], .piece = {.width = 1, .kind = AS_TERM_CHAR}};
  term.grade = grade_of(of, i, 1);
  term.query_frequency = 1;
  term.boost = pool->boost;
  for (size_t at = 0; at < pool->characters.count; at++) {
    as_relaxed_term *known = &pool->characters.items[at];
    if (!same_term(known, &term)) continue;
    known->query_frequency++;
    known->boost += pool->boost;
    if (term.grade > known->grade) known->grade = term.grade;
    return true;
  }
  if (pool->characters.count == AS_RELAXED_TERMS_MAX) return true;
  if (!as_vec_push(&pool->characters, term)) return as_search_fail(pool->context, ASSIST_NOMEM, NULL);
  return true;
}

/* Its own term, and its pair with the unit behind it. */
static bool add_terms_of(term_pool *pool, const run_phrase *of, size_t i, as_run_unit *unit) {
  const as_phrase_unit *a = &of->phrase->units[i];
  as_relaxed_term term = {.a = *a, .piece = {.width = 1}};
  if (a->kind == AS_UNIT_TOKEN || of->phrase->count == 1) {
    term.piece.kind = a->kind == AS_UNIT_TOKEN ? AS_TERM_TOKEN : AS_TERM_CHAR;
    term.grade = grade_of(of, i, 1);
    take_known(&term.piece, of->bound, i);
    if (!add_term(pool, term, &unit->alone)) return false;
  }
  if (!unit->joins || (a->kind == AS_UNIT_TOKEN && a[1].kind == AS_UNIT_TOKEN)) return true;
  term.b = a[1];
  term.piece = (as_piece){.width = 2, .kind = as_pair_kind(a, a + 1)};
  term.grade = grade_of(of, i, 2);
  take_known(&term.piece, of->bound, i);
  return add_term(pool, term, &unit->pair);
}

static bool add_unit(term_pool *pool, const run_phrase *of, size_t i) {
  const as_phrase *phrase = of->phrase;
  const as_phrase_unit *a = &phrase->units[i];
  as_run_unit unit = {AS_NO_TERM, AS_NO_TERM, false};
  unit.joins = joins(phrase, i);
  if (a->kind == AS_UNIT_CHAR && phrase->count > 1 && !add_character(pool, of, i)) return false;
  if (!add_terms_of(pool, of, i, &unit)) return false;
  return as_vec_push(&pool->units, unit) || as_search_fail(pool->context, ASSIST_NOMEM, NULL);
}

static bool add_phrase(term_pool *pool, const as_phrase *phrase, const as_bound_phrase *bound, bool may_ask) {
  bool *asks = as_search_alloc(pool->context, phrase->count);
  bool *binds = as_search_alloc(pool->context, phrase->count);
  const run_phrase of = {phrase, bound, asks, binds};
  if (asks == NULL || binds == NULL) return false;
  if (may_ask) as_questions_mark(pool->questions, phrase, asks);
  for (size_t i = 0; i < phrase->count; i++) {
    const as_phrase_unit *unit = &phrase->units[i];
    binds[i] = unit->kind == AS_UNIT_CHAR && as_questions_bind(pool->questions, unit->code);
  }
  for (size_t i = 0; i < phrase->count; i++)
    if (!add_unit(pool, &of, i)) return false;
  return true;
}

static bool add_leaf(term_pool *pool, bound_node leaf) {
  const as_node *node = leaf.node;
  const bool may_ask = node->how == ASSIST_RUN; /* within quotes nothing asks */
  for (size_t p = 0; p < node->phrase_count; p++) {
    const as_bound_phrase *bound = leaf.plan == NULL ? NULL : leaf.plan->phrases[p];
    if (!add_phrase(pool, &node->phrases[p], bound, may_ask)) return false;
  }
  return true;
}

/* What holds.  A quote within prose gives its terms as well: what it says is what the question is about. */
static bool hold(term_pool *pool, bound_node part) {
  if (!as_vec_push(&pool->held, part)) return as_search_fail(pool->context, ASSIST_NOMEM, NULL);
  return !part.node->in_prose || add_leaf(pool, part);
}

static bool gather(term_pool *pool, bound_node part, bool conditions) {
  const as_node *node = part.node;
  if (!holds_bare(node, pool->depth)) return !conditions || hold(pool, part);
  uint64_t before = pool->boost, boost = before * node->boost / AS_BOOST_ONE;
  pool->boost = boost < AS_BOOST_MAX ? boost : AS_BOOST_MAX;
  bool good = !is_bare(node, pool->depth) || add_leaf(pool, part);
  for (size_t i = 0; good && i < node->count; i++) {
    bound_node child = {node->children[i], part.plan == NULL ? NULL : part.plan->children[i]};
    good = gather(pool, child, conditions && node->kind == AS_NODE_AND);
  }
  pool->boost = before;
  return good;
}

/* boost * idf * grade * share, in units of each; only the last bits are cut, and no product overflows. */
static uint64_t weight_of(const as_relaxed_term *term, unsigned share) {
  uint64_t boost = term->boost < BOOST_SUM_MAX ? term->boost : BOOST_SUM_MAX;
  uint64_t whole = boost * term->piece.idf, part = (uint64_t)term->grade * share;
  uint64_t weight = (whole / 10000 * part + whole % 10000 * part / 10000) / AS_BOOST_ONE;
  return weight < AS_WEIGHT_CEILING ? weight : AS_WEIGHT_CEILING;
}

/* Look up and weigh COUNT terms; SHARE hundredths of the weight are kept.  What is known is not looked up, nor terms of grade 0. */
static bool weigh(term_pool *pool, as_relaxed_term *terms, size_t count, unsigned share) {
  bool any = false;
  size_t sought_count = 0;
  as_sought_piece *sought = as_search_alloc(pool->context, count * sizeof *sought);
  if (sought == NULL) return false;
  for (size_t i = 0; i < count; i++) any |= terms[i].grade > 0;
  for (size_t i = 0; i < count; i++) {
    as_relaxed_term *term = &terms[i];
    if (!any) term->grade = 100;
    if (term->grade > 0 && term->piece.infos == NULL)
      sought[sought_count++] = (as_sought_piece){&term->piece, &term->a, &term->b};
  }
  if (!as_pieces_find(pool->context, sought, sought_count, pool->relaxation->numbers)) return false;
  for (size_t i = 0; i < count; i++)
    if (terms[i].grade > 0) terms[i].weight = weight_of(&terms[i], share);
  return true;
}

static bool scores(const as_relaxed_term *term) { return term->weight > 0 && term->piece.documents > 0; }

/* Those that can add to a score, then the others, into the context's memory; TO[i] is where term i went. */
static as_relaxed_term *part(term_pool *pool, const as_relaxed_term *terms, size_t count, uint32_t *to,
                             size_t *out_scoring) {
  as_relaxed_term *parted = as_search_alloc(pool->context, count * sizeof *parted);
  size_t kept = 0;
  for (int others = 0; parted != NULL && others < 2; others++) {
    for (size_t i = 0; i < count; i++) {
      if (scores(&terms[i]) == (others == 1)) continue;
      to[i] = (uint32_t)kept;
      parted[kept++] = terms[i];
    }
    if (others == 0) *out_scoring = kept;
  }
  return parted;
}

static int by_weight(const void *a, const void *b) {
  const as_relaxed_term *x = a, *y = b;
  if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
  return x->a.code < y->a.code ? -1 : x->a.code > y->a.code;
}

static uint32_t find_character(const as_relaxation *relaxation, const as_phrase_unit *unit) {
  for (size_t i = 0; unit->kind == AS_UNIT_CHAR && i < relaxation->character_count; i++)
    if (relaxation->characters[i].a.code == unit->code) return (uint32_t)i;
  return AS_NO_TERM;
}

/* With the characters in it. */
static uint64_t least_window(const as_relaxation *relaxation, const as_relaxed_term *term) {
  uint64_t weight = term->weight;
  if (term->piece.kind == AS_TERM_CHAR) return 0;
  for (int i = 0; i < 2; i++)
    if (term->inside[i] != AS_NO_TERM && (i == 0 || term->inside[1] != term->inside[0]))
      weight += relaxation->characters[term->inside[i]].weight;
  return weight;
}

static void find_characters(as_relaxation *relaxation) {
  for (size_t i = 0; i < relaxation->count; i++) {
    as_relaxed_term *term = &relaxation->terms[i];
    bool two = term->piece.width == 2;
    term->inside[0] = two ? find_character(relaxation, &term->a) : AS_NO_TERM;
    term->inside[1] = two ? find_character(relaxation, &term->b) : AS_NO_TERM;
    term->least = least_window(relaxation, term);
  }
}

static bool finish_terms(term_pool *pool) {
  as_relaxation *relaxation = pool->relaxation;
  size_t most = pool->terms.count > pool->characters.count ? pool->terms.count : pool->characters.count;
  uint32_t *to = as_search_alloc(pool->context, most * sizeof *to);
  relaxation->units = as_search_alloc(pool->context, pool->units.count * sizeof *relaxation->units);
  if (to == NULL || relaxation->units == NULL) return false;
  relaxation->characters =
      part(pool, pool->characters.items, pool->characters.count, to, &relaxation->character_count);
  relaxation->terms = part(pool, pool->terms.items, pool->terms.count, to, &relaxation->count);
  relaxation->term_count = pool->terms.count;
  relaxation->unit_count = pool->units.count;
  for (size_t i = 0; i < pool->units.count; i++) {
    as_run_unit unit = pool->units.items[i];
    if (unit.alone != AS_NO_TERM) unit.alone = to[unit.alone];
    if (unit.pair != AS_NO_TERM) unit.pair = to[unit.pair];
    relaxation->units[i] = unit;
  }
  if (pool->context->status != ASSIST_OK) return false;
  if (relaxation->character_count > 1)
    qsort(relaxation->characters, relaxation->character_count, sizeof *relaxation->characters, by_weight);
  find_characters(relaxation);
  return true;
}

static bool finish(term_pool *pool) {
  as_relaxation *relaxation = pool->relaxation;
  as_search_context *context = pool->context;
  if (!weigh(pool, pool->terms.items, pool->terms.count, 100)) return false;
  if (!weigh(pool, pool->characters.items, pool->characters.count, AS_CHARACTER_SHARE)) return false;
  if (!finish_terms(pool)) return false;
  relaxation->held = as_search_alloc(context, pool->held.count * sizeof *relaxation->held);
  if (context->status != ASSIST_OK) return false;
  for (size_t i = 0; i < pool->held.count; i++) {
    const bound_node *held = &pool->held.items[i];
    relaxation->held[i] = held->plan != NULL ? held->plan : as_plan_bind(context, held->node);
    if (relaxation->held[i] == NULL) return false;
  }
  relaxation->held_count = pool->held.count;
  return true;
}

/* The library's own, folded once a search, since to fold takes longer than to compare.  NULL after a failure. */
static const as_questions *own_lists(as_search_context *context) {
  as_own_questions *own = as_search_alloc(context, sizeof *own);
  return own == NULL ? NULL : (context->questions = as_questions_own(own));
}

as_relaxation *as_relax(as_search_context *context, const as_node *root, as_plan *plan,
                        enum as_relax_depth depth) {
  if (!holds_bare(root, depth) || (depth == AS_RELAX_PROSE && !holds_prose(root))) return NULL;
  as_scope scope = {NULL, AS_SCOPE_ALL};
  term_pool pool = {.context = context, .depth = depth, .boost = AS_BOOST_ONE};
  pool.relaxation = as_search_alloc(context, sizeof *pool.relaxation);
  if (pool.relaxation == NULL) return NULL;
  pool.relaxation->numbers = as_scope_numbers(context, &scope);
  pool.relaxation->saturation = as_scope_saturation(context, &scope);
  pool.questions = context->questions != NULL ? context->questions : own_lists(context);
  bool good = context->status == ASSIST_OK && gather(&pool, (bound_node){root, plan}, true) && finish(&pool);
  as_vec_free(&pool.terms);
  as_vec_free(&pool.characters);
  as_vec_free(&pool.units);
  as_vec_free(&pool.held);
  return good ? pool.relaxation : NULL;
}
