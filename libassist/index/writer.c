/* SPDX-License-Identifier: MIT
 *
 * A writer's life: open, poison, rollback, close.
 *
 *   last commit --load--> parts, next --put, remove, merge--> parts', next' --commit--> new last commit
 *                            ^                                      |
 *                            '-------------- rollback --------------'
 *
 * Everything uncommitted is in memory or in files that no manifest names.  So rollback is: forget, and load again.  Those
 * files are removed then, unless a commit failed between its rename and its last sync: then nobody knows which manifest
 * a power cut would leave, and files of both must stay; the next commit that succeeds sweeps. */
#include "index/writer.h"

#include <stdio.h>

#include "base/error.h"
#include "port/mem.h"
#include "port/thread.h"

#define THREADS_OF_ITSELF 4u
#define LEAST_SHARE (UINT64_C(256) << 10) /* with less, pages would be read again and again */

void as_writer_stem(assist_writer *writer, char out_stem[AS_STEM_SIZE]) {
  (void)snprintf(out_stem, AS_STEM_SIZE, "tmp-%u", writer->stems++);
}

uint64_t as_writer_share(const assist_writer *writer, size_t count) {
  uint64_t share = writer->memory / 4 / (count == 0 ? 1 : count);
  return share < LEAST_SHARE ? LEAST_SHARE : share;
}

static void forget(assist_writer *writer) {
  as_batch_free(writer->filling);
  writer->filling = NULL;
  for (size_t i = 0; i < writer->parts.count; i++) as_part_close(&writer->parts.items[i]);
  writer->parts.count = 0;
  as_manifest_free(writer->next);
  writer->next = NULL;
}

static assist_status load(assist_writer *writer) {
  assist_status status = as_home_manifest(writer->home->folder, &writer->next, &writer->failure);
  if (status != ASSIST_OK) return status;
  if (!as_vec_reserve(&writer->parts, writer->next->segment_count)) return as_fail_nomem(&writer->failure);
  for (size_t i = 0; i < writer->next->segment_count; i++) {
    as_part *part = &writer->parts.items[i];
    status = as_part_open(part, writer->home->folder, &writer->next->segments[i], &writer->failure);
    if (status == ASSIST_NOTFOUND)
      status = writer->failure.code = ASSIST_CORRUPT; /* nobody else commits now */
    if (status != ASSIST_OK) return status;
    writer->parts.count++;
  }
  return ASSIST_OK;
}

/* Files written since the last commit. */
static void sweep_uncommitted(assist_writer *writer) {
  as_manifest *manifest;
  if (writer->unsure || !as_lock_held(writer->lock)) return;
  if (as_home_manifest(writer->home->folder, &manifest, NULL) != ASSIST_OK) return;
  as_folder_sweep(writer->home->folder, manifest);
  as_manifest_free(manifest);
}

static void set_options(assist_writer *writer, const assist_writer_options *options) {
  writer->memory = options->memory == 0 ? ASSIST_MEMORY_DEFAULT : options->memory;
  const unsigned wanted = (unsigned)options->threads, here = as_thread_processors();
  writer->threads = wanted != 0 ? wanted : here < THREADS_OF_ITSELF ? here : THREADS_OF_ITSELF;
  if (writer->threads > AS_READERS_MOST) writer->threads = AS_READERS_MOST;
  writer->reorder = options->version >= 2 && (options->flags & ASSIST_WRITER_REORDER) != 0;
  writer->ticker.function = options->progress;
  writer->ticker.context = options->progress_context;
}

/* A creation that was cut short is finished before anything else is written. */
static assist_status complete_creation(assist_writer *writer) {
  as_folder *folder = writer->home->folder;
  bool unsure;
  if (writer->next->identity.high != 0 || writer->next->identity.low != 0) return ASSIST_OK;
  assist_status status = as_folder_sync_parent(folder, &writer->failure);
  return status != ASSIST_OK ? status : as_manifest_write(folder, writer->next, &unsure, &writer->failure);
}

assist_status as_writer_open(assist_index *index, const assist_writer_options *options,
                             assist_writer **out_writer, assist_error *error) {
  assist_writer *writer = as_mem_calloc(1, sizeof *writer);
  if (writer == NULL) return as_fail_nomem(error);
  writer->home = as_home_take(index->home);
  set_options(writer, options);
  assist_status status = as_lock_take(writer->home->folder, AS_LOCK_NAME, options->wait_microseconds,
                                      &writer->lock, &writer->failure);
  if (status == ASSIST_OK) status = load(writer);
  if (status == ASSIST_OK) status = complete_creation(writer);
  if (status == ASSIST_OK && (index->flags & ASSIST_OPEN_ANY_TABLES) == 0) {
    status = as_home_check_tables(writer->next, &writer->failure);
  }
  if (status != ASSIST_OK) {
    if (error != NULL) *error = writer->failure;
    as_writer_close(writer);
    return status;
  }
  *out_writer = writer;
  return ASSIST_OK;
}

void as_writer_close(assist_writer *writer) {
  if (writer == NULL) return;
  bool sweep = writer->changed || writer->stems > 0;
  forget(writer);
  if (sweep && writer->lock != NULL) sweep_uncommitted(writer);
  as_lock_drop(writer->lock);
  as_home_drop(writer->home);
  as_vec_free(&writer->parts);
  as_vec_free(&writer->values);
  as_vec_free(&writer->texts);
  as_line_places_clear(&writer->places);
  as_buf_clear(&writer->scratch);
  as_mem_free(writer);
}

assist_status as_writer_begin(assist_writer *writer, assist_error *error) {
  if (!as_lock_held(writer->lock)) {
    return as_fail(error, ASSIST_INVALID,
                   "writer belongs to the process that opened it, not to a child of it");
  }
  if (writer->poison != ASSIST_OK && error != NULL) *error = writer->failure;
  writer->half_done = false;
  return writer->poison;
}

assist_status as_writer_end(assist_writer *writer, assist_status status, assist_error *error) {
  if (status == ASSIST_OK) return status;
  if (error != NULL) *error = writer->failure;
  bool harmless = status == ASSIST_INVALID || status == ASSIST_LIMIT || status == ASSIST_NOTFOUND ||
                  status == ASSIST_VERSION || status == ASSIST_UNSUPPORTED;
  if (writer->half_done || !harmless) writer->poison = status;
  return status;
}

assist_status as_writer_rollback(assist_writer *writer) {
  bool sweep = writer->changed || writer->stems > 0;
  forget(writer);
  if (sweep) sweep_uncommitted(writer);
  writer->poison = ASSIST_OK;
  writer->changed = false;
  writer->half_done = true; /* what fails now leaves nothing to work with */
  return load(writer);
}
