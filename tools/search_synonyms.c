/* SPDX-License-Identifier: MIT
 *
 * --synonyms and --questions: the whole file in memory, at most so much, a BOM at its beginning dropped. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "search.h"
#include "tool.h"

#define FILE_MAX ((size_t)64 << 20)

static bool read_file(const char *path, at_text *out) {
  char block[65536];
  size_t got;
  FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
  if (file == NULL) {
    at_say("%s: %s", path, strerror(errno));
    return false;
  }
  while (out->size <= FILE_MAX && (got = fread(block, 1, sizeof block, file)) > 0)
    at_text_add(out, block, got);
  bool good = ferror(file) == 0 && out->size <= FILE_MAX;
  if (!good) at_say("%s: %s", path, out->size > FILE_MAX ? "too large for a list" : strerror(errno));
  if (file != stdin) fclose(file);
  return good;
}

static assist_status make_synonyms(at_search *search, const char *text, size_t size, assist_error *error) {
  assist_status status = assist_synonyms_new(&search->synonyms, error);
  return status != ASSIST_OK ? status : assist_synonyms_add(search->synonyms, text, size, error);
}

static assist_status make_questions(at_search *search, const char *text, size_t size, assist_error *error) {
  return assist_questions_parse(text, size, &search->questions, error);
}

static bool open_list(at_search *search, const char *path,
                      assist_status (*make)(at_search *search, const char *text, size_t size,
                                            assist_error *error)) {
  assist_error error;
  at_text text = {0};
  if (path == NULL) return true;
  bool good = read_file(path, &text);
  size_t bom = good && text.size >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  if (good && make(search, at_text_string(&text) + bom, text.size - bom, &error) != ASSIST_OK) {
    at_fail(path, &error);
    good = false;
  }
  at_text_clear(&text);
  return good;
}

bool at_lists_open(at_search *search) {
  return open_list(search, search->options->synonyms, make_synonyms) &&
         open_list(search, search->options->questions, make_questions);
}
