/* SPDX-License-Identifier: MIT
 *
 * include/assist/questions.h: check the arguments, ask search/questions.h. */
#include <assist/questions.h>

#include "base/error.h"
#include "port/mem.h"
#include "search/questions.h"

/* With room for as much as there may be, behind it. */
static as_questions *make(void) {
  const size_t words = ASSIST_QUESTION_WORDS_MAX * sizeof(as_question_word);
  as_questions *made =
      as_mem_calloc(1, sizeof *made + words + ASSIST_FUNCTION_CHARACTERS_MAX * sizeof(uint32_t));
  if (made == NULL) return NULL;
  made->word_room = ASSIST_QUESTION_WORDS_MAX;
  made->function_room = ASSIST_FUNCTION_CHARACTERS_MAX;
  made->words = (as_question_word *)(made + 1);
  made->functions = (uint32_t *)(made->words + ASSIST_QUESTION_WORDS_MAX);
  return made;
}

assist_status assist_questions_parse(const char *text, size_t size, assist_questions **out_questions,
                                     assist_error *error) {
  if (out_questions == NULL || (text == NULL && size > 0))
    return as_fail(error, ASSIST_INVALID, "a text, or a place for the lists, is missing");
  as_questions *made = make();
  if (made == NULL) return as_fail_nomem(error);
  assist_status status = as_questions_parse(made, as_slice_of(size > 0 ? text : "", size), error);
  if (status != ASSIST_OK) {
    as_mem_free(made);
    return status;
  }
  *out_questions = made;
  return ASSIST_OK;
}

void assist_questions_free(assist_questions *questions) { as_mem_free(questions); }

const char *assist_questions_text(void) { return as_questions_text; }
