/* SPDX-License-Identifier: MIT
 * A SOUND leaf, read: which ways there are to part it, and which text it asks. */
#ifndef AS_QUERY_SOUND_H
#define AS_QUERY_SOUND_H

#include "query/tree.h"
#include "text/pinyin.h"

/* False: it stands for nothing.  *out_field: its own, or, of initials without one, the title; NULL: title and body. */
bool as_sound_read(const as_node *sound, as_pinyin *out_pinyin, const char **out_field);

#endif
