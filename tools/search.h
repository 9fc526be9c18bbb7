/* SPDX-License-Identifier: MIT
 * A run of assist-search: the indexes that are asked, and one answer at a time. */
#ifndef ASSIST_TOOLS_SEARCH_H
#define ASSIST_TOOLS_SEARCH_H

#include <assist/index.h>
#include <assist/query.h>
#include <assist/questions.h>
#include <assist/search.h>
#include <assist/snippet.h>
#include <assist/synonyms.h>

#include "search_options.h"

typedef struct at_search {
  const at_search_options *options;
  size_t count; /* of indexes */
  char **paths;
  assist_index **indexes;
  assist_snapshot **snapshots;
  const char **fields; /* names for the parser, NULL-ended */
  unsigned *kinds;     /* of each, bits 1 << ASSIST_VALUE_... */
  assist_query **filters;
  assist_facet_request *facets; /* of the options, with the indexes' names of the fields */
  const char *sort_field;       /* likewise */
  assist_synonyms *synonyms;    /* NULL: none */
  assist_questions *questions;  /* NULL: the library's own */
  bool terminal, color;
} at_search;

/* The answer to one query. */
typedef struct at_answer {
  const char *id; /* with --queries, else NULL */
  const char *text;
  size_t size;
  assist_query *query;
  assist_results *results;
  uint64_t parse_us, search_us;
} at_answer;

/* One hit, ready to be shown.  All borrowed until at_view_close or the next at_view_open. */
typedef struct at_view {
  assist_hit hit;
  uint64_t copies;                 /* near-copies behind it */
  const assist_document *document; /* NULL when there is none */
  const char *title;               /* NULL when there is none */
  size_t title_size;
  assist_snippet *snippet; /* NULL when there is none */
} at_view;

/* search_open.c */
bool at_search_open(at_search *search, const at_search_options *options);
void at_search_close(at_search *search);
/* search_synonyms.c: reads the files of --synonyms and --questions; false (said) when that fails */
bool at_lists_open(at_search *search);
/* search_stem.c: *IO_QUERY by the stems of its words, as the options say; NULL after a failure. */
assist_status at_stem(const at_search_options *options, assist_query **io_query, assist_error *error);
/* search_ask.c: ask and print.  An exit status. */
int at_search_ask(const at_search *search, const char *id, const char *text, size_t size);
/* Say what failed, the ID of the query before it; AT_ERROR. */
int at_fail_about(const at_answer *answer, const assist_error *error);
/* Parse the query of ANSWER, or make it of the document of --like. */
assist_status at_search_parse(const at_search *search, at_answer *answer, assist_error *error);
/* Of hit AT; false (said) when it cannot be read. */
bool at_view_open(const at_search *search, const at_answer *answer, size_t at, at_view *out_view);
void at_view_close(at_view *view);
uint64_t at_now_us(void);
/* search_suggest.c: print suggestions for what was parsed; an exit status. */
int at_search_suggest(const at_search *search, const at_answer *answer);
/* On a terminal, when nothing was found: what may have been meant. */
void at_say_meant(const at_search *search, const at_answer *answer);
/* search_document.c: say why the document of --document matches, or why it does not.  An exit status. */
int at_search_document(const at_search *search, const char *text, size_t size);
/* search_queries.c */
int at_search_queries(const at_search *search, const char *path);

/* Writers: print ANSWER on standard output; false (said) when a hit cannot be read. */
bool at_output_text(const at_search *search, const at_answer *answer);
bool at_output_json(const at_search *search, const at_answer *answer);
bool at_output_jsonl(const at_search *search, const at_answer *answer);
/* output_facets.c: the facets of ANSWER, as comments behind the hits, or as the member "facets". */
void at_add_facet_lines(const at_search *search, const at_answer *answer, at_text *out);
void at_add_facet_member(const at_search *search, const at_answer *answer, at_text *out);
bool at_output_trec(const at_search *search, const at_answer *answer);
bool at_output_keys(const at_search *search, const at_answer *answer);

#endif
