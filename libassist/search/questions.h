/* SPDX-License-Identifier: MIT
 * The two lists of the relaxed pass: question words, which ask but do not tell, and function characters, which bind words.  Both are
 * folded by the tables; see doc/ranking.md for where they come from and what each gave. */
#ifndef AS_SEARCH_QUESTIONS_H
#define AS_SEARCH_QUESTIONS_H

#include <stdbool.h>

#include <assist/questions.h>

#include "query/tree.h"

typedef uint32_t as_question_word[ASSIST_QUESTION_WORD_MAX + 1]; /* 0 ends one */

/* Both lists, folded. */
typedef struct assist_questions as_questions;
struct assist_questions {
  size_t word_count, word_room, function_count, function_room;
  as_question_word *words;
  uint32_t *functions;
};

/* Those of the library, as include/assist/questions.h writes them, and how many they are. */
extern const char as_questions_text[];
#define AS_QUESTION_WORDS 40u
#define AS_FUNCTION_CHARACTERS 43u

/* QUESTIONS, which have room, as TEXT says.  Errors: SYNTAX, LIMIT (there is more than room for). */
assist_status as_questions_parse(as_questions *questions, as_slice text, assist_error *error);
/* The library's own, with their memory. */
typedef struct as_own_questions {
  as_questions lists;
  as_question_word words[AS_QUESTION_WORDS];
  uint32_t functions[AS_FUNCTION_CHARACTERS];
} as_own_questions;
const as_questions *as_questions_own(as_own_questions *own);
/* Marks the units of PHRASE that lie inside a question word: MARKS has one entry a unit, false before. */
void as_questions_mark(const as_questions *questions, const as_phrase *phrase, bool *marks);
bool as_questions_bind(const as_questions *questions, uint32_t folded_code); /* a function character */

#endif
