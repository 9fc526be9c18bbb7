/* SPDX-License-Identifier: MIT
 *
 * The stored text of one document, analysed again into a flat list of units, and a plain search in it.  Texts of one field follow
 * each other with a break between, as they were indexed.  The last document stays cut, since several leaves of a query ask about
 * the same one. */
#include "search/verify.h"

#include <string.h>

#include "base/ascending.h"
#include "base/error.h"
#include "search/character.h"
#include "text/table.h"
#include "text/unit.h"
#include "text/utf8.h"

#define TICK_UNITS 65536u             /* of one document, which may be long */
#define TICK_READ 32u                 /* documents */
#define SKIM_MOST (UINT64_C(1) << 24) /* bytes: what is longer is cut, which asks the clock */

/* Twenty bytes, since a document may have as many of these as a fourth of its bytes; no text is longer than 32 bits tell. */
typedef struct text_unit {
  uint32_t start, end; /* bytes of the text */
  uint32_t position;
  uint32_t what; /* CHAR: `second` of as_unit; TOKEN: where it is in verifier.tokens */
  uint16_t text; /* the number of the value among those cut */
  uint8_t token_size;
  uint8_t kind : 7;
  uint8_t title : 1;
} text_unit;

/* What an exact phrase asks of a document before its text is cut into units. */
typedef struct asked_phrase {
  const as_bound_phrase *bound;
  const as_spelling *characters; /* one a unit; NULL: not a phrase whose spelling is learned */
  bool counted; /* no unit of it stands alone, so that positions of pairs tell how often it is there */
} asked_phrase;

struct as_verifier {
  as_scanner *scanner;
  assist_document *document;
  size_t place;
  uint32_t local;
  bool read; /* DOCUMENT is that one */
  uint32_t reads;
  bool filled;       /* the units are its */
  const char *field; /* what the units are of; NULL: title and body */
  AS_VEC(text_unit) units;
  AS_VEC(const uint8_t *) texts; /* that the units are of */
  AS_VEC(as_spelling) spellings; /* of its characters */
  as_buf tokens;
  AS_VEC(uint32_t) places; /* of the units of a phrase with slop */
  AS_VEC(asked_phrase) asked;
  AS_VEC(as_slice) skimmed;
  as_span_list found; /* memory of the search */
};

void as_verifier_free(as_verifier *verifier) {
  if (verifier == NULL) return;
  as_scanner_free(verifier->scanner);
  assist_document_free(verifier->document);
  as_vec_free(&verifier->units);
  as_vec_free(&verifier->texts);
  as_vec_free(&verifier->spellings);
  as_buf_clear(&verifier->tokens);
  as_vec_free(&verifier->places);
  as_vec_free(&verifier->asked);
  as_vec_free(&verifier->skimmed);
  as_mem_free(verifier);
}

static as_verifier *verifier_of(as_search_context *context) {
  if (context->verifiers.count > 0) return context->verifiers.items[0];
  as_verifier *verifier = as_mem_calloc(1, sizeof *verifier);
  if (verifier == NULL || (verifier->scanner = as_scanner_new()) == NULL ||
      !as_vec_push(&context->verifiers, verifier)) {
    as_verifier_free(verifier);
    as_search_fail(context, ASSIST_NOMEM, NULL);
    return NULL;
  }
  return verifier;
}

static uint32_t code_of(const text_unit *unit) { return unit->what & ~AS_UNIT_SPACED; }

/* Append the units of TEXT, its first at the position FIRST; bytes [title_start, title_end) are the title. */
static bool add_text(as_search_context *context, as_verifier *verifier, const char *text, size_t size,
                     uint32_t first, size_t title_start, size_t title_end) {
  as_unit unit;
  const uint16_t number = (uint16_t)verifier->texts.count; /* a document has no more values */
  if (!as_vec_push(&verifier->texts, (const uint8_t *)text))
    return as_search_fail(context, ASSIST_NOMEM, NULL);
  as_scanner_begin(verifier->scanner, AS_TEXT_DOCUMENT, text, size);
  while (as_scanner_next(verifier->scanner, &unit)) {
    const bool token = unit.kind == AS_UNIT_TOKEN;
    text_unit item = {(uint32_t)unit.start,
                      (uint32_t)unit.end,
                      first + unit.position,
                      unit.second,
                      number,
                      0,
                      unit.kind & 127u,
                      unit.start >= title_start && unit.end <= title_end};
    if (token) {
      item.what = (uint32_t)verifier->tokens.size;
      item.token_size = (uint8_t)unit.token.size;
      as_buf_add(&verifier->tokens, unit.token.bytes, unit.token.size);
    }
    if (!as_vec_push(&verifier->units, item)) return as_search_fail(context, ASSIST_NOMEM, NULL);
    if (verifier->units.count % TICK_UNITS == 0 && !as_search_tick(context, context->documents)) return false;
  }
  bool good = !as_scanner_failed(verifier->scanner) && !as_buf_failed(&verifier->tokens) &&
              verifier->tokens.size <= UINT32_MAX;
  return good || as_search_fail(context, ASSIST_NOMEM, NULL);
}

static uint32_t next_position(const as_verifier *verifier) {
  size_t count = verifier->units.count;
  return count == 0 ? 0 : verifier->units.items[count - 1].position + 2;
}

static bool add_values(as_search_context *context, as_verifier *verifier, const char *field, bool title) {
  size_t body_offset = 0, title_size = 0;
  bool in_body = assist_document_title_in_body(verifier->document, &body_offset, &title_size) != 0;
  size_t count = assist_document_value_count(verifier->document);
  for (size_t i = 0; i < count; i++) {
    assist_value value;
    if (assist_document_value_at(verifier->document, i, &value, NULL) != ASSIST_OK)
      return as_search_fail(context, ASSIST_CORRUPT, NULL);
    if (value.kind != ASSIST_VALUE_TEXT || strcmp(value.field, field) != 0) continue;
    size_t start = 0, end = title ? SIZE_MAX : 0;
    if (in_body && !title) {
      start = body_offset;
      end = body_offset + title_size;
      in_body = false; /* the first body holds it */
    }
    if (!add_text(context, verifier, value.text, value.size, next_position(verifier), start, end))
      return false;
  }
  return true;
}

/* NOTFOUND of a deleted document is no failure here: the caller sorts the dead out.  False also when the time is over: a text takes as
 * long as many documents of a list. */
static bool read_document(as_search_context *context, as_verifier *verifier, size_t place, uint32_t local) {
  const as_place *at = &context->places[place];
  assist_error error = {0};
  if (verifier->read && verifier->place == place && verifier->local == local) return true;
  if (context->stopped || context->status != ASSIST_OK) return false;
  if (++verifier->reads % TICK_READ == 0 && !as_search_tick(context, at->base + local)) return false;
  assist_document_free(verifier->document);
  verifier->document = NULL;
  verifier->read = verifier->filled = false;
  if (!at->snapshot->manifest->store) {
    as_fail(&error, ASSIST_UNSUPPORTED, "the query needs stored text, and this index keeps none");
    return as_search_fail(context, ASSIST_UNSUPPORTED, &error);
  }
  assist_status status =
      as_snapshot_read(at->snapshot, as_leaf_number(at->leaf, local), &verifier->document, &error);
  if (status != ASSIST_OK) return as_search_fail(context, status, &error);
  verifier->place = place;
  verifier->local = local;
  return verifier->read = true;
}

/* The code point that is all of bytes [start, end); 0 when it is not one. */
static uint32_t written_in(const uint8_t *text, size_t start, size_t end) {
  uint32_t written;
  if (start >= end) return 0;
  return as_utf8_next(text + start, end - start, &written) == end - start ? written : 0;
}

/* So that the next question about this document's spelling needs no text. */
static void learn(as_search_context *context, as_verifier *verifier, size_t place, uint32_t local) {
  as_spelled *spelled = as_snapshot_spelled(context->places[place].snapshot);
  verifier->spellings.count = 0;
  if (spelled == NULL) return;
  for (size_t i = 0; i < verifier->units.count; i++) {
    const text_unit *item = &verifier->units.items[i];
    if (item->kind != AS_UNIT_CHAR) continue;
    as_spelling spelling = {code_of(item),
                            written_in(verifier->texts.items[item->text], item->start, item->end)};
    if (!as_vec_push(&verifier->spellings, spelling)) return; /* nothing is learned, and nothing lost */
  }
  as_spelled_learn(spelled, as_leaf_number(context->places[place].leaf, local), verifier->spellings.items,
                   verifier->spellings.count);
}

/* The same without cutting the text into units, where that can be and nothing is known yet.  False also after a failure. */
static bool skim(as_search_context *context, as_verifier *verifier, size_t place, uint32_t local) {
  const as_place *at = &context->places[place];
  as_spelled *spelled = as_snapshot_spelled(at->snapshot);
  if (spelled == NULL || as_leaf_is_dead(at->leaf, local)) return false;
  if (as_spelled_knows(spelled, as_leaf_number(at->leaf, local))) return false;
  if (!read_document(context, verifier, place, local)) return false;
  verifier->skimmed.count = 0;
  uint64_t size = 0;
  for (size_t i = 0; i < assist_document_value_count(verifier->document); i++) {
    assist_value value;
    if (assist_document_value_at(verifier->document, i, &value, NULL) != ASSIST_OK) return false;
    if (value.kind != ASSIST_VALUE_TEXT) continue;
    if (strcmp(value.field, "title") != 0 && strcmp(value.field, "body") != 0) continue;
    if (!as_vec_push(&verifier->skimmed, as_slice_of(value.text, value.size))) return false;
    size += value.size;
  }
  return size <= SKIM_MOST && as_spelled_skim(spelled, as_leaf_number(at->leaf, local),
                                              verifier->skimmed.items, verifier->skimmed.count);
}

static bool fill(as_search_context *context, as_verifier *verifier, const as_scope *scope, size_t place,
                 uint32_t local) {
  bool default_text = scope->field == NULL || scope->part != AS_SCOPE_ALL;
  const char *field = default_text ? NULL : scope->field;
  bool same_field = field == NULL ? verifier->field == NULL
                                  : verifier->field != NULL && strcmp(field, verifier->field) == 0;
  if (!read_document(context, verifier, place, local)) return false;
  if (verifier->filled && same_field) return true;
  verifier->filled = false;
  verifier->units.count = verifier->texts.count = 0;
  as_buf_reset(&verifier->tokens);
  bool whole = default_text ? add_values(context, verifier, "title", true) &&
                                  add_values(context, verifier, "body", false)
                            : add_values(context, verifier, field, false);
  if (!whole) return false; /* a failure, or the time is over */
  verifier->field = field;
  verifier->filled = true;
  if (default_text) learn(context, verifier, place, local);
  return true;
}

/* Is it the I-th unit of the phrase, wherever it stands? */
static bool same_text(const as_verifier *verifier, const text_unit *at, const as_bound_phrase *bound,
                      size_t i, bool exact) {
  const as_phrase_unit *wanted = &bound->phrase->units[i];
  if (at->kind != wanted->kind) return false;
  if (wanted->kind == AS_UNIT_CHAR) {
    if (code_of(at) != wanted->code) return false;
  } else if (at->token_size != wanted->token.size ||
             memcmp(verifier->tokens.bytes + at->what, wanted->token.bytes, at->token_size) != 0) {
    return false;
  }
  if (!exact) return true;
  as_unit query = {.start = wanted->start, .end = wanted->end}, unit = {.start = at->start, .end = at->end};
  return as_unit_same_spelling(verifier->texts.items[at->text], &unit, (const uint8_t *)bound->leaf->text,
                               &query);
}

static bool same_unit(const as_verifier *verifier, const text_unit *at, const as_bound_phrase *bound,
                      size_t i, uint32_t start, bool exact) {
  const as_phrase_unit *wanted = &bound->phrase->units[i];
  if (at->position - start != wanted->position - bound->phrase->units[0].position) return false;
  bool joined = i > 0 && wanted->position == wanted[-1].position + 1 && wanted[-1].kind == AS_UNIT_CHAR;
  if (joined && wanted->kind == AS_UNIT_CHAR && at->what != wanted->second) return false;
  return same_text(verifier, at, bound, i, exact);
}

/* Adds each place to LIST; false: no memory. */
static bool find_phrase(as_search_context *context, const as_verifier *verifier, const as_bound_phrase *bound,
                        bool exact, as_span_list *list) {
  size_t length = bound->phrase->count;
  for (size_t from = 0; from + length <= verifier->units.count; from++) {
    const text_unit *first = &verifier->units.items[from];
    size_t i = 0;
    while (i < length && same_unit(verifier, first + i, bound, i, first->position, exact)) i++;
    if (i < length) continue;
    bool inside = first->title && first[length - 1].title;
    bool outside = !first->title && !first[length - 1].title;
    if (bound->scope.part != AS_SCOPE_ALL && !(bound->scope.part == AS_SCOPE_TITLE ? inside : outside))
      continue;
    as_span span = {first->position, first[length - 1].position + 1};
    if (!as_spans_add(context, list, span)) return false;
  }
  return true;
}

static as_span title_of(const as_verifier *verifier) {
  as_span title = {0, 0};
  for (size_t i = 0; i < verifier->units.count; i++) {
    const text_unit *at = &verifier->units.items[i];
    if (!at->title) continue;
    if (title.end == 0) title.start = at->position;
    title.end = at->position + 1;
  }
  return title;
}

/* The same for a phrase with slop. */
static bool find_windows(as_search_context *context, as_verifier *verifier, const as_bound_phrase *bound,
                         bool exact, as_span_list *list) {
  size_t count = bound->phrase->count;
  as_unit_places *units = as_search_alloc(context, 2 * count * sizeof *units);
  if (units == NULL) return false;
  verifier->places.count = 0;
  for (size_t i = 0; i < count; i++) {
    size_t before = verifier->places.count;
    for (size_t at = 0; at < verifier->units.count; at++) {
      const text_unit *unit = &verifier->units.items[at];
      if (same_text(verifier, unit, bound, i, exact) && !as_vec_push(&verifier->places, unit->position))
        return as_search_fail(context, ASSIST_NOMEM, NULL);
    }
    units[i].count = verifier->places.count - before;
  }
  size_t at = 0;
  for (size_t i = 0; i < count; at += units[i++].count) units[i].positions = verifier->places.items + at;
  return as_spans_windows(context, bound, units, units + count, title_of(verifier), list);
}

static bool ask(as_search_context *context, const as_bound_phrase *bound, size_t place, uint32_t local,
                bool exact, as_span_list *list) {
  const as_leaf *leaf = context->places[place].leaf;
  if (as_leaf_is_dead(leaf, local)) return true;
  as_verifier *verifier = verifier_of(context);
  if (verifier == NULL || !fill(context, verifier, &bound->scope, place, local)) return false;
  return (bound->slop > 0 ? find_windows(context, verifier, bound, exact, list)
                          : find_phrase(context, verifier, bound, exact, list));
}

/* How often. */
static size_t count_places(as_search_context *context, const as_bound_phrase *bound, size_t place,
                           uint32_t local, bool exact) {
  as_verifier *verifier = verifier_of(context);
  if (verifier == NULL) return 0;
  verifier->found.count = 0;
  return ask(context, bound, place, local, exact, &verifier->found) ? verifier->found.count : 0;
}

/* ---- without a look at all of the text ---- */

static bool is_counted(const as_phrase *phrase) {
  for (size_t i = 0; i < phrase->count; i++) {
    uint32_t at = phrase->units[i].position;
    bool before = i > 0 && phrase->units[i - 1].position + 1 == at;
    if (!before && (i + 1 == phrase->count || phrase->units[i + 1].position != at + 1)) return false;
  }
  return true;
}

/* What BOUND asks; NULL after a failure. */
static const asked_phrase *asked_of(as_search_context *context, as_verifier *verifier,
                                    const as_bound_phrase *bound) {
  for (size_t i = 0; i < verifier->asked.count; i++)
    if (verifier->asked.items[i].bound == bound) return &verifier->asked.items[i];
  asked_phrase asked = {bound, as_verify_asked(context, bound), is_counted(bound->phrase)};
  if (context->status != ASSIST_OK) return NULL;
  if (!as_vec_push(&verifier->asked, asked)) {
    as_search_fail(context, ASSIST_NOMEM, NULL);
    return NULL;
  }
  return &verifier->asked.items[verifier->asked.count - 1];
}

/* By the last byte, which differs most from one Han character to the next. */
static bool holds(const char *text, size_t size, const uint8_t *bytes, size_t count) {
  const char *end = text + size;
  for (const char *at = text + count - 1; size >= count && at < end; at++) {
    at = memchr(at, bytes[count - 1], (size_t)(end - at));
    if (at == NULL) return false;
    if (memcmp(at + 1 - count, bytes, count) == 0) return true;
  }
  return false;
}

/* Whether CODE, written so, stands in any text of the document. */
static bool is_written(const as_verifier *verifier, uint32_t code) {
  uint8_t bytes[4];
  size_t size = as_utf8_put(code, bytes), count = assist_document_value_count(verifier->document);
  for (size_t i = 0; i < count; i++) {
    assist_value value;
    if (assist_document_value_at(verifier->document, i, &value, NULL) != ASSIST_OK) return true;
    if (value.kind == ASSIST_VALUE_TEXT && holds(value.text, value.size, bytes, size)) return true;
  }
  return false;
}

/* Whether the document writes each character of the phrase that way somewhere.  False also after a failure. */
static bool may_hold(as_search_context *context, as_verifier *verifier, const asked_phrase *asked,
                     size_t place, uint32_t local) {
  if (as_leaf_is_dead(context->places[place].leaf, local)) return false;
  if (!read_document(context, verifier, place, local)) return false;
  for (size_t i = 0; i < asked->bound->phrase->count; i++)
    if (!is_written(verifier, asked->characters[i].written)) return false;
  return true;
}

/* Of a phrase whose characters the document writes as they are asked for: positions tell how often.  False: they do not. */
static bool count_learned(as_search_context *context, const asked_phrase *asked, size_t place, uint32_t local,
                          size_t positions, size_t *out_count) {
  const as_bound_phrase *bound = asked->bound;
  *out_count = positions;
  if (asked->counted) return true;
  if (bound->phrase->count != 1 || bound->scope.part != AS_SCOPE_ALL) return false;
  as_character *lone = as_character_open(context, place, bound->numbers[place], bound->phrase->units[0].code);
  if (lone == NULL || !as_character_ready(lone)) return false;
  *out_count = as_character_places(lone, local).count;
  return true;
}

size_t as_verify(as_search_context *context, const as_bound_phrase *bound, size_t place, uint32_t local,
                 size_t positions) {
  as_verifier *verifier = verifier_of(context);
  const asked_phrase *asked = NULL;
  size_t count;
  if (verifier == NULL) return 0;
  if (bound->exact && bound->slop == 0 && (asked = asked_of(context, verifier, bound)) == NULL) return 0;
  if (asked == NULL || asked->characters == NULL)
    return count_places(context, bound, place, local, bound->exact);
  enum as_spelled_how how = as_verify_how(context, asked->characters, bound->phrase->count, place, local);
  if (how == AS_SPELLED_OTHERWISE) return 0;
  if (how == AS_SPELLED_SO && count_learned(context, asked, place, local, positions, &count)) return count;
  if (context->status != ASSIST_OK || !may_hold(context, verifier, asked, place, local)) return 0;
  return count_places(context, bound, place, local, true);
}

/* Of one character, where it is known how the document writes it: from the pairs it is in.  False: nothing is added. */
static bool add_learned(as_search_context *context, const asked_phrase *asked, size_t place, uint32_t local,
                        as_span_list *list) {
  const as_bound_phrase *bound = asked->bound;
  if (asked->characters == NULL || bound->phrase->count != 1 || bound->scope.part != AS_SCOPE_ALL)
    return false;
  const enum as_spelled_how how = as_verify_how(context, asked->characters, 1, place, local);
  if (how != AS_SPELLED_SO) return how == AS_SPELLED_OTHERWISE;
  as_character *lone = as_character_open(context, place, bound->numbers[place], bound->phrase->units[0].code);
  if (lone == NULL || !as_character_ready(lone)) return false;
  const as_unit_places places = as_character_places(lone, local);
  if (!as_spans_reserve(context, list, list->count + places.count)) return false;
  for (size_t i = 0; i < places.count; i++)
    list->items[list->count++] = (as_span){places.positions[i], places.positions[i] + 1};
  return true;
}

bool as_verify_spans(as_search_context *context, const as_bound_phrase *bound, size_t place, uint32_t local,
                     as_span_list *list) {
  as_verifier *verifier = verifier_of(context);
  if (verifier == NULL) return false;
  if (bound->exact && bound->slop == 0) {
    const asked_phrase *asked = asked_of(context, verifier, bound);
    if (asked == NULL) return false;
    if (add_learned(context, asked, place, local, list)) return context->status == ASSIST_OK;
    if (context->status != ASSIST_OK) return false;
  }
  return ask(context, bound, place, local, bound->exact, list);
}

bool as_verify_spelling(as_search_context *context, const as_bound_phrase *bound, size_t place,
                        uint32_t local) {
  return count_places(context, bound, place, local, true) > 0;
}

bool as_verify_characters(as_search_context *context, const as_scope *scope, as_characters characters,
                          size_t place, uint32_t local) {
  if (as_leaf_is_dead(context->places[place].leaf, local)) return false;
  as_verifier *verifier = verifier_of(context);
  if (verifier == NULL || !fill(context, verifier, scope, place, local)) return false;
  for (size_t i = 0; i < verifier->units.count; i++) {
    const text_unit *at = &verifier->units.items[i];
    if (at->kind != AS_UNIT_CHAR || at->title != (scope->part == AS_SCOPE_TITLE)) continue;
    if (as_ascending_has(characters.items, characters.count, code_of(at))) return true;
  }
  return false;
}

static void copy_units(const as_verifier *verifier, const text_unit *first, size_t count, as_buf *out) {
  for (size_t i = 0; i < count; i++) {
    const text_unit *unit = &first[i];
    bool tokens = i > 0 && unit->kind == AS_UNIT_TOKEN && first[i - 1].kind == AS_UNIT_TOKEN;
    if (tokens) as_buf_add_u8(out, ' ');
    as_buf_add(out, verifier->texts.items[unit->text] + unit->start, unit->end - unit->start);
  }
}

bool as_verify_copy(as_search_context *context, const as_bound_phrase *bound, size_t place, uint32_t local,
                    as_buf *out) {
  size_t length = bound->phrase->count;
  as_verifier *verifier = verifier_of(context);
  if (verifier == NULL || !fill(context, verifier, &bound->scope, place, local)) return false;
  for (size_t from = 0; from + length <= verifier->units.count; from++) {
    const text_unit *first = &verifier->units.items[from];
    size_t i = 0;
    while (i < length && same_unit(verifier, first + i, bound, i, first->position, false)) i++;
    if (i < length) continue;
    copy_units(verifier, first, length, out);
    return !as_buf_failed(out) || as_search_fail(context, ASSIST_NOMEM, NULL);
  }
  return false;
}

const as_spelling *as_verify_asked(as_search_context *context, const as_bound_phrase *bound) {
  if (bound->scope.field != NULL && bound->scope.part == AS_SCOPE_ALL) return NULL;
  const as_phrase *phrase = bound->phrase;
  as_spelling *asked = as_search_alloc(context, phrase->count * sizeof *asked);
  for (size_t i = 0; i < phrase->count && asked != NULL; i++) {
    const as_phrase_unit *unit = &phrase->units[i];
    if (unit->kind != AS_UNIT_CHAR) return NULL;
    uint32_t written = written_in((const uint8_t *)bound->leaf->text, unit->start, unit->end);
    if (written == 0) return NULL;
    asked[i] = (as_spelling){unit->code, written};
  }
  return asked;
}

static enum as_spelled_how look_up(const as_search_context *context, const as_spelling *asked, size_t count,
                                   size_t place, uint32_t local) {
  const as_place *at = &context->places[place];
  const as_spelled *spelled = as_snapshot_spelled(at->snapshot);
  if (spelled == NULL) return AS_SPELLED_UNKNOWN;
  const uint64_t document = as_leaf_number(at->leaf, local);
  enum as_spelled_how how = AS_SPELLED_SO;
  for (size_t i = 0; i < count; i++) {
    uint32_t form = as_spelled_form(spelled, document, asked[i].code);
    if (form == 0) return AS_SPELLED_UNKNOWN;
    if (form != asked[i].written) how = AS_SPELLED_OTHERWISE;
  }
  return how;
}

enum as_spelled_how as_verify_how(as_search_context *context, const as_spelling *asked, size_t count,
                                  size_t place, uint32_t local) {
  enum as_spelled_how how = look_up(context, asked, count, place, local);
  as_verifier *verifier = how == AS_SPELLED_UNKNOWN ? verifier_of(context) : NULL;
  if (verifier == NULL || !skim(context, verifier, place, local)) return how;
  return look_up(context, asked, count, place, local);
}
