/* SPDX-License-Identifier: MIT
 * What a piece of text is:
 *
 *   after py:                      a SOUND, if it has a letter
 *   in a field                     a RANGE, where it reads as one and the field may hold numbers or dates
 *   letters, digits, * and ?       a PATTERN
 *   one word and ~N                a PATTERN
 *   all else                       TEXT; with quotes and ~N it has slop
 *
 * Whatever does not fit is text, with a note. */
#include "query/leaf.h"

#include <string.h>

#include <assist/document.h>

#include "query/peek.h"
#include "query/range.h"
#include "query/shape.h"
#include "text/table.h"

#define EDITS_MAX 2u

static as_node *fail(as_leaves *leaves) {
  leaves->failed = true;
  return NULL;
}

void as_leaf_note_limit(as_leaves *leaves, size_t start, const char *what) {
  as_notes_forget(leaves->notes, "limit");
  as_notes_add(leaves->notes, start, leaves->clean->text.size, "limit", "%s", what);
}

/* Places a leaf in the typed text, and keeps the number of phrases within bounds. */
static as_node *admit(as_leaves *leaves, as_node *leaf, size_t start, size_t end) {
  leaf->start = as_clean_origin(leaves->clean, start, false);
  leaf->end = as_clean_origin(leaves->clean, end, true);
  size_t left = ASSIST_QUERY_LEAVES_MAX - leaves->count;
  size_t costs = leaf->phrase_count > 0 ? leaf->phrase_count : 1;
  if (costs > left) {
    as_leaf_note_limit(leaves, start, "too many parts: the rest is left out");
    leaves->full = true;
    as_node_cut(leaf, left);
    costs = left;
  }
  leaves->count += costs;
  return costs > 0 ? leaf : NULL;
}

as_node *as_leaf_plain(as_leaves *leaves, int how, as_slice text, size_t start, size_t end) {
  as_node *leaf = as_node_bound(&leaves->binder, how, leaves->field.name, text);
  if (leaf == NULL) return fail(leaves);
  return leaf->phrase_count > 0 ? admit(leaves, leaf, start, end) : NULL;
}

bool as_leaf_is_sound(as_slice text) {
  for (size_t at = 0; at < text.size;)
    if (as_table_class(as_peek(text, at, &at)) == AS_CHAR_LETTER) return true;
  return false;
}

static as_node *make_sound(as_leaves *leaves, const as_lexeme *token) {
  if (token->how == ASSIST_EXACT || !as_leaf_is_sound(token->text)) {
    as_notes_add(leaves->notes, token->start, token->end, "not-a-sound",
                 "a reading is written in letters: this is read as text");
    return NULL;
  }
  as_node *leaf = as_node_leaf(leaves->binder.memory, AS_NODE_SOUND, leaves->field.name, token->text);
  return leaf != NULL ? leaf : fail(leaves);
}

/* Does TEXT ask for more than one value? */
static bool has_range_operator(as_slice text) {
  if (text.size > 0 && (text.bytes[0] == '<' || text.bytes[0] == '>')) return true;
  for (size_t i = 0; i + 1 < text.size; i++)
    if (text.bytes[i] == '.' && text.bytes[i + 1] == '.') return true;
  return false;
}

static as_node *make_range(as_leaves *leaves, const as_lexeme *token) {
  as_range range;
  bool column = as_field_has_column(&leaves->field), known = leaves->field.kinds != 0;
  bool operator_there = token->how == ASSIST_RUN && has_range_operator(token->text);
  bool may = column || (!known && operator_there);
  if (may && token->how != ASSIST_EXACT && as_range_read(token->text, &range)) {
    as_node *leaf = as_node_range(&leaves->binder, leaves->field.name, token->text, &range);
    return leaf != NULL ? leaf : fail(leaves);
  }
  bool text = (leaves->field.kinds & 1u << ASSIST_VALUE_TEXT) != 0;
  if ((column && !text) || operator_there)
    as_notes_add(leaves->notes, token->start, token->end, "not-a-range",
                 may ? "this reads neither as a number nor as a date: read as text"
                     : "the field holds text and has no ranges: read as text");
  return NULL;
}

static as_node *make_shape(as_leaves *leaves, const as_lexeme *token) {
  as_node *leaf;
  if (!as_shape_typed(&leaves->binder, leaves->field.name, token->text, &leaf)) return fail(leaves);
  if (leaf == NULL)
    as_notes_add(leaves->notes, token->start, token->end, "unsupported",
                 "no word can look like this: * and ? are read as punctuation");
  return leaf;
}

static as_node *make_fuzzy(as_leaves *leaves, const as_lexeme *token) {
  unsigned edits = token->number;
  as_node *leaf;
  if (edits > EDITS_MAX) {
    as_notes_add(leaves->notes, token->tilde_at, token->tilde_end, "too-large",
                 "at most 2 spelling errors are looked for: cut to that");
    edits = EDITS_MAX;
  }
  if (!as_shape_make(&leaves->binder, AS_PATTERN_FUZZY, edits, leaves->field.name, token->text, &leaf))
    return fail(leaves);
  return leaf;
}

static void note_tilde(as_leaves *leaves, const as_lexeme *token) {
  as_notes_add(leaves->notes, token->tilde_at, token->tilde_end, "unsupported",
               "~ stands after one word of letters, or after quotes: here it has no effect");
}

/* A node that is no TEXT, or NULL. */
static as_node *make_special(as_leaves *leaves, const as_lexeme *token) {
  if (leaves->sound) return make_sound(leaves, token);
  as_node *leaf = leaves->field.name != NULL ? make_range(leaves, token) : NULL;
  if (leaf != NULL || leaves->failed) return leaf;
  if (token->how == ASSIST_RUN && token->shape) return make_shape(leaves, token);
  if (token->how == ASSIST_RUN && token->tilde && token->number > 0) return make_fuzzy(leaves, token);
  return NULL;
}

as_node *as_leaf_text(as_leaves *leaves, const as_lexeme *token) {
  as_node *leaf = make_special(leaves, token);
  if (leaves->failed) return NULL;
  bool fuzzy = leaf != NULL && leaf->kind == AS_NODE_PATTERN && leaf->pattern == AS_PATTERN_FUZZY;
  leaf = leaf != NULL ? admit(leaves, leaf, token->start, token->end)
                      : as_leaf_plain(leaves, token->how, token->text, token->start, token->end);
  if (leaf == NULL) return NULL;
  bool phrase = leaf->kind == AS_NODE_TEXT && leaf->how == ASSIST_PHRASE;
  if (token->tilde && phrase && leaf->phrases[0].count > 1) leaf->slop = token->number;
  if (token->tilde && token->number > 0 && !phrase && !fuzzy) note_tilde(leaves, token);
  as_node_boost(leaf, token->boost);
  return leaf;
}

as_node *as_leaf_everything(as_leaves *leaves, const as_lexeme *token) {
  as_range range;
  as_slice open = as_slice_of_text("..");
  if (as_field_has_column(&leaves->field) && as_range_read(open, &range)) {
    as_node *leaf = as_node_range(&leaves->binder, leaves->field.name, open, &range);
    return leaf != NULL ? admit(leaves, leaf, token->start, token->end) : fail(leaves);
  }
  if (leaves->field.name != NULL)
    as_notes_add(leaves->notes, token->start, token->end, "unsupported",
                 "whether a field of text is there cannot be asked: * stands for all documents");
  as_node *node = as_node_new(leaves->binder.memory, AS_NODE_EVERYTHING);
  if (node == NULL) return fail(leaves);
  as_node_boost(node, token->boost);
  if (token->tilde) note_tilde(leaves, token);
  return admit(leaves, node, token->start, token->end);
}

void as_leaf_suffix_group(as_leaves *leaves, as_node *node, const as_lexeme *close) {
  if (close->tilde) note_tilde(leaves, close);
  if (node != NULL) as_node_boost(node, close->boost);
}
