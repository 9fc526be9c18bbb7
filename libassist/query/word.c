/* SPDX-License-Identifier: MIT
 * Words.  A word ends before space, |, an opening quote or title bracket, the bracket that closes a
 * group, and ^N or ~N after a Latin token where such may stand.  A word holds any other punctuation; the
 * analysis makes breaks and joints of it.
 *
 * A word that is all letters, digits, * and ?, with a Latin letter among them, is a shape of words; a ? that ends
 * it asks a question, unless there is another operator before.  On the way the word notices what the user may have
 * meant and will not get: a Latin token at the end of something else, followed by *. */
#include "query/word.h"

#include "query/peek.h"
#include "text/table.h"

bool as_word_escapes(as_slice text, size_t at) {
  if (at >= text.size) return false;
  uint8_t byte = text.bytes[at];
  bool alphanumeric =
      (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
  return !alphanumeric;
}

bool as_word_is_name(as_slice name) {
  for (size_t at = 0; at < name.size;) {
    uint32_t code_point = as_peek(name, at, &at);
    unsigned class = as_table_class(code_point);
    bool text = class >= AS_CHAR_HAN && class <= AS_CHAR_MARK;
    if (!text && code_point != '_' && code_point != '-') return false;
  }
  return name.size > 0;
}

static void see(as_word *word, uint32_t code_point) {
  unsigned class = as_table_class(code_point);
  if (class == AS_CHAR_HAN) {
    word->letters = word->in_token = word->all_plain = false;
    return;
  }
  if (class == AS_CHAR_IGNORED || (class == AS_CHAR_MARK && word->in_token)) return;
  bool token = class == AS_CHAR_LETTER || class == AS_CHAR_DIGIT;
  bool letter = class == AS_CHAR_LETTER;
  word->letters = token && (letter || (word->in_token && word->letters));
  word->in_token = token;
  word->any_letter |= letter;
  if (token && word->asked) word->inside = true;
  word->all_plain = word->all_plain && (token || code_point == '?' || as_mark_of(code_point) == AS_MARK_STAR);
  if (code_point == '?') word->asked = true;
}

/* A bracket inside the word.  True: it ends the word. */
static bool at_bracket(as_word *word, enum as_mark mark, size_t at) {
  as_buf *brackets = word->brackets;
  if (mark == AS_MARK_OPEN) {
    as_buf_add_u8(brackets, 0);
    return false;
  }
  if (brackets->size == 0) {
    if (!word->stray) {
      word->stray_at = at;
      as_peek(word->text, at, &word->stray_end);
    }
    word->stray = true;
    return false;
  }
  if (brackets->bytes[brackets->size - 1] == 1) return true;
  brackets->size--;
  return false;
}

/* After a Latin token, or a shape of one. */
static bool at_latin(const as_word *word) {
  return (word->in_token && word->letters) || (word->all_plain && word->any_letter);
}

static bool ends_at(as_word *word, enum as_mark mark, size_t at) {
  switch (mark) {
  case AS_MARK_SPACE:
  case AS_MARK_BAR:
  case AS_MARK_QUOTE_LEFT:
  case AS_MARK_TITLE_LEFT: return true;
  case AS_MARK_QUOTE: return !word->in_token;
  case AS_MARK_CARET:
  case AS_MARK_TILDE: return at_latin(word) && as_peek_suffixes(word->text, at, &(as_suffixes){0});
  default: return false;
  }
}

static bool is_bracket(enum as_mark mark) { return mark == AS_MARK_OPEN || mark == AS_MARK_CLOSE; }

/* The mark at AT, which ends at END, inside a word that began before it or here.  What it means to the word is noted; true: it ends
 * the word. */
static bool at_mark(as_word *word, enum as_mark mark, bool first, size_t at, size_t end) {
  if (is_bracket(mark) && at_bracket(word, mark, at)) return true;
  if (!first && ends_at(word, mark, at)) return true;
  if (mark == AS_MARK_STAR) {
    word->stars = true;
    if (word->in_token && word->letters) word->star_after = end;
  }
  return false;
}

size_t as_word_read(as_word *word, size_t at) {
  as_slice text = word->text;
  size_t from = at, kept = at; /* what stands after the last escape is not kept yet */
  as_buf_reset(word->scratch);
  word->all_plain = true;
  while (at < text.size) {
    size_t end;
    uint32_t code_point = as_peek(text, at, &end);
    enum as_mark mark = as_mark_of(code_point);
    if (mark != AS_MARK_NONE && at_mark(word, mark, at == from, at, end)) break;
    if (mark == AS_MARK_BACKSLASH && as_word_escapes(text, end)) {
      as_buf_add(word->scratch, text.bytes + kept, at - kept);
      kept = end;
      code_point = as_peek(text, kept, &end);
      word->all_plain = false;
    }
    see(word, code_point);
    at = end;
  }
  word->shape = word->all_plain && word->any_letter && (word->stars || word->inside);
  word->wildcard = !word->shape && word->star_after != 0 && word->star_after == at;
  word->read = as_slice_of(text.bytes + from, at - from);
  if (kept == from) return at;
  as_buf_add(word->scratch, text.bytes + kept, at - kept);
  word->read = as_slice_of(word->scratch->bytes, word->scratch->size);
  return at;
}
