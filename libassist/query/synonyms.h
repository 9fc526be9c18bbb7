/* SPDX-License-Identifier: MIT
 * Groups of texts that stand for each other, found by their units. */
#ifndef AS_QUERY_SYNONYMS_H
#define AS_QUERY_SYNONYMS_H

#include <assist/synonyms.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/bytemap.h"
#include "base/vec.h"
#include "query/tree.h"

/* One text of a group. */
typedef struct as_synonym {
  as_slice text;
  uint32_t name;                /* its units, as a number: equal for equal units */
  uint32_t group;               /* number of the group's first text */
  uint32_t end;                 /* of the group's last text, plus one */
  uint32_t next;                /* another text of this name; UINT32_MAX: none */
  bool first_token, last_token; /* it begins, ends with a word */
} as_synonym;

struct assist_synonyms {
  as_arena memory;
  as_bytemap *names;
  AS_VEC(as_synonym) texts;
  AS_VEC(uint32_t) named; /* by name: the first text */
  size_t groups;
};

assist_synonyms *as_synonyms_new(void); /* NULL: no memory */
void as_synonyms_free(assist_synonyms *synonyms);
assist_status as_synonyms_add(assist_synonyms *synonyms, as_slice text, assist_error *error);
/* The longest text at unit AT of PHRASE: its name and *out_units; UINT32_MAX: none, or no memory (sticky in SCRATCH). */
uint32_t as_synonyms_find(const assist_synonyms *synonyms, const as_phrase *phrase, size_t at,
                          as_buf *scratch, size_t *out_units);

/* Expands the leaves of QUERY in place.  False: no memory; QUERY is good for nothing but as_query_free. */
bool as_query_expand(assist_query *query, const assist_synonyms *synonyms);

#endif
