/* SPDX-License-Identifier: MIT
 *
 * Completion.  A text that ends in letters or digits goes on as the tokens that begin so.  One that ends in a character goes on by one
 * more, out of the pairs that begin with the last, in order of their counts: a phrase is in no more documents than its last pair, so
 * the search for the best few ends when the next pair is rarer than all of them.  Where the text ends is found out once, for all its
 * continuations (endings.c).  A continuation that most often goes on the same way (two times of three) is taken on with it, so that
 * what is offered are words: 人民 -> 人民法院. */
#include "search/suggest.h"

#include <string.h>

#include "search/endings.h"
#include "segread/postings.h"
#include "text/unit.h"
#include "text/utf8.h"

#define COUNTS_MAX 600u /* phrases that one completion counts */
#define LONGER_MAX 6u   /* characters taken on */

typedef struct completion {
  as_search_context *context;
  const uint8_t *numbers;
  as_slice typed;
  unsigned counts;   /* so far */
  as_postings *list; /* one for all, one after another */
} completion;

typedef struct candidate {
  as_buf text;
  const as_variant *way; /* the pair that it ends with */
  as_counted counted;
} candidate;

/* ---- tokens ---- */

static bool complete_token(completion *all, const as_phrase_unit *unit, size_t limit,
                           as_suggestion_list *out) {
  as_search_context *context = all->context;
  as_node prefix = {.kind = AS_NODE_PATTERN, .pattern = AS_PATTERN_PREFIX};
  prefix.text = (char *)(uintptr_t)unit->token.bytes;
  prefix.size = unit->token.size;
  as_variants variants;
  if (!as_expand_tokens(context, &prefix, all->numbers, limit < SIZE_MAX / 4 ? limit + 1 : limit, &variants))
    return false;
  out->items = as_search_alloc(context, variants.count * sizeof *out->items);
  if (out->items == NULL) return false;
  for (size_t i = 0; i < variants.count && out->count < limit; i++) {
    as_slice token = variants.items[i].token;
    if (as_slice_equal(token, unit->token)) continue;
    uint8_t *text = as_search_alloc(context, unit->start + token.size + 1);
    if (text == NULL) return false;
    memcpy(text, all->typed.bytes, unit->start);
    memcpy(text + unit->start, token.bytes, token.size);
    out->items[out->count++] =
        (as_suggestion){as_slice_of(text, unit->start + token.size), variants.items[i].documents};
  }
  return true;
}

/* ---- characters ---- */

/* TEXT and one more character, counted; fewer than LEAST are perhaps told as none. */
static bool count_longer(completion *all, const as_buf *text, const as_endings *endings,
                         const as_variant *next, uint64_t least, candidate *out) {
  uint8_t bytes[4];
  as_buf_reset(&out->text);
  as_buf_add(&out->text, text->bytes, text->size);
  as_buf_add(&out->text, bytes, as_utf8_put(next->second, bytes));
  if (as_buf_failed(&out->text)) return as_search_fail(all->context, ASSIST_NOMEM, NULL);
  all->counts++;
  out->way = next;
  if (!endings->many) return as_endings_count(all->context, endings, next, least, all->list, &out->counted);
  return as_suggest_count(all->context, as_slice_of(out->text.bytes, out->text.size), &out->counted);
}

static void swap(candidate *a, candidate *b) {
  candidate kept = *a;
  *a = *b;
  *b = kept;
}

/* Tries the ways NEXT, in order. */
static bool try_ways(completion *all, const as_buf *text, const as_endings *endings, const as_variants *next,
                     uint64_t least, candidate *best, size_t limit, size_t *out_count) {
  size_t count = 0;
  for (size_t i = 0; i < next->count && all->counts < COUNTS_MAX; i++) {
    if (count == limit) least = best[count - 1].counted.documents + 1;
    if (next->items[i].documents < least) break;
    candidate *tried = &best[count];
    if (!count_longer(all, text, endings, &next->items[i], least, tried)) return false;
    if (tried->counted.documents < least) continue;
    size_t at = count;
    for (; at > 0 && best[at - 1].counted.documents < best[at].counted.documents; at--)
      swap(&best[at - 1], &best[at]);
    if (count < limit) count++;
  }
  *out_count = count;
  return true;
}

/* The best LIMIT ways on from TEXT, which ends with LAST and at ENDINGS, in LEAST documents or more: into BEST, which has room for one
 * more. */
static bool find_ways(completion *all, const as_buf *text, uint32_t last, const as_endings *endings,
                      uint64_t least, candidate *best, size_t limit, size_t *out_count) {
  as_variants next;
  *out_count = 0;
  return as_expand_following(all->context, last, least, all->numbers, &next) &&
         try_ways(all, text, endings, &next, least, best, limit, out_count);
}

static uint32_t last_code(const as_buf *text) {
  size_t at = text->size;
  uint32_t code = 0;
  while (at > 0 && (text->bytes[at - 1] & 0xC0) == 0x80) at--;
  if (at > 0) as_utf8_next(text->bytes + at - 1, text->size - at + 1, &code);
  return code;
}

/* Where a candidate ends, which goes on from BEFORE by its way. */
static bool find_endings(completion *all, const candidate *from, const as_endings *before, as_endings *out) {
  if (!before->many) return as_endings_follow(all->context, before, from->way, all->list, out);
  return as_endings_find(all->context, as_slice_of(from->text.bytes, from->text.size), out);
}

/* Takes on what follows two times of three. */
static bool lengthen(completion *all, const as_endings *typed, candidate *from) {
  candidate best[2] = {0};
  as_endings before = {0};
  const as_endings *behind = typed;
  bool good = true, more = true;
  as_buf_init(&best[0].text);
  as_buf_init(&best[1].text);
  for (unsigned i = 0; good && more && i < LONGER_MAX; i++) {
    size_t count = 0;
    uint64_t least = (from->counted.documents * 2 + 2) / 3;
    as_endings endings;
    good = find_endings(all, from, behind, &endings) &&
           find_ways(all, &from->text, last_code(&from->text), &endings, least, best, 1, &count);
    as_endings_clear(&before);
    before = endings;
    behind = &before;
    more = count == 1;
    if (good && more) swap(from, &best[0]);
  }
  as_endings_clear(&before);
  as_buf_clear(&best[0].text);
  as_buf_clear(&best[1].text);
  return good;
}

static bool add_spelled(completion *all, const candidate *from, as_suggestion_list *out) {
  as_slice text = as_slice_of(from->text.bytes, from->text.size);
  as_slice spelled = as_suggest_spell(all->context, text, all->typed, &from->counted);
  if (spelled.bytes == NULL) return false;
  out->items[out->count++] = (as_suggestion){spelled, from->counted.documents};
  return true;
}

static bool complete_characters(completion *all, const as_phrase *phrase, size_t limit,
                                as_suggestion_list *out) {
  const as_phrase_unit *last = &phrase->units[phrase->count - 1];
  as_buf text;
  candidate *best = as_search_alloc(all->context, (limit + 1) * sizeof *best);
  out->items = as_search_alloc(all->context, (limit + 1) * sizeof *out->items);
  if (best == NULL || out->items == NULL) return false;
  as_buf_init(&text);
  as_buf_add(&text, all->typed.bytes, all->typed.size);
  size_t count = 0;
  as_endings endings = {.many = true};
  bool good = !as_buf_failed(&text) || as_search_fail(all->context, ASSIST_NOMEM, NULL);
  /* What goes on from a character alone is a pair: its places do not matter. */
  if (good && phrase->count > 1) good = as_endings_find(all->context, all->typed, &endings);
  good = good && find_ways(all, &text, last->code, &endings, 1, best, limit, &count);
  for (size_t i = 0; good && i < count; i++)
    good = lengthen(all, &endings, &best[i]) && add_spelled(all, &best[i], out);
  as_endings_clear(&endings);
  for (size_t i = 0; i <= limit; i++) as_buf_clear(&best[i].text);
  as_buf_clear(&text);
  return good;
}

static bool complete(completion *all, const as_node *leaf, size_t limit, as_suggestion_list *out) {
  if (leaf->phrase_count == 0 || limit == 0) return true;
  const as_phrase *phrase = &leaf->phrases[leaf->phrase_count - 1];
  const as_phrase_unit *last = &phrase->units[phrase->count - 1];
  if (last->end != all->typed.size) return true;
  if (last->kind == AS_UNIT_TOKEN) return complete_token(all, last, limit, out);
  /* Only the last run goes on, and what stands before it is kept as typed. */
  size_t kept = phrase->units[0].start;
  completion run = *all;
  run.typed = as_slice_of(all->typed.bytes + kept, all->typed.size - kept);
  if (!complete_characters(&run, phrase, limit, out)) return false;
  for (size_t i = 0; kept > 0 && i < out->count; i++) {
    as_slice spelled = out->items[i].text;
    uint8_t *text = as_search_alloc(all->context, kept + spelled.size + 1);
    if (text == NULL) return false;
    memcpy(text, all->typed.bytes, kept);
    memcpy(text + kept, spelled.bytes, spelled.size);
    out->items[i].text = as_slice_of(text, kept + spelled.size);
  }
  return true;
}

bool as_suggest_complete(as_search_context *context, as_slice text, size_t limit, as_suggestion_list *out) {
  as_scope scope = as_scope_of(NULL);
  completion all = {.context = context, .typed = text, .numbers = as_scope_numbers(context, &scope)};
  *out = (as_suggestion_list){0};
  if (context->status != ASSIST_OK) return false;
  as_node *leaf = as_node_text(&context->arena, ASSIST_RUN, NULL, text.bytes, text.size);
  all.list = as_mem_alloc(sizeof *all.list);
  bool good = (leaf != NULL && all.list != NULL) || as_search_fail(context, ASSIST_NOMEM, NULL);
  if (all.list != NULL) as_postings_init(all.list);
  good = good && complete(&all, leaf, limit, out);
  if (all.list != NULL) as_postings_clear(all.list);
  as_mem_free(all.list);
  if (good) as_suggest_sort(out, limit);
  return good;
}
