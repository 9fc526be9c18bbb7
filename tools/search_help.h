/* SPDX-License-Identifier: MIT
 * What `assist-search --help` prints. */
#ifndef ASSIST_TOOLS_SEARCH_HELP_H
#define ASSIST_TOOLS_SEARCH_HELP_H

void at_search_help(void);

#endif
