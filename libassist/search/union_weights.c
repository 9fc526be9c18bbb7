/* SPDX-License-Identifier: MIT
 *
 * A union of which nothing is counted any more, of short documents: sentences, verses, titles.  These have a term once, and so what one
 * comes to is the weights of its terms times a saturation that is the same for all of them, that of its length:
 *
 *   sum of w(t) sat(f, L)  <=  sat(1, L) * sum of w(t) f                 as sat(f, L) <= f sat(1, L)
 *
 * The bounds of blocks say little about such lists, since of 128 documents some are short, and most of what is walked cannot enter for its
 * length.  So weights are added up for a window of documents at once, in units that let a sum fit 15 bits.  No length is looked at,
 * nor frequencies but where a block has some above one:
 *
 *   list a, 9 units    3   7 9               sums   3: 9   5: 4   7: 15   9: 9       least that may enter: 12
 *   list b, 4 units      5                          7 is looked at: by its length, then term by term
 *   list c, 6 units        7
 *
 * The postings of the window are noted list by list, so that a document's are found again.  Lists that cannot reach together what is
 * needed, and that are much longer than those that count, are left out and asked, as elsewhere (search/union.c). */
#include <stdlib.h>
#include <string.h>

#include "base/fixed.h"
#include "base/wide.h"
#include "search/union_scan.h"

#define WINDOW 8192u /* documents, whose sums a processor keeps at hand */
#define NOTES_MOST (UINT32_C(1) << 18)
#define TICK_WINDOWS 64u
#define OFTEN 8u                /* who has a term more often is looked at in any case: */
#define ALWAYS 0x4000u          /* its sum is above all others */
#define UNITS_MOST (ALWAYS - 1) /* of all lists together */
#define LONGER 4u               /* a list is left out that is so many times as long as those that count */
#define SPARSE                                                                                               \
  8u /* where fewer are noted than one of so many documents, notes are gone through, not the window */
#define LISTS_MOST 256u       /* so that a weight is many units */
#define POSTINGS_LEAST 32768u /* for it all to pay, */
#define ONCE_PERCENT 125u     /* occurrences in a hundred documents, */
#define SHORT 32u /* and positions of a document: poems of sixty are walked faster by their blocks */

/* A window: what its documents come to. */
typedef struct frame {
  uint32_t first;
  uint16_t *sums;      /* in units; 0 when it is done with */
  uint32_t *notes;     /* place, and frequency in the low half */
  uint32_t *ends;      /* by list, of its notes; they begin where those of the list before end */
  uint16_t *found;     /* places that reach the least, some of them twice */
  uint32_t note_count; /* 0: nothing is to be done with it */
  uint32_t found_count;
} frame;

typedef struct weighing {
  as_union_scan *scan;
  as_saturation *saturation;
  const uint8_t *codes;
  uint64_t unit;   /* weight */
  uint64_t needed; /* what the next five are for */
  uint64_t rest;   /* what the lists left out may add */
  uint64_t goal;   /* units times saturation that it takes */
  uint32_t least;  /* units that it takes of the shortest document */
  uint32_t *units; /* of each list */
  size_t counting; /* who enters is in one of the lists from here on */
  uint32_t window;
  frame frames[2];
} weighing;

static uint32_t documents_of(const weighing *of, size_t i) {
  return of->scan->lists[i].part->piece->infos[of->scan->place].documents;
}

bool as_union_weighs(const as_union_scan *scan) {
  uint64_t documents = 0, occurrences = 0;
  for (size_t i = 0; i < scan->count; i++) {
    const as_union_list *list = &scan->lists[i];
    const as_term_info *info = &list->part->piece->infos[scan->place];
    if (list->codes != scan->lists[0].codes || list->part->saturation != scan->lists[0].part->saturation)
      return false;
    documents += info->documents;
    occurrences += info->occurrences;
  }
  return scan->needed > 0 && scan->count <= LISTS_MOST && documents >= POSTINGS_LEAST &&
         occurrences * 100u <= documents * ONCE_PERCENT &&
         scan->lists[0].part->saturation->average >> 8 <= SHORT;
}

/* ---- what it takes ---- */

/* A weight in units, rounded up. */
static uint32_t units_of(const weighing *of, uint64_t weight) {
  return (uint32_t)((weight + of->unit - 1) / of->unit);
}

/* All lists' units together, each as often as a document may have it, fit below ALWAYS. */
static bool choose_unit(weighing *of) {
  const as_union_scan *scan = of->scan;
  uint64_t sum = 0, times = 0;
  for (size_t i = 0; i < scan->count; i++) {
    const as_union_list *list = &scan->lists[i];
    const uint32_t most = as_postings_impact(list->scored).most_frequency,
                   often = most < OFTEN ? most : OFTEN;
    if (as_search_list_fails(scan->collector->context, list->scored)) return false;
    sum += list->part->weight * often;
    times += often;
  }
  of->unit = sum / (UNITS_MOST - times) + 1;
  return true;
}

/* From the longest on: lists that do not reach what is needed together are left out as long as they are much longer than all that is
 * not, and stand in front then.  Behind them are those that would not reach it either. */
static void leave_out(weighing *of) {
  as_union_scan *scan = of->scan;
  uint64_t left = 0, sum = 0;
  scan->left_out = of->counting = 0;
  for (size_t i = 0; i < scan->count; i++) left += documents_of(of, i);
  for (size_t i = 0; i < scan->count; i++) {
    const as_union_list list = scan->lists[i];
    const uint32_t documents = documents_of(of, i);
    if (sum + list.most >= of->needed) continue;
    left -= documents;
    memmove(&scan->lists[of->counting + 1], &scan->lists[of->counting],
            (i - of->counting) * sizeof *scan->lists);
    scan->lists[of->counting] = list;
    scan->lists[of->counting++].before = sum;
    if (documents / LONGER > left && scan->left_out + 1 == of->counting) {
      scan->left_out++;
      of->rest = sum + list.most;
    }
    sum += list.most;
  }
  if (scan->left_out == 0) of->rest = 0;
}

static int by_documents(const void *a, const void *b) {
  const as_union_list *x = a, *y = b;
  const uint32_t documents = x->scored->info.documents, others = y->scored->info.documents;
  return documents > others ? -1 : documents < others;
}

/* Looks at the page again. */
static void look(weighing *of) {
  as_union_scan *scan = of->scan;
  if (of->needed == scan->needed) return;
  of->needed = scan->needed;
  leave_out(of);
  of->goal = (of->needed - of->rest) / of->unit << AS_SATURATION_BITS;
  const uint64_t most = as_saturate(of->saturation, 1, 1) + 1, least = of->goal / most;
  of->least = least < ALWAYS ? (uint32_t)least : ALWAYS;
  if (of->least == 0) of->least = 1; /* the lists left out are not enough */
  for (size_t i = scan->left_out; i < scan->count; i++)
    of->units[i] = units_of(of, scan->lists[i].part->weight);
}

/* ---- adding up ---- */

/* The documents of LIST's block from the current one to END, which have the term once. */
static uint32_t add_once(frame *to, const as_postings *list, uint32_t units, uint32_t end) {
  const uint32_t *documents = list->documents, first = to->first;
  uint32_t *notes = to->notes + to->note_count, i = list->at;
  uint16_t *sums = to->sums;
  for (; documents[i] < end; i++) { /* AS_DOC_END stands behind a block */
    const uint32_t place = documents[i] - first;
    sums[place] = (uint16_t)(sums[place] + units);
    *notes++ = place << 16 | 1;
  }
  return i;
}

static uint32_t add_often(frame *to, const as_postings *list, uint32_t units, uint32_t end) {
  const uint32_t *documents = list->documents, first = to->first;
  uint32_t *notes = to->notes + to->note_count, i = list->at;
  uint16_t *sums = to->sums;
  for (; documents[i] < end; i++) {
    const uint32_t place = documents[i] - first, frequency = list->frequencies[i];
    const uint32_t sum = sums[place] + (frequency <= OFTEN ? frequency * units : 0);
    sums[place] = (uint16_t)(frequency <= OFTEN ? sum : sum | ALWAYS);
    *notes++ = place << 16 | (frequency <= UINT16_MAX ? frequency : UINT16_MAX);
  }
  return i;
}

static bool add_list(const weighing *of, frame *to, size_t which, uint32_t end) {
  as_postings *list = of->scan->lists[which].scored;
  const uint32_t units = of->units[which];
  uint32_t document = as_postings_advance(list, to->first);
  while (document < end) {
    const bool once = as_postings_loaded_most(list) == 1;
    if (!once && as_postings_frequency(list) == 0) break;
    const uint32_t i = (once ? add_once : add_often)(to, list, units, end);
    to->note_count += i - list->at;
    list->at = i - 1;
    document = as_postings_next(list);
  }
  to->ends[which] = to->note_count;
  return !as_search_list_fails(of->scan->collector->context, list);
}

static bool is_sparse(const frame *of) { return of->note_count < WINDOW / SPARSE; }

/* Which of 64 sums reach LEAST. */
AS_ALWAYS_INLINE uint64_t reach(const uint16_t *sums, uint32_t least) {
  int16_t most = 0;
  uint64_t bits = 0;
  for (unsigned i = 0; i < 64; i++) {
    const int16_t sum = (int16_t)sums[i];
    most = sum > most ? sum : most;
  }
  for (unsigned i = 0; i < 64 && (uint32_t)most >= least; i++) bits |= (uint64_t)(sums[i] >= least) << i;
  return bits;
}

AS_ALWAYS_INLINE void find_body(frame *in, uint32_t least) {
  uint32_t count = 0;
  for (uint32_t place = 0; place < WINDOW; place += 64)
    for (uint64_t left = reach(in->sums + place, least); left != 0; left &= left - 1)
      in->found[count++] = (uint16_t)(place + (unsigned)__builtin_ctzll(left));
  in->found_count = count;
}

static void find_plain(frame *in, uint32_t least) { find_body(in, least); }
AS_WIDE static void find_wide(frame *in, uint32_t least) { find_body(in, least); }

static void find_by_notes(frame *in, uint32_t least) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < in->note_count; i++) {
    const uint32_t place = in->notes[i] >> 16;
    in->found[count] = (uint16_t)place;
    count += in->sums[place] >= least;
  }
  in->found_count = count;
}

/* Who reaches the least.  Their lengths are far apart, and on their way from now on. */
static void find(const weighing *of, frame *in) {
  if (is_sparse(in))
    find_by_notes(in, of->least);
  else
    (as_wide_is_here() ? find_wide : find_plain)(in, of->least);
  for (uint32_t i = 0; i < in->found_count; i++) __builtin_prefetch(of->codes + in->first + in->found[i]);
}

static bool add_window(const weighing *of, frame *to, uint32_t first, uint32_t end) {
  to->first = first;
  for (size_t i = of->scan->left_out; i < of->scan->count; i++)
    if (!add_list(of, to, i, end)) return false;
  find(of, to);
  return true;
}

/* ---- who may enter ---- */

/* How often a list has the document at PLACE, whose notes are those from BEGIN to END. */
static uint32_t frequency_at(const uint32_t *notes, uint32_t begin, uint32_t end, uint32_t place) {
  for (uint32_t count = end - begin; count > 1;) { /* the last one that is not behind the place */
    const uint32_t half = count / 2;
    begin += notes[begin + half] >> 16 <= place ? half : 0;
    count -= half;
  }
  return begin < end && notes[begin] >> 16 == place ? notes[begin] & UINT16_MAX : 0;
}

static uint64_t score_of(const weighing *of, const frame *in, uint32_t place, uint8_t code) {
  const as_union_scan *scan = of->scan;
  uint32_t begin = 0;
  uint64_t sum = 0;
  for (size_t i = scan->left_out; i < scan->count; i++) {
    const uint32_t frequency = frequency_at(in->notes, begin, in->ends[i], place);
    if (frequency > 0) sum += as_union_share(scan->lists[i].part, frequency, code);
    begin = in->ends[i];
  }
  return sum;
}

/* Of those found the ones that are short enough, in order. */
static void choose(const weighing *of, frame *in) {
  const uint8_t *codes = of->codes + in->first;
  uint16_t *found = in->found;
  uint32_t count = 0;
  for (uint32_t i = 0; i < in->found_count; i++) {
    const uint16_t place = found[i];
    const uint32_t units = in->sums[place],
                   known = atomic_load_explicit(&of->saturation->few[codes[place]][0], memory_order_relaxed);
    found[count] = place;
    count += (unsigned)(units >= ALWAYS) | (unsigned)(known == 0) |
             (unsigned)(units * (uint64_t)(known + 1) >= of->goal);
  }
  in->found_count = count;
  for (uint32_t i = 1; i < count; i++) {
    const uint16_t place = found[i];
    uint32_t at = i;
    for (; at > 0 && found[at - 1] > place; at--) found[at] = found[at - 1];
    found[at] = place;
  }
}

static bool score(const weighing *of, const frame *in, uint32_t place) {
  as_union_scan *scan = of->scan;
  const uint32_t document = in->first + place;
  uint64_t sum = score_of(of, in, place, of->codes[document]);
  for (size_t i = scan->left_out; i-- > 0;) {
    as_union_list *list = &scan->lists[i];
    if (sum + list->before + list->most < scan->needed) return true;
    sum += as_union_share_there(list, document);
    if (as_search_list_fails(scan->collector->context, list->scored)) return false;
  }
  if (sum < scan->needed) return true;
  if (scan->checks && !as_conditions_hold(scan->leaf, scan->conditions, document)) return true;
  return as_union_offer(scan, document, sum);
}

static void clear(frame *of) {
  if (is_sparse(of)) {
    for (uint32_t i = 0; i < of->note_count; i++) of->sums[of->notes[i] >> 16] = 0;
  } else {
    memset(of->sums, 0, WINDOW * sizeof *of->sums);
  }
  of->note_count = 0;
}

static bool score_window(const weighing *of, frame *in) {
  if (in->note_count == 0) return true;
  choose(of, in);
  for (uint32_t i = 0; i < in->found_count; i++)
    if ((i == 0 || in->found[i] != in->found[i - 1]) && !score(of, in, in->found[i])) return false;
  clear(in);
  return true;
}

/* ---- the loop ---- */

/* The first document from FIRST on that may be one of those that count. */
static uint32_t next_window(const weighing *of, uint32_t first) {
  uint32_t least = AS_DOC_END;
  for (size_t i = of->counting; i < of->scan->count; i++) {
    const uint32_t next = as_postings_least(of->scan->lists[i].scored, first);
    if (next < least) least = next;
  }
  return as_union_held(of->scan, least > first ? least : first);
}

/* As many documents as there is room for notes of. */
static bool make_room(weighing *of) {
  as_search_context *context = of->scan->collector->context;
  const size_t lists = of->scan->count;
  size_t notes = 0;
  of->window = WINDOW;
  if (lists > NOTES_MOST / WINDOW) of->window = (uint32_t)(NOTES_MOST / lists);
  for (size_t i = 0; i < lists; i++) {
    const uint32_t documents = documents_of(of, i);
    notes += documents < of->window ? documents : of->window;
  }
  of->units = as_search_alloc(context, lists * sizeof *of->units);
  for (size_t i = 0; i < 2; i++) {
    frame *one = &of->frames[i];
    one->sums = as_search_alloc(context, WINDOW * sizeof *one->sums);
    one->ends = as_search_alloc(context, lists * sizeof *one->ends);
    one->notes = as_arena_alloc(&context->arena, notes * sizeof *one->notes);
    one->found = as_arena_alloc(&context->arena, notes * sizeof *one->found);
    if (one->notes == NULL || one->found == NULL) return as_search_fail(context, ASSIST_NOMEM, NULL);
  }
  return context->status == ASSIST_OK;
}

/* While one window is added up, the lengths that are wanted of the one before come. */
static bool weigh_windows(weighing *of, uint32_t first) {
  as_union_scan *scan = of->scan;
  as_search_context *context = scan->collector->context;
  const uint64_t base = context->places[scan->place].base;
  const uint32_t documents = scan->leaf->documents;
  frame *now = &of->frames[0], *before = &of->frames[1];
  for (uint32_t windows = 1; scan->all >= scan->needed; windows++) {
    if (windows % TICK_WINDOWS == 0 && !as_search_tick(context, base + first)) break;
    const bool raised = of->needed != scan->needed; /* what is noted is by the lists as they stood */
    if ((raised || scan->conditions != NULL) && !score_window(of, before)) return false;
    if (raised) look(of);
    first = next_window(of, first);
    if (first >= documents) break;
    const uint32_t end = documents - first > of->window ? first + of->window : documents;
    if (!add_window(of, now, first, end) || !score_window(of, before)) return false;
    frame *const done = before;
    before = now;
    now = done;
    first = end;
  }
  return score_window(of, before) && context->status == ASSIST_OK;
}

bool as_union_weigh(as_union_scan *scan, uint32_t first) {
  weighing of = {.scan = scan, .saturation = scan->lists[0].part->saturation, .codes = scan->lists[0].codes};
  qsort(scan->lists, scan->count, sizeof *scan->lists, by_documents);
  if (!choose_unit(&of) || !make_room(&of) || !as_union_seed(scan)) return false;
  return weigh_windows(&of, first);
}
