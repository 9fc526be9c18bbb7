/* SPDX-License-Identifier: MIT
 * One search in progress: the segments of all snapshots asked, side by side, their joint statistics, the memory of everything built
 * for it, and its sticky failure.  Threads: one thread at a time. */
#ifndef AS_SEARCH_CONTEXT_H
#define AS_SEARCH_CONTEXT_H

#include <string.h>

#include "base/arena.h"
#include "base/vec.h"
#include "index/snapshot.h"
#include "search/fixed.h"

/* One segment of one snapshot. */
typedef struct as_place {
  const as_snapshot *snapshot;
  const as_leaf *leaf;
  uint32_t snapshot_number;
  uint64_t base; /* of its documents among those of all snapshots asked: their order is that of insertion */
} as_place;

/* Of a place's document among all. */
static inline uint64_t as_place_number(const as_place *place, uint32_t document) {
  return place->base + as_leaf_rank(place->leaf, document);
}

typedef struct as_search_context {
  as_arena arena;
  as_place *places;
  size_t place_count;
  uint64_t documents;                       /* of all snapshots, deleted ones included */
  uint64_t length_sum;                      /* of field 0 */
  const struct assist_questions *questions; /* the lists of the relaxed pass; NULL: not read yet */
  uint64_t idf_log;                         /* of as_fixed_idf_top(documents) */
  struct as_listed *lists;                  /* open iterators, cleared with the context */
  AS_VEC(struct as_verifier *) verifiers;
  AS_VEC(struct as_column_reader *) columns; /* open readers, likewise */
  AS_VEC(struct as_character *) characters;  /* likewise */
  assist_status status;                      /* sticky */
  assist_progress_function progress;
  void *progress_context;
  int64_t deadline;   /* of as_clock_now; 0: none */
  bool stopped;       /* it has passed: what has been found stands */
  bool limited;       /* a pattern or a sound stands for more than was looked for */
  assist_error error; /* of STATUS; the last, since it is not cleared as a whole */
} as_search_context;

/* Fails only for want of memory; clear afterwards in every case. */
assist_status as_search_context_init(as_search_context *context, const as_snapshot *const *snapshots,
                                     size_t count, assist_progress_function progress, void *progress_context);
/* The same, with memory to begin with: an arena that has allocated nothing yet. */
assist_status as_search_context_init_in(as_search_context *context, as_arena arena,
                                        const as_snapshot *const *snapshots, size_t count,
                                        assist_progress_function progress, void *progress_context);
void as_search_context_clear(as_search_context *context);
uint64_t as_search_idf(const as_search_context *context,
                       uint64_t df); /* as_fixed_idf in all documents asked */
/* Record a failure; the first one stays.  Always false, so that `return as_search_fail(...)` reads well. */
bool as_search_fail(as_search_context *context, assist_status status, const assist_error *error);
/* Zeroed; NULL sets the sticky NOMEM.  Here, since most sizes are known to the compiler. */
static inline void *as_search_alloc(as_search_context *context, size_t size) {
  void *memory = as_arena_alloc(&context->arena, size == 0 ? 1 : size);
  if (memory != NULL) return memset(memory, 0, size);
  as_search_fail(context, ASSIST_NOMEM, NULL);
  return NULL;
}
/* True when LIST has failed, and then so has the search. */
bool as_search_list_fails(as_search_context *context, const struct as_postings *list);
/* From now on the search has MICROS microseconds; 0: as many as it takes. */
void as_search_limit(as_search_context *context, uint64_t micros);
/* To be called once a block of work (some thousand documents): asks the clock and the caller whether to go on.  False: leave the
 * loop; either it has failed, or the time is over (STOPPED), which is no failure. */
bool as_search_tick(as_search_context *context, uint64_t done);
/* An iterator's struct, opened on INFO; NULL after a failure. */
struct as_postings *as_search_postings(as_search_context *context, as_segment *segment,
                                       const as_term_info *info);
/* A reader of the column, or the whole values, of FIELD (a number of that sort) in place PLACE; NULL after a failure. */
struct as_column_reader *as_search_column(as_search_context *context, size_t place, uint8_t column);
struct as_column_reader *as_search_values(as_search_context *context, size_t place, uint8_t field);

#endif
