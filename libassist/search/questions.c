/* SPDX-License-Identifier: MIT
 *
 * Question words and function characters, written as people write them (Simplified) and folded through the tables when compared, so
 * that either script of the query meets them.  Single 何 and 几 are no question words: with them 几何 would lose its only term. */
#include "search/questions.h"

#include "text/table.h"
#include "text/unit.h"
#include "text/utf8.h"

static const char *const question_words[] = {
    "为什么", "什么样", "什么", "怎么样", "怎么办", "怎么", "怎样", "如何", "多少", "哪",   "吗",
    "呢",     "谁",     "为何", "何时",   "何地",   "何处", "何人", "何种", "何事", "何年", "几个",
    "几年",   "几月",   "几次", "几种",   "几天",   "几岁", "几人", "是否", "请问", "咋",   "啥",
};

static const char function_characters[] = "的是在了和与有以被为于之等及或将对从由到所其而也都就并中个一不";

/* The folded code point at *AT; moves on. */
static uint32_t next_folded(const uint8_t **at) {
  uint32_t code_point;
  size_t left = 0;
  while ((*at)[left] != 0 && left < 4) left++;
  *at += as_utf8_next(*at, left, &code_point);
  return as_entry_value(as_table_entry(code_point));
}

/* Units [from, from+n) are WORD: n, or 0 when they are not. */
static size_t word_at(const as_phrase *phrase, size_t from, const char *word) {
  const uint8_t *at = (const uint8_t *)word;
  size_t i = from;
  while (*at != 0) {
    uint32_t code = next_folded(&at);
    if (i == phrase->count || phrase->units[i].kind != AS_UNIT_CHAR || phrase->units[i].code != code)
      return 0;
    if (i > from && phrase->units[i].position != phrase->units[i - 1].position + 1) return 0;
    i++;
  }
  return i - from;
}

void as_question_mark(const as_phrase *phrase, bool *marks) {
  for (size_t i = 0; i < phrase->count; i++) marks[i] = false;
  for (size_t i = 0; i < phrase->count; i++) {
    for (size_t w = 0; w < sizeof question_words / sizeof question_words[0]; w++) {
      size_t length = word_at(phrase, i, question_words[w]);
      for (size_t k = 0; k < length; k++) marks[i + k] = true;
    }
  }
}

bool as_is_function_character(uint32_t folded_code) {
  const uint8_t *at = (const uint8_t *)function_characters;
  while (*at != 0)
    if (next_folded(&at) == folded_code) return true;
  return false;
}
