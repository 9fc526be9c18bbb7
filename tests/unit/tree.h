/* SPDX-License-Identifier: MIT
 * Folders as tests want them: removed with all that is in them, or compared. */
#ifndef TREE_H
#define TREE_H

void tree_remove(const char *path);
/* How many files A and B have, when names and bytes are the same in both; else -1, and a line says which differs. */
int tree_compare(const char *a, const char *b);

#endif
