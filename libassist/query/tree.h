/* SPDX-License-Identifier: MIT
 * The query as a tree.  Leaves hold their text as typed (annotations already out) and, bound to it with
 * the same analysis as documents, the phrases it means.  Immutable once built: shared by threads.  Knows
 * no index and no segment.
 *
 * A tree and all it holds lives in one arena, that of its query as a rule: nothing of it is freed alone, and what is
 * dropped while it is built goes with the rest. */
#ifndef AS_QUERY_TREE_H
#define AS_QUERY_TREE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <assist/query.h>

#include "base/arena.h"
#include "base/slice.h"

enum as_node_kind {
  AS_NODE_NOTHING = 0, /* matches nothing: an empty query */
  AS_NODE_EVERYTHING,  /* * */
  AS_NODE_TEXT,        /* a leaf */
  AS_NODE_AND,         /* 1 or more children */
  AS_NODE_OR,
  AS_NODE_NOT,      /* 1 child */
  AS_NODE_REQUIRED, /* 1 child: + */
  AS_NODE_NEAR,    /* 2 or more children, each a TEXT or an OR of TEXTs, near each other as their links say */
  AS_NODE_RANGE,   /* a leaf: values of a column */
  AS_NODE_PATTERN, /* a leaf: tokens of a shape */
  AS_NODE_SOUND,   /* a leaf: characters by their readings */
  AS_NODE_KEY      /* a leaf: the document whose key is TEXT */
};

enum as_pattern_kind { AS_PATTERN_PREFIX, AS_PATTERN_WILDCARD, AS_PATTERN_FUZZY, AS_PATTERN_STEM };

#define AS_BOOST_ONE 1000u /* boosts are in thousandths */
#define AS_BOOST_MAX (AS_BOOST_ONE * ASSIST_QUERY_BOOST_MAX)

/* One unit of a phrase.  POSITION counts from the phrase's first unit, a break counting one: where two
 * units are 2 apart a break must stand between them in the document. */
typedef struct as_phrase_unit {
  uint8_t kind;       /* AS_UNIT_CHAR, AS_UNIT_TOKEN (text/unit.h) */
  uint8_t char_class; /* enum as_char_class */
  uint32_t code;      /* CHAR: folded code point */
  uint32_t second;    /* CHAR: as the second of a pair */
  uint32_t position;
  as_slice token;    /* TOKEN: folded bytes as indexed */
  size_t start, end; /* bytes in the leaf's text, for spelling and for questions words */
} as_phrase_unit;

typedef struct as_phrase {
  as_phrase_unit *units;
  size_t count; /* at least 1 */
} as_phrase;

typedef struct as_node as_node;
struct as_node {
  enum as_node_kind kind;
  as_node **children;
  size_t count;
  /* TEXT: */
  int how;     /* ASSIST_RUN, ASSIST_PHRASE, ASSIST_EXACT */
  char *field; /* NULL: title and body; else a field's name ("title" and "body" possible) */
  char *text;  /* as typed, without annotations; a NUL follows */
  size_t size;
  size_t start, end; /* bytes of the query's text, for diagnostics and explain */
  uint32_t boost;    /* what the score of the whole node is multiplied by, in thousandths */
  uint32_t slop;     /* PHRASE: so many positions more than its own; 0: adjacent */
  /* The link of a part of a NEAR to the part before it: at most DISTANCE positions between the two; ORDERED: it comes after. */
  uint32_t distance;
  bool ordered;
  /* PATTERN: TEXT is the folded pattern; in a WILDCARD ? and * are unescaped operators, a backslash escapes. */
  enum as_pattern_kind pattern;
  uint8_t edits;          /* FUZZY: 1 or 2 */
  uint8_t language;       /* STEM: text/stem.h */
  struct as_range *range; /* RANGE: query/range.h */
  /* A PHRASE without field that touches bare text (「會通河」在哪): it holds like any quote; only when the relaxed pass finds nothing
   * with it is it relaxed together with the text around it. */
  bool in_prose;
  /* RUN: one for each stretch between breaks, all of which must match; PHRASE and EXACT: at most one.  None: the
   * text holds no unit, and the leaf has nothing to match (the parser and the calls that build drop such leaves). */
  as_phrase *phrases;
  size_t phrase_count;
};

/* What assist_query points to.  Not const while it is built: whoever builds has it alone. */
struct assist_query {
  as_arena memory; /* of everything here, the struct itself with it, but for PRINTED */
  as_node *root;   /* NULL: not built yet */
  struct as_query_note {
    size_t start, end;
    const char *code;
    const char *message;
  } * notes;
  size_t note_count;
  char *_Atomic printed; /* canonical text; NULL: nobody asked yet */
  bool all_copies;       /* dup:all: near-copies are not grouped */
};

/* Building, in MEMORY.  NULL and false: no memory, and the tree is good for nothing. */
as_node *as_node_new(as_arena *memory, enum as_node_kind kind);
as_node *as_node_leaf(as_arena *memory, enum as_node_kind kind, const char *field,
                      as_slice text); /* copies both; FIELD may be NULL */
/* A bound leaf. */
as_node *as_node_text(as_arena *memory, int how, const char *field, const void *text, size_t size);
as_node *as_node_key(as_arena *memory, as_slice key);
bool as_node_add(as_arena *memory, as_node *parent, as_node *child);
/* A new parent of CHILD. */
as_node *as_node_wrap(as_arena *memory, enum as_node_kind kind, as_node *child);
/* LEFT and RIGHT under one parent of KIND; those that are of this kind already, without a boost of their own, give their
 * children. */
as_node *as_node_join(as_arena *memory, enum as_node_kind kind, as_node *left, as_node *right);
/* Everything but NODE: two NOTs are none, and what must not match is not required. */
as_node *as_node_negate(as_arena *memory, as_node *node);
/* May NODE be a part of a NEAR?  A leaf of text, or an OR of such. */
bool as_node_is_near_part(const as_node *node);
/* Do all leaves of the parts of a NEAR ask the same text?  Title and body are one. */
bool as_node_near_together(const as_node *near);
void as_node_boost(as_node *node, uint32_t thousandths); /* multiplies; at most AS_BOOST_MAX */
void as_node_cut(as_node *leaf, size_t phrases);         /* keeps at most so many phrases */
size_t as_node_depth(const as_node *node);               /* levels: 1 for a leaf */
size_t as_node_leaves(const as_node *node);              /* leaves; a RUN counts each of its phrases */

/* A query without root and notes.  NULL: no memory. */
assist_query *as_query_new(void);
/* The tree of OTHER, whose memory becomes QUERY's. */
as_node *as_query_absorb(assist_query *query, assist_query *other);
/* Its text; made when first asked for, by any thread.  NULL: no memory. */
const char *as_query_printed(const assist_query *query);
/* After a change of the tree; LIMIT (NULL: none): what was left out, for a diagnostic.  False: no memory. */
bool as_query_changed(assist_query *query, const char *limit);
void as_query_free(assist_query *query);

#endif
