/* SPDX-License-Identifier: MIT
 * Units as small numbers, equal for equal units: by their fold, or by fold and spelling. */
#ifndef AS_SNIPPET_SYMBOL_H
#define AS_SNIPPET_SYMBOL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bitset.h"
#include "base/buf.h"
#include "base/bytemap.h"
#include "text/unit.h"

#define AS_SYMBOL_NONE UINT32_MAX
#define AS_SYMBOL_AFTER_BREAK (UINT32_C(1) << 30) /* a break stands before */

typedef struct as_symbols {
  bool exact;
  as_bitset characters; /* those that any pattern holds */
  as_bytemap *names;    /* tokens; with EXACT every unit */
  as_buf name;
  bool failed; /* no memory, sticky */
} as_symbols;

/* A unit as it is matched: first of a phrase, or after another unit. */
typedef struct as_symbol_pair {
  uint32_t first, next;
} as_symbol_pair;

bool as_symbols_init(as_symbols *symbols, bool exact);
void as_symbols_clear(as_symbols *symbols);
/* TEXT is what the offsets of UNIT are in; a break before it counts for `next` alone. */
as_symbol_pair as_symbols_add(as_symbols *symbols, const as_unit *unit, const uint8_t *text);
as_symbol_pair as_symbols_find(as_symbols *symbols, const as_unit *unit, const uint8_t *text);

#endif
