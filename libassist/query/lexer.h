/* SPDX-License-Identifier: MIT
 * The clean text of a query, cut into tokens, one at a time.  Everything that depends on what stands
 * right before or after a character is decided here; the parser sees kinds only.  Every byte string is
 * accepted. */
#ifndef AS_QUERY_LEXER_H
#define AS_QUERY_LEXER_H

#include "base/buf.h"
#include "base/slice.h"
#include "query/field.h"
#include "query/note.h"

enum as_lexeme_kind {
  AS_LEXEME_END = 0,
  AS_LEXEME_TEXT, /* a piece of text, standing as `how` says */
  AS_LEXEME_EVERYTHING,
  AS_LEXEME_OPEN, /* a bracket that groups */
  AS_LEXEME_CLOSE,
  AS_LEXEME_FIELD, /* a known name and its colon */
  AS_LEXEME_NOT,   /* NOT, or a leading minus */
  AS_LEXEME_PLUS,
  AS_LEXEME_AND,
  AS_LEXEME_OR,
  AS_LEXEME_NEAR /* NEAR/n and ADJ/n */
};

/* What stands before the place where the lexer is. */
enum as_before {
  AS_BEFORE_SPACE = 0, /* the start, space, an operator, an opening bracket */
  AS_BEFORE_SIGN,      /* a leading - or + */
  AS_BEFORE_FIELD,     /* a field's colon */
  AS_BEFORE_PIECE      /* the end of a piece, a word or a group, without space */
};

typedef struct as_lexeme {
  enum as_lexeme_kind kind;
  bool glued;        /* directly after a piece: part of the same clause */
  bool word;         /* an operator written as a word */
  int how;           /* TEXT: ASSIST_RUN, ASSIST_PHRASE, ASSIST_EXACT */
  bool shape;        /* TEXT: with * and ? as operators */
  as_field field;    /* FIELD */
  uint32_t distance; /* NEAR */
  bool ordered;
  as_slice text;     /* TEXT: without quotes and escapes; borrowed from the text, or until the next token */
  size_t start, end; /* bytes of the clean text */
  /* TEXT, EVERYTHING, CLOSE: what stands after it. */
  uint32_t boost; /* thousandths */
  bool tilde;     /* ~N, from TILDE_AT to TILDE_END */
  uint32_t number;
  size_t tilde_at, tilde_end;
} as_lexeme;

typedef struct as_lexer {
  const uint8_t *text;
  size_t size;
  size_t at;
  enum as_before before;
  const as_field_names *fields;
  bool in_column; /* after the name of a column and its colon: values hold colons */
  as_notes *notes;
  as_buf brackets;   /* a byte for each open bracket: 1 groups, 0 is text */
  as_buf scratch;    /* the text of a token */
  bool all_copies;   /* dup:all was read */
  size_t colons_end; /* no colon stands here or after it */
  size_t
      last_right; /* one more than the offset of the last right double quotation mark; 0: none; SIZE_MAX: nobody asked */
} as_lexer;

/* TEXT, FIELDS and NOTES are borrowed. */
void as_lexer_init(as_lexer *lexer, as_slice text, const as_field_names *fields, as_notes *notes);
void as_lexer_clear(as_lexer *lexer);
void as_lexer_next(as_lexer *lexer, as_lexeme *out_token);
void as_lexer_stop(as_lexer *lexer);         /* nothing but END from now on */
bool as_lexer_failed(const as_lexer *lexer); /* no memory: tokens may lack text */

#endif
