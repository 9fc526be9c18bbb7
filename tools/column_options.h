/* SPDX-License-Identifier: MIT
 * The options of assist-search that ask for values of fields: --sort and --facet. */
#ifndef ASSIST_TOOLS_COLUMN_OPTIONS_H
#define ASSIST_TOOLS_COLUMN_OPTIONS_H

#include "search_options.h"

/* False (said) when TEXT is not of the form. */
bool at_set_sort(at_search_options *options, const char *text);
bool at_add_facet(at_search_options *options, const char *text);
void at_column_options_clear(at_search_options *options);

#endif
