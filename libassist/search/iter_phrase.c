/* SPDX-License-Identifier: MIT
 *
 * A phrase in one segment.  The pieces of its cover are joined document by document, the rarest leading; a document is confirmed
 * by joining positions: each piece's positions less its offset are possible starts, and the phrase stands where all pieces agree.
 *
 *   鄉村 at 10, 55      offset 0   ->  10 55
 *   振興 at 12, 90      offset 2   ->  10 88     start 10
 *
 * Where the phrase holds a break, the position between must be one of the document's breaks.  Scope: in `title` the whole phrase
 * lies within the title's positions, in `body` outside.  What positions cannot tell (spelling) the stored text decides, last.
 *
 * A character that no pair of the phrase covers has its places from all pairs of the index that it is in (search/character.h); as long
 * as it is cheaper, from the stored text. */
#include "base/error.h"
#include "base/meet.h"
#include "search/bound.h"
#include "search/character.h"
#include "search/cover.h"
#include "search/iter.h"
#include "search/repeats.h"
#include "search/verify.h"

#define AHEAD_LEAST 16u
#define JOIN_MOST (1u << 20) /* positions of one document, likewise */
#define PASS_MOST 8192u      /* documents that are looked at without letting the caller look at the clock */

/* What the rows behind a list say of the block that would hold a document up to LAST. */
typedef struct list_bound {
  uint32_t last;
  as_impact impact;
} list_bound;

typedef struct phrase_iter {
  as_iter base;
  const as_bound_phrase *bound;
  size_t place;
  as_postings **lists; /* of the cover, the rarest first */
  const as_piece **pieces;
  const as_cover_piece *cover; /* how each of them is used */
  size_t count;                /* of terms, each in a list of its own */
  size_t total; /* of pieces: those behind COUNT are terms that came before, and share their lists */
  as_postings *breaks;
  const uint8_t *codes; /* length codes of the field */
  uint32_t *starts;     /* room for the positions of the leading list in one document */
  size_t starts_room;
  uint32_t frequency;     /* of the document confirmed last */
  as_unit_places *places; /* with slop: of each unit, twice */
  bool has_lone;          /* some pieces are characters alone, and the spelling does not count */
  as_character **lones;   /* those, by list; opened when they are first needed */
  const uint64_t *wanted; /* documents of which their places are asked for; NULL: any */
  as_span_list found;
  uint64_t needed;  /* what scores less is left out, before `until`; 0: all count */
  uint64_t spelled; /* the same, where the lists do not bound how often it stands there */
  uint32_t until;
  as_bound most;                     /* by the rows behind the lists */
  list_bound *bounds;                /* of the lists' blocks, asked when something is needed */
  uint32_t met, meetings_count;      /* those before MET are done with */
  uint32_t met_end;                  /* of documents before it the meetings tell all */
  uint32_t ahead;                    /* documents of the first list to look at together */
  as_meeting meetings[AS_MEET_MOST]; /* documents of the blocks that the first two lists have decoded */
} phrase_iter;

static const as_iter_class phrase_class;

static bool list_failed(phrase_iter *phrase, const as_postings *list) {
  if (!as_search_list_fails(phrase->base.context, list)) return false;
  phrase->base.document = AS_DOC_END;
  return true;
}

/* From DOCUMENT on, which the first list stands on, as far as the two blocks at hand reach, and no more documents of the first than
 * are likely to be asked for.  No look waits for the one before. */
static void meet(phrase_iter *phrase, uint32_t document) {
  const as_postings *one = phrase->lists[0], *two = phrase->lists[1];
  const uint32_t behind = one->at + phrase->ahead < one->count ? one->at + phrase->ahead : one->count;
  uint32_t last = one->documents[behind - 1];
  if (two->documents[two->count - 1] < last) last = two->documents[two->count - 1];
  phrase->met = 0;
  phrase->meetings_count =
      as_meet(one->documents, one->at, two->documents, two->count, last, phrase->meetings);
  phrase->met_end = document > last ? document : last + 1;
}

/* Who jumps may jump again; who goes on may go on. */
static void look_ahead(phrase_iter *phrase, bool jumps) {
  const uint32_t more = 2 * phrase->ahead;
  phrase->ahead = jumps || more < AHEAD_LEAST ? AHEAD_LEAST
                  : more < AS_POSTINGS_BLOCK  ? more
                                              : AS_POSTINGS_BLOCK;
}

/* The first document from TARGET on that the first two lists have, which stand on it then. */
static uint32_t next_meeting(phrase_iter *phrase, uint32_t target) {
  as_postings *one = phrase->lists[0], *two = phrase->lists[1];
  for (;;) {
    for (; phrase->met < phrase->meetings_count; phrase->met++) {
      const as_meeting *at = &phrase->meetings[phrase->met];
      if (one->documents[at->first] < target) continue;
      one->at = at->first;
      two->at = at->second;
      return as_postings_document(one);
    }
    look_ahead(phrase, target > phrase->met_end);
    uint32_t document = as_postings_advance(one, target > phrase->met_end ? target : phrase->met_end);
    if (document == AS_DOC_END) return document;
    const uint32_t at = as_postings_advance(two, document);
    document = at == AS_DOC_END ? at : as_postings_advance(one, at);
    if (document == AS_DOC_END) return document;
    meet(phrase, document);
  }
}

/* The first document from DOCUMENT on, where the first list stands, that is in all lists: one after another. */
static uint32_t align_each(phrase_iter *phrase, uint32_t document) {
  size_t agreed = 1;
  while (document != AS_DOC_END && agreed < phrase->count) {
    uint32_t at = as_postings_advance(phrase->lists[agreed], document);
    if (at == document) {
      agreed++;
      continue;
    }
    document = at == AS_DOC_END ? at : as_postings_advance(phrase->lists[0], at);
    agreed = 1;
  }
  return document;
}

/* The same, where the first two are joined beforehand. */
static uint32_t align_meetings(phrase_iter *phrase, uint32_t document) {
  document = next_meeting(phrase, document);
  for (size_t agreed = 2; document != AS_DOC_END && agreed < phrase->count;) {
    const uint32_t at = as_postings_advance(phrase->lists[agreed], document);
    agreed = at == document ? agreed + 1 : 2;
    document = at == document || at == AS_DOC_END ? at : next_meeting(phrase, at);
  }
  return document;
}

/* Where something is needed, the first list is moved with regard to that (lead_on), and stands on DOCUMENT. */
static uint32_t phrase_align(phrase_iter *phrase, uint32_t document) {
  const bool meets = phrase->count > 1 && phrase->needed == 0;
  document = (meets ? align_meetings : align_each)(phrase, document);
  for (size_t i = 0; document == AS_DOC_END && i < phrase->count; i++) list_failed(phrase, phrase->lists[i]);
  return phrase->base.document = document;
}

static uint64_t score_of(const phrase_iter *phrase, uint32_t frequency, uint8_t code) {
  return as_weigh(phrase->bound->weight, as_saturate(phrase->bound->saturation, frequency, code));
}

static const as_impact *impact_at(phrase_iter *phrase, size_t i, uint32_t document) {
  list_bound *bound = &phrase->bounds[i];
  if (bound->last == 0 || bound->last < document) {
    bound->impact = as_postings_block_impact(phrase->lists[i], document, &bound->last);
    if (bound->last == AS_DOC_END) bound->impact.most_frequency = 0; /* behind the list */
  }
  return &bound->impact;
}

/* Whether a document could be good enough that the leading list has FREQUENCY times: a phrase is no more frequent than
 * any of its pieces, whose blocks are bounded. */
static bool blocks_reach(phrase_iter *phrase, uint32_t document, uint32_t frequency) {
  uint8_t code = phrase->codes[document];
  if (score_of(phrase, frequency, code) < phrase->needed) return false;
  uint32_t most = frequency;
  for (size_t i = 1; i < phrase->count; i++) {
    const as_impact *impact = impact_at(phrase, i, document);
    if (as_weigh(phrase->bound->weight, as_bound_saturation(&phrase->most, *impact)) < phrase->needed)
      return false;
    if (impact->most_frequency < most) most = impact->most_frequency;
  }
  return most == frequency || score_of(phrase, most, code) >= phrase->needed;
}

/* The first document of the leading list from TARGET on that could be good enough. */
static uint32_t lead_on(phrase_iter *phrase, uint32_t target) {
  as_postings *list = phrase->lists[0];
  for (uint32_t passed = 0;;) {
    if (target >= phrase->until) return as_postings_advance(list, target);
    const as_impact *impact = impact_at(phrase, 0, target);
    uint32_t last = phrase->bounds[0].last;
    if (last == AS_DOC_END) return as_postings_advance(list, target);
    if (as_weigh(phrase->bound->weight, as_bound_saturation(&phrase->most, *impact)) < phrase->needed) {
      target = last < phrase->until ? last + 1 : phrase->until;
      continue;
    }
    uint32_t document = as_postings_advance(list, target);
    while (document <= last && document < phrase->until) {
      uint32_t frequency = as_postings_frequency(list);
      bool pause = ++passed == PASS_MOST; /* phrase_matches refuses it */
      if (pause || frequency == 0 || blocks_reach(phrase, document, frequency)) return document;
      document = as_postings_next(list);
    }
    if (document == AS_DOC_END) return document;
    target = document;
  }
}

/* Whether the document stood on could be good enough by the least frequent of its pieces. */
static bool could_reach(const phrase_iter *phrase) {
  uint32_t least = UINT32_MAX;
  for (size_t i = 0; i < phrase->count; i++) {
    uint32_t frequency = as_postings_frequency(phrase->lists[i]);
    if (frequency < least) least = frequency;
  }
  return least == 0 || score_of(phrase, least, phrase->codes[phrase->base.document]) >= phrase->needed;
}

static uint32_t phrase_advance(as_iter *iter, uint32_t target) {
  phrase_iter *phrase = (phrase_iter *)iter;
  if (phrase->needed != 0) target = lead_on(phrase, target);
  if (phrase->count == 1) target = as_postings_advance(phrase->lists[0], target);
  return phrase_align(phrase, target);
}

/* Room for COUNT starts.  Grown in the arena: seldom, and never given back before the search ends. */
static bool starts_reserve(phrase_iter *phrase, size_t count) {
  if (count <= phrase->starts_room) return true;
  phrase->starts = as_search_alloc(phrase->base.context, 2 * count * sizeof *phrase->starts);
  phrase->starts_room = phrase->starts == NULL ? 0 : 2 * count;
  return phrase->starts != NULL;
}

/* Keep the starts that, shifted by OFFSET, are among POSITIONS.  Both ascend. */
static size_t starts_join(uint32_t *starts, size_t count, const uint32_t *positions, size_t position_count,
                          uint32_t offset) {
  size_t kept = 0, at = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t wanted = starts[i] + offset;
    while (at < position_count && positions[at] < wanted) at++;
    if (at == position_count) break;
    if (positions[at] == wanted) starts[kept++] = starts[i];
  }
  return kept;
}

static size_t join_breaks(phrase_iter *phrase, size_t count) {
  const as_phrase *units = phrase->bound->phrase;
  if (phrase->bound->breaks == NULL || count == 0) return count;
  if (phrase->breaks == NULL) return 0;
  uint32_t document = phrase->base.document, number = 0;
  if (as_postings_advance(phrase->breaks, document) != document) {
    list_failed(phrase, phrase->breaks);
    return 0;
  }
  const uint32_t *positions = as_postings_positions(phrase->breaks, &number);
  if (positions == NULL) {
    list_failed(phrase, phrase->breaks);
    return 0;
  }
  for (size_t i = 1; i < units->count && count > 0; i++) {
    if (units->units[i].position == units->units[i - 1].position + 1) continue;
    uint32_t offset = units->units[i].position - 1 - units->units[0].position;
    count = starts_join(phrase->starts, count, positions, number, offset);
  }
  return count;
}

/* Keep what lies in the scope: the title's positions, or the rest. */
static size_t keep_scope(phrase_iter *phrase, size_t count) {
  const as_bound_phrase *bound = phrase->bound;
  if (bound->scope.part == AS_SCOPE_ALL || count == 0) return count;
  as_search_context *context = phrase->base.context;
  uint32_t begin = 0, end = 0;
  assist_error error = {0};
  assist_status status = as_segment_title(context->places[phrase->place].leaf->segment, phrase->base.document,
                                          &begin, &end, &error);
  if (status != ASSIST_OK) {
    as_search_fail(context, status, &error);
    return 0;
  }
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t first = phrase->starts[i], last = first + bound->length;
    bool inside = first >= begin && last <= end;
    bool outside = last <= begin || first >= end;
    if (bound->scope.part == AS_SCOPE_TITLE ? inside : outside) phrase->starts[kept++] = first;
  }
  return kept;
}

bool as_iter_phrase_has_characters(const as_iter *iter) {
  return iter->class == &phrase_class && ((const phrase_iter *)iter)->has_lone;
}

void as_iter_phrase_want(as_iter *iter, const uint64_t *wanted) {
  phrase_iter *phrase = (phrase_iter *)iter;
  if (iter->class == &phrase_class && phrase->has_lone && phrase->wanted == NULL) phrase->wanted = wanted;
}

/* So late, since a character that is asked for by itself needs none of it. */
static bool open_lones(phrase_iter *phrase) {
  const as_bound_phrase *bound = phrase->bound;
  as_search_context *context = phrase->base.context;
  uint8_t number = bound->numbers[phrase->place];
  phrase->lones = as_search_alloc(context, phrase->total * sizeof *phrase->lones);
  if (phrase->lones == NULL) return false;
  if (phrase->count > 1 && phrase->wanted == NULL) {
    as_iter *again = as_iter_phrase(context, bound, phrase->place);
    phrase->wanted =
        again == NULL ? NULL : as_iter_documents(again, context->places[phrase->place].leaf->documents);
    if (phrase->wanted == NULL) return false;
  }
  for (size_t i = 0; i < phrase->total; i++) {
    if (phrase->pieces[i]->kind != AS_TERM_CHAR) continue;
    uint32_t code = bound->phrase->units[phrase->pieces[i]->unit].code;
    phrase->lones[i] = as_character_open(context, phrase->place, number, code);
    if (phrase->lones[i] == NULL) return false;
    if (phrase->wanted != NULL) as_character_want(phrase->lones[i], phrase->wanted);
  }
  return true;
}

/* Whether positions tell everything; if not, the stored text must be asked.  False also after a failure. */
static bool positions_tell(phrase_iter *phrase) {
  if (!phrase->has_lone) return !phrase->bound->verify;
  if (phrase->lones == NULL && !open_lones(phrase)) return false;
  for (size_t i = 0; i < phrase->total; i++)
    if (phrase->lones[i] != NULL && !as_character_ready(phrase->lones[i])) return false;
  return true;
}

/* Where list I stands in the document; false after a failure. */
static bool read_places(phrase_iter *phrase, size_t i, as_unit_places *out_places) {
  uint32_t number = 0;
  if (phrase->pieces[i]->kind == AS_TERM_CHAR) {
    *out_places = as_character_places(phrase->lones[i], phrase->base.document);
    return true;
  }
  const uint32_t *positions = as_postings_positions(phrase->lists[i], &number);
  *out_places = (as_unit_places){positions, number};
  return positions != NULL || !list_failed(phrase, phrase->lists[i]);
}

/* The number of occurrences by positions; where LONES is false, characters alone have their say in the stored text. */
static size_t join_positions(phrase_iter *phrase, bool lones) {
  size_t count = 0, passed = 0;
  bool first = true;
  for (size_t i = 0; i < phrase->total; i++) {
    uint32_t offset = phrase->pieces[i]->offset;
    as_unit_places places;
    if (!phrase->cover[i].joined || (phrase->pieces[i]->kind == AS_TERM_CHAR && !lones)) continue;
    if (!read_places(phrase, i, &places)) return 0;
    if ((passed += places.count) > JOIN_MOST) {
      if (!as_search_tick(phrase->base.context, phrase->base.document)) return 0;
      passed = 0;
    }
    if (first) {
      if (!starts_reserve(phrase, places.count)) return 0;
      for (size_t p = 0; p < places.count; p++)
        if (places.positions[p] >= offset) phrase->starts[count++] = places.positions[p] - offset;
      first = false;
    } else {
      count = starts_join(phrase->starts, count, places.positions, places.count, offset);
    }
    if (count == 0) return 0;
  }
  if (first) return 1; /* only lone characters: the stored text counts */
  return keep_scope(phrase, join_breaks(phrase, count));
}

/* The places of a phrase with slop. */
static bool slop_windows(phrase_iter *phrase, as_span_list *list) {
  as_search_context *context = phrase->base.context;
  size_t units = phrase->bound->phrase->count;
  as_span title = {0, 0};
  assist_error error = {0};
  if (phrase->places == NULL) phrase->places = as_search_alloc(context, 2 * units * sizeof *phrase->places);
  if (phrase->places == NULL) return false;
  for (size_t i = 0; i < phrase->total; i++)
    if (!read_places(phrase, i, &phrase->places[phrase->pieces[i]->unit])) return false;
  if (phrase->bound->scope.part != AS_SCOPE_ALL) {
    as_segment *segment = context->places[phrase->place].leaf->segment;
    assist_status status = as_segment_title(segment, phrase->base.document, &title.start, &title.end, &error);
    if (status != ASSIST_OK) return as_search_fail(context, status, &error);
  }
  return as_spans_windows(context, phrase->bound, phrase->places, phrase->places + units, title, list);
}

/* Whether it is a single character. */
static bool is_lone(const phrase_iter *phrase) {
  return phrase->bound->phrase->count == 1 && phrase->pieces[0]->kind == AS_TERM_CHAR;
}

/* Adds all places. */
static bool phrase_spans(as_iter *iter, as_span_list *list) {
  phrase_iter *phrase = (phrase_iter *)iter;
  const as_bound_phrase *bound = phrase->bound;
  bool slop = bound->slop > 0, tell = positions_tell(phrase);
  if (iter->context->status != ASSIST_OK) return false;
  if (slop && tell) return slop_windows(phrase, list);
  size_t count = slop ? 1 : join_positions(phrase, tell);
  if (count > 0 && !tell) {
    const bool counts = bound->exact && !slop && !is_lone(phrase);
    const size_t spelled =
        counts ? as_verify(iter->context, bound, phrase->place, iter->document, count) : SIZE_MAX;
    if (spelled == 0) return iter->context->status == ASSIST_OK;
    if (spelled != count) return as_verify_spans(iter->context, bound, phrase->place, iter->document, list);
  }
  if (!as_spans_reserve(iter->context, list, list->count + count)) return false;
  for (size_t i = 0; i < count; i++)
    list->items[list->count++] = (as_span){phrase->starts[i], phrase->starts[i] + bound->length};
  return iter->context->status == ASSIST_OK;
}

/* Whether the document has the character, in any spelling, often enough. */
static bool spelled_reaches(phrase_iter *phrase) {
  const as_bound_phrase *bound = phrase->bound;
  as_character *lone = as_character_open(phrase->base.context, phrase->place, bound->numbers[phrase->place],
                                         bound->phrase->units[0].code);
  if (lone == NULL || !as_character_ready(lone)) return true;
  const uint32_t document = phrase->base.document, count = as_character_count(lone, document);
  return score_of(phrase, count, phrase->codes[document]) >= phrase->spelled;
}

static bool phrase_matches(as_iter *iter) {
  phrase_iter *phrase = (phrase_iter *)iter;
  const as_bound_phrase *bound = phrase->bound;
  if (phrase->total == 1 && bound->scope.part == AS_SCOPE_ALL && !bound->verify) {
    phrase->frequency = as_postings_frequency(phrase->lists[0]);
    return true;
  }
  if (phrase->needed != 0 && iter->document < phrase->until && bound->slop == 0 && !could_reach(phrase))
    return false;
  if (phrase->spelled != 0 && iter->document < phrase->until && !spelled_reaches(phrase)) return false;
  size_t count = 0;
  if (bound->slop > 0) {
    phrase->found.count = 0;
    if (phrase_spans(iter, &phrase->found)) count = phrase->found.count;
  } else {
    bool tell = positions_tell(phrase);
    count = iter->context->status == ASSIST_OK ? join_positions(phrase, tell) : 0;
    if (count > 0 && !tell) count = as_verify(iter->context, bound, phrase->place, iter->document, count);
  }
  phrase->frequency = count > UINT32_MAX ? UINT32_MAX : (uint32_t)count;
  return count > 0;
}

static uint64_t phrase_score(as_iter *iter) {
  phrase_iter *phrase = (phrase_iter *)iter;
  return score_of(phrase, phrase->frequency, phrase->codes[iter->document]);
}

static bool phrase_raise(as_iter *iter, uint64_t needed, uint32_t until) {
  phrase_iter *phrase = (phrase_iter *)iter;
  const as_bound_phrase *bound = phrase->bound;
  if (bound->verify) {
    /* Stored text may count more than the lists do; not so of one spelling, but for a character, which they do not count. */
    if (!bound->exact || bound->slop > 0) return false;
    if (is_lone(phrase)) {
      phrase->spelled = needed;
      phrase->until = until;
      return true;
    }
    for (size_t i = 0; i < phrase->count; i++)
      if (phrase->pieces[i]->kind == AS_TERM_CHAR) return false;
  }
  if (phrase->bounds == NULL) {
    phrase->bounds = as_search_alloc(iter->context, phrase->count * sizeof *phrase->bounds);
    if (phrase->bounds == NULL) return false;
  }
  phrase->needed = needed;
  phrase->until = until;
  return true;
}

static const as_iter_class phrase_class = {.advance = phrase_advance,
                                           .matches = phrase_matches,
                                           .score = phrase_score,
                                           .spans = phrase_spans,
                                           .raise = phrase_raise};

/* FIRSTS: of the pieces behind those that have lists, whose list it is. */
static bool open_lists(phrase_iter *phrase, const uint32_t *firsts) {
  as_search_context *context = phrase->base.context;
  as_segment *segment = context->places[phrase->place].leaf->segment;
  for (size_t i = 0; i < phrase->total; i++) {
    const as_piece *piece = &phrase->bound->pieces[phrase->cover[i].number];
    if (i < phrase->count) as_terms_fetch_list(segment, &piece->infos[phrase->place]);
    phrase->pieces[i] = piece;
  }
  for (size_t i = 0; i < phrase->total; i++) {
    const as_piece *piece = phrase->pieces[i];
    phrase->has_lone |= piece->kind == AS_TERM_CHAR && !phrase->bound->exact;
    phrase->lists[i] = i >= phrase->count
                           ? phrase->lists[firsts[i]]
                           : as_search_postings(context, segment, &piece->infos[phrase->place]);
    if (phrase->lists[i] == NULL) return false;
  }
  /* The others follow where it leads: they may pass over their first blocks. */
  if (as_postings_next(phrase->lists[0]) == AS_DOC_END && list_failed(phrase, phrase->lists[0])) return false;
  const as_piece *breaks = phrase->bound->breaks;
  if (breaks == NULL || breaks->infos[phrase->place].documents == 0) return true;
  phrase->breaks = as_search_postings(context, segment, &breaks->infos[phrase->place]);
  if (phrase->breaks == NULL) return false;
  return as_postings_next(phrase->breaks) != AS_DOC_END || !list_failed(phrase, phrase->breaks);
}

as_iter *as_iter_phrase(as_search_context *context, const as_bound_phrase *bound, size_t place) {
  as_cover_piece *cover = as_search_alloc(context, bound->piece_count * sizeof *cover);
  size_t count = cover == NULL ? 0 : as_cover_choose(context, bound, place, cover);
  if (context->status != ASSIST_OK) return NULL;
  if (count == 0) return as_iter_nothing(context);
  uint32_t *firsts = NULL;
  size_t terms = count;
  if (count >= AS_REPEATS_LEAST) {
    firsts = as_search_alloc(context, count * sizeof *firsts);
    terms = firsts == NULL ? 0 : as_repeats_part(context, bound, place, cover, count, firsts);
    if (terms == 0) return NULL;
  }
  phrase_iter *phrase = as_search_alloc(context, sizeof *phrase);
  if (phrase == NULL) return NULL;
  phrase->base = (as_iter){&phrase_class, context, 0, bound->pieces[cover[0].number].infos[place].documents};
  phrase->bound = bound;
  phrase->place = place;
  phrase->count = terms;
  phrase->total = count;
  phrase->cover = cover;
  phrase->lists = as_search_alloc(context, count * sizeof *phrase->lists);
  phrase->pieces = as_search_alloc(context, count * sizeof *phrase->pieces);
  if (context->status != ASSIST_OK) return NULL;
  assist_error error = {0};
  phrase->codes =
      as_segment_length_codes(context->places[place].leaf->segment, bound->numbers[place], &error);
  if (phrase->codes == NULL) {
    as_search_fail(context, error.code, &error);
    return NULL;
  }
  phrase->most = as_bound_of(bound->saturation, context->places[place].leaf->segment, bound->numbers[place]);
  if (!open_lists(phrase, firsts)) return NULL;
  phrase_align(phrase, as_postings_document(phrase->lists[0]));
  return context->status == ASSIST_OK ? &phrase->base : NULL;
}

uint32_t as_iter_phrase_frequency(const as_iter *iter) {
  return iter->class == &phrase_class ? ((const phrase_iter *)iter)->frequency : 0;
}

as_character *as_iter_phrase_character(as_iter *iter) {
  phrase_iter *phrase = (phrase_iter *)iter;
  if (iter->class != &phrase_class || !phrase->has_lone || !is_lone(phrase)) return NULL;
  const as_bound_phrase *bound = phrase->bound;
  if (bound->slop > 0 || bound->scope.part != AS_SCOPE_ALL) return NULL;
  return positions_tell(phrase) ? phrase->lones[0] : NULL;
}
