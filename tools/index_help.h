/* SPDX-License-Identifier: MIT
 * What `assist-index --help` prints. */
#ifndef ASSIST_TOOLS_INDEX_HELP_H
#define ASSIST_TOOLS_INDEX_HELP_H

void at_index_help(void);

#endif
