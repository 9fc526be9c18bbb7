/* SPDX-License-Identifier: MIT
 * The command line of assist-search. */
#ifndef ASSIST_TOOLS_SEARCH_OPTIONS_H
#define ASSIST_TOOLS_SEARCH_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text_buffer.h"

typedef enum at_output_format {
  AT_OUT_TEXT,
  AT_OUT_JSON,
  AT_OUT_JSONL,
  AT_OUT_TREC,
  AT_OUT_KEYS
} at_output_format;
typedef enum at_color { AT_COLOR_AUTO, AT_COLOR_ALWAYS, AT_COLOR_NEVER } at_color;

typedef struct at_strings {
  const char **at;
  size_t count;
} at_strings;

/* As --facet names it: FIELD[:year|month|day][:N]. */
typedef struct at_facet {
  char *name;   /* FIELD[:year|month|day], as the output calls it; owned */
  char *field;  /* owned */
  int interval; /* ASSIST_FACET_... */
  size_t limit;
} at_facet;

typedef struct at_search_options {
  at_strings indexes; /* paths as given; empty: to be discovered */
  at_strings filters; /* UTF-8, as all texts below */
  at_strings words;
  at_text query;         /* the words joined by a space */
  char **arguments;      /* what the strings above point into; owned */
  const char *queries;   /* a file of queries, or NULL */
  const char *synonyms;  /* a file of them, or NULL */
  const char *questions; /* likewise */
  at_strings stems;      /* [FIELD=]LANGUAGE each */
  const char *like;      /* the key of a document, or NULL */
  const char *document;  /* the key of the one to be explained, or NULL */
  const char *run_tag;
  char *sort_field; /* NULL: by score; owned */
  bool descending;
  at_facet *facets;
  size_t facet_count;
  uint64_t time_limit; /* microseconds; 0: none */
  size_t limit, offset;
  bool limit_given, strict, literal, count, nul, explain, time, suggest, all_copies, group_copies;
  int offset_unit; /* ASSIST_OFFSET_... */
  at_output_format format;
  at_color color;
} at_search_options;

/* Ends the program for --help and --version; false (said) when something is wrong. */
bool at_search_options_parse(at_search_options *options, int argc, char **argv);
void at_search_options_clear(at_search_options *options);

#endif
