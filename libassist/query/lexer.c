/* SPDX-License-Identifier: MIT
 * What a character means in a query depends on its place, and the places are these:
 *
 *   after space, the start, an operator, "("   - + ( = * names and keywords can mean something
 *   after - or +                               ( = * names
 *   after a field's colon                      ( = * names
 *   right after a piece                        keywords; a bracket is text
 *   anywhere                                   space, |, quotes, title brackets, "\"
 *
 * All else is a word, which goes on to the next space, bar, opening quote or the bracket that closes a
 * group.  A straight quote after a letter or digit is a sign of inches, seconds or the like, and text.
 * Brackets that are text are counted, so that the group around 国办发(2021)15号 closes where it should.
 *
 * The lexer passes over the text once; what it looks at ahead is bounded (query/peek.c), but for a row of
 * single Han characters, which it then takes, or gives up after the second. */
#include "query/lexer.h"

#include <string.h>

#include <assist/query.h>

#include "base/error.h"
#include "query/peek.h"
#include "query/tree.h"
#include "query/word.h"
#include "text/table.h"

static as_slice text_of(const as_lexer *lexer) { return as_slice_of(lexer->text, lexer->size); }

/* Behind the last ASCII colon, or the first byte of what may be a full-width one. */
static size_t find_colons_end(as_slice text) {
  bool some = text.size > 0 &&
              (memchr(text.bytes, ':', text.size) != NULL || memchr(text.bytes, 0xEF, text.size) != NULL);
  size_t end = some ? text.size : 0;
  while (end > 0 && text.bytes[end - 1] != ':' && text.bytes[end - 1] != 0xEF) end--;
  return end;
}

void as_lexer_init(as_lexer *lexer, as_slice text, const as_field_names *fields, as_notes *notes) {
  *lexer = (as_lexer){.text = text.bytes,
                      .size = text.size,
                      .fields = fields,
                      .notes = notes,
                      .colons_end = find_colons_end(text),
                      .last_right = SIZE_MAX};
}

static size_t find_last_right(as_slice text) {
  for (size_t i = text.size; i >= 3; i--)
    if (text.bytes[i - 1] == 0x9D && text.bytes[i - 2] == 0x80 && text.bytes[i - 3] == 0xE2) return i - 2;
  return 0;
}

/* Does a right double quotation mark stand at AT or after it? */
static bool has_right_after(as_lexer *lexer, size_t at) {
  if (lexer->last_right == SIZE_MAX) lexer->last_right = find_last_right(text_of(lexer));
  return lexer->last_right > at;
}

void as_lexer_clear(as_lexer *lexer) {
  as_buf_clear(&lexer->brackets);
  as_buf_clear(&lexer->scratch);
}

void as_lexer_stop(as_lexer *lexer) { lexer->size = lexer->at; }

bool as_lexer_failed(const as_lexer *lexer) {
  return as_buf_failed(&lexer->brackets) || as_buf_failed(&lexer->scratch) || lexer->notes->failed;
}

static void finish(as_lexer *lexer, as_lexeme *token, enum as_lexeme_kind kind, size_t end,
                   enum as_before before) {
  token->kind = kind;
  token->end = end;
  lexer->at = end;
  lexer->before = before;
}

/* NUMBER, or MOST with a note. */
static uint32_t limited(as_lexer *lexer, uint64_t number, uint32_t most, const char *message, size_t start,
                        size_t end) {
  if (number <= most) return (uint32_t)number;
  as_notes_add(lexer->notes, start, end, "too-large", "%s", message);
  return most;
}

static uint32_t limited_distance(as_lexer *lexer, uint64_t number, size_t start, size_t end) {
  return limited(lexer, number, ASSIST_QUERY_DISTANCE_MAX,
                 "a distance is at most 1,000,000 positions: cut to that", start, end);
}

/* After a piece: ^N and ~N.  What ~ means there is for the parser to know. */
static void take_suffixes(as_lexer *lexer, as_lexeme *token) {
  size_t at = lexer->at;
  as_suffixes found;
  if (!as_peek_suffixes(text_of(lexer), at, &found)) return;
  lexer->at = found.end;
  if (found.boosted)
    token->boost =
        limited(lexer, found.boost, AS_BOOST_MAX, "a boost is at most 1,000: cut to that", at, found.end);
  if (!found.tilde) return;
  if (found.inexact) {
    as_notes_add(lexer->notes, found.tilde_at, found.end, "unsupported", "~ takes a whole number: left out");
    return;
  }
  token->tilde = true;
  token->tilde_at = found.tilde_at;
  token->tilde_end = found.end;
  token->number = limited_distance(lexer, found.number, found.tilde_at, found.end);
}

/* Quoted text from AT (after the opening quote) into the scratch; returns the offset after the closing
 * quote. */
static size_t copy_quoted(as_lexer *lexer, size_t at, const uint32_t *closers, bool *out_closed) {
  as_slice text = text_of(lexer);
  as_buf_reset(&lexer->scratch);
  *out_closed = false;
  while (at < text.size) {
    size_t end;
    uint32_t code_point = as_peek(text, at, &end);
    if (code_point == '\\' && as_word_escapes(text, end)) {
      at = end;
      as_peek(text, at, &end);
      code_point = 0;
    }
    for (size_t i = 0; closers[i] != 0 && code_point != 0; i++) {
      if (code_point != closers[i]) continue;
      *out_closed = true;
      return end;
    }
    as_buf_add(&lexer->scratch, text.bytes + at, end - at);
    at = end;
  }
  return at;
}

/* The opening quote stands at AT. */
static void take_quoted(as_lexer *lexer, as_lexeme *token, size_t at, int how) {
  size_t inside;
  uint32_t opener = as_peek(text_of(lexer), at, &inside);
  bool closed;
  const uint32_t *closers = as_mark_closers(opener, !has_right_after(lexer, inside));
  size_t end = copy_quoted(lexer, inside, closers, &closed);
  if (!closed)
    as_notes_add(lexer->notes, at, inside, "unclosed-quote",
                 "the quote is not closed: it is taken to the end");
  token->how = how;
  token->text = as_slice_of(lexer->scratch.bytes, lexer->scratch.size);
  finish(lexer, token, AS_LEXEME_TEXT, end, AS_BEFORE_PIECE);
  take_suffixes(lexer, token);
}

static void take_word(as_lexer *lexer, as_lexeme *token) {
  as_word word = {.text = text_of(lexer), .brackets = &lexer->brackets, .scratch = &lexer->scratch};
  size_t end = as_word_read(&word, lexer->at);
  if (word.stray)
    as_notes_add(lexer->notes, word.stray_at, word.stray_end, "unopened-bracket",
                 "a closing bracket without an opening one is read as punctuation");
  if (word.wildcard)
    as_notes_add(
        lexer->notes, lexer->at, end, "unsupported",
        "* stands for letters in a word of letters and digits alone: here it is read as punctuation");
  token->how = ASSIST_RUN;
  token->shape = word.shape;
  token->text = word.read;
  finish(lexer, token, AS_LEXEME_TEXT, end, AS_BEFORE_PIECE);
  take_suffixes(lexer, token);
}

/* Three or more single Han characters with spaces between: one run.  False: there are fewer. */
static bool take_singles(as_lexer *lexer, as_lexeme *token) {
  as_slice text = text_of(lexer);
  size_t count = 0, end = lexer->at;
  for (size_t at = end, next; (next = as_peek_single(text, at)) != 0; at = as_peek_spaces(text, next)) {
    count++;
    end = next;
    if (as_peek_spaces(text, next) == next) break;
  }
  if (count < 3) return false;
  token->how = ASSIST_RUN;
  token->text = as_slice_of(text.bytes + lexer->at, end - lexer->at);
  finish(lexer, token, AS_LEXEME_TEXT, end, AS_BEFORE_PIECE);
  return true;
}

static bool take_keyword(as_lexer *lexer, as_lexeme *token) {
  as_keyword word;
  size_t at = lexer->at, end = as_peek_keyword(text_of(lexer), at, &word);
  if (end == 0) return false;
  token->word = true;
  enum as_lexeme_kind kind = AS_LEXEME_AND;
  if (word.letter == 'O') kind = AS_LEXEME_OR;
  if (word.letter == 'N') kind = AS_LEXEME_NOT;
  if (word.letter == '/') {
    kind = AS_LEXEME_NEAR;
    token->ordered = word.ordered;
    token->distance = limited_distance(lexer, word.number, at, end);
  }
  finish(lexer, token, kind, end, AS_BEFORE_SPACE);
  return true;
}

static void note_unknown(as_lexer *lexer, as_slice name, size_t end) {
  char shown[128];
  as_error_escape(shown, sizeof shown, name.bytes, name.size);
  as_notes_add(lexer->notes, lexer->at, end, "unknown-field", "no field is called %s: read as text", shown);
}

static bool take_field(as_lexer *lexer, as_lexeme *token) {
  as_slice text = text_of(lexer);
  size_t end, size = lexer->at < lexer->colons_end ? as_peek_name(text, lexer->at, &end) : 0;
  if (size == 0) return false;
  as_slice name = as_slice_of(text.bytes + lexer->at, size);
  if (!as_field_find(name, lexer->fields, &token->field)) {
    if (as_word_is_name(name) && as_peek_mark(text, end) != AS_MARK_SPACE) note_unknown(lexer, name, end);
    return false;
  }
  finish(lexer, token, AS_LEXEME_FIELD, end, AS_BEFORE_FIELD);
  lexer->in_column = as_field_has_column(&token->field);
  return true;
}

/* - and + lead when a clause follows at once. */
static bool take_sign(as_lexer *lexer, as_lexeme *token, enum as_mark mark, size_t end) {
  switch (as_peek_mark(text_of(lexer), end)) {
  case AS_MARK_SPACE:
  case AS_MARK_CLOSE:
  case AS_MARK_BAR:
  case AS_MARK_MINUS:
  case AS_MARK_PLUS: return false;
  default:
    finish(lexer, token, mark == AS_MARK_MINUS ? AS_LEXEME_NOT : AS_LEXEME_PLUS, end, AS_BEFORE_SIGN);
    return true;
  }
}

static bool take_open(as_lexer *lexer, as_lexeme *token, size_t end) {
  if (lexer->before == AS_BEFORE_PIECE) return false;
  as_buf_add_u8(&lexer->brackets, 1);
  finish(lexer, token, AS_LEXEME_OPEN, end, AS_BEFORE_SPACE);
  return true;
}

static bool take_close(as_lexer *lexer, as_lexeme *token, size_t end) {
  as_buf *brackets = &lexer->brackets;
  if (brackets->size == 0 || brackets->bytes[brackets->size - 1] == 0) return false;
  brackets->size--;
  finish(lexer, token, AS_LEXEME_CLOSE, end, AS_BEFORE_PIECE);
  take_suffixes(lexer, token);
  return true;
}

static bool take_exact(as_lexer *lexer, as_lexeme *token, size_t end) {
  enum as_mark next = as_peek_mark(text_of(lexer), end);
  bool quote = next == AS_MARK_QUOTE || next == AS_MARK_QUOTE_LEFT;
  if (lexer->before == AS_BEFORE_PIECE || !quote) return false;
  take_quoted(lexer, token, end, ASSIST_EXACT);
  return true;
}

static bool take_star(as_lexer *lexer, as_lexeme *token, size_t end) {
  enum as_mark next = as_peek_mark(text_of(lexer), end);
  bool alone = next == AS_MARK_SPACE || next == AS_MARK_CLOSE || next == AS_MARK_BAR || next == AS_MARK_CARET;
  if (lexer->before == AS_BEFORE_PIECE || !alone) return false;
  finish(lexer, token, AS_LEXEME_EVERYTHING, end, AS_BEFORE_PIECE);
  take_suffixes(lexer, token);
  return true;
}

/* A token that its first character decides. */
static bool take_marked(as_lexer *lexer, as_lexeme *token) {
  size_t end;
  enum as_mark mark = as_mark_of(as_peek(text_of(lexer), lexer->at, &end));
  switch (mark) {
  case AS_MARK_OPEN: return take_open(lexer, token, end);
  case AS_MARK_CLOSE: return take_close(lexer, token, end);
  case AS_MARK_BAR: finish(lexer, token, AS_LEXEME_OR, end, AS_BEFORE_SPACE); return true;
  case AS_MARK_MINUS:
  case AS_MARK_PLUS: return lexer->before == AS_BEFORE_SPACE && take_sign(lexer, token, mark, end);
  case AS_MARK_EQUALS: return take_exact(lexer, token, end);
  case AS_MARK_STAR: return take_star(lexer, token, end);
  case AS_MARK_QUOTE_RIGHT:
    if (lexer->before == AS_BEFORE_PIECE || !has_right_after(lexer, end)) return false;
    take_quoted(lexer, token, lexer->at, ASSIST_PHRASE);
    return true;
  case AS_MARK_QUOTE:
  case AS_MARK_QUOTE_LEFT:
  case AS_MARK_TITLE_LEFT: take_quoted(lexer, token, lexer->at, ASSIST_PHRASE); return true;
  default: return false;
  }
}

/* `dup:all`, which says how to show what is found, and is no clause.  A field of the caller's called dup goes before. */
static bool take_switch(as_lexer *lexer) {
  static const char name[] = "dup:all";
  const size_t size = sizeof name - 1;
  as_slice text = text_of(lexer);
  if (lexer->at >= lexer->colons_end || lexer->before != AS_BEFORE_SPACE) return false;
  if (lexer->size - lexer->at < size) return false;
  if (memcmp(text.bytes + lexer->at, name, size) != 0) return false;
  as_field field;
  if (as_field_find(as_slice_of_text("dup"), lexer->fields, &field)) return false;
  enum as_mark next = as_peek_mark(text, lexer->at + size);
  if (next != AS_MARK_SPACE && next != AS_MARK_CLOSE && next != AS_MARK_BAR) return false;
  lexer->at += size;
  lexer->all_copies = true;
  return true;
}

void as_lexer_next(as_lexer *lexer, as_lexeme *out_token) {
  size_t from;
  do {
    from = as_peek_spaces(text_of(lexer), lexer->at);
    if (from != lexer->at) lexer->before = AS_BEFORE_SPACE;
    lexer->at = from;
  } while (take_switch(lexer));
  memset(out_token, 0, sizeof *out_token);
  out_token->start = out_token->end = from;
  out_token->glued = lexer->before == AS_BEFORE_PIECE;
  out_token->boost = AS_BOOST_ONE;
  if (from >= lexer->size) return;
  enum as_before before = lexer->before;
  if (take_marked(lexer, out_token)) return;
  if ((before == AS_BEFORE_SPACE || before == AS_BEFORE_PIECE) && take_keyword(lexer, out_token)) return;
  bool value = before == AS_BEFORE_FIELD && lexer->in_column;
  if (before != AS_BEFORE_PIECE && !value && take_field(lexer, out_token)) return;
  if (before != AS_BEFORE_PIECE && take_singles(lexer, out_token)) return;
  take_word(lexer, out_token);
}
