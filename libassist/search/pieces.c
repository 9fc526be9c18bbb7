/* SPDX-License-Identifier: MIT
 *
 * Binding: from units to terms, and from terms to where they are.  Tokens are found by their bytes in each segment (their ordinals
 * differ from segment to segment); characters need no look-up.  Document counts are summed over all segments, so that a phrase
 * weighs the same however the index is cut. */
#include "search/pieces.h"

#include <string.h>

#include "text/table.h"
#include "text/unit.h"

as_scope as_scope_of(const char *field) {
  as_scope scope = {field, AS_SCOPE_ALL};
  if (field != NULL && strcmp(field, "title") == 0) scope.part = AS_SCOPE_TITLE;
  if (field != NULL && strcmp(field, "body") == 0) scope.part = AS_SCOPE_BODY;
  return scope;
}

uint8_t *as_scope_numbers(as_search_context *context, const as_scope *scope) {
  uint8_t *numbers = as_search_alloc(context, context->place_count);
  if (numbers == NULL) return NULL;
  for (size_t i = 0; i < context->place_count; i++) {
    const as_place *place = &context->places[i];
    uint8_t number = as_schema_text_number(&place->snapshot->manifest->schema, scope->field);
    /* A segment older than the field knows nothing of it. */
    numbers[i] = number < as_segment_field_count(place->leaf->segment) ? number : AS_NO_NUMBER;
  }
  return numbers;
}

/* What a snapshot that is asked alone remembers. */
static as_saturation *remembered(as_search_context *context, const as_snapshot *snapshot, uint8_t number) {
  as_saturation *saturation = as_snapshot_saturation(snapshot, number);
  if (saturation == NULL) as_search_fail(context, ASSIST_NOMEM, NULL);
  return saturation;
}

as_saturation *as_scope_saturation(as_search_context *context, const as_scope *scope) {
  const as_snapshot *alone = context->place_count > 0 ? context->places[0].snapshot : NULL;
  if (alone != NULL && alone->documents == context->documents) {
    uint8_t number = as_schema_text_number(&alone->manifest->schema, scope->field);
    if (number != AS_NO_NUMBER) return remembered(context, alone, number);
  }
  as_saturation *saturation = as_search_alloc(context, sizeof *saturation);
  if (saturation == NULL) return NULL;
  uint64_t sum = 0;
  const as_snapshot *last = NULL;
  for (size_t i = 0; i < context->place_count; i++) {
    const as_snapshot *snapshot = context->places[i].snapshot;
    if (snapshot == last) continue; /* the places of one snapshot stand together */
    last = snapshot;
    uint8_t number = as_schema_text_number(&snapshot->manifest->schema, scope->field);
    if (number != AS_NO_NUMBER) sum += snapshot->length_sums[number];
  }
  as_saturation_init(saturation, context->documents, sum);
  return saturation;
}

/* The term of a piece in one segment; false when one of its tokens is not there at all. */
static bool piece_term(as_search_context *context, const as_piece *piece, const as_phrase_unit *a,
                       const as_phrase_unit *b, const as_place *place, uint8_t number, as_term *out_term) {
  *out_term = (as_term){.field = number, .kind = piece->kind};
  const as_phrase_unit *token = NULL;
  switch (piece->kind) {
  case AS_TERM_CHAR: out_term->first = a->code; break;
  case AS_TERM_PAIR:
    out_term->first = a->code;
    out_term->second = b->second;
    break;
  case AS_TERM_CHAR_TOKEN:
    out_term->first = a->code;
    token = b;
    break;
  case AS_TERM_TOKEN_CHAR:
    out_term->first = b->code;
    token = a;
    break;
  case AS_TERM_TOKEN: token = a; break;
  default: break;
  }
  if (token == NULL) return true;
  bool found = false;
  assist_error error = {0};
  assist_status status =
      as_terms_find_token(place->leaf->segment, number, token->token, &out_term->second, &found, &error);
  if (status != ASSIST_OK) return as_search_fail(context, status, &error);
  return found;
}

/* The terms of one place, those left out that it cannot have; returns how many, none after a failure. */
static size_t terms_of(as_search_context *context, const as_sought_piece *sought, size_t count, size_t place,
                       uint8_t number, as_term *out_terms, as_term_info **out_infos) {
  size_t terms = 0;
  for (size_t i = 0; i < count; i++) {
    const as_sought_piece *of = &sought[i];
    if (!piece_term(context, of->piece, of->a, of->b, &context->places[place], number, &out_terms[terms]))
      continue;
    out_infos[terms++] = &of->piece->infos[place];
  }
  return context->status == ASSIST_OK ? terms : 0;
}

static void add_up(const as_search_context *context, as_piece *piece) {
  for (size_t i = 0; i < context->place_count; i++) piece->documents += piece->infos[i].documents;
  piece->idf = as_search_idf(context, piece->documents);
}

static bool find_pieces(as_search_context *context, const as_sought_piece *sought, size_t count,
                        const uint8_t *numbers) {
  as_term *terms = as_search_alloc(context, count * sizeof *terms);
  as_term_info **infos = as_search_alloc(context, count * sizeof *infos);
  as_term_info *all = as_search_alloc(context, count * context->place_count * sizeof *all);
  if (context->status != ASSIST_OK) return false;
  for (size_t i = 0; i < count; i++) sought[i].piece->infos = all + i * context->place_count;
  for (size_t place = 0; place < context->place_count; place++) {
    if (numbers[place] == AS_NO_NUMBER) continue;
    if (!as_search_tick(context, context->places[place].base)) break;
    size_t there = terms_of(context, sought, count, place, numbers[place], terms, infos);
    assist_error error = {0};
    assist_status status =
        as_terms_find_all(context->places[place].leaf->segment, terms, there, infos, &error);
    if (status != ASSIST_OK) return as_search_fail(context, status, &error);
  }
  for (size_t i = 0; i < count; i++) add_up(context, sought[i].piece);
  return context->status == ASSIST_OK;
}

bool as_pieces_find(as_search_context *context, const as_sought_piece *sought, size_t count,
                    const uint8_t *numbers) {
  if (!find_pieces(context, sought, count, numbers)) return false;
  for (size_t place = 0; place < context->place_count; place++)
    for (size_t i = 0; i < count; i++)
      as_terms_fetch_list(context->places[place].leaf->segment, &sought[i].piece->infos[place]);
  return true;
}

uint8_t as_pair_kind(const as_phrase_unit *a, const as_phrase_unit *b) {
  if (a->kind == AS_UNIT_TOKEN) return AS_TERM_TOKEN_CHAR;
  return b->kind == AS_UNIT_CHAR ? AS_TERM_PAIR : AS_TERM_CHAR_TOKEN;
}

/* What may stand in a pair with the unit beside it: a pair needs a character. */
static bool pairs_up(const as_phrase_unit *a, const as_phrase_unit *b) {
  return a->position + 1 == b->position && (a->kind == AS_UNIT_CHAR || b->kind == AS_UNIT_CHAR);
}

static void add_piece(as_bound_phrase *bound, uint8_t kind, size_t unit, uint32_t width, bool weighs) {
  const as_phrase_unit *a = &bound->phrase->units[unit];
  as_piece *piece = &bound->pieces[bound->piece_count++];
  *piece = (as_piece){.kind = kind, .weighs = weighs, .unit = (uint32_t)unit, .width = width};
  piece->offset = a->position - bound->phrase->units[0].position;
  if (width == 2) piece->must = a->char_class == AS_CHAR_HANGUL && a[1].char_class == AS_CHAR_HANGUL;
}

/* The pieces that begin at one unit: itself when it is a token, or a character that no pair covers; and its pair with the next.  A
 * list of documents stands in for a lone character, and where it stands is found out elsewhere (search/character.h), unless the phrase is
 * that character alone.  A token inside a pair adds nothing to the phrase's weight. */
static void add_pieces_of(as_bound_phrase *bound, size_t i) {
  const as_phrase *phrase = bound->phrase;
  const as_phrase_unit *a = &phrase->units[i];
  bool before = i > 0 && pairs_up(a - 1, a);
  bool after = i + 1 < phrase->count && pairs_up(a, a + 1);
  bool lone = !before && !after;
  if (a->kind == AS_UNIT_TOKEN || lone) {
    uint8_t kind = a->kind == AS_UNIT_TOKEN ? AS_TERM_TOKEN : AS_TERM_CHAR;
    add_piece(bound, kind, i, 1, lone);
    if (kind == AS_TERM_CHAR && (phrase->count > 1 || bound->scope.part != AS_SCOPE_ALL))
      bound->verify = true;
  }
  if (after) add_piece(bound, as_pair_kind(a, a + 1), i, 2, true);
}

/* With slop, units stand alone: tokens have positions, those of characters are gathered (search/character.h). */
static void add_unit_alone(as_bound_phrase *bound, size_t i) {
  bool token = bound->phrase->units[i].kind == AS_UNIT_TOKEN;
  add_piece(bound, token ? AS_TERM_TOKEN : AS_TERM_CHAR, i, 1, true);
  bound->verify |= !token;
}

static void add_pieces(as_bound_phrase *bound) {
  for (size_t i = 0; i < bound->phrase->count; i++) {
    bound->first_piece[i] = (uint32_t)bound->piece_count;
    (bound->slop > 0 ? add_unit_alone : add_pieces_of)(bound, i);
  }
  bound->first_piece[bound->phrase->count] = (uint32_t)bound->piece_count;
}

static bool add_breaks(as_search_context *context, as_bound_phrase *bound) {
  const as_phrase *phrase = bound->phrase;
  bool any = false;
  for (size_t i = 1; i < phrase->count; i++)
    any |= phrase->units[i].position > phrase->units[i - 1].position + 1;
  if (!any || bound->slop > 0) return true;
  bound->breaks = as_search_alloc(context, sizeof *bound->breaks);
  if (bound->breaks == NULL) return false;
  bound->breaks->kind = AS_TERM_BREAK;
  return true;
}

static bool find_all(as_search_context *context, as_bound_phrase *bound) {
  as_sought_piece *sought = as_search_alloc(context, (bound->piece_count + 1) * sizeof *sought);
  if (sought == NULL) return false;
  for (size_t i = 0; i < bound->piece_count; i++) {
    as_piece *piece = &bound->pieces[i];
    const as_phrase_unit *a = &bound->phrase->units[piece->unit];
    sought[i] = (as_sought_piece){piece, a, a + piece->width - 1};
  }
  sought[bound->piece_count].piece = bound->breaks;
  size_t count = bound->piece_count + (bound->breaks != NULL);
  if (!find_pieces(context, sought, count, bound->numbers)) return false;
  for (size_t i = 0; i < bound->piece_count; i++)
    if (bound->pieces[i].weighs) bound->weight += bound->pieces[i].idf;
  return true;
}

as_bound_phrase *as_bind_phrase(as_search_context *context, const as_node *leaf, const as_phrase *phrase) {
  as_bound_phrase *bound = as_search_alloc(context, sizeof *bound);
  if (bound == NULL) return NULL;
  bound->phrase = phrase;
  bound->leaf = leaf;
  bound->scope = as_scope_of(leaf->field);
  bound->numbers = as_scope_numbers(context, &bound->scope);
  bound->pieces = as_search_alloc(context, 2 * phrase->count * sizeof *bound->pieces);
  bound->first_piece = as_search_alloc(context, (phrase->count + 1) * sizeof *bound->first_piece);
  bound->length = phrase->units[phrase->count - 1].position - phrase->units[0].position + 1;
  bound->exact = leaf->how == ASSIST_EXACT;
  bound->slop = leaf->slop;
  bound->verify = bound->exact;
  bound->saturation = as_scope_saturation(context, &bound->scope);
  if (context->status != ASSIST_OK) return NULL;
  add_pieces(bound);
  if (!add_breaks(context, bound) || !find_all(context, bound)) return NULL;
  return bound;
}
