/* SPDX-License-Identifier: MIT
 * Finds many phrases in one pass over the units of a text, in time linear in both. */
#ifndef AS_SNIPPET_AUTOMATON_H
#define AS_SNIPPET_AUTOMATON_H

#include "snippet/pattern.h"
#include "snippet/symbol.h"

#define AS_AUTOMATON_NONE UINT32_MAX

typedef struct as_automaton_state {
  uint32_t parent;
  uint32_t fail;         /* the state of the longest proper suffix */
  uint32_t found;        /* the nearest state on the way of suffixes, itself first, where patterns end */
  uint32_t pattern;      /* first pattern that ends here */
  uint32_t depth;        /* units read */
  uint32_t same_depth;   /* next state of this depth, while building */
  as_symbol_pair symbol; /* of the last unit */
} as_automaton_state;

typedef struct as_automaton {
  as_symbols symbols;
  AS_VEC(as_automaton_state) states; /* 0 is the start */
  uint64_t *edges;                   /* open addressing: from state and symbol ... */
  uint32_t *targets;                 /* ... to state; 0: free */
  size_t edge_slots;                 /* a power of two */
  uint32_t *next;                    /* pattern -> next pattern with the same units, or NONE */
  size_t pattern_count;
  size_t longest; /* units of the longest pattern */
} as_automaton;

/* Of the patterns with an exact spelling, or of the others.  False: no memory; as_automaton_clear is due
 * either way. */
bool as_automaton_build(as_automaton *automaton, const as_patterns *patterns, bool exact);
void as_automaton_clear(as_automaton *automaton);
/* The state after UNIT of TEXT, coming from STATE. */
uint32_t as_automaton_step(as_automaton *automaton, uint32_t state, const as_unit *unit, const uint8_t *text);

#endif
