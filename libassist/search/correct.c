/* SPDX-License-Identifier: MIT
 *
 * Correction, clause by clause: what is in some document stays.  A word that is in none becomes one with a mistake less; a run of
 * characters becomes one that sounds like it (search/alike.c).  When a single clause is wrong its best replacements are offered; when
 * several are, one text with the best of each. */
#include "search/suggest.h"

#include <string.h>

#include "text/unit.h"
#include "text/utf8.h"

#define TRIED_MAX 24u      /* phrases counted for one clause */
#define CHARACTERS_MAX 16u /* of a run: longer ones are pasted, not typed */
#define WORD_MIN 3u        /* code points from which on one mistake is looked for */
#define WORD_TWO 6u        /* and two */

/* A phrase of the query that is in no document, and where it stands in the text. */
typedef struct wrong_phrase {
  const as_node *leaf;
  const as_phrase *phrase;
  size_t start, end;
  as_suggestion_list instead; /* spelled replacements of these bytes */
} wrong_phrase;

typedef struct correction {
  as_search_context *context;
  as_slice text;
  size_t limit;
  const uint8_t *numbers;
  AS_VEC(wrong_phrase) wrong;
} correction;

/* ---- what is wrong ---- */

/* Where the text of LEAF stands in that of the query; readings and escapes may stand between.  SIZE_MAX: nowhere as it is. */
static size_t place_of(const correction *all, const as_node *leaf) {
  size_t end = leaf->end < all->text.size ? leaf->end : all->text.size;
  for (size_t at = leaf->start; at + leaf->size <= end; at++)
    if (memcmp(all->text.bytes + at, leaf->text, leaf->size) == 0) return at;
  return SIZE_MAX;
}

static as_slice phrase_text(const as_node *leaf, const as_phrase *phrase) {
  size_t start = phrase->units[0].start;
  return as_slice_of(leaf->text + start, phrase->units[phrase->count - 1].end - start);
}

static bool look_at_leaf(correction *all, const as_node *leaf) {
  size_t place = place_of(all, leaf);
  if (leaf->how == ASSIST_EXACT || leaf->field != NULL || place == SIZE_MAX) return true;
  for (size_t i = 0; i < leaf->phrase_count; i++) {
    as_counted counted;
    const as_phrase *phrase = &leaf->phrases[i];
    as_slice text = phrase_text(leaf, phrase);
    if (!as_suggest_count(all->context, text, &counted)) return false;
    if (counted.documents > 0) continue;
    size_t start = place + phrase->units[0].start;
    wrong_phrase wrong = {.leaf = leaf, .phrase = phrase, .start = start, .end = start + text.size};
    if (!as_vec_push(&all->wrong, wrong)) return as_search_fail(all->context, ASSIST_NOMEM, NULL);
  }
  return true;
}

static bool look_at(correction *all, const as_node *node) {
  if (node->kind == AS_NODE_NOT) return true;
  if (node->kind == AS_NODE_TEXT) return look_at_leaf(all, node);
  for (size_t i = 0; i < node->count; i++)
    if (!look_at(all, node->children[i])) return false;
  return true;
}

/* ---- what may stand instead ---- */

static bool add_instead(correction *all, wrong_phrase *wrong, as_slice text) {
  as_counted counted;
  if (!as_suggest_count(all->context, text, &counted)) return false;
  if (counted.documents == 0) return true;
  as_slice typed = phrase_text(wrong->leaf, wrong->phrase);
  as_slice spelled = as_suggest_spell(all->context, text, typed, &counted);
  if (spelled.bytes == NULL) return false;
  wrong->instead.items[wrong->instead.count++] = (as_suggestion){spelled, counted.documents};
  return true;
}

static bool correct_characters(correction *all, wrong_phrase *wrong) {
  as_alike_phrase alike[TRIED_MAX];
  size_t count = 0, length = wrong->phrase->count;
  if (!as_suggest_alike(all->context, wrong->phrase, alike, TRIED_MAX, &count)) return false;
  for (size_t i = 0; i < count; i++) {
    uint8_t bytes[4 * CHARACTERS_MAX];
    size_t size = 0;
    /* Two changes only where one finds nothing. */
    if (i > 0 && alike[i].changes > alike[0].changes && wrong->instead.count > 0) break;
    for (size_t k = 0; k < length; k++) size += as_utf8_put(alike[i].codes[k], bytes + size);
    if (!add_instead(all, wrong, as_slice_of(bytes, size))) return false;
  }
  return true;
}

static bool is_word(as_slice token) {
  for (size_t i = 0; i < token.size; i++)
    if (token.bytes[i] >= '0' && token.bytes[i] <= '9') return false;
  return as_utf8_length(token.bytes, token.size) >= WORD_MIN;
}

/* The words most like UNIT's; one mistake, or two in a long word where one finds nothing. */
static bool like_words(correction *all, const as_phrase_unit *unit, as_variants *out) {
  as_node fuzzy = {.kind = AS_NODE_PATTERN, .pattern = AS_PATTERN_FUZZY};
  fuzzy.text = (char *)(uintptr_t)unit->token.bytes;
  fuzzy.size = unit->token.size;
  *out = (as_variants){0};
  unsigned most = as_utf8_length(unit->token.bytes, unit->token.size) >= WORD_TWO ? 2 : 1;
  for (unsigned edits = 1; edits <= most && out->count == 0; edits++) {
    fuzzy.edits = (uint8_t)edits;
    if (!as_expand_tokens(all->context, &fuzzy, all->numbers, TRIED_MAX, out)) return false;
  }
  return true;
}

/* Each word that no document has is replaced in turn. */
static bool correct_words(correction *all, wrong_phrase *wrong) {
  as_slice text = phrase_text(wrong->leaf, wrong->phrase);
  as_buf whole;
  bool good = true;
  as_buf_init(&whole);
  for (size_t i = 0; good && i < wrong->phrase->count; i++) {
    const as_phrase_unit *unit = &wrong->phrase->units[i];
    as_variants words;
    if (unit->kind != AS_UNIT_TOKEN || !is_word(unit->token)) continue;
    good = like_words(all, unit, &words);
    size_t start = unit->start - wrong->phrase->units[0].start, end = start + (unit->end - unit->start);
    for (size_t k = 0; good && k < words.count && wrong->instead.count < TRIED_MAX; k++) {
      if (words.items[k].edits == 0) continue;
      as_buf_reset(&whole);
      as_buf_add(&whole, text.bytes, start);
      as_buf_add(&whole, words.items[k].token.bytes, words.items[k].token.size);
      as_buf_add(&whole, text.bytes + end, text.size - end);
      good = !as_buf_failed(&whole) || as_search_fail(all->context, ASSIST_NOMEM, NULL);
      good = good && add_instead(all, wrong, as_slice_of(whole.bytes, whole.size));
    }
  }
  as_buf_clear(&whole);
  return good;
}

static bool is_run_of_characters(const as_phrase *phrase) {
  for (size_t i = 0; i < phrase->count; i++)
    if (phrase->units[i].kind != AS_UNIT_CHAR || phrase->units[i].position != i) return false;
  return phrase->count >= 2 && phrase->count <= CHARACTERS_MAX;
}

static bool correct_phrase(correction *all, wrong_phrase *wrong) {
  wrong->instead.items = as_search_alloc(all->context, TRIED_MAX * sizeof *wrong->instead.items);
  if (wrong->instead.items == NULL) return false;
  bool good =
      is_run_of_characters(wrong->phrase) ? correct_characters(all, wrong) : correct_words(all, wrong);
  if (good) as_suggest_sort(&wrong->instead, all->limit);
  return good;
}

/* ---- the whole text ---- */

/* The text with the best of each wrong phrase, but choice CHOICE of the first. */
static bool add_whole(correction *all, size_t choice, as_suggestion_list *out) {
  as_buf text;
  size_t at = 0;
  uint64_t least = UINT64_MAX;
  as_buf_init(&text);
  for (size_t i = 0; i < all->wrong.count; i++) {
    const wrong_phrase *wrong = &all->wrong.items[i];
    const as_suggestion *instead = &wrong->instead.items[i == 0 ? choice : 0];
    if (wrong->start < at) continue;
    as_buf_add(&text, all->text.bytes + at, wrong->start - at);
    as_buf_add(&text, instead->text.bytes, instead->text.size);
    if (instead->documents < least) least = instead->documents;
    at = wrong->end;
  }
  as_buf_add(&text, all->text.bytes + at, all->text.size - at);
  char *copy = as_buf_failed(&text) ? NULL : as_arena_copy(&all->context->arena, text.bytes, text.size);
  if (copy != NULL) out->items[out->count++] = (as_suggestion){as_slice_of(copy, text.size), least};
  as_buf_clear(&text);
  return copy != NULL || as_search_fail(all->context, ASSIST_NOMEM, NULL);
}

static bool correct(correction *all, as_suggestion_list *out) {
  for (size_t i = 0; i < all->wrong.count; i++) {
    if (!correct_phrase(all, &all->wrong.items[i])) return false;
    if (all->wrong.items[i].instead.count == 0) return true; /* nothing helps this one */
  }
  if (all->wrong.count == 0) return true;
  size_t choices = all->wrong.count == 1 ? all->wrong.items[0].instead.count : 1;
  out->items = as_search_alloc(all->context, choices * sizeof *out->items);
  if (out->items == NULL) return false;
  for (size_t i = 0; i < choices; i++)
    if (!add_whole(all, i, out)) return false;
  return true;
}

bool as_suggest_correct(as_search_context *context, const as_node *root, as_slice text, size_t limit,
                        as_suggestion_list *out) {
  as_scope scope = as_scope_of(NULL);
  correction all = {.context = context, .text = text, .limit = limit};
  *out = (as_suggestion_list){0};
  all.numbers = as_scope_numbers(context, &scope);
  bool good = all.numbers != NULL && limit > 0 ? look_at(&all, root) && correct(&all, out)
                                               : context->status == ASSIST_OK;
  as_vec_free(&all.wrong);
  if (good) as_suggest_sort(out, limit);
  return good;
}
