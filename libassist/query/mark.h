/* SPDX-License-Identifier: MIT
 * What a code point means to the query language, wherever that matters.  Full-width forms mean what their
 * ASCII forms do; the places are the lexer's business. */
#ifndef AS_QUERY_MARK_H
#define AS_QUERY_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum as_mark {
  AS_MARK_NONE = 0, /* text */
  AS_MARK_SPACE,    /* any space or newline */
  AS_MARK_OPEN,     /* ( */
  AS_MARK_CLOSE,    /* ) */
  AS_MARK_BAR,
  AS_MARK_MINUS,
  AS_MARK_PLUS,
  AS_MARK_STAR,
  AS_MARK_QUESTION, /* ASCII alone: the full-width one asks a question */
  AS_MARK_EQUALS,
  AS_MARK_COLON,
  AS_MARK_CARET,
  AS_MARK_TILDE,
  AS_MARK_BACKSLASH,
  AS_MARK_QUOTE,       /* " : opens and closes */
  AS_MARK_QUOTE_LEFT,  /* opens */
  AS_MARK_QUOTE_RIGHT, /* closes; opens where nothing else makes sense: input methods produce pairs of it */
  AS_MARK_TITLE_LEFT   /* the brackets of book titles */
};

extern const uint8_t as_marks_of_ascii[128];
enum as_mark as_mark_find(uint32_t code_point); /* beyond ASCII */
/* Han, kana and Hangul are in a range where nothing is a mark. */
static inline enum as_mark as_mark_of(uint32_t code_point) {
  if (code_point < 0x80) return (enum as_mark)as_marks_of_ascii[code_point];
  return code_point >= 0x3040 && code_point < 0xD800 ? AS_MARK_NONE : as_mark_find(code_point);
}

/* The code points that close what OPENER opens, ended by 0.  LOOSE: no right double quotation mark
 * follows, so that other double quotes may close a left one. */
const uint32_t *as_mark_closers(uint32_t opener, bool loose);

#endif
