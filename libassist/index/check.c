/* SPDX-License-Identifier: MIT
 *
 * The check of an index: its manifest, that every file it names is there and is that file, every byte of every segment
 * (segread's check), deletions, and the order of segments among each other.
 *
 * All files are opened before anything is said of them.  One that is missing is damage only while the manifest is still
 * the same; else a writer has committed, and the check begins anew.  What is open stays readable, whatever writers do. */
#include "index/check.h"

#include "base/error.h"
#include "base/vec.h"
#include "index/handle.h"
#include "index/part.h"
#include "port/mem.h"

#define MOST_TRIES 1000

typedef struct check {
  const as_check_options *options;
  as_folder *folder;
  as_manifest *manifest;
  AS_VEC(as_part) parts;
  bool found;          /* something is damaged */
  assist_error *error; /* the first finding */
} check;

static void find(check *state, const assist_error *what) {
  if (state->options->report != NULL) state->options->report(state->options->context, what->message);
  if (!state->found && state->error != NULL) *state->error = *what;
  state->found = true;
}

static void drop(check *state) {
  for (size_t i = 0; i < state->parts.count; i++) as_part_close(&state->parts.items[i]);
  state->parts.count = 0;
  as_manifest_free(state->manifest);
  state->manifest = NULL;
}

static bool is_damage(assist_status status) { return status == ASSIST_CORRUPT || status == ASSIST_NOTFOUND; }

/* The manifest is no longer the one that was read. */
static bool has_moved_on(const check *state) {
  as_hash128 now;
  if (as_manifest_peek(state->folder, &now, NULL) != ASSIST_OK) return false;
  return now.high != state->manifest->identity.high || now.low != state->manifest->identity.low;
}

/* Open every segment; damaged ones are found and left out.  *out_again: a writer has committed meanwhile. */
static assist_status open_parts(check *state, bool *out_again) {
  *out_again = false;
  for (size_t i = 0; i < state->manifest->segment_count; i++) {
    assist_error what = {0};
    if (!as_vec_reserve(&state->parts, state->parts.count + 1)) return as_fail_nomem(state->error);
    as_part *part = &state->parts.items[state->parts.count];
    assist_status status = as_part_open(part, state->folder, &state->manifest->segments[i], &what);
    if (status == ASSIST_OK) {
      state->parts.count++;
      continue;
    }
    if (status == ASSIST_NOTFOUND && has_moved_on(state)) {
      *out_again = true;
      return ASSIST_OK;
    }
    if (!is_damage(status)) {
      if (state->error != NULL) *state->error = what;
      return status;
    }
    find(state, &what);
  }
  return ASSIST_OK;
}

/* Documents of the parts ascend in insertion, below the next number. */
static assist_status check_order(check *state) {
  uint64_t next = 0, insertion = 0;
  for (size_t i = 0; i < state->parts.count; i++) {
    const as_part *part = &state->parts.items[i];
    assist_error what = {0};
    const uint32_t *places = as_segment_places(part->segment);
    const uint32_t last = part->entry.record.documents - 1;
    assist_status status =
        as_segment_insertion(part->segment, places == NULL ? 0 : places[0], &insertion, &what);
    bool good = status != ASSIST_OK || insertion >= next;
    if (status == ASSIST_OK) {
      status = as_segment_insertion(part->segment, places == NULL ? last : places[last], &insertion, &what);
      next = insertion + 1;
    }
    if (status == ASSIST_OK && (!good || insertion >= state->manifest->next_insertion)) {
      status = as_fail(&what, ASSIST_CORRUPT, "segment %zu: insertion numbers are out of order", i);
    }
    if (status == ASSIST_CORRUPT) {
      find(state, &what);
    } else if (status != ASSIST_OK) {
      if (state->error != NULL) *state->error = what;
      return status;
    }
  }
  return ASSIST_OK;
}

static void ignore_line(void *context, const char *line) {
  (void)context;
  (void)line;
}

static assist_status check_segments(check *state) {
  const as_check_options *options = state->options;
  for (size_t i = 0; i < state->parts.count; i++) {
    assist_error what = {0};
    assist_status status = as_segment_check(state->parts.items[i].segment,
                                            options->report == NULL ? ignore_line : options->report,
                                            options->progress, options->context, &what);
    if (status == ASSIST_OK) continue;
    if (status != ASSIST_CORRUPT) {
      if (state->error != NULL) *state->error = what;
      return status;
    }
    if (!state->found && state->error != NULL)
      *state->error = what; /* its lines were reported as they were found */
    state->found = true;
  }
  return ASSIST_OK;
}

static assist_status check_folder(check *state) {
  bool again = true;
  assist_status status = ASSIST_OK;
  for (int try = 0; again && try < MOST_TRIES; try++) {
    assist_error what = {0};
    drop(state);
    state->found = false;
    status = as_home_manifest(state->folder, &state->manifest, &what);
    if (status != ASSIST_OK) {
      if (status == ASSIST_CORRUPT) find(state, &what);
      if (state->error != NULL) *state->error = what;
      return status;
    }
    status = open_parts(state, &again);
    if (status != ASSIST_OK) return status;
  }
  status = check_order(state);
  if (status == ASSIST_OK) status = check_segments(state);
  return status == ASSIST_OK && state->found ? ASSIST_CORRUPT : status;
}

assist_status as_index_check(const char *path, const as_check_options *options, assist_error *error) {
  check state = {.options = options, .error = error};
  assist_status status = as_folder_open(path, &state.folder, error);
  if (status != ASSIST_OK) return status;
  status = check_folder(&state);
  if (status == ASSIST_CORRUPT && error != NULL) error->code = ASSIST_CORRUPT;
  drop(&state);
  as_vec_free(&state.parts);
  as_folder_close(state.folder);
  return status;
}
