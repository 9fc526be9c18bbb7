/* SPDX-License-Identifier: MIT
 *
 * More like this.  The document's title and the beginning of its body are taken as a relaxed query would take them (pairs, words,
 * their grades: search/relax.h); the terms that weigh most, by how often they stand in the document and how rare they are, become
 * phrases in an OR, each with a boost for how often it stands there.
 *
 *   choice(t) = n / (n + 2) * g(t) * idf(t)      n: times t stands in the document
 *   boost(t)  = 1.9 n / (n + 0.9) * g(t)
 *
 * The choice asks more of n than the boost does: of two characters that met once, any two documents may share some.  A term that no other document has finds nothing, and is left out. */
#include "engine/like.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "search/relax.h"
#include "text/unit.h"
#include "text/utf8.h"

#define TEXT_MOST ((size_t)16 << 10) /* bytes: its terms fill the pool as a rule */
#define TOKEN_MOST 100u              /* bytes: longer ones are numbers of some kind, or hashed */

static size_t bounded(const char *text, size_t size) {
  if (size <= TEXT_MOST) return size;
  size_t most = TEXT_MOST;
  while (most > 0 && !as_utf8_boundary((const uint8_t *)text, size, most)) most--;
  return most;
}

/* Title and body as one run that is relaxed; no child: there is no text. */
static as_node *run_of(as_arena *memory, const assist_document *document) {
  as_node *texts = as_node_new(memory, AS_NODE_AND);
  for (size_t i = 0; texts != NULL && i < as_document_value_count(document); i++) {
    assist_value value = as_document_value(document, i);
    bool main_text = strcmp(value.field, "title") == 0 || strcmp(value.field, "body") == 0;
    if (value.kind != ASSIST_VALUE_TEXT || !main_text) continue;
    as_node *leaf = as_node_text(memory, ASSIST_RUN, NULL, value.text, bounded(value.text, value.size));
    if (leaf == NULL || !as_node_add(memory, texts, leaf)) return NULL;
  }
  return texts;
}

typedef struct weighed {
  const as_relaxed_term *term;
  uint64_t weight;
  size_t order;
  uint32_t boost;
} weighed;

static int by_weight(const void *a, const void *b) {
  const weighed *x = a, *y = b;
  if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

static weighed weigh(const as_relaxed_term *term, size_t order) {
  uint64_t times = term->query_frequency;
  uint64_t boost = times * 19 * AS_BOOST_ONE / (10 * times + 9) * term->grade / 100;
  uint64_t choice = times * AS_BOOST_ONE / (times + 2) * term->grade / 100;
  return (weighed){term, choice * term->piece.idf, order, (uint32_t)boost};
}

static bool put_unit(as_buf *out, const as_phrase_unit *unit) {
  uint8_t bytes[4];
  if (unit->kind == AS_UNIT_CHAR) {
    as_buf_add(out, bytes, as_utf8_put(unit->code, bytes));
    return true;
  }
  as_buf_add(out, unit->token.bytes, unit->token.size);
  return unit->token.size <= TOKEN_MOST;
}

/* A phrase of the term's folded units, with its boost, into PARENT. */
static bool add_phrase(as_arena *memory, as_node *parent, const weighed *from) {
  const as_relaxed_term *term = from->term;
  as_buf text;
  as_buf_init(&text);
  bool fits = put_unit(&text, &term->a);
  if (term->piece.width == 2 && (term->b.second & AS_UNIT_SPACED) != 0) as_buf_add_u8(&text, ' ');
  if (term->piece.width == 2) fits = put_unit(&text, &term->b) && fits;
  bool good = !as_buf_failed(&text);
  as_node *leaf = good && fits ? as_node_text(memory, ASSIST_PHRASE, NULL, text.bytes, text.size) : NULL;
  as_buf_clear(&text);
  if (!fits) return true;
  if (leaf == NULL) return false;
  leaf->boost = from->boost > 0 ? from->boost : 1;
  return as_node_add(memory, parent, leaf);
}

/* The best terms of RELAXATION, those in LEAST documents at least, as an OR (no child: there is none); NULL: no memory. */
static as_node *choose(as_arena *memory, const as_relaxation *relaxation, uint64_t least, size_t most) {
  as_node *any = as_node_new(memory, AS_NODE_OR);
  weighed *terms = as_mem_array(relaxation->count, sizeof *terms);
  bool good = any != NULL && terms != NULL;
  size_t count = 0;
  for (size_t i = 0; good && i < relaxation->count; i++) {
    const as_relaxed_term *term = &relaxation->terms[i];
    if (term->piece.kind != AS_TERM_CHAR && term->piece.documents >= least) terms[count++] = weigh(term, i);
  }
  if (good && count > 1) qsort(terms, count, sizeof *terms, by_weight);
  for (size_t i = 0; good && i < count && any->count < most; i++) good = add_phrase(memory, any, &terms[i]);
  as_mem_free(terms);
  return good ? any : NULL;
}

/* ANY without the document called KEY. */
static as_node *without(as_arena *memory, as_node *any, as_slice key) {
  as_node *leaf = as_node_key(memory, key);
  as_node *not = leaf == NULL ? NULL : as_node_wrap(memory, AS_NODE_NOT, leaf);
  return not == NULL ? NULL : as_node_join(memory, AS_NODE_AND, any, not );
}

/* The tree for RELAXATION (NULL: there is no term), without the document called KEY if that is THERE; NULL: no memory. */
static as_node *make_root(as_arena *memory, const as_relaxation *relaxation, size_t terms, as_slice key,
                          bool there) {
  as_node *any = relaxation != NULL ? choose(memory, relaxation, there ? 2 : 1, terms) : NULL;
  if (relaxation == NULL || (any != NULL && any->count == 0)) return as_node_new(memory, AS_NODE_NOTHING);
  return any != NULL && there ? without(memory, any, key) : any;
}

static assist_status build(const as_snapshot *snapshot, const as_node *run, as_slice key,
                           const as_like_request *request, assist_query *query, assist_error *error) {
  uint64_t number;
  as_search_context context;
  assist_status found = key.size > 0 ? as_snapshot_find(snapshot, key, &number, error) : ASSIST_NOTFOUND;
  if (found != ASSIST_OK && found != ASSIST_NOTFOUND) return found;
  assist_status status =
      as_search_context_init(&context, &snapshot, 1, request->progress, request->progress_context);
  as_search_limit(&context, request->time_limit);
  const as_relaxation *relaxation = status != ASSIST_OK ? NULL : as_relax(&context, run, NULL, AS_RELAX_RUNS);
  if (context.status == ASSIST_OK) {
    query->root = make_root(&query->memory, relaxation, request->terms, key, found == ASSIST_OK);
    if (query->root == NULL) as_search_fail(&context, ASSIST_NOMEM, NULL);
  }
  status = context.status;
  if (status != ASSIST_OK && error != NULL) *error = context.error;
  as_search_context_clear(&context);
  return status;
}

assist_status as_query_like(const as_snapshot *snapshot, const assist_document *document,
                            const as_like_request *request, assist_query **out_query, assist_error *error) {
  as_arena memory;
  as_arena_init(&memory);
  as_node *run = run_of(&memory, document);
  assist_query *query = as_query_new();
  assist_status status;
  if (run == NULL || query == NULL)
    status = as_fail_nomem(error);
  else if (run->count == 0 && !snapshot->manifest->store)
    status = as_fail(error, ASSIST_UNSUPPORTED, "the document has no text, since this index keeps none");
  else
    status = build(snapshot, run, as_document_key(document), request, query, error);
  as_arena_clear(&memory);
  if (status == ASSIST_OK)
    *out_query = query;
  else
    as_query_free(query);
  return status;
}
