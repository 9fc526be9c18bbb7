/* SPDX-License-Identifier: MIT
 *
 * Question words and function characters, written as people write them (Simplified) and folded through the tables when compared, so
 * that either script of the query meets them.  Single 何 and 几 are no question words: with them 几何 would lose its only term. */
#include "search/questions.h"

#include "text/table.h"
#include "text/unit.h"
#include "text/utf8.h"

static const char *const question_words[AS_QUESTION_WORDS] = {
    "为什么", "什么样", "什么", "甚么", "怎么样", "怎么办", "怎么", "怎样", "怎",   "如何",
    "多少",   "哪些",   "哪个", "哪种", "哪位",   "哪",     "吗",   "呢",   "谁",   "为何",
    "何时",   "何地",   "何处", "何人", "何种",   "何事",   "何年", "几个", "几年", "几月",
    "几时",   "几次",   "几种", "几天", "几岁",   "几人",   "是否", "请问", "咋",   "啥",
};

static const char function_characters[] =
    "的是在了和与有以被为于之等及或将对从由到所其而也都就并中个一不我你他她它们这那可能会要";

/* The folded code point at *AT; moves on. */
static uint32_t next_folded(const uint8_t **at) {
  uint32_t code_point;
  size_t left = 0;
  while ((*at)[left] != 0 && left < 4) left++;
  *at += as_utf8_next(*at, left, &code_point);
  return as_entry_value(as_table_entry(code_point));
}

/* At most MOST characters; returns how many. */
static size_t fold(const char *text, size_t most, uint32_t *out_codes) {
  const uint8_t *at = (const uint8_t *)text;
  size_t count = 0;
  while (*at != 0 && count < most) out_codes[count++] = next_folded(&at);
  return count;
}

void as_questions_init(as_questions *questions) {
  for (size_t w = 0; w < AS_QUESTION_WORDS; w++) {
    size_t length = fold(question_words[w], AS_QUESTION_WORD_MOST, questions->words[w]);
    questions->words[w][length] = 0;
  }
  fold(function_characters, AS_FUNCTION_CHARACTERS, questions->functions);
}

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
    for (size_t w = 0; w < AS_QUESTION_WORDS; w++) {
      if (phrase->units[i].code != questions->words[w][0]) continue;
      size_t length = word_at(phrase, i, questions->words[w]);
      for (size_t k = 0; k < length; k++) marks[i + k] = true;
    }
  }
}

bool as_questions_bind(const as_questions *questions, uint32_t folded_code) {
  for (size_t i = 0; i < AS_FUNCTION_CHARACTERS; i++)
    if (questions->functions[i] == folded_code) return true;
  return false;
}
