/* SPDX-License-Identifier: MIT
 * A bare word of a query: all that is no operator, up to where one may stand again. */
#ifndef AS_QUERY_WORD_H
#define AS_QUERY_WORD_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

typedef struct as_word {
  as_slice text;    /* the whole query */
  as_buf *brackets; /* the open brackets: 1 groups, 0 is text */
  as_buf *scratch;
  as_slice read; /* the word without escapes: of TEXT, or of SCRATCH where there are some */
  bool stray;    /* a closing bracket closes nothing: the first one at... */
  size_t stray_at, stray_end;
  bool shape;    /* a word of letters, digits, * and ? that stands for the words of its shape */
  bool wildcard; /* * stands as if it were a wildcard, but the word is not such a word */
  /* While reading: */
  bool in_token;  /* the character before is a letter or digit */
  bool letters;   /* and its token has a letter */
  bool all_plain; /* nothing but letters, digits, * and ? so far */
  bool asked;     /* a ? after them */
  bool inside;    /* and letters or digits after that */
  bool any_letter;
  bool stars;
  size_t star_after; /* where a * after a Latin token ends */
} as_word;

/* Reads the word at AT, at least one code point; returns where it ends. */
size_t as_word_read(as_word *word, size_t at);
/* Does a backslash escape the character at AT?  Not a letter or a digit: C:\new is text. */
bool as_word_escapes(as_slice text, size_t at);
/* Could NAME be meant as a field's name?  Letters, digits, Han, _ and - only. */
bool as_word_is_name(as_slice name);

#endif
