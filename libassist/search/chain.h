/* SPDX-License-Identifier: MIT
 * A leaf of which only the shape or the sound is known, bound to the segments: a chain of links, each a set of terms one of which
 * must stand at the link's offset.
 *
 *   work*         one link: the tokens that begin so
 *   py:ling       one link: characters
 *   py:lingdao    one link: the pairs 领导 零刀 ... that there are
 *   py:jisuanji   two links: 计算 ... at 0, 算机 ... at 1 */
#ifndef AS_SEARCH_CHAIN_H
#define AS_SEARCH_CHAIN_H

#include "search/expand.h"
#include "search/pieces.h"

typedef struct as_chain {
  as_scope scope;
  uint8_t *numbers; /* text field number, one a place */
  as_saturation *saturation;
  as_variants *links; /* link I at offset I */
  size_t count;
  uint32_t length; /* positions of the whole */
  uint64_t weight; /* sum of the links' idf */
  bool verify;     /* lone characters in a part of the text: the stored text decides where they stand */
  as_characters characters; /* then: which */
} as_chain;

/* What a document's score is multiplied by, in thousandths, when its nearest token has so many mistakes. */
extern const uint32_t as_chain_shares[];

/* NULL after a failure (sticky). */
as_chain *as_chain_of_pattern(as_search_context *context, const as_node *pattern);
/* The ways to read a SOUND node, each a chain; none when it is no pinyin.  False after a failure (sticky). */
bool as_chains_of_sound(as_search_context *context, const as_node *sound, as_chain ***out_chains,
                        size_t *out_count);

#endif
