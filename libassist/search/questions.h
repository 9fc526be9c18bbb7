/* SPDX-License-Identifier: MIT
 * The two lists of the relaxed pass: question words, which ask but do not tell, and function characters, which bind words.  Both are
 * folded by the tables; see doc/ranking.md for where they come from and what each gave. */
#ifndef AS_SEARCH_QUESTIONS_H
#define AS_SEARCH_QUESTIONS_H

#include <stdbool.h>

#include "query/tree.h"

#define AS_QUESTION_WORDS 40u
#define AS_QUESTION_WORD_MOST 3u /* characters of one */
#define AS_FUNCTION_CHARACTERS 43u

/* Both lists, folded: once a query, since to fold takes longer than to compare. */
typedef struct as_questions {
  uint32_t words[AS_QUESTION_WORDS][AS_QUESTION_WORD_MOST + 1]; /* 0 ends one */
  uint32_t functions[AS_FUNCTION_CHARACTERS];
} as_questions;

void as_questions_init(as_questions *questions);
/* Marks the units of PHRASE that lie inside a question word: MARKS has one entry a unit, false before. */
void as_questions_mark(const as_questions *questions, const as_phrase *phrase, bool *marks);
bool as_questions_bind(const as_questions *questions, uint32_t folded_code); /* a function character */

#endif
