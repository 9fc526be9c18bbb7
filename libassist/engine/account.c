/* SPDX-License-Identifier: MIT
 *
 * Why a document matches, or does not.  The query's clauses are asked of this document one by one, each as the search would ask
 * it; then, for a text that is not there, the stored document tells how far it goes and what comes instead.
 *
 *   news/7 does not match
 *   no   all of
 *   yes    run "醫院": 2 times, first in body at byte 30
 *   no     run "領導視察"
 *            領導: 3 times, first in body at byte 93; then comes 考, not 視
 *            視察: not there
 */
#include "engine/account.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "engine/results.h"
#include "search/range.h"

#define SHOWN_MOST 60u  /* bytes of a piece of text */
#define PARTS_MOST 8u   /* lines about one phrase */
#define UNITS_MOST 200u /* of a phrase that is looked through the text for: that takes units by units */

typedef struct accounting {
  const as_search_request *request;
  as_slice key;
  as_search_context context;
  size_t place;
  uint32_t document;
  assist_document *stored; /* NULL: no text is kept */
  as_read_document read;
  unsigned depth; /* of the clause that is told of */
  as_buf *out;
} accounting;

static void line(accounting *of, const char *verdict, unsigned depth, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void line(accounting *of, const char *verdict, unsigned depth, const char *format, ...) {
  char text[600];
  va_list arguments;
  va_start(arguments, format);
  int size = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  as_buf_add_text(of->out, verdict);
  for (unsigned i = 0; i < depth; i++) as_buf_add_text(of->out, "  ");
  if (size > 0) as_buf_add_text(of->out, text);
  as_buf_add_u8(of->out, '\n');
}

#define YES "yes  "
#define NO "no   "
#define REMARK "     "
#define remark(of, ...) line((of), REMARK, (of)->depth + 1, __VA_ARGS__)

/* Bytes [start, end) of TEXT on one line, cut on code points. */
static const char *shown(char out[SHOWN_MOST * 4 + 8], const char *text, size_t start, size_t end) {
  size_t most = end - start < SHOWN_MOST ? end - start : SHOWN_MOST;
  while (start + most < end && most > 0 && ((unsigned char)text[start + most] & 0xC0) == 0x80) most--;
  return as_error_escape(out, SHOWN_MOST * 4 + 8, text + start, most);
}

/* ---- one document, one clause ---- */

static bool is_matched(accounting *of, const as_plan *plan) {
  as_iter *iter = as_plan_open(&of->context, plan, of->place);
  return iter != NULL && as_iter_advance(iter, of->document) == of->document && as_iter_matches(iter);
}

static const char *typed_part(char out[SHOWN_MOST * 4 + 8], const as_node *leaf, const as_phrase *phrase,
                              size_t from, size_t count) {
  return shown(out, leaf->text, phrase->units[from].start, phrase->units[from + count - 1].end);
}

/* What stands where the phrase breaks off. */
static void tell_follower(accounting *of, const as_near_miss *miss, const char *typed, const as_node *leaf,
                          const as_phrase *phrase, size_t next) {
  char wanted[SHOWN_MOST * 4 + 8], there[SHOWN_MOST * 4 + 8];
  size_t start, end, at = miss->first + miss->units;
  as_near_miss_bytes(miss, &start, &end);
  const as_read_text *text = miss->text;
  typed_part(wanted, leaf, phrase, next, 1);
  const char *times = miss->places == 1 ? "once" : "first";
  char count[40] = "";
  if (miss->places > 1) snprintf(count, sizeof count, "%zu times, ", miss->places);
  if (at >= text->units.count) {
    remark(of, "%s: %s%s in %s at byte %zu; there the text ends, %s was asked for", typed, count, times,
           text->field, start, wanted);
    return;
  }
  const as_unit *follower = &text->units.items[at];
  shown(there, text->text, follower->start, follower->end);
  const char *between = follower->break_before   ? "a break and "
                        : follower->space_before ? "a space and "
                                                 : "";
  remark(of, "%s: %s%s in %s at byte %zu; then comes %s%s, %s was asked for", typed, count, times,
         text->field, start, between, there, wanted);
}

/* Units from FROM on that do not stand anywhere. */
static size_t count_absent(accounting *of, const as_node *leaf, const as_phrase *phrase, size_t from) {
  size_t count = 0;
  while (from + count < phrase->count &&
         as_near_miss_find(&of->read, leaf->field, phrase, from + count, false).units == 0)
    count++;
  return count;
}

/* Where parts of the phrase stand, from its beginning to its end. */
static void tell_parts(accounting *of, const as_node *leaf, const as_phrase *phrase) {
  char typed[SHOWN_MOST * 4 + 8];
  size_t from = 0;
  for (unsigned parts = 0; from < phrase->count && parts < PARTS_MOST; parts++) {
    as_near_miss miss = as_near_miss_find(&of->read, leaf->field, phrase, from, false);
    size_t count = miss.units > 0 ? miss.units : count_absent(of, leaf, phrase, from);
    typed_part(typed, leaf, phrase, from, count);
    if (miss.units == 0) {
      remark(of, "%s: not there", typed);
    } else if (from + count < phrase->count) {
      tell_follower(of, &miss, typed, leaf, phrase, from + count);
    } else {
      size_t start, end;
      as_near_miss_bytes(&miss, &start, &end);
      remark(of, "%s: %zu %s, first in %s at byte %zu", typed, miss.places,
             miss.places == 1 ? "time" : "times", miss.text->field, start);
    }
    from += count;
  }
}

/* What would have found all of the phrase. */
static void tell_elsewhere(accounting *of, const as_node *leaf, const as_phrase *phrase) {
  char there[SHOWN_MOST * 4 + 8];
  size_t start, end;
  as_near_miss miss = as_near_miss_find(&of->read, leaf->field, phrase, 0, false);
  if (miss.units == phrase->count) {
    as_near_miss_bytes(&miss, &start, &end);
    remark(of, "it is there in another spelling: %s in %s at byte %zu",
           shown(there, miss.text->text, start, end), miss.text->field, start);
    return;
  }
  tell_parts(of, leaf, phrase);
  miss = as_near_miss_find(&of->read, leaf->field, phrase, 0, true);
  if (miss.units == phrase->count) {
    as_near_miss_bytes(&miss, &start, &end);
    remark(of, "all of it is there with a break or a space between, in %s at byte %zu: %s", miss.text->field,
           start, shown(there, miss.text->text, start, end));
  }
  miss = as_near_miss_find(&of->read, "*", phrase, 0, false);
  if (miss.units == phrase->count) {
    as_near_miss_bytes(&miss, &start, &end);
    remark(of, "it is in %s at byte %zu, which is not asked", miss.text->field, start);
  }
}

/* Without stored text: which of its terms are in the document at all. */
static bool tell_terms(accounting *of, const as_bound_phrase *bound) {
  char typed[SHOWN_MOST * 4 + 8];
  for (size_t i = 0; i < bound->piece_count; i++) {
    const as_piece *piece = &bound->pieces[i];
    const as_term_info *info = &piece->infos[of->place];
    bool there = false;
    if (info->documents > 0) {
      as_segment *segment = of->context.places[of->place].leaf->segment;
      as_postings *list = as_search_postings(&of->context, segment, info);
      if (list == NULL) return false;
      uint32_t document = as_postings_next(list);
      if (document < of->document) document = as_postings_advance(list, of->document);
      if (list->status != ASSIST_OK) return as_search_fail(&of->context, list->status, &list->error);
      there = document == of->document;
    }
    typed_part(typed, bound->leaf, bound->phrase, piece->unit, piece->width);
    remark(of, "%s: %s", typed, there ? "somewhere in it" : "not there");
  }
  return true;
}

/* ---- the tree ---- */

static const char *name_of(const as_node *node) {
  switch (node->kind) {
  case AS_NODE_NOTHING: return "an empty query";
  case AS_NODE_EVERYTHING: return "everything";
  case AS_NODE_AND: return "all of";
  case AS_NODE_OR: return "any of";
  case AS_NODE_NOT: return "none of";
  case AS_NODE_REQUIRED: return "held";
  case AS_NODE_NEAR: return "near each other";
  case AS_NODE_RANGE: return "a range";
  case AS_NODE_PATTERN: return node->pattern == AS_PATTERN_STEM ? "words of the stem of" : "words like";
  case AS_NODE_SOUND: return "characters that sound like";
  case AS_NODE_KEY: return "the document";
  case AS_NODE_TEXT: break;
  }
  return node->how == ASSIST_RUN ? "run" : node->how == ASSIST_PHRASE ? "phrase" : "exactly";
}

/* The values that the document has where a range asks. */
static void tell_values(accounting *of, const char *field) {
  char text[40];
  bool any = false;
  for (size_t i = 0; of->stored != NULL && i < as_document_value_count(of->stored); i++) {
    assist_value value = as_document_value(of->stored, i);
    if (strcmp(value.field, field) != 0) continue;
    any = true;
    if (value.kind == ASSIST_VALUE_NUMBER) remark(of, "%s is %.15g", field, value.number);
    if (value.kind != ASSIST_VALUE_DATE) continue;
    assist_date_print(value.microseconds, text);
    remark(of, "%s is %s", field, text);
  }
  if (of->stored != NULL && !any) remark(of, "it has no %s", field);
}

static bool tell_phrase(accounting *of, const as_bound_phrase *bound) {
  as_iter *iter = as_iter_phrase(&of->context, bound, of->place);
  if (iter == NULL) return false;
  bool there = as_iter_advance(iter, of->document) == of->document && as_iter_matches(iter);
  if (of->context.status != ASSIST_OK) return false;
  if (there) {
    as_near_miss miss = {0};
    if (of->stored != NULL && bound->phrase->count <= UNITS_MOST)
      miss = as_near_miss_find(&of->read, bound->leaf->field, bound->phrase, 0, false);
    size_t start = 0, end;
    if (miss.units > 0) as_near_miss_bytes(&miss, &start, &end);
    if (miss.units == bound->phrase->count)
      remark(of, "%zu %s, first in %s at byte %zu", miss.places, miss.places == 1 ? "time" : "times",
             miss.text->field, start);
    return true;
  }
  if (bound->phrase->count > UNITS_MOST) {
    remark(of, "not there; it is too long to say more");
    return true;
  }
  if (of->stored == NULL) return tell_terms(of, bound);
  tell_elsewhere(of, bound->leaf, bound->phrase);
  return true;
}

/* Whether NODE's phrases are what decides; of a range they stand for the text that it is where there are no values. */
static bool is_text(accounting *of, const as_node *node) {
  if (node->kind != AS_NODE_RANGE) return true;
  return as_range_way_of(node, as_range_field(&of->context, node, of->place)) == AS_RANGE_TEXT;
}

static bool tell(accounting *of, const as_plan *plan, unsigned depth, const char *title) {
  char text[SHOWN_MOST * 4 + 8];
  const as_node *node = plan->node;
  bool matched = is_matched(of, plan);
  if (of->context.status != ASSIST_OK) return false;
  of->depth = depth;
  const char *field = node->field == NULL ? "" : node->field;
  if (node->text != NULL) {
    line(of, matched ? YES : NO, depth, "%s%s%s%s \"%s\"", title, field, *field == '\0' ? "" : ": ",
         name_of(node), shown(text, node->text, 0, node->size));
  } else {
    line(of, matched ? YES : NO, depth, "%s%s%s%s", title, name_of(node), *field == '\0' ? "" : " of ",
         field);
  }
  if (!matched && node->kind == AS_NODE_RANGE && node->field != NULL) tell_values(of, node->field);
  for (size_t i = 0; i < plan->phrase_count && is_text(of, node); i++)
    if (!tell_phrase(of, plan->phrases[i])) return false;
  for (size_t i = 0; i < plan->count; i++)
    if (!tell(of, plan->children[i], depth + 1, "")) return false;
  return true;
}

static bool tell_all(accounting *of, bool *out_matches) {
  const as_search_request *request = of->request;
  as_plan *plan = as_plan_bind(&of->context, request->root);
  if (plan == NULL || !tell(of, plan, 0, "")) return false;
  bool matches = is_matched(of, plan);
  for (size_t i = 0; i < request->filter_count; i++) {
    plan = as_plan_bind(&of->context, request->filters[i]);
    if (plan == NULL || !tell(of, plan, 0, "filter: ")) return false;
    matches = is_matched(of, plan) && matches;
  }
  *out_matches = matches;
  return of->context.status == ASSIST_OK;
}

/* ---- the relaxed pass ---- */

enum pass { STRICT, FALLBACK, RELAXED }; /* that found something; STRICT also when none did */

/* REQUEST without a page; with ONLY among the filters when it is not NULL. */
static assist_status ask(const as_search_request *request, const as_node *only, uint64_t *out_total,
                         enum pass *out_pass, assist_error *error) {
  assist_results *results;
  const as_node **filters = as_mem_array(request->filter_count + 1, sizeof *filters);
  if (filters == NULL) return as_fail_nomem(error);
  for (size_t i = 0; i < request->filter_count; i++) filters[i] = request->filters[i];
  if (only != NULL) filters[request->filter_count] = only;
  const as_search_request asked = {.snapshots = request->snapshots,
                                   .snapshot_count = request->snapshot_count,
                                   .root = request->root,
                                   .filters = filters,
                                   .filter_count = request->filter_count + (only != NULL),
                                   .flags = ASSIST_SEARCH_EXACT_TOTAL,
                                   .progress = request->progress,
                                   .progress_context = request->progress_context};
  assist_status status = as_engine_search(&asked, 0, &results, error);
  as_mem_free(filters);
  if (status != ASSIST_OK) return status;
  *out_total = results->outcome.total;
  *out_pass = results->outcome.relaxed ? RELAXED : results->outcome.fallback != NULL ? FALLBACK : STRICT;
  as_engine_results_free(results);
  return ASSIST_OK;
}

/* The document does not match: does a later pass find it, and is there one? */
static assist_status tell_relaxed(accounting *of, bool *out_matches, assist_error *error) {
  uint64_t total;
  enum pass mine = STRICT, all = STRICT;
  as_arena memory;
  as_arena_init(&memory);
  as_node *only = as_node_key(&memory, of->key);
  assist_status status = only != NULL ? ask(of->request, only, &total, &mine, error) : as_fail_nomem(error);
  as_arena_clear(&memory);
  if (status != ASSIST_OK || mine == STRICT) return status;
  status = ask(of->request, NULL, &total, &all, error);
  if (status != ASSIST_OK) return status;
  *out_matches = mine == all;
  if (mine == all && mine == RELAXED) {
    line(of, YES, 0, "relaxed: no document matches the whole query, and this one has parts of it");
  } else if (mine == all) {
    line(of, YES, 0, "by sound: no document has these words, and this one has characters that sound so");
  } else {
    line(of, REMARK, 0, "a %s search would find it, but there is none: %" PRIu64 " %s %s",
         mine == RELAXED ? "relaxed" : "pinyin", total, total == 1 ? "document matches" : "documents match",
         all == FALLBACK ? "by sound" : "the whole query");
  }
  return ASSIST_OK;
}

/* ---- all of it ---- */

typedef struct dead_search {
  bool found;
} dead_search;

static void see_dead(void *context, uint32_t document) {
  dead_search *search = context;
  (void)document;
  search->found = true;
}

/* There is no live document of that key. */
static assist_status tell_missing(accounting *of, assist_error *error) {
  const as_snapshot *snapshot = of->request->snapshots[0];
  char name[SHOWN_MOST * 4 + 8];
  dead_search search = {false};
  for (size_t i = 0; i < snapshot->leaf_count && !search.found; i++) {
    assist_status status =
        as_segment_find_key(snapshot->leaves[i].segment, of->key, as_hash64(of->key.bytes, of->key.size),
                            see_dead, &search, error);
    if (status != ASSIST_OK) return status;
  }
  shown(name, (const char *)of->key.bytes, 0, of->key.size);
  line(of, NO, 0, search.found ? "%s has been deleted" : "no document has the key %s", name);
  return ASSIST_OK;
}

static assist_status tell_document(accounting *of, uint64_t number, bool *out_matches, assist_error *error) {
  const as_snapshot *snapshot = of->request->snapshots[0];
  const as_leaf *leaf = NULL;
  assist_status status = ASSIST_OK;
  if (!as_snapshot_locate(snapshot, number, &leaf, &of->document)) return ASSIST_NOTFOUND;
  of->place = (size_t)(leaf - snapshot->leaves);
  if (snapshot->manifest->store) {
    status = as_snapshot_read(snapshot, number, &of->stored, error);
    if (status != ASSIST_OK) return status;
    if (!as_read_document_init(&of->read, of->stored)) return as_fail_nomem(error);
  }
  if (!tell_all(of, out_matches)) {
    if (error != NULL) *error = of->context.error;
    return of->context.status;
  }
  bool relaxes = (of->request->flags & ASSIST_SEARCH_STRICT) == 0;
  return *out_matches || !relaxes ? ASSIST_OK : tell_relaxed(of, out_matches, error);
}

static assist_status account(accounting *of, bool *out_matches, assist_error *error) {
  uint64_t number;
  assist_status status = as_search_context_init(&of->context, of->request->snapshots, 1,
                                                of->request->progress, of->request->progress_context);
  if (status != ASSIST_OK) return as_fail_nomem(error);
  status = as_snapshot_find(of->request->snapshots[0], of->key, &number, error);
  if (status == ASSIST_NOTFOUND) return tell_missing(of, error);
  return status == ASSIST_OK ? tell_document(of, number, out_matches, error) : status;
}

assist_status as_account_make(const as_search_request *request, as_slice key, assist_account **out_account,
                              assist_error *error) {
  assist_account *made = as_mem_calloc(1, sizeof *made);
  if (made == NULL) return as_fail_nomem(error);
  as_buf_init(&made->text);
  accounting of = {.request = request, .key = key, .out = &made->text};
  assist_status status = account(&of, &made->matches, error);
  as_read_document_clear(&of.read);
  as_document_free(of.stored);
  as_search_context_clear(&of.context);
  as_buf_add_u8(&made->text, 0);
  if (status == ASSIST_OK && as_buf_failed(&made->text)) status = as_fail_nomem(error);
  if (status != ASSIST_OK) {
    as_account_free(made);
    return status;
  }
  *out_account = made;
  return ASSIST_OK;
}

void as_account_free(assist_account *account) {
  if (account == NULL) return;
  as_buf_clear(&account->text);
  as_mem_free(account);
}
