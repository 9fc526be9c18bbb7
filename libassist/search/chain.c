/* SPDX-License-Identifier: MIT
 *
 * Binding: each part of a sound becomes its set of characters, each two neighbours the pairs of these that any segment has. */
#include "search/chain.h"

#include "query/sound.h"

const uint32_t as_chain_shares[] = {1000, 600, 360};

static as_chain *new_chain(as_search_context *context, const char *field, size_t links) {
  as_chain *chain = as_search_alloc(context, sizeof *chain);
  if (chain == NULL) return NULL;
  chain->scope = as_scope_of(field);
  chain->numbers = as_scope_numbers(context, &chain->scope);
  chain->saturation = as_scope_saturation(context, &chain->scope);
  chain->links = as_search_alloc(context, links * sizeof *chain->links);
  chain->count = links;
  chain->length = 1;
  return context->status == ASSIST_OK ? chain : NULL;
}

static void weigh(as_chain *chain) {
  for (size_t i = 0; i < chain->count; i++) chain->weight += chain->links[i].idf;
}

as_chain *as_chain_of_pattern(as_search_context *context, const as_node *pattern) {
  as_chain *chain = new_chain(context, pattern->field, 1);
  if (chain == NULL) return NULL;
  if (!as_expand_tokens(context, pattern, chain->numbers, AS_EXPAND_TOKENS, &chain->links[0])) return NULL;
  weigh(chain);
  return chain;
}

static as_characters characters_of(as_search_context *context, const as_pinyin_part *part) {
  uint32_t *items = as_search_alloc(context, as_pinyin_room(part) * sizeof *items);
  return (as_characters){items, items == NULL ? 0 : as_pinyin_characters(part, items)};
}

static bool is_same_part(const as_pinyin_part *a, const as_pinyin_part *b) {
  return a->first == b->first && a->end == b->end && a->tone == b->tone;
}

/* The link before I that stands for the same pairs: of `yyyy` there are but one sort.  NULL: none. */
static const as_variants *link_like(const as_pinyin_reading *reading, const as_chain *chain, size_t i) {
  for (size_t other = 1; other < i; other++)
    if (is_same_part(&reading->parts[other - 1], &reading->parts[i - 1]) &&
        is_same_part(&reading->parts[other], &reading->parts[i]))
      return &chain->links[other - 1];
  return NULL;
}

static bool link_reading(as_search_context *context, const as_pinyin_reading *reading, as_chain *chain) {
  as_characters before = characters_of(context, &reading->parts[0]);
  chain->length = (uint32_t)reading->count;
  if (reading->count == 1) {
    chain->verify = chain->scope.part != AS_SCOPE_ALL;
    chain->characters = before;
    if (!as_expand_characters(context, before, chain->numbers, &chain->links[0])) return false;
  }
  for (size_t i = 1; i < reading->count; i++) {
    as_characters next = characters_of(context, &reading->parts[i]);
    const as_variants *like = link_like(reading, chain, i);
    if (like != NULL)
      chain->links[i - 1] = *like;
    else if (!as_expand_pairs(context, before, next, chain->numbers, &chain->links[i - 1]))
      return false;
    before = next;
  }
  weigh(chain);
  return context->status == ASSIST_OK;
}

bool as_chains_of_sound(as_search_context *context, const as_node *sound, as_chain ***out_chains,
                        size_t *out_count) {
  as_pinyin *pinyin = as_search_alloc(context, sizeof *pinyin);
  *out_count = 0;
  *out_chains = NULL;
  if (pinyin == NULL) return false;
  const char *field;
  if (!as_sound_read(sound, pinyin, &field)) return true;
  context->limited |= pinyin->limited;
  as_chain **chains = as_search_alloc(context, pinyin->count * sizeof *chains);
  for (size_t i = 0; chains != NULL && i < pinyin->count; i++) {
    const as_pinyin_reading *reading = &pinyin->readings[i];
    chains[i] = new_chain(context, field, reading->count == 1 ? 1 : reading->count - 1);
    if (chains[i] == NULL || !link_reading(context, reading, chains[i])) return false;
  }
  *out_chains = chains;
  *out_count = pinyin->count;
  return chains != NULL;
}
