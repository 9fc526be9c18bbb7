/* SPDX-License-Identifier: MIT
 * What a query wants marked in a text: phrases of units, out of the leaves that may match there. */
#ifndef AS_SNIPPET_PATTERN_H
#define AS_SNIPPET_PATTERN_H

#include "base/vec.h"
#include "query/tree.h"

enum as_pattern_part {
  AS_PATTERN_ANYWHERE = 0,
  AS_PATTERN_TITLE, /* inside the title, which is part of the text */
  AS_PATTERN_BODY   /* outside it */
};

typedef struct as_pattern {
  const as_phrase_unit *units; /* borrowed from the tree */
  size_t count;
  const uint8_t *text; /* the leaf's, for the spelling of an exact form; NULL: folded */
  enum as_pattern_part part;
  uint32_t
      member; /* one more than the number of the leaf it is of, where that is a member of a group; else 0 */
} as_pattern;

/* A leaf that is no text: a PATTERN or a SOUND (snippet/seek.h). */
typedef struct as_sought {
  const as_node *leaf;
  enum as_pattern_part part;
} as_sought;

/* A leaf whose matches count only where others are near: a part of a NEAR, or a phrase with slop, each of whose units is then a
 * pattern of its own. */
typedef struct as_pattern_member {
  const as_node *leaf;
  uint32_t first, count; /* its patterns; none where it cannot match in the text */
} as_pattern_member;

typedef struct as_pattern_group {
  const as_node *node;   /* a NEAR; or a phrase with slop, its own only member */
  uint32_t first, count; /* its members, in the order of the tree */
} as_pattern_group;

typedef struct as_patterns {
  AS_VEC(as_pattern) list;
  AS_VEC(as_pattern_member) members;
  AS_VEC(as_pattern_group) groups;
  AS_VEC(as_sought) sought;
} as_patterns;

/* Those of ROOT's leaves that are not under a NOT and may match in FIELD.  HAS_TITLE: FIELD is the body
 * and holds the title. RELAXED: of bare runs also the pairs and words.  False: no memory. */
bool as_patterns_collect(as_patterns *patterns, const as_node *root, const char *field, bool has_title,
                         bool relaxed);
void as_patterns_free(as_patterns *patterns);

#endif
