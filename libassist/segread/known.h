/* SPDX-License-Identifier: MIT
 * What has been looked up in a segment's dictionary before, there or not, as far as there is room.  Threads: share freely,
 * without locks. */
#ifndef AS_SEGREAD_KNOWN_H
#define AS_SEGREAD_KNOWN_H

#include "segread/terms.h"

typedef struct as_known as_known;

/* That of a segment, made when first asked for; NULL: no memory. */
as_known *as_known_of(as_segment *segment);
void as_known_free(as_known *known);
/* Whether TERM is remembered; documents 0: it is not in the segment. */
bool as_known_find(const as_known *known, as_term term, as_term_info *out_info);
void as_known_fetch(const as_known *known, as_term term); /* it will be asked for: from memory beforehand */
void as_known_learn(as_known *known, const as_term_info *info);
/* The number of a character of a field (segread/alphabet.h). */
bool as_known_number(const as_known *known, uint8_t field, uint32_t code, uint32_t *out_number);
void as_known_learn_number(as_known *known, uint8_t field, uint32_t code, uint32_t number);
/* LOGARITHM(NUMBER), which is to be below 2^38; remembered likewise.  NUMBER is not 0, KNOWN may be NULL. */
uint64_t as_known_logarithm(as_known *known, uint64_t number, uint64_t (*logarithm)(uint64_t number));

#endif
