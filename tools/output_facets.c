/* SPDX-License-Identifier: MIT
 *
 * Facets for people and for programs.  In text they come behind the hits:
 *
 *   # author<TAB>李四<TAB>12
 *
 * and on a terminal under their name, counts first.  In JSON they are the member "facets" (doc/json-output.md). */
#include <inttypes.h>

#include "json_out.h"
#include "search.h"
#include "tool.h"
#include "visible.h"

static assist_facet facet_at(const at_answer *answer, size_t at) {
  assist_facet facet = {0};
  if (assist_results_facet(answer->results, at, &facet, NULL) != ASSIST_OK) at_die("a facet cannot be read");
  return facet;
}

static assist_facet_value value_at(const at_answer *answer, size_t at, size_t value) {
  assist_facet_value found = {0};
  if (assist_results_facet_value(answer->results, at, value, &found, NULL) != ASSIST_OK)
    at_die("a facet cannot be read");
  return found;
}

static void add_for_terminal(const at_search *search, const at_answer *answer, at_text *out, size_t at) {
  assist_facet facet = facet_at(answer, at);
  const char *name = search->options->facets[at].name;
  at_text_add_byte(out, '\n');
  at_visible_text(out, name, strlen(name));
  at_text_print(out, ": %" PRIu64 " value%s in %" PRIu64 " document%s\n", facet.distinct,
                facet.distinct == 1 ? "" : "s", facet.documents, facet.documents == 1 ? "" : "s");
  for (size_t i = 0; i < facet.count; i++) {
    assist_facet_value value = value_at(answer, at, i);
    at_text_print(out, "%9" PRIu64 "  ", value.count);
    at_visible_text(out, value.text, value.size);
    at_text_add_byte(out, '\n');
  }
}

static void add_for_pipe(const at_search *search, const at_answer *answer, at_text *out, size_t at) {
  assist_facet facet = facet_at(answer, at);
  const char *name = search->options->facets[at].name;
  for (size_t i = 0; i < facet.count; i++) {
    assist_facet_value value = value_at(answer, at, i);
    if (answer->id != NULL) {
      at_visible_text(out, answer->id, strlen(answer->id));
      at_text_add_byte(out, '\t');
    }
    at_text_add_string(out, "# ");
    at_visible_text(out, name, strlen(name));
    at_text_add_byte(out, '\t');
    at_visible_text(out, value.text, value.size);
    at_text_print(out, "\t%" PRIu64 "\n", value.count);
  }
}

void at_add_facet_lines(const at_search *search, const at_answer *answer, at_text *out) {
  for (size_t i = 0; i < assist_results_facet_count(answer->results); i++) {
    if (search->terminal)
      add_for_terminal(search, answer, out, i);
    else
      add_for_pipe(search, answer, out, i);
  }
}

static void add_value(at_text *out, const assist_facet *facet, const assist_facet_value *value) {
  at_json_comma(out);
  at_text_add_byte(out, '{');
  at_json_member(out, "value");
  if (facet->kind == ASSIST_VALUE_NUMBER)
    at_json_number(out, value->number);
  else
    at_json_string(out, value->text, value->size);
  at_json_member(out, "count");
  at_json_unsigned(out, value->count);
  at_text_add_byte(out, '}');
}

void at_add_facet_member(const at_search *search, const at_answer *answer, at_text *out) {
  at_json_member(out, "facets");
  at_text_add_byte(out, '{');
  for (size_t i = 0; i < assist_results_facet_count(answer->results); i++) {
    assist_facet facet = facet_at(answer, i);
    at_json_member(out, search->options->facets[i].name);
    at_text_add_byte(out, '{');
    at_json_member(out, "distinct");
    at_json_unsigned(out, facet.distinct);
    at_json_member(out, "documents");
    at_json_unsigned(out, facet.documents);
    at_json_member(out, "values");
    at_text_add_byte(out, '[');
    for (size_t j = 0; j < facet.count; j++) {
      assist_facet_value value = value_at(answer, i, j);
      add_value(out, &facet, &value);
    }
    at_text_add_string(out, "]}");
  }
  at_text_add_byte(out, '}');
}
