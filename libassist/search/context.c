/* SPDX-License-Identifier: MIT
 *
 * What a search owns.  Everything small lives in one arena; open iterators hold memory of their own and are listed, so that one
 * clear gives all of it back whatever happened. */
#include "search/context.h"

#include <string.h>

#include "base/error.h"
#include "port/clock.h"
#include "search/character.h"
#include "search/verify.h"
#include "segread/column.h"
#include "segread/known.h"

struct as_listed {
  struct as_listed *next;
  as_postings postings;
};

/* Remembered by the first segment. */
static uint64_t logarithm(const as_search_context *context, uint64_t number) {
  as_known *known = context->place_count == 0 ? NULL : as_known_of(context->places[0].leaf->segment);
  return as_known_logarithm(known, number, as_fixed_log2);
}

uint64_t as_search_idf(const as_search_context *context, uint64_t df) {
  return as_fixed_idf_by(context->idf_log, logarithm(context, as_fixed_idf_of(context->documents, df)));
}

assist_status as_search_context_init(as_search_context *context, const as_snapshot *const *snapshots,
                                     size_t count, assist_progress_function progress,
                                     void *progress_context) {
  return as_search_context_init_in(context, (as_arena){0}, snapshots, count, progress, progress_context);
}

assist_status as_search_context_init_in(as_search_context *context, as_arena arena,
                                        const as_snapshot *const *snapshots, size_t count,
                                        assist_progress_function progress, void *progress_context) {
  memset(context, 0, offsetof(as_search_context, error));
  context->error.code = ASSIST_OK;
  context->error.os_errno = 0;
  context->error.offset = 0;
  context->error.message[0] = '\0';
  context->arena = arena;
  context->progress = progress;
  context->progress_context = progress_context;
  size_t places = 0;
  for (size_t i = 0; i < count; i++) places += snapshots[i]->leaf_count;
  context->places = as_search_alloc(context, places * sizeof *context->places);
  if (context->places == NULL) return context->status;
  for (size_t i = 0; i < count; i++) {
    for (size_t l = 0; l < snapshots[i]->leaf_count; l++) {
      as_place *place = &context->places[context->place_count++];
      place->snapshot = snapshots[i];
      place->leaf = &snapshots[i]->leaves[l];
      place->snapshot_number = (uint32_t)i;
      place->base = context->documents + place->leaf->base;
    }
    context->documents += snapshots[i]->documents;
    context->length_sum += snapshots[i]->length_sums[0];
  }
  context->idf_log = logarithm(context, as_fixed_idf_top(context->documents));
  return ASSIST_OK;
}

void as_search_context_clear(as_search_context *context) {
  for (struct as_listed *list = context->lists; list != NULL; list = list->next)
    as_postings_end(&list->postings);
  for (size_t i = 0; i < context->verifiers.count; i++) as_verifier_free(context->verifiers.items[i]);
  as_vec_free(&context->verifiers);
  for (size_t i = 0; i < context->columns.count; i++) {
    as_column_reader_clear(context->columns.items[i]);
    as_mem_free(context->columns.items[i]);
  }
  as_vec_free(&context->columns);
  for (size_t i = 0; i < context->characters.count; i++) as_character_free(context->characters.items[i]);
  as_vec_free(&context->characters);
  as_arena_clear(&context->arena);
}

bool as_search_fail(as_search_context *context, assist_status status, const assist_error *error) {
  if (context->status != ASSIST_OK) return false;
  context->status = status;
  if (error != NULL && error->code == status) {
    context->error = *error;
  } else if (status == ASSIST_NOMEM) {
    as_fail_nomem(&context->error);
  } else {
    as_fail(&context->error, status, "%s", assist_status_name(status));
  }
  return false;
}

bool as_search_list_fails(as_search_context *context, const as_postings *list) {
  if (list->status == ASSIST_OK) return false;
  as_search_fail(context, list->status, &list->error);
  return true;
}

void as_search_limit(as_search_context *context, uint64_t micros) {
  uint64_t most = (uint64_t)INT64_MAX / 2;
  context->deadline = micros == 0 ? 0 : as_clock_now() + (int64_t)(micros < most ? micros : most);
}

bool as_search_tick(as_search_context *context, uint64_t done) {
  if (context->status != ASSIST_OK || context->stopped) return false;
  context->stopped = context->deadline != 0 && as_clock_now() >= context->deadline;
  if (context->stopped) return false;
  if (context->progress == NULL) return true;
  if (context->progress(context->progress_context, done, context->documents) == 0) return true;
  as_fail(&context->error, ASSIST_CANCELLED, "search cancelled");
  context->status = ASSIST_CANCELLED;
  return false;
}

as_postings *as_search_postings(as_search_context *context, as_segment *segment, const as_term_info *info) {
  struct as_listed *list = as_arena_alloc(&context->arena, sizeof *list);
  if (list == NULL) {
    as_search_fail(context, ASSIST_NOMEM, NULL);
    return NULL;
  }
  as_postings *postings = &list->postings;
  as_postings_begin(postings);
  list->next = context->lists;
  context->lists = list;
  as_postings_open(postings, segment, info, NULL); /* which keeps the error itself */
  return as_search_list_fails(context, postings) ? NULL : postings;
}

static as_column_reader *open_reader(as_search_context *context, size_t place, uint8_t number, bool values) {
  as_column_reader *reader = as_mem_calloc(1, sizeof *reader);
  if (reader == NULL || !as_vec_push(&context->columns, reader)) {
    as_mem_free(reader);
    as_search_fail(context, ASSIST_NOMEM, NULL);
    return NULL;
  }
  assist_error error = {0};
  as_segment *segment = context->places[place].leaf->segment;
  assist_status status = values ? as_column_reader_open_values(reader, segment, number, &error)
                                : as_column_reader_open(reader, segment, number, &error);
  if (status == ASSIST_OK) return reader;
  as_search_fail(context, status, &error);
  return NULL;
}

as_column_reader *as_search_column(as_search_context *context, size_t place, uint8_t column) {
  return open_reader(context, place, column, false);
}

as_column_reader *as_search_values(as_search_context *context, size_t place, uint8_t field) {
  return open_reader(context, place, field, true);
}
