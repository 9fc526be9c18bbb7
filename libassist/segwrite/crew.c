/* SPDX-License-Identifier: MIT
 *
 * Slices are claimed one after another by whoever is free, and become pieces in a ring:
 *
 *   slices   0 ..... taken ......... claimed ......... count
 *            handed on | being done or done | to be claimed      at most PIECES between taken and claimed
 *   piece    lists | term ... | ...                            at most so many bytes wait for their turn
 *   term     field kind first second documents occurrences-documents (size | document position)     bytes, then varints
 *
 * The caller hands on the piece whose turn it is; while that is not done, it claims a slice itself.  So one thread alone gets
 * everything done too, and when no more threads are to be had, it does.  A failure of its own is told at once: it may be that it was
 * asked to stop; failures of others when their turn comes. */
#include "segwrite/crew.h"

#include <stdatomic.h>
#include <string.h>

#include "base/cursor.h"
#include "base/error.h"
#include "port/mem.h"
#include "port/thread.h"

#define PIECES 256u
#define READERS_MOST 16u
#define PATIENCE 10000 /* microseconds */

typedef struct piece {
  uint8_t *bytes;
  size_t lists, size; /* of the lists; of all */
  bool done;
  assist_status status;
  assist_error error;
} piece;

typedef struct crew crew;
typedef struct member {
  crew *of;
  unsigned reader;
  as_thread *thread; /* NULL: the caller's */
  as_list_writer lists;
  as_buf terms;
} member;

#define TERM_MOST 48u

static uint8_t *put_varint(uint8_t *to, uint64_t value) {
  for (; value >= 0x80; value >>= 7) *to++ = (uint8_t)(value | 0x80);
  *to++ = (uint8_t)value;
  return to;
}

struct crew {
  const as_crew_job *job;
  as_mutex *mutex;
  as_signal *moved;
  size_t claimed, taken; /* slices */
  size_t held;           /* bytes of pieces that are done */
  atomic_bool stop;
  piece pieces[PIECES];
  member members[READERS_MOST];
};

static assist_status put_term(member *one, const as_term_source *source, as_term term, assist_error *error) {
  const as_crew_job *job = one->of->job;
  as_entry entry;
  bool any = false;
  assist_status status = as_list_writer_begin(&one->lists, source, &any, error);
  if (status != ASSIST_OK || !any) return status;
  const bool known = term.field < job->field_count;
  one->lists.length_codes = known ? job->lengths[term.field] : NULL;
  one->lists.saturation = known ? &job->saturations[term.field] : NULL;
  status = as_list_writer_put(&one->lists, source, term, &entry, error);
  if (status != ASSIST_OK) return status;
  uint8_t *to = as_buf_room(&one->terms, TERM_MOST), *begin = to;
  if (to == NULL) return as_fail_nomem(error);
  *to++ = term.field;
  *to++ = term.kind;
  to = put_varint(to, term.first);
  to = put_varint(to, term.second);
  to = put_varint(to, entry.documents);
  to = put_varint(to, entry.occurrences - entry.documents);
  if (as_entry_is_single(&entry)) {
    to = put_varint(to, one->lists.block.documents[0]);
    to = put_varint(to, as_list_writer_position(&one->lists, term));
  } else {
    to = put_varint(to, entry.size);
  }
  one->terms.size += (size_t)(to - begin);
  return ASSIST_OK;
}

static assist_status put_terms(member *one, size_t slice, assist_error *error) {
  const as_term_slices *slices = one->of->job->slices;
  as_term_source source;
  slices->begin(slices->context, one->reader, slice, &one->of->stop, &source);
  for (;;) {
    as_term term;
    bool more = false;
    assist_status status = source.next_term(source.context, &term, &more, error);
    if (status == ASSIST_OK && more) status = put_term(one, &source, term, error);
    if (status != ASSIST_OK || !more) return status;
  }
}

/* A copy of just the size that is needed, since it may have to wait; what it was made in is used again. */
static void do_slice(member *one, size_t slice) {
  piece *made = &one->of->pieces[slice % PIECES];
  as_buf *lists = &one->lists.bytes, *terms = &one->terms;
  as_buf_reset(lists);
  as_buf_reset(terms);
  made->status = put_terms(one, slice, &made->error);
  if (made->status != ASSIST_OK) return;
  made->lists = lists->size;
  made->size = lists->size + terms->size;
  made->bytes = as_mem_alloc(made->size);
  if (made->bytes == NULL) {
    made->status = as_fail_nomem(&made->error);
    return;
  }
  if (lists->size > 0) memcpy(made->bytes, lists->bytes, lists->size);
  if (terms->size > 0) memcpy(made->bytes + lists->size, terms->bytes, terms->size);
}

static bool may_claim(const crew *all) {
  return all->claimed < all->job->slices->count && all->claimed - all->taken < PIECES &&
         (all->held <= all->job->slices->memory || all->claimed == all->taken);
}

/* The mutex is held. */
static size_t claim_and_do(member *one) {
  crew *all = one->of;
  const size_t slice = all->claimed++;
  as_mutex_unlock(all->mutex);
  do_slice(one, slice);
  as_mutex_lock(all->mutex);
  piece *made = &all->pieces[slice % PIECES];
  made->done = true;
  all->held += made->size;
  as_signal_all(all->moved);
  return slice;
}

static assist_status help(void *context) {
  member *one = context;
  crew *all = one->of;
  as_mutex_lock(all->mutex);
  while (!atomic_load(&all->stop) && all->claimed < all->job->slices->count) {
    if (may_claim(all)) {
      (void)claim_and_do(one);
    } else {
      as_signal_wait(all->moved, all->mutex);
    }
  }
  as_mutex_unlock(all->mutex);
  return ASSIST_OK;
}

/* The next term; its list begins at LIST. */
static as_crew_term next_term(as_cursor *from, const uint8_t *list) {
  as_crew_term next = {.term = {.field = as_cursor_u8(from)}};
  as_entry *entry = &next.entry;
  next.term.kind = as_cursor_u8(from);
  next.term.first = (uint32_t)as_cursor_varint(from);
  next.term.second = (uint32_t)as_cursor_varint(from);
  entry->documents = (uint32_t)as_cursor_varint(from);
  entry->occurrences = entry->documents + as_cursor_varint(from);
  if (as_entry_is_single(entry)) {
    next.document = (uint32_t)as_cursor_varint(from);
    next.position = (uint32_t)as_cursor_varint(from);
  } else {
    entry->size = as_cursor_varint(from);
    next.list = as_slice_of(list, (size_t)entry->size);
  }
  return next;
}

static assist_status hand_on_terms(const crew *all, const piece *made, assist_error *error) {
  const uint8_t *list = made->bytes;
  as_cursor from;
  as_cursor_init(&from, made->bytes + made->lists, made->size - made->lists);
  while (as_cursor_left(&from) > 0) {
    const as_crew_term next = next_term(&from, list);
    assist_status status = all->job->take(all->job->context, &next, error);
    if (status != ASSIST_OK) return status;
    list += next.list.size;
  }
  return ASSIST_OK;
}

static assist_status hand_on(const crew *all, piece *made, assist_error *error) {
  if (made->status != ASSIST_OK && error != NULL) *error = made->error;
  assist_status status = made->status;
  if (status == ASSIST_OK) status = hand_on_terms(all, made, error);
  as_mem_free(made->bytes);
  made->bytes = NULL;
  return status;
}

static assist_status lead(crew *all, assist_error *error) {
  assist_status status = ASSIST_OK;
  as_mutex_lock(all->mutex);
  while (status == ASSIST_OK && all->taken < all->job->slices->count) {
    piece *turn = &all->pieces[all->taken % PIECES];
    if (turn->done) {
      as_mutex_unlock(all->mutex);
      status = hand_on(all, turn, error);
      as_mutex_lock(all->mutex);
      all->held -= turn->size;
      turn->size = 0;
      turn->done = false;
      all->taken++;
      as_signal_all(all->moved);
    } else if (may_claim(all)) {
      const piece *made = &all->pieces[claim_and_do(&all->members[0]) % PIECES];
      status = made->status;
      if (status != ASSIST_OK && error != NULL) *error = made->error;
    } else {
      as_signal_wait_for(all->moved, all->mutex, PATIENCE);
      as_mutex_unlock(all->mutex);
      status = all->job->slices->idle(all->job->slices->context, error);
      as_mutex_lock(all->mutex);
    }
  }
  atomic_store(&all->stop, true);
  as_signal_all(all->moved);
  as_mutex_unlock(all->mutex);
  return status;
}

static void start(crew *all) {
  const unsigned readers = all->job->slices->readers;
  for (unsigned i = 0; i < READERS_MOST && i < readers; i++) {
    member *one = &all->members[i];
    one->of = all;
    one->reader = i;
    as_list_writer_init(&one->lists, NULL, all->job->documents);
    if (i != 0 && as_thread_start(help, one, &one->thread, NULL) != ASSIST_OK) one->thread = NULL;
  }
}

static void end(crew *all) {
  for (unsigned i = 0; i < READERS_MOST; i++) {
    if (all->members[i].thread != NULL) (void)as_thread_join(all->members[i].thread);
    as_list_writer_clear(&all->members[i].lists);
    as_buf_clear(&all->members[i].terms);
  }
  for (unsigned i = 0; i < PIECES; i++) as_mem_free(all->pieces[i].bytes);
  as_signal_free(all->moved);
  as_mutex_free(all->mutex);
  as_mem_free(all);
}

assist_status as_crew_run(const as_crew_job *job, assist_error *error) {
  crew *all = as_mem_calloc(1, sizeof *all);
  if (all == NULL) return as_fail_nomem(error);
  all->job = job;
  all->mutex = as_mutex_new();
  all->moved = as_signal_new();
  assist_status status = ASSIST_NOMEM;
  if (all->mutex != NULL && all->moved != NULL) {
    start(all);
    status = lead(all, error);
  } else {
    (void)as_fail_nomem(error);
  }
  end(all);
  return status;
}
