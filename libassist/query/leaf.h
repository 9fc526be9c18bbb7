/* SPDX-License-Identifier: MIT
 * The leaves of a query that is parsed: from a piece of text, the field it stands in and what follows it to a node. */
#ifndef AS_QUERY_LEAF_H
#define AS_QUERY_LEAF_H

#include "query/bind.h"
#include "query/lexer.h"

typedef struct as_leaves {
  as_binder binder;
  const as_clean *clean;
  as_notes *notes;
  /* Of the leaves made now: */
  as_field field; /* no name: title and body */
  bool sound;     /* they are readings */
  size_t count;   /* of leaves so far */
  bool full;      /* there are too many: the rest is to be left out */
  bool failed;    /* no memory */
} as_leaves;

bool as_leaf_is_sound(as_slice text); /* does it hold a letter, so that it may be a reading? */
/* NULL: the piece holds nothing to search for, or the leaves are full or have failed. */
as_node *as_leaf_text(as_leaves *leaves, const as_lexeme *token);
as_node *as_leaf_everything(as_leaves *leaves, const as_lexeme *token);
/* TEXT at [START, END) of the clean text, without operators. */
as_node *as_leaf_plain(as_leaves *leaves, int how, as_slice text, size_t start, size_t end);
/* After a group: its boost; ~N has no effect there. */
void as_leaf_suffix_group(as_leaves *leaves, as_node *node, const as_lexeme *close);
/* Takes back an earlier note of the kind: only the last tells where the rest begins. */
void as_leaf_note_limit(as_leaves *leaves, size_t start, const char *what);

#endif
