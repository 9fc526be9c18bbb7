/* SPDX-License-Identifier: MIT
 *
 *   --sort   score | FIELD [:asc | :desc]
 *   --facet  FIELD [:year | :month | :day] [:N | :all]
 *
 * Read from the end, since a field's name may hold a colon.  Without N a facet gives its ten commonest values, by intervals
 * all of them. */
#include "column_options.h"

#include <assist/search.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

#define VALUES_SHOWN 10u

/* The word behind the last colon, cut off TEXT; NULL: there is none, or nothing stands before it. */
static const char *last_word(char *text) {
  char *colon = strrchr(text, ':');
  return colon == NULL || colon == text ? NULL : colon + 1;
}

static void cut_word(char *text) { *strrchr(text, ':') = '\0'; }

static char *copy_of(const char *text) {
  size_t size = strlen(text) + 1;
  return memcpy(at_alloc(size), text, size);
}

bool at_set_sort(at_search_options *options, const char *text) {
  char *field = copy_of(text);
  const char *word = last_word(field);
  bool up = word != NULL && strcmp(word, "asc") == 0, down = word != NULL && strcmp(word, "desc") == 0;
  if (up || down) cut_word(field);
  free(options->sort_field);
  options->sort_field = NULL;
  options->descending = down;
  if (*field == '\0') {
    at_say("--sort: no field");
    free(field);
    return false;
  }
  if (strcmp(text, "score") == 0)
    free(field);
  else
    options->sort_field = field;
  return true;
}

static int interval_of(const char *word) {
  static const char *const names[] = {"", "year", "month", "day"};
  for (int i = ASSIST_FACET_YEAR; word != NULL && i <= ASSIST_FACET_DAY; i++)
    if (strcmp(word, names[i]) == 0) return i;
  return ASSIST_FACET_VALUE;
}

bool at_add_facet(at_search_options *options, const char *text) {
  at_facet facet = {.name = copy_of(text), .limit = ASSIST_LIMIT_ALL};
  uint64_t count;
  const char *word = last_word(facet.name);
  bool all = word != NULL && strcmp(word, "all") == 0, limited = word != NULL && at_parse_count(word, &count);
  if (all || limited) {
    cut_word(facet.name);
    word = last_word(facet.name);
  }
  facet.field = copy_of(facet.name);
  facet.interval = interval_of(word);
  if (facet.interval != ASSIST_FACET_VALUE) cut_word(facet.field);
  if (limited)
    facet.limit = count < SIZE_MAX ? (size_t)count : ASSIST_LIMIT_ALL;
  else if (!all && facet.interval == ASSIST_FACET_VALUE)
    facet.limit = VALUES_SHOWN;
  options->facets = at_realloc(options->facets, (options->facet_count + 1) * sizeof facet);
  options->facets[options->facet_count++] = facet;
  if (*facet.field != '\0') return true;
  at_say("--facet: no field");
  return false;
}

void at_column_options_clear(at_search_options *options) {
  for (size_t i = 0; i < options->facet_count; i++) {
    free(options->facets[i].name);
    free(options->facets[i].field);
  }
  free(options->facets);
  free(options->sort_field);
}
