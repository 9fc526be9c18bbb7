/* SPDX-License-Identifier: MIT
 *
 * The two lists of the relaxed pass (doc/ranking.md), for who wants others: question words, which ask but do not tell, and function
 * characters, which bind words.  They are a text in lines, in UTF-8:
 *
 *   question 为什么 什么 多少           words of 1 to 8 characters, parted by spaces; any number of such lines
 *   function 的是在了和                characters; spaces between them say nothing
 *   # a remark                         these, and empty lines, say nothing
 *
 * Either script will do: they are compared as everything is.  Lists change how relaxed hits are ordered, and which terms are asked for;
 * they are no part of an index. */
#ifndef ASSIST_QUESTIONS_H
#define ASSIST_QUESTIONS_H

#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSIST_QUESTION_WORDS_MAX 512u
#define ASSIST_QUESTION_WORD_MAX 8u /* characters */
#define ASSIST_FUNCTION_CHARACTERS_MAX 512u

typedef struct assist_questions assist_questions; /* Threads: share freely */

/* The lists that TEXT says, and nothing of the library's own; an empty text is empty lists.  Owned: assist_questions_free.
 * Errors: SYNTAX (a line of another kind, or something that is no Han, Kana or Hangul character; the message has the line),
 * LIMIT, NOMEM, INVALID. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_questions_parse(const char *text, size_t size,
                                                                    assist_questions **out_questions,
                                                                    assist_error *error);
ASSIST_API void assist_questions_free(assist_questions *questions); /* NULL is fine */
/* The library's own lists, as such a text, NUL-ended.  Borrowed for ever. */
ASSIST_API const char *assist_questions_text(void);

#ifdef __cplusplus
}
#endif
#endif
