/* SPDX-License-Identifier: MIT
 *
 * assist-search: ask one or more indexes.  The way of a query: search_options.c reads the command line,
 * search_open.c opens the indexes, search_ask.c asks, output_FORMAT.c prints. */
#include "locale_text.h"
#include "search.h"
#include "tool.h"

int main(int argc, char **argv) {
  at_search_options options;
  at_search search;
  int status = AT_ERROR;
  at_tool_start("assist-search");
  at_locale_start();
  if (at_search_options_parse(&options, argc, argv) && at_search_open(&search, &options)) {
    if (options.queries != NULL)
      status = at_search_queries(&search, options.queries);
    else if (options.document != NULL)
      status = at_search_document(&search, at_text_string(&options.query), options.query.size);
    else
      status = at_search_ask(&search, NULL, at_text_string(&options.query), options.query.size);
    at_search_close(&search);
  }
  at_search_options_clear(&options);
  return at_output_end(status);
}
