/* SPDX-License-Identifier: MIT
 *
 * Open the indexes, take one snapshot of each, and gather what the parser wants to know: the names of their
 * fields. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "discover.h"
#include "search.h"
#include "tool.h"
#include "visible.h"

static bool wants_color(const at_search *search) {
  const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
  switch (search->options->color) {
  case AT_COLOR_ALWAYS: return true;
  case AT_COLOR_NEVER: return false;
  case AT_COLOR_AUTO: break;
  }
  if (no_color != NULL && no_color[0] != '\0') return false;
  return search->terminal && term != NULL && strcmp(term, "dumb") != 0;
}

static bool open_one(at_search *search, const char *named) {
  assist_error error;
  size_t at = search->count;
  char *path = at_discover_index(named);
  if (path == NULL) {
    at_say("no index: none named by -i or ASSIST_INDEX, and no .assist here or above");
    return false;
  }
  search->paths[at] = path;
  search->count++;
  if (assist_index_open(path, NULL, &search->indexes[at], &error) == ASSIST_OK &&
      assist_index_snapshot(search->indexes[at], &search->snapshots[at], &error) == ASSIST_OK)
    return true;
  at_fail(path, &error);
  return false;
}

/* The place of NAME among the fields; COUNT: it is new. */
static size_t find_field(const at_search *search, size_t count, const char *name) {
  size_t at = 0;
  while (at < count && strcmp(search->fields[at], name) != 0) at++;
  return at;
}

/* A field of several indexes holds what it does in any of them. */
static void gather_fields(at_search *search) {
  size_t count = 0, most = search->count * ASSIST_FIELDS_MAX;
  const char *name;
  unsigned kinds;
  search->fields = at_alloc((most + 1) * sizeof *search->fields);
  search->kinds = at_alloc((most + 1) * sizeof *search->kinds);
  for (size_t i = 0; i < search->count; i++) {
    for (size_t at = 0; (name = assist_snapshot_field_at(search->snapshots[i], at, &kinds)) != NULL; at++) {
      if (strcmp(name, "title") == 0 || strcmp(name, "body") == 0) continue;
      size_t place = find_field(search, count, name);
      search->kinds[place] |= kinds;
      if (place < count) continue;
      search->fields[count++] = name;
    }
  }
}

/* The index's own name of FIELD; 日期 is date, as it is when documents are read. */
static const char *own_name(const at_search *search, const char *field) {
  for (size_t i = 0; search->fields[i] != NULL; i++)
    if (strcmp(search->fields[i], field) == 0) return search->fields[i];
  return strcmp(field, "日期") == 0 ? "date" : field;
}

static void name_columns(at_search *search) {
  const at_search_options *o = search->options;
  search->facets = at_alloc((o->facet_count + 1) * sizeof *search->facets);
  for (size_t i = 0; i < o->facet_count; i++)
    search->facets[i] = (assist_facet_request){own_name(search, o->facets[i].field), o->facets[i].interval,
                                               o->facets[i].limit};
  if (o->sort_field != NULL) search->sort_field = own_name(search, o->sort_field);
}

/* What is doubtful about a filter has no place in any format, so it is told here. */
static void say_doubts(const char *text, const assist_query *filter) {
  assist_diagnostic doubt;
  at_text shown = {0};
  at_text_add_string(&shown, "--filter=");
  at_visible_text(&shown, text, strlen(text));
  for (size_t i = 0; assist_query_diagnostic_at(filter, i, &doubt, NULL) == ASSIST_OK; i++)
    at_say_text(at_text_string(&shown), doubt.message);
  at_text_clear(&shown);
}

static bool parse_filters(at_search *search) {
  const at_strings *filters = &search->options->filters;
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  assist_error error;
  options.fields = search->fields;
  options.kinds = search->kinds;
  search->filters = at_alloc((filters->count + 1) * sizeof *search->filters);
  for (size_t i = 0; i < filters->count; i++) {
    const char *text = filters->at[i];
    if (assist_query_parse(text, strlen(text), &options, &search->filters[i], &error) == ASSIST_OK &&
        at_stem(search->options, &search->filters[i], &error) == ASSIST_OK) {
      say_doubts(text, search->filters[i]);
      continue;
    }
    at_fail("--filter", &error);
    return false;
  }
  return true;
}

bool at_search_open(at_search *search, const at_search_options *options) {
  const at_strings *named = &options->indexes;
  size_t count = named->count == 0 ? 1 : named->count;
  *search = (at_search){.options = options, .terminal = isatty(STDOUT_FILENO) == 1};
  search->color = wants_color(search);
  search->paths = at_alloc(count * sizeof *search->paths);
  search->indexes = at_alloc(count * sizeof *search->indexes);
  search->snapshots = at_alloc(count * sizeof *search->snapshots);
  bool good = true;
  for (size_t i = 0; i < count && good; i++) good = open_one(search, named->count == 0 ? NULL : named->at[i]);
  if (good) {
    gather_fields(search);
    name_columns(search);
    good = parse_filters(search) && at_lists_open(search);
  }
  if (!good) at_search_close(search);
  return good;
}

void at_search_close(at_search *search) {
  for (size_t i = 0; search->filters != NULL && i < search->options->filters.count; i++)
    assist_query_free(search->filters[i]);
  for (size_t i = 0; i < search->count; i++) {
    assist_snapshot_close(search->snapshots[i]);
    assist_index_close(search->indexes[i]);
    free(search->paths[i]);
  }
  assist_synonyms_free(search->synonyms);
  assist_questions_free(search->questions);
  free(search->filters);
  free(search->facets);
  free(search->fields);
  free(search->kinds);
  free(search->snapshots);
  free(search->indexes);
  free(search->paths);
}
