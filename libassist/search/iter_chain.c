/* SPDX-License-Identifier: MIT
 *
 * A chain in one segment.  Hundreds of lists may stand behind it, too many to keep open side by side, so they are read one after
 * another when the iterator is made, and what is left is a sorted array:
 *
 *   hit = document:32 frequency:30 edits:2
 *
 * A single link in the whole text needs frequencies alone.  Everything else needs occurrences: those of the rarest link of a cover
 * of the chain come first, and each other link of the cover then marks those that it agrees with.
 *
 *   occurrence = document:32 position:28 0:2 edits:2
 *
 * Scores: a chain weighs and saturates as a phrase does; the nearest token of a document decides its share. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "search/chain.h"
#include "search/iter.h"
#include "search/runs.h"
#include "search/verify.h"

#define FREQUENCY_MAX 0x3FFFFFFFu
#define TICK_LISTS 256u
#define TICK_DOCUMENTS 512u /* take about as long as a short list */
#define FEW_LISTS 2u
#define TITLE_MOST 65534u
#define OCCURRENCES_MAX (UINT64_C(1) << 27) /* a gigabyte of them; beyond, the caller is told */

typedef struct chain_iter {
  as_iter base;
  const as_chain *chain;
  size_t place;
  const uint64_t *hits;
  size_t count, at;
  const uint8_t *codes;
} chain_iter;

typedef struct chain_reading {
  as_search_context *context;
  const as_chain *chain;
  size_t place;
  as_postings *list; /* one for all, one after another */
  uint32_t opened;   /* lists */
  as_runs runs;      /* occurrences or hits */
  uint16_t *ends;    /* of titles by document, and 1; 0: not looked up yet; NULL: not wanted */
} chain_reading;

static uint32_t document_of(uint64_t key) { return (uint32_t)(key >> 32); }
static uint32_t position_of(uint64_t occurrence) { return (uint32_t)occurrence >> 4; }
static uint64_t hit_of(uint32_t document, uint32_t frequency, uint32_t edits) {
  return (uint64_t)document << 32 | (uint64_t)(frequency > FREQUENCY_MAX ? FREQUENCY_MAX : frequency) << 2 |
         edits;
}
static uint32_t frequency_of(uint64_t hit) { return (uint32_t)hit >> 2; }
static uint32_t edits_of(uint64_t key) { return (uint32_t)key & 3u; }

static bool no_memory(chain_reading *reading) { return as_search_fail(reading->context, ASSIST_NOMEM, NULL); }

static bool list_ended(chain_reading *reading) {
  as_postings *list = reading->list;
  return list->status == ASSIST_OK || as_search_fail(reading->context, list->status, &list->error);
}

/* The list of VARIANT, on its first document; false after a failure. */
static bool open_list(chain_reading *reading, const as_variant *variant) {
  as_search_context *context = reading->context;
  as_segment *segment = context->places[reading->place].leaf->segment;
  const as_term_info *info = &variant->infos[reading->place];
  reading->opened += 1 + info->documents / TICK_DOCUMENTS;
  if (reading->opened >= TICK_LISTS) {
    reading->opened = 0;
    if (!as_search_tick(context, 0)) return false;
  }
  if (reading->list == NULL) {
    reading->list = as_search_postings(context, segment, info);
    if (reading->list == NULL) return false;
  } else {
    assist_error error = {0};
    assist_status status = as_postings_open(reading->list, segment, info, &error);
    if (status != ASSIST_OK) return as_search_fail(context, status, &error);
  }
  as_postings_next(reading->list);
  return list_ended(reading);
}

static bool is_here(const chain_reading *reading, const as_variant *variant) {
  return variant->infos[reading->place].documents > 0;
}

/* ---- frequencies ---- */

static uint64_t add_hits(uint64_t a, uint64_t b) {
  uint32_t edits = edits_of(a) < edits_of(b) ? edits_of(a) : edits_of(b);
  return hit_of(document_of(a), frequency_of(a) + frequency_of(b), edits);
}

/* Hits of one document become one. */
static void unite_hits(as_runs *runs) {
  size_t kept = 0;
  for (size_t i = 0; i < runs->keys.count; i++) {
    uint64_t hit = runs->keys.items[i];
    if (kept > 0 && document_of(runs->keys.items[kept - 1]) == document_of(hit)) {
      runs->keys.items[kept - 1] = add_hits(runs->keys.items[kept - 1], hit);
    } else {
      runs->keys.items[kept++] = hit;
    }
  }
  runs->keys.count = kept;
}

/* The documents of VARIANT: into LOWS, the lower half of each document's hit, or as a run. */
static bool read_variant(chain_reading *reading, const as_variant *variant, uint32_t *lows) {
  if (!open_list(reading, variant)) return false;
  bool plain = variant->infos[reading->place].term.kind == AS_TERM_CHAR;
  as_postings *list = reading->list;
  for (uint32_t d = as_postings_document(list); d != AS_DOC_END; d = as_postings_next(list)) {
    uint64_t hit = hit_of(d, plain ? 1 : as_postings_frequency(list), variant->edits);
    if (lows == NULL) {
      if (!as_vec_push(&reading->runs.keys, hit)) return no_memory(reading);
    } else {
      lows[d] = (uint32_t)(lows[d] == 0 ? hit : add_hits(lows[d], (uint32_t)hit));
    }
  }
  return list_ended(reading) && (as_runs_end(&reading->runs) || no_memory(reading));
}

static bool take_lows(chain_reading *reading, const uint32_t *lows, uint32_t documents) {
  for (uint32_t d = 0; d < documents; d++)
    if (lows[d] != 0 && !as_vec_push(&reading->runs.keys, (uint64_t)d << 32 | lows[d]))
      return no_memory(reading);
  return true;
}

/* Many hits are added up by document, in place of merging them. */
static bool read_frequencies(chain_reading *reading) {
  const as_variants *link = &reading->chain->links[0];
  uint32_t documents = reading->context->places[reading->place].leaf->documents, *lows = NULL;
  uint64_t hits = 0;
  bool good = true;
  for (size_t i = 0; i < link->count; i++) hits += link->items[i].infos[reading->place].documents;
  if (link->count > FEW_LISTS && hits > documents / 8) {
    lows = as_mem_calloc((size_t)documents, sizeof *lows);
    if (lows == NULL) return no_memory(reading);
  }
  for (size_t i = 0; good && i < link->count; i++)
    if (is_here(reading, &link->items[i])) good = read_variant(reading, &link->items[i], lows);
  if (good && lows != NULL) {
    good = take_lows(reading, lows, documents);
  } else if (good) {
    good = as_runs_merge(&reading->runs) || no_memory(reading);
    unite_hits(&reading->runs);
  }
  as_mem_free(lows);
  return good;
}

/* ---- occurrences ---- */

static uint64_t occurrences_of(const chain_reading *reading, size_t link) {
  const as_variants *variants = &reading->chain->links[link];
  uint64_t sum = 0;
  for (size_t i = 0; i < variants->count; i++)
    if (is_here(reading, &variants->items[i])) sum += variants->items[i].infos[reading->place].occurrences;
  return sum;
}

static uint16_t known_end(uint32_t begin, uint32_t end) {
  if (end <= begin) return 1;
  return (uint16_t)(end < TITLE_MOST ? end + 1 : TITLE_MOST + 1);
}

/* Where the title of DOCUMENT ends, or something behind that; 0 after a failure as well.  Its neighbours will be asked for too. */
static uint32_t title_end(chain_reading *reading, uint32_t document) {
  const uint16_t *known = &reading->ends[document];
  if (*known == 0) {
    as_titles titles;
    assist_error error = {0};
    as_segment *segment = reading->context->places[reading->place].leaf->segment;
    assist_status status = as_segment_titles(segment, document, &titles, &error);
    if (status != ASSIST_OK) {
      as_search_fail(reading->context, status, &error);
      return 0;
    }
    uint16_t *ends = reading->ends + (document - document % AS_TITLES);
    for (unsigned i = 0; i < titles.count; i++) ends[i] = known_end(titles.begins[i], titles.ends[i]);
  }
  return *known > TITLE_MOST ? UINT32_MAX : *known - 1u;
}

/* The starts in the document the list stands on.  A title is looked up before positions are: most text is in the body. */
static bool add_starts(chain_reading *reading, uint32_t document, size_t link, uint32_t edits) {
  uint32_t count = 0, end = UINT32_MAX;
  if (reading->ends != NULL && (end = title_end(reading, document)) < reading->chain->length) return true;
  const uint32_t *positions = as_postings_positions(reading->list, &count);
  for (uint32_t p = 0; positions != NULL && p < count && positions[p] < end; p++) {
    if (positions[p] < link) continue;
    uint64_t start = (uint64_t)document << 32 | (uint64_t)(positions[p] - (uint32_t)link) << 4 | edits;
    if (!as_vec_push(&reading->runs.keys, start)) return no_memory(reading);
  }
  return true;
}

static bool too_many(chain_reading *reading) {
  assist_error error = {0};
  as_fail(&error, ASSIST_LIMIT,
          "a pattern or a sound occurs too often to be looked for in a part of the text");
  return as_search_fail(reading->context, ASSIST_LIMIT, &error);
}

/* Where the chain may begin: the positions of LINK less its offset. */
static bool read_starts(chain_reading *reading, size_t link) {
  const as_variants *variants = &reading->chain->links[link];
  for (size_t i = 0; i < variants->count; i++) {
    const as_variant *variant = &variants->items[i];
    if (!is_here(reading, variant)) continue;
    if (!open_list(reading, variant)) return false;
    as_postings *list = reading->list;
    for (uint32_t d = as_postings_document(list); d != AS_DOC_END; d = as_postings_next(list))
      if (!add_starts(reading, d, link, variant->edits)) return false;
    if (reading->context->status != ASSIST_OK) return false;
    if (reading->runs.keys.count > OCCURRENCES_MAX) return too_many(reading);
    if (!list_ended(reading)) return false;
    if (!as_runs_end(&reading->runs)) return no_memory(reading);
  }
  return as_runs_merge(&reading->runs) || no_memory(reading);
}

/* The first key from AT on that is not below WANTED, in steps that double. */
static size_t gallop(const uint64_t *keys, size_t at, size_t count, uint64_t wanted) {
  size_t step = 1, low = at;
  while (low + step < count && keys[low + step] < wanted) {
    low += step;
    step *= 2;
  }
  size_t high = low + step < count ? low + step : count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (keys[middle] < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* Marks the starts from AT on, all of the document the list stands on, whose position OFFSET behind is the list's. */
static size_t mark_document(chain_reading *reading, size_t at, uint32_t offset, uint8_t *marks) {
  const uint64_t *starts = reading->runs.keys.items;
  uint32_t count = 0, document = document_of(starts[at]);
  const uint32_t *positions = as_postings_positions(reading->list, &count);
  for (uint32_t p = 0; at < reading->runs.keys.count && document_of(starts[at]) == document; at++) {
    uint32_t wanted = position_of(starts[at]) + offset;
    while (positions != NULL && p < count && positions[p] < wanted) p++;
    if (positions != NULL && p < count && positions[p] == wanted) marks[at] = 1;
  }
  return at;
}

static bool mark_variant(chain_reading *reading, const as_variant *variant, uint32_t offset, uint8_t *marks) {
  const uint64_t *starts = reading->runs.keys.items;
  size_t count = reading->runs.keys.count;
  if (!open_list(reading, variant)) return false;
  uint32_t document = as_postings_document(reading->list);
  for (size_t at = 0; document != AS_DOC_END;) {
    at = gallop(starts, at, count, (uint64_t)document << 32);
    if (at == count) break;
    uint32_t wanted = document_of(starts[at]);
    if (wanted == document) {
      at = mark_document(reading, at, offset, marks);
      document = as_postings_next(reading->list);
    } else {
      document = as_postings_advance(reading->list, wanted);
    }
  }
  return list_ended(reading);
}

/* Keep the starts that some variant of LINK agrees with. */
static bool join_link(chain_reading *reading, size_t link) {
  const as_variants *variants = &reading->chain->links[link];
  size_t count = reading->runs.keys.count, kept = 0;
  uint8_t *marks = as_mem_calloc(count + 1, 1);
  bool good = marks != NULL || no_memory(reading);
  for (size_t i = 0; good && i < variants->count; i++)
    if (is_here(reading, &variants->items[i]))
      good = mark_variant(reading, &variants->items[i], (uint32_t)link, marks);
  uint64_t *starts = reading->runs.keys.items;
  for (size_t i = 0; good && i < count; i++)
    if (marks[i]) starts[kept++] = starts[i];
  reading->runs.keys.count = kept;
  as_mem_free(marks);
  return good;
}

typedef struct ordered_link {
  uint64_t occurrences;
  size_t link;
} ordered_link;

static int compare_links(const void *a, const void *b) {
  const ordered_link *x = a, *y = b;
  if (x->occurrences != y->occurrences) return x->occurrences < y->occurrences ? -1 : 1;
  return x->link < y->link ? -1 : x->link > y->link;
}

/* Every second link, and the last: together they cover the chain.  The rarest first. */
static size_t choose_links(const chain_reading *reading, ordered_link *out) {
  size_t links = reading->chain->count, count = 0;
  for (size_t i = 0; i < links; i += 2) out[count++] = (ordered_link){occurrences_of(reading, i), i};
  if (links > 1 && links % 2 == 0) {
    out[count] = (ordered_link){occurrences_of(reading, links - 1), links - 1};
    count++;
  }
  qsort(out, count, sizeof *out, compare_links);
  return count;
}

/* Keep what lies within the title, or outside it. */
static bool keep_scope(chain_reading *reading) {
  const as_chain *chain = reading->chain;
  as_segment *segment = reading->context->places[reading->place].leaf->segment;
  uint64_t *starts = reading->runs.keys.items;
  uint32_t begin = 0, end = 0;
  size_t kept = 0, count = reading->runs.keys.count;
  if (chain->scope.part == AS_SCOPE_ALL) return true;
  for (size_t i = 0; i < count; i++) {
    uint32_t document = document_of(starts[i]), first = position_of(starts[i]), last = first + chain->length;
    if (i == 0 || document != document_of(starts[i - 1])) {
      assist_error error = {0};
      assist_status status = as_segment_title(segment, document, &begin, &end, &error);
      if (status != ASSIST_OK) return as_search_fail(reading->context, status, &error);
    }
    bool inside = first >= begin && last <= end, outside = last <= begin || first >= end;
    if (chain->scope.part == AS_SCOPE_TITLE ? inside : outside) starts[kept++] = starts[i];
  }
  reading->runs.keys.count = kept;
  return true;
}

static bool read_occurrences(chain_reading *reading) {
  as_search_context *context = reading->context;
  ordered_link *links = as_search_alloc(context, (reading->chain->count + 1) * sizeof *links);
  if (links == NULL) return false;
  size_t count = choose_links(reading, links);
  if (reading->chain->scope.part == AS_SCOPE_TITLE) {
    reading->ends = as_mem_calloc(context->places[reading->place].leaf->documents, sizeof *reading->ends);
    if (reading->ends == NULL) return no_memory(reading);
  } else if (links[0].occurrences > OCCURRENCES_MAX) {
    return too_many(reading);
  }
  /* The scope comes before the other links: a title is a small part of all text. */
  if (!read_starts(reading, links[0].link) || !keep_scope(reading)) return false;
  for (size_t i = 1; i < count && reading->runs.keys.count > 0; i++)
    if (!join_link(reading, links[i].link)) return false;
  for (size_t i = 0; i < reading->runs.keys.count; i++)
    reading->runs.keys.items[i] =
        hit_of(document_of(reading->runs.keys.items[i]), 1, edits_of(reading->runs.keys.items[i]));
  unite_hits(&reading->runs);
  return true;
}

/* ---- the iterator ---- */

static bool read_chain(chain_reading *reading) {
  const as_chain *chain = reading->chain;
  if (chain->numbers[reading->place] == AS_NO_NUMBER) return true;
  for (size_t i = 0; i < chain->count; i++)
    if (chain->links[i].count == 0) return true;
  bool whole = chain->scope.part == AS_SCOPE_ALL || chain->verify;
  return chain->count == 1 && whole ? read_frequencies(reading) : read_occurrences(reading);
}

static uint32_t stand(chain_iter *iter) {
  return iter->base.document = iter->at < iter->count ? document_of(iter->hits[iter->at]) : AS_DOC_END;
}

static uint32_t chain_advance(as_iter *base, uint32_t target) {
  chain_iter *iter = (chain_iter *)base;
  iter->at = gallop(iter->hits, iter->at, iter->count, (uint64_t)target << 32);
  return stand(iter);
}

static bool chain_matches(as_iter *base) {
  const chain_iter *iter = (const chain_iter *)base;
  if (!iter->chain->verify) return true;
  return as_verify_characters(base->context, &iter->chain->scope, iter->chain->characters, iter->place,
                              base->document);
}

static uint64_t chain_score(as_iter *base) {
  const chain_iter *iter = (const chain_iter *)base;
  uint64_t hit = iter->hits[iter->at];
  uint64_t whole = as_weigh(iter->chain->weight, as_saturate(iter->chain->saturation, frequency_of(hit),
                                                             iter->codes[base->document]));
  return whole * as_chain_shares[edits_of(hit)] / 1000;
}

static const as_iter_class chain_class = {
    .advance = chain_advance, .matches = chain_matches, .score = chain_score};

static bool take_hits(chain_reading *reading, chain_iter *iter) {
  size_t bytes = reading->runs.keys.count * sizeof *reading->runs.keys.items;
  uint64_t *hits = as_search_alloc(reading->context, bytes);
  if (hits == NULL) return false;
  if (bytes > 0) memcpy(hits, reading->runs.keys.items, bytes);
  iter->hits = hits;
  iter->count = reading->runs.keys.count;
  return true;
}

as_iter *as_iter_chain(as_search_context *context, const as_chain *chain, size_t place) {
  chain_reading reading = {.context = context, .chain = chain, .place = place};
  chain_iter *iter = as_search_alloc(context, sizeof *iter);
  bool good = iter != NULL && read_chain(&reading) && take_hits(&reading, iter);
  as_runs_free(&reading.runs);
  as_mem_free(reading.ends);
  if (!good) return NULL;
  if (iter->count == 0) return as_iter_nothing(context);
  assist_error error = {0};
  iter->codes = as_segment_length_codes(context->places[place].leaf->segment, chain->numbers[place], &error);
  if (iter->codes == NULL) {
    as_search_fail(context, error.code, &error);
    return NULL;
  }
  iter->base = (as_iter){&chain_class, context, 0, iter->count};
  iter->chain = chain;
  iter->place = place;
  stand(iter);
  return &iter->base;
}

uint32_t as_iter_chain_frequency(const as_iter *base) {
  if (base->class != &chain_class) return 0;
  const chain_iter *iter = (const chain_iter *)base;
  return frequency_of(iter->hits[iter->at]);
}
