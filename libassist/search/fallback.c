/* SPDX-License-Identifier: MIT
 *
 * Who types `lingdao` and finds nothing may have forgotten to convert it.  A query is taken so when it is nothing but bare words of
 * Latin letters, none of which is in any document, and all of it reads as pinyin.  A word that the index has is never a sound. */
#include "search/fallback.h"

#include "query/sound.h"
#include "text/table.h"
#include "text/unit.h"
#include "text/utf8.h"

static bool is_letters(const as_node *leaf) {
  const uint8_t *text = (const uint8_t *)leaf->text;
  for (size_t at = 0; at < leaf->size;) {
    uint32_t code;
    at += as_utf8_next(text + at, leaf->size - at, &code);
    unsigned class = as_table_class(code);
    if (class != AS_CHAR_LETTER && class != AS_CHAR_MARK && code != '\'' && code != 0x2019) return false;
  }
  return true;
}

static bool is_unknown(const as_bound_phrase *phrase) {
  for (size_t i = 0; i < phrase->piece_count; i++)
    if (phrase->pieces[i].kind != AS_TERM_TOKEN || phrase->pieces[i].documents > 0) return false;
  return true;
}

/* A word beside those of its stem, of which there are none: the word. */
static const as_plan *without_stem(const as_plan *plan) {
  bool pair = plan->node->kind == AS_NODE_OR && plan->count == 2 && plan->children[1]->chain_count == 1;
  if (!pair || plan->children[1]->node->pattern != AS_PATTERN_STEM) return plan;
  return plan->children[1]->chains[0]->links[0].count == 0 ? plan->children[0] : plan;
}

/* Adds the words of PLAN to TEXT; false when it is not made of unknown words alone. */
static bool add_words(const as_plan *plan, as_buf *text) {
  plan = without_stem(plan);
  const as_node *node = plan->node;
  if (node->kind == AS_NODE_AND) {
    for (size_t i = 0; i < plan->count; i++)
      if (!add_words(plan->children[i], text)) return false;
    return true;
  }
  if (node->kind != AS_NODE_TEXT || node->how != ASSIST_RUN || node->field != NULL || !is_letters(node))
    return false;
  for (size_t i = 0; i < plan->phrase_count; i++)
    if (!is_unknown(plan->phrases[i])) return false;
  if (text->size > 0) as_buf_add_u8(text, ' ');
  as_buf_add(text, node->text, node->size);
  return true;
}

static assist_query *make_query(as_search_context *context, const as_plan *plan, as_slice text) {
  assist_query *query = as_query_new();
  as_node *sound = query != NULL ? as_node_leaf(&query->memory, AS_NODE_SOUND, NULL, text) : NULL;
  as_pinyin pinyin;
  const char *field;
  if (sound == NULL) as_search_fail(context, ASSIST_NOMEM, NULL);
  if (sound == NULL || !as_sound_read(sound, &pinyin, &field)) {
    as_query_free(query);
    return NULL;
  }
  sound->start = plan->node->start;
  sound->end = plan->node->end;
  query->root = sound;
  return query;
}

assist_query *as_fallback_query(as_search_context *context, const as_plan *plan) {
  as_buf text;
  as_buf_init(&text);
  assist_query *query = NULL;
  bool may = add_words(plan, &text) && text.size > 0;
  if (as_buf_failed(&text))
    as_search_fail(context, ASSIST_NOMEM, NULL);
  else if (may)
    query = make_query(context, plan, as_slice_of(text.bytes, text.size));
  as_buf_clear(&text);
  return query;
}
