/* SPDX-License-Identifier: MIT
 *
 * Options of assist-search by getopt_long, which lets options follow words.  A query may begin with `-` and a
 * Han character (`-视频`: without that word); such arguments are hidden from getopt behind a byte of their own,
 * which is taken off again wherever an argument comes back. */
#include "search_options.h"

#include <assist/analyzer.h>
#include <assist/search.h>
#include <getopt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "column_options.h"
#include "locale_text.h"
#include "search_help.h"
#include "tool.h"

#define HIDING '\x01'

enum {
  SORT = 256,
  FILTER,
  FACET,
  STRICT,
  EXPLAIN,
  TIME,
  OFFSETS,
  FORMAT,
  RUN_TAG,
  QUERIES,
  COLOR,
  OFFSET,
  TIMEOUT,
  SUGGEST,
  SYNONYMS,
  QUESTIONS,
  STEM,
  ALL_COPIES,
  GROUP_COPIES,
  LIKE,
  DOCUMENT
};

static const struct option options_long[] = {{"index", required_argument, NULL, 'i'},
                                             {"number", required_argument, NULL, 'n'},
                                             {"offset", required_argument, NULL, OFFSET},
                                             {"sort", required_argument, NULL, SORT},
                                             {"filter", required_argument, NULL, FILTER},
                                             {"facet", required_argument, NULL, FACET},
                                             {"timeout", required_argument, NULL, TIMEOUT},
                                             {"strict", no_argument, NULL, STRICT},
                                             {"fixed-strings", no_argument, NULL, 'F'},
                                             {"count", no_argument, NULL, 'c'},
                                             {"list", no_argument, NULL, 'l'},
                                             {"null", no_argument, NULL, '0'},
                                             {"explain", no_argument, NULL, EXPLAIN},
                                             {"time", no_argument, NULL, TIME},
                                             {"offsets", required_argument, NULL, OFFSETS},
                                             {"format", required_argument, NULL, FORMAT},
                                             {"run-tag", required_argument, NULL, RUN_TAG},
                                             {"queries", required_argument, NULL, QUERIES},
                                             {"color", optional_argument, NULL, COLOR},
                                             {"suggest", no_argument, NULL, SUGGEST},
                                             {"synonyms", required_argument, NULL, SYNONYMS},
                                             {"questions", required_argument, NULL, QUESTIONS},
                                             {"stem", required_argument, NULL, STEM},
                                             {"like", required_argument, NULL, LIKE},
                                             {"document", required_argument, NULL, DOCUMENT},
                                             {"all-copies", no_argument, NULL, ALL_COPIES},
                                             {"group-copies", no_argument, NULL, GROUP_COPIES},
                                             {"help", no_argument, NULL, 'h'},
                                             {"version", no_argument, NULL, 'V'},
                                             {NULL, 0, NULL, 0}};

static void add_string(at_strings *strings, const char *string) {
  strings->at = at_realloc(strings->at, (strings->count + 1) * sizeof *strings->at);
  strings->at[strings->count++] = string;
}

/* The argument as the user wrote it. */
static const char *uncover(const char *argument) { return argument[0] == HIDING ? argument + 1 : argument; }

/* Up to `--`. */
static char **hide_words(int argc, char **argv) {
  char **copy = at_alloc(((size_t)argc + 1) * sizeof *copy);
  bool ended = false;
  for (int i = 0; i < argc; i++) {
    copy[i] = argv[i];
    ended = ended || (i > 0 && strcmp(argv[i], "--") == 0);
    if (i == 0 || ended || argv[i][0] != '-' || (unsigned char)argv[i][1] < 0x80) continue;
    size_t size = strlen(argv[i]) + 1;
    copy[i] = at_alloc(size + 1);
    copy[i][0] = HIDING;
    memcpy(copy[i] + 1, argv[i], size);
  }
  return copy;
}

/* Which of NAMES; -1 (said) when none is. */
static int choose(const char *option, const char *value, const char *const *names, int count) {
  for (int i = 0; i < count; i++)
    if (strcmp(value, names[i]) == 0) return i;
  at_text known = {0};
  for (int i = 0; i < count; i++) {
    if (i > 0) at_text_add_string(&known, i + 1 == count ? " or " : ", ");
    at_text_add_string(&known, names[i]);
  }
  at_say("--%s=%s: unknown; it is %s", option, value, known.bytes);
  at_text_clear(&known);
  return -1;
}

static bool set_format(at_search_options *o, const char *name) {
  static const char *const names[] = {"text", "json", "jsonl", "trec", "keys"};
  int at = choose("format", name, names, 5);
  if (at >= 0) o->format = (at_output_format)at;
  return at >= 0;
}

static bool set_unit(at_search_options *o, const char *name) {
  static const char *const names[] = {"byte", "utf16", "codepoint"};
  int at = choose("offsets", name, names, 3);
  if (at >= 0)
    o->offset_unit = at == 0 ? ASSIST_OFFSET_BYTE : at == 1 ? ASSIST_OFFSET_UTF16 : ASSIST_OFFSET_CODEPOINT;
  return at >= 0;
}

static bool set_color(at_search_options *o, const char *name) {
  static const char *const names[] = {"auto", "always", "never"};
  int at = name == NULL ? AT_COLOR_ALWAYS : choose("color", name, names, 3);
  if (at >= 0) o->color = (at_color)at;
  return at >= 0;
}

static bool set_number(const char *option, const char *text, size_t *out) {
  uint64_t value;
  if (at_parse_count(text, &value) && value < SIZE_MAX) {
    *out = (size_t)value;
    return true;
  }
  at_say("%s %s: not a number", option, text);
  return false;
}

static bool set_limit(at_search_options *o, const char *text) {
  o->limit_given = true;
  o->limit = ASSIST_LIMIT_ALL;
  return strcmp(text, "all") == 0 || set_number("-n", text, &o->limit);
}

/* A column of trec, and so not empty. */
static bool set_run_tag(at_search_options *o, const char *name) {
  o->run_tag = at_locale_argument(name);
  if (*name == '\0') at_say("--run-tag: empty");
  return *name != '\0';
}

/* Milliseconds. */
static bool set_timeout(at_search_options *o, const char *text) {
  uint64_t value;
  if (!at_parse_count(text, &value) || value == 0 || value > UINT64_MAX / 1000) {
    at_say("--timeout=%s: not a number of milliseconds", text);
    return false;
  }
  o->time_limit = value * 1000;
  return true;
}

static bool set_option(at_search_options *o, int option, const char *value) {
  switch (option) {
  case 'i': add_string(&o->indexes, value); return true;
  case 'n': return set_limit(o, value);
  case 'F': o->literal = true; return true;
  case 'c': o->count = true; return true;
  case 'l': o->format = AT_OUT_KEYS; return true;
  case '0': o->nul = true; return true;
  case 'h': at_search_help(); exit(at_output_end(AT_DONE));
  case 'V': at_print_version(); exit(at_output_end(AT_DONE));
  case OFFSET: return set_number("--offset", value, &o->offset);
  case SORT: return at_set_sort(o, at_locale_argument(value));
  case FACET: return at_add_facet(o, at_locale_argument(value));
  case TIMEOUT: return set_timeout(o, value);
  case FILTER: add_string(&o->filters, at_locale_argument(value)); return true;
  case STRICT: o->strict = true; return true;
  case EXPLAIN: o->explain = true; return true;
  case LIKE: o->like = value; return true;
  case DOCUMENT: o->document = value; return true;
  case ALL_COPIES: o->all_copies = true; return true;
  case GROUP_COPIES: o->group_copies = true; return true;
  case TIME: o->time = true; return true;
  case SYNONYMS: o->synonyms = value; return true;
  case QUESTIONS: o->questions = value; return true;
  case STEM: add_string(&o->stems, at_locale_argument(value)); return true;
  case SUGGEST: o->suggest = true; return true;
  case OFFSETS: return set_unit(o, value);
  case FORMAT: return set_format(o, value);
  case RUN_TAG: return set_run_tag(o, value);
  case QUERIES: o->queries = value; return true;
  case COLOR: return set_color(o, value);
  default: return false;
  }
}

static bool take_words(at_search_options *o, int argc, char **argv) {
  for (int i = optind; i < argc; i++) {
    const char *word = at_locale_argument(uncover(argv[i]));
    add_string(&o->words, word);
    if (i > optind) at_text_add_byte(&o->query, ' ');
    at_text_add_string(&o->query, word);
  }
  int asked = (o->words.count > 0) + (o->queries != NULL) + (o->like != NULL);
  bool document = o->document == NULL || (o->explain && !o->suggest && o->words.count > 0);
  bool suggest = !o->suggest || o->like == NULL;
  if (asked == 1 && document && suggest) return true;
  at_usage("%s", asked == 0  ? "no query"
                 : asked > 1 ? "of a query, --queries and --like one only"
                 : suggest   ? "--document goes with --explain and a query"
                             : "--suggest goes with a query");
  return false;
}

static void set_defaults(at_search_options *o) {
  if (o->limit_given) return;
  o->limit = o->format == AT_OUT_TREC ? 1000 : o->format == AT_OUT_KEYS ? ASSIST_LIMIT_ALL : 10;
}

bool at_search_options_parse(at_search_options *o, int argc, char **argv) {
  char **words = hide_words(argc, argv);
  int option;
  bool good = true;
  *o = (at_search_options){.run_tag = "assist"};
  while (good && (option = at_next_option(argc, words, ":i:n:Fcl0hV", options_long)) != -1)
    good = set_option(o, option, optarg == NULL ? NULL : uncover(optarg));
  good = good && take_words(o, argc, words);
  if (good && o->facet_count > 0 && o->format != AT_OUT_TEXT && o->format != AT_OUT_JSON) {
    at_say("--facet: only with the formats text and json");
    good = false;
  }
  set_defaults(o);
  o->arguments = words;
  return good;
}

void at_search_options_clear(at_search_options *o) {
  free(o->indexes.at);
  free(o->filters.at);
  free(o->stems.at);
  free(o->words.at);
  at_text_clear(&o->query);
  at_column_options_clear(o);
  for (size_t i = 0; o->arguments[i] != NULL; i++)
    if (o->arguments[i][0] == HIDING) free(o->arguments[i]);
  free(o->arguments);
}
