/* SPDX-License-Identifier: MIT
 * The two lists of the relaxed pass: question words, which ask but do not tell, and function characters, which bind words.  Both are
 * folded by the tables; see doc/ranking.md for where they come from and what each gave. */
#ifndef AS_SEARCH_QUESTIONS_H
#define AS_SEARCH_QUESTIONS_H

#include <stdbool.h>

#include "query/tree.h"

/* Marks the units of PHRASE that lie inside a question word: MARKS has one entry a unit. */
void as_question_mark(const as_phrase *phrase, bool *marks);
bool as_is_function_character(uint32_t folded_code);

#endif
