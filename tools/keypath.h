/* SPDX-License-Identifier: MIT
 * From paths to keys and back. */
#ifndef ASSIST_TOOLS_KEYPATH_H
#define ASSIST_TOOLS_KEYPATH_H

#include <stdbool.h>

#include "text_buffer.h"

/* Keys are relative to a folder: the one that holds the index. */
typedef struct at_keys {
  char *base; /* absolute, without links; "" for the root */
  size_t size;
} at_keys;

/* The index itself need not exist yet, the folder that holds it must.  False: errno. */
bool at_keys_open(at_keys *keys, const char *index_path);
void at_keys_close(at_keys *keys);
/* The absolute path of PATH: links in its folder are resolved, its last name stays (a link to a file is its
 * own document).  AS_FOLDER: the last name is resolved too.  False: errno. */
bool at_keys_absolute(const char *path, bool as_folder, at_text *out);
/* The key of a file by its absolute path. */
void at_keys_make(const at_keys *keys, const char *absolute, at_text *out_key);
/* The path where the file with KEY should be. */
void at_keys_path(const at_keys *keys, const char *key, size_t size, at_text *out_path);

#endif
