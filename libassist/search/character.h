/* SPDX-License-Identifier: MIT
 * Where single characters stand.  Their own lists have no positions, but those of the pairs they are in do. */
#ifndef AS_SEARCH_CHARACTER_H
#define AS_SEARCH_CHARACTER_H

#include "query/near.h"
#include "search/context.h"

typedef struct as_character as_character;
/* One for all who ask for CODE in text field NUMBER of place PLACE; it is the context's.  NULL after a failure. */
as_character *as_character_open(as_search_context *context, size_t place, uint8_t number, uint32_t code);
void as_character_free(as_character *character); /* by the context */

/* Documents outside WANTED, bits of the search's memory, are not likely to be asked about: they cost nothing then. */
void as_character_want(as_character *character, const uint64_t *wanted);

/* Whether it can be told where the character stands.  To find out costs as much as to read the stored text of some dozen
 * documents, so where there is text the first questions get the answer false.  False also after a failure (sticky). */
bool as_character_ready(as_character *character);
/* Its places in DOCUMENT, ascending; borrowed until another document is asked for.  Quickest when documents ascend.  None after a
 * failure (sticky), and when the time is over. */
as_unit_places as_character_places(as_character *character, uint32_t document);
/* How many. */
uint32_t as_character_count(as_character *character, uint32_t document);
/* The same as bits, as many words as a document with a length of CODE needs; NULL: none. */
size_t as_character_words(uint8_t code);
const uint64_t *as_character_bits(as_character *character, uint32_t document);

#endif
