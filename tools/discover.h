/* SPDX-License-Identifier: MIT
 * Which index is meant when none is named. */
#ifndef ASSIST_TOOLS_DISCOVER_H
#define ASSIST_TOOLS_DISCOVER_H

/* NAMED (from -i) if it is not NULL; else $ASSIST_INDEX; else the nearest folder `.assist` here or above that
 * this user owns; else NULL.  Owned: free. */
char *at_discover_index(const char *named);

#endif
