/* SPDX-License-Identifier: MIT
 *
 * Question words and function characters, written as people write them (Simplified) and folded through the tables when compared, so
 * that either script of the query meets them.  Single 何 and 几 are no question words: with them 几何 would lose its only term. */
#include "search/questions.h"

#include <string.h>

#include "base/error.h"
#include "text/table.h"
#include "text/unit.h"
#include "text/utf8.h"

const char as_questions_text[] = "question 为什么 什么样 什么 甚么 怎么样 怎么办 怎么 怎样 怎 如何\n"
                                 "question 多少 哪些 哪个 哪种 哪位 哪 吗 呢 谁 为何\n"
                                 "question 何时 何地 何处 何人 何种 何事 何年 几个 几年 几月\n"
                                 "question 几时 几次 几种 几天 几岁 几人 是否 请问 咋 啥\n"
                                 "function 的是在了和与有以被为于之等及或将对从由到所其而也都就并中个一不\n"
                                 "function 我你他她它们这那可能会要\n";

/* ---- reading ---- */

typedef struct list_reader {
  as_questions *lists;
  const uint8_t *at, *end; /* of the line */
  unsigned line;
  assist_error *error;
} list_reader;

static bool is_space(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\r'; }

static void skip_spaces(list_reader *in) {
  while (in->at < in->end && is_space(*in->at)) in->at++;
}

static assist_status refuse(list_reader *in, assist_status status, const char *what) {
  return as_fail(in->error, status, "line %u: %s", in->line, what);
}

/* The folded character at hand; moves on. */
static assist_status next_character(list_reader *in, uint32_t *out_code) {
  uint32_t code_point;
  in->at += as_utf8_next(in->at, (size_t)(in->end - in->at), &code_point);
  const unsigned class = as_table_class(code_point);
  if (class != AS_CHAR_HAN && class != AS_CHAR_KANA && class != AS_CHAR_HANGUL)
    return refuse(in, ASSIST_SYNTAX, "not a Han, Kana or Hangul character");
  *out_code = as_entry_value(as_table_entry(code_point));
  return ASSIST_OK;
}

static assist_status add_word(list_reader *in) {
  as_questions *lists = in->lists;
  if (lists->word_count == lists->word_room) return refuse(in, ASSIST_LIMIT, "too many question words");
  uint32_t *word = lists->words[lists->word_count];
  size_t length = 0;
  while (in->at < in->end && !is_space(*in->at)) {
    if (length == ASSIST_QUESTION_WORD_MAX) return refuse(in, ASSIST_LIMIT, "a question word is too long");
    assist_status status = next_character(in, &word[length++]);
    if (status != ASSIST_OK) return status;
  }
  word[length] = 0;
  lists->word_count++;
  return ASSIST_OK;
}

static assist_status add_function(list_reader *in) {
  as_questions *lists = in->lists;
  if (lists->function_count == lists->function_room)
    return refuse(in, ASSIST_LIMIT, "too many function characters");
  return next_character(in, &lists->functions[lists->function_count++]);
}

/* Whether the line begins with WORD, and a space or nothing behind it; moves on. */
static bool takes(list_reader *in, const char *word) {
  const size_t size = strlen(word), left = (size_t)(in->end - in->at);
  if (left < size || memcmp(in->at, word, size) != 0 || (left > size && !is_space(in->at[size])))
    return false;
  in->at += size;
  return true;
}

static assist_status read_line(list_reader *in) {
  assist_status status = ASSIST_OK;
  skip_spaces(in);
  if (in->at == in->end || *in->at == '#') return ASSIST_OK;
  const bool words = takes(in, "question");
  if (!words && !takes(in, "function"))
    return refuse(in, ASSIST_SYNTAX, "begins with neither 'question' nor 'function'");
  for (skip_spaces(in); status == ASSIST_OK && in->at < in->end; skip_spaces(in))
    status = words ? add_word(in) : add_function(in);
  return status;
}

assist_status as_questions_parse(as_questions *questions, as_slice text, assist_error *error) {
  const uint8_t *at = text.bytes, *end = text.bytes + text.size;
  questions->word_count = questions->function_count = 0;
  for (unsigned line = 1; at < end; line++) {
    const uint8_t *newline = memchr(at, '\n', (size_t)(end - at));
    list_reader in = {questions, at, newline != NULL ? newline : end, line, error};
    assist_status status = read_line(&in);
    if (status != ASSIST_OK) return status;
    at = newline != NULL ? newline + 1 : end;
  }
  return ASSIST_OK;
}

const as_questions *as_questions_own(as_own_questions *own) {
  own->lists = (as_questions){
      .words = own->words,
      .word_room = AS_QUESTION_WORDS,
      .functions = own->functions,
      .function_room = AS_FUNCTION_CHARACTERS,
  };
  (void)as_questions_parse(&own->lists, as_slice_of(as_questions_text, sizeof as_questions_text - 1), NULL);
  return &own->lists;
}

/* ---- asking ---- */

static bool is_character(const as_phrase_unit *unit, uint32_t code) {
  return unit->kind == AS_UNIT_CHAR && unit->code == code;
}

/* Units [from, from+n) are WORD: n, or 0 when they are not. */
static size_t word_at(const as_phrase *phrase, size_t from, const uint32_t *word) {
  const as_phrase_unit *units = phrase->units;
  size_t i = 0;
  for (; word[i] != 0; i++) {
    if (from + i == phrase->count || !is_character(&units[from + i], word[i])) return 0;
    if (i > 0 && units[from + i].position != units[from + i - 1].position + 1) return 0;
  }
  return i;
}

void as_questions_mark(const as_questions *questions, const as_phrase *phrase, bool *marks) {
  for (size_t i = 0; i < phrase->count; i++) {
    for (size_t w = 0; w < questions->word_count; w++) {
      if (phrase->units[i].code != questions->words[w][0]) continue;
      size_t length = word_at(phrase, i, questions->words[w]);
      for (size_t k = 0; k < length; k++) marks[i + k] = true;
    }
  }
}

bool as_questions_bind(const as_questions *questions, uint32_t folded_code) {
  for (size_t i = 0; i < questions->function_count; i++)
    if (questions->functions[i] == folded_code) return true;
  return false;
}
